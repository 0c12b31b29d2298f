"""Words, pairs of words and runs of letters as numbered rows: what the fast coder sees of a text."""

import re
from collections.abc import Sequence
from itertools import chain
from zlib import crc32

import numpy as np
import numpy.typing as npt

__all__ = ["LETTER_ROWS", "WORD_ROWS", "Rows", "Vocabulary"]

WORD_ROWS = 1 << 17
"""Rows for words and, in the same table, for pairs of neighbouring words."""
LETTER_ROWS = 1 << 17
"""Rows for runs of two to five letters within a word."""
MOST_TOKENS = 400
"""Of a very long text the first half and the last half of these are seen."""
SHORT, LONG = 20, 150
"""From so many tokens on a text that says the same again and again, or any text, counts each token once."""
LONGEST_TOKEN = 24
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[?!.…]+|[^\w\s]")
_SHOUT = "\u2403"

Rows = npt.NDArray[np.int64]


class Vocabulary:
    """The tokens seen so far, each with a number, its own row, and the rows of its letters."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._numbers: dict[str, int] = {}
        self._hashes = np.zeros(1024, np.uint64)
        self.words: list[int] = []
        self.letters: list[list[int]] = []

    def __len__(self) -> int:
        """How many tokens are known."""
        return len(self.words)

    def tokens(self, texts: Sequence[str]) -> tuple[Rows, Rows]:
        """The numbers of all tokens of all texts in one row, and where each text begins in it."""
        rows = [self._numbers_of(text) for text in texts]
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        return np.fromiter(chain.from_iterable(rows), np.int64, int(starts[-1])), starts

    def pairs(self, tokens: Rows) -> Rows:
        """The row of each token with the one after it; that of the last one is with nothing."""
        hashes = self._hashes[tokens]
        following = np.append(hashes[1:], np.uint64(0))
        mixed = (hashes * np.uint64(0x9E3779B97F4A7C15) + following * np.uint64(0xC2B2AE3D27D4EB4F)) >> np.uint64(40)
        return (mixed % np.uint64(WORD_ROWS)).astype(np.int64)

    def _numbers_of(self, text: str) -> list[int]:
        found = _TOKEN.findall(text.lower().replace("’", "'")) or [""]
        if len(found) > LONG or (len(found) > SHORT and 2 * len(set(found)) < len(found)):
            found = list(dict.fromkeys(found))
        if len(found) > MOST_TOKENS:
            found = found[: MOST_TOKENS // 2] + found[-MOST_TOKENS // 2 :]
        if len(text) > 4 and text.isupper():
            found.append(_SHOUT)
        numbers = self._numbers
        try:
            return [numbers[token] for token in found]
        except KeyError:
            return [self._number(token) for token in found]

    def _number(self, token: str) -> int:
        found = self._numbers.get(token)
        if found is None:
            found = self._numbers[token] = len(self.words)
            if found >= len(self._hashes):
                self._hashes = np.concatenate([self._hashes, np.zeros(len(self._hashes), np.uint64)])
            self._hashes[found] = _hash(f"w{token}")
            self.words.append(_hash(f"w{token}") % WORD_ROWS)
            inside = f" {token[:LONGEST_TOKEN]} "
            runs = (inside[at : at + size] for size in (2, 3, 4, 5) for at in range(len(inside) - size + 1))
            self.letters.append([_hash(run) % LETTER_ROWS for run in runs])
        return found


def _hash(name: str) -> int:
    return crc32(name.encode("utf-8", "replace"))
