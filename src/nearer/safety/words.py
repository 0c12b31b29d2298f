"""A text as plain words with their places, so that case, accents, quotes and punctuation change nothing.

Matching runs on the words; whatever is quoted is cut from the source by place, so a quote is always verbatim.
"""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Words", "read_words"]

_TOKEN = re.compile(r"[^\W_]+(?:['’‘`´ʼ][^\W_]+)*|[😂🤣😆😹]|[.!?…;:\n\"“”«»()]+")
_APOSTROPHES = re.compile("['’‘`´ʼ\u200b\u200d\ufeff]")
_STRETCHED = re.compile(r"(.)\1{2,}")
_STOPS = re.compile(r"[.!?…]|\n\s*\n")


class Words(NamedTuple):
    """The words in order, and as one string.

    ``flow`` is every word with one space after it; word ``i`` begins at ``starts[i]`` in it and is
    ``source[spans[i][0]:spans[i][1]]``. ``stops`` holds the places of words that come right after a full stop.
    """

    source: str
    words: list[str]
    spans: list[tuple[int, int]]
    starts: list[int]
    stops: frozenset[int]
    flow: str


@cache
def _spelling() -> tuple[dict[str, str], dict[str, str]]:
    """Words that are written in one and read as more (``dont``: ``do nt``), and slips of the pen."""
    data = tomllib.loads((files(__package__) / "rules" / "spelling.toml").read_text(encoding="utf-8"))
    typos = {wrong: right for right, wrongs in data["typos"].items() for wrong in wrongs.split()}
    return data["apart"], typos


def _plain(token: str) -> str:
    """The token in small letters without accents, marks and stretched letters (``Nooooo``: ``noo``)."""
    bare = _APOSTROPHES.sub("", unicodedata.normalize("NFKD", token.casefold()))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _STRETCHED.sub(r"\1\1", bare)


def read_words(source: str) -> Words:
    """The words of ``source`` with their places in it; empty for a text without words."""
    apart, typos = _spelling()
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    stops: set[int] = set()
    for found in _TOKEN.finditer(source):
        token = found.group()
        if not (token[0].isalnum() or token[0] in "😂🤣😆😹"):
            if _STOPS.search(token):
                stops.add(len(words))
            continue
        plain = "lol" if token[0] in "😂🤣😆😹" else _plain(token)
        plain = typos.get(plain, plain)
        for word in apart.get(plain, plain).split():
            words.append(word)
            spans.append(found.span())
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    flow = "".join(word + " " for word in words)
    return Words(source, words, spans, starts, frozenset(stops), flow)
