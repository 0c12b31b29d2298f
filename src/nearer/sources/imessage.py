"""Apple's chat.db, opened read-only: texts, attributed bodies, both epochs, edits, tapbacks and calls."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from nearer.errors import InputError
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, instants_from_rows, join_readings
from nearer.sources.refused import Refused
from nearer.sources.report import Skip
from nearer.sources.signal_desktop import OWN_NAME
from nearer.sources.typedstream import body_text
from nearer.sources.wording import say, skip

__all__ = ["read"]

_APPLE_EPOCH = 978_307_200
_NANOSECONDS_FROM = 10**11
"""Dates above this count nanoseconds (since macOS 10.13), below it seconds."""
_TAPBACKS = range(1000, 4000)
_CALL = 6
_ATTACHMENT = "\ufffc"
_LONGEST = 16 * 2**20
_WANTED = (
    "ROWID",
    "text",
    "attributedBody",
    "date",
    "is_from_me",
    "handle_id",
    "item_type",
    "associated_message_type",
    "cache_has_attachments",
    "date_retracted",
    "date_edited",
    "balloon_bundle_id",
)


class _Message(msgspec.Struct):
    rowid: int | None
    text: str | None
    body: bytes | None
    date: int | float | None
    from_me: int | None
    handle: int | None
    item: int | None
    associated: int | None
    attachments: int | None
    retracted: int | None
    edited: int | None
    balloon: str | None


class _Chat(msgspec.Struct):
    """The turns of one chat being read, and what was left out or counted."""

    name: str
    rows: list[Row] = []
    tapbacks: list[int] = []
    edited: int = 0


def read(place: Path, name: str, asked: Asked) -> Reading:
    """The turns of every chat in the database, which is never written to.

    Raises:
        InputError: the file is no Messages database, or is damaged.
        Refused: it is an iPhone's, out of a backup.
    """
    try:
        address = f"{place.resolve().as_uri()}?mode=ro&immutable=1"
        with _closing(sqlite3.connect(address, uri=True)) as base:
            base.execute("PRAGMA trusted_schema = OFF")
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            base.text_factory = lambda data: data.decode("utf-8", errors="replace")
            return _read(base, name)
    except sqlite3.Error as trouble:
        raise InputError("The database is damaged or is no Messages chat.db; please copy it again.") from trouble


class _closing:
    """A connection that is closed at the end; sqlite3's own context only ends a transaction."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self.base = base

    def __enter__(self) -> sqlite3.Connection:
        return self.base

    def __exit__(self, *trouble: object) -> None:
        self.base.close()


def _tables(base: sqlite3.Connection) -> set[str]:
    found = base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {str(name) for (name,) in found}


def _columns(base: sqlite3.Connection, table: str) -> set[str]:
    return {str(row[1]) for row in base.execute(f"PRAGMA table_info({table})")} | {"ROWID"}


def _read(base: sqlite3.Connection, name: str) -> Reading:
    tables = _tables(base)
    if not {"message", "handle"} <= tables:
        raise InputError("The database is no Messages chat.db: it has no table of messages and people.")
    if not {"date", "is_from_me"} <= _columns(base, "message"):
        raise InputError("The database's table of messages is not that of Messages; please check which file it is.")
    if _is_from_a_phone(base, tables):
        raise Refused(say("refused-store"))
    people = {int(key): clean_name(str(who)) for key, who in base.execute("SELECT ROWID, id FROM handle")}
    chats = {key: _Chat(title) for key, title in _chat_names(base, tables).items()}
    rest = _Chat(name)
    for key, message in _messages(base, tables):
        _add(chats.get(key, rest) if key is not None else rest, message, people)
    parts = [_reading(chat) for chat in (*chats.values(), rest) if chat.rows or chat.tapbacks]
    if not parts:
        raise InputError("The database holds no message.")
    return join_readings(parts)


def _is_from_a_phone(base: sqlite3.Connection, tables: set[str]) -> bool:
    """Whether the store is an iPhone's, which only a backup gives away: its files lie elsewhere than a Mac's."""
    if "attachment" not in tables or "filename" not in _columns(base, "attachment"):
        return False
    where = "filename LIKE '~/Library/SMS/%' OR filename LIKE '/var/mobile/%'"
    return base.execute(f"SELECT 1 FROM attachment WHERE {where} LIMIT 1").fetchone() is not None  # noqa: S608


def _chat_names(base: sqlite3.Connection, tables: set[str]) -> dict[int, str]:
    if not {"chat", "chat_message_join"} <= tables:
        return {}
    columns = _columns(base, "chat")
    shown = [column for column in ("display_name", "chat_identifier") if column in columns]
    names = "COALESCE(" + ", ".join(f"NULLIF({column}, '')" for column in shown) + ", 'chat')" if shown else "'chat'"
    return {int(key): clean_name(str(title)) for key, title in base.execute(f"SELECT ROWID, {names} FROM chat")}  # noqa: S608


def _messages(base: sqlite3.Connection, tables: set[str]) -> Iterator[tuple[int | None, _Message]]:
    columns = _columns(base, "message")
    wanted = ", ".join(f"m.{column}" if column in columns else "NULL" for column in _WANTED)
    joined = "chat_message_join" in tables
    query = f"SELECT {'j.chat_id' if joined else 'NULL'}, {wanted} FROM message m "  # noqa: S608
    query += "LEFT JOIN chat_message_join j ON j.message_id = m.ROWID " if joined else ""
    for key, *values in base.execute(query + "ORDER BY m.date, m.ROWID"):
        try:
            yield (
                (key if isinstance(key, int) else None),
                msgspec.convert(dict(zip(_Message.__struct_fields__, values, strict=True)), _Message),
            )
        except msgspec.ValidationError:
            continue


def _at(date: float | None) -> int | None:
    if not date:
        return None
    seconds = date / 1_000_000_000 if abs(date) > _NANOSECONDS_FROM else date
    return round((seconds + _APPLE_EPOCH) * 1_000_000) if abs(seconds) < _NANOSECONDS_FROM else None


def _add(chat: _Chat, message: _Message, people: dict[int, str]) -> None:
    if message.associated in _TAPBACKS:
        chat.tapbacks.append(message.rowid or 0)
        return
    speaker = OWN_NAME if message.from_me else people.get(message.handle or 0)
    written = message.text or (body_text(message.body) if message.body else None) or ""
    text = written.replace(_ATTACHMENT, "").strip("\ufffd")
    chat.edited += bool(message.edited) and not message.retracted
    chat.rows.append(Row(speaker, _at(message.date), text, _kind(message, text, written)))
    if chat.rows[-1].kind == "system":
        chat.rows[-1].speaker = None


def _kind(message: _Message, text: str, written: str) -> str:
    if message.item == _CALL:
        return "call"
    if message.item:
        return "system"
    if message.retracted or (message.edited and not written):
        return "deleted"
    has_file = bool(message.attachments) or _ATTACHMENT in written
    return "media" if has_file or (message.balloon and not text) else "message"


def _reading(chat: _Chat) -> Reading:
    read = instants_from_rows("imessage", chat.name, chat.rows, total=len(chat.rows) + len(chat.tapbacks))
    tapbacks: dict[str, Skip] = (
        {"reaction": skip("reaction", [(row, row) for row in chat.tapbacks])} if chat.tapbacks else {}
    )
    return msgspec.structs.replace(read, skipped=tapbacks, edited=chat.edited, reactions=len(chat.tapbacks))
