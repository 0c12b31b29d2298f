"""Words, pairs of words and pieces of words as row numbers: what the fast coder sees of a text."""

import re
from collections.abc import Sequence
from itertools import chain
from zlib import crc32

import numpy as np
import numpy.typing as npt

__all__ = ["PAIRS", "ROWS", "Rows", "Vocabulary"]

ROWS = 1 << 16
"""Rows for words and pieces of words; as many again for pairs of neighbouring words."""
PAIRS = ROWS
MOST_TOKENS = 400
"""Of a very long text the first half and the last half of these are seen."""
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[?!.…]+|[^\w\s]")
_EDGE = "\u2402"
_SHOUT = "\u2403"

Rows = npt.NDArray[np.int64]


class Vocabulary:
    """The tokens seen so far, each with a number, and the rows of each token's pieces."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._numbers: dict[str, int] = {}
        self.hashes = np.zeros(1024, np.uint64)
        self.pieces: list[list[int]] = []

    def __len__(self) -> int:
        """How many tokens are known."""
        return len(self.pieces)

    def tokens(self, texts: Sequence[str]) -> tuple[Rows, Rows]:
        """The numbers of all tokens of all texts in one row, and where each text begins in it; no text is empty."""
        rows = [self._numbers_of(text) for text in texts]
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        return np.fromiter(chain.from_iterable(rows), np.int64, int(starts[-1])), starts

    def pairs(self, tokens: Rows) -> Rows:
        """The row of each token with the one after it (the last with nothing), above the rows of the pieces."""
        hashes = self.hashes[tokens]
        following = np.append(hashes[1:], np.uint64(0))
        mixed = (hashes * np.uint64(0x9E3779B97F4A7C15) + following * np.uint64(0xC2B2AE3D27D4EB4F)) >> np.uint64(40)
        return (ROWS + mixed % np.uint64(PAIRS)).astype(np.int64)

    def _numbers_of(self, text: str) -> list[int]:
        found = _TOKEN.findall(text.lower().replace("’", "'"))
        if len(found) > MOST_TOKENS:
            found = found[: MOST_TOKENS // 2] + found[-MOST_TOKENS // 2 :]
        if len(text) > 4 and text.isupper():
            found.append(_SHOUT)
        numbers = self._numbers
        try:
            return [numbers[token] for token in (_EDGE, *found)]
        except KeyError:
            return [self._number(token) for token in (_EDGE, *found)]

    def _number(self, token: str) -> int:
        found = self._numbers.get(token)
        if found is None:
            found = self._numbers[token] = len(self.pieces)
            self.pieces.append(_pieces(token))
            if found >= len(self.hashes):
                self.hashes = np.concatenate([self.hashes, np.zeros(len(self.hashes), np.uint64)])
            self.hashes[found] = crc32(token.encode("utf-8", "replace"))
        return found


def _pieces(token: str) -> list[int]:
    """The rows of a token, of its runs of three and four letters, and of itself with letters repeated left out."""
    token = token[:40]
    named = [f"w{token}"]
    if token.isalpha() and len(token) > 2:
        inside = f"<{token}>"
        named += [f"c{inside[at : at + size]}" for size in (3, 4) for at in range(len(inside) - size + 1)]
        short = re.sub(r"(.)\1{2,}", r"\1", token)
        if short != token:
            named.append(f"w{short}")
    elif not token.isalnum():
        named.append(f"p{token[0]}")
    return [crc32(name.encode("utf-8", "replace")) % ROWS for name in named]
