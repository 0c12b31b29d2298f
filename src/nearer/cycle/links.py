"""The four arrows and the two silences of one couple, from the gate and the mark model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from nearer.cycle.evidence import Evidence, between, evidence, holm
from nearer.cycle.frames import Floats
from nearer.cycle.gate import ARROWS, Arrow, gate_table, hour_matters, many_talks, silence_rows
from nearer.cycle.marks import MarkFit, fit_marks, reversed_turns, units
from nearer.cycle.prepare import Turns
from nearer.cycle.record import Caution, Deed, Direction, Estimate, Link, Strength
from nearer.cycle.tables import Z95

__all__ = ["Fits", "arrow_links", "by_day", "fit_all", "hours_held", "silence_links"]

DEEDS: tuple[Deed, ...] = ("pursue", "pursue", "withdraw")
METHOD = "Cochran-Mantel-Haenszel by {unit} and own last mark, {n} permutations inside strata"
MODEL = "marked reply process, last turn only, mood of the {unit} integrated out"
LARGE_THETA = 4.0
LEAST_EPISODES, LEAST_TALK = 10, 3
BETTER = 1.0
"""From this much more log likelihood on, the mood belongs to the talk and not to the day."""


@dataclass(frozen=True)
class Fits:
    """The mark model with the last turn only: as told, with a mood for each talk, and with time reversed."""

    main: MarkFit
    talks: MarkFit | None
    backward: MarkFit | None


def by_day(turns: Turns) -> bool:
    """Whether days can be held fixed: there are times, and more than one day and one talk."""
    return turns.timed and len(np.unique(turns.day)) > 1 and len(np.unique(turns.episode)) > 1


def fit_all(turns: Turns, *, light: bool = False) -> Fits | None:
    """The fits that the links rest on; null unless both people take turns. A light look leaves out the way back."""
    if len(np.unique(turns.who)) < 2:
        return None
    unit, factor = units(turns, by_day=by_day(turns))
    main = fit_marks(turns, unit, factor)
    begin = main.values.ravel()
    talks = None
    if factor == "day" and (np.bincount(turns.episode) >= LEAST_TALK).sum() >= LEAST_EPISODES:
        talks = fit_marks(turns, turns.episode, "episode", start=begin, doubt=not light)
    if light:
        return Fits(main, talks, None)
    back = reversed_turns(turns)
    unit, factor = units(back, by_day=by_day(back))
    return Fits(main, talks, fit_marks(back, unit, factor, start=begin))


def hours_held(turns: Turns, arrow: Arrow, fits: Fits | None) -> bool:
    """Whether the six-hour block is held fixed for an arrow, besides the day.

    So it is when more than 30 in 100 days have more than one talk and something within the day could make deed and
    answer meet: the hour goes with both of them, or the mood changes from talk to talk rather than from day to day.
    Held where nothing asks for it, the block costs most of the strata (docs/decisions.md).
    """
    if not many_talks(turns):
        return False
    if fits is None or fits.talks is None:
        return True
    return fits.talks.log_likelihood - fits.main.log_likelihood > BETTER or hour_matters(turns, arrow)


def arrow_links(
    drawings: Sequence[Turns],
    people: tuple[str, str],
    fits: Fits | None,
    *,
    permutations: int,
    seeds: Sequence[np.random.SeedSequence],
) -> tuple[Link, ...]:
    """The four arrows, in the order of `ARROWS`."""
    days = by_day(drawings[0])
    told, methods = [], []
    for arrow, seed in zip(ARROWS, seeds, strict=True):
        hours = days and hours_held(drawings[0], arrow, fits)
        tables = [gate_table(turns, arrow, by_day=days, hours=hours) for turns in drawings]
        told.append(evidence(tables, permutations, np.random.default_rng(seed)))
        unit = ("day and six hours" if hours else "day") if days else "20 turns"
        methods.append(METHOD.format(unit=unit, n=permutations))
    adjusted = holm([found.p for found in told])
    return tuple(
        _link(people, ARROWS[k], told[k], adjusted[k], methods[k], _model_view(fits, k)) for k in range(len(ARROWS))
    )


def silence_links(
    drawings: Sequence[Turns],
    people: tuple[str, str],
    call_at: Floats,
    *,
    permutations: int,
    seeds: Sequence[np.random.SeedSequence],
) -> tuple[Link, ...]:
    """Whether a pursuing first turn is left without a reply more often, for each person; a family of its own."""
    if not drawings[0].timed:
        return ()
    told = [
        evidence(
            [silence_rows(turns, source, call_at).table for turns in drawings],
            permutations,
            np.random.default_rng(seed),
        )
        for source, seed in zip((0, 1), seeds, strict=True)
    ]
    adjusted = holm([found.p for found in told])
    method = METHOD.format(unit="day, six hours", n=permutations) + "; no reply within the usual time"
    return tuple(
        _link(people, Arrow(source, 1, 3), found, p_holm, method, _View())
        for source, found, p_holm in zip((0, 1), told, adjusted, strict=True)
    )


@dataclass(frozen=True)
class _View:
    """What the model says of one arrow."""

    theta: float | None = None
    interval: tuple[float, float] | None = None
    backward: Estimate | None = None
    direction: Direction = "unknown"
    cautions: tuple[Caution, ...] = ()


def _model_view(fits: Fits | None, place: int) -> _View:
    if fits is None:
        return _View(cautions=(Caution("no-model"),))
    arrow, mirror = ARROWS[place], ARROWS[place ^ 1]
    main, reply = fits.main.theta(arrow), fits.main.theta(mirror)
    back = fits.backward.theta(arrow) if fits.backward else None
    if main is None:
        return _View(cautions=(Caution("model-left-out"),))
    cautions = []
    shown = main
    talks = fits.talks.theta(arrow) if fits.talks else None
    if talks is not None and abs(talks[0]) < abs(main[0]):
        shown = talks
        cautions.append(Caution("mood-by-talk"))
    if abs(shown[0]) > LARGE_THETA:
        cautions.append(Caution("separation"))
    if fits.main.factor == "none":
        cautions.append(Caution("no-mood"))
    if back is None or fits.backward is None:
        return _View(shown[0], between(shown[0], shown[1] ** 2), None, "unknown", tuple(cautions))
    low, high = between(back[0], back[1] ** 2)
    unit = {"none": "talk (not fitted)"}.get(fits.backward.factor, fits.backward.factor)
    backward = Estimate(back[0], low, high, fits.backward.size, "time reversed; " + MODEL.format(unit=unit))
    way = direction(main, back, reply)
    return _View(shown[0], between(shown[0], shown[1] ** 2), backward, way, tuple(cautions))


def direction(main: tuple[float, float], back: tuple[float, float], reply: tuple[float, float] | None) -> Direction:
    """Whether the answer follows the deed, moves together with it, or comes before it.

    Seen backward in time, one arrow of a loop shows up as the other arrow of the same loop; so a strong way back is no
    sign of a wrong order when that other arrow, forward, is there to account for it.
    """
    accounted = reply[0] if reply is not None else 0.0
    doubt = Z95 * float(np.hypot(main[1], back[1]))
    if back[0] - max(main[0], accounted) > doubt:
        return "reversed"
    way_back = reply is not None and reply[0] - Z95 * reply[1] > 0
    if back[0] >= main[0] and not way_back:
        return "moves together"
    return "follows"


def _link(
    people: tuple[str, str], arrow: Arrow, found: Evidence, p_holm: float | None, method: str, view: _View
) -> Link:
    return Link(
        from_=people[arrow.source],
        to=people[1 - arrow.source],
        deed=DEEDS[arrow.deed],
        answer="silence" if arrow.answer == 3 else DEEDS[arrow.answer],
        n=found.n,
        n_exposed=found.exposed,
        n_answers=found.answers,
        strata=found.strata,
        informative_strata=found.informative,
        strength=cast(Strength, found.strength),
        odds_ratio=None if found.log_odds is None else float(np.exp(found.log_odds)),
        ci=found.odds_interval,
        risk_difference=found.difference,
        risk_difference_ci=found.difference_interval,
        rate_exposed=found.rates[0],
        rate_otherwise=found.rates[1],
        z=found.z,
        p_permutation=found.p,
        p_holm=p_holm,
        model_theta=view.theta,
        model_ci=view.interval,
        backward=view.backward,
        direction=view.direction,
        method=method,
        cautions=view.cautions,
    )
