"""Questions by kind: how much room a question leaves the other."""

import re
from typing import Literal, get_args

import msgspec

from nearer.coding.lexicon import plain

__all__ = ["QUESTION_KINDS", "Question", "QuestionKind", "is_serial", "questions"]

QuestionKind = Literal["open", "closed", "leading", "why-you", "other"]
"""Open: what, how, when ... or an offer; closed: yes or no; leading: the answer is in it; other: a fragment."""

QUESTION_KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)

_SENTENCE = re.compile(r"[^.!?\n…]*\?+[?!]*")
_START = re.compile(
    r"^[\s\W]*(?:(?:and|but|so|ok(?:ay)?|well|oh|hey|right|then|now|sorry|please|love|babe|darling|honey)\b[\s,]*)*",
    re.I,
)
_AUXILIARY = r"(?:am|is|are|was|were|do|does|did|have|has|had|will|would|shall|should|can|could|may|might|must)"
_PRONOUN = r"(?:i|you|u|he|she|it|we|they|that|this|there)"
_NEGATIVE = re.compile(rf"^(?:{_AUXILIARY}|ai|wo|ca)n'?t\s+{_PRONOUN}\b", re.I)
_TAG = re.compile(
    rf"(?:,\s*(?:(?:{_AUXILIARY}|wo|ca|ai)(?:n'?t)?\s+{_PRONOUN}|right|no|eh|huh|yeah|yes|correct)|\binnit)\s*\?", re.I
)
_WHY_YOU = re.compile(r"\b(?:why|how come)\b.*\b(?:you|your|you're|u|ur)\b", re.I)
_OFFER = re.compile(r"\bwould\s+(?:you|u)\s+(?:like|be\s+up|be\s+open|want|mind)\b", re.I)
_WH = re.compile(
    r"^(?:what|what's|how|how's|when|where|where's|which|who|who's|whose|in what|at what|for how|since when)\b", re.I
)
_CLOSED = re.compile(rf"^(?:{_AUXILIARY}|wanna|gonna|need|got|any)(?:n'?t)?\b", re.I)


class Question(msgspec.Struct, frozen=True, order=True):
    """One question and its place, in code points."""

    start: int
    end: int
    kind: QuestionKind


def questions(text: str) -> tuple[Question, ...]:
    """Every question of a text, in order; only sentences that end with a question mark are seen.

    Example:
        >>> [question.kind for question in questions("How was it? You're cross, aren't you?")]
        ['open', 'leading']
    """
    flat = plain(text)
    found = []
    for match in _SENTENCE.finditer(flat):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if re.search(r"\w", match[0]):
            found.append(Question(start, match.end(), _kind(match[0])))
    return tuple(found)


def is_serial(text: str) -> bool:
    """Whether a turn asks two or more questions in a row."""
    return len(questions(text)) > 1


def _kind(sentence: str) -> QuestionKind:
    body = _START.sub("", sentence)
    if _WHY_YOU.search(body):
        return "why-you"
    if _NEGATIVE.search(body) or _TAG.search(body):
        return "leading"
    if _OFFER.search(body) or _WH.search(body):
        return "open"
    if _CLOSED.search(body):
        return "closed"
    return "other"
