"""Style matching: how alike two people's use of the small words is. Similar is neither good nor bad."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from nearer.coding.lexicon import sections, words_of
from nearer.coding.markers import NotEnough

__all__ = ["FEWEST_STYLE_WORDS", "StyleMatch", "closeness", "match_styles", "moved_towards", "style"]

FEWEST_STYLE_WORDS = 500
"""Of each of the two, before anything is said."""


class StyleMatch(msgspec.Struct, frozen=True):
    """How alike two styles are: 1 is the same, 0 has nothing in common; by class of words and as their mean.

    Does not: say that likeness is good. It rises in quarrels, too.
    """

    words: tuple[int, int]
    classes: dict[str, float]
    mean: float


def style(texts: Iterable[str]) -> tuple[int, dict[str, float]]:
    """The number of words, and how many of 100 belong to each of the nine classes of small words."""
    counted = Counter(word for text in texts for word in words_of(text))
    total = counted.total()
    classes = sections("style.en")["classes"]
    return total, {
        name: 100 * sum(counted[word] for word in set(words)) / max(1, total) for name, words in classes.items()
    }


def match_styles(first: Iterable[str], second: Iterable[str]) -> StyleMatch | NotEnough:
    """How alike the turns of two people are in style, or how many words the shorter one still misses.

    Source: Ireland et al. 2011, Psychol. Sci. 22:39; own lists of words.
    """
    first_words, first_style = style(first)
    second_words, second_style = style(second)
    if min(first_words, second_words) < FEWEST_STYLE_WORDS:
        return NotEnough(min(first_words, second_words), FEWEST_STYLE_WORDS)
    classes = closeness(first_style, second_style)
    return StyleMatch((first_words, second_words), classes, sum(classes.values()) / len(classes))


def closeness(first: dict[str, float], second: dict[str, float]) -> dict[str, float]:
    """For each class, 1 less the difference of the two rates over their sum; rates in percent."""
    return {name: 1 - abs(value - second[name]) / (value + second[name] + 0.0001) for name, value in first.items()}


def moved_towards(before: dict[str, float], after: dict[str, float], other: dict[str, float]) -> float:
    """By what part of the first distance one style moved towards another one: 1 all the way, below 0 away from it."""
    distance = sum(abs(value - other[name]) for name, value in before.items())
    left = sum(abs(value - other[name]) for name, value in after.items())
    return (distance - left) / distance if distance else 0.0
