"""Use case: what one person lays ready for the table, alone in their own space. Every word passes safety here."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import cast

import msgspec

from nearer.app.table.kept import ME, NAMING, NOTICE, ONE, OWN_WORDS, RETURN, WEEK, Me, OwnWords, Return, Sort
from nearer.errors import Conflict, InputError
from nearer.safety import Hold, SafetyAnswer, answer, look
from nearer.storage import Space
from nearer.table import Naming, Notice, Offer, line_of, offer_of, pulled, rests, shown_notice
from nearer.table.lines import Line
from nearer.table.sharing import AS_NUMBER, AS_WORDS, Item

__all__ = [
    "Held",
    "Mine",
    "lay_words",
    "let_rest",
    "mark_week",
    "me",
    "mine",
    "name_pattern",
    "notice",
    "rename",
    "rest_if",
    "return_at",
    "take_back",
    "take_words",
    "week_of",
]

Held = SafetyAnswer
"""What safety says to the writer in place of keeping the words."""
MOST_WORDS = 12
"""Lines of one sort that one person can lay ready."""


class Mine(msgspec.Struct, frozen=True):
    """Everything that one person has laid ready."""

    words: tuple[tuple[str, OwnWords], ...]
    naming: Naming | None
    notice: Notice | None
    offer: Offer | None


def me(space: Space) -> Me:
    """What the table calls this person, and whether it rests for them."""
    kept = space.get(ME, ONE, Me)
    return Me(name=space.name) if kept is None else kept.value


def rename(space: Space, name: str) -> None:
    """Let the table call this person by another name, of at most 40 letters.

    Raises:
        InputError: no name is given.
    """
    shown = " ".join("".join(sign for sign in name if sign.isprintable()).split())[:40]
    if not shown:
        raise InputError("Please give a name that the table can call you by.")
    _change(space, lambda before: msgspec.structs.replace(before, name=shown))


def let_rest(space: Space, *, rest: bool) -> None:
    """Let the table rest for this person, or set it again. Nobody else is told, and no reason is kept."""
    _change(space, lambda before: msgspec.structs.replace(before, rests=rest))


def rest_if(space: Space, *, afraid: bool) -> None:
    """Let the table rest where somebody is afraid; the same row is written either way, so that rows tell nothing."""
    _change(space, lambda before: msgspec.structs.replace(before, rests=before.rests or afraid))


def _change(space: Space, change: Callable[[Me], Me]) -> None:
    """Keep what the change makes of it; where another device was quicker, of what that one has kept."""
    while True:
        kept = space.get(ME, ONE, Me)
        before = Me(name=space.name) if kept is None else kept.value
        try:
            space.put(ME, change(before), item=ONE, expect=kept.version if kept else 0)
        except Conflict:
            continue
        return


def mine(space: Space, now: int) -> Mine:
    """What this person has laid ready, with their marks for this week."""
    naming, noticed, week = space.get(NAMING, ONE, Naming), space.get(NOTICE, ONE, Notice), week_of(now)
    offer = space.get(WEEK, week, Offer)
    return Mine(
        words=tuple((item.id, item.value) for item in space.list(OWN_WORDS, OwnWords)),
        naming=naming.value if naming else None,
        notice=noticed.value if noticed else None,
        offer=offer.value if offer else None,
    )


def week_of(now: int) -> str:
    """The ISO week of a moment by the clock of this machine, such as ``2026-W48``."""
    year, week, _ = datetime.fromtimestamp(now / 1000, UTC).astimezone().isocalendar()
    return f"{year}-W{week:02d}"


def lay_words(space: Space, sort: Sort, text: str, *, region: str | None = None) -> SafetyAnswer | None:
    """Lay a line ready. Where safety holds it, nothing is kept, and what it says is for this person alone.

    Raises:
        InputError: the line is empty or too long, or there are many of the sort already.
    """
    line = _cleared(space, text, region)
    if isinstance(line, SafetyAnswer):
        return line
    if sum(item.value.sort == sort for item in space.list(OWN_WORDS, OwnWords)) >= MOST_WORDS:
        raise InputError("There are many lines here already; please take one away first.")
    space.put(OWN_WORDS, OwnWords(sort, line))
    return None


def take_words(space: Space, item: str) -> None:
    """Take a line away."""
    space.delete(OWN_WORDS, item)


def name_pattern(space: Space, name: str, own: str, *, region: str | None = None) -> SafetyAnswer | None:
    """Name what goes round between the two, and one's own part in it; shown when both have, and both sit there.

    Raises:
        InputError: one of the two lines is empty or too long.
    """
    lines = [_cleared(space, text, region) for text in (name, own)]
    for line in lines:
        if isinstance(line, SafetyAnswer):
            return line
    space.put(NAMING, Naming(cast(Line, lines[0]), cast(Line, lines[1])), item=ONE)
    return None


def notice(space: Space, words: str, *, region: str | None = None) -> SafetyAnswer | None:
    """Say that one has noticed a step, in words or without. Only the newest is kept: there is nothing to count.

    Raises:
        InputError: the words are too long.
    """
    line = _cleared(space, words, region) if words.strip() else None
    if isinstance(line, SafetyAnswer):
        return line
    before = space.get(NOTICE, ONE, Notice)
    shown = shown_notice([*([before.value] if before else []), Notice(line)])
    space.put(NOTICE, cast(Notice, shown), item=ONE)
    return None


def take_back(space: Space, kind: str) -> None:
    """Take back one's naming of the pattern, or one's notice."""
    if kind in (NAMING, NOTICE):
        space.delete(kind, ONE)


def mark_week(
    space: Space, now: int, numbers: Mapping[str, int], words: Mapping[str, str], *, region: str | None = None
) -> SafetyAnswer | None:
    """Mark what one would share of this week; what is not given is not shared. Nothing given takes all marks away.

    Raises:
        InputError: an item cannot be shared in that form, or its words are too long.
    """
    week, lines = week_of(now), {}
    for item, text in words.items():
        if text.strip():
            line = _cleared(space, text, region)
            if isinstance(line, SafetyAnswer):
                return line
            lines[cast(Item, item)] = line
    if not set(words) | set(numbers) <= {*AS_NUMBER, *AS_WORDS}:
        raise InputError("That part of the week cannot be shared; please leave it unmarked.")
    offer = offer_of(week, now, {cast(Item, item): number for item, number in numbers.items()}, lines)
    before = space.get(WEEK, week, Offer)
    if before is not None and _gone_only(before.value, offer):
        offer = msgspec.structs.replace(offer, marked_at=before.value.marked_at)
    space.put(WEEK, offer if lines or numbers else pulled(offer, now), item=week)
    return None


def _gone_only(before: Offer, after: Offer) -> bool:
    """Whether nothing is new and at most something is gone; taking away is no new mark."""
    kept_numbers = after.numbers.items() <= before.numbers.items()
    return kept_numbers and all(before.words.get(item) == line for item, line in after.words.items())


def return_at(space: Space) -> int | None:
    """When a paused talk goes on, if there is one."""
    kept = space.get(RETURN, ONE, Return)
    return kept.value.at if kept else None


def _cleared(space: Space, text: str, region: str | None) -> Line | SafetyAnswer:
    """The text as a line; or safety's own answer, and the table then rests for whoever wrote it."""
    verdict = look(text)
    if isinstance(verdict, Hold):
        let_rest(space, rest=rests(verdicts=[verdict]))
        return answer(verdict, region=region)
    return line_of(text, verdict)
