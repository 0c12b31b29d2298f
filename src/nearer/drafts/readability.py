"""How easy a text is to read."""

import re

__all__ = ["reading_ease"]

_WORD = re.compile(r"[A-Za-z]+(?:[’'][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


def reading_ease(text: str) -> float:
    """Flesch reading ease: about 60 is plain English, 90 is very easy; 100 for a text without words.

    Source: Flesch 1948, J. Appl. Psychol. 32:221. Syllables are counted as groups of vowels, less a silent e, which
    is off by a little on some words and right enough over a paragraph.
    """
    words = _WORD.findall(text)
    if not words:
        return 100.0
    sentences = max(1, len(re.findall(r"[.!?]+(?:\s|$|[’”\"'])", text)))
    syllables = sum(_syllables(word.lower()) for word in words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


def _syllables(word: str) -> int:
    bare = re.sub(r"[’'](?:s|t|re|ve|ll|d|m)$", "", word)
    groups = len(_VOWELS.findall(bare))
    if bare.endswith("e") and not bare.endswith(("le", "ee", "ye")) and groups > 1:
        groups -= 1
    if bare.endswith("ed") and groups > 1 and not bare.endswith(("ted", "ded")):
        groups -= 1
    return max(1, groups)
