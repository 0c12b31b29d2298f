"""Is there a loop between two people, how strong, and is there enough to say so? From marks, never from text."""

import sys
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

from nearer.cycle.record import (
    Caution,
    Change,
    Check,
    Cycle,
    Detail,
    Estimate,
    Gain,
    Ground,
    Influence,
    Link,
    Loop,
    Model,
    Moment,
    Months,
    Opening,
    Sensitivity,
    Share,
    Split,
    Window,
)

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Caution",
    "Change",
    "Check",
    "Cycle",
    "Detail",
    "Estimate",
    "Gain",
    "Ground",
    "Influence",
    "Link",
    "Loop",
    "Model",
    "Moment",
    "Months",
    "Opening",
    "Sensitivity",
    "Share",
    "Split",
    "Window",
    "find_cycle",
]


def find_cycle(
    turns: "pl.DataFrame",
    marks: "pl.DataFrame",
    *,
    seed: int = 0,
    permutations: int = 9999,
    since: date | None = None,
    coder_gate: bool = True,
    checks: bool = False,
    draws: int = 2000,
) -> Cycle:
    """The cycle between two people; ``nearer.cycle(turns, marks)`` is the same call.

    Args:
        turns: one row a turn with conversation, turn, speaker and, where known, at, kind and episode. No text.
        marks: one row a code on a turn with conversation, turn, code, probability and, where known, start and coder.
        seed: of every random draw; the same seed gives the same result.
        permutations: random permutations inside strata.
        since: a known date, for a comparison of before and after.
        coder_gate: whether the coding is proven for this language; without it no pattern is claimed.
        checks: whether to look at the fit of the models too (slow).
        draws: of the coefficients, for the intervals of the gain.

    Raises:
        InputError: text in a frame, a missing column, not two speakers, a probability that is no share.

    Does not: say who causes what. An arrow says what goes with what, on the same days and after the same own turn.
    """
    from nearer.cycle.find import find_cycle as find

    return find(
        turns,
        marks,
        seed=seed,
        permutations=permutations,
        since=since,
        coder_gate=coder_gate,
        checks=checks,
        draws=draws,
    )


class _Door(ModuleType):
    """A module that can be called, so that ``nearer.cycle(turns, marks)`` and ``nearer.cycle.Link`` both work."""

    __call__ = staticmethod(find_cycle)


sys.modules[__name__].__class__ = _Door
