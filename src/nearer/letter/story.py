"""What a letter tells, as frozen records. Every part points at the writer's own words."""

from typing import Literal

import msgspec

from nearer.turns import Quote

__all__ = [
    "Dilemma",
    "Element",
    "Feeling",
    "Move",
    "Passage",
    "Pattern",
    "Person",
    "Role",
    "Scope",
    "Story",
    "TimingBind",
    "Who",
]

Who = Literal["writer", "partner", "both"]
Pattern = Literal["pursue-withdraw", "attack-attack", "attack-withdraw", "withdraw-withdraw", "other", "none"]
Role = Literal["pursuer", "withdrawer", "both"]
Scope = Literal["couple", "ended", "not-couple"]
Element = Literal[
    "feel", "pfeel", "need", "fear", "incident", "habit", "history", "stress", "strength", "ask", "risk", "apart",
    "betray", "fact",
]  # fmt: skip


class Person(msgspec.Struct, frozen=True):
    """Somebody in the letter, as the writer names them.

    ``relation`` is the writer's own word ("husband", "mother", "boss"); ``name`` and ``pronoun`` ("she", "he",
    "they") are null where the letter does not tell. The most specific pronoun the writer uses is kept.
    """

    relation: str | None = None
    name: str | None = None
    pronoun: Literal["she", "he", "they"] | None = None
    quote: Quote | None = None


class Move(msgspec.Struct, frozen=True):
    """One thing that somebody does in the letter: a code of the codebook, with the words that tell it.

    ``after`` is the place in `Story.moves` of the other's move that set it off, where the letter says so.
    ``often`` is true for a habit ("whenever", "every time"), false for one event, null where it is not told.
    ``said`` is what the actor is quoted as saying ("it's nothing"), where the letter gives the words.
    """

    who: Who
    code: str
    quote: Quote
    sentence: int
    probability: float
    often: bool | None = None
    after: int | None = None
    said: Quote | None = None


class Feeling(msgspec.Struct, frozen=True):
    """A feeling that is named. ``word`` is a plain adjective that fits after "I feel" ("anxious", "left out").

    The partner's feelings are the writer's guesses: they are never repeated as facts.
    """

    who: Who
    word: str
    quote: Quote


class Passage(msgspec.Struct, frozen=True):
    """A stretch of the letter that tells one kind of thing (an incident, a habit, a need, a strength ...).

    ``kind`` says which sort within that, where a wording depends on it: for `Story.stress` and `Story.history` a
    theme ("work", "grief", "childhood" ...), for `Story.needs` a need ("closeness", "being heard" ...); else null.
    """

    quote: Quote
    sentence: int
    kind: str | None = None


class Dilemma(msgspec.Struct, frozen=True):
    """Two wishes that pull against each other: not to push, and not to live with the distance."""

    one: Quote
    other: Quote


class TimingBind(msgspec.Struct, frozen=True):
    """No time seems right: in bad times it cannot be raised, in good times it would spoil them."""

    bad: Quote | None
    good: Quote | None


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """The story a letter tells, every part with its quoted span. ``letter`` is the text that the spans point into."""

    letter: str
    sentences: tuple[Quote, ...]
    writer: Person
    partner: Person
    others: tuple[Person, ...] = ()
    moves: tuple[Move, ...] = ()
    feelings: tuple[Feeling, ...] = ()
    needs: tuple[Passage, ...] = ()
    fears: tuple[Passage, ...] = ()
    incidents: tuple[Passage, ...] = ()
    habits: tuple[Passage, ...] = ()
    history: tuple[Passage, ...] = ()
    stress: tuple[Passage, ...] = ()
    strengths: tuple[Passage, ...] = ()
    betrayals: tuple[Passage, ...] = ()
    partings: tuple[Passage, ...] = ()
    dilemma: Dilemma | None = None
    timing: TimingBind | None = None
    question: Quote | None = None
    pattern: Pattern = "none"
    role: Role | None = None
    scope: Scope = "couple"
    topics: tuple[str, ...] = ()
    """What the quarrel is about (content), most likely first: "time", "phone", "chores", "money", "sex", "trust",
    "family", "feelings", "jealousy", "future", "affair", "children", "grief" ..."""
