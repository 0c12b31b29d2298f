"""From the encoder's logits for a letter's sentences to probabilities for sentences and for the whole letter.

Two small steps of logistic regression stand on the encoder. The first weighs, for each sentence, its own logits,
those of its neighbours and plain clues. The second weighs what all sentences of the letter say together. Arrays in,
arrays out.
"""

import functools
import io
from collections.abc import Mapping

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.coding.clues import CLUES
from nearer.coding.encoder import model_file
from nearer.coding.labels import ELEMENTS, HEADS, columns

__all__ = [
    "LETTER_HEADS",
    "SENTENCE_LABELS",
    "LetterModel",
    "letter_features",
    "letter_model",
    "sentence_features",
]

Floats = npt.NDArray[np.float32]

SENTENCE_LABELS = (*HEADS["act_family"], *HEADS["act"], *HEADS["element"])
"""Columns of the sentence probabilities: who by family, who by code, elements."""
LETTER_HEADS: dict[str, tuple[str, ...]] = {
    "pattern": ("pursue-withdraw", "attack-attack", "attack-withdraw", "withdraw-withdraw", "other", "none"),
    "pursuit": ("yes",),
    "role": ("pursuer", "withdrawer"),
    "scope": ("couple", "ended", "not-couple"),
    "risk": ("yes",),
}
"""Labels of the letter heads: a head with one label is a yes-or-no question, the others share out one whole."""

_OWN = [columns(head) for head in ("act", "act_family", "act_code", "actor", "element")]
_NEAR = [columns(head) for head in ("act_family", "actor", "element")]
_LOGIT_UNIT = 4.0
_FAMILY = {name: place for place, name in enumerate(HEADS["act_family"])}


def sentence_features(logits: Floats, clues: Floats) -> Floats:
    """Features [n, F] of one letter's sentences, in order."""
    own = np.concatenate([logits[:, part] for part in _OWN], axis=1).clip(-8, 8) / _LOGIT_UNIT
    near = np.concatenate([logits[:, part] for part in _NEAR], axis=1).clip(-8, 8) / _LOGIT_UNIT
    edge = np.full((1, near.shape[1]), -1, np.float32)
    before, after = np.concatenate([edge, near[:-1]]), np.concatenate([near[1:], edge])
    return np.concatenate([own, before, after, clues], axis=1).astype(np.float32)


def letter_features(probabilities: Floats, clues: Floats) -> Floats:
    """Features [F] of one letter from its sentences' probabilities [n, len(SENTENCE_LABELS)] and clues."""
    families = probabilities[:, : len(_FAMILY)]
    sums = np.log1p(probabilities.sum(axis=0))
    most = probabilities[
        :, [*range(len(_FAMILY)), *range(len(SENTENCE_LABELS) - len(ELEMENTS), len(SENTENCE_LABELS))]
    ].max(axis=0)
    words = clues.mean(axis=0)
    size = np.array([np.log1p(len(probabilities)) / 2], np.float32)
    return np.concatenate([sums, most, _dances(families), words, size]).astype(np.float32)


def _dances(families: Floats) -> Floats:
    """How strongly each move of one stands next to each move of the other (a sentence away at most)."""
    near = np.maximum(families, np.maximum(_shifted(families, 1), _shifted(families, -1)))
    pairs = [(mine, theirs) for mine in ("reach", "away", "against", "bid") for theirs in ("reach", "away", "against")]
    found = [
        float((families[:, _FAMILY[f"self:{mine}"]] * near[:, _FAMILY[f"partner:{theirs}"]]).sum())
        for mine, theirs in pairs
    ]
    return np.log1p(np.array(found, np.float32))


def _shifted(values: Floats, by: int) -> Floats:
    moved = np.zeros_like(values)
    if by > 0:
        moved[by:] = values[:-by]
    else:
        moved[:by] = values[-by:]
    return moved


class _Meta(msgspec.Struct, frozen=True):
    """The small facts beside the weights: columns, and the probability from which a label counts as found."""

    schema: str
    sentence_labels: tuple[str, ...]
    clues: tuple[str, ...]
    sentence_thresholds: dict[str, float]
    letter_thresholds: dict[str, float]


class LetterModel:
    """The weights of both steps, from the file `letter.npz`."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        """Take the arrays ``meta`` (JSON as bytes), ``sentence.weight`` [F, labels], ``HEAD.weight`` [F, labels] ..."""
        self.meta = msgspec.json.decode(arrays["meta"].tobytes(), type=_Meta)
        if self.meta.sentence_labels != SENTENCE_LABELS or self.meta.clues != CLUES:
            raise ValueError("letter.npz was made for other labels or clues")
        self._weights = {name: value.astype(np.float32) for name, value in arrays.items() if name != "meta"}

    def sentences(self, features: Floats) -> Floats:
        """Probabilities [n, len(SENTENCE_LABELS)]."""
        return _logistic(self._scores("sentence", features))

    def letter(self, features: Floats) -> dict[str, dict[str, float]]:
        """For each head of `LETTER_HEADS` a probability for each of its labels."""
        found = {}
        for head, labels in LETTER_HEADS.items():
            scores = self._scores(head, features[None])[0]
            shares = _logistic(scores) if len(labels) == 1 else _softmax(scores)
            found[head] = dict(zip(labels, map(float, shares), strict=True))
        return found

    def _scores(self, head: str, features: Floats) -> Floats:
        mean, spread = self._weights[f"{head}.mean"], self._weights[f"{head}.spread"]
        scores = ((features - mean) / spread) @ self._weights[f"{head}.weight"] + self._weights[f"{head}.bias"]
        return np.asarray(scores, np.float32)


def _logistic(scores: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-scores)), np.float32)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), np.float32)


@functools.cache
def letter_model() -> LetterModel:
    """The packaged weights, loaded once a process."""
    with np.load(io.BytesIO(model_file("letter.npz").read_bytes()), allow_pickle=False) as arrays:
        return LetterModel(dict(arrays))
