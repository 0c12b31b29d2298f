"""How the links moved over the months: windows of four weeks, a trend, and a change searched for by whole days."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.special import ndtr

from nearer.cycle.evidence import between, holm, share
from nearer.cycle.frames import Bools, Floats, Ints
from nearer.cycle.gate import ARROWS, gate_rows
from nearer.cycle.moments import mended
from nearer.cycle.prepare import Turns
from nearer.cycle.record import Change, Estimate, Link, Months, Split, Window
from nearer.cycle.tables import Table, count_strata, risk_difference, sums_by

__all__ = ["DayTables", "change_z", "day_tables", "months", "search_split"]

WINDOW_DAYS = 28
SMOOTH_DAYS = 56
POINT_DAYS = 84
MIDDLE = 0.6
SMALL = 0.25
"""Added to the sums R and S, so that a side without a pair still has odds."""
LEAST_WINDOWS = 3
EPOCH_MONDAY = date(1969, 12, 29)


@dataclass(frozen=True)
class DayTables:
    """What one link needs by day: ``sums`` (days, 5) as `sums_by`, ``table`` with the day of each stratum.

    ``day`` of a stratum counts from 0, the first day of the conversation.
    """

    sums: Floats
    table: Table
    day: Ints


def day_tables(turns: Turns, place: int, *, hours: bool) -> DayTables:
    """The tables of one arrow by day, days without rows included."""
    rows = gate_rows(turns, ARROWS[place], by_day=True, hours=hours)
    table, keys = count_strata(rows.exposed, rows.answered, rows.stratum)
    day = keys // 16
    size = int(turns.day.max() - turns.day.min()) + 1
    return DayTables(sums_by(table, day, size) if len(keys) else np.zeros((size, 5)), table, day)


def change_z(before: Floats, after: Floats) -> tuple[Floats, Floats, Floats]:
    """The difference of the log odds after and before, its variance and z, from sums (..., 5) of the two sides."""
    one, v1 = _log_odds(before)
    two, v2 = _log_odds(after)
    return two - one, v1 + v2, (two - one) / np.sqrt(v1 + v2)


def search_split(by_day: Floats, permutations: int, rng: np.random.Generator) -> tuple[int, float] | None:
    """The day of the largest change in the middle 60 of 100 days, and its p by permuting whole days.

    Null when there are too few days or nothing to compare on them.
    """
    used = by_day[by_day.sum(axis=1) > 0]
    where = np.flatnonzero(by_day.sum(axis=1) > 0)
    size = len(used)
    splits = np.arange(int(np.ceil(size * (1 - MIDDLE) / 2)), int(size * (1 + MIDDLE) / 2) + 1)
    splits = splits[(splits > 0) & (splits < size)]
    if size < 10 or not len(splits):
        return None
    seen = _largest(used[None], splits)
    drawn = np.empty(permutations)
    for k in range(0, permutations, 100):
        count = min(100, permutations - k)
        order = rng.permuted(np.tile(np.arange(size), (count, 1)), axis=1)
        drawn[k : k + count] = _largest(used[order], splits).max(axis=1)
    best = int(np.argmax(seen[0]))
    p = (1 + int((drawn >= seen[0, best] - 1e-12).sum())) / (1 + permutations)
    return int(where[splits[best]]), float(p)


def months(
    turns: Turns,
    mend: Bools,
    links: tuple[Link, ...],
    *,
    since: date | None,
    permutations: int,
    seed: np.random.SeedSequence,
) -> Months | None:
    """Bases, links and repairs in windows of four weeks, kept apart; null without two windows of days."""
    days = int(turns.day.max() - turns.day.min()) + 1 if turns.timed else 0
    if days < 2 * WINDOW_DAYS:
        return None
    first = EPOCH_MONDAY + timedelta(days=int(turns.day.min()))
    count = days // WINDOW_DAYS
    label = np.minimum((turns.day - turns.day.min()) // WINDOW_DAYS, count - 1)
    good, has = mended(turns, mend)
    talk = label[np.unique(turns.start)]
    seeds = seed.spawn(4)
    changes = tuple(
        _change(
            day_tables(turns, k, hours="six hours" in link.method),
            link,
            first,
            days,
            since,
            permutations,
            np.random.default_rng(seeds[k]),
        )
        for k, link in enumerate(links)
    )
    windows = range(count)
    method = "share of turns in four weeks, Wilson interval"
    return Months(
        starts=tuple((first + timedelta(days=WINDOW_DAYS * k)).isoformat() for k in windows),
        pursue=tuple(share((turns.mark[label == k] == 1).sum(), (label == k).sum(), method=method) for k in windows),
        withdraw=tuple(share((turns.mark[label == k] == 2).sum(), (label == k).sum(), method=method) for k in windows),
        repairs=tuple(
            share(
                good[has & (talk == k)].sum(), (has & (talk == k)).sum(), method="share of talks with a round, Wilson"
            )
            for k in windows
        ),
        links=changes,
    )


def _change(
    told: DayTables,
    link: Link,
    first: date,
    days: int,
    since: date | None,
    permutations: int,
    rng: np.random.Generator,
) -> Change:
    count = days // WINDOW_DAYS
    label = np.minimum(np.arange(days) // WINDOW_DAYS, count - 1)
    windows = tuple(_window(told, label == k, np.ones(days), first) for k in range(count))
    ends = range(SMOOTH_DAYS, days + 1, 7)
    age = [np.maximum(end - 1 - np.arange(days), 0) for end in ends]
    smooth = tuple(
        _window(told, np.arange(days) < end, np.exp(-old / SMOOTH_DAYS), first)
        for end, old in zip(ends, age, strict=True)
    )
    return Change(
        from_=link.from_,
        to=link.to,
        deed=link.deed,
        answer=link.answer,
        windows=windows,
        trend=_trend(windows),
        smooth=smooth,
        split=_split(told, first, days, since, permutations, rng),
        changed=_points(told, first, days),
    )


def _log_odds(total: Floats) -> tuple[Floats, Floats]:
    r, s = total[..., 0] + SMALL, total[..., 1] + SMALL
    variance = total[..., 2] / (2 * r * r) + total[..., 3] / (2 * r * s) + total[..., 4] / (2 * s * s)
    return np.log(r / s), np.maximum(variance, 1e-12)


def _largest(by_day: Floats, splits: Ints) -> Floats:
    """The absolute z at each split, shape (draws, splits), for sums by day (draws, days, 5)."""
    running = np.cumsum(by_day, axis=1)
    before = running[:, splits - 1]
    return np.asarray(np.abs(change_z(before, running[:, -1:] - before)[2]))


def _window(told: DayTables, inside: Bools, weight: Floats, first: date) -> Window:
    """One stretch of days; with weights the sums are weighted and the variances use their squares."""
    where = np.flatnonzero(inside)
    kept = told.sums[inside]
    w = weight[inside][:, None]
    r, s = (kept[:, :2] * w).sum(axis=0)
    pr, mixed, qs = (kept[:, 2:] * w * w).sum(axis=0)
    chosen = inside[told.day]
    cells = Table(*(cell[chosen] for cell in (told.table.a, told.table.b, told.table.c, told.table.d)))
    n = int((cells.a + cells.b + cells.c + cells.d).sum())
    start, end = first + timedelta(days=int(where[0])), first + timedelta(days=int(where[-1]) + 1)
    method = "Mantel-Haenszel" if np.ptp(weight[inside]) == 0 else "Mantel-Haenszel, days fading over eight weeks"
    odds = Estimate(None, None, None, n, method)
    if r > 0 and s > 0:
        value = float(np.log(r / s))
        odds = Estimate(
            value, *between(value, float(pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s))), n, method
        )
    return Window(
        start.isoformat(), end.isoformat(), odds, _difference(cells, n, method, plain=bool(np.ptp(weight[inside]) == 0))
    )


def _difference(cells: Table, n: int, method: str, *, plain: bool) -> Estimate:
    found = risk_difference(cells) if n and plain else None
    if found is None:
        return Estimate(None, None, None, n, method)
    return Estimate(found[0], *between(found[0], found[1]), n, method)


def _trend(windows: tuple[Window, ...]) -> Estimate:
    """The inverse-variance weighted slope of the log odds, for four weeks."""
    method = "inverse-variance weighted slope of the log odds over windows of four weeks"
    told = [
        (k, w.log_odds) for k, w in enumerate(windows) if w.log_odds.value is not None and w.log_odds.high is not None
    ]
    if len(told) < LEAST_WINDOWS:
        return Estimate(None, None, None, len(told), method)
    x = np.array([k for k, _ in told], dtype=np.float64)
    y = np.array([odds.value for _, odds in told], dtype=np.float64)
    width = np.array([(odds.high or 0.0) - (odds.low or 0.0) for _, odds in told])
    weight = 1.0 / np.maximum((width / 3.919927969) ** 2, 1e-9)
    centre = (weight * x).sum() / weight.sum()
    spread = (weight * (x - centre) ** 2).sum()
    slope = float((weight * (x - centre) * y).sum() / spread)
    return Estimate(slope, *between(slope, float(1.0 / spread)), len(told), method)


def _split(
    told: DayTables, first: date, days: int, since: date | None, permutations: int, rng: np.random.Generator
) -> Split | None:
    if since is not None:
        place = (since - first).days
        return _known(told, first, 0, place, days) if 0 < place < days else None
    found = search_split(told.sums, permutations, rng)
    if found is None:
        return None
    place, p = found
    known = _known(told, first, 0, place, days)
    method = f"largest change in the middle 60 in 100 days, {permutations} permutations of whole days"
    return Split(known.date, known=False, difference=known.difference, p=p, method=method)


def _known(told: DayTables, first: date, begin: int, place: int, end: int) -> Split:
    before, after = told.sums[begin:place].sum(axis=0), told.sums[place:end].sum(axis=0)
    value, variance, z = (float(x) for x in change_z(before, after))
    method = "difference of the log odds before and after, z test"
    difference = Estimate(value, *between(value, variance), end - begin, method)
    p = float(2 * ndtr(-abs(z)))
    return Split((first + timedelta(days=place)).isoformat(), known=True, difference=difference, p=p, method=method)


def _points(told: DayTables, first: date, days: int) -> tuple[Split, ...]:
    """The 12-week points at which the 12 weeks after differ from the 12 before, Holm over the points."""
    places = range(POINT_DAYS, days - POINT_DAYS + 1, POINT_DAYS)
    splits = [_known(told, first, place - POINT_DAYS, place, place + POINT_DAYS) for place in places]
    adjusted = holm([split.p for split in splits])
    return tuple(
        Split(split.date, known=True, difference=split.difference, p=p, method=split.method + ", Holm over the points")
        for split, p in zip(splits, adjusted, strict=True)
        if p is not None and p <= 0.05
    )
