"""One's own line: a moving average, and the limits of the usual wobble.

Source: Roberts 1959, Technometrics 1:239 (the average); Wheeler & Chambers 1992 (individuals chart: 2.66 times the
mean moving range).
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from nearer.checkin.record import Line

__all__ = ["FEWEST", "WEIGHT", "line_of"]

WEIGHT = 0.3
"""How much the newest answer counts in the moving average."""
FEWEST = 4
"""Answers before anything is said about a line."""
WOBBLE = 2.66
"""Three standard deviations over the mean moving range of two: 3 / 1.128."""


def line_of(name: str, on: Sequence[date], values: Sequence[int]) -> Line:
    """The line of one item: average and limits from the fourth answer on.

    The limits are those of all answers but the last where that leaves enough, so that the last is held against what
    was usual before it.
    """
    if len(values) < FEWEST:
        return Line(name, tuple(on), tuple(values))
    before = values[:-1] if len(values) > FEWEST else values
    mean = sum(before) / len(before)
    ranges = [abs(after - first) for first, after in pairwise(before)]
    wobble = WOBBLE * sum(ranges) / len(ranges)
    low, high = mean - wobble, mean + wobble
    outside = "above" if values[-1] > high else "below" if values[-1] < low else ""
    return Line(name, tuple(on), tuple(values), _smooth(values), mean, low, high, outside)


def _smooth(values: Sequence[int]) -> tuple[float, ...]:
    made = [float(values[0])]
    for value in values[1:]:
        made.append(WEIGHT * value + (1 - WEIGHT) * made[-1])
    return tuple(made)
