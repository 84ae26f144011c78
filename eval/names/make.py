"""Makes cross_script.csv of figures.tsv: pairs of spellings of one person, and of persons with names alike.

    python3 make.py

Same person: each spelling in the person's own script with each spelling in another, and the two farthest Latin spellings.
Different persons, hard on purpose: of each person the three others whose spelling is closest (same family or given name, or most letters in
common), own script against Latin and Latin against Latin. Persons alternate between half `a`, to develop on, and half `b`, to measure; a pair
of different persons is in the half that both are in.
"""
import csv, difflib, pathlib, unicodedata

here = pathlib.Path(__file__).resolve().parent
people = []
for line in open(here / "figures.tsv", encoding="utf8"):
    if not line.startswith("#"):
        language, spellings = line.rstrip("\n").split("\t")
        people.append((language, spellings.split("|"), "ab"[len(people) % 2]))


def is_latin(text):
    return "LATIN" in unicodedata.name(text.lstrip("*")[0], "")


def likeness(a, b):
    return difflib.SequenceMatcher(None, a.lower(), b.lower()).ratio()


rows = []


def pair(a, b, match, language, category, half):
    rows.append(["cross_script", "Person", a.lstrip("*"), b.lstrip("*"), str(match).lower(), "MEDIUM", category, language, half])


for number, (language, spellings, half) in enumerate(people):
    own = list(dict.fromkeys(s for s in spellings if not is_latin(s)))
    latin = [s for s in spellings if is_latin(s)]
    for a in own:
        for b in latin:
            if not (b.startswith("*") and a == own[0]):
                pair(a, b, True, language, "reading" if b.startswith("*") else "script", half)
    for a, b in zip(own, own[1:]):
        pair(a, b, True, language, "characters", half)
    plain = [s for s in latin if not s.startswith("*")]
    if len(plain) > 1:
        pair(plain[0], min(plain[1:], key=lambda s: likeness(plain[0], s)), True, language, "romanisation", half)
    others = [(likeness(plain[0], [s for s in p[1] if is_latin(s)][0]), i) for i, p in enumerate(people) if i != number and p[0] == language and p[2] == half]
    for _, other in sorted(others, reverse=True)[:3]:
        theirs = people[other][1]
        pair(own[0], [s for s in theirs if is_latin(s)][0], False, language, "different_person", half)
    nearest = people[max(others)[1]][1]
    pair(plain[-1], [s for s in nearest if is_latin(s)][0], False, language, "different_person", half)

with open(here / "cross_script.csv", "w", encoding="utf8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow("case_group schema name1 name2 is_match quality category notes half".split())
    writer.writerows(rows)
print(len(rows), sum(r[4] == "true" for r in rows))
