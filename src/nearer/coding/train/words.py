"""The vote of the words: weights for words, pairs and runs of letters, learned from labelled turns.

``python -m nearer.coding.train.words --data DIR --written DIR --work DIR`` keeps in the work folder the
scores that each turn got without its fold having been learned from (``words-held-out.npz``) and the weights learned
from all (``words.npz``).
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from nearer.coding.fast import BLOCKS
from nearer.coding.features import Vocabulary
from nearer.coding.labels import TURN_CODES, columns
from nearer.coding.train.corpus import all_turns

__all__ = ["BEFORE_WEIGHT", "counts", "main", "rarities", "spread", "weighted"]

STRENGTH = 2.0
BEFORE_WEIGHT = 0.5
FEWEST = 2
"""A row that fewer turns than this have is not used."""

Numbers = npt.NDArray[np.float64]
Counts = dict[str, Any]


def counts(texts: list[str], before: list[str]) -> Counts:
    """How often each row of each block comes in each turn, as sparse matrices."""
    vocabulary = Vocabulary()
    found = {}
    for name, given in (("words", texts), ("before", before)):
        tokens, starts = vocabulary.tokens(given)
        owner = np.repeat(np.arange(len(given)), np.diff(starts))
        inside = np.ones(len(tokens), bool)
        inside[starts[1:] - 1] = False
        rows = np.concatenate([np.array(vocabulary.words)[tokens], vocabulary.pairs(tokens)[inside]])
        found[name] = _matrix(np.concatenate([owner, owner[inside]]), rows, (len(given), BLOCKS[name]))
        if name == "words":
            runs = [vocabulary.letters[token] for token in tokens]
            many = np.repeat(owner, [len(run) for run in runs])
            joined = np.fromiter((row for run in runs for row in run), np.int64)
            found["letters"] = _matrix(many, joined, (len(given), BLOCKS["letters"]))
    silent = diags(np.array([float(bool(text)) for text in before]))
    found["before"] = (silent @ found["before"]).tocsr()
    return found


def _matrix(owner: npt.NDArray[np.int64], rows: npt.NDArray[np.int64], shape: tuple[int, int]) -> Any:  # noqa: ANN401
    return csr_matrix((np.ones(len(rows), np.float32), (owner, rows)), shape)


def rarities(counted: Counts) -> dict[str, Numbers]:
    """How rare each row is: 1 and the log of one over the share of turns that have it; 0 for rows hardly ever seen."""
    found = {}
    for name, matrix in counted.items():
        having = np.asarray((matrix > 0).sum(axis=0)).ravel()
        found[name] = np.where(having >= FEWEST, np.log((1 + matrix.shape[0]) / (1 + having)) + 1, 0.0)
    return found


def weighted(counted: Counts, rarity: dict[str, Numbers]) -> Any:  # noqa: ANN401
    """All blocks side by side, each turn's rows weighted by rarity and divided by their length."""
    parts = []
    for name in BLOCKS:
        length = np.sqrt(np.maximum(counted[name] @ np.square(rarity[name]), 1e-6))
        share = BEFORE_WEIGHT if name == "before" else 1.0
        parts.append(diags(share / length) @ counted[name] @ diags(rarity[name]))
    return hstack(parts).tocsr()


def spread(weights: Numbers, rarity: dict[str, Numbers]) -> dict[str, Numbers]:
    """Weights [codes, all rows] as they are used at work: for each block [rows, codes] with the rarity in them."""
    found, start = {}, 0
    for name, rows in BLOCKS.items():
        share = BEFORE_WEIGHT if name == "before" else 1.0
        found[name] = share * rarity[name][:, None] * weights[:, start : start + rows].T
        start += rows
    return found


def _fit(features: Any, truth: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers]:  # noqa: ANN401
    weights, shifts = [], []
    for code, column in zip(TURN_CODES, truth.T, strict=True):
        model = LogisticRegression(C=STRENGTH, solver="liblinear", class_weight="balanced")
        model.fit(features, column)
        weights.append(model.coef_[0])
        shifts.append(model.intercept_[0])
        sys.stderr.write(f"{code} ")
    sys.stderr.write("\n")
    return np.stack(weights), np.array(shifts)


def main(data: Path, written: Path | None, work: Path) -> None:
    """Learn and keep everything."""
    items = [item for item in all_turns(data, written) if item.text.strip()]
    counted = counts([item.text for item in items], [item.before or "" for item in items])
    truth = np.stack([item.labels[columns("turn")] for item in items]) > 0
    folds = np.array([item.fold for item in items])
    scores = {way: np.zeros(truth.shape, np.float32) for way in ("blind", "context")}
    for fold in range(int(folds.max()) + 1):
        kept, out = folds != fold, folds == fold
        rarity = rarities({name: matrix[kept] for name, matrix in counted.items()})
        features = weighted(counted, rarity)
        weights, shifts = _fit(features[kept], truth[kept])
        own = BLOCKS["words"] + BLOCKS["letters"]
        scores["blind"][out] = features[out][:, :own] @ weights[:, :own].T + shifts
        scores["context"][out] = features[out] @ weights.T + shifts
    np.savez_compressed(
        work / "words-held-out.npz", allow_pickle=False, keys=np.array([item.key for item in items]), **scores
    )
    rarity = rarities(counted)
    weights, shifts = _fit(weighted(counted, rarity), truth)
    stored = {f"{name}_rarity": value.astype(np.float32) for name, value in rarity.items()}
    stored |= {"weights": weights.astype(np.float32), "shifts": shifts.astype(np.float32)}
    np.savez_compressed(work / "words.npz", allow_pickle=False, **stored)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--written", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    main(options.data, options.written, options.work)
