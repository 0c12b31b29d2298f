"""Turns in, marks out: the fast coder settles what it is sure of, the careful one codes the rest."""

import itertools
from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from nearer.coding.context import NOTHING, Places, before
from nearer.coding.evidence import pieces
from nearer.coding.fast import FastCoder, settled
from nearer.coding.frames import turns_of
from nearer.coding.inputs import format_turn
from nearer.coding.labels import TURN_CODES
from nearer.coding.language import cautions
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
"""The encoder as it is used here: probabilities [lines, codes] for formatted lines."""


class Way(msgspec.Struct, frozen=True):
    """How to code: ``blind`` leaves out the partner's turns; ``careful`` lets the encoder read every turn."""

    blind: bool = False
    careful: bool = False

    @property
    def coder(self) -> str:
        """The name that the marks carry."""
        return "blind" if self.blind else "context"


class Coders:
    """The two coders at work on one way of coding, with the thresholds and the careful answers given so far."""

    def __init__(self, careful: Careful, fast: FastCoder, thresholds: Numbers, way: Way) -> None:
        """Take the encoder, the fast coder, and from which probability on each code is given [codes]."""
        self.careful = careful
        self.fast = fast
        self.thresholds = thresholds
        self.way = way
        self._kept: dict[str, Numbers] = {}

    def answers(self, lines: list[str]) -> Numbers:
        """The careful coder's probabilities [lines, codes]; each different line is read once."""
        new = [line for line in dict.fromkeys(lines) if line not in self._kept]
        if len(self._kept) + len(new) > MOST_KEPT:
            self._kept.clear()
            new = list(dict.fromkeys(lines))
        if new:
            self._kept.update(zip(new, self.careful(new), strict=True))
        return np.array([self._kept[line] for line in lines], np.float32).reshape(len(lines), len(TURN_CODES))


class _Talk:
    """The turns that have words, and what stood before each."""

    def __init__(self, turns: pl.DataFrame) -> None:
        spoken = turns["kind"].eq("message") & turns["text"].str.contains(r"\S")
        self.rows: Places = spoken.arg_true().to_numpy().astype(np.int64)
        kept = turns.filter(spoken)
        self.texts: list[str] = kept["text"].to_list()
        order = np.argsort(kept["turn"].to_numpy(), kind="stable")
        self.own, self.other = before(kept["conversation"].to_list(), kept["speaker"].to_list(), order)

    def line(self, place: int, *, blind: bool) -> str:
        """What the encoder is given of one turn."""
        own = [self.texts[one] for one in self.own[place] if one != NOTHING]
        other = [] if blind else [self.texts[one] for one in self.other[place] if one != NOTHING]
        return format_turn(own, other, self.texts[place], blind=blind)


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
    said, previous = _bags(talk, places, coders)
    found = coders.fast.probabilities(said, previous)
    gate = coders.fast.gates[coders.way.coder]
    asked = np.ones(len(places), bool) if coders.way.careful else ~settled(found, coders.thresholds, gate)
    if asked.any():
        lines = [talk.line(int(place), blind=coders.way.blind) for place in places[asked]]
        found[asked] = coders.answers(lines)
    found = _trusted(found, [talk.texts[place] for place in places], coders.thresholds)
    rows, codes = np.nonzero(found >= coders.thresholds)
    spans = _spans(talk, places, (rows, codes), coders, previous)
    marked = turns[talk.rows[places[rows]]].select("conversation", "turn")
    return marked.with_columns(
        pl.Series("code", np.array(TURN_CODES)[codes].tolist(), pl.String),
        pl.Series("probability", found[rows, codes].astype(np.float64)),
        pl.Series("start", spans[:, 0]),
        pl.Series("end", spans[:, 1]),
        pl.lit(coders.way.coder).alias("coder"),
    ).select(list(MARKS))


def _bags(talk: _Talk, places: Places, coders: Coders) -> tuple[Numbers, Numbers | None]:
    """What the fast coder makes of the turns and, unless it is blind, of the other's turn before; same texts once."""
    said = _once(coders.fast, [talk.texts[place] for place in places], "rows")
    if coders.way.blind:
        return said, None
    last = talk.other[places, 1]
    there = last != NOTHING
    previous = np.zeros_like(said)
    if there.any():
        previous[there] = _once(coders.fast, [talk.texts[place] for place in last[there]], "before")
    return said, previous


def _once(fast: FastCoder, texts: list[str], table: str) -> Numbers:
    numbers: dict[str, int] = {}
    index = [numbers.setdefault(text, len(numbers)) for text in texts]
    return fast.bags(list(numbers), table)[index]


def _trusted(found: Numbers, texts: list[str], thresholds: Numbers) -> Numbers:
    """Less trust where the language is another one, and no code where the script is."""
    doubtful = np.nonzero((found >= thresholds).any(axis=1))[0]
    worth = {None: 1.0, "long": 1.0, "language": FOREIGN_TRUST, "script": 0.0}
    for row, caution in zip(doubtful, cautions([texts[row] for row in doubtful]), strict=True):
        found[row] *= worth[caution]
    return found


def _spans(
    talk: _Talk, places: Places, marks: tuple[Places, Places], coders: Coders, previous: Numbers | None
) -> Places:
    """For each mark the start and the end of the part of the turn that speaks loudest for the code, [marks, 2]."""
    rows, codes = marks
    parts = {int(row): pieces(talk.texts[places[row]]) for row in np.unique(rows)}
    owners = [row for row, places_in in parts.items() if len(places_in) > 1 for _ in places_in]
    loud: dict[int, Numbers] = {}
    if owners:
        texts = [
            talk.texts[places[row]][start:end] for row, many in parts.items() if len(many) > 1 for start, end in many
        ]
        said = _once(coders.fast, texts, "rows")
        heard = coders.fast.probabilities(said, None if previous is None else previous[owners])
        starts = np.concatenate([[0], np.nonzero(np.diff(owners))[0] + 1, [len(owners)]])
        loud = {owners[a]: heard[a:b] for a, b in itertools.pairwise(starts)}
    found = np.zeros((len(rows), 2), np.int64)
    for at, (row, code) in enumerate(zip(rows.tolist(), codes.tolist(), strict=True)):
        found[at] = parts[row][int(loud[row][:, code].argmax()) if row in loud else 0]
    return found
