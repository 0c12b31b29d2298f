"""The beginning of a WhatsApp message: a date, a clock and a name, in one of three frames."""

from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec
import polars as pl

from nearer.sources.stamps import MARK, SPACE, read_clock, read_date, stamp_pattern

__all__ = ["STYLES", "Style", "has_header", "headers", "pattern", "shapes_of"]

Style = Literal["bracket", "dash", "colon"]
STYLES: tuple[Style, ...] = ("bracket", "dash", "colon")
_SEPARATOR: dict[Style, str] = {"bracket": "]", "dash": " - ", "colon": ": "}
_PLAIN_CLOCK = r"^\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[  ]?[AaPp]\.?[  ]?[Mm]\.?)?$"


@cache
def pattern(style: Style) -> str:
    """The regular expression of a line that begins a message in this style; its two groups are date and clock."""
    stamp = stamp_pattern()
    if style == "bracket":
        return f"^{MARK}\\[{MARK}{stamp}{MARK}\\]"
    if style == "dash":
        return f"^{MARK}{stamp}{MARK}{SPACE}[-\u2013\u2014]{MARK}{SPACE}"
    return f"^{MARK}{stamp}:{SPACE}"


def has_header(lines: pl.Series, styles: Iterable[Style] = STYLES) -> pl.Series:
    """For each line, whether it begins like a message in one of the styles."""
    found = pl.repeat(value=False, n=len(lines), dtype=pl.Boolean, eager=True)
    for style in styles:
        found = found | lines.str.contains(pattern(style))
    return found


def headers(lines: pl.Series, style: Style) -> pl.DataFrame:
    """The lines that begin a message: ``row`` (index in lines), ``date``, ``clock`` (as written) and ``rest``."""
    rows = lines.str.contains(pattern(style)).arg_true()
    found = lines.gather(rows)
    split = found.str.splitn(_SEPARATOR[style], 2).struct.unnest()
    head, rest = split["field_0"], split["field_1"]
    stamp = head.str.strip_chars_start("[\u200e\u200f\ufeff").str.splitn(", ", 2).struct.unnest()
    date, clock = stamp["field_0"], stamp["field_1"]
    if rest.has_nulls() or style == "colon" or not clock.str.contains(_PLAIN_CLOCK).fill_null(value=False).all():
        groups = found.str.extract_groups(pattern(style) + "(.*)$").struct.unnest()
        date, clock, rest = groups["1"], groups["2"], groups["3"]
    if style == "bracket":
        rest = rest.str.strip_prefix(" ")
    return pl.DataFrame({"row": rows.cast(pl.Int64), "date": date, "clock": clock, "rest": rest})


class Shape(msgspec.Struct, frozen=True):
    """The look of a header that one phone keeps throughout an export."""

    date: str
    clock: str


def shapes_of(found: pl.DataFrame) -> pl.DataFrame:
    """The different shapes among headers: a column ``shape``, one row a header, null if unreadable.

    Worked out once for each different date and clock.
    """
    dates = {token: (written.shape if (written := read_date(token)) else None) for token in found["date"].unique()}
    clocks = {token: (clock.shape if (clock := read_clock(token)) else None) for token in found["clock"].unique()}
    return found.select(
        shape=pl.col("date").replace_strict(list(dates), list(dates.values()), return_dtype=pl.String)
        + " "
        + pl.col("clock").replace_strict(list(clocks), list(clocks.values()), return_dtype=pl.String)
    )
