"""The store: where spaces and tables are kept. ``open_store`` is the door."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from nearer.errors import NearerError, Tampered
from nearer.storage import backup as backups
from nearer.storage import invitation, space, table, word
from nearer.storage.database import Database
from nearer.storage.invitation import INVITATION_DAYS, Invitation
from nearer.storage.migrations import migrate
from nearer.storage.passphrase import MODERATE, KeyCost
from nearer.storage.schema import about
from nearer.storage.space import Ground, RecoveryKit, Space
from nearer.storage.table import Table, TableSeat

__all__ = ["Store", "open_store", "url_of"]

FILE = "notes.db"  # a name that tells nothing
PEPPER_BYTES = 32


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """An open store. It may be used from several threads, and several processes may have it open."""

    def __init__(self, ground: Ground) -> None:
        """A store that stands already; ``open_store`` makes it."""
        self.ground = ground

    @property
    def file(self) -> Path | None:
        """Where SQLite keeps it; None for PostgreSQL."""
        return self.ground.database.file

    def check(self) -> None:
        """Nothing, where the store answers.

        Raises:
            StoreError: it does not, and what to do.
        """
        with self.ground.database.reading() as connection:
            connection.execute(select(about.c.version)).scalar_one()

    def create_space(self, name: str, passphrase: str) -> tuple[Space, RecoveryKit]:
        """A new space and its recovery kit, which is shown once and kept nowhere.

        Raises:
            InputError: the name is empty, the passphrase too short, or that very space is here already.
        """
        return space.create_space(self.ground, name, passphrase)

    def open_space(self, name: str, passphrase: str) -> Space:
        """The space that name and passphrase open.

        Raises:
            WrongKey: they open none; it takes as long, and says the same, whichever of them is wrong.
        """
        return space.open_space(self.ground, name, passphrase)

    def recover_space(self, name: str, recovery_code: str, new_passphrase: str) -> tuple[Space, RecoveryKit]:
        """The space, with a new passphrase and a new kit; the old code is used up.

        Raises:
            InputError: the code has a slip (it says in which group), or the new passphrase is too short.
            WrongKey: name and code open none.
        """
        return space.recover_space(self.ground, name, recovery_code, new_passphrase)

    def forget(self, mine: Space) -> None:
        """Make a space unreadable for good, and close its tables; the space is locked then.

        A damaged entry does not stand in the way: a table whose seat cannot be read never opens again anyway.
        """
        with suppress(Tampered):
            for seat in table.seats(mine):
                table.revoke(seat)
        mine.forget()

    def seats(self, mine: Space) -> list[TableSeat]:
        """The seats in a space, the oldest first."""
        return table.seats(mine)

    def new_table(self, mine: Space) -> TableSeat:
        """The seat of the one who lays a table."""
        return table.new_table(mine)

    def invite(self, seat: TableSeat, words: str, *, days: int = INVITATION_DAYS) -> str:
        """The code of a new invitation; an earlier code of this table opens nothing any more."""
        return table.invite(seat, words, days=days)

    def open_invitation(self, code: str) -> Invitation:
        """What the inviting person wrote; nothing is written down by looking.

        Raises:
            InputError: the code has a slip.
            InvitationClosed: the code opens none.
        """
        inside = invitation.open_envelope(self.ground, code)
        return Invitation(inside.words, inside.until)

    def accept(self, code: str, mine: Space) -> TableSeat:
        """The seat of the invited person, in their own space."""
        return table.accept(code, mine)

    def decline(self, code: str) -> None:
        """Leave the invitation as if it had never been opened: nothing is written, and the other cannot tell.

        Raises:
            InputError: the code has a slip.
            InvitationClosed: the code opens none.
        """
        invitation.open_envelope(self.ground, code)

    def leave_word(self, code: str, said: str) -> None:
        """Leave a word for the one who invited; only where the invited person wishes it."""
        word.leave_word(self.ground, code, said)

    def word_left(self, code: str) -> str | None:
        """The word that the invited person left, if they did."""
        return word.word_left(self.ground, code)

    def drop_word(self, code: str) -> None:
        """Delete the word that was left."""
        word.drop_word(self.ground, code)

    def open_table(self, one: TableSeat, other: TableSeat) -> Table:
        """The table, while both spaces are open."""
        return table.open_table(one, other)

    def consent(self, seat: TableSeat) -> None:
        """Say yes for another 30 days."""
        table.consent(seat)

    def revoke(self, seat: TableSeat) -> None:
        """Close the table alone and at once; all that lay on it is gone."""
        table.revoke(seat)

    def backup(self, path: Path, passphrase: str) -> None:
        """Write the whole store, as it is at one moment, into one sealed file.

        Raises:
            InputError: the passphrase is too short.
            StoreError: the file cannot be written.
        """
        backups.backup(self.ground, path, passphrase)

    def close(self) -> None:
        """Write everything back and let go of the file or the server."""
        self.ground.database.close()


def url_of(place: str | Path) -> str:
    """The address of a store: an address as it is, or the store's file in a folder."""
    return str(place) if "://" in str(place) else f"sqlite:///{Path(place).absolute() / FILE}"


def open_store(url: str, *, cost: KeyCost = MODERATE, clock: Callable[[], datetime] = _now, make: bool = True) -> Store:
    """The store at the address, made new where there is none, and brought to the newest migration.

    Args:
        url: ``sqlite:///path/to/notes.db`` or ``postgresql+psycopg://…``.
        cost: what a passphrase costs from now on; spaces keep the cost that they were sealed with.
        clock: the present in UTC.
        make: whether a new store is made where there is none.

    Raises:
        InputError: that is no address of a store.
        StoreError: it cannot be opened, is not there, holds something else, or a newer Nearer wrote it.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     store = open_store(url_of(folder), cost=KeyCost(1, 8192))
        ...     space, kit = store.create_space("kitchen", "four words in a row")
        ...     item = space.put("note", b"thank you for the tea")
        ...     print(space.get("note", item.id, bytes).value, len(kit.code))
        ...     store.close()
        b'thank you for the tea' 47
    """
    database = Database(url, make=make)
    try:
        pepper = migrate(database, secrets.token_bytes(PEPPER_BYTES), make=make)
    except NearerError:
        database.engine.dispose()
        raise
    return Store(Ground(database, pepper, cost, clock))
