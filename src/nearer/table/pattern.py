"""The pattern, named by both in their own words, and one step each with a quiet "I noticed"."""

from collections.abc import Sequence

import msgspec

from nearer.table.lines import Line
from nearer.table.seats import both

__all__ = ["Naming", "Notice", "named", "shown_notice"]


class Naming(msgspec.Struct, frozen=True):
    """One person's words for what goes round between the two: a name for it, and what they themself do in it."""

    name: Line
    mine: Line


class Notice(msgspec.Struct, frozen=True):
    """Somebody noticed a step toward them; in words, if they like. It has no date and is not counted."""

    words: Line | None = None


def named(one: Naming | None, two: Naming | None) -> tuple[Naming, Naming] | None:
    """Both namings, where both have laid theirs on the table; else nothing."""
    return both(one, two)


def shown_notice(notices: Sequence[Notice]) -> Notice | None:
    """What the other is shown of any number of notices, oldest first: that there was one, with the newest words.

    One and twenty look the same, so nobody can keep count.
    """
    if not notices:
        return None
    return Notice(next((notice.words for notice in reversed(notices) if notice.words is not None), None))
