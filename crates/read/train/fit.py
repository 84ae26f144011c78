#!/usr/bin/env python3
"""Fits the block model: which blocks of a web page belong to the document itself.

    cargo run --release -p manumit-read --example block_rows -- PAGE.html.gz … > rows.jsonl
    python3 train/fit.py rows.jsonl LABELS.jsonl [LABELS.jsonl …] --out models/blocks.txt --note "what it was fitted on"

LABELS.jsonl has one object a page: `file` (its name, compared by the last part), `text` (the main text that people
marked) and, where it is known, `url`. A block counts as much as the part of its words that a longest common subsequence
of the page's words with the marked text keeps; long blocks weigh more, every page weighs the same. Cross-validation
leaves out whole sites, since pages of one site share a template, and prints the scores of rules alone and of the model,
so that the figures are those of pages never seen.

Needs numpy, lightgbm, rapidfuzz (BSD, MIT, MIT). No text of a page enters the weights.
"""
import argparse, collections, hashlib, json, os, re, statistics, urllib.parse
import lightgbm, numpy
from rapidfuzz.distance import LCSseq

arguments = argparse.ArgumentParser()
arguments.add_argument("rows"), arguments.add_argument("labels", nargs="+")
arguments.add_argument("--out"), arguments.add_argument("--likely"), arguments.add_argument("--note", default="")
arguments.add_argument("--trees", type=int, default=120), arguments.add_argument("--leaves", type=int, default=15)
arguments.add_argument("--rate", type=float, default=0.06), arguments.add_argument("--folds", type=int, default=5)
arguments.add_argument("--least", type=int, default=60), arguments.add_argument("--seeds", type=int, default=1)
options = arguments.parse_args()

WORD = re.compile(r"\w+")
MOST_WORDS = 30000


def words(text):
    return WORD.findall(text.lower())


def name(path):
    return os.path.basename(path).split(".")[0]


def site(page):
    """What pages that are left out together share: the end of the host's name, else nothing but the page itself."""
    host = urllib.parse.urlparse(page.get("url") or "").hostname
    return ".".join(host.split(".")[-2:]) if host else name(page["file"])


marked, sites = {}, {}
for place, path in enumerate(options.labels):
    for line in open(path, encoding="utf8"):
        page = json.loads(line)
        sites[name(page["file"])] = site(page)
        marked[name(page["file"])] = (place, page.get("page_type"), page["text"])

features, pages = None, []
for line in open(options.rows, encoding="utf8"):
    row = json.loads(line)
    if "features" in row:
        features = row["features"]
        continue
    if name(row["path"]) in marked:
        place, kind, text = marked[name(row["path"])]
        pages.append((name(row["path"]), place, kind, text, row["blocks"]))


def kept(text, blocks):
    """Part of each block's words that are in the marked text, in order."""
    sequence, owner = [], []
    for index, block in enumerate(blocks):
        found = [] if block["hidden"] else words(block["text"])
        sequence += found
        owner += [index] * len(found)
    gold = words(text)[:MOST_WORDS]
    hits, totals = collections.Counter(), collections.Counter(owner)
    for code in LCSseq.opcodes(sequence[:MOST_WORDS], gold):
        if code.tag == "equal":
            hits.update(owner[code.src_start:code.src_end])
    return [hits[index] / totals[index] if totals[index] else 0.0 for index in range(len(blocks))]


X, y, w, group = [], [], [], []
for number, (_, place, _, text, blocks) in enumerate(pages):
    shares = kept(text, blocks)
    size = max(len(words(text)), 60)
    for block, share in zip(blocks, shares):
        X.append(block["features"])
        y.append(share if share >= 0.3 else 0.0)
        w.append(0.0 if block["hidden"] else min(1.0, max(len(words(block["text"])), 1) / size) + 0.0005)
        group.append(number)
X, y, w, group = numpy.array(X, numpy.float32), numpy.array(y), numpy.array(w), numpy.array(group)
print(f"{len(pages)} pages, {len(y)} blocks, {X.shape[1]} features")


def fit(rows, seed):
    settings = dict(objective="cross_entropy", num_leaves=options.leaves, learning_rate=options.rate, min_data_in_leaf=options.least,
                    feature_fraction=0.5, bagging_fraction=0.7, bagging_freq=1, lambda_l2=5.0, max_bin=63, verbose=-1, seed=seed,
                    num_threads=1, min_sum_hessian_in_leaf=0.02)
    return lightgbm.train(settings, lightgbm.Dataset(X[rows], y[rows], weight=w[rows] * len(rows) / w[rows].sum() , feature_name=features), options.trees)


def bag(text, shingles):
    found = WORD.findall(text if shingles else text.lower())
    if not shingles:
        return collections.Counter(found)
    return collections.Counter(tuple(found[i:i + 4]) for i in range(max(1, len(found) - 3))) if found else collections.Counter()


def score(page, keep):
    _, place, kind, text, blocks = page
    shingles = kind is None
    read = "\n".join(block["text"] for block, keeps in zip(blocks, keep) if keeps and not block["hidden"])
    truth, found = bag(text, shingles), bag(read, shingles)
    hit = sum((truth & found).values())
    precision, recall = (hit / sum(c.values()) if c else 0.0 for c in (found, truth))
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def report(label, keeps):
    line = f"{label:18}"
    for place in range(len(options.labels)):
        rows = [score(page, keeps[number]) for number, page in enumerate(pages) if page[1] == place]
        p, r, f = (statistics.mean(row[i] for row in rows) for i in range(3))
        line += f"  P {p:.4f} R {r:.4f} F1 {f:.4f} (of means {2 * p * r / (p + r):.4f})"
    print(line, flush=True)


def decide(page, likely):
    """Which blocks count as main, as `refine.rs` decides it."""
    blocks = page[4]
    at = {feature: index for index, feature in enumerate(features)}
    # Cues whose words leave no doubt (`told` in refine.rs), by their numbers in features.rs.
    told = {1, 2, 5, 6, 7, 8, 9, 10, 11}
    free = [not block["hidden"] and block["zone"] not in ("title", "caption", "credit") and int(block["features"][at["cue"]]) not in told
            for block in blocks]
    weights = [len(words(block["text"])) for block in blocks]
    expected = sum(p * w for p, w, is_free in zip(likely, weights, free) if is_free)
    right = taken = 0.0
    best = (0.0, 0.5)
    for p, w in sorted(((p, w) for p, w, is_free in zip(likely, weights, free) if is_free), reverse=True):
        right, taken = right + p * w, taken + w
        best = max(best, (2 * right / max(taken + expected, 1.0), p))
    line = min(max(best[1], 0.2), 0.5)
    seen, keeps = set(), []
    for block, p, is_free in zip(blocks, likely, free):
        keep, text = is_free and p >= line, block["text"]
        if is_free and len(text) >= 250:
            keep = keep and text[:100] not in seen
            seen.add(text[:100])
        keeps.append(keep)
    return keeps


where = [numpy.flatnonzero(group == number) for number in range(len(pages))]
report("rules", [[block["zone"] == "main" for block in page[4]] for page in pages])
fold = numpy.array([int(hashlib.md5(sites[page[0]].encode()).hexdigest(), 16) % options.folds for page in pages])
likely = numpy.zeros(len(y))
for part in range(options.folds):
    train, test = numpy.flatnonzero(fold[group] != part), numpy.flatnonzero(fold[group] == part)
    for seed in range(options.seeds):
        likely[test] += fit(train, seed).predict(X[test]) / options.seeds
if options.likely:
    numpy.save(options.likely, likely)
report("left out", [decide(page, likely[rows]) for page, rows in zip(pages, where)])

if options.out:
    model = fit(numpy.arange(len(y)), 0)
    lines = [f"# Boosted trees fitted by train/fit.py ({options.trees} of {options.leaves} leaves).", *(f"# {part}" for part in options.note.split("|"))]

    def write(node):
        if "leaf_value" in node:
            return f"={node['leaf_value']:.4g}"
        # Names of features are numbers in the file; thresholds as LightGBM compares them: left where value <= threshold.
        return f"{node['split_feature']} {node['threshold']:.5g} {write(node['left_child'])} {write(node['right_child'])}"

    lines += [write(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]
    open(options.out, "w").write("\n".join(lines) + "\n")
    gains = sorted(zip(model.feature_importance("gain"), features), reverse=True)
    print("most telling:", ", ".join(feature for _, feature in gains[:25]))
