"""How far the words reach that tell one act: from its subject to where the next thought begins."""

import re
from functools import cache

from nearer.letter.mentions import Mentions
from nearer.letter.words import Pattern, load
from nearer.turns import Quote

__all__ = ["clause_around", "clause_edges", "quoted_spans", "tidy"]

_QUOTED = re.compile(r'(?<![\w])"(?=\S)((?:[^"\n]|\n(?!\s*\n)){1,400}?)(?<=\S)"(?!\w)')
_LONGEST = 110
_COMPLEMENT = re.compile(r"\b(?:what|that|how|why|if|where|who|whether|think|feel|know|like|and|with|than)\s+$")


@cache
def _edge() -> Pattern:
    words = "|".join(load("speech")["edges"])
    return re.compile(rf'[,;:.!?()\[\]—–…"]|\s-+\s|(?<![\w\'])(?:{words})(?![\w\'])')


def quoted_spans(folded: str, sentence: Quote) -> list[tuple[int, int]]:
    """The stretches of a sentence between double quotes, without the quotes themselves."""
    return [found.span(1) for found in _QUOTED.finditer(folded, sentence.start, sentence.end)]


def clause_edges(folded: str, sentence: Quote, start: int, end: int) -> tuple[int, int]:
    """The nearest edges of a clause before ``start`` and after ``end``, within the sentence."""
    low = sentence.start
    for found in _edge().finditer(folded, sentence.start, start):
        low = found.end()
    after = _edge().search(folded, end, sentence.end)
    return low, after.start() if after else sentence.end


def clause_around(folded: str, sentence: Quote, mentions: Mentions, start: int, end: int) -> tuple[int, int]:
    """The words that tell the act at ``start`` to ``end``: with their subject, up to the next thought."""
    low, high = clause_edges(folded, sentence, start, end)
    last = mentions.before(start, sentence.start)
    low = last.start if last and last.start < low <= last.end else low
    subject = mentions.before(start, low)
    first = subject.start if subject else low if start - low <= 30 else start
    for mention in mentions.within(end + 1, high):
        if not _COMPLEMENT.search(folded, first, mention.start):
            high = mention.start
            break
    if high - first > _LONGEST:
        cut = folded.rfind(" ", end, max(end + 1, first + _LONGEST))
        high = cut if cut > end else end
    return tidy(folded, first, max(high, end))


def tidy(folded: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space, small links and stray marks at its edges."""
    lead = re.compile(r"[\s,;:.…—–\-)\]]+|(?:and|but|so|then|or|that)\b(?=\s)")
    while (found := lead.match(folded, start, end)) and found.end() < end:
        start = found.end()
    while end > start and folded[end - 1] in " \t\n\r,;:—–-([":
        end -= 1
    return start, end
