"""One way to SQLite and PostgreSQL: transactions that are whole or not at all, and trouble in plain words."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from nearer.errors import InputError, StoreError
from nearer.storage.troubles import plain_trouble

__all__ = ["NOTHING_HERE", "Database"]

WAIT_SECONDS = 10  # for another writer, and for a server to answer
SQLITE_PRAGMAS = (
    f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was confirmed is on the disk
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what was deleted is overwritten with zeros
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
)

NOTHING_HERE = "There is no store in that place: please look whether the folder or address is right."
_NO_ADDRESS = "That is no address of a store: sqlite:///path or postgresql+psycopg://… are."
_NO_FOLDER = "That folder cannot be made or written to: please name one that is yours, and see that the disk has room."


class Database:
    """A seam over the two databases: read, write, and make what was deleted hard to find again."""

    def __init__(self, url: str, *, make: bool = True) -> None:
        """Open no connection yet.

        Args:
            url: ``sqlite:///path`` or ``postgresql+psycopg://…``.
            make: whether SQLite's file and folder are made where they are missing.

        Raises:
            InputError: another kind of address.
            StoreError: there is no store and none is to be made, the folder cannot be made, or PostgreSQL's driver
                is missing.
        """
        self.url = _address(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writers = threading.Lock()
        if self.file and not make and not os.path.isfile(self.file):  # noqa: PTH113  (Path.is_file may raise)
            raise StoreError(NOTHING_HERE)
        self.engine = self._sqlite() if self.is_sqlite else self._postgres()

    @property
    def file(self) -> Path | None:
        """Where SQLite keeps the store; None for PostgreSQL."""
        return Path(self.url.database or "") if self.is_sqlite else None

    def _sqlite(self) -> Engine:
        place = Path(self.url.database or "")
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.touch(mode=0o600)
        except OSError:
            if not os.path.isfile(place):  # noqa: PTH113  (Path.is_file raises where a folder may not be entered)
                raise StoreError(_NO_FOLDER) from None
        engine = create_engine(self.url, connect_args={"check_same_thread": False, "timeout": WAIT_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "connect", self._mark_read_only)
        event.listen(engine, "checkin", _let_go_of_read_only)
        return engine

    def _mark_read_only(self, _: object, record: ConnectionPoolEntry) -> None:
        record.info["read only"] = not os.access(self.file or "", os.W_OK)

    def _postgres(self) -> Engine:
        patience = {} if "connect_timeout" in self.url.query else {"connect_timeout": WAIT_SECONDS}
        try:
            return create_engine(self.url, pool_pre_ping=True, connect_args=patience)
        except ImportError:
            raise StoreError("PostgreSQL needs its driver: pip install 'nearer[postgres]'.") from None
        except (ArgumentError, ValueError):
            raise InputError(_NO_ADDRESS) from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state for as long as it is open."""
        level: Any = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with plain_trouble(), self.engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are all kept, on the disk, when the block ends, or none of them."""
        turn = self._writers if self.is_sqlite else nullcontext()
        with plain_trouble(), turn, self.engine.execution_options(writes=True).begin() as connection:
            yield connection

    def hold(self, connection: Connection, name: bytes) -> None:
        """Let no other writer at the thing of that name until the transaction ends; SQLite has one writer anyway."""
        if not self.is_sqlite:
            number = int.from_bytes(name[:8], "big", signed=True)
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})

    def sweep(self, *emptied: str) -> None:
        """Overwrite what was deleted, as far as the database can: SQLite's journal, PostgreSQL's dead rows."""
        with plain_trouble(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            for name in emptied if not self.is_sqlite else ():
                connection.execute(text(f"VACUUM FULL {name}"))

    def close(self) -> None:
        """Write the journal back into the file, where there is room, and let go of every connection."""
        try:
            if self.is_sqlite:
                self.sweep()
        except StoreError:
            pass  # the journal stays beside the file and is read at the next opening: nothing is lost
        finally:
            self.engine.dispose()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        if address.get_backend_name() != "sqlite":
            url.encode()  # a path may hold what is no text; nothing else may
    except (ArgumentError, ValueError):  # a port that is no number, for one: its own words may hold a password
        raise InputError(_NO_ADDRESS) from None
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise InputError(_NO_ADDRESS)
    if address.drivername == "sqlite" and not address.database:
        raise InputError("A store in SQLite needs a file: sqlite:///path/to/notes.db, for example.")
    return address


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
    try:
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma).fetchall()
    except sqlite3.Error:
        connection.close()
        raise


def _let_go_of_read_only(_: object, record: ConnectionPoolEntry) -> None:
    """Keep no connection that was opened while the file could only be read: it would stay so when the file does not."""
    if record.info.get("read only"):
        record.invalidate()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_isolation_level() != "AUTOCOMMIT":
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
