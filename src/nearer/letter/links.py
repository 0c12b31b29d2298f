"""What set off what: "when I ask, she walks off", "the more ... the more", "so I".

Source: reported contingencies in letters support a statement about the cycle and no statistics.
"""

import re

from nearer.letter.acts import Act
from nearer.letter.words import any_of
from nearer.turns import Quote

__all__ = ["what_set_off"]

_FOLLOWS = re.compile(r"\b(?:then|so|and|which makes (?:me|him|her)|until|but)\b|,|;|—|–")
_BECAUSE = re.compile(r"\b(?:when|whenever|every ?time|each time|because|if|once|after|the more|as soon as|until|as)\b")
_OPENS = re.compile(r"\W*(?:so|then|and|but|and then|so then|after that|now|at that point|which)?\s*[\w,]*")


def what_set_off(folded: str, sentences: tuple[Quote, ...], acts: list[Act]) -> list[int | None]:
    """For every act the place in ``acts`` of the other's act that set it off, or null where none is told."""
    return [_cause(folded, sentences, acts, place) for place in range(len(acts))]


def _cause(folded: str, sentences: tuple[Quote, ...], acts: list[Act], place: int) -> int | None:
    act = acts[place]
    here = [i for i, one in enumerate(acts) if one.sentence == act.sentence and _answers(one, act)]
    earlier = [i for i in here if acts[i].end <= act.start]
    later = [i for i in here if acts[i].start >= act.end]
    if earlier and _led(folded, sentences[act.sentence], acts[earlier[-1]], act):
        return earlier[-1]
    if later and _BECAUSE.search(folded, act.end - 1, acts[later[0]].start + 12):
        return later[0]
    if earlier and _FOLLOWS.search(folded, acts[earlier[-1]].end, act.start + 1):
        return earlier[-1]
    before = [i for i, one in enumerate(acts) if one.sentence == act.sentence - 1 and _answers(one, act)]
    return before[-1] if before and not earlier and _goes_on(folded, sentences, act) else None


def _answers(one: Act, act: Act) -> bool:
    return {one.who, act.who} == {"writer", "partner"}


def _led(folded: str, sentence: Quote, cause: Act, act: Act) -> bool:
    """Whether the clause of the cause begins with "when", "if", "the more" ..."""
    head = folded[max(sentence.start, cause.start - 25) : cause.start + 10]
    return any_of("time", "when").search(head) is not None and act.start >= cause.end


def _goes_on(folded: str, sentences: tuple[Quote, ...], act: Act) -> bool:
    """Whether the act opens its sentence, so that it answers the sentence before."""
    sentence = sentences[act.sentence]
    head = folded[sentence.start : act.start]
    return len(head.split()) <= 4 and any_of("time", "incident").search(head) is None
