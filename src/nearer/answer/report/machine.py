"""The same findings for machines: one versioned record, described in docs/schema/cycle-1.md."""

from typing import Literal

import msgspec

from nearer.answer.report.record import Reading
from nearer.answer.report.sections_end import told
from nearer.answer.report.view import View, view_of
from nearer.answer.report.words import say
from nearer.cycle.record import Caution, Change, Check, Estimate, Interval, Link, Loop, Moment, Opening, Sensitivity
from nearer.cycle.simulator import WhatIf

__all__ = ["SCHEMA", "CycleJson", "cycle_json", "empty_json", "short_json"]

SCHEMA = "nearer/cycle/1"


class CautionJson(msgspec.Struct, frozen=True):
    """A caution with its sentence."""

    code: str
    n: int | None
    about: str
    sentence: str


class LinkJson(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """One arrow. ``ci`` is the interval of the odds ratio, as is ``odds_ratio_ci``."""

    from_: str
    to: str
    deed: str
    answer: str
    n: int
    n_exposed: int
    n_answers: int
    informative_strata: int
    strength: str
    odds_ratio: float | None
    ci: Interval | None
    odds_ratio_ci: Interval | None
    risk_difference: float | None
    risk_difference_ci: Interval | None
    rate_exposed: float | None
    rate_otherwise: float | None
    p_permutation: float | None
    p_holm: float | None
    model_theta: float | None
    model_ci: Interval | None
    direction: str
    method: str
    cautions: tuple[CautionJson, ...]


class Value(msgspec.Struct, frozen=True):
    """A number with its 95 in 100 interval; null where the data cannot carry it."""

    value: float | None
    ci: Interval | None


class GainJson(msgspec.Struct, frozen=True):
    """The loop gain at three moments."""

    average: Value
    calm: Value
    heated: Value


class LoopJson(msgspec.Struct, frozen=True):
    """One loop and what may be said of it."""

    pursuer: str
    withdrawer: str
    claim: str
    p_loop: float | None
    p_holm: float | None
    closed: bool
    gain: GainJson
    round_trip: Value
    missing: tuple[CautionJson, ...]


class CycleJson(msgspec.Struct, frozen=True, kw_only=True):
    """All that ``nearer read --format json`` prints."""

    schema: str = SCHEMA
    tier: str
    held: bool = False
    off: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    mode: Literal["days", "transcript"] | None = None
    n_turns: int
    n_merged: int
    n_left_out: int
    n_episodes: int
    days: int
    first: str | None = None
    last: str | None = None
    links: tuple[LinkJson, ...] = ()
    silences: tuple[LinkJson, ...] = ()
    loops: tuple[LoopJson, ...] = ()
    moment: Moment | None = None
    openings: tuple[Opening, ...] = ()
    changes: tuple[Change, ...] = ()
    sensitivity: tuple[Sensitivity, ...] = ()
    checks: tuple[Check, ...] = ()
    what_if: WhatIf | None = None
    cautions: tuple[CautionJson, ...] = ()
    seed: int
    permutations: int
    watermark: str


def cycle_json(reading: Reading, *, tier: str) -> CycleJson:
    """The record of a reading; a redacted one carries no date."""
    view, cycle = view_of(reading), reading.cycle
    dated = not reading.redacted
    return CycleJson(
        tier=tier,
        people=tuple(view.name(person) for person in cycle.people),
        mode=cycle.mode,
        n_turns=cycle.n_messages,
        n_merged=cycle.n_turns,
        n_left_out=reading.left_out,
        n_episodes=cycle.n_episodes,
        days=cycle.days,
        first=cycle.first if dated else None,
        last=cycle.last if dated else None,
        links=tuple(_link(link, view) for link in cycle.links),
        silences=tuple(_link(link, view) for link in cycle.silences),
        loops=tuple(_loop(loop, view) for loop in cycle.loops),
        moment=cycle.moment,
        openings=cycle.openings,
        changes=cycle.months.links if cycle.months is not None and dated else (),
        sensitivity=cycle.sensitivity,
        checks=cycle.checks,
        what_if=reading.what_if,
        cautions=_cautions(cycle.cautions, view),
        seed=cycle.seed,
        permutations=cycle.permutations,
        watermark=say("head.watermark"),
    )


def empty_json(*, tier: str, n_turns: int, days: int, seed: int, permutations: int) -> CycleJson:
    """A record with counts and nothing of the pattern."""
    return CycleJson(
        tier=tier,
        n_turns=n_turns,
        n_merged=0,
        n_left_out=0,
        n_episodes=0,
        days=days,
        seed=seed,
        permutations=permutations,
        watermark=say("head.watermark"),
    )


def short_json(people: tuple[str, str], cycle: CycleJson, *, needed: int) -> CycleJson:
    """The record of a chat over too few days: both loops "not enough yet", and nothing else."""
    none = Value(None, None)
    sentence = say("short.few_days", days=cycle.days, needed=needed)
    few = CautionJson("few-days", needed - cycle.days, "", sentence)
    loops = tuple(
        LoopJson(*roles, "not enough yet", None, None, False, GainJson(none, none, none), none, (few,))  # noqa: FBT003
        for roles in (people, people[::-1])
    )
    return msgspec.structs.replace(cycle, people=people, loops=loops, cautions=(few,))


def _cautions(cautions: tuple[Caution, ...], view: View) -> tuple[CautionJson, ...]:
    return tuple(CautionJson(one.code, one.n, view.about(one.about), told(one, view)) for one in cautions)


def _link(link: Link, view: View) -> LinkJson:
    return LinkJson(
        from_=view.name(link.from_),
        to=view.name(link.to),
        deed=link.deed,
        answer=link.answer,
        n=link.n,
        n_exposed=link.n_exposed,
        n_answers=link.n_answers,
        informative_strata=link.informative_strata,
        strength=link.strength,
        odds_ratio=link.odds_ratio,
        ci=link.ci,
        odds_ratio_ci=link.ci,
        risk_difference=link.risk_difference,
        risk_difference_ci=link.risk_difference_ci,
        rate_exposed=link.rate_exposed.value,
        rate_otherwise=link.rate_otherwise.value,
        p_permutation=link.p_permutation,
        p_holm=link.p_holm,
        model_theta=link.model_theta,
        model_ci=link.model_ci,
        direction=link.direction,
        method=link.method,
        cautions=_cautions(link.cautions, view),
    )


def _loop(loop: Loop, view: View) -> LoopJson:
    gain = GainJson(_value(loop.gain.average), _value(loop.gain.calm), _value(loop.gain.heated))
    return LoopJson(
        pursuer=view.name(loop.pursuer),
        withdrawer=view.name(loop.withdrawer),
        claim=loop.claim,
        p_loop=loop.p_loop,
        p_holm=loop.p_holm,
        closed=loop.closed,
        gain=gain,
        round_trip=_value(loop.round_trip),
        missing=_cautions(loop.missing, view),
    )


def _value(estimate: Estimate) -> Value:
    low, high = estimate.low, estimate.high
    return Value(estimate.value, None if low is None or high is None else (low, high))
