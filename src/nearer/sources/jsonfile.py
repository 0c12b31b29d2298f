"""Which app a JSON file comes from, told by its fields; and a plain list of records as a table."""

from collections.abc import Callable

import msgspec

from nearer.errors import InputError
from nearer.sources import discord, google_chat, messenger, signal_desktop, tables, telegram
from nearer.sources.document import Document, load, records
from nearer.sources.reading import Asked, Reading
from nearer.sources.text import Source

__all__ = ["JSON", "fits", "read"]


class JsonFormat(msgspec.Struct, frozen=True):
    """An app's JSON: its name, whether a document is of it, how it is read."""

    name: str
    fits: Callable[[Document], bool]
    read: Callable[[Document, str, Asked], Reading]


JSON: tuple[JsonFormat, ...] = (
    JsonFormat("discord", discord.fits, discord.read),
    JsonFormat("google-chat", google_chat.fits, google_chat.read),
    JsonFormat("messenger", messenger.fits, messenger.read),
    JsonFormat("telegram", telegram.fits, telegram.read),
    JsonFormat("signal", signal_desktop.fits, signal_desktop.read),
)
"""The apps whose exports are JSON, the most exacting first."""


def fits(head: str) -> bool:
    """Whether a text begins like a JSON object or a list of them."""
    start = head.lstrip("\ufeff \t\r\n")
    return start.startswith("{") or (start.startswith("[") and start[1:].lstrip()[:1] in {"{", "[", "]", '"'})


def read(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of a JSON file of any app, or of a list of records with the columns of a table.

    Raises:
        InputError: the file is broken, or no app's that Nearer knows.
    """
    document = load(source)
    for each in JSON:
        if each.fits(document):
            return each.read(document, name, asked)
    items = document.items or document.list_of("messages") or document.list_of("turns")
    rows, _ = records(items, dict[str, object])
    if rows and tables.has_columns(rows[0]):
        return tables.from_records(rows, name, asked)
    raise InputError(
        "The JSON file is of no app that Nearer knows (Telegram, Messenger, Instagram, Signal, Discord, Google Chat), "
        "and its records have no field 'speaker'; please check which file it is."
    )
