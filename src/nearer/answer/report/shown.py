"""Numbers as people read them: times in 100, more or fewer, and honest ranges."""

from nearer.answer.report.words import say, sayings
from nearer.cycle.record import Estimate, Interval
from nearer.cycle.simulator import Band

__all__ = ["band", "date", "difference", "in_100", "more_or_fewer", "number", "pair", "share_range"]


def in_100(share: float | None) -> str:
    """A share as a count of 100: 0.34 gives "34"; without a number a dash."""
    return "–" if share is None else _signed(round(100 * share))


def difference(exposed: float | None, otherwise: float | None) -> str:
    """How two shares differ once each is rounded to a count of 100: "16 more", "3 fewer", "none"."""
    if exposed is None or otherwise is None:
        return "–"
    count = round(100 * exposed) - round(100 * otherwise)
    return "none" if count == 0 else f"{abs(count)} {'more' if count > 0 else 'fewer'}"


def more_or_fewer(interval: Interval | None) -> str:
    """An interval of differences in words: "8 to 24 more", "10 fewer to 4 more"."""
    if interval is None:
        return "–"
    low, high = round(100 * interval[0]), round(100 * interval[1])
    if low >= 0:
        return f"{low} to {high} more"
    if high <= 0:
        return f"{-high} to {-low} fewer"
    return f"{-low} fewer to {high} more"


def number(value: float | None, digits: int = 2) -> str:
    """A plain number with a true minus sign; without a number a dash."""
    return "–" if value is None else f"{value:.{digits}f}".replace("-", "−")


def pair(low: float | None, high: float | None, digits: int = 2) -> str:
    """Two numbers as "low to high", or a dash where there is no interval."""
    return "–" if low is None or high is None else f"{number(low, digits)} to {number(high, digits)}"


def share_range(estimate: Estimate) -> str:
    """A share with its interval, in 100: "34 (28 to 41)"."""
    return f"{in_100(estimate.value)} ({in_100(estimate.low)} to {in_100(estimate.high)})"


def band(found: Band, *, share: bool = False) -> str:
    """A mean with its 80 % band: "2.5 (2.1–2.9)", or in 100 for shares."""
    if share:
        return f"{in_100(found.value)} ({in_100(found.low)}–{in_100(found.high)})"
    return f"{number(found.value, 1)} ({number(found.low, 1)}–{number(found.high, 1)})"


def date(stamp: str) -> str:
    """An ISO date in words: "2025-03-02T21:15" gives "2 March 2025"."""
    year, month, day = (int(part) for part in stamp[:10].split("-"))
    return say("dates.day", day=day, month=sayings("dates.months")[month - 1], year=year)


def _signed(count: int) -> str:
    return str(count).replace("-", "−")
