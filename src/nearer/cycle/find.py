"""The friendly layer: two frames in, one `Cycle` out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

import numpy as np
import polars as pl

from nearer.cycle.change import months
from nearer.cycle.checks import checks_of
from nearer.cycle.claims import judge, loop_values
from nearer.cycle.frames import CODE_SETS, MEND, SOFT, CodeSet, Messages, classes_of, having, read_marks, read_messages
from nearer.cycle.gain import MOMENTS, STATES, Gains, gains
from nearer.cycle.ground import GroundFit, fit_ground, happenings, who_by_who
from nearer.cycle.lag import details
from nearer.cycle.links import Fits, arrow_links, by_day, fit_all, silence_links
from nearer.cycle.marks import NAMES, MarkFit, best_memory, units
from nearer.cycle.moments import moment, openings
from nearer.cycle.prepare import Turns, prepare
from nearer.cycle.record import (
    Caution,
    Check,
    Claim,
    Cycle,
    Estimate,
    Gain,
    Ground,
    Influence,
    Link,
    Loop,
    Model,
    Sensitivity,
)
from nearer.errors import InputError

__all__ = ["find_cycle"]

IMPUTATIONS = 20
"""Times known to the minute get their seconds drawn this many times."""
CHANGE_PERMUTATIONS = 999
EPOCH_MONDAY = datetime(1969, 12, 29)  # noqa: DTZ001  (local time of the conversation, zone not known)


def find_cycle(
    turns: pl.DataFrame,
    marks: pl.DataFrame,
    *,
    seed: int = 0,
    permutations: int = 9999,
    since: date | None = None,
    coder_gate: bool = True,
    checks: bool = False,
    draws: int = 2000,
) -> Cycle:
    """The cycle between two people: links, loops, and what could not be said.

    Args:
        turns: one row a turn with conversation, turn, speaker and, where known, at, kind and episode. No text.
        marks: one row a code on a turn with conversation, turn, code, probability and, where known, start and coder.
            Marks of a coder named ``context`` are left out: who sees the partner's turns may not feed statistics.
        seed: of every random draw; the same seed gives the same result.
        permutations: random permutations inside strata.
        since: a known date, for a comparison of before and after.
        coder_gate: whether the coding is proven for this language; without it no pattern is claimed.
        checks: whether to look at the fit of the models too (slow).
        draws: of the coefficients, for the intervals of the gain.

    Raises:
        InputError: text in a frame, a missing column, not two speakers, a probability that is no share.
    """
    if permutations < 1:
        raise InputError("The number of permutations has to be at least 1.")
    certain, threat, cautions = read_marks(turns, marks)
    messages = read_messages(turns, threat)
    sheet = _Sheet(messages, certain, turns.height)
    roots = np.random.SeedSequence(seed).spawn(8)
    drawings = sheet.drawings(CODE_SETS[0], roots[0])
    main = drawings[0]
    fits = fit_all(main)
    plan = _Plan(messages.people, permutations, coder_gate)
    links, loops = _links_and_loops(drawings, fits, plan, roots[1])
    found = _influence(main, fits, draws, roots[2])
    ground = fit_ground(happenings(main)) if main.timed and main.size > 20 else None
    looked = checks_of(main, fits.main, ground, np.random.default_rng(roots[5])) if checks and fits else ()
    return Cycle(
        people=messages.people,
        mode="days" if by_day(main) else "transcript",
        n_messages=len(messages.who),
        n_turns=main.size,
        n_episodes=int(main.episode[-1]) + 1,
        days=len(np.unique(main.day)) if main.timed else 0,
        first=_stamp(float(np.min(main.wall))) if main.timed else None,
        last=_stamp(float(np.max(main.wall))) if main.timed else None,
        links=links,
        silences=silence_links(
            drawings, messages.people, messages.call_at, permutations=permutations, seeds=roots[3].spawn(2)
        ),
        loops=_with_gain(loops, found),
        influence=_matrix(found, main.size),
        moment=moment(main, sheet.flag(main, MEND)),
        openings=openings(main, sheet.flag(main, SOFT)),
        months=months(
            main, sheet.flag(main, MEND), links, since=since, permutations=CHANGE_PERMUTATIONS, seed=roots[4]
        ),
        model=_model(found.fit) if found else None,
        ground=_ground(main, ground) if ground else None,
        checks=looked,
        details=details(main, messages.people),
        sensitivity=_sensitivity(sheet, drawings, plan, tuple(loop.claim for loop in loops), roots),
        cautions=(*messages.cautions, *cautions, *_mode_cautions(main, messages, len(drawings)), *_unfit(looked)),
        seed=seed,
        permutations=permutations,
    )


@dataclass(frozen=True)
class _Plan:
    people: tuple[str, str]
    permutations: int
    coder_gate: bool


@dataclass(frozen=True)
class _Found:
    """The fit that describes (its memory profiled) and what follows from it."""

    fit: MarkFit
    gains: Gains


@dataclass(frozen=True)
class _Sheet:
    """The messages with their certain marks; ``size`` rows of the frame that was given."""

    messages: Messages
    certain: pl.DataFrame
    size: int

    def classes(self, codes: CodeSet) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The class of each message."""
        return cast(
            "np.ndarray[tuple[int], np.dtype[np.int64]]", classes_of(self.certain, codes, self.size)[self.messages.row]
        )

    def drawings(self, codes: CodeSet, seed: np.random.SeedSequence) -> tuple[Turns, ...]:
        """The turns; twenty drawings of the seconds where times are known to the minute."""
        classes = self.classes(codes)
        if not self.messages.by_minute:
            return (prepare(self.messages, classes),)
        return tuple(prepare(self.messages, classes, np.random.default_rng(part)) for part in seed.spawn(IMPUTATIONS))

    def flag(self, turns: Turns, codes: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which turns carry one of the codes."""
        flags = having(self.certain, codes, self.size)[self.messages.row]
        return cast("np.ndarray[tuple[int], np.dtype[np.bool_]]", turns.any_of(flags))


def _stamp(wall: float) -> str:
    return (EPOCH_MONDAY + timedelta(hours=wall)).isoformat(timespec="seconds")


def _links_and_loops(
    drawings: Sequence[Turns], fits: Fits | None, plan: _Plan, seed: np.random.SeedSequence
) -> tuple[tuple[Link, ...], tuple[Loop, ...]]:
    """The arrows and the loops, the gains still empty."""
    links = arrow_links(drawings, plan.people, fits, permutations=plan.permutations, seeds=seed.spawn(4))
    none = Estimate(None, None, None, drawings[0].size, GAIN_METHOD)
    loops = []
    for k, (p_loop, p_holm) in enumerate(loop_values(links)):
        claim, missing = judge(links[2 * k], links[2 * k + 1], p_holm, coder_gate=plan.coder_gate)
        people = plan.people if k == 0 else plan.people[::-1]
        loops.append(Loop(*people, claim, p_loop, p_holm, False, Gain(none, none, none), none, missing))  # noqa: FBT003
    return links, tuple(loops)


GAIN_METHOD = "excess matrix of the mark model, interval from draws of its coefficients"


def _influence(turns: Turns, fits: Fits | None, draws: int, seed: np.random.SeedSequence) -> _Found | None:
    if fits is None:
        return None
    unit, factor = units(turns, by_day=by_day(turns))
    fit = best_memory(turns, unit, factor, fits.main)
    return _Found(fit, gains(turns, fit, draws=draws, rng=np.random.default_rng(seed)))


def _with_gain(loops: tuple[Loop, ...], found: _Found | None) -> tuple[Loop, ...]:
    if found is None:
        return loops
    out = []
    size = found.fit.size
    for k, loop in enumerate(loops):
        point, draws = found.gains.gain[:, k], found.gains.draws[:, :, k]
        one, two = ((0, 3), (2, 1))[k]
        closed = bool(found.gains.matrix[one, two] > 0 and found.gains.matrix[two, one] > 0)
        moments = [_from_draws(float(point[m]), draws[:, m], size, closed=closed) for m in range(len(MOMENTS))]
        trip = _from_draws(100 * float(found.gains.trip[k]), 100 * found.gains.trip_draws[:, k], size, closed=closed)
        out.append(
            Loop(
                pursuer=loop.pursuer,
                withdrawer=loop.withdrawer,
                claim=loop.claim,
                p_loop=loop.p_loop,
                p_holm=loop.p_holm,
                closed=closed,
                gain=Gain(*moments),
                round_trip=trip,
                missing=loop.missing,
            )
        )
    return tuple(out)


def _from_draws(
    value: float, draws: np.ndarray[tuple[int], np.dtype[np.float64]], size: int, *, closed: bool
) -> Estimate:
    if not closed or not np.isfinite(value):
        return Estimate(None, None, None, size, GAIN_METHOD, (Caution("not-closed"),))
    low, high = (float(x) for x in np.percentile(draws, [2.5, 97.5]))
    return Estimate(value, low, high if np.isfinite(high) else None, size, GAIN_METHOD)


def _matrix(found: _Found | None, size: int) -> Influence | None:
    if found is None:
        return None
    low, high = (float(x) for x in np.percentile(found.gains.radius_draws, [2.5, 97.5]))
    excess = tuple(tuple(float(x) for x in row) for row in found.gains.matrix)
    return Influence(STATES, excess, Estimate(found.gains.radius, low, high, size, GAIN_METHOD))


def _model(fit: MarkFit) -> Model:
    return Model(
        eta=fit.eta,
        names=NAMES,
        values=tuple(float(x) for x in fit.values.ravel()),
        covariance=tuple(tuple(float(x) for x in row) for row in fit.covariance),
        factor=fit.factor,
        n=fit.size,
        log_likelihood=fit.log_likelihood,
        method="penalised maximum likelihood, mood integrated out by 11-node Gauss-Hermite, memory profiled",
        cautions=() if fit.converged else (Caution("not-converged"),),
    )


def _ground(turns: Turns, fit: GroundFit) -> Ground:
    data = happenings(turns)
    matrix = who_by_who(fit.replies, data.kind)
    return Ground(
        background=(float(fit.background[0]), float(fit.background[1])),
        replies=(tuple(float(x) for x in fit.replies[0, 0]), tuple(float(x) for x in fit.replies[1, 0])),
        decay=float(fit.decays[0]),
        profile=tuple(float(x) for x in data.clock.profile),
        talkativeness=float(np.abs(np.linalg.eigvals(matrix)).max()),
        n=fit.size,
        log_likelihood=fit.log_likelihood,
        method="bivariate exponential Hawkes process by EM, profile from the starts of talks",
        cautions=tuple(Caution("rare-class-merged", about=name) for name in fit.merged),
    )


def _sensitivity(
    sheet: _Sheet,
    drawings: Sequence[Turns],
    plan: _Plan,
    usual: tuple[Claim, ...],
    roots: Sequence[np.random.SeedSequence],
) -> tuple[Sensitivity, ...]:
    """The claims under the other readings of the codes; readings that change no turn are left out."""
    out = []
    base = sheet.classes(CODE_SETS[0])
    for codes, seed in zip(CODE_SETS[1:], roots[6].spawn(len(CODE_SETS) - 1), strict=True):
        classes = sheet.classes(codes)
        if (classes == base).all():
            continue
        marked = [turns.marked(classes) for turns in drawings]
        loops = _links_and_loops(marked, fit_all(marked[0], light=True), plan, seed)[1]
        claims = tuple(loop.claim for loop in loops)
        out.append(Sensitivity(codes.name, claims, claims != usual))
    return tuple(out)


def _mode_cautions(turns: Turns, messages: Messages, drawn: int) -> tuple[Caution, ...]:
    out = []
    if messages.by_minute:
        out.append(Caution("by-minute", n=drawn))
    if not by_day(turns):
        out.append(Caution("one-day" if turns.timed else "transcript", n=turns.size))
    return tuple(out)


def _unfit(checks: tuple[Check, ...]) -> tuple[Caution, ...]:
    """The timing is descriptive only when neither one kernel nor two fit; the marks stay valid, they rest on it not."""
    timing = [check for check in checks if check.name.startswith("timing") and "order" not in check.name]
    if not timing or all(check.passed for check in timing[-2:]):
        return ()
    return (Caution("timing-descriptive", n=timing[-1].n),)
