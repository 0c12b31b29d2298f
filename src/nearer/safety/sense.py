"""Sense, not keywords: is it denied, supposed, past, told of others, a story, or fun? Asked of one match at a time."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from nearer.safety.record import Tier, Who
from nearer.safety.rulebook import Expression, Pattern, expression, word_set
from nearer.safety.words import Words

__all__ = ["TIERS", "Span", "gravest", "sentence_end", "sentence_start", "speaker_of", "tier_in_context"]

Span = tuple[int, int]
TIERS: tuple[Tier, ...] = ("0", "1", "2p", "2", "2s", "3s", "3")
"""From nothing to the gravest."""

_BEFORE, _AFTER, _NEAR = 14, 10, 6


def gravest(tiers: list[Tier]) -> Tier:
    """The gravest of the tiers; "0" where there is none."""
    return max(tiers, key=TIERS.index, default="0")


def sentence_start(words: Words, start: int, reach: int) -> int:
    """The first word of the same sentence, at most ``reach`` words before ``start``."""
    first = max(0, start - reach)
    return max([first, *(stop for stop in words.stops if first < stop <= start)])


def sentence_end(words: Words, end: int, reach: int) -> int:
    """The place after the last word of the same sentence, at most ``reach`` words after ``end``."""
    last = min(len(words.words), end + reach)
    return min([last, *(stop for stop in words.stops if end <= stop < last)])


def _stretch(words: Words, first: int, last: int) -> str:
    return words.flow[words.starts[first] : words.starts[last]]


def tier_in_context(pattern: Pattern, words: Words, span: Span, anchor: int) -> Tier:
    """The tier of a match when what stands around it is heard too."""
    rule = pattern.rule
    around = _stretch(words, sentence_start(words, span[0], _BEFORE), sentence_end(words, span[1], _AFTER))
    near = _stretch(words, sentence_start(words, span[0], _NEAR), sentence_end(words, span[1], _NEAR))
    checks: tuple[tuple[Tier | None, Callable[[], bool]], ...] = (
        (rule.told, lambda: _said_of(word_patterns("story"), around)),
        (rule.joked, lambda: _said_of(word_patterns("fun"), near)),
        (rule.negated, lambda: not pattern.denies and _denied(words, span, anchor)),
        (rule.supposed, lambda: _supposed(words, span)),
        (rule.third, lambda: _about_others(words, span)),
        (rule.past, lambda: _earlier(words, span, (around, words.words[anchor]))),
        (rule.once, lambda: not _goes_on(around) and _said_of(word_patterns("once"), around)),
    )
    found: list[Tier] = [lower for lower, holds in checks if lower is not None and holds()]
    return min([rule.tier, *found], key=TIERS.index)


@cache
def word_patterns(name: str) -> tuple[Expression, ...]:
    """The patterns of one list of ``rules/context.toml``."""
    data = tomllib.loads((files(__package__) / "rules" / "context.toml").read_text(encoding="utf-8"))
    return tuple(expression(text) for text in data[name])


def _said_of(patterns: tuple[Expression, ...], stretch: str) -> bool:
    return any(pattern.search(stretch) for pattern in patterns)


def _denied(words: Words, span: Span, anchor: int) -> bool:
    """A "not" or "never" bound to the anchor: only helping words stand between the two."""
    bridge, deny = word_set("bridge"), word_set("deny")
    place = anchor - 1
    while place >= sentence_start(words, span[0], 7) and (words.words[place] in bridge or _thought_of(words, place)):
        place -= 1
    if place < 0 or words.words[place] not in deny or place < sentence_start(words, span[0], 7):
        return False
    return words.words[place - 2 : place] != ["ca", "nt"] and words.words[place + 1] not in {
        "only",
        "just",
        "once_more",
    }


def _thought_of(words: Words, place: int) -> bool:
    return words.words[place] in {"thought", "think", "dreamt", "dreamed"} and words.words[place + 1] in {"about", "of"}


def _supposed(words: Words, span: Span) -> bool:
    before = words.words[sentence_start(words, span[0], 3) : span[0] + 1]
    after = words.words[span[0] : sentence_end(words, span[1], 3)]
    return bool({"if", "imagine", "suppose", "rather"} & set(before)) and not {"again", "what", "harder"} & {
        *before,
        *after,
    }


def _names_a_speaker(words: Words, place: int) -> bool:
    """Whether the word is the label of a turn ("Nurse: how ..."): it says who speaks and not whom it is about."""
    end = words.spans[place][1]
    return words.source[end : end + 1] == ":"


def _nearest_person(words: Words, span: Span) -> str | None:
    people, partners = word_set("others") | word_set("elders") | word_set("former"), word_set("partner_noun")
    for place in range(span[0] + 1, sentence_start(words, span[0], _BEFORE) - 1, -1):
        if place >= len(words.words) or _names_a_speaker(words, place):
            continue
        word = words.words[place]
        if word in partners:
            owner = words.words[place - 1] if place else ""
            if owner in word_set("former"):
                return owner
            possessive = len(owner) > 3 and owner.endswith("s") and owner not in {"this", "always", "perhaps"}
            return "friend" if possessive or owner in {"her", "his", "their", "your"} or owner in people else word
        if word in people:
            return word
    return None


def _about_others(words: Words, span: Span) -> bool:
    return _nearest_person(words, span) in word_set("others")


def _goes_on(around: str) -> bool:
    return bool(set(around.split()) & word_set("now"))


def _earlier(words: Words, span: Span, seen: tuple[str, str]) -> bool:
    """An earlier home or an earlier partner; never where something says it goes on ("keeps", "again", "follows")."""
    around, anchor = seen
    if _goes_on(around):
        return False
    if _said_of(word_patterns("childhood"), around):
        return True
    near = _nearest_person(words, span)
    return near in word_set("elders") or (near in word_set("former") and not anchor.endswith(("s", "ing")))


def speaker_of(words: Words, span: Span, default: Who) -> Who:
    """Who says the words at ``span``: the nearest "he said" or "I told" before them, else ``default``."""
    said = word_set("said")
    for place in range(span[0] - 1, max(0, span[0] - 14) - 1, -1):
        if words.words[place] not in said:
            continue
        for owner in reversed(words.words[max(0, place - 4) : place]):
            if owner == "i":
                return "writer"
            if owner in word_set("partner_noun") or owner in {"he", "she", "they"}:
                return "partner"
    return default
