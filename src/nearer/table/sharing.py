"""Looking at the week together: an item opens only where both marked it before anything was seen.

Source: the rule of both or neither, docs/table.md.
"""

from typing import Literal

import msgspec

from nearer.errors import InputError
from nearer.table.lines import Line
from nearer.table.seats import both

__all__ = ["AS_NUMBER", "AS_WORDS", "HIGHEST", "Item", "Offer", "Opened", "Week", "look_together", "offer_of", "pulled"]

Item = Literal["overall", "understood", "tried", "pressed", "closed", "raise", "step"]
"""The weekly check-in but for its last question: that one has no name here and so cannot be shared."""
AS_NUMBER: tuple[Item, ...] = ("overall", "understood", "tried", "raise")
AS_WORDS: tuple[Item, ...] = ("pressed", "closed", "step")
"""One's own reaching and going away are shared in own words or not at all: numbers invite keeping score."""
HIGHEST = 6

Week = str
"""A week by its ISO name, such as ``2026-W48``."""


class Offer(msgspec.Struct, frozen=True):
    """What one person has marked for one week, kept in their own space.

    ``numbers`` (0 to 6) and ``words`` have the marked items only; ``marked_at`` is the last change.
    """

    week: Week
    marked_at: int
    numbers: dict[Item, int] = msgspec.field(default_factory=dict)
    words: dict[Item, Line] = msgspec.field(default_factory=dict)


class Opened(msgspec.Struct, frozen=True):
    """One item that both marked, with what each said, by seat."""

    item: Item
    a: int | Line
    b: int | Line


def offer_of(week: Week, marked_at: int, numbers: dict[Item, int], words: dict[Item, Line]) -> Offer:
    """An offer that keeps the rules of what may be shared as what.

    Raises:
        InputError: an item is shared in a form that is not its own, or a number is out of range.
    """
    if not (set(numbers) <= set(AS_NUMBER) and set(words) <= set(AS_WORDS)):
        raise InputError("That part of the week cannot be shared in this form; please leave it unmarked.")
    if not all(0 <= number <= HIGHEST for number in numbers.values()):
        raise InputError(f"A number here goes from 0 to {HIGHEST}; please choose one of those.")
    return Offer(week, marked_at, dict(numbers), dict(words))


def pulled(offer: Offer, marked_at: int) -> Offer:
    """The offer with nothing marked any more: the same as never having marked anything."""
    return Offer(offer.week, marked_at)


def look_together(
    one: Offer | None, two: Offer | None, *, week: Week, looked_at: int | None = None
) -> tuple[Opened, ...]:
    """The items of this week that both marked, in the order of the check-in; empty where there is none.

    Args:
        one: what seat a marked.
        two: what seat b marked.
        week: the week that is looked at.
        looked_at: when the two first looked at this week, if they did. What is marked after that opens nothing, as
            marks are made before anything is seen; what is taken away is gone at once.
    """
    pair = both(_in_time(one, week, looked_at), _in_time(two, week, looked_at))
    if pair is None:
        return ()
    first, second = pair
    numbers = [
        Opened(item, first.numbers[item], second.numbers[item]) for item in _shared(first.numbers, second.numbers)
    ]
    words = [Opened(item, first.words[item], second.words[item]) for item in _shared(first.words, second.words)]
    order = (*AS_NUMBER, *AS_WORDS)
    return tuple(sorted(numbers + words, key=lambda opened: order.index(opened.item)))


def _in_time(offer: Offer | None, week: Week, looked_at: int | None) -> Offer | None:
    late = offer is not None and looked_at is not None and offer.marked_at > looked_at
    return None if offer is None or offer.week != week or late else offer


def _shared(one: dict[Item, int] | dict[Item, Line], two: dict[Item, int] | dict[Item, Line]) -> list[Item]:
    return [item for item in one if item in two]
