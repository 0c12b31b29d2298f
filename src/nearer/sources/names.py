"""Names of people and conversations made safe to show: no control, direction or invisible characters."""

import re

__all__ = ["MARKS", "clean_name"]

MARKS = "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Characters without a shape of their own; the two joiners (U+200C, U+200D) belong to some names and stay in them."""

_DIRECTION = re.compile(r"[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u00a0\u2000-\u200a\u2028\u2029\u202f\u3000]+")
"""Control characters and spaces of odd widths; each run becomes one plain space."""
_LONGEST = 200


def clean_name(name: str) -> str:
    """The name without what a terminal or a page could act on, without a ``~`` before it, at most 200 characters."""
    shown = _CONTROL.sub(" ", _DIRECTION.sub("", name)).strip()
    if shown.startswith("~"):
        shown = shown[1:].strip() or shown
    return shown[:_LONGEST]
