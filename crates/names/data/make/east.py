"""Makes han.tsv, pinyin.tsv and family_names.tsv of the Unihan database, PyPI `pypinyin` and PyPI `faker`.

    east.py UNICODE_FOLDER

UNICODE_FOLDER holds Unihan_Readings.txt.bz2 and Unihan_Variants.txt.bz2 (Debian `unicode-data`). See ../README.md.
"""
import bz2, collections, pathlib, sys, unicodedata

from faker.providers.person.ko_KR import Provider as Korean
from faker.providers.person.zh_CN import Provider as Mainland
from faker.providers.person.zh_TW import Provider as Taiwan
from pypinyin import Style
from pypinyin.style import convert

folder = pathlib.Path(sys.argv[1])
out = pathlib.Path(__file__).resolve().parent.parent

fields = collections.defaultdict(dict)
for name in ("Readings", "Variants"):
    for line in bz2.open(folder / f"Unihan_{name}.txt.bz2", "rt", encoding="utf8"):
        if line.startswith("U+"):
            code, field, value = line.rstrip("\n").split("\t")
            fields[chr(int(code[2:], 16))][field] = value


def toneless(reading):
    plain = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in "\u0300\u0301\u0304\u030c")
    return unicodedata.normalize("NFC", plain).replace("ü", "v").replace("ê", "e")


def hangul(char):
    """Readings, in names first; a mark of Unihan says where each stands: 0 in KS X 1001, E in school lists, N in names."""
    found = []
    for reading in fields[char].get("kHangul", "").split():
        syllable, _, marks = reading.partition(":")
        found.append((0 if "N" in marks or "E" in marks else 1, syllable))
    return [s for _, s in sorted(found)]


def variant(char, field):
    codes = fields[char].get(field, "").split()
    others = [chr(int(code[2:], 16)) for code in codes]
    return [] if char in others else others


# Forms of one character, by any chain of variants; each set is named by its first character with a Korean reading.
parent = {}


def root(char):
    while parent.setdefault(char, char) != char:
        char = parent[char]
    return char


for char in sorted(fields):
    for field in ("kTraditionalVariant", "kSimplifiedVariant", "kZVariant", "kSemanticVariant"):
        for code in fields[char].get(field, "").split():
            other = chr(int(code.split("<")[0][2:], 16))
            if len({root(char), root(other)}) == 2:
                parent[root(other)] = root(char)
sets = collections.defaultdict(list)
for char in sorted(fields):
    sets[root(char)].append(char)
named = {c: min(chars, key=lambda c: ("kHangul" not in fields[c], c)) for chars in sets.values() for c in chars}

rows = []
for char in sorted(fields):
    if len(char) != 1 or not ("\u4e00" <= char <= "\u9fff"):
        continue
    data = fields[char]
    if not ("kHangul" in data or "kTGHZ2013" in data or ("kMandarin" in data and named[char] != char)):
        continue
    reading = toneless(data.get("kMandarin", "").split(" ")[0])
    traditional = variant(char, "kTraditionalVariant") + [c for c in [named[char]] if c != char]
    korean = hangul(char) or [s for t in traditional[:1] for s in hangul(t)]
    in_names = any(m in fields[c].get("kHangul", "") for c in [char, *traditional[:1]] for m in "EN")
    rows.append([char, reading, "".join(dict.fromkeys(korean)), named[char] if named[char] != char else "", "n" if in_names else ""])


def table(name, head, columns, rows):
    text = f"# {head}\n# Made by make/east.py; sources and licences: README.md.\n# columns: {columns}\n"
    (out / name).write_text(text + "".join("\t".join(r) + "\n" for r in rows), encoding="utf8")
    print(name, len(rows))


table("han.tsv", "Chinese characters: Mandarin and Korean readings, variants.",
      "character, pinyin without tone, Hangul readings, character that stands for all its forms if another, n if used in Korean schools or names", rows)

systems = {r: convert(r.replace("v", "ü") + "1", Style.WADEGILES, True).rstrip("1").replace("ü", "v") for _, r, *_ in rows if r}
systems["ai"] = "ai"  # the package says ei, which Wade-Giles does not have
systems = {k: v.replace("`", "'") for k, v in systems.items()}
table("pinyin.tsv", "Syllables of Mandarin: Hanyu Pinyin and Wade-Giles.", "pinyin, Wade-Giles", sorted(map(list, systems.items())))

chinese = list(dict.fromkeys([*Mainland.last_names, *Taiwan.last_names]))
table("family_names.tsv", "Family names of East Asia.", "language, names",
      [["ko", "|".join(sorted(Korean.last_names))], ["zh", "|".join(sorted(chinese))]])
