"""The fast coder: a small network over words and pairs of words, taught by the careful coder to say what it would say.

It settles the turns it is sure of and passes the rest on. A text that comes again costs nothing again within a part.
"""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.coding.features import ROWS, Vocabulary
from nearer.errors import InputError

__all__ = ["FastCoder", "Gate", "fast_coder", "pack", "settled"]

Numbers = npt.NDArray[np.float32]
MOST_KNOWN = 200_000
"""Tokens remembered before the memory is emptied."""


class Gate(msgspec.Struct, frozen=True):
    """When a turn is settled: no code is likelier than ``quiet``, or each code is above ``sure`` or below ``quiet``.

    Both are shares of the careful coder's threshold for the code: .2 and 1.8 say a fifth of it, and 1.8 times it.
    """

    quiet: float
    sure: float


class FastCoder:
    """The network's weights, and one vocabulary for the turn and for the partner's turn before it."""

    def __init__(self, arrays: dict[str, npt.NDArray[Any]]) -> None:
        """Take the arrays of a packaged file: ``rows`` and ``before`` in int8 with their scales, biases and heads."""
        self._arrays = arrays
        self.gates = {name: msgspec.convert(value, Gate) for name, value in json.loads(str(arrays["gates"])).items()}
        self._tables = {name: arrays[name] for name in ("rows", "before")}
        self._scales = {name: float(arrays[f"{name}_scale"]) for name in ("rows", "before")}
        self._forget()

    def bags(self, texts: list[str], table: str) -> Numbers:
        """The sum of a table's rows for each text, divided by the root of their number, [texts, width]."""
        if len(self._vocabulary) > MOST_KNOWN:
            self._forget()
        tokens, starts = self._vocabulary.tokens(texts)
        pairs = self._vocabulary.pairs(tokens)
        self._grow(table)
        each = self._known[table][tokens]
        each += self._tables[table][pairs]
        sums = np.add.reduceat(each, starts[:-1], axis=0)
        counts = np.add.reduceat(self._counts[tokens] + 1, starts[:-1])
        found: Numbers = (sums * (self._scales[table] / np.sqrt(counts))[:, None]).astype(np.float32)
        return found

    def probabilities(self, said: Numbers, before: Numbers | None) -> Numbers:
        """Probabilities [turns, codes] from the bags of the turns and of the partner's turns; without these, blind."""
        name = "blind" if before is None else "context"
        hidden = said + self._arrays[f"{name}_bias"] if before is None else said + before + self._arrays[f"{name}_bias"]
        np.maximum(hidden, 0, out=hidden)
        logits = hidden @ self._arrays[f"{name}_heads"] + self._arrays[f"{name}_heads_bias"]
        found: Numbers = (1 / (1 + np.exp(-logits))).astype(np.float32)
        return found

    def _forget(self) -> None:
        self._vocabulary = Vocabulary()
        self._known: dict[str, Numbers] = {
            name: np.zeros((0, table.shape[1]), np.float32) for name, table in self._tables.items()
        }
        self._counts = np.zeros(0, np.float32)

    def _grow(self, table: str) -> None:
        """Sum up the rows of tokens that are new."""
        new = self._vocabulary.pieces[len(self._known[table]) :]
        if not new:
            return
        sums = np.stack([self._tables[table][rows].sum(axis=0, dtype=np.float32) for rows in new])
        self._known[table] = np.concatenate([self._known[table], sums])
        fresh = self._vocabulary.pieces[len(self._counts) :]
        self._counts = np.concatenate([self._counts, np.array([len(rows) for rows in fresh], np.float32)])


def settled(probabilities: Numbers, thresholds: Numbers, gate: Gate) -> npt.NDArray[np.bool_]:
    """Which turns the fast coder is sure of, [turns]."""
    share = probabilities / thresholds
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
        return FastCoder({name: stored[name] for name in stored.files})


def pack(arrays: dict[str, Numbers], gates: dict[str, Gate], path: Path) -> None:
    """Write float arrays as a packaged file; the two tables become int8 with one scale each."""
    stored: dict[str, npt.NDArray[np.generic]] = dict(arrays)
    for name in ("rows", "before"):
        if arrays[name].shape[0] < 2 * ROWS:
            raise ValueError(f"the table {name} has too few rows")
        scale = np.float32(np.quantile(np.abs(arrays[name]), 0.9999) / 127)
        stored[name] = np.rint(arrays[name] / scale).clip(-127, 127).astype(np.int8)
        stored[f"{name}_scale"] = np.array(scale)
    stored["gates"] = np.array(json.dumps({name: msgspec.to_builtins(gate) for name, gate in gates.items()}))
    np.savez_compressed(path, allow_pickle=False, **stored)
