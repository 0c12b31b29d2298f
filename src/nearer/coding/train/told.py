"""The letters written and coded for Nearer (``corpus/letters/*.txt``), read strictly: a bad line is named.

One letter after another, a sentence a line, an empty line between letters::

    == SLUG | pattern=pursue-withdraw role=pursuer risk=none scope=couple | who writes and what about
    [self: press, probe | habit] I keep asking him what is wrong.
    [- | ask] What can I do?
"""

import re
from pathlib import Path

import msgspec

from nearer.coding.labels import ACTORS, CODES, ELEMENTS
from nearer.errors import InputError

__all__ = ["Sentence", "ToldLetter", "parse_letters", "told_letters"]

WHOLE = {
    "pattern": ("pursue-withdraw", "attack-attack", "attack-withdraw", "withdraw-withdraw", "other", "none"),
    "role": ("pursuer", "withdrawer", "both", "none"),
    "risk": ("none", "unsure", "yes"),
    "scope": ("couple", "ended", "not-couple"),
}
_HEAD = re.compile(r"== *(?P<slug>[\w.-]+) *\|(?P<whole>[^|]*)\| *(?P<about>.*\S)")
_SENTENCE = re.compile(r"\[(?P<acts>[^|\]]*)\|(?P<elements>[^|\]]*)\] *(?P<text>.*\S)")


class Sentence(msgspec.Struct, frozen=True):
    """A sentence, who acts in it with which codes, and its elements."""

    acts: tuple[tuple[str, tuple[str, ...]], ...]
    elements: tuple[str, ...]
    text: str


class ToldLetter(msgspec.Struct, frozen=True):
    """One letter; ``whole`` has its pattern, role, risk and scope."""

    slug: str
    whole: dict[str, str]
    sentences: tuple[Sentence, ...]


def told_letters(folder: Path) -> list[ToldLetter]:
    """Every letter of a folder, files by name.

    Raises:
        InputError: a line is not of the form, a label is unknown, or a slug comes twice.
    """
    found = [
        letter for path in sorted(folder.glob("*.txt")) for letter in parse_letters(path.read_text("utf-8"), path.name)
    ]
    slugs = [letter.slug for letter in found]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twice:
        raise InputError(f"The letter {twice[0]} stands twice in {folder.name}; please give each its own name.")
    return found


def parse_letters(text: str, name: str) -> list[ToldLetter]:
    """The letters of one file called ``name``.

    Raises:
        InputError: see `told_letters`.
    """
    found: list[ToldLetter] = []
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        place = f"{name}, line {number}"
        if line.startswith("=="):
            found.append(_head(line, place))
        elif line and not found:
            raise InputError(f"{place}: a sentence stands before the first letter; begin with '== SLUG'.")
        elif line:
            found[-1] = msgspec.structs.replace(found[-1], sentences=(*found[-1].sentences, _sentence(line, place)))
    empty = [letter.slug for letter in found if not letter.sentences]
    if empty:
        raise InputError(f"{name}: the letter {empty[0]} has no sentence; please add some or take it out.")
    return found


def _head(line: str, place: str) -> ToldLetter:
    found = _HEAD.fullmatch(line)
    whole = dict(pair.partition("=")[::2] for pair in found["whole"].split()) if found else {}
    if found is None or whole.keys() != WHOLE.keys() or any(whole[name] not in WHOLE[name] for name in WHOLE):
        raise InputError(
            f"{place}: this is not the head of a letter; please write '== SLUG | pattern=... role=... risk=... "
            "scope=... | about' with the labels of the codebook."
        )
    return ToldLetter(found["slug"], whole, ())


def _sentence(line: str, place: str) -> Sentence:
    found = _SENTENCE.fullmatch(line)
    if not found:
        raise InputError(f"{place}: this is not a sentence; please write '[who: codes | elements] text'.")
    acts = tuple(_act(part, place) for part in found["acts"].split(";") if part.strip(" -"))
    return Sentence(acts, _names(found["elements"], ELEMENTS, "element", place), found["text"])


def _act(part: str, place: str) -> tuple[str, tuple[str, ...]]:
    who, _, codes = part.partition(":")
    if who.strip() not in ACTORS:
        raise InputError(f"{place}: {who.strip()!r} is nobody; those who act are {', '.join(ACTORS)}, or - for none.")
    return who.strip(), _names(codes, CODES, "code", place)


def _names(told: str, known: tuple[str, ...], kind: str, place: str) -> tuple[str, ...]:
    names = tuple(name for name in re.split(r"[\s,]+", told.strip(" -")) if name)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(f"{place}: {unknown[0]!r} is no {kind}; there are {', '.join(known)}.")
    return names
