"""What is kept in a space: one record a kind. Ids are random; a record carries no key and no other person's words."""

from datetime import date
from typing import Any

import msgspec

__all__ = [
    "CHAT_SEEN",
    "CHECK_IN",
    "DRAFT",
    "LETTER",
    "PREFERENCES",
    "STEP",
    "TALK",
    "ChatSeen",
    "CheckInKept",
    "DraftKept",
    "LetterKept",
    "Preferences",
    "StepKept",
    "TalkKept",
]

LETTER, DRAFT, TALK, CHECK_IN, STEP, PREFERENCES = "letter", "draft", "talk", "check-in", "step", "preferences"
CHAT_SEEN = "chat-seen"
"""The kinds, by the names under which they are kept (sealed, like all else)."""


class LetterKept(msgspec.Struct, frozen=True):
    """A letter and the answer that it got (``nearer/answer/1``); only letters that safety cleared are ever kept.

    The answer is kept as plain parts, so that opening a space loads nothing of what makes answers.
    """

    text: str
    answer: dict[str, Any]


class DraftKept(msgspec.Struct, frozen=True):
    """A draft that is not sent yet."""

    text: str


class TalkKept(msgspec.Struct, frozen=True):
    """The report on a chat, as plain parts, without the chat; and its name."""

    name: str
    report: dict[str, Any]
    read_on: date


class ChatSeen(msgspec.Struct, frozen=True):
    """What tells a chat again that was read on a day, with no name and no word: keyed hashes, and their key.

    ``pair`` is the two people, ``sketch`` the smallest hashes of the messages.
    """

    key: bytes
    pair: bytes
    sketch: tuple[bytes, ...]
    read_on: date


class CheckInKept(msgspec.Struct, frozen=True):
    """One week's answers (0 to 6, by the item's name) and the words about a step noticed. The fear item is not here."""

    on: date
    answers: dict[str, int]
    words: str = ""


class StepKept(msgspec.Struct, frozen=True):
    """A step that somebody took up from an answer, or wrote; ``done`` says on which day it was done, if it was."""

    text: str
    done: date | None = None


class Preferences(msgspec.Struct, frozen=True):
    """How a person wants to be spoken to: region for support lines, and name and pronoun of the partner."""

    region: str | None = None
    partner: str | None = None
    pronoun: str | None = None
