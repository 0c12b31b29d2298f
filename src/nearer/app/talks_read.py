"""Use case: a chat is read and its report kept, never the chat. One side reads, so the other's words are not shown.

Source: Levy & Schneier 2020, Journal of Cybersecurity 6:1; see docs/threat-model.md (SR2 to SR4).
"""

from datetime import date, timedelta
from typing import Any

import msgspec

from nearer.app.days import say_day
from nearer.app.space_items import TALK, TalkKept
from nearer.app.spaces import Space
from nearer.errors import InputError
from nearer.storage import Item

__all__ = [
    "DAYS_BETWEEN",
    "ReadTalk",
    "as_html",
    "check_pace",
    "delete_talk",
    "keep_talk",
    "kept_talks",
    "pair_of",
    "people_in",
    "read_talk",
    "talk",
]

DAYS_BETWEEN = 7
"""Days from one reading of a chat to the next (SR4): looking again and again is a way of watching."""
MOST_UNPACKED = 300 * 2**20


class ReadTalk(msgspec.Struct, frozen=True):
    """What came of reading: the report in plain parts, its name, whether safety gave it, the two people as one key."""

    name: str
    report: dict[str, Any]
    held: bool
    pair: str


def people_in(name: str, content: bytes) -> tuple[str, str]:
    """The two people in a chat.

    Raises:
        InputError: it is no chat, or not one of two.
    """
    from nearer.sources import open_given  # loads Polars, as nothing else in a space does

    people = open_given(name, content, most_unpacked=MOST_UNPACKED).report.people
    if len(people) != 2:
        count = {0: "Nobody", 1: "Only one person"}.get(len(people), f"{len(people)} people")
        raise InputError(f"{count} can be found in this file. Please bring a chat between the two of you.")
    return people[0], people[1]


def check_pace(space: Space, pair: str, today: date) -> None:
    """Nothing, where this chat was not read within the last days.

    Raises:
        InputError: it was; says from when on it can be read again.
    """
    for kept in space.list(TALK, TalkKept):
        again = kept.value.read_on + timedelta(days=DAYS_BETWEEN)
        if kept.value.pair == pair and today < again:
            raise InputError(
                f"This chat was read a few days ago. It can be read again from {say_day(again)} "
                "on; a loop shows over weeks, not over days."
            )


def pair_of(people: tuple[str, str]) -> str:
    """The two people as one key, whoever comes first."""
    return " / ".join(sorted(people))


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
    return ReadTalk(title, msgspec.to_builtins(report), result.machine.held, pair_of((people[0], people[1])))


def keep_talk(space: Space, read: ReadTalk, today: date) -> str:
    """Keep a report; the id it is kept under comes back.

    Raises:
        InputError: safety held it, so nothing is kept.
    """
    if read.held:
        raise InputError("Nothing of this chat is kept.")
    return space.put(TALK, TalkKept(read.name, read.report, read.pair, today)).id


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
