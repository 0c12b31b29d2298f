"""The rules' reading of a letter and the learned one, made one."""

import msgspec

from nearer.letter.acts import Act
from nearer.letter.habits import event_sentences, habit_sentences
from nearer.letter.links import what_set_off
from nearer.letter.mentions import Mentions
from nearer.letter.passages import ruled_elements
from nearer.letter.people import Cast
from nearer.letter.shape import ruled_pattern, ruled_scope, tally
from nearer.letter.story import Pattern, Role, Scope
from nearer.turns import Quote

__all__ = ["Merged", "merge"]

_KEPT = 0.5


class Merged(msgspec.Struct, frozen=True):
    """What both readings together tell: acts in their order, each sentence's elements, and the letter's shape."""

    acts: list[Act]
    elements: list[dict[str, float]]
    pattern: Pattern
    role: Role | None
    scope: Scope


def merge(folded: str, sentences: tuple[Quote, ...], mentions: Mentions, cast: Cast, acts: list[Act]) -> Merged:
    """One reading of the letter; ``acts`` are those that the rules found."""
    kept = _best(acts)
    events = event_sentences(folded, sentences)
    habits = habit_sentences(folded, sentences, events)
    elements = [ruled_elements(folded, sentence.start, sentence.end) for sentence in sentences]
    for place, found in enumerate(elements):
        found.update({"incident": 0.6} if place in events else {"habit": 0.6} if place in habits else {})
    pattern, role = ruled_pattern(tally(kept, what_set_off(folded, sentences, kept)))
    return Merged(kept, elements, pattern, role, ruled_scope(folded, cast))


def _best(acts: list[Act]) -> list[Act]:
    """Each act once a sentence and actor, the surest, in the order of the letter."""
    best: dict[tuple[int, str, str], Act] = {}
    for act in acts:
        key = (act.sentence, act.who, act.code)
        if act.probability >= _KEPT and (key not in best or act.probability > best[key].probability):
            best[key] = act
    return sorted(best.values(), key=lambda act: (act.start, act.end, act.code))
