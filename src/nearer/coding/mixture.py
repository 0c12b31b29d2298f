"""How the encoder, the vote of the words and turns of phrase become one probability, and where a code is given."""

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.coding.fast import Gate
from nearer.coding.labels import TURN_CODES
from nearer.errors import InputError

__all__ = ["READINGS", "Mixture", "WayName", "mixture"]

Numbers = npt.NDArray[np.float32]
WayName = Literal["blind", "context"]
READINGS: dict[WayName, tuple[WayName, ...]] = {"blind": ("blind",), "context": ("blind", "context")}
"""The readings whose mean the encoder's part is: what a turn is alone still tells much of what it is in the talk."""


class Mixture(msgspec.Struct, frozen=True):
    """One way of coding: weights of encoder and words, a shift and a threshold for each code (in `TURN_CODES`' order).

    ``phrases`` has for each code what a phrase for it and one against it are worth.

    ``foretold_slope`` and ``foretold_shifts`` bring what the fast coder foretells to a probability; ``gate`` says when
    that is enough.
    """

    encoder: float
    words: float
    shifts: tuple[float, ...]
    thresholds: tuple[float, ...]
    phrases: tuple[tuple[float, float], ...] = ((0.0, 0.0),) * len(TURN_CODES)
    foretold_slope: float = 1.0
    foretold_shifts: tuple[float, ...] = (0.0,) * len(TURN_CODES)
    gate: Gate = Gate(quiet=0.0, sure=99.0)

    def probabilities(self, encoder: Numbers, words: Numbers, phrases: Numbers) -> Numbers:
        """Probabilities [turns, codes].

        From the encoder's logits and the words' votes [turns, codes] and the turns of phrase [turns, codes, 2].
        """
        return _logistic(self.logits(encoder, words, phrases))

    def logits(self, encoder: Numbers, words: Numbers, phrases: Numbers) -> Numbers:
        """The same as log-odds."""
        told = np.einsum("tcp,cp->tc", phrases, np.array(self.phrases, np.float32))
        found: Numbers = self.encoder * encoder + self.words * words + told + np.array(self.shifts, np.float32)
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
