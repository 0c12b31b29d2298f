"""Use case: what there is to choose from at the table, by name, in words for a page."""

from nearer.table.sharing import AS_NUMBER, AS_WORDS
from nearer.table.words import entry

__all__ = ["NUMBER_ITEMS", "WORD_ITEMS", "choices"]

NUMBER_ITEMS, WORD_ITEMS = AS_NUMBER, AS_WORDS
"""The items of a week that can be shared as a number, and those that can be shared in own words only."""


def choices(key: str) -> dict[str, str]:
    """The names and words of one list of ready things, such as ``table.steps``."""
    return dict(entry(key))
