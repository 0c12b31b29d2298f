"""A column of times in any usual form as microseconds: ISO 8601, seconds since 1970, or a written date and clock."""

import datetime
import math
import re
from itertools import groupby

import msgspec
import polars as pl

from nearer.sources.dates import day_number, decide_order, stamp_times
from nearer.sources.report import DateOrder, Order
from nearer.sources.stamps import WrittenDate, read_clock, read_date, stamp_pattern
from nearer.sources.wording import say

__all__ = ["Times", "epoch_scale", "google_micros", "iso_micros", "number_micros", "read_times", "wall_micros"]

_ISO = r"^\s*\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s*(?:Z|z|[+-]\d{2}:?\d{2})?)?\s*$"
_NUMBER = r"^\s*-?\d{9,19}(?:\.\d+)?\s*$"
_LARGEST_SECONDS = 10_000_000_000


class Times(msgspec.Struct, frozen=True):
    """Microseconds since 1970, whether they are instants (else the clock on the wall), and the order of dates."""

    at: pl.Series
    instants: bool
    order: DateOrder
    unread: int


def epoch_scale(number: float) -> int:
    """How many of a number's units make a second: told by its size (seconds, milli-, micro- or nanoseconds)."""
    scale = 1
    while abs(number) >= _LARGEST_SECONDS and scale < 10**9:
        number, scale = number / 1000, scale * 1000
    return scale


def read_times(column: pl.Series, asked: Order | None) -> Times:
    """The times of a column of text, numbers or datetimes.

    With offsets in every text that has one, they are instants; a mixture of offsets and bare clocks is read as bare
    clocks only where there is no offset, in the same column, as UTC.
    """
    if isinstance(column.dtype, pl.Datetime):
        zoned = column.dtype.time_zone is not None
        at = (column.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if zoned else column).dt.cast_time_unit(
            "us"
        )
        return Times(at.cast(pl.Int64), zoned, DateOrder(), 0)
    if column.dtype == pl.Date:
        return Times(column.cast(pl.Datetime("us")).cast(pl.Int64), False, DateOrder(), 0)  # noqa: FBT003
    text = column.cast(pl.String).str.strip_chars()
    filled = text.drop_nulls().filter(text.drop_nulls() != "")
    if len(filled) and filled.str.contains(_NUMBER).all():
        return _from_numbers(text)
    if not len(filled) or filled.str.contains(_ISO).mean() > 0.5:  # type: ignore[operator]
        return _from_iso(text)
    return _from_stamps(text, asked)


def number_micros(number: float) -> int | None:
    """Microseconds since 1970 of a number of seconds, milli-, micro- or nanoseconds; None for what is no time."""
    return int(number * (1_000_000 / epoch_scale(number))) if math.isfinite(number) else None


def _from_numbers(text: pl.Series) -> Times:
    number = text.cast(pl.Float64, strict=False)
    largest = number.abs().max()
    scale = epoch_scale(float(largest) if isinstance(largest, int | float) else 0.0)
    return Times((number * (1_000_000 / scale)).round(0).cast(pl.Int64, strict=False), True, DateOrder(), 0)  # noqa: FBT003


def wall_micros(text: str | None) -> int | None:
    """Microseconds since 1970 of an ISO 8601 clock on the wall."""
    return iso_micros(text)[0]


def google_micros(text: str | None) -> int | None:
    """Microseconds since 1970 of Takeout's ``Tuesday, January 5, 2021 at 7:03:55 PM UTC``, or of an ISO 8601 time."""
    match = re.search(stamp_pattern(), re.sub(r"\s+(?:UTC|GMT)$", "", text or ""))
    if match is None or not match[0]:
        return iso_micros(text)[0]
    written, clock = read_date(match[1]), read_clock(match[2])
    day = day_number(written, "mdy") if written else None
    return None if day is None or clock is None else (day * 86_400 + clock.seconds) * 1_000_000


def iso_micros(text: str | None) -> tuple[int | None, bool]:
    """Microseconds since 1970 of an ISO 8601 time, and whether it says how far it is from universal time."""
    if not text:
        return None, False
    try:
        read = datetime.datetime.fromisoformat(text.replace(",", "."))
    except ValueError:
        return None, False
    zoned = read.tzinfo is not None
    since = (read if zoned else read.replace(tzinfo=datetime.UTC)) - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return since // datetime.timedelta(microseconds=1), zoned


def _from_iso(text: pl.Series) -> Times:
    read = [iso_micros(each) for each in text]
    at = pl.Series([micros for micros, _ in read], dtype=pl.Int64)
    unread = int((at.is_null() & text.is_not_null() & (text != "")).sum())
    order = DateOrder(None, sure=True, evidence=(say("dates-iso"),)) if at.is_not_null().any() else DateOrder()
    return Times(at, any(zoned for _, zoned in read), order, unread)


def _from_stamps(text: pl.Series, asked: Order | None) -> Times:
    groups = text.str.extract_groups("^[^\\d]{0,12}?" + stamp_pattern()).struct.unnest()
    date, clock = groups["1"], groups["2"]
    known = {token: read_date(token) for token in date.drop_nulls().unique()}
    dates: list[WrittenDate] = [written for token in date.drop_nulls() if (written := known[token]) is not None]
    order = decide_order([date for date, _ in groupby(dates)], asked)
    at = stamp_times(date, clock, order.order)
    return Times(at, False, order, int((at.is_null() & text.is_not_null() & (text != "")).sum()))  # noqa: FBT003
