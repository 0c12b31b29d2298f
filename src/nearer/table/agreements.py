"""What the two agree on. A rule holds when both have said yes to the same words; either can put it away alone."""

from typing import Literal

import msgspec

from nearer.errors import InputError
from nearer.table.lines import Line
from nearer.table.seats import Seat

__all__ = [
    "LONGEST_PAUSE",
    "SHORTEST_PAUSE",
    "Agreement",
    "Back",
    "OwnRule",
    "PauseRule",
    "Terms",
    "WeeklyTime",
    "agreed",
    "left",
    "pause_rule",
    "proposed",
    "put_away",
    "weekly_time",
]

SHORTEST_PAUSE, LONGEST_PAUSE = 20, 24 * 60
"""Minutes. Long enough for a body to calm, short enough to come back to.

Source: pauses with a return, docs/table.md.
"""
Back = Literal["asker", "other", "either"]


class PauseRule(msgspec.Struct, frozen=True, tag="pause"):
    """How the two pause: for how many minutes, with which words one asks, and who comes back first.

    ``ask`` names a ready sentence of the wording file, or is a line of one's own.
    """

    minutes: int
    ask: str | Line
    back: Back


class WeeklyTime(msgspec.Struct, frozen=True, tag="time"):
    """A time for the two each week: day (0 is Monday), hour and minute by the clock on the wall, place by name."""

    day: int
    hour: int
    minute: int
    place: str


class OwnRule(msgspec.Struct, frozen=True, tag="own"):
    """An agreement in one's own words, or a ready one by name."""

    text: str | Line


Terms = PauseRule | WeeklyTime | OwnRule


class Agreement(msgspec.Struct, frozen=True):
    """One rule: what holds now, and what one of the two has laid beside it."""

    holds: Terms | None = None
    beside: Terms | None = None
    by: Seat | None = None


def pause_rule(minutes: int, ask: str | Line, back: Back) -> PauseRule:
    """A pause rule with its return.

    Raises:
        InputError: shorter than 20 minutes or longer than a day.
    """
    if not SHORTEST_PAUSE <= minutes <= LONGEST_PAUSE:
        raise InputError("A pause lasts from 20 minutes to 24 hours; please choose a time between.")
    return PauseRule(minutes, ask, back)


def weekly_time(day: int, hour: int, minute: int, place: str) -> WeeklyTime:
    """A weekly time.

    Raises:
        InputError: there is no such day or hour.
    """
    if not (0 <= day <= 6 and 0 <= hour <= 23 and 0 <= minute <= 59):
        raise InputError("There is no such time in a week; please choose a day and an hour.")
    return WeeklyTime(day, hour, minute, place)


def proposed(agreement: Agreement, seat: Seat, terms: Terms) -> Agreement:
    """With these terms laid beside it; what holds goes on holding. The same terms from both are an agreement."""
    if agreement.beside == terms and agreement.by not in (None, seat):
        return Agreement(holds=terms)
    if terms == agreement.holds:
        return Agreement(holds=terms)
    return msgspec.structs.replace(agreement, beside=terms, by=seat)


def agreed(agreement: Agreement, seat: Seat, terms: Terms) -> Agreement:
    """With the other's terms holding now. ``terms`` are what was on the screen: if they have changed, nothing does."""
    if agreement.by in (None, seat) or agreement.beside != terms:
        return agreement
    return Agreement(holds=terms)


def left(agreement: Agreement) -> Agreement:
    """With what lay beside it taken away, by whichever of the two; nothing says who."""
    return Agreement(holds=agreement.holds)


def put_away(agreement: Agreement) -> Agreement:
    """With nothing holding: an agreement needs both, so either alone can end it."""
    return Agreement()
