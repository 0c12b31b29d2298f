"""Which format a source has, told by its content alone: every format Nearer reads is one row of a table here."""

import re
from collections.abc import Callable

import msgspec

from nearer.errors import InputError
from nearer.sources import (
    chat_cha,
    imessage_text,
    jsonfile,
    line_app,
    signal_text,
    sms,
    subtitles,
    tables,
    transcript,
    whatsapp,
)
from nearer.sources.reading import Asked, Reading
from nearer.sources.refused import refuse
from nearer.sources.text import Source, encoding_of, head_of

__all__ = ["BINARY", "TEXT", "Format", "find_format", "find_name"]

Reader = Callable[[Source, str, Asked], Reading]


class Format(msgspec.Struct, frozen=True):
    """A format: its name, whether the beginning of a text is of it, and how it is read."""

    name: str
    fits: Callable[[str], bool]
    read: Reader


def _is_json_lines(head: str) -> bool:
    """Whether the first line is a whole JSON object and a table's row."""
    first, _, rest = head.lstrip("\ufeff \t\r\n").partition("\n")
    if not first.startswith("{"):
        return False
    try:
        record = tables.json_row(first)
    except (msgspec.DecodeError, RecursionError):
        return False
    return tables.has_columns(record) and (not rest.strip() or rest.lstrip().startswith("{"))


def _is_delimited(head: str) -> bool:
    first = head.lstrip("\ufeff\r\n").split("\n", 1)[0]
    return len(first) < _LONGEST_HEADER and tables.has_columns(first.rstrip("\r").split(tables.delimiter_of(head)))


_LONGEST_HEADER = 4096

BINARY: tuple[tuple[bytes, str, Reader], ...] = (
    (b"PAR1", "table", tables.read_parquet),
    (b"ARROW1", "table", tables.read_arrow),
)
"""The first bytes of a format that is no text, its name, its reader."""

TEXT: tuple[Format, ...] = (
    Format("json-lines", _is_json_lines, tables.read_lines),
    Format("json", jsonfile.fits, jsonfile.read),
    Format("table", _is_delimited, tables.read_delimited),
    Format("sms", sms.fits, sms.read),
    Format("subtitles", subtitles.fits, subtitles.read),
    Format("chat", chat_cha.fits, chat_cha.read),
    Format("line", line_app.fits, line_app.read),
    Format("imessage-text", imessage_text.fits, imessage_text.read),
    Format("signal-text", signal_text.fits, signal_text.read),
    Format("whatsapp", whatsapp.fits, whatsapp.read),
    Format("transcript", transcript.fits, transcript.read),
)
"""The formats that are text, the most exacting first."""

KNOWN = (
    "a chat export (WhatsApp, Telegram, Messenger, Instagram, iMessage, Signal, Discord, SMS Backup & Restore, LINE, "
    "Google Chat), a transcript (WebVTT, SRT, CHAT, or lines like 'Name: words') or a table with a column 'speaker'"
)


def find_format(source: Source) -> Reader:
    """The reader of a source's format.

    Raises:
        InputError: the source is empty or of no format that Nearer knows; says which ones it knows.
        Refused: it is a backup, a copy of a device, an app's own store or a log of notifications.
    """
    return _find(source)[1]


def find_name(source: Source) -> str:
    """The name of a source's format; empty for an archive, a database and whatever is unknown."""
    try:
        return _find(source)[0]
    except InputError:
        return ""


def _find(source: Source) -> tuple[str, Reader]:
    head = head_of(source)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise InputError(f"The file is empty; Nearer reads {KNOWN}.")
    refuse(head)
    for first, name, read in BINARY:
        if head.startswith(first):
            return name, read
    found = encoding_of(head)
    if found is not None:
        encoding, mark = found
        text = re.sub(r"\r\n?", "\n", head[mark:].decode(encoding, errors="replace"))
        for each in TEXT:
            if each.fits(text):
                return each.name, each.read
    raise InputError(f"The file is of no kind that Nearer knows; it reads {KNOWN}.")
