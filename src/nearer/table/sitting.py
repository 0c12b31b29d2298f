"""Who sits at the table. Each sees the other only once both have sat down in this sitting."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from nearer.safety import Clearance, Hold
from nearer.table.seats import DAY_MS, MINUTE_MS, SEATS, Seat

__all__ = [
    "CONSENT_DAYS",
    "IDLE_MINUTES",
    "Sitting",
    "View",
    "consents",
    "is_over",
    "is_together",
    "rests",
    "risen",
    "sat_down",
    "seen_from",
    "touched",
]

CONSENT_DAYS = 30
"""Days for which one yes to the table holds; after that both are asked again."""
IDLE_MINUTES = 30
"""Minutes without a touch after which a sitting is over by itself; one alone on a seat keeps it as long."""

View = Literal["away", "seated", "together"]
Fear = Literal["no", "yes", "rather not say"]


class Sitting(msgspec.Struct, frozen=True):
    """The seats taken, each with when it was, and whether both were ever taken at once."""

    seats: dict[Seat, int] = msgspec.field(default_factory=dict)
    touched_at: int = 0


def sat_down(sitting: Sitting, seat: Seat, now: int) -> Sitting:
    """The sitting with this seat taken. A sitting that is over begins anew: an old seat is never met by a new one."""
    seats = {} if is_over(sitting, now) else dict(sitting.seats)
    return Sitting(seats={**seats, seat: now}, touched_at=now)


def risen(sitting: Sitting) -> Sitting:
    """The sitting after either has got up: it is over for both, and nothing says who it was."""
    return Sitting()


def touched(sitting: Sitting, now: int) -> Sitting:
    """The sitting after somebody did something at a table that is open."""
    return msgspec.structs.replace(sitting, touched_at=max(now, sitting.touched_at))


def is_over(sitting: Sitting, now: int) -> bool:
    """Whether nobody has touched it for `IDLE_MINUTES`."""
    return now - sitting.touched_at >= IDLE_MINUTES * MINUTE_MS


def is_together(sitting: Sitting, now: int) -> bool:
    """Whether both are at the table."""
    return len(sitting.seats) == len(SEATS) and not is_over(sitting, now)


def seen_from(sitting: Sitting, seat: Seat, now: int) -> View:
    """What one person is shown. Alone on a seat, it says nothing of the other, whatever they do."""
    if seat not in sitting.seats or is_over(sitting, now):
        return "away"
    return "together" if is_together(sitting, now) else "seated"


def consents(given_at: int | None, now: int) -> bool:
    """Whether a yes to the table still holds."""
    return given_at is not None and 0 <= now - given_at < CONSENT_DAYS * DAY_MS


def rests(fear: Fear | None = None, verdicts: Iterable[Clearance | Hold] = (), *, wished: bool = False) -> bool:
    """Whether the table rests for one person: no step of it is offered to them, and nobody else is told.

    Args:
        fear: their last answer to the private question of the weekly check-in.
        verdicts: what safety said to the private questions and to words meant for the table.
        wished: they asked for it, for any reason or none. So a resting table never tells why it rests.
    """
    return wished or fear == "yes" or any(isinstance(verdict, Hold) for verdict in verdicts)
