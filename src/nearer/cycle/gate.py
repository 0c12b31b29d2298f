"""The gate for every claim: who answers what, compared within the same day and after the same own last turn."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from nearer.cycle.frames import Bools, Floats, Ints
from nearer.cycle.prepare import Turns, hour_block
from nearer.cycle.tables import Table, count_strata

__all__ = ["ARROWS", "Arrow", "Rows", "gate_rows", "gate_table", "hour_matters", "many_talks", "silence_rows"]

OTHER, PURSUE, WITHDRAW = 0, 1, 2
HOUR_LEVEL = 0.1


@dataclass(frozen=True)
class Arrow:
    """One link: ``source`` does the deed, the other answers; classes as in `Turns`."""

    source: int
    deed: int
    answer: int


ARROWS = (
    Arrow(0, PURSUE, WITHDRAW),
    Arrow(1, WITHDRAW, PURSUE),
    Arrow(1, PURSUE, WITHDRAW),
    Arrow(0, WITHDRAW, PURSUE),
)
"""A pursues and B withdraws, B withdraws and A pursues; then the same with the roles swapped."""


@dataclass(frozen=True)
class Rows:
    """One row an answer that could be given: was it exposed, was it the answer, its stratum, and its turn."""

    exposed: Bools
    answered: Bools
    stratum: Ints
    turn: Ints

    @property
    def table(self) -> Table:
        """The counts by stratum."""
        return count_strata(self.exposed, self.answered, self.stratum)[0]


def many_talks(turns: Turns) -> bool:
    """Whether more than 30 in 100 days have more than one talk."""
    if not turns.timed:
        return False
    pairs = np.unique(np.stack([turns.day, turns.episode]), axis=1)[0]
    talks = np.unique(pairs, return_counts=True)[1]
    return bool((talks > 1).mean() > 0.3)


def hour_matters(turns: Turns, arrow: Arrow) -> bool:
    """Whether the six-hour block goes with both the deed and the answer of an arrow."""
    sides = ((arrow.source, arrow.deed), (1 - arrow.source, arrow.answer))
    return all(_hour_p(turns, person, mark) <= HOUR_LEVEL for person, mark in sides)


def _hour_p(turns: Turns, person: int, mark: int) -> float:
    """Whether a person's share of a class differs between six-hour blocks within days; the day is the unit of doubt."""
    mine = turns.who == person
    day, block = turns.day[mine] - turns.day.min(), hour_block(turns)[mine]
    size = int(day.max(initial=0)) + 1
    counts = np.bincount(day * 4 + block, minlength=size * 4).reshape(size, 4).astype(np.float64)
    seen = np.bincount(day * 4 + block, weights=turns.mark[mine] == mark, minlength=size * 4).reshape(size, 4)
    share = seen.sum(axis=1, keepdims=True) / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    excess = seen - counts * share
    spread = excess.T @ excess
    values, vectors = np.linalg.eigh(spread)
    kept = values > 1e-8 * max(float(values.max()), 1e-12)
    shift = vectors.T @ excess.sum(axis=0)
    statistic = float((shift[kept] ** 2 / values[kept]).sum()) if kept.any() else 0.0
    return float(chi2.sf(statistic, int(kept.sum()))) if kept.any() else 1.0


def gate_rows(turns: Turns, arrow: Arrow, *, by_day: bool, hours: bool = False) -> Rows:
    """The rows of one arrow: each turn of the answerer that follows at least one turn of the other since his own last.

    Exposed is a row where any of those turns was the deed. The stratum is the day (or the block of 20 turns where
    there are no days), the six-hour block where ``hours`` asks for it, and the answerer's own last mark in the talk.
    """
    mine, before = _own_turns(turns, 1 - arrow.source)
    asked = mine - before - 1 > 0
    mine, before = mine[asked], before[asked]
    exposed = _count_between(_is(turns, arrow.source, arrow.deed), before, mine) > 0
    inside = before >= turns.start[mine]
    last = np.where(inside, turns.mark[np.maximum(before, 0)] + 1, 0)
    unit = turns.day if by_day else turns.block
    block = hour_block(turns)[mine] if hours else np.zeros(len(mine), dtype=np.int64)
    stratum = ((unit[mine] - unit.min()) * 4 + block) * 4 + last
    return Rows(exposed, turns.mark[mine] == arrow.answer, stratum, mine)


def gate_table(turns: Turns, arrow: Arrow, *, by_day: bool, hours: bool = False) -> Table:
    """The counts by stratum of one arrow."""
    return gate_rows(turns, arrow, by_day=by_day, hours=hours).table


def silence_rows(turns: Turns, source: int, call_at: Floats) -> Rows:
    """Whether a pursuing first turn of a burst is left without a reply more often than another first turn.

    The exposure is the mark of the first turn of the burst, whatever was asked again later. No reply means none within
    the other's 90th percentile latency of that six-hour block, at least ten minutes. Bursts whose waiting time touches
    an hour in which the other hardly ever writes, a call, or the end of the data are left out.
    """
    first = _burst_starts(turns, source)
    reply = _next_turn(turns, 1 - source)[first]
    wait = np.where(reply < turns.size, turns.at[np.minimum(reply, turns.size - 1)] - turns.at[first], np.inf)
    wait[wait < 0] = np.inf
    block = hour_block(turns)[first]
    same_talk = (reply < turns.size) & (turns.episode[np.minimum(reply, turns.size - 1)] == turns.episode[first])
    limit = _patience(wait, block, same_talk)
    seen = _observable(turns, first, limit, 1 - source, call_at)
    before = _last_turn(turns, 1 - source)[first]
    last = np.where(before >= turns.start[first], turns.mark[np.maximum(before, 0)] + 1, 0)
    stratum = ((turns.day[first] - turns.day.min()) * 4 + block) * 4 + last
    return Rows((turns.mark[first] == PURSUE)[seen], (wait > limit)[seen], stratum[seen], first[seen])


def _is(turns: Turns, person: int, mark: int) -> Bools:
    return np.asarray((turns.who == person) & (turns.mark == mark))


def _own_turns(turns: Turns, person: int) -> tuple[Ints, Ints]:
    """The turns of a person, and for each the own turn before it in the talk (or the turn before the talk)."""
    mine = np.flatnonzero(turns.who == person)
    before = np.concatenate([[-1], mine[:-1]]) if len(mine) else mine
    return mine, np.maximum(before, turns.start[mine] - 1)


def _count_between(flags: Bools, after: Ints, until: Ints) -> Ints:
    total = np.concatenate([[0], np.cumsum(flags)])
    return np.asarray(total[until] - total[after + 1])


def _burst_starts(turns: Turns, person: int) -> Ints:
    before = np.arange(turns.size) - 1
    fresh = (before < turns.start) | (turns.who[before] != turns.who)
    return np.flatnonzero(fresh & (turns.who == person))


def _last_turn(turns: Turns, person: int) -> Ints:
    """For each turn the last turn of a person before it, -1 where there is none."""
    place = np.where(turns.who == person, np.arange(turns.size), -1)
    return np.concatenate([[-1], np.maximum.accumulate(place)[:-1]])


def _next_turn(turns: Turns, person: int) -> Ints:
    """For each turn the next turn of a person after it, ``size`` where there is none."""
    place = np.where(turns.who == person, np.arange(turns.size), turns.size)
    return np.concatenate([np.minimum.accumulate(place[::-1])[::-1][1:], [turns.size]])


def _patience(wait: Floats, block: Ints, same_talk: Bools) -> Floats:
    limit = np.full(4, 1.0 / 6.0)
    for part in range(4):
        inside = wait[(block == part) & same_talk]
        if len(inside):
            limit[part] = max(limit[part], float(np.quantile(inside, 0.9)))
    return np.asarray(limit[block])


def _observable(turns: Turns, first: Ints, limit: Floats, person: int, call_at: Floats) -> Bools:
    """Bursts whose waiting time lies in the data, in hours when the other writes, and without a call."""
    hours = np.bincount(turns.hour[turns.who == person].astype(np.int64), minlength=24)
    asleep = hours < 0.02 * hours.sum()
    seen = turns.at[first] + limit <= turns.at.max()
    for step in range(int(np.ceil(limit.max(initial=0.0))) + 1):
        moment = turns.hour[first] + np.minimum(step, limit)
        seen &= ~asleep[(moment % 24.0).astype(np.int64)]
    if len(call_at):
        calls = np.sort(call_at)
        seen &= np.searchsorted(calls, turns.at[first] + limit) == np.searchsorted(calls, turns.at[first])
    return np.asarray(seen)
