"""The talk written and coded for Nearer (``corpus/turns/*.txt``), read strictly: a bad line is named, never guessed at.

One conversation after another, an empty line between them::

    == SLUG | REGISTER | who they are and what it is about
    A: you still up?
    B [dismiss, defend]: nobody. its nothing
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from nearer.coding.labels import CODES
from nearer.errors import InputError

__all__ = ["REGISTERS", "Talk", "Turn", "parse", "written_talks"]

REGISTERS = ("chat", "scene", "pair")
_HEAD = re.compile(r"== *(?P<slug>[\w.-]+) *\| *(?P<register>\w+) *\| *(?P<about>.*\S)")
_TURN = re.compile(r"(?P<speaker>[AB])(?: *\[(?P<codes>[^\]]*)\])?: *(?P<text>.*\S)")


class Turn(msgspec.Struct, frozen=True):
    """What one of the two says, and its codes; none where it has none."""

    speaker: str
    codes: tuple[str, ...]
    text: str


class Talk(msgspec.Struct, frozen=True):
    """One conversation; ``about`` says who they are, where, and what happens."""

    slug: str
    register: str
    about: str
    turns: tuple[Turn, ...]


def written_talks(folder: Path) -> list[Talk]:
    """Every conversation of a folder, files by name.

    Raises:
        InputError: a line is not of the form, a code or register is unknown, or a slug comes twice.
    """
    found = [talk for path in sorted(folder.glob("*.txt")) for talk in parse(path.read_text("utf-8"), path.name)]
    slugs = [talk.slug for talk in found]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twice:
        raise InputError(f"The conversation {twice[0]} stands twice in {folder.name}; please give each its own name.")
    return found


def parse(text: str, name: str) -> list[Talk]:
    """The conversations of one file called ``name``.

    Raises:
        InputError: see `written_talks`.
    """
    found: list[Talk] = []
    head: dict[str, str] | None = None
    turns: list[Turn] = []
    for number, line in _lines(text):
        if line.startswith("=="):
            found += _ended(head, turns, name)
            head, turns = _head(line, name, number), []
        elif head is None:
            raise InputError(
                f"{name}, line {number}: a turn stands before the first conversation; begin with '== SLUG'."
            )
        else:
            turns.append(_turn(line, name, number))
    return [*found, *_ended(head, turns, name)]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    numbered = enumerate(text.splitlines(), start=1)
    return ((number, line.strip()) for number, line in numbered if line.strip())


def _ended(head: dict[str, str] | None, turns: list[Turn], name: str) -> list[Talk]:
    if head is None:
        return []
    if not turns:
        raise InputError(f"{name}: the conversation {head['slug']} has no turn; please add its turns or take it out.")
    return [Talk(head["slug"], head["register"], head["about"], tuple(turns))]


def _head(line: str, name: str, number: int) -> dict[str, str]:
    found = _HEAD.fullmatch(line)
    if not found or found["register"] not in REGISTERS:
        wanted = f"'== SLUG | REGISTER | about', REGISTER one of {', '.join(REGISTERS)}"
        raise InputError(f"{name}, line {number}: this is not the head of a conversation; please write {wanted}.")
    return found.groupdict()


def _turn(line: str, name: str, number: int) -> Turn:
    found = _TURN.fullmatch(line)
    if not found:
        raise InputError(f"{name}, line {number}: this is not a turn; please write 'A [codes]: text' or 'A: text'.")
    codes = tuple(code.strip() for code in (found["codes"] or "").split(",") if code.strip())
    unknown = [code for code in codes if code not in CODES]
    if unknown:
        raise InputError(f"{name}, line {number}: {unknown[0]!r} is no code; the codes are {', '.join(CODES)}.")
    return Turn(found["speaker"], codes, found["text"])
