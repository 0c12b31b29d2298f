"""Whether a text is a letter about people at all; what is not is turned away with one kind sentence."""

import re

from nearer.errors import InputError, NotALetterError
from nearer.letter.people import Cast, noun_pattern
from nearer.letter.words import any_of, load, pattern

__all__ = ["check_length", "check_people", "check_words"]

MOST_CHARACTERS = 60_000
_FEWEST_WORDS = 8
_ENGLISH = 0.2
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ME = pattern("i|me|my|mine|i'm|im|i've|ive|i'd|i'll|we|us|our|myself|we're|we've")


def check_length(letter: str) -> None:
    """Nothing, where the text is neither empty nor longer than any letter.

    Raises:
        InputError: the text is empty, or has more than 60,000 characters.
    """
    if not letter.strip():
        raise InputError(load("gate")["says"]["empty"])
    if len(letter) > MOST_CHARACTERS:
        raise InputError(load("gate")["says"]["long"].format(most=f"{MOST_CHARACTERS:,}"))


def check_words(folded: str) -> None:
    """Nothing, where there are enough words and they are English.

    Raises:
        NotALetterError: too few words, or another language.
    """
    says = load("gate")["says"]
    words = _WORD.findall(folded)
    if _foreign(folded, words):
        raise NotALetterError(says["language"])
    if len(words) < _FEWEST_WORDS:
        raise NotALetterError(says["short"])


def _foreign(folded: str, words: list[str]) -> bool:
    """Whether the text is in another script, or its small words are more often another language's than English."""
    letters = [c for c in folded if c.isalpha()]
    if letters and sum(c > "\u024f" for c in letters) > 0.4 * len(letters):
        return True
    if len(words) < 4:
        return False
    english = sum(word in load("gate")["words"]["english"] for word in words) / len(words)
    other = sum(word in load("gate")["words"]["other"] for word in words) / len(words)
    return other > english and english < _ENGLISH


def check_people(folded: str, cast: Cast) -> None:
    """Nothing, where a writer tells of people they have to do with.

    Raises:
        NotALetterError: a recipe, a poem, news, code, a list: nobody relates to anybody.
    """
    told = re.sub(r'"[^"\n]{1,400}"', " ", folded)
    words = _WORD.findall(told)
    me = len(_ME.findall(told))
    if not me or me < 0.012 * len(words) or not _relates(folded, cast) or _genre(folded, len(words), me):
        raise NotALetterError(load("gate")["says"]["nobody"])


def _relates(folded: str, cast: Cast) -> bool:
    together = any_of("people", "lists", "together").search(folded) is not None
    if cast.addressed and not cast.words:
        return together or pattern("miss(?:ed)? you|love(?:d)? you|you left|us").search(folded) is not None
    if cast.found:
        return True
    others = load("people")["other"]
    mine = ("my", "our", "me", "mi", "one of my")
    kin = any(m["noun"] in others and (m["whose"] or "") in mine for m in noun_pattern().finditer(folded))
    third = len(pattern("he|she|him|her|his").findall(folded))
    bond = (
        pattern("relationships?|marriage|marital|the ones i love|loved ones|ex-spouse|dating").search(folded)
        is not None
    )
    return kin or bond or (third >= 3 and together) or third >= 5


def _genre(folded: str, count: int, me: int) -> bool:
    """Whether the words are those of a recipe, a program or a CV far more than a letter writer's own."""
    if sum(folded.count(sign) for sign in "{};=<>") > 0.08 * max(1, count):
        return True
    for genre, share in (("recipe", 0.1), ("resume", 0.06)):
        hits = len(any_of("gate", "genre", genre).findall(folded))
        if hits > share * max(1, count) and hits > me:
            return True
    return False
