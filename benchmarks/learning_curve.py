"""What more dialogue brings: the words' vote learned from a quarter, half and all of it, scored on the first fold.

    python benchmarks/learning_curve.py DATA WRITTEN

Whole conversations are left out at random (chats, scenes, plays, and the talk written for Nearer); the single examples
stay. The words stand in for the encoder, whose training takes an hour for each row; its own two ends are in the model
card. Each score is the best F1 over codes that one common threshold gives.
"""

import sys
from pathlib import Path

import numpy as np

from nearer.coding.labels import columns
from nearer.coding.train.corpus import all_turns
from nearer.coding.train.words import _fit, counts, rarities, weighted

items = [item for item in all_turns(Path(sys.argv[1]), Path(sys.argv[2])) if item.text.strip()]
truth = np.stack([item.labels[columns("turn")] for item in items]) > 0
folds = np.array([item.fold for item in items])
sources = np.array([item.source.split("-")[0] for item in items])
counted = counts([item.text for item in items], [item.before or "" for item in items])
dice = np.random.default_rng(7)
groups = np.array(
    ["" if source == "examples" else item.key.rpartition(":")[0] for source, item in zip(sources, items, strict=True)]
)
drawn = {name: dice.random() if name else 0.0 for name in sorted(set(groups))}
chance = np.array([drawn[name] for name in groups])


def f1(given, right):
    return 2 * (given & right).sum() / max(1, given.sum() + right.sum())


print("| dialogue | turns learned from | chats | scenes | plays | written |\n|---|---|---|---|---|---|", flush=True)
for name, share in (("none", 0.0), ("quarter", 0.25), ("half", 0.5), ("all", 1.0)):
    kept = (folds != 0) & ((sources == "examples") | (chance < share))
    rarity = rarities({block: matrix[kept] for block, matrix in counted.items()})
    features = weighted(counted, rarity)
    weights, shifts = _fit(features[kept], truth[kept])
    row = [name, f"{kept.sum():,}"]
    for source in ("chats", "scenes", "plays", "written"):
        out = (folds == 0) & (sources == source)
        scores = features[out] @ weights.T + shifts
        row.append(f"{max(f1(scores >= level, truth[out]) for level in np.linspace(-4, 3, 71)):.3f}")
    print(f"| {' | '.join(row)} |", flush=True)
