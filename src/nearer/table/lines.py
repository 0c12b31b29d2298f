"""Words that may lie on the table: short, plain text that safety has cleared. Nobody types at the table itself."""

import re
import unicodedata

import msgspec

from nearer.errors import InputError
from nearer.safety import Clearance

__all__ = ["LONGEST", "Line", "line_of"]

LONGEST = 280
"""Characters in one line: a thought, not a speech."""


class Line(msgspec.Struct, frozen=True):
    """One line in somebody's own words, written alone, cleared by safety. Made by `line_of`."""

    text: str


def line_of(text: str, clearance: Clearance) -> Line:
    """The text as a line for the table: blanks made single, control signs and signs that turn the text left out.

    Args:
        text: what was written.
        clearance: what safety said to this very text; without one no line is made.

    Raises:
        InputError: nothing is left of it, or it is longer than `LONGEST`.
    """
    if not isinstance(clearance, Clearance):
        raise TypeError("Words reach the table only with safety's Clearance.")
    kept = "".join(
        sign for sign in text if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}
    )
    kept = re.sub(r"\s+", " ", kept).strip()
    if not kept:
        raise InputError("There are no words here yet; please write a line first.")
    if len(kept) > LONGEST:
        raise InputError(f"That is longer than {LONGEST} letters; please make it shorter.")
    return Line(kept)
