#!/usr/bin/env python3
"""Writes lexicons/months.txt: names of the Gregorian months in lower case, from Unicode CLDR as packaged by Babel.

    python3 months.py > ../months.txt

A word that names different months in different languages is given to the language that stands first in LANGUAGES.
"""
import re
import babel
from babel import Locale

LANGUAGES = (
    "en de fr es pt it nl pl ru uk cs sk da sv nb fi tr id ro hu el ar fa ur he ca eu gl bg sr hr sl mk be lt lv et "
    "vi hi bn ne pa gu mr ta te kn ml si th km lo my ka hy az kk ky uz tg tk mn ug am sw fil ms is ga cy sq bs"
).split()

months = {}
for language in LANGUAGES:
    names = Locale.parse(language).months
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in names[context][width].items():
                word = name.lower().rstrip(".").replace("\u200c", "")
                # Names of several words and numbers are no names here.
                if re.fullmatch(r"[^\W\d_]{2,}", re.sub(r"[\u0300-\u036f\u064b-\u0652\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]", "a", word)):
                    months.setdefault(word, number)

print(f"# Names of the months, lower case, number first. Unicode CLDR (Unicode-3.0 licence) through Babel {babel.__version__};")
print("# made by lexicons/make/months.py.")
for number in range(1, 13):
    print(number, *sorted(word for word, month in months.items() if month == number))
