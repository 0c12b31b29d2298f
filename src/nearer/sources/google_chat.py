"""Google Chat from Takeout: messages.json of one conversation."""

import msgspec

from nearer.sources.document import Document, records
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, instants_from_rows
from nearer.sources.times import google_micros

__all__ = ["fits", "read"]


class _Creator(msgspec.Struct, frozen=True):
    name: str = ""
    email: str = ""


class _Message(msgspec.Struct, frozen=True):
    creator: _Creator | None = None
    created_date: str | None = None
    updated_date: str | None = None
    text: str | None = None
    attached_files: list[msgspec.Raw] = []
    annotations: list[msgspec.Raw] = []
    reactions: list[msgspec.Raw] = []
    message_state: str | None = None
    deletion_metadata: msgspec.Raw | None = None


def fits(document: Document) -> bool:
    """Whether a document is Takeout's: messages with a creator and the day of creation."""
    first = document.first_item("messages")
    return bool(first & {"created_date", "creator"}) and bool(first & {"topic_id", "message_id", "creator"})


def read(document: Document, name: str, asked: Asked) -> Reading:
    """The turns of a conversation."""
    items = document.list_of("messages")
    messages, unread = records(items, _Message)
    rows = [_row(message) for message in messages]
    reading = instants_from_rows("google-chat", name, rows, total=len(items), unread=unread, evidence="zone-offsets")
    return msgspec.structs.replace(
        reading,
        edited=sum(message.updated_date is not None for message in messages),
        reactions=sum(len(message.reactions) for message in messages),
    )


def _row(message: _Message) -> Row:
    at = google_micros(message.created_date)
    creator = message.creator
    speaker = clean_name(creator.name or creator.email) or None if creator else None
    if message.message_state == "DELETED" or message.deletion_metadata is not None:
        return Row(speaker, at, message.text or "", "deleted")
    if message.text is None and not message.attached_files and not message.annotations:
        return Row(speaker, at, "", "deleted")
    kind = "media" if message.attached_files or not message.text else "message"
    return Row(speaker, at, message.text or "", kind)
