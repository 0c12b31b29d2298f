"""The second step for letters: fitted on out-of-fold logits, cross-validated by whole letters, then fitted on all.

Nothing reported for a letter used that letter's labels for weights, penalties or thresholds. One trace is left, as in
all stacking: the encoders behind the training letters' logits had seen the held-out fold.
"""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.coding.clues import CLUES, clues
from nearer.coding.labels import HEADS, columns
from nearer.coding.sentences import LETTER_HEADS, SENTENCE_LABELS, letter_features, sentence_features
from nearer.coding.train.corpus import Letter
from nearer.coding.train.second import Regression, best_threshold, fit_binary, fit_shares

__all__ = ["Whole", "final_arrays", "letter_predictions", "sentence_predictions", "sentence_truth"]

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

_ACTS = len(HEADS["act"])
OWN_COLUMNS = np.r_[tuple(columns(head) for head in ("act", "act_family", "act_code", "actor", "element"))]
SENTENCE_PENALTIES = (0.0001, 0.0005, 0.002)
LETTER_PENALTIES = (0.0003, 0.001, 0.003, 0.01, 0.03)
LETTER_FOLDS = 9
FAMILY_COLUMNS = slice(0, len(HEADS["act_family"]))
ACT_COLUMNS = slice(FAMILY_COLUMNS.stop, FAMILY_COLUMNS.stop + len(HEADS["act"]))
ELEMENT_COLUMNS = slice(ACT_COLUMNS.stop, len(SENTENCE_LABELS))
OWN = (
    *range(_ACTS, _ACTS + len(HEADS["act_family"])),
    *range(_ACTS),
    *range(len(OWN_COLUMNS) - len(HEADS["element"]), len(OWN_COLUMNS)),
)
"""For each sentence label the place of its own logit among the features."""
WEIGHTS = {"pursuit": 2.0, "risk": 4.0}
"""The worth of a yes beside a no where a miss costs more than a false alarm."""


class How(msgspec.Struct, frozen=True):
    """How a regression is held back; see `fit_binary`."""

    weight: float = 1.0
    own: tuple[int, ...] | None = None


class Whole(msgspec.Struct, frozen=True):
    """A probability for each label of each letter head, and what the thresholds made of it."""

    shares: dict[str, Floats]
    pursuit: bool
    risk: bool


def sentence_truth(letter: Letter) -> Bools:
    """Labels [n, len(SENTENCE_LABELS)] of one letter."""
    labels = np.stack([item.labels for item in letter.items])
    parts = [labels[:, columns(head)] for head in ("act_family", "act", "element")]
    return np.concatenate(parts, axis=1) > 0


def _sure(regression: Regression, features: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-regression.scores(features))), np.float32)


def _loss(probabilities: Floats, truth: Bools) -> float:
    found = np.clip(probabilities, 1e-4, 1 - 1e-4)
    return float(-np.log(np.where(truth, found, 1 - found)).mean())


def _inner(features: Floats, truth: Bools, parts: npt.NDArray[np.int_], penalty: float, how: How) -> Floats:
    """Predictions for every row by regressions that did not see its part."""
    found = np.zeros(truth.shape, np.float32)
    for part in np.unique(parts):
        fitted = fit_binary(features[parts != part], truth[parts != part], penalty, weight=how.weight, own=how.own)
        found[parts == part] = _sure(fitted, features[parts == part])
    return found


def _tuned(
    features: Floats, truth: Bools, parts: npt.NDArray[np.int_], penalties: Sequence[float], how: How
) -> tuple[Regression, Floats]:
    """A regression with the penalty of least loss, and the held-out predictions that thresholds are tuned on."""
    tried = {penalty: _inner(features, truth, parts, penalty, how) for penalty in penalties}
    best = min(tried, key=lambda penalty: _loss(tried[penalty], truth))
    return fit_binary(features, truth, best, weight=how.weight, own=how.own), tried[best]


def _sentence_thresholds(probabilities: Floats, truth: Bools) -> Floats:
    """One threshold for all families, one for all acts (they are judged together), one for each element."""
    found = np.zeros(len(SENTENCE_LABELS), np.float32)
    for part in (FAMILY_COLUMNS, ACT_COLUMNS):
        found[part] = best_threshold(probabilities[:, part], truth[:, part])
    for column in range(ELEMENT_COLUMNS.start, ELEMENT_COLUMNS.stop):
        found[column] = best_threshold(probabilities[:, column], truth[:, column])
    return found


def sentence_predictions(letters: Sequence[Letter], logits: Sequence[Floats]) -> tuple[list[Floats], list[Bools]]:
    """For each letter the probabilities and the decisions [n, labels] of a second step that never saw its fold."""
    features = [sentence_features(rows, clues(letter.sentences)) for letter, rows in zip(letters, logits, strict=True)]
    truth = [sentence_truth(letter) for letter in letters]
    shares: list[Floats] = [np.zeros(0, np.float32)] * len(letters)
    decided: list[Bools] = [np.zeros(0, np.bool_)] * len(letters)
    for fold in {letter.fold for letter in letters}:
        train = [place for place, letter in enumerate(letters) if letter.fold != fold]
        fitted, thresholds = _sentence_fit(letters, features, truth, train)
        for place, letter in enumerate(letters):
            if letter.fold == fold:
                shares[place] = _sure(fitted, features[place])
                decided[place] = shares[place] >= thresholds
    return shares, decided


def _sentence_fit(
    letters: Sequence[Letter], features: list[Floats], truth: list[Bools], train: list[int]
) -> tuple[Regression, Floats]:
    parts = np.concatenate([np.full(len(features[place]), letters[place].fold) for place in train])
    if len(np.unique(parts)) == 1:
        parts = np.concatenate([np.full(len(features[place]), number % 3) for number, place in enumerate(train)])
    rows, wanted = (
        np.concatenate([features[place] for place in train]),
        np.concatenate([truth[place] for place in train]),
    )
    fitted, held_out = _tuned(rows, wanted, parts, SENTENCE_PENALTIES, How(own=OWN))
    return fitted, _sentence_thresholds(held_out, wanted)


def _binary(letters: Sequence[Letter], head: str) -> Bools:
    yes: dict[str, Callable[[Letter], bool]] = {
        "pursuit": lambda letter: letter.whole["pattern"] == "pursue-withdraw",
        "risk": lambda letter: letter.whole["risk"] != "none",
    }
    return np.array([[yes[head](letter)] for letter in letters])


class _LetterFit:
    """All letter heads fitted on some letters, with their thresholds."""

    def __init__(self, letters: Sequence[Letter], features: Floats) -> None:
        """Fit each head; penalties and thresholds come from an inner round over the same letters."""
        parts = np.arange(len(letters)) % 5
        self.heads: dict[str, Regression] = {}
        self.thresholds: dict[str, float] = {}
        for head in ("pursuit", "risk"):
            wanted = _binary(letters, head)
            self.heads[head], held_out = _tuned(features, wanted, parts, LETTER_PENALTIES, How(weight=WEIGHTS[head]))
            self.thresholds[head] = _threshold(head, held_out[:, 0], wanted[:, 0])
        self.thresholds["risk_yes"] = max(0.8, self.thresholds["risk"])
        for head in ("pattern", "role", "scope"):
            names = LETTER_HEADS[head]
            rows = [place for place, letter in enumerate(letters) if letter.whole[head] in names]
            labels = [letters[place].whole[head] for place in rows]
            self.heads[head] = fit_shares(features[rows], labels, names, 0.003)

    def whole(self, features: Floats) -> Whole:
        """What the heads say of one letter."""
        shares = {head: fitted.scores(features[None])[0] for head, fitted in self.heads.items()}
        for head, scores in shares.items():
            powers = np.exp(scores - scores.max())
            shares[head] = 1 / (1 + np.exp(-scores)) if len(scores) == 1 else powers / powers.sum()
        return Whole(
            shares,
            pursuit=bool(shares["pursuit"][0] >= self.thresholds["pursuit"]),
            risk=bool(shares["risk"][0] >= self.thresholds["risk"]),
        )


def _threshold(head: str, probabilities: Floats, truth: Bools) -> float:
    """Best F1 for pursuit; for risk the probability that one letter in ten without risk reaches."""
    if head == "pursuit":
        return best_threshold(probabilities, truth)
    return float(np.quantile(probabilities[~truth], 0.9))


def letter_predictions(letters: Sequence[Letter], shares: Sequence[Floats]) -> list[Whole]:
    """The letter heads' word on each letter, each from letters in other parts."""
    features = np.stack(
        [letter_features(rows, clues(one.sentences)) for one, rows in zip(letters, shares, strict=True)]
    )
    parts = np.arange(len(letters)) % LETTER_FOLDS
    found: list[Whole | None] = [None] * len(letters)
    for part in range(LETTER_FOLDS):
        fitted = _LetterFit(
            [one for one, other in zip(letters, parts, strict=True) if other != part], features[parts != part]
        )
        for place in np.flatnonzero(parts == part):
            found[place] = fitted.whole(features[place])
    return [one for one in found if one is not None]


def final_arrays(letters: Sequence[Letter], logits: Sequence[Floats]) -> dict[str, npt.NDArray[np.generic]]:
    """What `letter.npz` holds: both steps fitted on every letter's out-of-fold logits."""
    features = [sentence_features(rows, clues(letter.sentences)) for letter, rows in zip(letters, logits, strict=True)]
    truth = [sentence_truth(letter) for letter in letters]
    fitted, thresholds = _sentence_fit(letters, features, truth, list(range(len(letters))))
    shares, _ = sentence_predictions(letters, logits)
    whole = _LetterFit(
        letters,
        np.stack([letter_features(rows, clues(one.sentences)) for one, rows in zip(letters, shares, strict=True)]),
    )
    meta = {
        "schema": "nearer/letter-model/1", "sentence_labels": SENTENCE_LABELS, "clues": CLUES,
        "sentence_thresholds": dict(zip(SENTENCE_LABELS, map(float, thresholds), strict=True)),
        "letter_thresholds": whole.thresholds,
    }  # fmt: skip
    arrays: dict[str, npt.NDArray[np.generic]] = {**fitted.arrays("sentence")}
    for head, one in whole.heads.items():
        arrays |= one.arrays(head)
    arrays["meta"] = np.frombuffer(msgspec.json.encode(meta), np.uint8)
    return arrays
