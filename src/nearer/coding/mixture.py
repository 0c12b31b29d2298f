"""How the encoder and the vote of the words become one probability, and from which on a code is given."""

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.coding.fast import Gate
from nearer.coding.labels import TURN_CODES
from nearer.errors import InputError

__all__ = ["Mixture", "WayName", "mixture"]

Numbers = npt.NDArray[np.float32]
WayName = Literal["blind", "context"]


class Mixture(msgspec.Struct, frozen=True):
    """One way of coding: weights of encoder and words, a shift and a threshold for each code (in `TURN_CODES`' order).

    ``encoder`` has a weight for each reading of a turn: the blind one and, with context, the one that sees the talk.

    ``foretold_slope`` and ``foretold_shifts`` bring what the fast coder foretells to a probability; ``gate`` says when
    that is enough.
    """

    encoder: tuple[float, ...]
    words: float
    shifts: tuple[float, ...]
    thresholds: tuple[float, ...]
    foretold_slope: float = 1.0
    foretold_shifts: tuple[float, ...] = (0.0,) * len(TURN_CODES)
    gate: Gate = Gate(quiet=0.0, sure=99.0)

    def probabilities(self, encoder: Numbers, words: Numbers) -> Numbers:
        """Probabilities [turns, codes] from the encoder's logits [turns, readings, codes] and the words' votes."""
        return _logistic(self.logits(encoder, words))

    def logits(self, encoder: Numbers, words: Numbers) -> Numbers:
        """The same as log-odds."""
        read = np.einsum("trc,r->tc", encoder, np.array(self.encoder, np.float32))
        found: Numbers = read + self.words * words + np.array(self.shifts, np.float32)
        return found

    def foretold(self, scores: Numbers) -> Numbers:
        """Probabilities [turns, codes] that the fast coder foretells."""
        return _logistic(self.foretold_slope * scores + np.array(self.foretold_shifts, np.float32))

    def limits(self) -> Numbers:
        """The thresholds [codes]."""
        return np.array(self.thresholds, np.float32)


class _Stored(msgspec.Struct, frozen=True):
    schema: str
    codes: tuple[str, ...]
    ways: dict[WayName, Mixture]


@cache
def mixture(way: WayName) -> Mixture:
    """The packaged mixture for one way of coding.

    Raises:
        InputError: the package was installed without it.
    """
    packaged = files("nearer.coding") / "models" / "turns.json"
    if not packaged.is_file():
        raise InputError("The model file turns.json is missing from this installation; please install nearer again.")
    stored = msgspec.json.decode(packaged.read_bytes(), type=_Stored)
    if stored.codes != TURN_CODES:
        raise InputError("The model file turns.json is of another version; please install nearer again.")
    return stored.ways[way]


def _logistic(values: Numbers) -> Numbers:
    found: Numbers = (1 / (1 + np.exp(-values))).astype(np.float32)
    return found
