"""Which of the writer's own words an answer repeats: short, verbatim, and fit for the partner's eyes too."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from nearer.turns import Quote

__all__ = ["around", "fit_to_show", "shorten", "unsaid"]

LONGEST = 18
"""Words that a repeated quote may have."""
SHORTEST = 3

_BREAK = re.compile(r"[,;:.!?…()–—]|\s-\s")
_SOFT_BREAK = re.compile(
    r"\s(?=(?:and|but|so|because|when|while|which|although|though|if|until|then)\s)", re.IGNORECASE
)
# A line that stops on one of these was cut off in the middle of a thought.
_UNFINISHED = re.compile(
    r"\b(?:a|an|the|my|our|their|your|its|of|to|in|on|at|for|with|from|by|as|than|and|or|but|so|if"
    r"|because|when|while|which|who|is|was|are|were|be|been|am|i|he|she|we|they|not|very|really|just|about|into)$",
    re.IGNORECASE,
)
_FORUM_AGE = re.compile(r"\(?\b\d{2}\s?[mf]\b\)?|\(?\b[mf]\s?\d{2}\b\)?", re.IGNORECASE)


@cache
def unsaid(*groups: str) -> re.Pattern[str]:
    """One pattern for the words of these groups of unsaid.toml, or of all of them."""
    lists = tomllib.loads(files("nearer.answer").joinpath("unsaid.toml").read_text("utf-8"))
    words = [word for group, entries in lists.items() if not groups or group in groups for word in entries]
    stems = "|".join(re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"(?<!\w)(?:{stems})(?!\w)", re.IGNORECASE)


def fit_to_show(words: str) -> bool:
    """Whether these words may be repeated: no insult, label or verdict, no inner quotation, on one line."""
    bare = words.strip()
    if not bare or any(mark in bare for mark in '"“”\n<>[]{}*_`|\\') or "http" in bare:
        return False
    end = bare.rstrip(" ,;:.!?…–—-")
    return not (unsaid().search(bare) or _FORUM_AGE.search(bare) or _UNFINISHED.search(end))


def shorten(quote: Quote, *, longest: int = LONGEST, shortest: int = SHORTEST) -> Quote | None:
    """The first whole clauses of the quote, at most ``longest`` words and still verbatim; null where none is fit."""
    for end in _ends(quote.text):
        words = quote.text[:end].strip()
        if shortest <= len(words.split()) <= longest and fit_to_show(words):
            return _cut(quote, words)
    return None


def around(sentence: Quote, core: Quote, *, longest: int = LONGEST) -> Quote | None:
    """The longest run of whole clauses of the sentence that holds the core words; null where none is fit."""
    text, first, last = sentence.text, core.start - sentence.start, core.end - sentence.start
    hard = [*_BREAK.finditer(text)]
    soft = [*hard, *_SOFT_BREAK.finditer(text)]
    for breaks in (hard, soft):
        starts = [0, *(found.end() for found in breaks if found.end() <= first)]
        ends = [len(text), *(found.start() for found in breaks if found.start() >= last)]
        stretches = sorted(((end - start, start, end) for start in starts for end in ends), reverse=True)
        for _, start, end in stretches:
            words = text[start:end].strip()
            if len(words.split()) <= longest and fit_to_show(words):
                return _cut(Quote(sentence.start + start, sentence.start + end, text[start:end]), words)
    return shorten(core, longest=longest)


def _ends(text: str) -> Iterable[int]:
    """Places where the text may stop, the longest stretch first; hard breaks before soft ones."""
    yield len(text)
    for pattern in (_BREAK, _SOFT_BREAK):
        yield from (found.start() for found in reversed(list(pattern.finditer(text))))


def _cut(quote: Quote, words: str) -> Quote:
    words = words.rstrip(" ,;:.!?…–—-")
    lead = re.match(
        r"(?:\s|[,;:.–—-]|(?:and|but|so|then|also|plus|or|anyway|well|like|because|basically|now|although|though)\s)*",
        words,
        re.IGNORECASE,
    )
    words = words[lead.end() :] if lead else words
    start = quote.start + quote.text.index(words)
    return Quote(start, start + len(words), words)
