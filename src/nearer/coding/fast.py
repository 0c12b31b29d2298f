"""The coder that looks at words, pairs of words and runs of letters alone: a weight for each, summed, for each code.

It has two sets of weights. The first was learned from labelled turns and votes beside the encoder. The second was
taught to foretell what both together would say; where it is sure, the turn is settled and the encoder is not asked.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.coding.features import LETTER_ROWS, WORD_ROWS, Vocabulary
from nearer.coding.labels import TURN_CODES
from nearer.errors import InputError

__all__ = ["BLOCKS", "FastCoder", "Gate", "fast_coder", "pack", "settled"]

Numbers = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Weights = npt.NDArray[np.int8]
BLOCKS = {"words": WORD_ROWS, "letters": LETTER_ROWS, "before": WORD_ROWS}
"""The tables: words and letters of the turn, words of the partner's turn before it."""
WIDTH = 2 * len(TURN_CODES)
MOST_KNOWN = 200_000
"""Tokens remembered before the memory is emptied."""


class Gate(msgspec.Struct, frozen=True):
    """When a turn is settled: each code is foretold below ``quiet`` or above ``sure``, as shares of its threshold."""

    quiet: float
    sure: float


class FastCoder:
    """The tables of weights, and what they come to for each token seen so far."""

    def __init__(self, tables: dict[str, Weights], scales: dict[str, Numbers], rarity: dict[str, Numbers]) -> None:
        """Take for each block its weights [rows, width] with a scale for each column, and how rare each row is."""
        self._tables, self._scales = tables, scales
        self._squares = {name: np.square(rare, dtype=np.float32) for name, rare in rarity.items()}
        self._vocabulary = Vocabulary()
        self._known: Numbers = np.zeros((0, WIDTH), np.float32)
        self._lengths: Numbers = np.zeros(0, np.float32)

    def said(self, texts: list[str]) -> Numbers:
        """What the turns' own words say for each code, [texts, 2 x codes]: the vote, then what is foretold."""
        tokens, starts = self._tokens(texts)
        return self._words(tokens, starts, "words") + self._letters(tokens, starts)

    def before(self, texts: list[str]) -> Numbers:
        """What the partner's words just before add to it, [texts, 2 x codes]."""
        return self._words(*self._tokens(texts), "before")

    def _words(self, tokens: Rows, starts: Rows, name: str) -> Numbers:
        """Sums over words and pairs, divided by the length of the text's vector of rarities."""
        pairs = self._vocabulary.pairs(tokens)
        inside = np.ones(len(tokens), np.float32)
        inside[starts[1:] - 1] = 0
        words = np.array(self._vocabulary.words, np.int64)[tokens]
        weights = self._tables[name][words].astype(np.float32)
        weights += self._tables[name][pairs] * inside[:, None]
        squares = self._squares[name][words] + self._squares[name][pairs] * inside
        return self._summed(weights, squares, starts, name)

    def _letters(self, tokens: Rows, starts: Rows) -> Numbers:
        new = self._vocabulary.letters[len(self._known) :]
        if new:
            table, squares = self._tables["letters"], self._squares["letters"]
            sums = np.stack([table[rows].sum(axis=0, dtype=np.float32) for rows in new])
            self._known = np.concatenate([self._known, sums])
            self._lengths = np.append(self._lengths, [squares[rows].sum() for rows in new]).astype(np.float32)
        return self._summed(self._known[tokens], self._lengths[tokens], starts, "letters")

    def _summed(self, weights: Numbers, squares: Numbers, starts: Rows, name: str) -> Numbers:
        sums = np.add.reduceat(weights, starts[:-1], axis=0)
        lengths = np.sqrt(np.maximum(np.add.reduceat(squares, starts[:-1]), 1e-6))
        found: Numbers = (sums / lengths[:, None] * self._scales[name]).astype(np.float32)
        return found

    def _tokens(self, texts: list[str]) -> tuple[Rows, Rows]:
        if len(self._vocabulary) > MOST_KNOWN:
            self._vocabulary = Vocabulary()
            self._known, self._lengths = self._known[:0], self._lengths[:0]
        return self._vocabulary.tokens(texts)


def settled(foretold: Numbers, thresholds: Numbers, gate: Gate) -> npt.NDArray[np.bool_]:
    """Which turns the fast coder is sure of, [turns]."""
    share = foretold / thresholds
    sure: npt.NDArray[np.bool_] = np.all((share <= gate.quiet) | (share >= gate.sure), axis=1)
    return sure


@cache
def fast_coder() -> FastCoder:
    """The packaged fast coder.

    Raises:
        InputError: the package was installed without its model.
    """
    packaged = files("nearer.coding") / "models" / "fast.npz"
    if not packaged.is_file():
        raise InputError("The model file fast.npz is missing from this installation; please install nearer again.")
    with packaged.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return FastCoder(
        {name: arrays[name] for name in BLOCKS},
        {name: arrays[f"{name}_scales"] for name in BLOCKS},
        {name: arrays[f"{name}_rarity"].astype(np.float32) for name in BLOCKS},
    )


def pack(weights: dict[str, Numbers], rarity: dict[str, Numbers], path: Path) -> None:
    """Write weights [rows, width] and rarities [rows] of each block as a packaged file, the weights as int8."""
    stored: dict[str, npt.NDArray[np.generic]] = {}
    for name in BLOCKS:
        top = np.abs(weights[name]).max(axis=0)
        scales = np.maximum(top, 1e-9) / 127
        stored[name] = np.rint(weights[name] / scales).astype(np.int8)
        stored[f"{name}_scales"] = scales.astype(np.float32)
        stored[f"{name}_rarity"] = rarity[name].astype(np.float16)
    np.savez_compressed(path, allow_pickle=False, **stored)
