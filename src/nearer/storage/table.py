"""The table of two: its key is wrapped by two halves, one in each space, so one person alone can never open it."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from nearer.errors import ConsentNeeded, InputError, Locked, TableClosed, Tampered
from nearer.storage import invitation
from nearer.storage.entry import LOCKED, Item, Sealer
from nearer.storage.schema import entries, envelopes, tables
from nearer.storage.seal import new_key, subkey, unwrap, wrap
from nearer.storage.shelf import Shelf
from nearer.storage.space import Space

__all__ = [
    "CONSENT_DAYS",
    "SEAT",
    "Table",
    "TableSeat",
    "accept",
    "consent",
    "invite",
    "new_table",
    "open_table",
    "revoke",
    "seats",
]

CONSENT_DAYS = 30
SEAT = "nearer.seat"  # the kind under which a seat lies in a space
_CLOSED = "This table is closed, and what lay on it is gone. Each of your own spaces is as it was."
_AGAIN = "Thirty days have passed: before the table opens again you both say yes again."
_OTHERS = "These two seats do not open this table (another seat may have used the same code): please lay a new one."
_NOT_ONE = "These two spaces do not sit at one table: please open the two that do."


class Half(msgspec.Struct, frozen=True):
    """What one person keeps of a table, sealed in their own space."""

    table: bytes
    shelf: bytes
    secret: bytes
    first: bool
    consented: datetime
    envelope: bytes = b""
    until: datetime | None = None
    together: bool = False

    def __repr__(self) -> str:
        """Nothing of the key."""
        return "Half(…)"


class TableSeat:
    """One person's seat: their half of the table's key, and the space that holds it."""

    def __init__(self, space: Space, kept: Item[Half]) -> None:
        """A seat as it lies in the space."""
        self.space, self.id, self.half = space, kept.id, kept.value

    def __repr__(self) -> str:
        """Nothing of the key."""
        return "TableSeat(…)"

    @property
    def consented(self) -> datetime:
        """When this person last said yes (UTC)."""
        return self.half.consented

    @property
    def is_inviter(self) -> bool:
        """Whether this person laid the table."""
        return self.half.first

    @property
    def sat_together(self) -> bool:
        """Whether the two have opened the table at least once; nothing else tells whether an invitation was taken."""
        return self.half.together

    @property
    def invited_until(self) -> datetime | None:
        """Until when the last invitation can be opened; None without one."""
        return self.half.until

    @property
    def is_closed(self) -> bool:
        """Whether one of the two has closed the table."""
        with self.space.ground.database.reading() as connection:
            return not _is_here(connection, self.half.table, writes=False)

    def keep(self, **changes: object) -> None:
        """Save the seat with these fields changed."""
        half = msgspec.structs.replace(self.half, **changes)
        self.half = self.space.put(SEAT, half, item=self.id).value


class Table:
    """An open table. It works only while both spaces are open, and both people's yes is not older than 30 days."""

    def __init__(self, first: TableSeat, second: TableSeat, key: bytes) -> None:
        """A table over its key; ``open_table`` makes it."""
        ground, half = first.space.ground, first.half
        self._clock, self._door, self._spaces = ground.clock, half.table, (first.space, second.space)
        self.consented_until = min(first.consented, second.consented) + timedelta(days=CONSENT_DAYS)
        self.shelf = Shelf(
            ground.database, Sealer(key, half.shelf), shelf=half.shelf, clock=ground.clock, guard=self._guard
        )
        for space in self._spaces:
            space.lock_with(self.shelf.sealer)
        self.put, self.put_beside, self.delete = self.shelf.put, self.shelf.put_beside, self.shelf.delete
        self.get, self.list, self.versions = self.shelf.get, self.shelf.list, self.shelf.versions
        self.everything, self.lock = self.shelf.everything, self.shelf.lock

    def __repr__(self) -> str:
        """Nothing of the key."""
        return "Table(…)"

    def _guard(self, connection: Connection, writes: bool) -> None:  # noqa: FBT001
        if any(space.is_locked for space in self._spaces):
            self.lock()
            raise Locked(LOCKED)
        if self._clock() >= self.consented_until:
            raise ConsentNeeded(_AGAIN)
        if not _is_here(connection, self._door, writes=writes):
            self.lock()
            raise TableClosed(_CLOSED)


def _is_here(connection: Connection, door: bytes, *, writes: bool) -> bool:
    here = select(tables.c.door).where(tables.c.door == door)
    return connection.execute(here.with_for_update(read=True) if writes else here).first() is not None


def seats(space: Space) -> list[TableSeat]:
    """The seats in a space, the oldest first; invitations that have run out are cleared away."""
    found = [TableSeat(space, kept) for kept in space.list(SEAT, Half)]
    for seat in found:
        if seat.half.until is not None and seat.half.until <= space.ground.clock():
            invitation.drop(space.ground, seat.half.envelope)
            seat.keep(envelope=b"", until=None)
    return found


def new_table(space: Space) -> TableSeat:
    """The seat of the one who lays the table: half of its key lies sealed in their space, the other nowhere yet."""
    space.check_open()
    ground = space.ground
    half = Half(new_key()[:16], new_key()[:16], new_key(), first=True, consented=ground.clock())
    with ground.database.writing() as connection:
        connection.execute(insert(tables).values(door=half.table, wrapped=None))
    return TableSeat(space, space.put(SEAT, half))


def invite(seat: TableSeat, words: str, *, days: int = invitation.INVITATION_DAYS) -> str:
    """The code that opens the invitation, to be handed on in any way; an earlier code opens nothing any more.

    Raises:
        InputError: the words are too long, or the two sit at this table already.
        TableClosed: the table was closed.
    """
    if seat.sat_together or not seat.is_inviter:
        raise InputError("The two of you sit at this table already: no invitation is needed.")
    if seat.is_closed:
        raise TableClosed(_CLOSED)
    ground = seat.space.ground
    if seat.half.envelope:
        invitation.drop(ground, seat.half.envelope)
    code, row = invitation.write_envelope(ground, seat.half.table, seat.half.shelf, words, days)
    seat.keep(envelope=row, until=ground.clock() + timedelta(days=days))
    return code


def accept(code: str, space: Space) -> TableSeat:
    """The seat of the invited person: the other half of the key, made now and sealed in their space.

    The envelope stays as it is, so the other cannot tell a yes from a no or from a letter not opened.

    Raises:
        InvitationClosed: the code opens none.
        InputError: the code has a slip, or the space has a seat at this table already.
    """
    inside = invitation.open_envelope(space.ground, code)
    if any(seat.half.table == inside.table for seat in seats(space)):
        raise InputError("This space has a seat at that table already; the invitation is for the other of you.")
    half = Half(inside.table, inside.shelf, new_key(), first=False, consented=space.ground.clock())
    return TableSeat(space, space.put(SEAT, half))


def consent(seat: TableSeat) -> None:
    """Say yes for another 30 days; it lies in one's own space, and the other sees it only when the table opens."""
    seat.keep(consented=seat.space.ground.clock())


def open_table(one: TableSeat, other: TableSeat) -> Table:
    """The table, while both spaces are open: its key is made at the first sitting and needs both halves ever after.

    Raises:
        InputError: the two seats are not at one table.
        Locked: one of the spaces is locked.
        ConsentNeeded: a yes is older than 30 days; it does not say whose.
        TableClosed: one of the two has closed it.
        Tampered: the wrapped key was changed, or the seat belongs to somebody who accepted the same code.
    """
    first, second = (one, other) if one.is_inviter else (other, one)
    if first.half.table != second.half.table or not first.is_inviter or second.is_inviter:
        raise InputError(_NOT_ONE)
    if first.space.is_locked or second.space.is_locked:
        raise Locked(LOCKED)
    ground = first.space.ground
    if min(first.consented, second.consented) + timedelta(days=CONSENT_DAYS) <= ground.clock():
        raise ConsentNeeded(_AGAIN)
    table = Table(first, second, _key(first, second))
    for seat in (first, second):
        if not seat.sat_together:
            seat.keep(together=True, envelope=b"", until=None)
    return table


def _key(first: TableSeat, second: TableSeat) -> bytes:
    """The table's key; at the first sitting a new one is wrapped by both halves, and the invitation cleared away."""
    ground, door = first.space.ground, first.half.table
    outer = subkey(first.half.secret + second.half.secret, "nearer table", door)
    with ground.database.writing() as connection:
        ground.database.hold(connection, door)
        found = connection.execute(select(tables).where(tables.c.door == door)).first()
        if found is None:
            raise TableClosed(_CLOSED)
        if found.wrapped is not None:
            return _unwrapped(outer, found.wrapped, door)
        key = new_key()
        connection.execute(update(tables).where(tables.c.door == door).values(wrapped=wrap(outer, key, door)))
        connection.execute(delete(envelopes).where(envelopes.c.door == first.half.envelope))
        return key


def _unwrapped(outer: bytes, wrapped: bytes, door: bytes) -> bytes:
    try:
        return unwrap(outer, wrapped, door)
    except Tampered:
        raise Tampered(_OTHERS) from None


def revoke(seat: TableSeat) -> None:
    """Close the table alone and at once: its wrapped key goes first, then all that lay on it, then one's own seat.

    The other sees only that the table is closed. An invited person who has never sat down gives back their own seat
    and leaves the rest as it is, so that nobody learns that they had said yes.
    """
    ground, half = seat.space.ground, seat.half
    if not half.first and not half.together:
        seat.space.delete(SEAT, seat.id)
        return
    with ground.database.writing() as connection:
        noise = new_key() + new_key() + new_key()[:8]
        connection.execute(update(tables).where(tables.c.door == half.table).values(wrapped=noise))
    with ground.database.writing() as connection:
        connection.execute(delete(tables).where(tables.c.door == half.table))
        connection.execute(delete(entries).where(entries.c.shelf == half.shelf))
        connection.execute(delete(envelopes).where(envelopes.c.door == half.envelope))
    seat.space.delete(SEAT, seat.id)
    ground.database.sweep("tables")
