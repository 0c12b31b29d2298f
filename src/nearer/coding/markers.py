"""Language markers: where a text says we, I, you, always, not, and how often per 100 words, with doubt.

They are small correlates and never verdicts: nothing is said about a person from them, and no rate is given below 50
words. A draft can be looked at word by word (`find`) at any length.
"""

import itertools
import re
from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from nearer.coding.lexicon import pattern, plain, sections, words_of
from nearer.coding.questions import QUESTION_KINDS, QuestionKind, is_serial, questions
from nearer.coding.rates import Rate, rate

__all__ = ["FEWEST_WORDS", "Found", "MarkerKind", "Markers", "NotEnough", "clauses", "describe", "find"]

FEWEST_WORDS = 50
"""Below this a rate says more about chance than about the text."""

MarkerKind = Literal["we", "i", "you", "you-subject", "you-blame", "pseudo-we", "absolutist", "negation"]
MARKER_KINDS: tuple[MarkerKind, ...] = get_args(MarkerKind)

_QUOTED = re.compile(r'"[^"\n]{1,2000}"|(?m:^\s*>.*$)')
_SENTENCE = re.compile(r"[^.!?\n…]+[.!?\n…]*")
_CLAUSE = re.compile(r"[^.!?;:,\n…—–]+")
_TURNING = re.compile(r"\b(?:but|and|because|so|when|if|while|though|although|whenever|until)\b", re.I)
_YOU_SUBJECT = re.compile(r"(?<![\w'])(?:you|u)(?:'re|'ve|'ll|'d)?\s+(?!know\b)([a-z']+)", re.I)
_WE = re.compile(r"(?<![\w'])we(?:'ve|'re)?\b", re.I)


class Found(msgspec.Struct, frozen=True, order=True):
    """One marker and its place, in code points; ``weight`` is 1, or ½ where the words half mean it."""

    start: int
    end: int
    kind: MarkerKind
    weight: float = 1.0


class NotEnough(msgspec.Struct, frozen=True):
    """Not enough yet: the words there are and the words there should be."""

    words: int
    needed: int


class Markers(msgspec.Struct, frozen=True):
    """How often each marker comes, per 100 words; questions are counts by kind; ``serial`` counts turns.

    ``we_ratio`` is we among we and I, per 100 of the two together.
    """

    words: int
    rates: dict[MarkerKind, Rate]
    we_ratio: Rate
    questions: dict[QuestionKind, int]
    serial: int


def find(text: str) -> tuple[Found, ...]:
    """Every marker of a text, in order, quotations left out.

    Source: Monroe, Colaresi and Quinn 2008 for the use of rates; Rentscher et al. 2013 for we and I; Al-Mosaiwi and
    Johnstone 2018 for the absolutist words, whose effect is one between forums and unusable for a person.

    Example:
        >>> [found.kind for found in find("You never listen.")]
        ['you', 'you-subject', 'you-blame', 'absolutist']
    """
    flat = _unquoted(plain(text))
    found: list[Found] = []
    for kind, key in (("i", "i"), ("you", "you")):
        found += (Found(*match.span(), kind) for match in pattern("markers.en", "pronouns", key).finditer(flat))  # type: ignore[arg-type]
    found += _we(flat)
    found += _negations(flat)
    for start, clause in clauses(flat):
        found += _in_clause(start, clause)
    return tuple(sorted(found, key=lambda one: (one.start, MARKER_KINDS.index(one.kind))))


def describe(texts: Iterable[str]) -> Markers | NotEnough:
    """The rates of one person's turns taken together, or how many words are still missing.

    Example:
        >>> describe(["hello"])
        NotEnough(words=1, needed=50)
    """
    turns = list(texts)
    count = sum(len(words_of(_unquoted(plain(text)))) for text in turns)
    if count < FEWEST_WORDS:
        return NotEnough(count, FEWEST_WORDS)
    sums: dict[MarkerKind, float] = dict.fromkeys(MARKER_KINDS, 0.0)
    asked: dict[QuestionKind, int] = dict.fromkeys(QUESTION_KINDS, 0)
    for text in turns:
        for one in find(text):
            sums[one.kind] += one.weight
        for question in questions(text):
            asked[question.kind] += 1
    return Markers(
        words=count,
        rates={kind: rate(total, count) for kind, total in sums.items()},
        we_ratio=rate(sums["we"], int(sums["we"] + sums["i"])),
        questions=asked,
        serial=sum(map(is_serial, turns)),
    )


def clauses(text: str) -> list[tuple[int, str]]:
    """The clauses of a text with their places, cut at stops, commas, dashes and turning words such as "but"."""
    found = []
    for match in _CLAUSE.finditer(text):
        edges = [0, *(turn.start() for turn in _TURNING.finditer(match[0])), len(match[0])]
        for left, right in itertools.pairwise(edges):
            if match[0][left:right].strip():
                found.append((match.start() + left, match[0][left:right]))
    return found


def _unquoted(flat: str) -> str:
    """The text with blanks in place of what is quoted."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), flat)


def _we(flat: str) -> list[Found]:
    """The couple's we: a we whose sentence names another group is left out."""
    found = []
    for sentence in _SENTENCE.finditer(flat):
        if pattern("markers.en", "pronouns", "groups").search(sentence[0]):
            continue
        for match in pattern("markers.en", "pronouns", "we").finditer(sentence[0]):
            found.append(Found(sentence.start() + match.start(), sentence.start() + match.end(), "we"))
    return found


def _negations(flat: str) -> list[Found]:
    half = [match.span() for match in pattern("markers.en", "negation", "half").finditer(flat)]
    places = {match.span() for match in pattern("markers.en", "negation", "words").finditer(flat)}
    places |= {match.span() for match in re.finditer(r"(?i)\b[a-z]+n't\b", flat)}
    places |= {match.span() for match in pattern("markers.en", "negation", "contracted").finditer(flat)}
    found = []
    for start, end in sorted(places):
        softened = any(left <= start < right for left, right in half) or _not_but(flat, start)
        found.append(Found(start, end, "negation", 0.5 if softened else 1.0))
    return found


def _not_but(flat: str, start: int) -> bool:
    return bool(re.match(r"(?i)not\b[^.!?\n]{1,60}?\bbut\b", flat[start : start + 80]))


def _in_clause(start: int, clause: str) -> list[Found]:
    found = []
    universals = _absolutists(clause)
    blame = bool(universals) or _is_negative(clause)
    for match in _YOU_SUBJECT.finditer(clause):
        if not _is_subject(clause, match):
            continue
        place = (start + match.start(), start + match.end())
        found.append(Found(*place, "you-subject"))
        if blame:
            found.append(Found(*place, "you-blame"))
    found += (Found(start + left, start + right, "absolutist") for left, right in universals)
    pseudo = _pseudo_we(clause)
    if pseudo:
        found.append(Found(start + pseudo[0], start + pseudo[1], "pseudo-we"))
    return found


def _is_subject(clause: str, match: re.Match[str]) -> bool:
    words = sections("markers.en")["you_subject"]
    before = words_of(clause[: match.start()])
    return match[1].lower() not in words["not_a_verb"] and not (before and before[-1] in words["before_an_object"])


def _is_negative(clause: str) -> bool:
    if pattern("markers.en", "negation", "kindly_negative").search(clause):
        return False
    negation = pattern("markers.en", "negation", "words").search(clause) or re.search(r"(?i)n't\b", clause)
    contracted = pattern("markers.en", "negation", "contracted").search(clause)
    return bool(negation or contracted or pattern("markers.en", "negation", "negative_acts").search(clause)) and not (
        pattern("markers.en", "absolutist", "kind_after_never").search(clause)
    )


def _absolutists(clause: str) -> list[tuple[int, int]]:
    """Where absolutist words stand in a clause about "you" or with a "not"; praise and literal use left out."""
    literal = [match.span() for match in pattern("markers.en", "absolutist", "literal").finditer(clause)]
    kind = pattern("markers.en", "absolutist", "kind").search(clause)
    after_never = pattern("markers.en", "absolutist", "kind_after_never").search(clause)
    about_you = pattern("markers.en", "pronouns", "you").search(clause)
    found = []
    for match in pattern("markers.en", "absolutist", "words").finditer(clause):
        if any(left < match.end() and match.start() < right for left, right in literal):
            continue
        rest = clause[: match.start()] + " " * len(match[0]) + clause[match.end() :]
        negative = _is_negative(rest)
        word = match[0].lower()
        praise = after_never if word in ("never", "nothing") else kind and not negative
        if (about_you or negative) and not praise:
            found.append(match.span())
    return found


def _pseudo_we(clause: str) -> tuple[int, int] | None:
    """A "we" that means "you": duty and a negative act ("we need to stop lying")."""
    we = _WE.search(clause)
    if not we:
        return None
    duty = pattern("markers.en", "negation", "duty").match(clause, we.end() + 1)
    if not duty:
        return None
    act = pattern("markers.en", "negation", "negative_acts").search(clause, duty.end())
    if not act and duty[0].lower().startswith("can"):
        act = duty
    return (we.start(), act.end()) if act else None
