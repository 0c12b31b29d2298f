"""Use case: letters in a space. A letter that safety holds back is answered and never kept."""

from typing import TYPE_CHECKING, Any

import msgspec

from nearer.app.space_items import LETTER, LetterKept, Preferences
from nearer.app.spaces import Space
from nearer.app.text import text_of
from nearer.errors import InputError
from nearer.storage import Item

if TYPE_CHECKING:
    from nearer.answer import Answer

__all__ = [
    "Answered",
    "answer_letter",
    "delete_letter",
    "keep_letter",
    "kept_letters",
    "letter",
    "shown",
    "text_in_file",
]


class Answered(msgspec.Struct, frozen=True):
    """An answer in plain parts and as HTML; whether safety gave it, and whether it asks the one soft question.

    ``steps`` are the steps in it that the writer could take up.
    """

    record: dict[str, Any]
    html: str
    held: bool
    soft: bool
    steps: tuple[str, ...]


def answer_letter(text: str, chosen: Preferences) -> Answered:
    """The answer to a letter, or safety's own.

    Raises:
        InputError: the text is empty, too short or too long.
        NotALetterError: the text is no letter about two partners.
    """
    from nearer.app.reply import reply  # the models behind it take a second to load

    whole = text_of(text.encode("utf-8", errors="replace"), "the letter")
    return _shown(reply(whole, name=chosen.partner, pronoun=chosen.pronoun, region=chosen.region))


def shown(kept: LetterKept) -> Answered:
    """A kept answer as a surface shows it."""
    from nearer.answer import Answer

    return _shown(msgspec.convert(kept.answer, Answer))


def _shown(answer: "Answer") -> Answered:
    from nearer.answer import to_fragment

    held = answer.kind == "safety"
    steps = () if held else tuple(_as_sentence(step) for step in (answer.steps.writer, answer.steps.shared) if step)
    return Answered(msgspec.to_builtins(answer), to_fragment(answer), held, answer.tier == "1", steps)


def _as_sentence(step: str) -> str:
    whole = step[0].upper() + step[1:]
    return whole if whole[-1] in ".?’”" else f"{whole}."


def text_in_file(content: bytes) -> str:
    """The text of an uploaded file.

    Raises:
        InputError: it is no text, or too long.
    """
    return text_of(content, "the file")


def keep_letter(space: Space, text: str, chosen: Preferences) -> str:
    """Keep a letter with its answer; the id it is kept under comes back.

    Raises:
        InputError: safety holds this letter back, so nothing of it is kept; or it is no letter.
    """
    answered = answer_letter(text, chosen)
    if answered.held:
        raise InputError("A letter like this one is not kept here, so that nobody finds it.")
    return space.put(LETTER, LetterKept(text.strip(), answered.record)).id


def kept_letters(space: Space) -> list[Item[LetterKept]]:
    """All kept letters, the newest first."""
    return space.list(LETTER, LetterKept)[::-1]


def letter(space: Space, item: str) -> Item[LetterKept] | None:
    """One kept letter, or None."""
    return space.get(LETTER, item, LetterKept)


def delete_letter(space: Space, item: str) -> None:
    """Delete a letter and its answer for good."""
    space.delete(LETTER, item)
