"""What is kept for the table: in one's own space what one lays ready, at the table what both have agreed to."""

from typing import Literal

import msgspec

from nearer.table.invitation import Word
from nearer.table.lines import Line

__all__ = [
    "AGREEMENT",
    "INVITED",
    "LOOKED",
    "ME",
    "NAMES",
    "NAMING",
    "NOTICE",
    "ONE",
    "OWN_WORDS",
    "PAUSED",
    "RETURN",
    "STEP",
    "TALKED",
    "WEEK",
    "Invited",
    "Looked",
    "Me",
    "Names",
    "OwnWords",
    "Return",
    "Sort",
    "Step",
    "Talked",
]

ME, INVITED, WEEK, NAMING, NOTICE, OWN_WORDS, RETURN = (
    "table-me", "table-invited", "table-week", "table-naming", "table-notice", "table-words", "table-return"
)  # fmt: skip
"""Kinds in one's own space."""
NAMES, AGREEMENT, STEP, LOOKED, TALKED, PAUSED = "names", "agreement", "step", "looked", "talked", "paused"
"""Kinds at the table."""
ONE = "one"
"""The id where there is only one of a kind."""

Sort = Literal["topic", "step", "rule"]


class Me(msgspec.Struct, frozen=True):
    """What the table calls somebody, and whether it rests for them. Why it rests is written nowhere."""

    name: str = ""
    rests: bool = False


class Invited(msgspec.Struct, frozen=True):
    """An invitation on the inviter's side: its code and words, and the word that was passed on, if any."""

    code: str
    words: str
    made_at: int
    is_withdrawn: bool = False
    word: Word | None = None


class OwnWords(msgspec.Struct, frozen=True):
    """A line laid ready alone: a topic one would like, a step one could make, a rule one would like."""

    sort: Sort
    line: Line


class Return(msgspec.Struct, frozen=True):
    """When a paused talk goes on; each of the two has it in their own space, so both see the same."""

    at: int


class Names(msgspec.Struct, frozen=True):
    """What the two are called at the table."""

    a: str
    b: str


class Step(msgspec.Struct, frozen=True):
    """The step that one of the two has chosen, and shown."""

    text: str


class Looked(msgspec.Struct, frozen=True):
    """When the two first looked at a week; what they saw is kept nowhere."""

    at: int


class Talked(msgspec.Struct, frozen=True):
    """The topic of a talk, where both chose to keep it."""

    topic: str
