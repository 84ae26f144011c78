"""Makes currencies.tsv: the currencies of ISO 4217 that have been tender somewhere since 2000."""

import re

from sources import header, load

names = load("cldr-numbers-full-48.2.0/main/en/currencies.json")["main"]["en"]["numbers"]["currencies"]
tender = load("cldr-core-48.2.0/supplemental/currencyData.json")["supplemental"]["currencyData"]["region"]

# Whom a sign means that several currencies share.
OWNERS = {"$": "USD", "£": "GBP", "¥": "JPY", "₩": "KRW"}
# Signs made of plain letters that no ordinary word or abbreviation shares.
LETTERS = {"RM", "Rp", "Rs", "FCFA"}

used_in, still = {}, set()
for country, periods in tender.items():
    for period in periods:
        for code, dates in period.items():
            if dates.get("_tender") != "false" and dates.get("_to", "9999") >= "2000":
                used_in.setdefault(code, []).append(country)
                if "_to" not in dates:
                    still.add(code)


def noun(name):
    """`rubles` of `Russian rubles`: what a text uses after an adjective or alone."""
    return name.split()[-1].lower()


header(
    "Currencies that have been tender somewhere since 2000.",
    [
        "ISO 4217 code", "name", "nouns, singular and plural", "symbols", "countries that use or used it",
        "+ where it still is tender", "lists separated by |",
    ],
    ["cldr-numbers-full 48.2.0", "cldr-core 48.2.0"],
)
for code in sorted(used_in):
    name = names[code]
    singular, plural = (re.sub(r" \(.*", "", name[f"displayName-count-{n}"]).replace("ʻ", "'") for n in ("one", "other"))
    nouns = list(dict.fromkeys([noun(singular), noun(plural)]))
    symbols = [s for s in dict.fromkeys([name.get("symbol"), name.get("symbol-alt-narrow")]) if s and s != code]
    symbols = [s.replace("\xa0", " ") for s in symbols if OWNERS.get(s, code) == code]
    symbols = [s for s in symbols if not (s.isalpha() and s.isascii()) or s in LETTERS]
    mark = "+" if code in still else ""
    row = [code, singular, "|".join(nouns), "|".join(symbols), "|".join(sorted(used_in[code])), mark]
    print("\t".join(row).rstrip("\t"))
