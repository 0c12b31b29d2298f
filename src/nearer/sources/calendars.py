"""Dates of the Persian and the Hijri calendar as dates of the common one."""

import datetime

__all__ = ["from_hijri", "from_persian"]

_PERSIAN_EPOCH = 226_895
"""Ordinal of the day before the first of Farvardin of year 1 in the arithmetic calendar."""
_HIJRI_EPOCH = 227_015
"""Ordinal of the first of Muharram of year 1 (civil epoch, 19 July 622 Gregorian)."""


def _common(ordinal: int) -> tuple[int, int, int]:
    day = datetime.date.fromordinal(ordinal)
    return day.year, day.month, day.day


def from_persian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """Year, month and day of the common calendar; good for the years 1178 to 1633.

    Source: the 33-year rule of the Iranian calendar (Borkowski 1996): 8 leap years in 33.
    """
    days = 365 * (year - 1) + (8 * year + 21) // 33
    before = 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    return _common(_PERSIAN_EPOCH - 1 + days + before + day)


def from_hijri(year: int, month: int, day: int) -> tuple[int, int, int]:
    """Year, month and day of the common calendar by the tabular calendar: within two days of the one in use.

    Source: Reingold and Dershowitz 2018, "Calendrical Calculations", chapter 7.
    """
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return _common(_HIJRI_EPOCH - 1 + days + day)
