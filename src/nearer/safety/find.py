"""Every cue in a text: the patterns at their anchors, each weighed in its context, and the classifier with them."""

from bisect import bisect_right

from nearer.safety.guess import worries
from nearer.safety.record import Cue, Tier, Who, Whom
from nearer.safety.rulebook import Pattern, Rule, anchored
from nearer.safety.sense import TIERS, Span, gravest, sentence_end, sentence_start, speaker_of, tier_in_context
from nearer.safety.words import Words, read_words
from nearer.turns import Quote

__all__ = ["cues_of", "find_cues"]

_BACK, _AHEAD, _ASIDE = 16, 18, 8


def find_cues(text: str, speaker: Who = "writer", *, rules_only: bool = False) -> tuple[Cue, ...]:
    """The cues of ``text`` in the order of their places. ``speaker`` says words that nobody else is said to say.

    ``rules_only`` leaves the classifier out: it learned from letters, and a chat of many short turns would give it
    many chances to be wrong.
    """
    return cues_of(read_words(text), speaker, rules_only=rules_only)


def cues_of(words: Words, speaker: Who = "writer", *, rules_only: bool = False) -> tuple[Cue, ...]:
    """As `find_cues`, for words already read."""
    table = anchored()
    found: dict[tuple[str, int], Cue] = {}
    for anchor, word in enumerate(words.words):
        for pattern in table.get(word, ()):
            cue = _cue_at(pattern, words, anchor, speaker)
            if cue is not None:
                found.setdefault((pattern.rule.id, cue.quote.start), cue)
    seen = list(found.values())
    if not rules_only and gravest([cue.tier for cue in seen]) in {"0", "1"}:
        seen += [_worry(words, window) for window in worries(words)]
    return tuple(sorted(_outermost(seen), key=lambda cue: (cue.quote.start, cue.kind)))


def _worry(words: Words, window: Span) -> Cue:
    """What the classifier saw where the rules saw nothing: a concern whose direction it does not know."""
    start, end = words.spans[window[0]][0], words.spans[window[1] - 1][1]
    return Cue("pattern of words", "2", "unclear", Quote(start, end, words.source[start:end]))


def _outermost(cues: list[Cue]) -> list[Cue]:
    """The cues without those that stand inside another of the same kind that is as grave."""
    kept: list[Cue] = []
    for cue in sorted(cues, key=lambda cue: (cue.quote.start - cue.quote.end, -TIERS.index(cue.tier))):
        if not any(_covers(other, cue) for other in kept):
            kept.append(cue)
    return kept


def _covers(other: Cue, cue: Cue) -> bool:
    inside = other.quote.start <= cue.quote.start and cue.quote.end <= other.quote.end
    return inside and other.kind == cue.kind and TIERS.index(other.tier) >= TIERS.index(cue.tier)


def _cue_at(pattern: Pattern, words: Words, anchor: int, speaker: Who) -> Cue | None:
    span = _match(pattern, words, anchor)
    if span is None:
        return None
    tier = tier_in_context(pattern, words, span, anchor)
    if tier == "0":
        return None
    who, whom, tier = _direction(pattern.rule, words, span, (speaker, tier))
    start, end = words.spans[span[0]][0], words.spans[span[1] - 1][1]
    return Cue(pattern.kind, tier, who, Quote(start, end, words.source[start:end]), whom)


def _direction(rule: Rule, words: Words, span: Span, speaker_tier: tuple[Who, Tier]) -> tuple[Who, Whom, Tier]:
    speaker, tier = speaker_tier
    if not rule.speech:
        return rule.who, rule.whom, tier
    actor = speaker_of(words, span, speaker)
    if actor == "writer":
        return "writer", "partner" if rule.whom == "writer" else rule.whom, rule.own or tier
    return actor, rule.whom, tier


def _match(pattern: Pattern, words: Words, anchor: int) -> Span | None:
    """Where the pattern holds round the anchor and nothing silences it, as a range of words."""
    found = _together(pattern, words, anchor) if pattern.company else _in_order(pattern, words, anchor)
    if found is None or not pattern.unless:
        return found
    low = words.starts[sentence_start(words, found[0], _ASIDE)]
    high = words.starts[sentence_end(words, found[1], _ASIDE)]
    return None if any(other.search(words.flow, low, high) for other in pattern.unless) else found


def _in_order(pattern: Pattern, words: Words, anchor: int) -> Span | None:
    begin, finish = words.starts[max(0, anchor - _BACK)], words.starts[min(len(words.words), anchor + _AHEAD)]
    place = words.starts[anchor]
    match = pattern.find.search(words.flow, begin, finish)
    while match is not None and match.start() <= place:
        if place < match.end():
            return bisect_right(words.starts, match.start()) - 1, bisect_right(words.starts, match.end() - 1)
        match = pattern.find.search(words.flow, words.starts[bisect_right(words.starts, match.start())], finish)
    return None


def _together(pattern: Pattern, words: Words, anchor: int) -> Span | None:
    own = pattern.find.match(words.flow, words.starts[anchor])
    if own is None:
        return None
    begin = words.starts[max(0, anchor - pattern.reach)]
    finish = words.starts[min(len(words.words), anchor + pattern.reach + 1)]
    before, after = words.flow[begin : own.start()], words.flow[own.end() : finish]
    ends = [own.start(), own.end()]
    for other in pattern.company:
        left, right = list(other.finditer(before)), other.search(after)
        if right is not None:
            ends.append(own.end() + right.end())
        elif left:
            ends.append(begin + left[-1].start())
        else:
            return None
    return bisect_right(words.starts, min(ends)) - 1, bisect_right(words.starts, max(ends) - 1)
