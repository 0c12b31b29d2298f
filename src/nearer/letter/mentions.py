"""Who acts at each place of a letter: every subject, resolved to writer, partner, both or somebody else."""

import re
from bisect import bisect_right
from functools import cache
from typing import Literal

import msgspec

from nearer.letter.people import Cast, noun_pattern
from nearer.letter.story import Person
from nearer.letter.words import Pattern, fold, load, pattern
from nearer.turns import Quote

__all__ = ["Actor", "Mention", "Mentions", "find_mentions", "others_of"]

Actor = Literal["writer", "partner", "both", "other"]
_MEMORY = 2
_SUBJECT_PRONOUN = (
    r"(?:i|he|she|they|you|u)(?='(?:m|s|re|ve|d|ll)\b)|i(?=(?:m|ve|ll)\b)|(?:he|she)(?=s\b)|(?:they|you)(?=(?:re|ve)\b)"
    r"|(?:i|he|she|they|you|u)\b(?!')"
)


_OBJECT_YOU = re.compile(
    r"\b(?:want(?:ed)?|need(?:ed)?|to|with|for|love[ds]?|miss(?:ed)?|of|at|about|from|on|thank|tell|told|ask(?:ed)?|let|"
    r"make|made|give|gave|show|see|saw|hear|help|than|and|like|without|by|in|into|hate|hurt|trust|know)\s+$"
)


class Mention(msgspec.Struct, frozen=True, order=True):
    """One subject in the letter: where it stands and who it is."""

    start: int
    end: int
    who: Actor
    sentence: int


class Mentions(msgspec.Struct, frozen=True):
    """All subjects of a letter in their order."""

    items: tuple[Mention, ...]
    starts: tuple[int, ...]

    def before(self, place: int, floor: int = 0) -> Mention | None:
        """The last subject that begins before ``place`` and not before ``floor``, or null."""
        at = bisect_right(self.starts, place) - 1
        return self.items[at] if at >= 0 and self.items[at].start >= floor else None

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The subjects that begin within the stretch."""
        low, high = bisect_right(self.starts, start - 1), bisect_right(self.starts, end - 1)
        return self.items[low:high]


class _Spot(msgspec.Struct, frozen=True, order=True):
    start: int
    end: int
    kind: Literal["both", "pronoun", "noun", "name"]
    word: str
    whose: str = ""
    of: bool = False


@cache
def _both() -> Pattern:
    lists = load("people")
    nouns = [*lists["partner"], *lists["former"], *lists["weak"]]
    mine = "|".join(re.escape(noun).replace("\\ ", " ") for noun in nouns)
    mine = rf"(?:my |the )?(?:[\w-]+ )?(?:{mine})"
    pair = rf"{mine}(?: \w+)?,? and (?:i|me|myself)|me and {mine}"
    return pattern("|".join([*lists["lists"]["both"], pair]))


@cache
def _pronoun() -> Pattern:
    return re.compile(rf"(?<![\w'])(?:{_SUBJECT_PRONOUN})")


def find_mentions(letter: str, sentences: tuple[Quote, ...], cast: Cast) -> Mentions:
    """The subjects of every sentence, each resolved by what came before it."""
    folded = fold(letter)
    memory = _Memory(cast)
    found: list[Mention] = []
    for place, sentence in enumerate(sentences):
        memory.next_sentence()
        for spot in _spots(folded, sentence, cast):
            subject = _is_subject(folded, sentence, spot) or _opens(letter, spot)
            who = memory.resolve(spot, subject=subject)
            if who and subject:
                found.append(Mention(spot.start, spot.end, who, place))
    return Mentions(tuple(found), tuple(mention.start for mention in found))


def _spots(folded: str, sentence: Quote, cast: Cast) -> list[_Spot]:
    low, high = sentence.start, sentence.end
    spots = [_Spot(m.start(), m.end(), "both", m[0]) for m in _both().finditer(folded, low, high)]
    spots += [
        _Spot(m.start(), m.end(), "noun", m["noun"], m["whose"] or "", bool(m["of"]))
        for m in noun_pattern().finditer(folded, low, high)
    ]
    spots += [_Spot(m.start(), m.end(), "pronoun", m[0]) for m in _pronoun().finditer(folded, low, high)]
    for name in cast.names:
        spots += [_Spot(m.start(), m.end(), "name", name) for m in pattern(re.escape(name)).finditer(folded, low, high)]
        pair = pattern(rf"{re.escape(name)} and (?:i|me|myself)|me and {re.escape(name)}")
        spots += [_Spot(m.start(), m.end(), "both", m[0]) for m in pair.finditer(folded, low, high)]
    kept: list[_Spot] = []
    for spot in sorted(spots, key=lambda s: (s.start, -s.end)):
        if not kept or spot.start >= kept[-1].end:
            kept.append(spot)
        elif spot.kind == "both" and spot.end > kept[-1].end and kept[-1].kind in ("noun", "name"):
            kept[-1] = spot
    return kept


def _opens(letter: str, spot: _Spot) -> bool:
    """Whether a noun with a capital "My" begins a sentence of its own, the stop before it forgotten."""
    return spot.kind == "noun" and not spot.of and letter[spot.start].isupper()


def _is_subject(folded: str, sentence: Quote, spot: _Spot) -> bool:
    """Whether a noun or name begins a clause; the pronouns in the list are subjects by their form."""
    if spot.word in ("you", "u"):
        return _OBJECT_YOU.search(folded, sentence.start, spot.start) is None
    if spot.kind in ("both", "pronoun"):
        return True
    if spot.of:
        return False
    before = folded[sentence.start : spot.start].rstrip()
    if not before or before[-1] in ',;:.!?"()[]—–-…*':
        return True
    last = re.search(r"[\w'-]+$", before)
    return last is not None and (last[0] in load("people")["lists"]["before_subject"] or last[0].endswith("ly"))


class _Memory:
    """Who was last spoken of, for "he", "she" and "they"."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.pronoun = cast.partner.pronoun
        self.other: dict[str, int] = {}
        self.age = 0
        self.acted = -9

    def next_sentence(self) -> None:
        self.age += 1

    def resolve(self, spot: _Spot, *, subject: bool) -> Actor | None:
        """The actor of a spot; null where nothing can be said."""
        if spot.kind == "both":
            return "both"
        if spot.kind == "name":
            self.other.clear()
            who: Actor | None = "partner"
        else:
            who = self._noun(spot, subject=subject) if spot.kind == "noun" else self._pronoun(spot.word)
        if who == "partner" and subject:
            self.acted = self.age
        return who

    def _noun(self, spot: _Spot, *, subject: bool) -> Actor | None:
        people = load("people")
        if spot.word in self.cast.words and spot.whose not in ("his", "her", "their"):
            if not spot.whose and spot.word == "so":
                return None
            self.other.clear()
            return "partner"
        told = people["other"].get(spot.word, people["weak"].get(spot.word, people["partner"].get(spot.word, "")))
        opposite = {"he": "she", "she": "he"}.get(self.pronoun or "", "")
        shadows = told != self.pronoun or subject or self.acted < self.age
        if shadows and (told or opposite):
            self.other[told or opposite] = self.age
        return "other"

    def _pronoun(self, word: str) -> Actor | None:
        if word == "i":
            return "writer"
        if word in ("you", "u"):
            return "partner" if self.cast.addressed else None
        if not self.cast.found:
            return "other"
        recent = self.age - self.other.get(word, -9) < _MEMORY
        if word == self.pronoun:
            return "other" if recent else "partner"
        if word == "they":
            return "other" if recent or "they" in self.other else "partner"
        return "partner" if self.pronoun in (None, "they") and not recent else "other"


def others_of(letter: str, cast: Cast) -> tuple[Person, ...]:
    """The others in the letter, each once: the writer's word for them and the pronoun that it tells."""
    folded = fold(letter)
    told = load("people")["other"]
    seen: dict[str, Person] = {}
    for found in noun_pattern().finditer(folded):
        noun, whose = found["noun"], found["whose"] or ""
        mine = noun in cast.words and whose not in ("his", "her", "their")
        if noun in told and not mine and noun not in seen and (whose or told[noun] == "they"):
            quote = Quote(found.start(), found.end(), letter[found.start() : found.end()])
            seen[noun] = Person(noun, None, told[noun] or None, quote)
    return tuple(seen.values())
