"""How well codes given agree with codes that careful readers gave: precision, recall, F1, calibration, with doubt."""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

__all__ = [
    "Agreement",
    "Bin",
    "OddsRatio",
    "agreement",
    "area_under_curve",
    "calibration",
    "class_macro_f1",
    "confusion",
    "odds_ratio",
]

Truth = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
REPEATS = 400


class Agreement(msgspec.Struct, frozen=True):
    """Of ``given`` codes and ``true`` ones, ``both`` agree; F1 with its 95 % interval over groups drawn anew."""

    true: int
    given: int
    both: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float


class Bin(msgspec.Struct, frozen=True):
    """Marks of like probability: how many, their mean probability, and the share that is right."""

    count: int
    probability: float
    right: float


class OddsRatio(msgspec.Struct, frozen=True):
    """How much likelier (in odds) an event is in the first group, with a 95 % interval over talks drawn anew."""

    first: int
    second: int
    ratio: float
    low: float
    high: float


def agreement(truth: Truth, given: Truth, groups: Sequence[str], *, seed: int = 7) -> Agreement:
    """Agreement over all columns together (micro), truth and given [turns, codes] or [turns]."""
    truth, given = truth.reshape(len(truth), -1), given.reshape(len(given), -1)
    each = np.stack([(truth & given).sum(1), given.sum(1), truth.sum(1)], axis=1)
    sums = _by_group(each, groups)
    both, said, real = (int(one) for one in sums.sum(axis=0))
    drawn = _redrawn(sums, seed)
    low, high = np.quantile(_f1(drawn[:, 0], drawn[:, 1], drawn[:, 2]), [0.025, 0.975])
    f1 = float(_f1(np.array([both]), np.array([said]), np.array([real]))[0])
    return Agreement(real, said, both, both / max(1, said), both / max(1, real), f1, float(low), float(high))


def class_macro_f1(truth: Sequence[str], given: Sequence[str]) -> float:
    """The mean F1 over classes of which each turn has one."""
    first, second = np.array(truth), np.array(given)
    scores = []
    for name in sorted(set(truth)):
        both = np.sum((first == name) & (second == name))
        scores.append(float(_f1(both[None], np.sum(second == name)[None], np.sum(first == name)[None])[0]))
    return float(np.mean(scores)) if scores else 0.0


def calibration(truth: Truth, probabilities: Numbers, *, bins: int = 10) -> tuple[tuple[Bin, ...], float]:
    """Bins of like probability over all codes, and the mean distance of probability and share, weighted by count."""
    right, said = truth.ravel(), probabilities.ravel()
    number = np.minimum((said * bins).astype(int), bins - 1)
    found = []
    for one in range(bins):
        inside = number == one
        if inside.any():
            found.append(Bin(int(inside.sum()), float(said[inside].mean()), float(right[inside].mean())))
    total = sum(one.count for one in found)
    error = sum(one.count * abs(one.probability - one.right) for one in found) / max(1, total)
    return tuple(found), error


def confusion(truth: Truth, probabilities: Numbers, thresholds: Numbers) -> npt.NDArray[np.int64]:
    """Counts [codes + 1, codes + 1] over turns with at most one true code; the last row and column stand for none.

    The given code of a turn is the one furthest above its threshold.
    """
    single = truth.sum(axis=1) <= 1
    truth, share = truth[single], probabilities[single] / thresholds
    none = truth.shape[1]
    real = np.where(truth.any(axis=1), truth.argmax(axis=1), none)
    said = np.where(share.max(axis=1, initial=0) >= 1, share.argmax(axis=1), none)
    counts = np.zeros((none + 1, none + 1), np.int64)
    np.add.at(counts, (real, said), 1)
    return counts


def odds_ratio(event: Truth, first: Truth, groups: Sequence[str], *, seed: int = 7) -> OddsRatio:
    """How the odds of an event differ between the turns of the first group and the others, half added to each count.

    A plain comparison, as a logistic regression on one yes-or-no variable gives it.
    """
    each = np.stack([event & first, ~event & first, event & ~first, ~event & ~first], axis=1).astype(np.int64)
    sums = _by_group(each, groups)
    ratio = _ratios(sums.sum(axis=0)[None])[0]
    low, high = np.quantile(_ratios(_redrawn(sums, seed)), [0.025, 0.975])
    return OddsRatio(int(first.sum()), int((~first).sum()), float(ratio), float(low), float(high))


def _ratios(counts: npt.NDArray[np.int64]) -> Numbers:
    halves = np.asarray(counts + 0.5, np.float64)
    found: Numbers = (halves[:, 0] / halves[:, 1]) / (halves[:, 2] / halves[:, 3])
    return found


def _by_group(each: npt.NDArray[np.int64], groups: Sequence[str]) -> npt.NDArray[np.int64]:
    names, number = np.unique(np.array(groups), return_inverse=True)
    sums = np.zeros((len(names), each.shape[1]), np.int64)
    np.add.at(sums, number, each)
    return sums


def _redrawn(sums: npt.NDArray[np.int64], seed: int) -> npt.NDArray[np.int64]:
    """Sums over groups drawn with replacement, [repeats, columns]."""
    dice = np.random.default_rng(seed)
    weights = dice.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=REPEATS)
    drawn: npt.NDArray[np.int64] = weights @ sums
    return drawn


def _f1(both: npt.NDArray[np.int64], given: npt.NDArray[np.int64], real: npt.NDArray[np.int64]) -> Numbers:
    found: Numbers = 2 * both / np.maximum(1, given + real)
    return found


def area_under_curve(scores: Numbers, positive: Truth) -> float:
    """How often a positive scores above a negative, ties counted half.

    Raises:
        ValueError: there are no positives or no negatives.
    """
    first, second = np.sort(scores[~positive]), scores[positive]
    if not len(first) or not len(second):
        raise ValueError("both kinds are needed")
    below = np.searchsorted(first, second, side="left") + np.searchsorted(first, second, side="right")
    return float(below.sum() / (2 * len(first) * len(second)))
