"""A space: one person's sealed things, opened by a name and a passphrase, or by the recovery code on paper."""

from collections.abc import Callable
from datetime import datetime
from typing import NewType
from weakref import WeakSet

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from nearer.errors import InputError, Locked, Tampered, WrongKey
from nearer.storage.codes import new_code, value_of
from nearer.storage.database import Database
from nearer.storage.entry import LOCKED, Sealer
from nearer.storage.passphrase import KeyCost, check_name, check_passphrase, key_of, salt_of
from nearer.storage.schema import entries, spaces
from nearer.storage.seal import new_key, subkey, unwrap, wrap
from nearer.storage.shelf import Shelf

__all__ = ["Ground", "RecoveryKit", "Space", "SpaceId", "create_space", "open_space", "recover_space"]

SpaceId = NewType("SpaceId", str)
RECOVERY_BYTES = 20
NAME_BYTES = 16
_NOT_HERE = "That name and passphrase do not open a space here."
_NO_CODE = "That name and recovery code do not open a space here."
_TWICE = "A space with that name and passphrase is here already: please open it, or choose another passphrase."


class Ground(msgspec.Struct, frozen=True):
    """What every space of one store stands on: the database, its pepper, what a passphrase costs, the clock."""

    database: Database
    pepper: bytes
    cost: KeyCost
    clock: Callable[[], datetime]

    def __repr__(self) -> str:
        """Neither the address (it may have a password) nor the pepper."""
        return "Ground(…)"


class RecoveryKit(msgspec.Struct, frozen=True):
    """The code that opens a space when the passphrase is lost: shown once, printed, kept nowhere."""

    code: str

    def __repr__(self) -> str:
        """Nothing of the code, so that no log has it."""
        return "RecoveryKit(…)"


class Space:
    """An open space. Its keys are in memory alone, until ``lock``."""

    def __init__(self, ground: Ground, name: str, key: bytes) -> None:
        """A space over its key; ``open_space`` and its like make it."""
        self.name, self.ground, self._key = name, ground, bytearray(key)
        self.id = SpaceId(subkey(key, "nearer space id", size=NAME_BYTES).hex())
        self._door, shelf = _door(key), subkey(key, "nearer shelf", size=NAME_BYTES)
        self.shelf = Shelf(ground.database, Sealer(key, shelf), shelf=shelf, clock=ground.clock, guard=self._guard)
        self.put, self.put_beside, self.delete = self.shelf.put, self.shelf.put_beside, self.shelf.delete
        self.get, self.list, self.versions = self.shelf.get, self.shelf.list, self.shelf.versions
        self.everything = self.shelf.everything
        self._tables: WeakSet[Sealer] = WeakSet()

    def __repr__(self) -> str:
        """Neither name nor key, so that no log has them."""
        return f"Space({'locked' if self.is_locked else 'open'})"

    @property
    def is_locked(self) -> bool:
        """Whether the keys are wiped."""
        return self.shelf.sealer.is_locked

    def lock(self) -> None:
        """Wipe the keys from memory, those of its open tables too, as well as Python allows; then all is ``Locked``."""
        self.shelf.lock()
        for table in tuple(self._tables):
            table.lock()
        self._key[:] = bytes(len(self._key))

    def lock_with(self, table: Sealer) -> None:
        """Let an open table's keys be wiped together with this space's."""
        self._tables.add(table)

    def _guard(self, connection: Connection, writes: bool) -> None:  # noqa: FBT001
        here = select(spaces.c.door).where(spaces.c.door == self._door)
        if connection.execute(here.with_for_update(read=True) if writes else here).first() is None:
            raise Locked("This space is no longer here.")

    def check_open(self) -> None:
        """Nothing, where the space is open.

        Raises:
            Locked: it is not.
        """
        self._open_key()

    def _open_key(self) -> bytes:
        if self.is_locked:
            raise Locked(LOCKED)
        return bytes(self._key)

    def check_passphrase(self, passphrase: str) -> None:
        """Nothing, where the passphrase is the one that opens this very space now.

        Raises:
            WrongKey: it is another (it may open another space of the same name).
            Locked: the space is locked.
        """
        found = _by_passphrase(self.ground, self.name, passphrase)
        if found is None or found[1] != self._open_key():
            raise WrongKey("That is not the passphrase of this space.")

    def change_passphrase(self, old: str, new: str) -> None:
        """Seal the space's key with another passphrase; nothing else is written again.

        Raises:
            WrongKey: the old passphrase is another.
            InputError: the new one is too short.
        """
        check_passphrase(new)
        key = self._open_key()
        self.check_passphrase(old)
        _rewrap(self.ground, self._door, _passphrase_columns(self.ground, self.name, new, key))

    def new_recovery_kit(self, passphrase: str) -> RecoveryKit:
        """Another recovery code; the one before opens nothing any more.

        Raises:
            WrongKey: the passphrase is another.
        """
        key = self._open_key()
        self.check_passphrase(passphrase)
        kit, columns = _recovery_columns(self.ground, self.name, key)
        _rewrap(self.ground, self._door, columns)
        return kit

    def forget(self) -> None:
        """Make everything in this space unreadable for good: first its wrapped keys go, then its rows; then lock.

        Tables are closed by ``Store.forget``, which calls this.
        """
        self.check_open()
        database = self.ground.database
        with database.writing() as connection:
            self._guard(connection, True)  # noqa: FBT003
            noise = {"by_passphrase": new_key() + new_key(), "by_recovery": new_key() + new_key()}
            connection.execute(update(spaces).where(spaces.c.door == self._door).values(**noise))
        with database.writing() as connection:
            connection.execute(delete(spaces).where(spaces.c.door == self._door))
            connection.execute(delete(entries).where(entries.c.shelf == self.shelf.shelf))
        self.lock()
        database.sweep("spaces")


def _door(key: bytes) -> bytes:
    return subkey(key, "nearer door", size=NAME_BYTES)


def _passphrase_columns(ground: Ground, name: str, passphrase: str, key: bytes) -> dict[str, object]:
    outer = key_of(name, passphrase, ground.pepper, ground.cost)
    return {
        "operations": ground.cost.operations,
        "memory_bytes": ground.cost.memory_bytes,
        "found_by": subkey(outer, "nearer find"),
        "by_passphrase": wrap(subkey(outer, "nearer wrap"), key, _door(key)),
    }


def _recovery_columns(ground: Ground, name: str, key: bytes) -> tuple[RecoveryKit, dict[str, object]]:
    value, code = new_code(RECOVERY_BYTES)
    outer = _recovery_key(ground, name, value)
    columns: dict[str, object] = {
        "recovered_by": subkey(outer, "nearer find"),
        "by_recovery": wrap(subkey(outer, "nearer wrap"), key, _door(key)),
    }
    return RecoveryKit(code), columns


def _recovery_key(ground: Ground, name: str, value: bytes) -> bytes:
    return subkey(value, "nearer recovery", salt_of(name, ground.pepper))


def _rewrap(ground: Ground, door: bytes, columns: dict[str, object]) -> None:
    with ground.database.writing() as connection:
        try:
            done = connection.execute(update(spaces).where(spaces.c.door == door).values(**columns))
        except IntegrityError:
            raise InputError(_TWICE) from None
        if done.rowcount != 1:
            raise Locked("This space is no longer here.")
    ground.database.sweep("spaces")


def create_space(ground: Ground, name: str, passphrase: str) -> tuple[Space, RecoveryKit]:
    """A new space and its recovery kit.

    A second space of the same name is no trouble where its passphrase is another: nobody can find out by trying
    which names are taken.

    Raises:
        InputError: the name is empty, the passphrase too short, or that very space is here already.
    """
    check_name(name)
    check_passphrase(passphrase)
    key = new_key()
    kit, columns = _recovery_columns(ground, name, key)
    columns |= _passphrase_columns(ground, name, passphrase, key)
    with ground.database.writing() as connection:
        try:
            connection.execute(insert(spaces).values(door=_door(key), **columns))
        except IntegrityError:
            raise InputError(_TWICE) from None
    return Space(ground, name, key), kit


def _by_passphrase(ground: Ground, name: str, passphrase: str) -> tuple[bytes, bytes] | None:
    """The door and key of the space that name and passphrase open; the same work whether there is one or not."""
    with ground.database.reading() as connection:
        rows = connection.execute(select(spaces.c.operations, spaces.c.memory_bytes).distinct())
        costs = {KeyCost(each.operations, each.memory_bytes) for each in rows} | {ground.cost}
    for cost in sorted(costs, reverse=True):
        outer = key_of(name, passphrase, ground.pepper, cost)
        with ground.database.reading() as connection:
            wanted = select(spaces).where(spaces.c.found_by == subkey(outer, "nearer find"))
            found = connection.execute(wanted).first()
        if found is not None:
            return found.door, _opened(found, subkey(outer, "nearer wrap"), found.by_passphrase)
    return None


def _opened(found: Row[tuple[bytes]], outer: bytes, wrapped: bytes) -> bytes:
    key = unwrap(outer, wrapped, found.door)
    if _door(key) != found.door:
        raise Tampered("This space was changed from outside or is damaged; a backup may still have it: nearer restore.")
    return key


def open_space(ground: Ground, name: str, passphrase: str) -> Space:
    """The space that name and passphrase open.

    Raises:
        WrongKey: they open none; it takes as long, and says the same, whichever of them is wrong.
    """
    found = _by_passphrase(ground, name, passphrase)
    if found is None:
        raise WrongKey(_NOT_HERE)
    return Space(ground, name, found[1])


def recover_space(ground: Ground, name: str, recovery_code: str, new_passphrase: str) -> tuple[Space, RecoveryKit]:
    """The space that name and recovery code open, with the new passphrase, and a new kit: the old code is used up.

    Raises:
        InputError: the code has a slip (it says where), or the new passphrase is too short.
        WrongKey: they open none.
    """
    check_passphrase(new_passphrase)
    outer = _recovery_key(ground, name, value_of(recovery_code, RECOVERY_BYTES))
    with ground.database.reading() as connection:
        wanted = select(spaces).where(spaces.c.recovered_by == subkey(outer, "nearer find"))
        found = connection.execute(wanted).first()
    if found is None:
        raise WrongKey(_NO_CODE)
    key = _opened(found, subkey(outer, "nearer wrap"), found.by_recovery)
    kit, columns = _recovery_columns(ground, name, key)
    _rewrap(ground, found.door, columns | _passphrase_columns(ground, name, new_passphrase, key))
    return Space(ground, name, key), kit
