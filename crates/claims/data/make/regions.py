"""Makes regions.tsv: provinces, states and other subdivisions of countries (ISO 3166-2), and regions of the world (UN M49)."""

import re

from sources import Ambiguity, cldr_names, fold, header, rows_of

ambiguity = Ambiguity()
territories = cldr_names("cldr-localenames-full-48.2.0/main/en/territories.json", "territories")
subdivisions = cldr_names("cldr-subdivisions-full-48.2.0/subdivisions/en/en.json", "subdivisions")
# Former codes and territories that are countries of their own in ISO 3166-1.
OWN_COUNTRY = {territory for territory in territories if re.fullmatch("[A-Z]{2}", territory)}
KINDS = (
    "Krai|Oblast|Province|Republic|Region|State|District|County|Governorate|Prefecture|Department|Municipality|Division|"
    "Raion|Canton|Parish|Emirate|Autonomous Oblast|Autonomous Okrug|Autonomous Region|Special Region"
)

# A word for people before it is a place (RU-YEV); the supplement has its full name.
NOT_PLACES = {"Jewish"}

header(
    "Subdivisions of countries, and regions of the world (without a country).",
    ["name and other names separated by |", "country", "! where it is also a word or a person's name"],
    ["cldr-subdivisions-full 48.2.0", "cldr-localenames-full 48.2.0", "words and names as for cities.tsv"],
)
in_supplement = {
    (fold(name), row[1] if len(row) > 1 else "")
    for row in rows_of("regions_supplement.tsv")
    for name in (row[0] + "|" + (row[3] if len(row) > 3 else "")).split("|")
}
for code, name in sorted(territories.items()):
    if code.isdigit() and code != "001" and name != "Micronesian Region" and (fold(name), "") not in in_supplement:
        print(name)

country_names = {(fold(n), row[0]) for row in rows_of("countries.tsv") for n in row[1].split("|")}
seen = in_supplement | country_names
for code, name in sorted(subdivisions.items()):
    country = code[:2].upper()
    name = name.replace("’", "'").replace("ʻ", "'").strip(" †")
    plain = re.sub(rf" ({KINDS})$", "", name)
    plain = re.sub(rf"^({KINDS}|Autonomous Region) of ", "", plain)
    listed = [n for n in dict.fromkeys([name, plain]) if n and not re.search(r"[\d,(&/]", n) and (fold(n), country) not in seen]
    if country not in OWN_COUNTRY or not listed or listed[0] in NOT_PLACES or not listed[0][0].isupper():
        continue
    seen.update((fold(n), country) for n in listed)
    saint = listed[0].startswith("Saint ")  # parishes, which share their names with churches and persons
    mark = "!" if saint or any(ambiguity.is_word(n, 0) for n in listed) else ""
    print("\t".join(["|".join(listed), country, mark]).rstrip("\t"))
