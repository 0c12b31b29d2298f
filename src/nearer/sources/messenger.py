"""Messenger and Instagram: the JSON of Meta's downloads (old and end-to-end encrypted), its broken letters mended."""

import re

import msgspec

from nearer.sources.document import Document, records
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, instants_from_rows
from nearer.sources.times import number_micros
from nearer.sources.wording import doubt

__all__ = ["fits", "mend", "read"]

_HIGH = re.compile("[\u0080-\u00ff]")
_RUN = re.compile("[\u0080-\u00ff]+")
_SYSTEM = re.compile(
    r"^.{0,80}\b(?:named the group|changed the group photo|set (?:the|your|his|her|their) (?:nickname|emoji)"
    r"|changed the (?:chat )?theme|set the (?:quick reaction|emoji)|added .{1,60} to the group|left the group"
    r"|removed .{1,60} from the group|created the group|joined the (?:call|group)|turned (?:on|off) .{0,40}messages"
    r"|pinned a message|unsent a message|created a poll)|^You (?:are now connected|can now message)"
    r"|^Say hi to your new|^Messages and calls are (?:secured|end-to-end)|^You sent an attachment\.$"
)
_REACTION = re.compile(
    r"^(?:Reacted .{1,12} to (?:your|his|her|their|a) message|Liked a message|.{1,60} liked a message)\s*$"
)
_CALL = re.compile(
    r"^.{0,80}(?:called you|missed (?:a|your) (?:video |audio |voice )?(?:call|chat)|started a (?:video|audio) c"
    r"|video chat ended|audio call ended|(?:video )?call ended|You called .{1,60})\.?\s*$"
)
_FILES = ("photos", "videos", "audio_files", "gifs", "files", "sticker", "media", "story_share")


class _Reaction(msgspec.Struct, frozen=True):
    actor: str = ""


class _Message(msgspec.Struct, frozen=True):
    sender_name: str | None = None
    timestamp_ms: int | float | None = None
    content: str | None = None
    type: str | None = None
    is_unsent: bool | None = None
    call_duration: int | float | None = None
    missed: bool | None = None
    photos: object = None
    videos: object = None
    audio_files: object = None
    gifs: object = None
    files: object = None
    sticker: object = None
    media: object = None
    story_share: object = None
    share: dict[str, object] | None = None
    reactions: list[msgspec.Raw] = []
    sender: str | None = msgspec.field(name="senderName", default=None)
    text: str | None = None
    timestamp: int | float | None = None
    unsent: bool | None = msgspec.field(name="isUnsent", default=None)


def fits(document: Document) -> bool:
    """Whether a document is Meta's: messages with a sender's name and milliseconds."""
    first = document.first_item("messages")
    return (
        {"sender_name", "timestamp_ms"} <= first or {"senderName", "timestamp"} <= first or _is_empty_thread(document)
    )


def _is_empty_thread(document: Document) -> bool:
    return "participants" in document.fields and "thread_path" in document.fields


def mend(text: str) -> str:
    """The text whose UTF-8 bytes were stored as one letter each, put together again; text that was not, as it is.

    Letters beyond U+00FF among them do not stop the others from being mended.
    """
    if not _HIGH.search(text):
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return _RUN.sub(_mend_run, text)


def _mend_run(run: re.Match[str]) -> str:
    try:
        return run[0].encode("latin-1").decode("utf-8")
    except UnicodeError:
        return run[0]


def read(document: Document, name: str, asked: Asked) -> Reading:
    """The turns of one thread (or one part of it), earliest first."""
    items = document.list_of("messages")
    messages, unread = records(items, _Message)
    if len(messages) > 1 and (_when(messages[0]) or 0) > (_when(messages[-1]) or 0):
        messages.reverse()
    rows = [_row(message) for message in messages]
    texts = [message.content or message.text or "" for message in messages]
    mended = sum(mend(text) != text for text in texts)
    title = clean_name(mend(document.text_of("title") or document.text_of("threadName")))
    reading = instants_from_rows("messenger", title or name, rows, total=len(items), unread=unread)
    return msgspec.structs.replace(
        reading,
        doubts=(*reading.doubts, *((doubt("mojibake", count=mended),) if mended else ())),
        reactions=sum(len(message.reactions) for message in messages),
    )


def _when(message: _Message) -> int | None:
    number = message.timestamp_ms if message.timestamp_ms is not None else message.timestamp
    return None if number is None else number_micros(number)


def _row(message: _Message) -> Row:
    text = mend(message.content or message.text or "")
    speaker = clean_name(mend(message.sender_name or message.sender or "")) or None
    kind = _kind(message, text)
    if kind != "system" and not text and message.share:
        text = mend(str(message.share.get("link") or message.share.get("share_text") or ""))
    return Row(None if kind == "system" and not _REACTION.match(text) else speaker, _when(message), text, kind)


def _kind(message: _Message, text: str) -> str:
    if message.is_unsent or message.unsent or message.type == "unsent":
        return "deleted"
    if message.call_duration is not None or message.type in {"Call", "call"} or _CALL.match(text):
        return "call"
    if message.type in {"Subscribe", "Unsubscribe", "Plan", "Payment"} or _SYSTEM.match(text) or _REACTION.match(text):
        return "system"
    has_file = any(getattr(message, key) for key in _FILES) or (message.share is not None and not text)
    return "media" if has_file or (message.type in {"media", "Share"} and not text) else "message"
