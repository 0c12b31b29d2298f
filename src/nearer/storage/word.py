"""A word back to the one who invited: left only where the invited person wishes it, sealed by the invitation's code."""

from sqlalchemy import delete, insert, select

from nearer.storage.codes import value_of
from nearer.storage.invitation import CODE_BYTES, open_envelope
from nearer.storage.schema import envelopes
from nearer.storage.seal import bind, pad, seal, subkey, unpad, unseal
from nearer.storage.space import Ground

__all__ = ["drop_word", "leave_word", "word_left"]


def leave_word(ground: Ground, code: str, word: str) -> None:
    """Leave a word for whoever has the code; it takes the place of an earlier one.

    Raises:
        InputError: the code has a slip.
        InvitationClosed: the code opens no invitation.
    """
    open_envelope(ground, code)
    value = value_of(code, CODE_BYTES)
    row = _row(value)
    sealed = seal(subkey(value, "nearer word key"), pad(word.encode("utf-8")), bind(b"word", row))
    with ground.database.writing() as connection:
        connection.execute(delete(envelopes).where(envelopes.c.door == row))
        connection.execute(insert(envelopes).values(door=row, sealed=sealed))


def word_left(ground: Ground, code: str) -> str | None:
    """The word that was left, if one was.

    Raises:
        Tampered: it was changed from outside.
    """
    value = value_of(code, CODE_BYTES)
    row = _row(value)
    with ground.database.reading() as connection:
        sealed = connection.execute(select(envelopes.c.sealed).where(envelopes.c.door == row)).scalar()
    if sealed is None:
        return None
    return unpad(unseal(subkey(value, "nearer word key"), sealed, bind(b"word", row))).decode("utf-8")


def drop_word(ground: Ground, code: str) -> None:
    """Delete the word; nothing happens where there is none."""
    with ground.database.writing() as connection:
        connection.execute(delete(envelopes).where(envelopes.c.door == _row(value_of(code, CODE_BYTES))))


def _row(value: bytes) -> bytes:
    return subkey(value, "nearer word row", size=16)
