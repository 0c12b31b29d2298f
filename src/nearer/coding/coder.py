"""The packaged coder: one call from turns to marks."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from nearer.coding.encoder import encoder
from nearer.coding.fast import fast_coder
from nearer.coding.labels import columns
from nearer.coding.mark import Coders, Way, mark
from nearer.coding.mixture import mixture

__all__ = ["code", "packaged"]


def packaged(way: Way) -> Coders:
    """The packaged coders for one way of coding; they remember answers, so keep them for one task."""
    return Coders(_logits, fast_coder(), mixture(way.coder), way)


def _logits(lines: Sequence[str]) -> npt.NDArray[np.float32]:
    return encoder().predict(lines)[:, columns("turn")]


def code(
    turns: object, *, blind: bool = False, careful: bool = False, progress: Callable[[int, int], None] | None = None
) -> pl.DataFrame:
    """How each turn is said: one row a code on a turn, with its probability and the words that carry it, never text.

    ``turns`` is a Polars frame, or any table that speaks Arrow, with the columns conversation, turn, speaker and text
    (kind, at and line may be there). Turns are coded in the light of those before; ``blind`` leaves out the partner's,
    and only blind marks may feed statistics. ``careful`` lets the encoder read every turn, also those that the fast
    coder is sure of. ``progress`` is told how many turns of how many are done.

    Raises:
        InputError: the table lacks a column, has one of a wrong type, or has a turn twice.

    Does not: say what a turn is about, or what somebody is. See docs/model-card.md for how often it is wrong.
    """
    return mark(turns, packaged(Way(blind=blind, careful=careful)), progress)
