"""Day first or month first: decided from evidence in the dates of a source, and said with what speaks for it."""

import datetime
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from nearer.errors import InputError
from nearer.sources.report import DateOrder, Order
from nearer.sources.stamps import WrittenDate, read_clock, read_date, solar, year_of
from nearer.sources.wording import say

__all__ = ["FIRST_YEAR", "asked_order", "day_number", "decide_order", "stamp_times"]

ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
FIRST_YEAR = 1970
"""No dated message is older than computers' clocks; a reading of the dates that says so is impossible."""
_LAST_YEAR = 2099
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_MONTH_STEP = 27
"""Days that lie at least between two dates when only the month moves."""


class _Case(NamedTuple):
    """What one order makes of the dates: how many are impossible, how often time goes back, and over how many days."""

    order: Order
    impossible: int
    back: int
    days: tuple[int, ...]


def asked_order(asked: str | None) -> Order | None:
    """The order that a person named.

    Raises:
        InputError: it is none of dmy, mdy and ymd.
    """
    if asked is None:
        return None
    for order in ORDERS:
        if asked.lower() == order:
            return order
    raise InputError("The order of dates must be dmy, mdy or ymd; please give one of these with --dates.")


def day_number(written: WrittenDate, order: Order | None) -> int | None:
    """Days since 1970 of a written date in this order; None where there is no such day."""
    first, second, third = written.numbers
    if written.named:
        year, month, day = third, second, first
    elif order == "ymd" or (order is None and first > 31):
        year, month, day = first, second, third
    else:
        year, (day, month) = third, (first, second) if order != "mdy" else (second, first)
    if not written.named:
        year = year_of(written, year)
    try:
        number = datetime.date(*solar(year, month, day)).toordinal() - _EPOCH
    except (ValueError, OverflowError):
        return None
    return number if FIRST_YEAR <= datetime.date.fromordinal(number + _EPOCH).year <= _LAST_YEAR else None


def decide_order(dates: Sequence[WrittenDate], asked: Order | None) -> DateOrder:
    """The order of these dates (as they follow one another in the source, repeats left out) and its evidence.

    The person's word comes first. Then: a year of four digits in front; dates that one order makes impossible; time
    that would go back; months that would all begin on one day. What is left is a custom, and is not sure.
    """
    numeric = [date for date in dates if not date.named]
    if not numeric:
        return DateOrder(None, sure=True, evidence=(say("dates-named"),) if dates else ())
    if asked:
        return DateOrder(asked, sure=True, evidence=(say("dates-asked"),))
    year_first = sum(date.numbers[0] > 31 or date.shape == "east" for date in numeric)
    if year_first * 2 > len(numeric):
        return DateOrder("ymd", sure=True, evidence=(say("dates-year-first"),))
    four_last = sum(date.numbers[2] > 31 for date in numeric) * 2 > len(numeric)
    cases = [_case(order, numeric) for order in (ORDERS[:2] if four_last else ORDERS)]
    return _weigh(cases, numeric)


def _case(order: Order, dates: Sequence[WrittenDate]) -> _Case:
    numbers = [day_number(date, order) for date in dates]
    days = tuple(number for number in numbers if number is not None)
    impossible = len({date for date, number in zip(dates, numbers, strict=True) if number is None})
    if order == "ymd" and any(day < _PHONES_SINCE for day in days):
        impossible = len(set(dates))
    return _Case(order, impossible, sum(after < before - 1 for before, after in pairwise(days)), days)


_PHONES_SINCE = datetime.date(2008, 1, 1).toordinal() - _EPOCH
"""Exports with two digits of the year in front come from phones, and none is older than this."""


def _weigh(cases: list[_Case], dates: Sequence[WrittenDate]) -> DateOrder:
    fewest = min(case.impossible for case in cases)
    possible = [case for case in cases if case.impossible <= 2 * fewest]
    others = [case for case in cases if case not in possible]
    evidence: list[str] = []
    if telling := [case.impossible for case in others if case.order != "ymd"]:
        count = min(telling)
        evidence.append(say("dates-impossible", count=count))
    possible = _drop_same(possible)
    for key, test in (("dates-back", _by_order_of_time), ("dates-steps", _by_steps)):
        if len(possible) > 1 and (kept := test(possible)):
            evidence.append(say(key, count=len(set(dates))))
            possible = [kept]
    if len(possible) == 1:
        return DateOrder(possible[0].order, sure=True, evidence=tuple(evidence) or (say("dates-same"),))
    return _by_custom(possible, dates, evidence)


def _drop_same(cases: list[_Case]) -> list[_Case]:
    """The cases without those that give the very same days as an earlier one."""
    kept: list[_Case] = []
    for case in cases:
        if all(case.days != other.days for other in kept):
            kept.append(case)
    return kept


def _by_order_of_time(cases: list[_Case]) -> _Case | None:
    """The only case in which time goes forward, if time goes back in each other one, and clearly more often."""
    best, second = sorted(cases, key=lambda case: case.back)[:2]
    return best if second.back > 0 and best.back * 3 < second.back else None


def _by_steps(cases: list[_Case]) -> _Case | None:
    """The case with days in a row, when each other one jumps from month to month on one and the same day."""
    by_span = sorted(cases, key=lambda case: max(case.days, default=0) - min(case.days, default=0))
    best, second = by_span[:2]
    steps = [abs(after - before) for before, after in pairwise(second.days)]
    own = [abs(after - before) for before, after in pairwise(best.days)]
    if len(steps) < 2 or min(steps) < _MONTH_STEP:
        return None
    return best if max(own) < _MONTH_STEP else None


def _by_custom(cases: list[_Case], dates: Sequence[WrittenDate], evidence: list[str]) -> DateOrder:
    """The order that most people use who write dates with these signs; sure only where nobody writes otherwise.

    A year of two digits in front is so rare that it needs evidence of its own.
    """
    orders: list[Order] = [case.order for case in cases]
    orders = [order for order in orders if order != "ymd"] or orders
    if len(orders) == 1 and evidence:
        return DateOrder(orders[0], sure=True, evidence=tuple(evidence))
    dots = sum(date.shape.startswith(".") for date in dates) * 2 > len(dates)
    if dots and "dmy" in orders:
        return DateOrder("dmy", sure=True, evidence=(*evidence, say("dates-dots")))
    american = all(date.shape == "/s" for date in dates) and "mdy" in orders
    chosen = "mdy" if american else orders[0]
    return DateOrder(chosen, sure=False, evidence=(*evidence, say("dates-custom")))


def stamp_times(dates: pl.Series, clocks: pl.Series, order: Order | None) -> pl.Series:
    """The microseconds since 1970 (clock on the wall) of each date and clock, null where there is no such time."""
    day = _mapped(dates, lambda token: _day(token, order))
    second = _mapped(clocks, lambda token: clock.seconds if (clock := read_clock(token)) else None)
    return (day * 86_400 + second) * 1_000_000


def _day(token: str, order: Order | None) -> int | None:
    written = read_date(token)
    return None if written is None else day_number(written, order)


def _mapped(tokens: pl.Series, value: Callable[[str], int | None]) -> pl.Series:
    """Each token's value, worked out once a different token."""
    different = tokens.drop_nulls().unique()
    values = pl.Series([value(token) for token in different], dtype=pl.Int64)
    return tokens.replace_strict(different, values, default=None, return_dtype=pl.Int64)
