#!/usr/bin/env python3
"""Writes lexicons/clocks.txt: the least and greatest distance of a country's clocks from universal time since 2000, in
minutes, by the country's domain, from the tz database (public domain) as the system carries it.

    python3 clocks.py > ../clocks.txt
"""
import datetime
import zoneinfo

TABLE = "/usr/share/zoneinfo/zone.tab"
# Domains of countries that sites of the whole world use for their letters' sake.
ANYWHERE = "ac ad ag ai as bz cc cd cx dj fm gg gl gs im io je la li ly me ms mu nu pn pw sc sh sr st tk tl to tv um vc vg ws".split()

offsets = {}
months = [datetime.datetime(y, m, 1, 12, tzinfo=datetime.timezone.utc) for y in range(2000, 2027) for m in range(1, 13)]
for row in open(TABLE, encoding="utf8"):
    if row.startswith("#"):
        continue
    country, _, zone = row.rstrip("\n").split("\t")[:3]
    clock = zoneinfo.ZoneInfo(zone)
    offsets.setdefault(country.lower(), set()).update(int(t.astimezone(clock).utcoffset().total_seconds() // 60) for t in months)
offsets["uk"] = offsets.pop("gb")

print("# Domain of a country, least and greatest distance of its clocks from universal time since 2000, in minutes east.")
print("# Written by make/clocks.py from the tz database (public domain).")
for domain in sorted(set(offsets) - set(ANYWHERE)):
    print(domain, min(offsets[domain]), max(offsets[domain]))
