"""The words of phones and apps, in their languages, as data: dates and hours, placeholders, notices."""

import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["load_words"]


@cache
def load_words(name: str) -> dict[str, frozenset[str]]:
    """The lists of one file of words, as sets by key."""
    text = files("nearer.sources.words").joinpath(name).read_text("utf-8")
    return {key: frozenset(words) for key, words in tomllib.loads(text).items()}
