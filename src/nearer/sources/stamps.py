"""Dates and hours as phones write them: what they look like, and what one of them says.

A stamp is a date and a clock. Their look is one regular expression that both Python and the engine of Polars read;
their value is worked out once for each different date and each different clock, of which a chat has few.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from nearer.sources.calendars import from_hijri, from_persian

__all__ = [
    "SPACE",
    "Clock",
    "WrittenDate",
    "clock_pattern",
    "date_pattern",
    "plain",
    "read_clock",
    "read_date",
    "stamp_pattern",
]

MARK = "[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]*"
SPACE = "[ \u00a0\u2000-\u200a\u202f\u3000]"
_SIGNS = re.compile(MARK[:-1] + "+")
_SPACES = re.compile(SPACE + "+")
_DATES_KEPT, _CLOCKS_KEPT = 20_000, 100_000
"""Different dates and clocks that are remembered: fifty years of days, each second of a day."""
_NUMBER = re.compile(r"\d+")
_LETTERS = "[^\\s\\d\\[\\](){}<>,،:/_\u2010-\u2015\\-]"
_MONTH = f"{_LETTERS}{{2,14}}"
_HALF = f"{_LETTERS}{{1,12}}(?:{SPACE}{_LETTERS}{{1,9}})?"
_ASCII_ONLY = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")


class _Words(NamedTuple):
    am: frozenset[str]
    pm: frozenset[str]
    eras: dict[str, int]
    months: dict[str, int]


class WrittenDate(msgspec.Struct, frozen=True):
    """The three numbers of a date as they stand; ``named`` when a month's name settles them as day, month, year.

    ``shape`` tells dates that one phone would not mix: the sign between the numbers and the length of the year.
    """

    numbers: tuple[int, int, int]
    named: bool
    shape: str
    shift: int = 0
    era: str = ""


class Clock(msgspec.Struct, frozen=True):
    """Seconds since midnight, and the shape: seconds or not (``s``, ``m``), half-day words (``h``; ``?`` unknown)."""

    seconds: int
    shape: str


@cache
def _words() -> _Words:
    text = files("nearer.sources").joinpath("words/dates.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return _Words(
        am=frozenset(map(_word, table["am"])),
        pm=frozenset(map(_word, table["pm"])),
        eras={_word(era): int(shift) for era, shift in table["eras"].items()},
        months={_word(name): int(month) for month, names in table["months"].items() for name in names},
    )


def plain(token: str) -> str:
    """The token without direction marks, with plain spaces and plain digits, in lower case."""
    if not _ASCII_ONLY.fullmatch(token):
        token = _SPACES.sub(" ", _SIGNS.sub("", token)).strip()
        token = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in token)
    return token.lower()


def _word(token: str) -> str:
    """A word of the lists as it is compared: also without dots and spaces, which versions of one phone add and drop."""
    return re.sub(r"[.\s]", "", plain(token))


@cache
def date_pattern() -> str:
    """What a date looks like: numbers with signs between, East Asian signs, or a word (`read_date` judges)."""
    sign = f"{MARK}{SPACE}?[./\\-]{SPACE}?{MARK}"
    era = f"(?:{MARK}{SPACE}?{_choice(_words().eras)})?"
    numbers = f"\\d{{1,4}}{sign}\\d{{1,2}}{sign}\\d{{1,4}}\\.?{era}"
    east = f"{era}{SPACE}?\\d{{1,4}}{SPACE}?[年년]{SPACE}?\\d{{1,2}}{SPACE}?[月월]{SPACE}?\\d{{1,2}}{SPACE}?[日일]"
    of = f"(?:{SPACE}(?:de|of){SPACE}|[ \u00a0\u202f.,/\\-]){{0,3}}"
    day_first = f"\\d{{1,2}}(?:st|nd|rd|th|º)?{of}{_MONTH}{of}\\d{{2,4}}{era}"
    month_first = f"{_MONTH}{SPACE}\\d{{1,2}}(?:st|nd|rd|th)?,?{SPACE}\\d{{4}}"
    year_first = f"\\d{{4}}[ \\-]{_MONTH}[ \\-]\\d{{1,2}}"
    return f"(?:{numbers}|{east}|{day_first}|{month_first}|{year_first})"


@cache
def clock_pattern() -> str:
    """What a clock looks like: hours and minutes, perhaps seconds, perhaps a word for the half of the day."""
    digits = "\\d{1,2}[:.٫]\\d{2}(?:[:.٫]\\d{2})?"
    signs = f"\\d{{1,2}}{SPACE}?[hH時时시点點]{SPACE}?\\d{{2}}[分분]?"
    before, after = f"(?:{_HALF}{MARK}{SPACE}?)?", f"(?:{SPACE}?{MARK}{_HALF})?"
    return f"{before}(?:{digits}|{signs}){after}"


@cache
def stamp_pattern() -> str:
    """A date and a clock as two groups, with whatever one language writes between them."""
    between = f"{MARK}[,،、]?{MARK}(?:{SPACE}(?:klo|kl\\.?|um|at|à|às|a las|las|la|ora))?{SPACE}*{MARK}"
    return f"({date_pattern()}){between}({clock_pattern()})"


def _choice(words: Iterable[str]) -> str:
    """One of these words in any case, dots and spaces as in none; longest first, since engines take the first."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?i:" + "|".join("\\.?".join(map(re.escape, word)) + "\\.?" for word in longest_first) + ")"


@lru_cache(maxsize=_DATES_KEPT)
def read_date(token: str) -> WrittenDate | None:
    """What a date's token says; None where it holds no three numbers and no month's name with two."""
    text = plain(token)
    numbers = [int(number) for number in _NUMBER.findall(text)]
    if len(numbers) == 3 and not _month_in(text):
        return _numeric(text, (numbers[0], numbers[1], numbers[2]))
    month = _month_in(text)
    if month is None or len(numbers) < 2:
        return None
    first, last = numbers[0], numbers[-1]
    day, year = (last, first) if first > 31 else (first, last)
    return WrittenDate((day, month, year + 2000 if year < 100 else year), named=True, shape="named")


def _month_in(text: str) -> int | None:
    letters = re.sub(r"(?:\d|\bde\b|\bof\b|(?<=\d)(?:st|nd|rd|th)\b|[,/\-])+", " ", text)
    months = _words().months
    for word in [_word(letters), *(_word(part) for part in letters.split())]:
        if word in months:
            return months[word]
    return None


def _numeric(text: str, numbers: tuple[int, int, int]) -> WrittenDate:
    words = _words()
    letters = _word(re.sub(r"[\d./\-年년月월日일]+", " ", text))
    sign = re.sub(r"[\s\d]", "", text)[:1]
    width = "y" if max(numbers) > 99 else "s"
    shift = words.eras.get(letters, 0)
    if sign in "年년" or (letters and sign not in "./-"):
        return WrittenDate(numbers, named=False, shape="east", shift=shift, era=letters)
    return WrittenDate(numbers, named=False, shape=sign + width, shift=shift, era=letters)


def year_of(written: WrittenDate, year: int) -> int:
    """The year of the common calendar that a written year means: its era, two digits, or a calendar told by its size.

    Years of 2400 and more are Buddhist; of three digits, of the Republic of China.
    """
    if written.shift:
        return year + written.shift
    if year >= 2400:
        return year - 543
    if 100 <= year < 200:
        return year + 1911
    return year + 2000 if year < 100 else year


def solar(year: int, month: int, day: int) -> tuple[int, int, int]:
    """The common date of a year, month and day whose year may be Persian (1380 to 1419) or Hijri (1420 to 1469)."""
    if 1380 <= year < 1420:
        return from_persian(year, month, day)
    if 1420 <= year < 1470:
        return from_hijri(year, month, day)
    return year, month, day


@lru_cache(maxsize=_CLOCKS_KEPT)
def read_clock(token: str) -> Clock | None:
    """What a clock's token says; None for an hour or minute that does not exist."""
    text = plain(token)
    numbers = [int(number) for number in _NUMBER.findall(text)]
    if not 2 <= len(numbers) <= 3:
        return None
    hour, minute, second = (*numbers, 0)[:3]
    half = _half_of(text)
    if hour > 23 or minute > 59 or second > 60:
        return None
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    shape = ("s" if len(numbers) == 3 else "m") + {"": "", "?": "?"}.get(half, "h")
    return Clock(hour * 3600 + minute * 60 + min(second, 59), shape)


def _half_of(text: str) -> str:
    """Which half of the day the words say: ``am``, ``pm``, ``?`` for words that are not known, or nothing."""
    letters = _word(re.sub(r"[\d:٫]|uhr|uur|hod\.|ч\.|[時时시点點分분]|(?<=\d)\s?h\s?(?=\d)", "", text))
    words = _words()
    if letters in words.am:
        return "am"
    return "pm" if letters in words.pm else "?" if letters else ""
