"""The trained classifier: a light second reader, joined with the rules, that has only ever learnt when to worry.

A linear model over hashed rows of one to three words, in windows of plain words (so case and punctuation change
nothing). Weights are one signed byte each in ``guess.bin``; ``python -m nearer.safety.train`` makes them.
"""

import math
from array import array
from functools import cache
from importlib.resources import files
from zlib import crc32

import msgspec

from nearer.safety.words import Words

__all__ = ["SIZE", "Shape", "rows_of", "windows", "worries"]

SIZE = 1 << 16
LONG, STEP = 16, 8
"""Words in a window, and from one window to the next."""


class Shape(msgspec.Struct, frozen=True):
    """How to read ``guess.bin``: value of one step of a weight, what every window starts from, when to worry."""

    scale: float
    start: float
    threshold: float


def windows(count: int) -> list[tuple[int, int]]:
    """The windows of a text of ``count`` words, as ranges; one where the text is short."""
    if count <= LONG + STEP // 2:
        return [(0, count)] if count else []
    return [(first, min(first + LONG, count)) for first in range(0, count - STEP, STEP)]


def rows_of(words: list[str]) -> set[int]:
    """The hashed rows of one, two and three words."""
    return {
        crc32(" ".join(words[first : first + length]).encode()) % SIZE
        for length in (1, 2, 3)
        for first in range(len(words) - length + 1)
    }


@cache
def _model() -> "tuple[array[int], Shape]":
    place = files(__package__)
    weights = array("b", (place / "guess.bin").read_bytes())
    return weights, msgspec.json.decode((place / "guess.json").read_bytes(), type=Shape)


def worries(words: Words) -> list[tuple[int, int]]:
    """The windows (ranges of words) that the classifier holds for a matter of safety."""
    weights, shape = _model()
    found: list[tuple[int, int]] = []
    for first, last in windows(len(words.words)):
        rows = rows_of(words.words[first:last])
        score = shape.start + shape.scale * sum(weights[row] for row in rows) / math.sqrt(len(rows))
        if score >= shape.threshold:
            found.append((first, last))
    return found
