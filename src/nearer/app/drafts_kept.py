"""Use case: a draft is looked at while it is typed, made better, and kept until it is sent. It is never sent here."""

from typing import TYPE_CHECKING

import msgspec

from nearer.app.space_items import DRAFT, DraftKept
from nearer.app.spaces import Space
from nearer.errors import InputError
from nearer.storage import Item

if TYPE_CHECKING:
    from nearer.drafts import Finding, Notes

__all__ = [
    "LONGEST",
    "Looked",
    "Piece",
    "delete_draft",
    "draft",
    "keep_both",
    "keep_draft",
    "kept_drafts",
    "look",
    "with_suggestion",
]

LONGEST = 8000
"""Characters of a message to one person; longer ones are letters."""


class Piece(msgspec.Struct, frozen=True):
    """A piece of a draft, and whether a note speaks of it."""

    text: str
    noted: bool


class Looked(msgspec.Struct, frozen=True):
    """The notes on a draft, and the draft in pieces for showing what they speak of."""

    notes: "Notes"
    pieces: tuple[Piece, ...]


def look(text: str, *, quick: bool, better: bool = False, curious: bool = False, before: str = "") -> Looked:
    """The notes on a draft.

    Args:
        text: the draft.
        quick: by the rules alone and without better ways, as while typing; else the trained coder hears it too.
        better: also give a whole version.
        curious: give one question with room in place of the draft.
        before: what the other wrote last, a message a line; after a "stop" there is no help with the words.

    Raises:
        InputError: it is empty, or longer than `LONGEST`.
    """
    from nearer.app.check import check

    if len(text) > LONGEST:
        raise InputError(f"A draft can have {LONGEST:,} characters; please bring a shorter part, or write a letter.")
    thread = [line for line in before[:LONGEST].splitlines() if line.strip()]
    to = "curious" if curious else None
    notes = check(text, coder=not quick, suggest=not quick, rewrite=better, to=to, before=thread)
    return Looked(notes, _pieces(text, notes.findings) if notes.safety is None else (Piece(text, noted=False),))


def _pieces(text: str, findings: "tuple[Finding, ...]") -> tuple[Piece, ...]:
    made: list[Piece] = []
    at = 0
    for one in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        start, end = max(at, one.start), min(len(text), one.end)
        if end > start:
            made += [Piece(text[at:start], noted=False), Piece(text[start:end], noted=True)]
            at = end
    made.append(Piece(text[at:], noted=False))
    return tuple(piece for piece in made if piece.text)


def with_suggestion(text: str, place: str, *, before: str = "") -> str:
    """The draft with one suggestion taken; ``place`` is "start:end:rule" of the note.

    Raises:
        InputError: the draft has changed since, so that the note is no longer there.
    """
    for one in look(text, quick=False, before=before).notes.findings:
        if f"{one.start}:{one.end}:{one.rule}" == place and one.suggestion is not None:
            return text[: one.start] + one.suggestion + text[one.end :]
    raise InputError("The draft has changed since that note; please look at it again.")


def keep_draft(space: Space, text: str, *, item: str | None, version: int | None, before: str = "") -> Item[DraftKept]:
    """The draft as it was kept; a draft of which safety says to stop is not kept.

    Args:
        space: where.
        text: the draft.
        item: its id; None for a new one.
        version: the version that the writer had before them.
        before: what the other wrote last; it is not kept.

    Raises:
        Conflict: another device has saved it since.
        InputError: it is empty, too long, or one that safety holds.
    """
    if look(text, quick=True, before=before).notes.safety is not None:
        raise InputError("A draft like this one is not kept here, so that nobody finds it.")
    return space.put(DRAFT, DraftKept(text), item=item, expect=version if item else None)


def keep_both(space: Space, text: str, item: str) -> tuple[str, str] | None:
    """After a conflict: the text from the other device, and this one, kept as a draft of its own.

    The other text and the id of this one come back; None where the draft is gone, and this one is kept under its id.
    """
    other = space.get(DRAFT, item, DraftKept)
    kept = space.put(DRAFT, DraftKept(text))
    return None if other is None else (other.value.text, kept.id)


def kept_drafts(space: Space) -> list[Item[DraftKept]]:
    """All kept drafts, the newest first."""
    return space.list(DRAFT, DraftKept)[::-1]


def draft(space: Space, item: str) -> Item[DraftKept] | None:
    """One kept draft, or None."""
    return space.get(DRAFT, item, DraftKept)


def delete_draft(space: Space, item: str) -> None:
    """Delete a draft for good."""
    space.delete(DRAFT, item)
