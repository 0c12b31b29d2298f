"""The two seats of a table, and the rule that everything here obeys: both or neither."""

from typing import Literal, TypeVar, get_args

__all__ = ["DAY_MS", "MINUTE_MS", "SEATS", "Seat", "both", "other"]

Seat = Literal["a", "b"]
SEATS: tuple[Seat, ...] = get_args(Seat)

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
"""Times are whole milliseconds since 1970, handed in by whoever has a clock."""

Given = TypeVar("Given")


def other(seat: Seat) -> Seat:
    """The seat across."""
    return "b" if seat == "a" else "a"


def both(one: Given | None, two: Given | None) -> tuple[Given, Given] | None:
    """The two things, where both are there; else nothing, whichever of them is missing."""
    return None if one is None or two is None else (one, two)
