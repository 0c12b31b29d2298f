"""Which words of a turn carry a code: the clause that speaks loudest for it, always inside the turn."""

import itertools
import re

from nearer.coding.lexicon import plain
from nearer.coding.markers import clauses

__all__ = ["pieces"]

_FEWEST_LETTERS = 3
_EDGES = re.compile(r"^[\s,;:\-–—…]+|[\s,;:\-–—]+$")
MOST_PIECES = 24


def pieces(text: str) -> list[tuple[int, int]]:
    """The places, in code points, of the parts of a turn that can each carry a code; at least one, none of it blank.

    Clauses of fewer than three letters go with their neighbour; a turn without letters is one part; of a very long turn
    the parts grow with it, so that there are never more than 24.

    Raises:
        ValueError: the text is blank.
    """
    whole = _trimmed(text, 0, len(text))
    if whole is None:
        raise ValueError("a blank turn has no parts")
    edges = [start for start, clause in clauses(plain(text)) if sum(map(str.isalpha, clause)) >= _FEWEST_LETTERS]
    edges = edges[:: 1 + len(edges) // MOST_PIECES]
    if len(edges) < 2:
        return [whole]
    bounds = [whole[0], *edges[1:], whole[1]]
    found = (_trimmed(text, start, end) for start, end in itertools.pairwise(bounds))
    return [piece for piece in found if piece]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    kept = _EDGES.sub("", part)
    if not kept.strip():
        part = part.strip()
        return (start + text[start:end].index(part), start + text[start:end].index(part) + len(part)) if part else None
    at = start + part.index(kept)
    return at, at + len(kept)
