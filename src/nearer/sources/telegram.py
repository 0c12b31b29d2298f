"""Telegram Desktop's result.json: one chat, or all of them."""

from typing import Any

import msgspec

from nearer.sources.document import Document, records
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, instants_from_rows, join_readings, plausible
from nearer.sources.report import Zone
from nearer.sources.times import wall_micros
from nearer.sources.wording import say
from nearer.sources.zones import instants_of_clocks, zone_of_clocks

__all__ = ["fits", "read"]

_CALLS = {"phone_call", "group_call", "conference_call"}
_MEDIA = (
    "media_type",
    "photo",
    "file",
    "location_information",
    "contact_information",
    "poll",
    "sticker_emoji",
    "game_title",
    "venue_title",
    "place_name",
    "dice",
    "giveaway_information",
    "invoice_information",
    "todo_list",
    "story_id",
)


class _Message(msgspec.Struct, frozen=True, rename={"sender": "from", "sender_id": "from_id"}):
    type: str = "message"
    date: str | None = None
    date_unixtime: str | int | None = None
    edited: str | None = None
    sender: str | None = None
    sender_id: str | int | None = None
    actor: str | None = None
    action: str | None = None
    text: str | list[str | dict[str, Any]] = ""
    reactions: list[dict[str, Any]] = []
    media_type: str | None = None
    photo: Any = None
    file: Any = None
    location_information: Any = None
    contact_information: Any = None
    poll: Any = None
    sticker_emoji: Any = None
    game_title: Any = None
    venue_title: Any = None
    place_name: Any = None
    dice: Any = None
    giveaway_information: Any = None
    invoice_information: Any = None
    todo_list: Any = None
    story_id: Any = None


class _Chat(msgspec.Struct, frozen=True):
    name: str | None = None
    type: str = ""
    messages: list[msgspec.Raw] = []


class _Chats(msgspec.Struct, frozen=True):
    chats: list[msgspec.Raw] = msgspec.field(name="list", default_factory=list)


def fits(document: Document) -> bool:
    """Whether a document is Telegram's: messages with a type and a date, or the list of all chats."""
    if "chats" in document.fields and "messages" not in document.fields:
        return True
    first = document.first_item("messages")
    return "type" in first and bool(first & {"date", "date_unixtime"})


def read(document: Document, name: str, asked: Asked) -> Reading:
    """The turns of one chat, or of every chat that has any."""
    if "messages" in document.fields:
        chat = _Chat(document.text_of("name") or None, document.text_of("type"), document.list_of("messages"))
        return _chat(chat, name)
    chats: list[_Chat] = []
    for key in ("chats", "left_chats"):
        held, _ = records([document.fields[key]] if key in document.fields else [], _Chats)
        chats += [chat for each in held for chat in records(each.chats, _Chat)[0]]
    return join_readings([_chat(chat, f"chat {number}") for number, chat in enumerate(chats, 1) if chat.messages])


def _chat(chat: _Chat, name: str) -> Reading:
    messages, unread = records(chat.messages, _Message)
    clocks = [(plausible(wall_micros(message.date)), plausible(_unix(message))) for message in messages]
    pairs = [(wall, instant) for wall, instant in clocks if wall is not None and instant is not None]
    zone = zone_of_clocks(pairs)
    at = _instants(clocks, zone)
    read = instants_from_rows(
        "telegram",
        clean_name(chat.name or name) or name,
        [_row(message, when) for message, when in zip(messages, at, strict=True)],
        total=len(chat.messages),
        unread=unread,
    )
    instants = any(instant is not None for _, instant in clocks)
    return msgspec.structs.replace(
        read,
        instants=instants,
        zone=zone or (read.zone if instants else Zone(None, sure=False, evidence=(say("zone-none"),))),
        edited=sum(message.edited is not None for message in messages),
        reactions=sum(int(each.get("count", 1)) for message in messages for each in message.reactions),
    )


def _instants(clocks: list[tuple[int | None, int | None]], zone: Zone | None) -> list[int | None]:
    """When each message was sent; where only the clock is given, by the zone of those that give both."""
    lone = [wall if instant is None else None for wall, instant in clocks]
    if zone is None or zone.name is None or all(wall is None for wall in lone):
        return [instant if instant is not None else wall for wall, instant in clocks]
    placed = instants_of_clocks(lone, zone.name)
    return [instant if instant is not None else placed[index] for index, (_, instant) in enumerate(clocks)]


def _unix(message: _Message) -> int | None:
    try:
        return int(message.date_unixtime) * 1_000_000 if message.date_unixtime is not None else None
    except ValueError:
        return None


def _row(message: _Message, at: int | None) -> Row:
    text = _text(message.text)
    if message.type == "message":
        kind = "media" if any(getattr(message, key) is not None for key in _MEDIA) else "message"
        sender = message.sender or (str(message.sender_id) if message.sender_id is not None else "")
        return Row(clean_name(sender) or None, at, text, kind)
    if message.action in _CALLS:
        return Row(clean_name(message.actor or "") or None, at, text or message.action or "", "call")
    return Row(None, at, text or message.action or "", "system")


def _text(parts: str | list[str | dict[str, Any]]) -> str:
    """The words of a message; links and bold parts are pieces with a text of their own."""
    if isinstance(parts, str):
        return parts
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in parts)
