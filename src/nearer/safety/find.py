"""Every cue in a text: the patterns at their anchors, each weighed in its context, and the classifier with them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from nearer.safety.classifier import Signs, read, read_window, thresholds
from nearer.safety.record import Cue, Tier, Who, Whom
from nearer.safety.rulebook import Pattern, Rule, anchored
from nearer.safety.sense import TIERS, Span, gravest, sentence_end, sentence_start, speaker_of, tier_in_context
from nearer.safety.words import Words, read_words
from nearer.turns import Quote

__all__ = ["cues_of", "find_cues"]

_BACK, _AHEAD, _ASIDE = 16, 18, 8
_FEW, _BRIEF = 10, 30
"""A text of fewer words says little: the classifier must be surer, and surer still of the fewest."""
_WORDS_TO_NEARER = {"asked to stop", "request against the partner"}
"""Kinds with an answer of their own, which the classifier never learnt."""


def find_cues(text: str, speaker: Who = "writer") -> tuple[Cue, ...]:
    """The cues of ``text`` in the order of their places. ``speaker`` says words that nobody else is said to say."""
    words = read_words(text)
    return cues_of(words, read([words])[0], speaker)


def cues_of(words: Words, signs: Sequence[Signs], speaker: Who = "writer", *, least: str = "hold") -> tuple[Cue, ...]:
    """As `find_cues`, for words already read by the classifier: whatever the rules or ``signs`` see counts.

    One thing is taken back: where the classifier is nearly sure that the words are innocent, a rule's hold becomes a
    soft cue. ``least`` names the threshold from which on the classifier holds: "turn" for one of many turns of talk.
    """
    ruled = list(_ruled(words, signs, speaker, least))
    bar = least if least != "hold" else _bar(words, signs)
    seen = [*ruled, *(cue for sign in signs for cue in _heard(words, sign, bar) if _adds(cue, sign, ruled))]
    return tuple(sorted(_outermost(seen), key=lambda cue: (cue.quote.start, cue.kind)))


def _bar(words: Words, signs: Sequence[Signs]) -> str:
    """The threshold for a text: many windows have many chances to be wrong, and a few words say little."""
    count = len(words.words)
    return "long" if len(signs) > 1 else "short" if count < _FEW else "brief" if count < _BRIEF else "hold"


def _ruled(words: Words, signs: Sequence[Signs], speaker: Who, least: str) -> Iterator[Cue]:
    """What the rules see, each rule once at a place."""
    table = anchored()
    found: set[tuple[str, int]] = set()
    for anchor, word in enumerate(words.words):
        for pattern in table.get(word, ()):
            cue = _cue_at(pattern, words, anchor, speaker)
            if cue is not None and (pattern.rule.id, cue.quote.start) not in found:
                found.add((pattern.rule.id, cue.quote.start))
                bar = "grave" if cue.tier in {"3", "3s"} else least
                soft = not pattern.alone and _innocent(words, signs, anchor, bar)
                yield msgspec.structs.replace(cue, tier="1") if soft else cue


def _adds(cue: Cue, signs: Signs, ruled: Sequence[Cue]) -> bool:
    """Whether what the classifier heard says more than the rules, which know whose doing a thing is and of what kind.

    Where they hold already, it can only make a matter urgent, and only where it is sure.
    """
    known = gravest([one.tier for one in ruled])
    if any(one.kind in _WORDS_TO_NEARER and one.tier == known for one in ruled):
        return False
    if known in {"0", "1"}:
        return cue.tier != "1" or known == "0"
    return known not in {"3", "3s"} and cue.tier in {"3", "3s"} and signs.urgent >= thresholds()["sure"]


def _innocent(words: Words, signs: Sequence[Signs], word: int, least: str) -> bool:
    """Whether the classifier is nearly sure that nothing is wrong, in the windows round a word and in its sentence."""
    near = [sign.hold for sign in signs if sign.window[0] <= word < sign.window[1]]
    below = thresholds()[f"innocent {least}"]
    if not near or max(near) >= below:
        return False
    sentence = (sentence_start(words, word, _ASIDE), sentence_end(words, word + 1, _ASIDE))
    # On its own a short sentence sounds graver than among its neighbours, so the bar is the one for turns of talk.
    return all(sign.hold < thresholds()["innocent turn"] for sign in read_window(words, sentence))


def _heard(words: Words, signs: Signs, hold: str) -> Iterator[Cue]:
    """What the classifier hears in one window: whose doing it is it knows only of the writer's own."""
    least = thresholds()
    if signs.hold < least[hold]:
        if signs.soft >= least["soft"]:
            yield _worry(words, signs.window, "soft cue", "1", "unclear")
    elif signs.self >= least["self"]:
        yield _worry(words, signs.window, "suicidal words", "3s" if signs.urgent >= least["urgent"] else "2s", "writer")
    elif signs.urgent >= least["urgent"]:
        yield _worry(words, signs.window, "pattern of words", "3", "unclear")
    elif signs.own >= least["own"]:
        yield _worry(words, signs.window, "own violence or control", "2p", "writer")
    else:
        yield _worry(words, signs.window, "pattern of words", "2", "unclear")


def _worry(words: Words, window: Span, kind: str, tier: Tier, who: Who) -> Cue:
    start, end = words.spans[window[0]][0], words.spans[window[1] - 1][1]
    whom: Whom = {"suicidal words": "self", "own violence or control": "partner"}.get(kind, "unclear")  # type: ignore[assignment]
    return Cue(kind, tier, who, Quote(start, end, words.source[start:end]), whom)


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
