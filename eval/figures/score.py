#!/usr/bin/env python3
"""Score which rows of a table were found to have one root: eval/figures/score.py MANUMIT

Pairs of rows that share a root in roots.csv, against pairs that share one in `manumit figures --json`.
"""
import csv, itertools, json, os, subprocess, sys, tempfile

here = os.path.dirname(os.path.abspath(__file__))
binary = os.path.abspath(sys.argv[1])
case = os.path.join(tempfile.mkdtemp(), "case")


def run(*arguments):
    return subprocess.run([binary, *arguments], capture_output=True, text=True, check=True).stdout


run("init", case)
run("-w", case, "claims", "import", os.path.join(here, "other_programmes.csv"), "--map", os.path.join(here, "map.toml"))
truth = {row["id"]: row["root"] for row in csv.DictReader(open(os.path.join(here, "roots.csv"), encoding="utf8"))}
found = {}
for figure in map(json.loads, run("-w", case, "figures", "--json").splitlines()):
    for claim in figure["claims"]:
        found[claim["source_id"]] = figure["root"] or f"unknown {claim['source_id']}"


def pairs(roots):
    return {pair for pair in itertools.combinations(sorted(truth), 2) if roots.get(pair[0], 0) == roots.get(pair[1], 1)}


right, given = pairs(truth), pairs(found)
hit = len(right & given)
precision, recall = hit / (len(given) or 1), hit / (len(right) or 1)
print(f"rows {len(truth)}, placed {len(found)}, pairs {len(right)}; precision {precision:.3f} recall {recall:.3f}")
for kind, wrong in (("missed", right - given), ("wrong", given - right)):
    for pair in sorted(wrong):
        print(f"{kind}: {pair[0]} {pair[1]}")
