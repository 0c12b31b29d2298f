"""An answer to a letter, as frozen records. The schema of the JSON form is docs/schema/answer-1.md."""

from typing import Literal

import msgspec

from nearer.letter.story import Pattern, Role, Scope
from nearer.safety import Tier

__all__ = ["SCHEMA", "Answer", "AnswerPerson", "Arrow", "FeelingSeen", "Incident", "MoveSeen", "Paragraph", "Steps"]

SCHEMA = "nearer/answer/1"


class AnswerPerson(msgspec.Struct, frozen=True):
    """The partner as the answer speaks of them; null where the letter does not tell."""

    name: str | None
    pronoun: str | None


class MoveSeen(msgspec.Struct, frozen=True):
    """One move that the answer rests on, with the writer's words for it."""

    who: Literal["writer", "partner", "both"]
    code: str
    quote: str


class FeelingSeen(msgspec.Struct, frozen=True):
    """A feeling that the letter names; the partner's are the writer's guesses."""

    who: Literal["writer", "partner", "both"]
    word: str
    quote: str


class Incident(msgspec.Struct, frozen=True):
    """One event that the letter tells."""

    quote: str


class Arrow(msgspec.Struct, frozen=True):
    """One half of the loop: what one does, and what may be under it. The loop has two, told alike.

    ``quotes`` are the lines of the letter that it rests on; an arrow without any is not drawn.
    """

    who: Literal["writer", "partner"]
    code: str
    does: str
    fear: str
    quotes: tuple[str, ...]


class Steps(msgspec.Struct, frozen=True):
    """One step for each, and one habit for both; null where the letter asks for none."""

    writer: str | None = None
    partner: str | None = None
    shared: str | None = None
    row: int | None = None


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph of the answer; ``section`` names its job, ``opener`` paragraphs are words to say."""

    section: str
    text: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a person gets back for a letter. A safety answer has the same shape with nothing in it but its words."""

    schema: str = SCHEMA
    tier: Tier
    kind: str
    pattern: Pattern | None = None
    role: Role | None = None
    scope: Scope | None = None
    partner: AnswerPerson = AnswerPerson(None, None)
    moves: tuple[MoveSeen, ...] = ()
    feelings: tuple[FeelingSeen, ...] = ()
    needs: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    incidents: tuple[Incident, ...] = ()
    dilemma: tuple[str, str] | None = None
    timing: str | None = None
    arrows: tuple[Arrow, ...] = ()
    hypotheses: tuple[str, ...] = ()
    own_part: str | None = None
    opener: str | None = None
    steps: Steps = Steps()
    support: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    text: str
