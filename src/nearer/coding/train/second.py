"""The second step: regressions on out-of-fold logits for sentences, letters and turns, cross-validated and final.

Whatever is reported for a fold comes from an encoder, weights, penalties and thresholds that never saw that fold.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

__all__ = ["Regression", "best_threshold", "f1", "fit_binary", "fit_shares"]

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
LEAST_POSITIVES = 2
OWN_STRETCH = 12.0
THRESHOLDS = np.linspace(0.05, 0.9, 86)


class Regression:
    """Weights [F, labels] and biases on features brought to one scale."""

    def __init__(self, mean: Floats, spread: Floats, weight: Floats, bias: Floats) -> None:
        """Keep the four arrays."""
        self.mean, self.spread, self.weight, self.bias = mean, spread, weight, bias

    def scores(self, features: Floats) -> Floats:
        """Scores [n, labels]."""
        return np.asarray((features - self.mean) / self.spread @ self.weight + self.bias, np.float32)

    def arrays(self, head: str) -> dict[str, Floats]:
        """As stored in `letter.npz`."""
        parts = {"mean": self.mean, "spread": self.spread, "weight": self.weight, "bias": self.bias}
        return {f"{head}.{name}": value.astype(np.float32) for name, value in parts.items()}


def _scaled(features: Floats) -> tuple[Floats, Floats]:
    return features.mean(axis=0), np.maximum(features.std(axis=0), 0.05)


def fit_binary(
    features: Floats, labels: Bools, penalty: float, *, weight: float = 1.0, own: Sequence[int] | None = None
) -> Regression:
    """One yes-or-no regression a column of ``labels``; ``weight`` is the worth of a yes beside a no.

    ``own`` names for each label the feature that already speaks for it: that one is hardly held back, so that with
    little data the regression stays near what the encoder says.
    """
    mean, spread = _scaled(features)
    scaled = (features - mean) / spread
    weights = np.zeros((features.shape[1], labels.shape[1]), np.float32)
    biases = np.full(labels.shape[1], -6, np.float32)
    for number, column in enumerate(labels.T):
        if column.sum() < LEAST_POSITIVES:
            continue
        stretch = np.ones(features.shape[1], np.float32)
        if own is not None:
            stretch[own[number]] = OWN_STRETCH
        costs = {True: weight, False: 1.0}
        found = LogisticRegression(C=penalty, class_weight=costs, max_iter=100, tol=1e-3).fit(scaled * stretch, column)
        weights[:, number] = found.coef_[0] * stretch
        biases[number] = found.intercept_[0]
    return Regression(mean, spread, weights, biases)


def fit_shares(features: Floats, labels: Sequence[str], names: Sequence[str], penalty: float) -> Regression:
    """One regression that shares out a whole among ``names``."""
    mean, spread = _scaled(features)
    numbers = np.array([list(names).index(label) for label in labels])
    found = LogisticRegression(C=penalty, max_iter=500).fit((features - mean) / spread, numbers)
    weight, bias = np.zeros((features.shape[1], len(names)), np.float32), np.full(len(names), -12, np.float32)
    if len(found.classes_) == 2:
        weight[:, found.classes_[1]], bias[found.classes_] = found.coef_[0], [0, found.intercept_[0]]
    else:
        weight[:, found.classes_], bias[found.classes_] = found.coef_.T, found.intercept_
    return Regression(mean, spread, weight, bias)


def f1(found: Bools, true: Bools) -> float:
    """F1 over all entries."""
    whole = found.sum() + true.sum()
    return float(2 * (found & true).sum() / whole) if whole else 0.0


def best_threshold(probabilities: Floats, true: Bools) -> float:
    """The probability with the best F1; where several are near, the middle one of those within a hundredth."""
    values = np.array([f1(probabilities >= threshold, true) for threshold in THRESHOLDS])
    return float(np.median(THRESHOLDS[values >= values.max() - 0.01]))
