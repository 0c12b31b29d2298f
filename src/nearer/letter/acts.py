"""What somebody does in a letter, found by phrases: the part of the reading where rules are sure."""

import re
from functools import cache

import msgspec

from nearer.letter.clauses import clause_around, quoted_spans
from nearer.letter.mentions import Actor, Mention, Mentions
from nearer.letter.story import Who
from nearer.letter.words import Pattern, active, any_of, load
from nearer.turns import Quote

__all__ = ["Act", "find_acts", "unreal"]


_CAUSED = re.compile(r"\b(?:makes?|made|making|causes?|caused) (me|myself|him|her|them)(?: to)?(?: just| even)?\s*$")


class Act(msgspec.Struct, frozen=True):
    """An act as told: who does what, where the words stand, and how surely; ``said`` is the place of quoted words."""

    who: Who
    code: str
    start: int
    end: int
    sentence: int
    probability: float
    said: tuple[int, int] | None = None


class _Rule(msgspec.Struct, frozen=True):
    code: str
    lines: tuple[str, ...]
    probability: float
    actor: str | None
    flip: bool
    negated: bool
    toward: bool


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            code,
            tuple(group["any"]),
            group["p"],
            group.get("actor"),
            group.get("flip", False),
            group.get("negated", False),
            group.get("toward", False),
        )
        for code, groups in load("acts").items()
        for group in groups
    )


@cache
def _unreal() -> Pattern:
    return re.compile(any_of("speech", "unreal").pattern + r"\W*$")


def unreal(folded: str, start: int, place: int) -> bool:
    """Whether what comes at ``place`` is only wished, feared, planned or denied by the words before it."""
    return _unreal().search(folded, max(start, place - 45), place) is not None


def find_acts(folded: str, sentences: tuple[Quote, ...], mentions: Mentions) -> list[Act]:
    """The acts that phrases tell, in the order of the letter, each with its actor."""
    found: list[Act] = []
    lines = [(rule, line) for rule in _rules() for line in active(rule.lines, folded)]
    for place, sentence in enumerate(sentences):
        inner = quoted_spans(folded, sentence)
        for rule, line in lines:
            for match in line.finditer(folded, sentence.start, sentence.end):
                if not any(low <= match.start() < high for low, high in inner):
                    act = _act(folded, sentence, place, mentions, rule, match.span())
                    found.extend([act] if act else [])
    return found


def _act(
    folded: str, sentence: Quote, place: int, mentions: Mentions, rule: _Rule, span: tuple[int, int]
) -> Act | None:
    start, end = span
    subject, sure = _subject(folded, sentence, mentions, start)
    if subject is None or subject.who == "other":
        return None
    who = _flipped(subject.who) if rule.flip else subject.who
    if who is None or (rule.actor and rule.actor != who):
        return None
    inside = max(sentence.start, subject.start)
    if not rule.negated and unreal(folded, inside, start):
        return None
    first, last = clause_around(folded, sentence, mentions, start, end)
    if rule.toward and any_of("speech", "elsewhere").search(folded, max(sentence.start, start - 40), max(last, end)):
        return None
    if _asks_how(folded, sentence, start) and who != "partner":
        return None
    return Act(who, rule.code, first, last, place, rule.probability * sure)


def _subject(folded: str, sentence: Quote, mentions: Mentions, start: int) -> tuple[Mention | None, float]:
    """The subject of the words at ``start``, and how sure that is; a sentence without one borrows the last."""
    here = mentions.before(start, sentence.start)
    caused = _CAUSED.search(folded, sentence.start, start)
    if here is not None and caused:
        return msgspec.structs.replace(here, who=_whom(caused[1], here.who)), 0.9
    if here is not None:
        return here, 1.0
    if start - sentence.start > 40:
        return None, 0.0
    borrowed = mentions.before(start)
    return borrowed, 0.7


def _whom(word: str, subject: Actor) -> Actor:
    """Who is made to do it: "my silence makes her shout"."""
    if word in ("me", "myself"):
        return "writer"
    return "partner" if subject != "partner" else "writer"


def _flipped(who: Who) -> Who | None:
    return "partner" if who == "writer" else "writer" if who == "partner" else None


def _asks_how(folded: str, sentence: Quote, start: int) -> bool:
    """Whether the words stand in a question about what to do: "How do I bring this up?"."""
    asks = re.compile(r"(?:how|what|should|can|could|do|would|is|when|shall)\b[^,.]{0,30}\b(?:i|we|it)\b[^,.]{0,60}$")
    head = folded[sentence.start : start]
    return folded[sentence.start : sentence.end].rstrip().endswith("?") and asks.search(head) is not None
