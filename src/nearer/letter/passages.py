"""Stretches of a letter that tell one kind of thing: needs, fears, history, stress, strengths, betrayals, partings."""

import re
from collections import Counter

from nearer.letter.words import any_of, load

__all__ = ["PASSAGES", "ruled_elements", "sort_of"]

_ONLY_IF = re.compile(r"\b(?:when|whenever|if|what|every ?time)\s+$")

PASSAGES = {
    "need": "needs",
    "fear": "fears",
    "history": "history",
    "stress": "stress",
    "strength": "strengths",
    "betray": "betrayals",
    "apart": "partings",
}
"""The elements that phrases tell, with the list that tells them."""


def ruled_elements(folded: str, start: int, end: int) -> dict[str, float]:
    """The elements that phrases tell in a sentence, each with how surely."""
    found: dict[str, float] = {}
    for element, name in PASSAGES.items():
        lists = load("passages")[name]
        told = any_of("passages", name, "any").search(folded, start, end)
        if told and not (element == "need" and _ONLY_IF.search(folded, start, told.start())):
            found[element] = lists["p"]
    return found


def sort_of(name: str, folded: str, start: int, end: int) -> str | None:
    """The sort of a need, a stress or a history that a stretch speaks of most, or null."""
    counts: Counter[str] = Counter()
    for sort in load("passages")[f"{name}_kind"]:
        counts[sort] = len(any_of("passages", f"{name}_kind", sort).findall(folded, start, end))
    best, most = counts.most_common(1)[0]
    return best if most else None
