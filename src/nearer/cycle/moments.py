"""When a round of reaching and going away begins, how long until it is calm, whether it is mended, and first turns."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from nearer.cycle.evidence import share
from nearer.cycle.frames import Bools, Floats, Ints
from nearer.cycle.gate import ARROWS, gate_rows
from nearer.cycle.prepare import Turns
from nearer.cycle.record import Estimate, Moment, Opening, Share

__all__ = ["Rounds", "mended", "moment", "openings", "rounds"]

QUIET_TURNS = 6
"""A round is over when this many turns in a row neither reach nor go away, or the talk ends."""
MEND_HOURS = 24.0


@dataclass(frozen=True)
class Rounds:
    """One row a round: the turn of its first reach or going away and of its last, and its talk."""

    first: Ints
    last: Ints
    episode: Ints


def answered(turns: Turns) -> Ints:
    """The turns in which one went away right after the other had reached, in order."""
    found = []
    for arrow in (ARROWS[0], ARROWS[2]):
        rows = gate_rows(turns, arrow, by_day=False)
        found.append(rows.turn[rows.exposed & rows.answered])
    return np.sort(np.concatenate(found))


def rounds(turns: Turns) -> Rounds:
    """Runs of reaching and going away in one talk, at most six other turns apart, with at least one answer in them."""
    hard = np.flatnonzero(turns.mark)
    fresh = (np.diff(hard, prepend=-QUIET_TURNS - 1) > QUIET_TURNS) | (np.diff(turns.episode[hard], prepend=-1) != 0)
    label = np.cumsum(fresh) - 1
    told = np.zeros(label[-1] + 1 if len(hard) else 0, dtype=np.bool_)
    told[label[np.searchsorted(hard, answered(turns))]] = True
    first = hard[fresh]
    last = hard[np.append(np.flatnonzero(fresh)[1:], len(hard)) - 1] if len(hard) else hard
    return Rounds(first[told], last[told], turns.episode[first[told]])


def moment(turns: Turns, mend: Bools) -> Moment:
    """When rounds begin, how long until calm, and how many talks with one are mended within a day."""
    found = rounds(turns)
    minutes = (turns.at[found.last] - turns.at[found.first]) * 60.0 if turns.timed else np.zeros(0)
    middle, quartiles = _median(minutes)
    good, count = mended(turns, mend)
    return Moment(
        n=len(found.first),
        hours=_shares(turns.hour.astype(np.int64), found.first, range(24)) if turns.timed else (),
        weekdays=_shares((turns.wall % 168 // 24).astype(np.int64) + 1, found.first, range(1, 8))
        if turns.timed
        else (),
        minutes_to_calm=middle,
        quartiles=quartiles,
        repairs=share(good[count].sum(), count.sum(), method="share of talks with a round, Wilson interval"),
    )


def mended(turns: Turns, mend: Bools) -> tuple[Bools, Bools]:
    """For each talk: is it mended after its last round (within a day where there are times), and has it a round."""
    size = int(turns.episode.max(initial=-1)) + 1
    last = np.full(size, -1)
    hits = answered(turns)
    last[turns.episode[hits]] = hits  # later ones overwrite earlier ones
    count = last >= 0
    good = np.zeros(size, dtype=np.bool_)
    place = np.flatnonzero(mend)
    if turns.timed:
        times = np.sort(turns.at[place])
        since = turns.at[last[count]]
        good[count] = np.searchsorted(times, since + MEND_HOURS, "right") > np.searchsorted(times, since, "right")
    elif len(place):
        after = np.searchsorted(place, last[count], "right")
        later = place[np.minimum(after, len(place) - 1)]
        good[count] = (after < len(place)) & (turns.episode[later] == np.flatnonzero(count))
    return good, count


def openings(turns: Turns, soft: Bools) -> tuple[Opening, ...]:
    """How the first turns of talks were met: soft, hard (reaching), plain."""
    first = np.unique(turns.start)
    place = np.where(np.arange(turns.size) > 0, np.arange(turns.size), 0)
    reply = _first_other(turns, first, place)
    met = reply < turns.size
    met[met] = turns.episode[reply[met]] == turns.episode[first[met]]
    well = np.zeros(len(first), dtype=np.bool_)
    well[met] = turns.mark[reply[met]] != 2
    hard = turns.mark[first] == 1
    gentle = soft[first] & (turns.mark[first] == 0)
    kinds = (("soft", gentle), ("hard", hard), ("plain", ~hard & ~gentle & (turns.mark[first] == 0)))
    method = "share of answered first turns, Wilson interval"
    return tuple(
        Opening(kind, share((well & chosen & met).sum(), (chosen & met).sum(), method=method))  # type: ignore[arg-type]
        for kind, chosen in kinds
    )


def _first_other(turns: Turns, first: Ints, place: Ints) -> Ints:
    """The next turn of the other person after each of ``first``, ``size`` where there is none."""
    out = np.full(len(first), turns.size)
    for person in (0, 1):
        theirs = np.append(place[turns.who == 1 - person], turns.size)
        mine = turns.who[first] == person
        out[mine] = theirs[np.searchsorted(theirs, first[mine], "right").clip(max=len(theirs) - 1)]
    return out


def _shares(label: Ints, chosen: Ints, keys: range) -> tuple[Share, ...]:
    counts, all_turns = np.bincount(label[chosen], minlength=keys.stop), np.bincount(label, minlength=keys.stop)
    n = int(counts.sum())
    method = "share of starts, Wilson interval"
    return tuple(
        Share(k, int(counts[k]), share(counts[k], n, method=method), float(all_turns[k] / len(label))) for k in keys
    )


def _median(minutes: Floats) -> tuple[Estimate, tuple[float, float] | None]:
    """The median with its interval from order statistics, and the quartiles."""
    method = "median, interval from order statistics"
    n = len(minutes)
    if not n:
        return Estimate(None, None, None, 0, method), None
    ranked = np.sort(minutes)
    middle = float(np.median(ranked))
    if n < 6:
        return Estimate(middle, None, None, n, method), None
    low = int(binom.ppf(0.025, n, 0.5))
    quartiles = np.quantile(ranked, [0.25, 0.75])
    return (
        Estimate(middle, float(ranked[max(low - 1, 0)]), float(ranked[min(n - low, n - 1)]), n, method),
        (float(quartiles[0]), float(quartiles[1])),
    )
