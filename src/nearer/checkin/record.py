"""What the check-in speaks of, as frozen records."""

from datetime import date

import msgspec

__all__ = ["Choice", "Item", "Line", "Monthly"]


class Choice(msgspec.Struct, frozen=True):
    """One answer that can be given, and what it says."""

    value: int
    says: str


class Item(msgspec.Struct, frozen=True):
    """One question. ``kind`` is "scale" (0 to 6 between two ends), "choice" (each answer in words) or "private".

    A private item is never kept and never scored.
    """

    name: str
    asks: str
    kind: str
    choices: tuple[Choice, ...] = ()
    low: str = ""
    high: str = ""
    with_words: str = ""


class Line(msgspec.Struct, frozen=True):
    """One's own answers to one item over the weeks.

    ``smooth`` is the moving average after each answer; the limits are the usual wobble. They are None while there are
    too few answers. ``outside`` says whether the last answer is "above" or "below" them, or "" within.
    """

    name: str
    on: tuple[date, ...]
    values: tuple[int, ...]
    smooth: tuple[float, ...] = ()
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    outside: str = ""


class Monthly(msgspec.Struct, frozen=True):
    """The CSI-4 over the months: dates and scores (0 to 21), and what they amount to.

    ``change`` is last minus first before it, None with one score; ``changed`` whether that is more than the usual
    wobble (3 points). ``low`` says that the last score is below 13.5, ``long_low`` that all of the last eight weeks
    or more were.
    """

    on: tuple[date, ...]
    scores: tuple[int, ...]
    change: int | None
    changed: bool
    low: bool
    long_low: bool
