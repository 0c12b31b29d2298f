"""One entry of a shelf, sealed: a head (what, which, version, when) and a body, each bound to its place."""

import threading
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from nearer.errors import Locked, StoreError
from nearer.storage.seal import bind, pad, seal, subkey, unpad, unseal

__all__ = ["LOCKED", "Head", "Item", "Place", "Raw", "Sealer"]

V = TypeVar("V")
ROW_BYTES = 16
SEEN_AT_MOST = 20_000
LOCKED = "This space is locked: please open it again with its name and passphrase."
_OTHER_FORM = "An entry was written by another version of Nearer and cannot be read by this one: please update it."


class Item(msgspec.Struct, Generic[V], frozen=True):
    """One kept thing: what it is, when it was first and last saved (UTC), and its value.

    ``version`` counts the saves from 1. ``beside`` is None, or the name of a second version that was kept beside
    the first because two devices had saved at once.
    """

    kind: str
    id: str
    version: int
    created: datetime
    at: datetime
    value: V
    beside: str | None = None


class Raw(msgspec.Struct, frozen=True):
    """A value whose type the reader does not know: bytes, or the parts of the record that was put."""

    parts: Any


class Place(NamedTuple):
    """Where an entry belongs: kind, id, and the name of the version beside ("" for the first)."""

    kind: str
    item: str
    beside: str

    def bound(self) -> bytes:
        """The place as bytes that no other place has."""
        return bind(*(part.encode("utf-8") for part in self))


class Head(msgspec.Struct, frozen=True, array_like=True):
    """What an entry is, apart from its value; sealed by itself, so that lists need not open every value."""

    kind: str
    item: str
    beside: str
    version: int
    created: datetime
    at: datetime
    is_bytes: bool

    @property
    def place(self) -> Place:
        """Where it belongs."""
        return Place(self.kind, self.item, self.beside)


class Sealer:
    """Seals and opens the entries of one shelf; all of its keys come from one key and are wiped by ``lock``."""

    def __init__(self, key: bytes, shelf: bytes) -> None:
        """Keep two keys, one to seal and one to name rows."""
        self._shelf = shelf
        self._keys = [bytearray(subkey(key, "nearer sealing")), bytearray(subkey(key, "nearer naming"))]
        self._mutex = threading.Lock()
        self._seen: dict[bytes, tuple[bytes, Head]] = {}  # heads that were opened, by row, with what they came from
        self.is_locked = False

    def lock(self) -> None:
        """Wipe the keys; what is under way in another thread ends with ``Locked`` and keeps nothing."""
        with self._mutex:
            self.is_locked = True
            self._seen.clear()
            for key in self._keys:
                key[:] = bytes(len(key))

    def _key(self, which: int) -> bytes:
        with self._mutex:
            if self.is_locked:
                raise Locked(LOCKED)
            return bytes(self._keys[which])

    def row(self, place: Place) -> bytes:
        """The name (16 bytes) of the row for a place; it tells nothing without the key."""
        return subkey(self._key(1), "nearer row", place.bound(), ROW_BYTES)

    def _about_head(self, row: bytes) -> bytes:
        return bind(b"head", self._shelf, row)

    def _about_body(self, head: Head) -> bytes:
        return bind(b"body", self._shelf, head.place.bound(), head.version.to_bytes(8, "little"))

    def seal(self, head: Head, value: object) -> dict[str, bytes]:
        """The two sealed columns, ``head`` and ``body``."""
        key = self._key(0)
        plain = value if isinstance(value, bytes) else msgspec.msgpack.encode(value)
        return {
            "head": seal(key, pad(msgspec.msgpack.encode(head)), self._about_head(self.row(head.place))),
            "body": seal(key, pad(plain), self._about_body(head)),
        }

    def head(self, row: bytes, sealed: bytes) -> Head:
        """The head of a row.

        Raises:
            Tampered: it was changed, or belongs to another row.
        """
        key, seen = self._key(0), self._seen.get(row)
        if seen is not None and seen[0] == sealed:
            return seen[1]
        head = msgspec.msgpack.decode(unpad(unseal(key, sealed, self._about_head(row))), type=Head)
        with self._mutex:
            if not self.is_locked and len(self._seen) < SEEN_AT_MOST:
                self._seen[row] = (sealed, head)
        return head

    def open(self, head: Head, sealed: bytes, kind: type[V]) -> Item[V]:
        """The item with its value as the type asked for; ``Raw`` fits every value.

        Raises:
            Tampered: the body was changed, or belongs to another head or version.
            StoreError: the value is of another type than asked for.
        """
        plain = unpad(unseal(self._key(0), sealed, self._about_body(head)))
        value: Any
        try:
            if kind is Raw:
                value = Raw(plain if head.is_bytes else msgspec.msgpack.decode(plain))
            elif head.is_bytes != (kind is bytes):
                raise StoreError(_OTHER_FORM)
            else:
                value = plain if head.is_bytes else msgspec.msgpack.decode(plain, type=kind)
        except msgspec.MsgspecError:
            raise StoreError(_OTHER_FORM) from None
        return Item(head.kind, head.item, head.version, head.created, head.at, value, head.beside or None)
