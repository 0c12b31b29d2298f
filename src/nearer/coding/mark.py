"""Turns in, marks out: the fast coder settles what it is sure of, the careful one codes the rest."""

from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from nearer.coding.context import NOTHING, Before, Places, before
from nearer.coding.evidence import pieces
from nearer.coding.fast import FastCoder, settled
from nearer.coding.frames import turns_of
from nearer.coding.inputs import format_alone, format_in_talk
from nearer.coding.labels import TURN_CODES
from nearer.coding.language import cautions
from nearer.coding.mixture import Mixture, WayName
from nearer.coding.rules import phrases
from nearer.turns.frame import MARKS

__all__ = ["PART", "Careful", "Coders", "Way", "code_in_parts", "mark"]

PART = 16_384
"""Turns coded at a time: what bounds the memory."""
MOST_KEPT = 50_000
"""Careful answers remembered for lines that come again."""
FOREIGN_TRUST = 0.8
"""What a probability is worth on a turn that seems not to be English."""

Numbers = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]


Careful = Callable[[Sequence[str]], Numbers]
"""The encoder as it is used here: logits [lines, codes] for formatted lines."""


class Way(msgspec.Struct, frozen=True):
    """How to code: ``blind`` leaves out the partner's turns; ``careful`` lets the encoder read every turn."""

    blind: bool = False
    careful: bool = False

    @property
    def coder(self) -> WayName:
        """The name that the marks carry."""
        return "blind" if self.blind else "context"


class Coders:
    """The two coders at work on one way of coding, with the encoder's answers given so far."""

    def __init__(self, careful: Careful, fast: FastCoder, mixture: Mixture, way: Way) -> None:
        """Take the encoder, the fast coder, and how they go together."""
        self.careful = careful
        self.fast = fast
        self.mixture = mixture
        self.way = way
        self._kept: dict[str, Numbers] = {}

    def heard(self, texts: list[str], before: list[str | None]) -> Numbers:
        """What the fast coder makes of turns after the other's, [turns, 2 x codes]; same texts are read once."""
        found = _once(self.fast.said, texts)
        there = [place for place, one in enumerate(before) if one is not None]
        if there and not self.way.blind:
            found[there] += _once(self.fast.before, [one for one in before if one is not None])
        return found

    def answers(self, texts: list[str], turns: list[tuple[str, ...]], heard: Numbers) -> Numbers:
        """Probabilities [turns, codes] of encoder, words and phrases together; ``turns`` are the lines of each turn.

        The encoder reads each different line once; what it says of a turn is the mean over its lines.
        """
        lines = [line for readings in turns for line in readings]
        new = [line for line in dict.fromkeys(lines) if line not in self._kept]
        if len(self._kept) + len(new) > MOST_KEPT:
            self._kept.clear()
            new = list(dict.fromkeys(lines))
        if new:
            self._kept.update(zip(new, self.careful(new), strict=True))
        read = np.array([self._kept[line] for line in lines], np.float32).reshape(len(turns), -1, len(TURN_CODES))
        logits = read.mean(axis=1) if len(turns) else np.zeros((0, len(TURN_CODES)), np.float32)
        return self.mixture.probabilities(logits, heard[:, : len(TURN_CODES)], phrases(texts))

    def single(self, texts: list[str], before: list[str | None]) -> Numbers:
        """Probabilities [turns, codes] of single turns, each after the other's turn where there is one."""
        lines = [self.lines([], [(False, one)] if one else [], text) for text, one in zip(texts, before, strict=True)]
        return self.answers(texts, lines, self.heard(texts, before))

    def lines(self, own: list[str], talk: list[tuple[bool, str]], text: str) -> tuple[str, ...]:
        """What the encoder is given of a turn: a blind reading and, with context, one that sees the talk."""
        alone = format_alone(own, text)
        return (alone,) if self.way.blind else (alone, format_in_talk(talk, text))


class _Talk:
    """The turns that have words, and what stood before each."""

    def __init__(self, turns: pl.DataFrame) -> None:
        spoken = turns["kind"].eq("message") & turns["text"].str.contains(r"\S")
        self.rows: Places = spoken.arg_true().to_numpy().astype(np.int64)
        kept = turns.filter(spoken)
        self.texts: list[str] = kept["text"].to_list()
        order = np.argsort(kept["turn"].to_numpy(), kind="stable")
        self.speakers: list[str] = kept["speaker"].to_list()
        self.places: Before = before(kept["conversation"].to_list(), self.speakers, order)

    def before(self, place: int) -> tuple[list[str], list[tuple[bool, str]]]:
        """The speaker's own last two turns, and the talk's last five with whose they are; older first."""
        own = [self.texts[one] for one in self.places.own[place] if one != NOTHING]
        recent = [one for one in self.places.recent[place] if one != NOTHING]
        return own, [(self.speakers[one] == self.speakers[place], self.texts[one]) for one in recent]


def mark(table: object, coders: Coders, progress: Progress | None = None) -> pl.DataFrame:
    """The marks on all turns, in the order of the turns.

    Raises:
        InputError: the table lacks a column, has one of a wrong type, or has a turn twice.
    """
    parts = list(code_in_parts(turns_of(table), coders, progress))
    return pl.concat(parts) if parts else pl.DataFrame(schema=MARKS)


def code_in_parts(turns: pl.DataFrame, coders: Coders, progress: Progress | None = None) -> Iterator[pl.DataFrame]:
    """The marks, part by part; ``progress`` is told how many turns of how many are done."""
    talk = _Talk(turns)
    for start in range(0, len(talk.texts), PART):
        places = np.arange(start, min(start + PART, len(talk.texts)))
        yield _marks(turns, talk, places, coders)
        if progress:
            progress(int(places[-1]) + 1, len(talk.texts))


def _marks(turns: pl.DataFrame, talk: _Talk, places: Places, coders: Coders) -> pl.DataFrame:
    texts = [talk.texts[place] for place in places]
    heard = coders.heard(texts, [None if one == NOTHING else talk.texts[one] for one in talk.places.other[places]])
    limits = coders.mixture.limits()
    found = coders.mixture.foretold(heard[:, len(TURN_CODES) :])
    asked = np.ones(len(places), bool) if coders.way.careful else ~settled(found, limits, coders.mixture.gate)
    if asked.any():
        lines = [coders.lines(*talk.before(int(place)), talk.texts[place]) for place in places[asked]]
        found[asked] = coders.answers([texts[place] for place in np.flatnonzero(asked)], lines, heard[asked])
    found = _trusted(found, texts, limits)
    rows, codes = np.nonzero(found >= limits)
    spans = _spans(texts, (rows, codes), coders)
    marked = turns[talk.rows[places[rows]]].select("conversation", "turn")
    return marked.with_columns(
        pl.Series("code", np.array(TURN_CODES)[codes].tolist(), pl.String),
        pl.Series("probability", found[rows, codes].astype(np.float64)),
        pl.Series("start", spans[:, 0]),
        pl.Series("end", spans[:, 1]),
        pl.lit(coders.way.coder).alias("coder"),
    ).select(list(MARKS))


def _once(read: Callable[[list[str]], Numbers], texts: list[str]) -> Numbers:
    numbers: dict[str, int] = {}
    index = [numbers.setdefault(text, len(numbers)) for text in texts]
    return read(list(numbers))[index]


def _trusted(found: Numbers, texts: list[str], thresholds: Numbers) -> Numbers:
    """Less trust where the language is another one, and no code where the script is."""
    doubtful = np.nonzero((found >= thresholds).any(axis=1))[0]
    worth = {None: 1.0, "long": 1.0, "language": FOREIGN_TRUST, "script": 0.0}
    for row, caution in zip(doubtful, cautions([texts[row] for row in doubtful]), strict=True):
        found[row] *= worth[caution]
    return found


def _spans(texts: list[str], marks: tuple[Places, Places], coders: Coders) -> Places:
    """For each mark the start and the end of the part of the turn that speaks loudest for the code, [marks, 2]."""
    rows, codes = marks
    parts = {int(row): pieces(texts[row]) for row in np.unique(rows)}
    many = {row: inside for row, inside in parts.items() if len(inside) > 1}
    starts = dict(zip(many, np.cumsum([0, *map(len, many.values())]).tolist(), strict=False))
    words = [texts[row][start:end] for row, inside in many.items() for start, end in inside]
    votes = _once(coders.fast.said, words) if words else np.zeros((0, len(TURN_CODES)), np.float32)
    found = np.zeros((len(rows), 2), np.int64)
    for at, (row, code) in enumerate(zip(rows.tolist(), codes.tolist(), strict=True)):
        first = starts.get(row, 0)
        loudest = int(votes[first : first + len(parts[row]), code].argmax()) if row in many else 0
        found[at] = parts[row][loudest]
    return found
