"""Numbered migrations: each changes the store and is recorded in one transaction; a store never goes back."""

from collections.abc import Callable

from sqlalchemy import Connection, inspect, select, text

from nearer.errors import StoreError
from nearer.storage.database import NOTHING_HERE, Database
from nearer.storage.schema import about

__all__ = ["MIGRATIONS", "NEWEST", "migrate", "run", "version_of"]

_LOCK = b"migrates"  # any name, the same for every Nearer that looks at one database

_ABOUT = "CREATE TABLE about (one SMALLINT PRIMARY KEY, version INTEGER NOT NULL, pepper {bytes} NOT NULL)"
_SPACES = (
    "CREATE TABLE spaces (door {bytes} PRIMARY KEY NOT NULL, operations INTEGER NOT NULL, "
    "memory_bytes INTEGER NOT NULL, found_by {bytes} NOT NULL UNIQUE, by_passphrase {bytes} NOT NULL, "
    "recovered_by {bytes} NOT NULL UNIQUE, by_recovery {bytes} NOT NULL){keyed}"
)
_ENTRIES = (
    "CREATE TABLE entries (row {bytes} PRIMARY KEY NOT NULL, shelf {bytes} NOT NULL, head {bytes} NOT NULL, "
    "body {bytes} NOT NULL){keyed}"
)
_BY_SHELF = "CREATE INDEX entries_by_shelf ON entries (shelf)"
_TABLES = "CREATE TABLE tables (door {bytes} PRIMARY KEY NOT NULL, wrapped {bytes}){keyed}"
_ENVELOPES = "CREATE TABLE envelopes (door {bytes} PRIMARY KEY NOT NULL, sealed {bytes} NOT NULL){keyed}"


def _do(connection: Connection, *statements: str) -> None:
    sqlite = connection.dialect.name == "sqlite"
    words = {"bytes": "BLOB", "keyed": " WITHOUT ROWID"} if sqlite else {"bytes": "BYTEA", "keyed": ""}
    for statement in statements:
        connection.execute(text(statement.format(**words)))


def _one(connection: Connection) -> None:
    """Spaces and what is kept in them."""
    _do(connection, _ABOUT, _SPACES, _ENTRIES)


def _two(connection: Connection) -> None:
    """The table of two, invitations, and a quicker way to a shelf."""
    _do(connection, _TABLES, _ENVELOPES, _BY_SHELF)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_one, _two)
NEWEST = len(MIGRATIONS)


def version_of(connection: Connection) -> int:
    """The number of the last migration that ran; 0 for an empty database.

    Raises:
        StoreError: the database holds something else.
    """
    names = inspect(connection).get_table_names()
    if "about" in names and "spaces" in names:
        return int(connection.execute(select(about.c.version)).scalar_one())
    if names and connection.dialect.name == "sqlite":
        raise StoreError("That file holds something else, no store of Nearer. Nothing was changed.")
    return 0


def run(connection: Connection, *, start: int, stop: int, pepper: bytes = b"") -> None:
    """Run the migrations after ``start`` up to ``stop`` and record the last one, in the caller's transaction."""
    for migration in MIGRATIONS[start:stop]:
        migration(connection)
    if start == 0:
        connection.execute(about.insert().values(one=1, version=stop, pepper=pepper))
    else:
        connection.execute(about.update().values(version=stop))


def migrate(database: Database, pepper: bytes, *, make: bool = True) -> bytes:
    """Bring the store to the newest migration; gives back its pepper (the one given, where it is new).

    Raises:
        StoreError: a newer Nearer wrote it, it is no store, or there is none and none is to be made.
    """
    with database.reading() as connection:
        version = version_of(connection)
        if version == 0 and not make:
            raise StoreError(NOTHING_HERE)
        if version == NEWEST:  # the usual case: nothing is written, so a busy store opens too
            return bytes(connection.execute(select(about.c.pepper)).scalar_one())
    with database.writing() as connection:
        database.hold(connection, _LOCK)
        version = version_of(connection)
        if version > NEWEST:
            raise StoreError("A newer Nearer has written this store: please update Nearer. Nothing was changed.")
        if version < NEWEST:
            run(connection, start=version, stop=NEWEST, pepper=pepper)
        return bytes(connection.execute(select(about.c.pepper)).scalar_one())
