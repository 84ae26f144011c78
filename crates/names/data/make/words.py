"""Makes legal_forms.tsv, words.tsv, nicknames.tsv, honorifics.tsv and numbers.tsv from the data of PyPI `rigour` and `cleanco`.

    words.py RIGOUR_SOURCE_FOLDER CLEANCO_PACKAGE_FOLDER

RIGOUR_SOURCE_FOLDER is the unpacked source archive, CLEANCO_PACKAGE_FOLDER the installed package. See ../README.md.
"""
import collections, importlib.util, json, pathlib, re, sys, unicodedata

rigour, cleanco = map(pathlib.Path, sys.argv[1:3])
out = pathlib.Path(__file__).resolve().parent.parent
names = rigour / "rust/data/names"


def fold(text):
    """What the crate does to a form before it looks it up, near enough to find doublets."""
    text = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", text.replace(".", "").replace("'", "")))


def table(name, head, rows):
    text = f"# {head[0]}\n# Made by make/words.py; sources and licences: README.md.\n# columns: {head[1]}\n"
    (out / name).write_text(text + "".join("\t".join(r) + "\n" for r in rows), encoding="utf8")
    print(name, len(rows))


def distinct(forms):
    seen = {}
    for form in forms:
        form = " ".join(form.split())
        if form and fold(form) and "|" not in form:
            seen.setdefault(fold(form), form)
    return sorted(seen.values())


# Where a form is used, as far as cleanco says; rigour names no jurisdictions.
spec = importlib.util.spec_from_file_location("termdata", cleanco / "termdata.py")
termdata = importlib.util.module_from_spec(spec)
spec.loader.exec_module(termdata)
countries = collections.defaultdict(set)
for country, terms in termdata.terms_by_country.items():
    for term in terms:
        countries[fold(term)].add(country)

forms, taken = [], set()
for entry in json.load(open(names / "org_types.json", encoding="utf8")):
    spellings = list(entry.get("aliases", [])) + [entry[k] for k in ("display", "compare") if entry.get(k)]
    canonical = fold(entry.get("compare") or entry.get("display") or "") or fold(spellings[0])
    forms.append([canonical, entry.get("generic") or "", distinct(spellings)])
merged = {}
for canonical, generic, spellings in forms:
    known = merged.setdefault(canonical, [generic, []])
    known[0] = known[0] or generic
    known[1] += spellings
known_spellings = {fold(s) for _, s in merged.values() for s in s}
for country, terms in termdata.terms_by_country.items():
    for term in terms:
        if fold(term) and fold(term) not in known_spellings:
            merged.setdefault(fold(term).replace(" ", ""), ["", []])[1].append(term)
            known_spellings.add(fold(term))
rows = []
for canonical, (generic, spellings) in sorted(merged.items()):
    spellings = distinct(spellings)
    where = sorted(set().union(*(countries.get(fold(s), set()) for s in spellings)))
    rows.append([canonical, generic, "|".join(spellings), "|".join(where)])
table("legal_forms.tsv", ("Legal forms of companies and bodies.", "form, class of form, spellings, where used"), rows)

symbols = json.load(open(names / "symbols.json", encoding="utf8"))
rows = [[k.lower(), "|".join(distinct(v))] for part in ("org_symbols", "org_domains") for k, v in symbols[part].items()]
table("words.tsv", ("Common words in names of organisations, with their equivalents in other languages.", "word, spellings"), sorted(rows))
table("nicknames.tsv", ("Short forms of given names.", "group, names"),
      sorted([k.lower(), "|".join(distinct(v))] for k, v in symbols["person_nick"].items()))
table("particles.tsv", ("Particles and titles within names of persons.", "group, spellings"),
      sorted([k.lower(), "|".join(distinct(v))] for k, v in symbols["person_symbols"].items()))

stop = json.load(open(names / "stopwords.json", encoding="utf8"))
table("prefixes.tsv", ("Honorifics and prefixes that are no part of a name.", "kind of name, spellings"),
      [["person", "|".join(distinct(stop["person_name_prefixes"]))],
       ["organisation", "|".join(distinct(stop["org_name_prefixes"]))],
       ["vessel", "|".join(distinct(stop["obj_name_prefixes"]))],
       # "former" alone is as often a word of the name.
       ["alias", "|".join(sorted({p.lower() for q in stop["name_split_phrases"] if q != "former" for p in (q, q.replace(".", ""), q + ".")}))]])

rows = []
for entry in json.load(open(rigour / "rust/data/text/ordinals.json", encoding="utf8")):
    words = [f for f in entry["forms"] if sum(c.isalpha() for c in f) > 2 and not any(c.isdigit() for c in f)]
    if words and entry["number"] <= 100:
        rows.append([str(entry["number"]), "|".join(distinct(words))])
table("numbers.tsv", ("Number words.", "number, words"), rows)
