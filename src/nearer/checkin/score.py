"""The CSI-4: its score, when it is due, and what may be said about it.

Source: Funk & Rogge 2007, Journal of Family Psychology 21:572.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from nearer.checkin.items import CSI
from nearer.checkin.record import Monthly

__all__ = ["CUT", "RELIABLE_CHANGE", "csi_is_due", "look_at_months", "score_csi"]

CUT = 13.5
"""Below it, many couples look for help from outside. Source: Funk & Rogge 2007."""
RELIABLE_CHANGE = 3
"""Points: 1.96 standard errors of a difference are 2.7, with a spread of 4 and a reliability of .94."""
LONG = timedelta(weeks=8)
BETWEEN = timedelta(weeks=4)
HIGHEST = {"csi_happy": 6, "csi_warm": 5, "csi_rewarding": 5, "csi_satisfied": 5}


def score_csi(answers: Mapping[str, int]) -> int | None:
    """The sum of the four items, 0 to 21; None where one is missing or out of its range."""
    if any(not 0 <= answers.get(name, -1) <= HIGHEST[name] for name in CSI):
        return None
    return sum(answers[name] for name in CSI)


def csi_is_due(weeks: Sequence[date], months: Sequence[date], today: date) -> bool:
    """Whether this week's check-in is the monthly one: every fourth week, counted from the last one or the first week.

    ``weeks`` are the days of all earlier check-ins, ``months`` those of the monthly ones. Missing weeks count as weeks.
    """
    if months:
        return today - max(months) >= BETWEEN - timedelta(days=3)
    return bool(weeks) and today - min(weeks) >= BETWEEN - timedelta(days=10)


def look_at_months(on: Sequence[date], scores: Sequence[int]) -> Monthly | None:
    """What the scores amount to, given with their days, the oldest first; None without any."""
    if not scores:
        return None
    change = scores[-1] - scores[-2] if len(scores) > 1 else None
    lows = _low_since(on, scores)
    return Monthly(
        tuple(on),
        tuple(scores),
        change,
        changed=change is not None and abs(change) >= RELIABLE_CHANGE,
        low=scores[-1] < CUT,
        long_low=lows is not None and on[-1] - lows >= LONG,
    )


def _low_since(on: Sequence[date], scores: Sequence[int]) -> date | None:
    """The first day of the low scores that the last one belongs to."""
    since = None
    for day, score in zip(reversed(on), reversed(scores), strict=True):
        if score >= CUT:
            break
        since = day
    return since
