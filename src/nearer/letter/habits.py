"""How often something happens in a letter: a habit, one event, or not told."""

import re

from nearer.letter.words import any_of
from nearer.turns import Quote

__all__ = ["event_sentences", "habit_sentences", "how_often"]

_PAST = re.compile(
    r"\b(?:was|were|had|did|didn'?t|said|told|went|came|got|left|gave|took|made|found|saw|(?:over)?heard|let|put|sat|ran|spoke|wrote|woke|began|felt|thought|brought|"
    r"walked|yelled|\w{2,}[^e\W]ed)\b"
)
_PRESENT = re.compile(
    r"\b(?:i|we|they|he|she|you)(?:'(?:m|re|s)| (?:just |always |then |still |never |only )?(?!\w+ed\b|was\b)"
    r"(?:am|is|are|do|does|don'?t|doesn'?t|has|have|get|gets|keep|keeps|say|says|go|goes|ask|asks|try|tries|\w+s)\b)"
)


def event_sentences(folded: str, sentences: tuple[Quote, ...]) -> set[int]:
    """The sentences that tell one particular event: those with its time, and those that go on from there."""
    found: set[int] = set()
    for place, sentence in enumerate(sentences):
        text = folded[sentence.start : sentence.end]
        past = _PAST.search(text) is not None
        habit = any_of("time", "habit").search(text) is not None
        told = any_of("time", "incident").search(text) is not None and not (habit and _PRESENT.search(text))
        goes_on = place - 1 in found and not habit and not _PRESENT.search(text)
        if past and (told or goes_on):
            found.add(place)
    return found


def habit_sentences(folded: str, sentences: tuple[Quote, ...], events: set[int]) -> set[int]:
    """The sentences that tell what happens again and again."""
    return {
        place
        for place, sentence in enumerate(sentences)
        if place not in events and any_of("time", "habit").search(folded, sentence.start, sentence.end)
    }


def how_often(folded: str, sentence: Quote, place: int, words: tuple[int, int], events: set[int]) -> bool | None:
    """True for a habit, false for one event, null where the letter does not tell."""
    clause = folded[words[0] : words[1]]
    if any_of("time", "habit").search(clause):
        return True
    if place in events:
        return False
    past, present = _PAST.search(clause), _PRESENT.search(clause)
    if any_of("time", "habit").search(folded, sentence.start, sentence.end):
        return True
    if past and not present:
        return None
    return True if present else None
