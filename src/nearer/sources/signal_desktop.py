"""Signal as JSON: the rows of Signal Desktop's messages, and sigexport's data.json."""

from typing import Any

import msgspec

from nearer.sources.document import Document, records
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, instants_from_rows, join_readings
from nearer.sources.report import Zone
from nearer.sources.times import iso_micros, number_micros
from nearer.sources.wording import say, skip

__all__ = ["OWN_NAME", "fits", "read"]

OWN_NAME = "Me"
"""What the owner of the phone is called where the export gives no name."""
_SAID = {"incoming", "outgoing", "message", "story"}
_KEYS = ("messages", "messsages", "message")


class _Message(msgspec.Struct, frozen=True):
    type: str | None = None
    body: str | None = None
    sent_at: int | float | None = None
    timestamp: int | float | str | None = None
    received_at: int | float | None = None
    date: int | float | str | None = None
    sender: str | None = None
    source: str | int | None = None
    source_service: str | None = msgspec.field(name="sourceServiceId", default=None)
    source_uuid: str | None = msgspec.field(name="sourceUuid", default=None)
    conversation: str | None = msgspec.field(name="conversationId", default=None)
    attachments: list[msgspec.Raw] | None = None
    sticker: Any = None
    erased: bool | int | None = msgspec.field(name="isErased", default=None)
    deleted: bool | int | None = msgspec.field(name="deletedForEveryone", default=None)
    reactions: list[msgspec.Raw] | None = None
    edits: list[msgspec.Raw] | None = msgspec.field(name="editHistory", default=None)


class _Person(msgspec.Struct, frozen=True):
    id: str | int = ""
    name: str | None = None
    profile_name: str | None = msgspec.field(name="profileName", default=None)
    full_name: str | None = msgspec.field(name="profileFullName", default=None)
    e164: str | None = None
    service: str | None = msgspec.field(name="serviceId", default=None)
    uuid: str | None = None


def _items(document: Document) -> list[msgspec.Raw]:
    return document.items or next((items for key in _KEYS if (items := document.list_of(key))), [])


def fits(document: Document) -> bool:
    """Whether a document is Signal's: messages with a body and the marks of Signal's own tables."""
    key = next((key for key in _KEYS if key in document.fields), "")
    first = document.first_item(key) if key or document.items else frozenset()
    desktop = bool(first & {"sent_at", "received_at"}) and bool(first & {"body", "type", "conversationId"})
    return desktop or (
        {"date", "sender", "body"} <= first and bool(first & {"reactions", "quote", "attachments", "sticker"})
    )


def read(document: Document, name: str, asked: Asked) -> Reading:
    """The turns of every conversation in the file."""
    items = _items(document)
    messages, unread = records(items, _Message)
    people = _people(document)
    chats: dict[str, list[_Message]] = {}
    for message in messages:
        chats.setdefault(message.conversation or name, []).append(message)
    parts = [_chat(part, people.get(chat, name if len(chats) == 1 else chat), people) for chat, part in chats.items()]
    joined = join_readings(parts)
    lost = {"unreadable": skip("unreadable", [(number, number) for number in unread])} if unread else {}
    return msgspec.structs.replace(joined, total=len(items), skipped=lost)


def _people(document: Document) -> dict[str, str]:
    """The names of people and conversations by every id that messages use."""
    people: dict[str, str] = {}
    for person in records(document.list_of("conversations"), _Person)[0]:
        shown = person.name or person.full_name or person.profile_name or person.e164
        for key in (person.id, person.service, person.uuid, person.e164):
            if key and shown:
                people[str(key)] = clean_name(shown)
    return people


def _chat(messages: list[_Message], name: str, people: dict[str, str]) -> Reading:
    rows = [_row(message, name, people) for message in messages]
    local = all(isinstance(message.date, str) and not iso_micros(message.date)[1] for message in messages)
    read = instants_from_rows("signal", clean_name(name) or name, rows, total=len(rows))
    return msgspec.structs.replace(
        read,
        instants=not local,
        zone=Zone(None, sure=False, evidence=(say("zone-none"),)) if local else read.zone,
        edited=sum(bool(message.edits) for message in messages),
        reactions=sum(len(message.reactions or ()) for message in messages),
    )


def _when(message: _Message) -> int | None:
    for value in (message.sent_at, message.timestamp, message.date, message.received_at):
        if isinstance(value, int | float):
            return number_micros(value)
        if isinstance(value, str):
            return iso_micros(value)[0]
    return None


def _speaker(message: _Message, chat: str, people: dict[str, str]) -> str | None:
    if message.sender:
        return clean_name(message.sender) or None
    if message.type == "outgoing":
        return OWN_NAME
    for key in (message.source_service, message.source_uuid, message.source):
        if key is not None and str(key) in people:
            return people[str(key)]
    return clean_name(str(message.source)) if message.source else clean_name(chat)


def _row(message: _Message, chat: str, people: dict[str, str]) -> Row:
    text, at = message.body or "", _when(message)
    if message.type == "call-history":
        return Row(None, at, text, "call")
    if message.type is not None and message.type not in _SAID:
        return Row(None, at, text, "system")
    speaker = _speaker(message, chat, people)
    if message.erased or message.deleted:
        return Row(speaker, at, text, "deleted")
    return Row(speaker, at, text, "media" if message.attachments or message.sticker else "message")
