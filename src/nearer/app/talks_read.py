"""Use case: a chat is read and its report kept, never the chat. One side reads, so the other's words are not shown.

Source: Levy & Schneier 2020, Journal of Cybersecurity 6:1; see docs/threat-model.md (SR2 to SR4).
"""

from datetime import date
from typing import Any

import msgspec

from nearer.app.space_items import TALK, TalkKept
from nearer.app.spaces import Space
from nearer.app.talks_pace import Chat, chat_of, check_pace, note_reading
from nearer.errors import InputError
from nearer.storage import Item

__all__ = [
    "ReadTalk",
    "as_html",
    "chat_in",
    "delete_talk",
    "keep_talk",
    "kept_talks",
    "read_talk",
    "talk",
]

MOST_UNPACKED = 300 * 2**20


class ReadTalk(msgspec.Struct, frozen=True):
    """What came of reading: the report in plain parts, its name, whether safety gave it, what the chat is known by."""

    name: str
    report: dict[str, Any]
    held: bool
    chat: Chat


def chat_in(space: Space, name: str, content: bytes, today: date) -> Chat:
    """The two people in a chat that may be read now, and what it is known by.

    Raises:
        InputError: it is no chat, not one of two, or one that was read within the last days.
    """
    from nearer.sources import open_given  # loads Polars, as nothing else in a space does

    found = open_given(name, content, most_unpacked=MOST_UNPACKED)
    people = found.report.people
    if len(people) != 2:
        count = {0: "Nobody", 1: "Only one person"}.get(len(people), f"{len(people)} people")
        raise InputError(f"{count} can be found in this file. Please bring a chat between the two of you.")
    chat = chat_of((people[0], people[1]), found.turns)
    check_pace(space, chat, today)
    return chat


def read_talk(name: str, content: bytes, *, me: str | None, region: str | None) -> ReadTalk:
    """The report on a chat, or safety's own words.

    Raises:
        InputError: the chat cannot be used; says why.
    """
    from nearer.app.read import Asked, read_turns
    from nearer.sources import open_given

    found = open_given(name, content, most_unpacked=MOST_UNPACKED)
    result = read_turns(found, Asked(me=me, region=region))
    people = found.report.people
    report = result.report
    title = report.span or report.title
    chat = chat_of((people[0], people[1]), found.turns)
    return ReadTalk(title, msgspec.to_builtins(report), result.machine.held, chat)


def keep_talk(space: Space, read: ReadTalk, today: date) -> str:
    """Keep a report and the fingerprint of its chat; the id of the report comes back.

    Raises:
        InputError: safety held it, or it was read in the meantime, so nothing is kept.
    """
    if read.held:
        raise InputError("Nothing of this chat is kept.")
    check_pace(space, read.chat, today)
    note_reading(space, read.chat, today)
    return space.put(TALK, TalkKept(read.name, read.report, today)).id


def as_html(report: dict[str, Any]) -> str:
    """The body of a report as HTML; every word of it escaped."""
    from nearer.answer.report import Report, fragment

    return fragment(msgspec.convert(report, Report))


def kept_talks(space: Space) -> list[Item[TalkKept]]:
    """All kept reports, the newest first."""
    return space.list(TALK, TalkKept)[::-1]


def talk(space: Space, item: str) -> Item[TalkKept] | None:
    """One kept report, or None."""
    return space.get(TALK, item, TalkKept)


def delete_talk(space: Space, item: str) -> None:
    """Delete a report for good."""
    space.delete(TALK, item)
