"""Makes countries.tsv: names of countries in thirty languages, of the CLDR data in PyPI `babel`.

    countries.py
"""
import pathlib

from babel import Locale

LANGUAGES = "en de fr es it pt nl pl cs sk ro hu sv da nb fi et lv lt tr id vi el ru uk bg sr ar fa he zh zh_Hant ja ko".split()
out = pathlib.Path(__file__).resolve().parent.parent
locales = [Locale.parse(language) for language in LANGUAGES]
rows = []
for code in sorted(locales[0].territories):
    if len(code) == 2 and code.isalpha() and code not in ("EZ", "UN", "XA", "XB", "ZZ", "QO"):
        names = [locale.territories.get(code) for locale in locales]
        names = sorted({n.split("(")[0].strip() for n in names if n and "|" not in n})
        rows.append([code, "|".join(names)])
for code, english in (("150", "europe"), ("142", "asia"), ("002", "africa"), ("019", "america")):
    rows.append([english, "|".join(sorted({locale.territories[code] for locale in locales if code in locale.territories}))])
text = "# Countries and continents.\n# Made by make/countries.py; sources and licences: README.md.\n# columns: code, names\n"
(out / "countries.tsv").write_text(text + "".join("\t".join(r) + "\n" for r in rows), encoding="utf8")
print(len(rows))
