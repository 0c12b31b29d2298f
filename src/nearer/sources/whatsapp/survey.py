"""A first look at an export: the frame its messages begin in, its own shapes of date, day or month first."""

from collections import Counter
from collections.abc import Iterable

import msgspec
import polars as pl

from nearer.sources.dates import asked_order, decide_order
from nearer.sources.report import DateOrder
from nearer.sources.stamps import WrittenDate, read_date
from nearer.sources.text import Source, blocks
from nearer.sources.whatsapp.header import STYLES, Style, headers, shapes_of

__all__ = ["Survey", "lines_of", "survey"]

_FIRST_LOOK = 2**20
"""Bytes of each block of the survey; most exports are settled by the first."""
_ENOUGH_IMPOSSIBLE = 3
_MOST_CHANGES = 20_000
"""Changes of date (fifty years of days) that are enough to decide by."""
_OWN_SHARE = 0.1
_OWN_LEAST = 20


class Survey(msgspec.Struct, frozen=True):
    """The styles and shapes that are the export's own, and the order of its dates."""

    styles: tuple[Style, ...]
    shapes: frozenset[str]
    order: DateOrder


def lines_of(text: str) -> pl.Series:
    """The lines of a text; what follows the last line end is a line if it is not empty."""
    lines = pl.Series("line", [text]).str.split("\n").explode()
    return lines[:-1] if text.endswith("\n") else lines


def survey(source: Source, dates: str | None) -> Survey | None:
    """What the export is made of; None where no line begins like a message.

    Raises:
        InputError: the order asked for is none that exists, or the source is no text.
    """
    asked = asked_order(dates)
    styles: tuple[Style, ...] = ()
    shapes: Counter[str] = Counter()
    first_shape = ""
    written: list[WrittenDate] = []
    for block in blocks(source, size=_FIRST_LOOK):
        lines = lines_of(block.text)
        styles = styles or _styles(lines)
        for style in styles:
            found = headers(lines, style)
            kinds = shapes_of(found)["shape"].drop_nulls()
            first_shape = first_shape or (kinds[0] if len(kinds) else "")
            shapes.update(kinds.to_list())
            written += _distinct(found["date"])
        if _settled(written) or len(written) > _MOST_CHANGES:
            break
    own = _own(shapes, first_shape)
    order = decide_order(_of_shapes(written[:_MOST_CHANGES], own), asked)
    return Survey(styles, own, order) if shapes else None


def _styles(lines: pl.Series) -> tuple[Style, ...]:
    """The style of most headers (of the first line, if it has one), and another one that is as much at home."""
    counts = {style: int(lines.str.contains(_pattern(style)).sum()) for style in STYLES}
    if not any(counts.values()):
        return ()
    of_first = [style for style in STYLES if lines[:1].str.contains(_pattern(style)).any()]
    main = of_first[0] if of_first else max(STYLES, key=lambda style: counts[style])
    most = max(STYLES, key=lambda style: counts[style])
    return (main,) if most == main or not _at_home(counts[most], sum(counts.values())) else (main, most)


def _pattern(style: Style) -> str:
    from nearer.sources.whatsapp.header import pattern

    return pattern(style)


def _at_home(count: int, of_all: int) -> bool:
    return count >= _OWN_LEAST and count >= _OWN_SHARE * of_all


def _own(shapes: Counter[str], first: str) -> frozenset[str]:
    """The shape of the first message, and every other one that is too frequent to be pasted."""
    of_all = shapes.total()
    own = {shape for shape, count in shapes.items() if shape == first or _at_home(count, of_all)}
    most = shapes.most_common(1)
    if most and most[0][1] > of_all / 2:
        own.add(most[0][0])
    return frozenset(own)


def _distinct(tokens: pl.Series) -> list[WrittenDate]:
    """The dates as they follow one another, repeats left out."""
    changes = tokens.filter((tokens != tokens.shift()).fill_null(value=True))
    known = {token: read_date(token) for token in changes.unique()}
    return [date for token in changes if (date := known[token]) is not None]


def _of_shapes(dates: Iterable[WrittenDate], shapes: frozenset[str]) -> list[WrittenDate]:
    starts = {shape.split(" ")[0] for shape in shapes}
    return [date for date in dates if date.shape in starts]


def _settled(dates: list[WrittenDate]) -> bool:
    """Whether enough different dates leave only one order, so that the rest need not be looked at."""
    firsts = {date for date in dates if 12 < date.numbers[0] <= 31}
    seconds = {date for date in dates if 12 < date.numbers[1] <= 31}
    year_first = {date for date in dates if date.numbers[0] > 31 or date.shape == "east"}
    named = {date for date in dates if date.named}
    return max(map(len, (firsts, seconds, year_first, named))) >= _ENOUGH_IMPOSSIBLE
