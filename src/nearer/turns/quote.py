"""A stretch of somebody's own words, with its place."""

import msgspec

__all__ = ["Quote"]


class Quote(msgspec.Struct, frozen=True, order=True):
    """A verbatim stretch of a text: ``text == source[start:end]``, in code points."""

    start: int
    end: int
    text: str
