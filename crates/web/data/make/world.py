"""Writes world.tsv: outlines of countries, simplified and projected; see README.md.

The packages are fetched by hand with the ordinary client and unpacked beside each other:

    mkdir packages && cd packages
    for p in world-atlas@2.0.2 i18n-iso-countries@7.14.0; do
      f=$(npm pack --silent $p) && mkdir -p ${f%.tgz} && tar xzf $f -C ${f%.tgz} --strip-components=1
    done

Then, in the folder `data`: python3 make/world.py packages > world.tsv
"""

import json
import math
import pathlib
import sys

PACKAGES = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "packages")
WIDTH = 2000
# Corners of a border whose triangle with its neighbours is smaller than this, in squares of the grid, are left out.
SMALLEST_CORNER = 3.0
# Islands smaller than this are left out, unless nothing else of the country would be left.
SMALLEST_RING = 12.0
# Outlines that the atlas draws apart and ISO 3166 does not: what they belong to there.
WITHOUT_CODE = {"N. Cyprus": "CY", "Somaliland": "SO", "Kosovo": "XK"}
LEFT_OUT = {"AQ"}


def equal_earth(longitude, latitude):
    """Equal Earth: Šavrič, Patterson and Jenny, International Journal of Geographical Information Science 33 (2019)."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    y = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
    slope = 3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1)
    return 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / slope, y


GREATEST_X = equal_earth(180, 0)[0]
TOP = equal_earth(0, 84)[1]
BOTTOM = equal_earth(0, -57)[1]
SCALE = WIDTH / (2 * GREATEST_X)
HEIGHT = round((TOP - BOTTOM) * SCALE)


def on_grid(longitude, latitude):
    x, y = equal_earth(longitude, latitude)
    return ((x + GREATEST_X) * SCALE, (TOP - y) * SCALE)


def arcs_of(atlas):
    scale, shift = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append(on_grid(x * scale[0] + shift[0], y * scale[1] + shift[1]))
        yield points


def area(one, two, three):
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1])) / 2


def simplified(points):
    """Visvalingam and Whyatt: the least corner goes first. Borders are simplified once, so both sides still meet."""
    points = list(points)
    while len(points) > 3:
        corners = [area(*points[at - 1 : at + 2]) for at in range(1, len(points) - 1)]
        least = min(range(len(corners)), key=corners.__getitem__)
        if corners[least] >= SMALLEST_CORNER:
            break
        del points[least + 1]
    return [(round(x), round(y)) for x, y in points]


def ring_of(arcs, numbers):
    ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def polygons_of(geometry):
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]


def edge_at(y):
    """The greatest distance from the middle at which anything is drawn at a height."""
    low, high = -90.0, 90.0
    for _ in range(60):
        middle = (low + high) / 2
        if on_grid(0, middle)[1] > y:
            low = middle
        else:
            high = middle
    return on_grid(180, low)[0] - WIDTH / 2


def cut(ring):
    """The parts of a ring on both sides of the 180th meridian: the atlas lets rings run across it."""
    ring = ring[:-1] if ring[0] == ring[-1] else ring
    jumps = [at for at in range(len(ring)) if abs(ring[at][0] - ring[at - 1][0]) > WIDTH / 2]
    if not jumps:
        return [ring]
    parts = []
    for first, last in zip(jumps, jumps[1:] + [jumps[0] + len(ring)]):
        part = [ring[at % len(ring)] for at in range(first, last)]
        side = 1 if part[0][0] > WIDTH / 2 else -1
        edge = lambda point: (round(WIDTH / 2 + side * edge_at(point[1])), point[1])
        parts.append([edge(part[0]), *part, edge(part[-1])])
    return parts


def size(ring):
    pairs = zip(ring, ring[1:] + ring[:1])
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def path_of(ring):
    kept = [point for at, point in enumerate(ring) if at == 0 or point != ring[at - 1]]
    if kept[0] == kept[-1]:
        kept.pop()
    if len(kept) < 3:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(kept, kept[1:])]
    lines = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{kept[0][0]} {kept[0][1]}l{lines}z"


def code_of(geometry, codes):
    return codes.get(geometry.get("id")) or WITHOUT_CODE.get(geometry["properties"]["name"])


def main():
    codes = {row[2]: row[0] for row in json.loads((PACKAGES / "i18n-iso-countries-7.14.0/codes.json").read_text())}
    load = lambda name: json.loads((PACKAGES / "world-atlas-2.0.2" / name).read_text(encoding="utf-8"))
    coarse, fine = load("countries-110m.json"), load("countries-50m.json")
    arcs = [simplified(points) for points in arcs_of(coarse)]
    paths = {}
    for geometry in coarse["objects"]["countries"]["geometries"]:
        code = code_of(geometry, codes)
        if code is None or code in LEFT_OUT:
            continue
        rings = [ring_of(arcs, numbers) for polygon in polygons_of(geometry) for numbers in polygon]
        rings = [part for ring in rings for part in cut(ring)]
        rings.sort(key=size, reverse=True)
        kept = [ring for at, ring in enumerate(rings) if at == 0 or size(ring) >= SMALLEST_RING]
        paths[code] = paths.get(code, "") + "".join(map(path_of, kept))
    fine_arcs = list(arcs_of(fine))
    dots = {}
    for geometry in fine["objects"]["countries"]["geometries"]:
        code = code_of(geometry, codes)
        if code is None or code in LEFT_OUT or paths.get(code):
            continue
        rings = [ring_of(fine_arcs, polygon[0]) for polygon in polygons_of(geometry)]
        largest = max(rings, key=size)
        xs, ys = [x for x, _ in largest], [y for _, y in largest]
        dots[code] = (round((min(xs) + max(xs)) / 2), round((min(ys) + max(ys)) / 2))
    print("# Outlines of countries, for pictures only: Natural Earth 1:110m by world-atlas 2.0.2. See README.md.")
    print(f"# Columns: code of ISO 3166-1, path of SVG on a grid of {WIDTH} × {HEIGHT}; or `@`, x and y of a country too small for it.")
    for code in sorted(paths.keys() | dots.keys()):
        print(f"{code}\t{paths[code]}" if paths.get(code) else "{}\t@{} {}".format(code, *dots[code]))


main()
