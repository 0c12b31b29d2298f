"""How well a second, independent reader agrees with the labels: the ceiling for any coder on that text.

    python benchmarks/second_coder.py ../shared/data

The second reader coded runs of turns in eight chats, eight scenes and two plays from the codebook, without the first
codes (``corpus/second-coder.jsonl``: places and codes, no text). Both readers are language models: two people would
agree less.
"""

import json
import sys
from pathlib import Path

import numpy as np

from nearer.codebook import book, family_of
from nearer.coding.score import agreement

HERE = Path(__file__).resolve().parent.parent


def read(path):
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return {(row["conversation"], row["turn"]): set(row["codes"]) for row in rows}


def table(codes, labels):
    return np.array([[label in found for label in labels] for found in codes])


def main(data):
    second = read(HERE / "corpus" / "second-coder.jsonl")
    families = {code: family_of(code) for code in book()}
    print("| text | turns | codes F1 | families F1 |\n|---|---|---|---|")
    for name in ("chats", "scenes", "plays"):
        first = read(data / f"{name}.jsonl")
        keys = [key for key in second if key in first]
        pairs = [(first[key], second[key]) for key in keys]
        cells = []
        for to in (lambda codes: codes, lambda codes: {families[code] for code in codes}):
            labels = sorted(set(families) if not cells else set(families.values()))
            one, two = (table([to(pair[side]) for pair in pairs], labels) for side in (0, 1))
            found = agreement(one, two, [key[0] for key in keys])
            cells.append(f"{found.f1:.3f} [{found.low:.3f}, {found.high:.3f}]")
        print(f"| {name} | {len(keys)} | {cells[0]} | {cells[1]} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
