"""A shelf: sealed things under a kind and an id, each with a version. It knows no meaning and shows no order."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, insert, select, update

from nearer.errors import Conflict, Locked
from nearer.storage.database import Database
from nearer.storage.entry import LOCKED, Head, Item, Place, Raw, Sealer
from nearer.storage.schema import entries

__all__ = ["Guard", "Shelf"]

V = TypeVar("V")
AT_ONCE = 400  # rows in one question; an old build of SQLite takes at most 999 values
_SAVED = "This was saved on another device in the meantime: nothing was overwritten, and yours is still with you."

Guard = Callable[[Connection, bool], None]
Items = list[Item[V]]  # by names of their own, as a shelf has a method called list
Heads = list[tuple[bytes, Head]]


class Shelf:
    """The sealed things of one space or one table."""

    def __init__(
        self, database: Database, sealer: Sealer, *, shelf: bytes, clock: Callable[[], datetime], guard: Guard
    ) -> None:
        """A shelf over the database.

        Args:
            database: where the rows are.
            sealer: opens and seals them.
            shelf: the name (16 random bytes) that its rows share.
            clock: the present in UTC.
            guard: asked in each transaction (with whether it writes); it raises where the shelf is closed.
        """
        self.database, self.sealer, self.shelf, self._clock, self._guard = database, sealer, shelf, clock, guard

    def put(self, kind: str, value: V, *, item: str | None = None, expect: int | None = None) -> Item[V]:
        """The item as it was saved, and on the disk; under a fresh id where none is given.

        Args:
            kind: what it is, such as ``letter``; not readable on disk.
            value: a ``msgspec.Struct``, or bytes.
            item: its id, any short text; a new thing where it is not there yet.
            expect: the version that the editor had (0: none); None saves over whatever is there.

        Raises:
            Conflict: another version is there than expected; nothing was changed.
            Locked: the space is locked.
            StoreError: it could not be kept.
        """
        return self._save(Place(kind, item or secrets.token_hex(16), ""), value, expect)

    def put_beside(self, kind: str, item: str, value: V) -> Item[V]:
        """The item as it was saved beside the first version, which stays as it is; for the loser of a ``Conflict``."""
        return self._save(Place(kind, item, secrets.token_hex(4)), value, None)

    def get(self, kind: str, item: str, type: type[V]) -> Item[V] | None:
        """The item with that id, or None.

        Raises:
            Tampered: it was changed from outside.
            Locked: the space is locked.
        """
        with self._reading() as connection:
            found = self._row(connection, Place(kind, item, ""))
            return self.sealer.open(self.sealer.head(found.row, found.head), found.body, type) if found else None

    def list(self, kind: str, type: type[V]) -> Items[V]:
        """Every item of the kind (first versions alone), the oldest first.

        Raises:
            Tampered: one of them was changed from outside.
            Locked: the space is locked.
        """
        found = self._those(lambda head: head.kind == kind and not head.beside, type)
        return sorted(found, key=lambda item: (item.created, item.id))

    def versions(self, kind: str, item: str, type: type[V]) -> Items[V]:
        """The item and what was kept beside it: the first version, then the others by time; empty for none."""
        found = self._those(lambda head: (head.kind, head.item) == (kind, item), type)
        return sorted(found, key=lambda each: (each.beside is not None, each.at, each.beside or ""))

    def everything(self) -> Items[Raw]:
        """All items of all kinds with their values as they were kept, by kind and then by time; for an export."""
        found = self._those(lambda _: True, Raw)
        return sorted(found, key=lambda item: (item.kind, item.created, item.id, item.beside or ""))

    def delete(self, kind: str, item: str, *, beside: str | None = None) -> bool:
        """Whether something was there; the item goes with all its versions, or the one named version alone."""
        with self._writing() as connection:
            heads = self._heads(connection, lambda head: (head.kind, head.item) == (kind, item))
            rows = [row for row, head in heads if beside in (None, head.beside)]
            for row in rows:
                connection.execute(delete(entries).where(entries.c.row == row))
            return bool(rows)

    def lock(self) -> None:
        """Wipe the keys from memory, as well as Python allows; every later call raises ``Locked``."""
        self.sealer.lock()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._check_open()
        with self.database.reading() as connection:
            self._guard(connection, False)  # noqa: FBT003
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._check_open()
        with self.database.writing() as connection:
            self._guard(connection, True)  # noqa: FBT003
            yield connection

    def _check_open(self) -> None:
        if self.sealer.is_locked:
            raise Locked(LOCKED)

    def _save(self, place: Place, value: V, expect: int | None) -> Item[V]:
        row, now = self.sealer.row(place), self._clock()
        with self._writing() as connection:
            self.database.hold(connection, row)
            found = self._row(connection, place)
            old = self.sealer.head(row, found.head) if found else None
            version = old.version if old else 0
            if expect is not None and expect != version:
                raise Conflict(_SAVED)
            head = Head(*place, version + 1, old.created if old else now, now, isinstance(value, bytes))
            sealed = self.sealer.seal(head, value)
            if old:
                connection.execute(update(entries).where(entries.c.row == row).values(**sealed))
            else:
                connection.execute(insert(entries).values(row=row, shelf=self.shelf, **sealed))
        return Item(head.kind, head.item, head.version, head.created, now, value, place.beside or None)

    def _row(self, connection: Connection, place: Place) -> Row[Any] | None:
        mine = (entries.c.row == self.sealer.row(place)) & (entries.c.shelf == self.shelf)
        return connection.execute(select(entries).where(mine)).first()

    def _heads(self, connection: Connection, wanted: Callable[[Head], bool]) -> Heads:
        rows = connection.execute(select(entries.c.row, entries.c.head).where(entries.c.shelf == self.shelf))
        heads = ((found.row, self.sealer.head(found.row, found.head)) for found in rows)
        return [(row, head) for row, head in heads if wanted(head)]

    def _those(self, wanted: Callable[[Head], bool], type: type[V]) -> Items[V]:
        items: Items[V] = []
        with self._reading() as connection:
            heads = iter(self._heads(connection, wanted))
            while some := dict(islice(heads, AT_ONCE)):
                bodies = select(entries.c.row, entries.c.body).where(entries.c.row.in_(list(some)))
                items += [self.sealer.open(some[each.row], each.body, type) for each in connection.execute(bodies)]
        return items
