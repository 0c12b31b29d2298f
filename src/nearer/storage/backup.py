"""A backup: one sealed file of the whole store, which fits either database and any later Nearer.

The file is: one byte (the form), what the passphrase costs (12 bytes), a salt (16), the header of libsodium's
secretstream (24), then frames, each after its length (4 bytes). Inside is a line of records, each after its length:
first what wrote it, then the rows as they lie in the store (sealed once more), then zeros up to a whole frame.
"""

import secrets
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import msgspec
from nacl import bindings as sodium
from sqlalchemy import Connection, column, insert, inspect, select, table

from nearer.errors import StoreError, WrongKey
from nearer.storage.database import Database
from nearer.storage.files import whole_file
from nearer.storage.migrations import NEWEST, run, version_of
from nearer.storage.passphrase import SALT_BYTES, KeyCost, check_passphrase, stretch
from nearer.storage.schema import about
from nearer.storage.space import Ground

__all__ = ["backup", "restore"]

T = TypeVar("T")

FORM = 1
FRAME_BYTES = 2**16
AT_ONCE = 200  # rows in one statement
_COST_BYTES = (4, 8)
_HEADER_BYTES = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_NOT_OURS = "That passphrase does not open this file, or it is no backup of Nearer, or damaged. Nothing was changed."
_HERE = "There is a store in that place already: please restore into another folder, or move the old one away first."
_NEWER = "A newer Nearer has made this backup: please update Nearer. Nothing was changed."


class Made(msgspec.Struct, frozen=True):
    """The first record: which migration the store was at, and its pepper."""

    schema: str
    version: int
    pepper: bytes


class Line(msgspec.Struct, frozen=True, array_like=True):
    """One row of one table."""

    table: str
    row: dict[str, int | bytes | None]


def backup(ground: Ground, path: Path, passphrase: str) -> None:
    """Write the store as it is at one moment into one sealed file; an older file there stays until this is whole.

    Raises:
        InputError: the passphrase is too short.
        StoreError: the file cannot be written.
    """
    check_passphrase(passphrase)
    with whole_file(path) as file, ground.database.reading() as connection:
        _write(file, _records(connection), passphrase, ground.cost)


def _records(connection: Connection) -> Iterator[bytes]:
    stored = connection.execute(select(about.c.version, about.c.pepper)).one()
    yield msgspec.msgpack.encode(Made("nearer/backup/1", stored.version, stored.pepper))
    for name, columns in sorted(_columns(connection).items()):
        if name != about.name:
            rows: Any = select(*(column(each) for each in columns)).select_from(table(name))
            for found in connection.execute(rows.execution_options(yield_per=AT_ONCE)):
                yield msgspec.msgpack.encode(Line(name, dict(zip(columns, found, strict=True))))


def _columns(connection: Connection) -> dict[str, list[str]]:
    """The tables of the store as they are, with the names of their columns."""
    here = inspect(connection)
    return {name: sorted(each["name"] for each in here.get_columns(name)) for name in here.get_table_names()}


def _frames(records: Iterator[bytes]) -> Iterator[bytes]:
    """The records as one line, cut into frames of equal size; at least one."""
    filled = bytearray()
    for record in records:
        filled += len(record).to_bytes(4, "little") + record
        while len(filled) >= FRAME_BYTES:
            yield bytes(filled[:FRAME_BYTES])
            del filled[:FRAME_BYTES]
    yield bytes(filled) + bytes(FRAME_BYTES - len(filled))


def _write(file: BinaryIO, records: Iterator[bytes], passphrase: str, cost: KeyCost) -> None:
    salt = secrets.token_bytes(SALT_BYTES)
    sizes = zip((cost.operations, cost.memory_bytes), _COST_BYTES, strict=True)
    before = bytes([FORM]) + b"".join(number.to_bytes(size, "little") for number, size in sizes) + salt
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    header = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, stretch(passphrase, salt, cost))
    file.write(before + header)
    push = sodium.crypto_secretstream_xchacha20poly1305_push
    frames = _frames(records)
    frame = next(frames)
    for later in frames:
        _frame(file, push(state, frame, before))
        frame = later
    _frame(file, push(state, frame, before, _FINAL))


def _frame(file: BinaryIO, sealed: bytes) -> None:
    file.write(len(sealed).to_bytes(4, "little") + sealed)


def restore(path: Path, url: str, passphrase: str) -> None:
    """Bring a backup back into an empty place, up to the newest migration, whole or not at all.

    Raises:
        WrongKey: the passphrase opens it not, or it is no backup, or any bit of it was changed.
        StoreError: a newer Nearer made it, there is a store in that place already, or it cannot be written.
    """
    try:
        with path.open("rb") as file:
            records = _read(file, passphrase)
            made = _decoded(next(records, b""), Made)
            if made.version > NEWEST:
                raise StoreError(_NEWER)
            database = Database(url)
            try:
                with database.writing() as connection:
                    _fill(connection, made, records)
            finally:
                database.close()
    except OSError:
        raise StoreError("That backup cannot be read: please look whether its name is right.") from None


def _read(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """The records of a backup, one after the other; the last frame must be the one that was sealed as the last."""
    before = file.read(1 + sum(_COST_BYTES) + SALT_BYTES)
    header = file.read(_HEADER_BYTES)
    if len(before + header) < 1 + sum(_COST_BYTES) + SALT_BYTES + _HEADER_BYTES or before[0] != FORM:
        raise WrongKey(_NOT_OURS)
    cost = KeyCost(int.from_bytes(before[1:5], "little"), int.from_bytes(before[5:13], "little"))
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    key = stretch(passphrase, before[13:], cost)
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
    filled, tag = bytearray(), 0
    while tag != _FINAL:
        size = int.from_bytes(file.read(4), "little")
        frame, tag = _pulled(state, file.read(min(size, 2 * FRAME_BYTES)), before)
        filled += frame
        yield from _cut(filled)


def _pulled(state: Any, sealed: bytes, before: bytes) -> tuple[bytes, int]:  # noqa: ANN401  (the binding has no name for it)
    try:
        frame, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, sealed, before)
    except Exception:  # the binding raises kinds of its own for a wrong key and for a frame too short
        raise WrongKey(_NOT_OURS) from None
    return bytes(frame), int(tag)


def _cut(filled: bytearray) -> Iterator[bytes]:
    """The whole records at the beginning, which are taken away; zeros are the filling at the end."""
    while (size := int.from_bytes(filled[:4], "little")) and len(filled) >= 4 + size:
        yield bytes(filled[4 : 4 + size])
        del filled[: 4 + size]


def _decoded(record: bytes, kind: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(record, type=kind)
    except msgspec.MsgspecError:
        raise WrongKey(_NOT_OURS) from None


def _fill(connection: Connection, made: Made, records: Iterator[bytes]) -> None:
    if version_of(connection):
        raise StoreError(_HERE)
    run(connection, start=0, stop=made.version, pepper=made.pepper)
    columns = _columns(connection)
    lines = (_decoded(record, Line) for record in records)
    for name, some in groupby(lines, key=lambda line: line.table):
        while rows := [line.row for line in islice(some, AT_ONCE)]:
            if any(sorted(row) != columns.get(name) for row in rows):
                raise WrongKey(_NOT_OURS)
            connection.execute(insert(table(name, *(column(each) for each in columns[name]))), rows)
    if made.version < NEWEST:
        run(connection, start=made.version, stop=NEWEST)
