"""The packaged lists of words, and the patterns made of them."""

import re
import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["WORD", "pattern", "plain", "sections", "words_of"]

WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*")
"""A word: letters, with apostrophes or hyphens inside."""

_SAME_LENGTH = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " "})


def plain(text: str) -> str:
    """The text with straight quotation marks and apostrophes; every character keeps its place."""
    return text.translate(_SAME_LENGTH)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, contractions whole."""
    return [word.lower() for word in WORD.findall(plain(text))]


@cache
def sections(name: str) -> dict[str, dict[str, list[str]]]:
    """The lists of one packaged file, by section and key."""
    text = (files("nearer.coding") / "words" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def pattern(name: str, section: str, key: str) -> re.Pattern[str]:
    """One pattern that finds every phrase of a list as whole words in `plain` text; ``*`` stands for any ending."""
    phrases = sorted(sections(name)[section][key], key=len, reverse=True)
    choices = (re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in phrases)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(choices)})(?![\w'])", re.IGNORECASE)
