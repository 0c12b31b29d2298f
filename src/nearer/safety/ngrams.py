"""The classifier's second half: a linear model over runs of words and of letters, which no sentence model replaces.

It knows the plain ways of saying a thing; the encoder knows the sideways ones. Together they err less than either
(docs/safety.md). Rows are hashed and count by their rarity; weights are one signed byte each.
"""

import functools
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

__all__ = ["FILE", "SIZE", "rows_of", "scores", "shares_of"]

SIZE = 1 << 18
FILE = "ngrams.npz"

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


def rows_of(words: Sequence[str]) -> tuple[Rows, Rows]:
    """The hashed rows of a window: one to three words in a run; three to five letters in a word."""
    runs = {" ".join(words[first : first + length]) for length in (1, 2, 3) for first in range(len(words) - length + 1)}
    pieces = {
        f"~{edged[first : first + length]}"
        for edged in {f" {word} " for word in words}
        for length in (3, 4, 5)
        for first in range(len(edged) - length + 1)
    }
    return _hashed(runs), _hashed(pieces)


def _hashed(told: set[str]) -> Rows:
    return np.fromiter({crc32(one.encode()) % SIZE for one in told}, np.int64)


def scores(windows: Sequence[Sequence[str]], file: Path | None = None) -> Floats:
    """Logits [windows, signs] of windows of words, by the packaged weights or those in ``file``."""
    model = _model(file)
    found = np.zeros((len(windows), len(model["scale"])), np.float32)
    for place, words in enumerate(windows):
        parts = rows_of(words)
        rows = np.concatenate(parts)
        shares = np.concatenate([shares_of(model["rarity"][part]) for part in parts])
        found[place] = model["start"] + model["scale"] * (model["weights"][:, rows] @ shares)
    return found


def shares_of(rarity: npt.NDArray[np.generic]) -> Floats:
    """How much each row counts: by its rarity, and all together as one."""
    told = rarity.astype(np.float32)
    return told / max(1e-6, float(np.sqrt((told**2).sum())))


@functools.cache
def _model(file: Path | None) -> dict[str, npt.NDArray[np.generic]]:
    with (file or files(__package__) / FILE).open("rb") as stream, np.load(stream) as stored:
        return {**stored, "weights": stored["weights"].astype(np.float32)}
