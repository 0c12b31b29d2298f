"""Calibration and thresholds for the turn codes, from out-of-fold logits."""

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nearer.coding.encoder import Heads, Scale
from nearer.coding.labels import TURN_CODES, columns
from nearer.coding.train.second import best_threshold

__all__ = ["READINGS", "scales"]

Floats = npt.NDArray[np.float32]
READINGS = ("blind", "contextual")
PULL = 20.0
"""How many imagined turns at the common threshold stand against a code's own: rare codes keep to the common one."""


def scales(logits: Floats, labels: Floats, kind: npt.NDArray[np.int_]) -> Heads:
    """For each reading and code a slope, a shift and a threshold; ``kind`` is 0 for blind lines, 1 for contextual."""
    found: dict[str, dict[str, Scale]] = {}
    for number, reading in enumerate(READINGS):
        rows = kind == number
        scores, truth = logits[rows][:, columns("turn")], labels[rows][:, columns("turn")] > 0
        lines = [_line(scores[:, code], truth[:, code]) for code in range(len(TURN_CODES))]
        sure = np.stack(
            [1 / (1 + np.exp(-(slope * scores[:, code] + shift))) for code, (slope, shift) in enumerate(lines)], axis=1
        )
        common = best_threshold(sure, truth)
        cuts = [_pulled(sure[:, code], truth[:, code], common) for code in range(len(TURN_CODES))]
        found[reading] = {
            code: Scale(round(slope, 4), round(shift, 4), round(cut, 3))
            for code, (slope, shift), cut in zip(TURN_CODES, lines, cuts, strict=True)
        }
    return Heads("nearer/heads/1", found)


def _line(scores: Floats, truth: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and shift that make the logistic of a score a probability."""
    fitted = LogisticRegression(C=10.0).fit(scores[:, None], truth)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _pulled(sure: Floats, truth: npt.NDArray[np.bool_], common: float) -> float:
    own, weight = best_threshold(sure, truth), float(truth.sum())
    return (weight * own + PULL * common) / (weight + PULL)
