"""A draft as plain words with their places, so that spelling, case, accents and quotation change nothing.

Patterns run over the words; whatever is quoted is cut from the source by place, so a quote is always verbatim.
"""

import re
import tomllib
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Flow", "Sentence", "plain_words", "read_flow"]

_TOKEN = re.compile(
    r"[^\W_]+(?:['’‘`´ʼ*-][^\W_]+)*['’]?|[😂🤣😆😹😅]|[❤♥💕💖💗💛🧡💚💙💜🖤😘🥰😍😊☺🤗💋]|🙄|👏|🤡|🖕|[🤮🤢]|😉|😏"
    r"|[.!?…]+|\n\s*\n|\n|[,;:()—–]|--+"
)
_QUOTED = re.compile(
    r'"[^"\n]{1,2000}"|“[^”\n]{1,2000}”|«[^»\n]{1,2000}»|(?<![\w])[\'‘](?=\w)[^\'’‘\n]{6,400}[\'’](?!\w)|(?m:^\s*>.*$)'
)
_APOSTROPHES = re.compile("['’‘`´ʼ\u200b\u200d\ufeff]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_EMOJI = {
    **dict.fromkeys("😂🤣😆😹😅", "lol"),
    **dict.fromkeys("❤♥💕💖💗💛🧡💚💙💜🖤😘🥰😍😊☺🤗💋", "heart"),
    **dict.fromkeys("🤮🤢", "vomit"),
    **dict.fromkeys("😉😏", "wink"),
    "🙄": "eyeroll",
    "👏": "clap",
    "🤡": "clown",
    "🖕": "finger",
}
_STOP = frozenset(".?!")


class Sentence(NamedTuple):
    """A sentence as a range of words, the closing stop included."""

    first: int
    last: int


class Flow(NamedTuple):
    """The words in order, and as one string.

    ``line`` is every word with one space after it; word ``i`` begins at ``starts[i]`` in it and is
    ``source[spans[i][0]:spans[i][1]]``. Stops are words of their own: ``.``, ``?``, ``!`` and ``,``; what stands in
    quotation marks is the one word ``quoted``. ``size`` is how many real words there are.
    """

    source: str
    words: list[str]
    spans: list[tuple[int, int]]
    starts: list[int]
    line: str
    sentences: tuple[Sentence, ...]
    ends: list[int]
    size: int

    def at(self, place: int) -> int:
        """The word at a place of ``line``."""
        return bisect_right(self.starts, place) - 1

    def sentence_of(self, word: int) -> Sentence:
        """The sentence in which a word stands."""
        return self.sentences[min(bisect_right(self.ends, word), len(self.sentences) - 1)]

    def text(self, first: int, last: int) -> tuple[int, int]:
        """The place in the source of the words ``first`` to ``last``, the last one not included."""
        return self.spans[first][0], self.spans[last - 1][1]

    def part(self, sentence: Sentence) -> str:
        """The words of one sentence, each with a space after it."""
        return self.line[self.starts[sentence.first] : self.starts[sentence.last]]


@cache
def _spelling() -> dict[str, tuple[str, ...]]:
    """Words that are written in one way and read in another, or as two words (``dont``: ``do not``)."""
    data = tomllib.loads((files(__package__) / "spelling.toml").read_text(encoding="utf-8"))
    table = {wrong: tuple(right.split()) for right, wrongs in data["slips"].items() for wrong in wrongs.split()}
    return table | {word: tuple(apart.split()) for word, apart in data["apart"].items()}


_ENDINGS = {"re": "are", "ll": "will", "ve": "have", "d": "would", "m": "am"}


@lru_cache(maxsize=20_000)
def plain_words(token: str) -> tuple[str, ...]:
    """The plain words of one token."""
    if token in _EMOJI:
        return (_EMOJI[token],)
    bare = unicodedata.normalize("NFKD", token.casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter)).strip("'’")
    bare = _STRETCHED.sub(r"\1", bare.replace("*", ""))
    head, _, tail = _APOSTROPHES.sub("'", bare).rpartition("'")
    joined = (head + tail).replace("'", "")
    known = _spelling()
    if joined in known and joined not in ("were", "well", "hell", "shell", "ill", "id", "wed", "shed"):
        return known[joined]
    if head and joined in known:
        return known[joined]
    if head and tail == "t" and head.endswith("n"):
        return (*plain_words(head[:-1]), "not")
    if head and tail in _ENDINGS:
        return (*plain_words(head.replace("'", "")), _ENDINGS[tail])
    if head and tail == "s":
        plain = known.get(head, (head,))
        return (*plain, "is") if head in _before_is() else ("let", "us") if head == "let" else (*plain, "'s")
    return (joined,)


@cache
def _before_is() -> frozenset[str]:
    """Words after which ``'s`` is a verb."""
    data = tomllib.loads((files(__package__) / "spelling.toml").read_text(encoding="utf-8"))
    return frozenset(data["verb"]["before_is"].split())


def read_flow(source: str) -> Flow:
    """The words of ``source`` with their places in it; empty for a text without words."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    marks = _quotations(source)
    for found in _TOKEN.finditer(source):
        start, end = found.span()
        while marks and marks[0][1] <= start:
            words.append("quoted")
            spans.append(marks.pop(0))
        if marks and marks[0][0] <= start:
            continue
        for word in _words_of(found.group()):
            words.append(word)
            spans.append((start, end))
    for mark in marks:
        words.append("quoted")
        spans.append(mark)
    return _flow(source, words, spans)


def _quotations(source: str) -> list[tuple[int, int]]:
    """What is quoted, unless that is nearly all there is or a single word in irony."""
    found = [
        match.span()
        for match in _QUOTED.finditer(source)
        if len(match.group().split()) > 1 or len(match.group()) > 14
    ] if any(sign in source for sign in "\"“«'‘’>") else []  # fmt: skip
    return found if sum(end - start for start, end in found) < 0.8 * len(source.strip()) else []


def _words_of(token: str) -> tuple[str, ...]:
    first = token[0]
    if first.isalnum() or first in _EMOJI:
        return plain_words(token)
    if first in ".!?…":
        return ("?",) if "?" in token else ("!",) if "!" in token else (".",)
    return (".",) if first == "\n" else (",",)


def _flow(source: str, words: list[str], spans: list[tuple[int, int]]) -> Flow:
    starts, place = [0], 0
    sentences: list[Sentence] = []
    first = 0
    for number, word in enumerate(words):
        place += len(word) + 1
        starts.append(place)
        if word in _STOP:
            if number > first:
                sentences.append(Sentence(first, number + 1))
                first = number + 1
            elif sentences:  # a second stop belongs to the sentence before
                sentences[-1] = Sentence(sentences[-1].first, number + 1)
                first = number + 1
    if first < len(words):
        sentences.append(Sentence(first, len(words)))
    count = sum(1 for word in words if word[0].isalnum())
    line = " ".join(words) + " " if words else ""
    return Flow(source, words, spans, starts, line, tuple(sentences), [one.last for one in sentences], count)
