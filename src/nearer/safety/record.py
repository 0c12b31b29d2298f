"""What safety says: `Clearance` lets an answer be composed, `Hold` keeps it back. Only this package makes either."""

from typing import Literal

import msgspec

from nearer.turns import Quote

__all__ = ["Clearance", "Cue", "Hold", "Line", "SafetyAnswer", "Seal", "Tier", "Who", "Whom", "clear", "hold"]

Tier = Literal["0", "1", "2", "2p", "2s", "3", "3s"]
Who = Literal["writer", "partner", "both", "other", "unclear"]
Whom = Literal["writer", "partner", "child", "self", "other", "unclear"]


class Seal(msgspec.Struct, frozen=True):
    """The mark of the door. One instance exists, inside this module; another one is refused."""


_SEAL = Seal()


class Cue(msgspec.Struct, frozen=True):
    """One thing in the text that safety saw: its kind, who does it to whom, and the words.

    ``turn`` is the place of the turn in a chat (from 0), ``speaker`` who said it; both are null in a letter.
    """

    kind: str
    tier: Tier
    who: Who
    quote: Quote
    whom: Whom = "unclear"
    turn: int | None = None
    speaker: str | None = None


class _Sealed(msgspec.Struct, frozen=True):
    seal: Seal

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise TypeError("Only nearer.safety makes a Clearance or a Hold: call nearer.safety.look.")


class Clearance(_Sealed, frozen=True):
    """Safety found nothing that holds an answer back. Only `nearer.safety.look` and `look_at_turns` make one.

    ``tier`` "1" asks for one soft question about fear in the answer.
    """

    tier: Literal["0", "1"]
    cues: tuple[Cue, ...] = ()


class Hold(_Sealed, frozen=True):
    """Safety holds the usual answer back and gives its own.

    ``off`` names what is switched off; ``who`` does the gravest thing seen, and ``whom`` it is done to.
    """

    tier: Literal["2", "2p", "2s", "3", "3s"]
    cues: tuple[Cue, ...]
    off: tuple[str, ...]
    who: Who = "unclear"
    whom: Whom = "unclear"


class Line(msgspec.Struct, frozen=True):
    """A support line.

    ``status`` V: the number was read on a page; K: a person must still check it; U: a public emergency number.
    """

    id: str
    region: str
    audience: str
    name: str
    number: str
    status: Literal["V", "K", "U"]
    checked_on: str
    source: str
    hours: str = ""
    cost: str = ""
    languages: str = ""
    url: str = ""
    note: str = ""


class SafetyAnswer(msgspec.Struct, frozen=True):
    """What a person is shown in place of the usual answer. ``text`` is the paragraphs joined by blank lines."""

    tier: Tier
    theme: str
    paragraphs: tuple[str, ...]
    lines: tuple[Line, ...]
    text: str


def clear(tier: Literal["0", "1"], cues: tuple[Cue, ...]) -> Clearance:
    """A sealed clearance; for this package alone."""
    return Clearance(seal=_SEAL, tier=tier, cues=cues)


def hold(
    tier: Literal["2", "2p", "2s", "3", "3s"], cues: tuple[Cue, ...], off: tuple[str, ...], way: tuple[Who, Whom]
) -> Hold:
    """A sealed hold; for this package alone. ``way`` is who does the gravest thing to whom."""
    return Hold(seal=_SEAL, tier=tier, cues=cues, off=off, who=way[0], whom=way[1])
