"""What the model expects if each of the two did something else one time in five: outcomes with bands, never a verdict.

The model is the one that was fitted to the messages; a step turns a share of one person's pressing (or closing) turns
into turns that are neither. Nothing here is evidence that a step would work.
"""

from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from nearer.cycle.chances import Chances, Kept, Pace
from nearer.cycle.talks import TalkLog, alternating, in_time
from nearer.safety import Clearance

__all__ = ["SHARE", "Band", "Outcomes", "Panel", "Step", "Talk", "WhatIf", "simulate"]

Array = NDArray[np.float64]
Person = Literal[0, 1]

SHARE = 0.2
"""A small step: one time in five."""
BAND = (10.0, 90.0)
"""Percentiles of the 80 % band, over draws of the fitted parameters."""
CALM_TURNS = 4
"""A talk is calm once this many turns in a row neither press nor close, or once it has ended."""
CURVE_TURNS = 12


class Step(msgspec.Struct, frozen=True):
    """What one person does differently: the share of their pressing or closing turns that they turn into another kind.

    ``eases`` is how much weaker the other's answer to what is left becomes (asking in a way that leaves a choice; a
    pause that says when one is back).
    """

    share: float = 0.0
    eases: float = 0.0


class Talk(NamedTuple):
    """How the talks run: who opens by pressing, how many turns at most, and the pace where times are known."""

    pursuer: Person
    turns: int
    pace: Pace | None = None


class Band(msgspec.Struct, frozen=True):
    """A mean over talks with its 80 % band over what the fitted parameters may be."""

    value: float
    low: float
    high: float


class Outcomes(msgspec.Struct, frozen=True):
    """What happens in a talk that one of them opens by pressing. ``minutes_to_calm`` is None without times.

    ``still_heated`` is the share of talks not yet calm after 1, 2, ... turns.
    """

    pressing: Band
    closing: Band
    turns_to_calm: Band
    minutes_to_calm: Band | None
    ends_open: Band
    still_heated: tuple[Band, ...]


class Panel(msgspec.Struct, frozen=True):
    """One scenario: the pursuer's step, the withdrawer's step, what comes out, and how that differs from no step."""

    pursuer_step: Step
    withdrawer_step: Step
    outcomes: Outcomes
    change: Outcomes


class WhatIf(msgspec.Struct, frozen=True):
    """Four futures side by side, drawn with the same chance numbers. The last three are always shown together."""

    pursuer: Person
    as_it_is: Outcomes
    pursuer_alone: Panel
    withdrawer_alone: Panel
    both: Panel
    talks: int
    draws: int
    seed: int


def simulate(chances: Chances, talk: Talk, step: Step, *, clearance: Clearance, seed: int, talks: int = 400) -> WhatIf:
    """The three panels for one step by either person and by both, each with 80 % bands.

    Args:
        chances: Draws of the fitted parameters; each draw plays ``talks`` talks.
        talk: How the talks open and run.
        step: What each of the two does differently in their panel.
        clearance: From `nearer.safety`; there is no simulation for people whom softening could harm.
        seed: Makes the run repeatable; all scenarios share its chance numbers.
        talks: Played for each draw and scenario.

    Raises:
        TypeError: if anything but a `Clearance` is given.
    """
    if not isinstance(clearance, Clearance):
        raise TypeError("simulate needs the Clearance that nearer.safety gives")
    none = Step()

    def play(mine: Step, theirs: Step) -> dict[str, Array]:
        kept = _kept(talk.pursuer, mine, theirs)
        opening = (talk.pursuer, 1)
        if talk.pace is None:
            return _measure(alternating(chances, kept, talks, talk.turns, seed=seed, opening=opening))
        return _measure(in_time(chances, talk.pace, kept, talks, talk.turns, seed=seed, opening=opening))

    base = play(none, none)

    def panel(mine: Step, theirs: Step) -> Panel:
        other = play(mine, theirs)
        change = {name: other[name] - base[name] for name in base}
        return Panel(pursuer_step=mine, withdrawer_step=theirs, outcomes=_outcomes(other), change=_outcomes(change))

    return WhatIf(
        pursuer=talk.pursuer,
        as_it_is=_outcomes(base),
        pursuer_alone=panel(step, none),
        withdrawer_alone=panel(none, step),
        both=panel(step, step),
        talks=talks,
        draws=len(chances.level),
        seed=seed,
    )


def _kept(pursuer: Person, mine: Step, theirs: Step) -> Kept:
    """Shares kept: the pursuer's step thins pressing, the withdrawer's thins closing and eases the answer to it."""
    marks, links = np.ones((2, 2)), np.ones((2, 2))
    marks[pursuer, 0], marks[1 - pursuer, 1] = 1 - mine.share, 1 - theirs.share
    links[1 - pursuer, 0], links[pursuer, 1] = 1 - mine.eases, 1 - theirs.eases
    return Kept(marks, links)


def _measure(log: TalkLog) -> dict[str, Array]:
    """Means over the talks of each draw: scalars of shape (D,), the curve of shape (D, CURVE_TURNS)."""
    calm_at = _calm_at(log.mark)
    curve = np.arange(1, CURVE_TURNS + 1)
    measured = {
        "pressing": (log.mark == 1).sum(axis=-1).mean(axis=1),
        "closing": (log.mark == 2).sum(axis=-1).mean(axis=1),
        "turns_to_calm": calm_at.mean(axis=1),
        "ends_open": _ends_open(log).mean(axis=1),
        "still_heated": (calm_at[..., None] > curve).mean(axis=1),
    }
    if not np.isnan(log.minutes).all():
        measured["minutes_to_calm"] = _minutes_at(log, calm_at).mean(axis=1)
    return measured


def _calm_at(mark: NDArray[np.int8]) -> NDArray[np.int64]:
    """Turns before the first run of `CALM_TURNS` turns that neither press nor close (ended talks count as calm)."""
    hot = np.pad(mark > 0, ((0, 0), (0, 0), (0, CALM_TURNS)))
    windows = np.lib.stride_tricks.sliding_window_view(hot, CALM_TURNS, axis=-1)
    return np.asarray((~windows.any(axis=-1)).argmax(axis=-1))


def _minutes_at(log: TalkLog, calm_at: NDArray[np.int64]) -> Array:
    """Minutes from the first turn to the last heated one before calm; 0 where nothing was heated."""
    last = np.maximum(calm_at - 1, 0)[..., None]
    return np.nan_to_num(np.take_along_axis(log.minutes, last, axis=-1)[..., 0])


def _ends_open(log: TalkLog) -> NDArray[np.bool_]:
    """Whether both spoke and neither's last turn closed."""
    turns = np.arange(log.mark.shape[-1])
    open_ends = np.ones(log.mark.shape[:2], dtype=bool)
    for person in (0, 1):
        last = np.where(log.speaker == person, turns, -1).max(axis=-1)
        mark = np.take_along_axis(log.mark, np.maximum(last, 0)[..., None], axis=-1)[..., 0]
        open_ends &= (last >= 0) & (mark != 2)
    return open_ends


def _outcomes(measured: dict[str, Array]) -> Outcomes:
    minutes = measured.get("minutes_to_calm")
    return Outcomes(
        pressing=_band(measured["pressing"]),
        closing=_band(measured["closing"]),
        turns_to_calm=_band(measured["turns_to_calm"]),
        minutes_to_calm=None if minutes is None else _band(minutes),
        ends_open=_band(measured["ends_open"]),
        still_heated=tuple(_band(share) for share in measured["still_heated"].T),
    )


def _band(values: Array) -> Band:
    low, high = np.percentile(values, BAND)
    return Band(value=float(values.mean()), low=float(low), high=float(high))
