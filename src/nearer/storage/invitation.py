"""An invitation to the table: a sealed envelope that the code alone opens; it looks the same opened or not."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import delete, insert, select

from nearer.errors import InputError, InvitationClosed, Tampered
from nearer.storage.codes import new_code, value_of
from nearer.storage.schema import envelopes, tables
from nearer.storage.seal import bind, pad, seal, subkey, unpad, unseal
from nearer.storage.space import Ground

__all__ = ["INVITATION_DAYS", "Envelope", "Invitation", "drop", "open_envelope", "write_envelope"]

CODE_BYTES = 10  # 80 random bits: four groups to read out or type
INVITATION_DAYS = 14
LONGEST_WORDS = 4000
_CLOSED = "This code opens no invitation here. It may have run out, or been taken back: please ask for a new one."


class Invitation(msgspec.Struct, frozen=True):
    """What the invited person sees: the other's words, and until when the code opens it (UTC)."""

    words: str
    until: datetime


class Envelope(msgspec.Struct, frozen=True):
    """What lies in the envelope: the invitation, and which table it is to; no half of any key."""

    words: str
    until: datetime
    table: bytes
    shelf: bytes


def write_envelope(ground: Ground, table: bytes, shelf: bytes, words: str, days: int) -> tuple[str, bytes]:
    """The code and the name of the row; the envelope is on the disk.

    Raises:
        InputError: the words are too long, or the days are not between 1 and 60.
    """
    if len(words) > LONGEST_WORDS or not 1 <= days <= 60:
        raise InputError("An invitation has at most 4,000 letters and is open for 1 to 60 days: please change it.")
    value, code = new_code(CODE_BYTES)
    row = subkey(value, "nearer envelope", size=16)
    inside = Envelope(words, ground.clock() + timedelta(days=days), table, shelf)
    sealed = seal(subkey(value, "nearer open"), pad(msgspec.msgpack.encode(inside)), bind(b"envelope", row))
    with ground.database.writing() as connection:
        connection.execute(insert(envelopes).values(door=row, sealed=sealed))
    return code, row


def open_envelope(ground: Ground, code: str) -> Envelope:
    """What the code opens; nothing is written, so nobody can see that it was opened.

    Raises:
        InputError: the code has a slip (it says where).
        InvitationClosed: it opens none, has run out, or the table was closed.
    """
    value = value_of(code, CODE_BYTES)
    row = subkey(value, "nearer envelope", size=16)
    with ground.database.reading() as connection:
        sealed = connection.execute(select(envelopes.c.sealed).where(envelopes.c.door == row)).scalar()
        try:
            opened = unseal(subkey(value, "nearer open"), sealed or b"", bind(b"envelope", row))
        except Tampered:
            raise InvitationClosed(_CLOSED) from None
        inside = msgspec.msgpack.decode(unpad(opened), type=Envelope)
        here = connection.execute(select(tables.c.door).where(tables.c.door == inside.table)).first()
    if here is None or inside.until <= ground.clock():
        raise InvitationClosed(_CLOSED)
    return inside


def drop(ground: Ground, row: bytes) -> None:
    """Delete an envelope; nothing happens where it is gone already."""
    with ground.database.writing() as connection:
        connection.execute(delete(envelopes).where(envelopes.c.door == row))
