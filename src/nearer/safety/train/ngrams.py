"""Fitting the linear half of the classifier on windows of words (logistic regression over hashed rows)."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nearer.safety.classifier import SIGNS, windows_of
from nearer.safety.ngrams import SIZE, rows_of, shares_of
from nearer.safety.words import read_words

__all__ = ["fit_ngrams"]

Floats = npt.NDArray[np.float32]
STRENGTH = 8.0
"""How freely the weights may grow (scikit-learn's C)."""


def fit_ngrams(texts: Sequence[str], signs: Floats, path: Path) -> None:
    """Learn from every window of the texts without a sign and from texts of one window with one; write ``path``."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    parts, owner = [], []
    for place, text in enumerate(texts):
        words = read_words(text).words
        windows = windows_of(len(words))
        if len(windows) == 1 or not (signs[place] > 0).any():
            parts += [rows_of(words[first:last]) for first, last in windows]
            owner += [place] * len(windows)
    rows = [np.concatenate(pair) for pair in parts]
    met = np.bincount(np.concatenate(rows), minlength=SIZE)
    rarity = np.where(met > 1, 1 + np.log((1 + len(rows)) / (1 + met)), 0).astype(np.float16)
    table = csr_matrix(
        (
            np.concatenate([shares_of(rarity[part]) for pair in parts for part in pair]),
            np.concatenate(rows),
            np.cumsum([0, *map(len, rows)]),
        ),
        shape=(len(rows), SIZE),
    )
    wanted = signs[np.array(owner)]
    weights, scale, start = np.zeros((len(SIGNS), SIZE), np.int8), np.zeros(len(SIGNS)), np.zeros(len(SIGNS))
    for column in range(len(SIGNS)):
        known = wanted[:, column] >= 0
        model = LogisticRegression(C=STRENGTH, max_iter=300).fit(table[known], wanted[known, column])
        scale[column] = np.abs(model.coef_[0]).max() / 127
        weights[column] = np.round(model.coef_[0] / scale[column])
        start[column] = model.intercept_[0]
    np.savez_compressed(
        path, weights=weights, scale=scale.astype(np.float32), start=start.astype(np.float32), rarity=rarity
    )
