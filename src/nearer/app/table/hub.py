"""Use case: what one person is shown of the table in their own space; nothing the other does in theirs changes it."""

import msgspec

from nearer.app.table.invite import Out, out, seat_of
from nearer.app.table.kept import ONE, RETURN
from nearer.app.table.own import me, return_at
from nearer.app.table.talking import clock_of
from nearer.storage import Space, Store
from nearer.table import consents

__all__ = ["Hub", "fold", "hub", "say_yes"]


class Hub(msgspec.Struct, frozen=True):
    """How the table stands for one person.

    ``returns`` is when a paused talk goes on; ``invited`` the invitation they wrote, until the two have sat down.
    """

    has_seat: bool
    rests: bool
    needs_yes: bool
    returns: str | None
    invited: Out | None


def hub(store: Store, space: Space, now: int) -> Hub:
    """How the table stands for this person now."""
    seat, invited, back = seat_of(store, space), out(store, space, now), return_at(space)
    if seat is None and back is not None:
        space.delete(RETURN, ONE)  # the table of that talk is gone
    is_out = invited is not None and invited.seen not in ("table", "withdrawn")
    return Hub(
        has_seat=seat is not None,
        rests=me(space).rests,
        needs_yes=seat is not None and not consents(int(seat.consented.timestamp() * 1000), now),
        returns=clock_of(back, now) if back is not None and seat is not None else None,
        invited=invited if is_out else None,
    )


def say_yes(store: Store, space: Space) -> None:
    """Say yes to the table for another thirty days."""
    seat = seat_of(store, space)
    if seat is not None:
        store.consent(seat)


def fold(store: Store, space: Space) -> None:
    """Close the table for both, alone and at once; what lay on it is gone, and an invitation to it stands no more."""
    seat = seat_of(store, space)
    if seat is not None:
        store.revoke(seat)
        space.delete(RETURN, ONE)
