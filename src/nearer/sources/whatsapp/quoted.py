"""Lines that look like the start of a message but stand inside another one: pasted, quoted or made up.

A real export runs forward in time, apart from minutes that a slow network mixes up and the hour that the end of summer
time brings back. A pasted line stands out by going back (or far ahead) and then returning.
"""

import datetime
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["Findings", "Headers", "find_quoted"]

SLACK = 5 * 60
"""Seconds by which a slow network may mix up two messages."""
LONGEST_PASTE = 200
"""Headers that one paste may hold; a longer run in another time is a phone whose clock was changed."""
MIXED_UP_SHARE = 0.02
"""Share of headers at which time may go back; above it (and 50) the file is simply not in the order of time."""
_FEW_PEOPLE = 12
"""People up to whom a chat is small enough for a stranger to stand out."""
_HOUR = 3600
_NO_RETURN = 18 * _HOUR
"""Seconds that time must go back where the file ends before it returns: less may be a slip."""
_OPENS = r"(?:^|[\s:(])(?:[\"“„«]|```)\s*$"
_INTRODUCES = r"[:：]\s*$"
_CLOSES = r"^\s*(?:[\"”“»]|```)|(?:[\"”“»]|```)\s*$"
_QUOTE_LINES = 40


class Headers(NamedTuple):
    """Headers with a name and a time: index of the line in ``lines``, seconds since 1970, who."""

    row: NDArray[np.int64]
    second: NDArray[np.int64]
    speaker: pl.Series
    lines: pl.Series


class Findings(NamedTuple):
    """Which headers are quoted, at which positions time went back for real, and on which days by summer time."""

    quoted: NDArray[np.bool_]
    out_of_order: list[int]
    clock_changes: set[int]


def find_quoted(headers: Headers) -> Findings:
    """Which of the headers stand inside the message around them."""
    quoted = _inside_quotation(headers) | _strangers(headers)
    backward = np.flatnonzero(np.diff(headers.second) < 0) + 1
    findings = Findings(quoted, [], set())
    if backward.size > max(50, MIXED_UP_SHARE * len(headers.row)):
        findings.out_of_order.extend(map(int, backward))
    elif backward.size:
        _by_time(headers, backward, findings)
    return findings


def _strangers(headers: Headers) -> NDArray[np.bool_]:
    """Headers of somebody who speaks only once, right after words that announce a quotation."""
    stranger = np.zeros(len(headers.row), bool)
    counts = headers.speaker.value_counts()
    lone = counts.filter(counts["count"] == 1)["speaker"]
    if not 3 <= len(counts) <= _FEW_PEOPLE or not len(lone):
        return stranger
    for index in map(int, headers.speaker.is_in(lone.to_list()).arg_true()):
        stranger[index] = index > 0 and _told(headers, index)
    return stranger


def _by_time(headers: Headers, backward: NDArray[np.int64], findings: Findings) -> None:
    """Mark runs that leave the order of time and return to it; the shorter way of making peace is the likelier one."""
    second = headers.second
    until = 0
    for index in map(int, backward):
        if index < until or findings.quoted[index] or findings.quoted[index - 1]:
            continue
        before = int(second[index - 1])
        if _is_summer_time(before, int(second[index])):
            findings.clock_changes.add(int(second[index]) // 86_400)
            continue
        told = _told(headers, index)
        if before - int(second[index]) <= SLACK and not told:
            findings.out_of_order.append(index)
            continue
        slack = SLACK if before - int(second[index]) > SLACK else 0
        ahead, returns = _run_back(second, index, slack)
        behind = _run_ahead(second, index, slack)
        unproven = not returns and not told and before - int(second[index]) < _NO_RETURN
        if min(ahead, behind) > LONGEST_PASTE or (unproven and behind >= ahead):
            findings.out_of_order.append(index)
        elif behind < ahead or (behind == ahead and not told and _told(headers, index - behind)):
            findings.quoted[index - behind : index] = True
        else:
            findings.quoted[index : index + ahead] = True
            until = index + ahead


def _run_back(second: NDArray[np.int64], index: int, slack: int) -> tuple[int, bool]:
    """How many headers from here on lie before the time already reached, and whether it is reached again."""
    window = second[index : index + LONGEST_PASTE + 1]
    reached = np.flatnonzero(window >= second[index - 1] - slack)
    if reached.size:
        return int(reached[0]), True
    return (len(window), False) if len(window) <= LONGEST_PASTE else (LONGEST_PASTE + 1, False)


def _run_ahead(second: NDArray[np.int64], index: int, slack: int) -> int:
    """How many headers just before here lie after its time; never all of them, since the first one is a real one."""
    window = second[max(0, index - LONGEST_PASTE - 1) : index][::-1]
    below = np.flatnonzero(window <= second[index] + slack)
    return int(below[0]) if below.size else LONGEST_PASTE + 1


def _is_summer_time(before: int, after: int) -> bool:
    """Whether the step back is the hour that comes twice on a Sunday (in a few lands Friday or Saturday) of change."""
    if before - after > _HOUR:
        return False
    day = datetime.datetime.fromtimestamp(after, datetime.UTC)
    return day.month in {3, 4, 9, 10, 11} and day.weekday() in {3, 4, 5, 6} and (day.hour < 4 or day.hour == 23)


def _told(headers: Headers, index: int) -> bool:
    """Whether the words before introduce a quotation, or the line repeats an earlier one exactly."""
    row = int(headers.row[index])
    if row == 0 or index < 1:
        return False
    before = headers.lines[row - 1 : row]
    if before.str.contains(_INTRODUCES)[0] or before.str.contains(_OPENS)[0]:
        return True
    line = headers.lines[row]
    earlier = headers.lines[max(0, row - 5000) : row - 1]
    return bool((earlier == line).any())


def _inside_quotation(headers: Headers) -> NDArray[np.bool_]:
    """Headers right after an opened quotation, up to the line that closes it."""
    quoted = np.zeros(len(headers.row), bool)
    if not len(headers.row):
        return quoted
    previous = headers.lines.gather(np.maximum(headers.row - 1, 0))
    opened = np.flatnonzero(previous.str.contains(_OPENS).to_numpy() & (headers.row > 0))
    for index in map(int, opened):
        if quoted[index] or not _opens_odd(previous[index]):
            continue
        first = int(headers.row[index])
        closing = headers.lines[first : first + _QUOTE_LINES].str.contains(_CLOSES).arg_true()
        if len(closing):
            last = first + int(closing[0])
            inside = (headers.row >= first) & (headers.row <= last)
            quoted |= inside
    return quoted


def _opens_odd(line: str) -> bool:
    """Whether the last quotation mark of a line opens: an even one closes what stands on the same line."""
    if line.rstrip().endswith(("“", "„", "«")):
        return True
    return line.count("```") % 2 == 1 or line.count('"') % 2 == 1
