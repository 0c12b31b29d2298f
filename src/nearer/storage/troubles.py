"""What the database could not do, in one sentence with what to do about it; never with a value in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from nearer.errors import StoreError

__all__ = ["plain_trouble"]

_FULL = "The disk is full: nothing was lost, but the last change was not kept. Please make room and try again."
_READ_ONLY = (
    "The place where things are kept cannot be written to: please look at the folder's permissions, "
    "or choose another folder."
)
_BUSY = "Another program is busy with what is kept here: nothing was lost. Please try again in a moment."
_DAMAGED = (
    "That is no store of Nearer, or it is damaged. Nothing was changed; a backup may still have it: nearer restore."
)
_AWAY = "The database does not answer: please see that it is running and that its address is right."
_OTHER = "What is kept here cannot be reached just now, and the last change was not kept. Please try again."

# By the beginning of SQLite's own name of the trouble (Python 3.11 gives it), then by PostgreSQL's SQLSTATE.
_SQLITE = {
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _FULL[:-1].replace("is full", "is full or cannot be written") + ".",
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CANTOPEN": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CORRUPT": _DAMAGED,
}
_POSTGRES = {"53": _FULL, "25006": _READ_ONLY, "42501": _READ_ONLY, "40": _BUSY, "55P03": _BUSY, "XX": _DAMAGED}


def _sentence(trouble: DBAPIError) -> str:
    for name, known in (("sqlite_errorname", _SQLITE), ("sqlstate", _POSTGRES)):
        found = getattr(trouble.orig, name, None) or ""
        for beginning, sentence in known.items():
            if found.startswith(beginning):
                return sentence
    if hasattr(trouble.orig, "sqlstate"):
        return _AWAY
    return _OTHER


@contextmanager
def plain_trouble() -> Iterator[None]:
    """Turn the database's own trouble into a sentence, without the statement and its values.

    Raises:
        StoreError: in place of anything that the database raises.
    """
    try:
        yield
    except DBAPIError as trouble:
        raise StoreError(_sentence(trouble)) from None
    except SQLAlchemyError:
        raise StoreError(_OTHER) from None
