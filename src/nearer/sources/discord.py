"""DiscordChatExporter's JSON: one channel, most often the direct messages of two people."""

import msgspec

from nearer.sources.document import Document, records
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, instants_from_rows
from nearer.sources.times import iso_micros

__all__ = ["fits", "read"]

_SAID = {"Default", "Reply", "0", "19", "ChatInputCommand", "ContextMenuCommand", "ThreadStarterMessage"}


class _Author(msgspec.Struct, frozen=True):
    name: str = ""
    nickname: str | None = None


class _Reaction(msgspec.Struct, frozen=True):
    count: int = 1


class _Message(msgspec.Struct, frozen=True):
    type: str = "Default"
    timestamp: str | None = None
    edited: str | None = msgspec.field(name="timestampEdited", default=None)
    content: str = ""
    author: _Author = _Author()
    attachments: list[msgspec.Raw] = []
    stickers: list[msgspec.Raw] = []
    embeds: list[msgspec.Raw] = []
    reactions: list[_Reaction] = []


def fits(document: Document) -> bool:
    """Whether a document is DiscordChatExporter's: a guild, a channel and messages."""
    return {"guild", "channel", "messages"} <= document.fields.keys()


class _Channel(msgspec.Struct, frozen=True):
    name: str = ""


def read(document: Document, name: str, asked: Asked) -> Reading:
    """The turns of a channel."""
    items = document.list_of("messages")
    messages, unread = records(items, _Message)
    channel, _ = records([document.fields["channel"]], _Channel)
    rows = [_row(message) for message in messages]
    title = clean_name(channel[0].name) if channel else ""
    reading = instants_from_rows(
        "discord", title or name, rows, total=len(items), unread=unread, evidence="zone-offsets"
    )
    return msgspec.structs.replace(
        reading,
        edited=sum(message.edited is not None for message in messages),
        reactions=sum(each.count for message in messages for each in message.reactions),
    )


def _row(message: _Message) -> Row:
    at, speaker = iso_micros(message.timestamp)[0], clean_name(message.author.nickname or message.author.name) or None
    if message.type in {"Call", "3"}:
        return Row(speaker, at, message.content, "call")
    if message.type not in _SAID:
        return Row(None, at, message.content, "system")
    bare = not message.content and bool(message.embeds)
    kind = "media" if message.attachments or message.stickers or bare else "message"
    return Row(speaker, at, message.content, kind)
