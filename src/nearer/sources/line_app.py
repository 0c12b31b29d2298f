"""LINE's text export: a day's date on a line of its own, then time, name and words between tabs."""

import re

import msgspec

from nearer.errors import InputError
from nearer.sources.dates import asked_order, day_number, decide_order
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, rows_to_turns
from nearer.sources.report import Skip, Zone
from nearer.sources.stamps import WrittenDate, clock_pattern, date_pattern, read_clock, read_date
from nearer.sources.text import Source, whole
from nearer.sources.wording import doubt, say, skip
from nearer.sources.words import load_words

__all__ = ["fits", "read"]

_DAY = re.compile(rf"^(?:[^\W\d]{{2,12}}\.?,?\s)?(?P<date>{date_pattern()})\s?(?:[(（]?[^\W\d]{{1,12}}\.?[)）]?)?\s*$")
_SAID = re.compile(rf"^(?P<clock>{clock_pattern()})\t(?P<name>[^\t]*)(?:\t(?P<text>.*))?$", re.DOTALL)
_SAID_PC = re.compile(r"^(?P<clock>\d{2}:\d{2}) (?P<rest>\S.*)$")
_HEAD = re.compile(r"^\[LINE\]|^(?:保存日時|Saved on|저장한 날짜|儲存日期|保存时间|บันทึกเมื่อ)")


class _Line(msgspec.Struct):
    day: WrittenDate
    clock: str
    name: str
    text: str | None
    line: int


def fits(head: str) -> bool:
    """Whether a text begins with LINE's own heading, or has days and lines of time, name and words between tabs."""
    lines = head.lstrip("\ufeff").split("\n")[:200]
    if lines[0].startswith("[LINE]"):
        return True
    said = sum(bool(_SAID.match(line) or _SAID_PC.match(line)) for line in lines)
    return said > 1 and any(map(_DAY.match, lines))


def read(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of a chat.

    Raises:
        InputError: no line has a time, a name and words.
    """
    text, mended = whole(source)
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    said, skipped = _lines(lines)
    if not said:
        raise InputError("No message was found; a LINE export has days and lines of a time, a name and words.")
    order = decide_order([each.day for each in said if each.day.shape != "named"], asked_order(asked.dates))
    rows = [_row(each, order.order) for each in said]
    skips: dict[str, Skip] = {reason: skip(reason, spans) for reason, spans in skipped.items() if spans}
    return Reading(
        format="line",
        turns=rows_to_turns(name, rows),
        unit="lines",
        total=len(lines),
        covered=len(lines) - sum(each.count for each in skips.values()),
        date_order=order,
        skipped=skips,
        zone=Zone(None, sure=False, evidence=(say("zone-none"),)),
        doubts=(doubt("encoding", mended),) if mended else (),
    )


def _lines(lines: list[str]) -> tuple[list[_Line], dict[str, list[tuple[int, int]]]]:
    """The messages, and the lines of headings, days and nothing."""
    day: WrittenDate | None = None
    said: list[_Line] = []
    skipped: dict[str, list[tuple[int, int]]] = {"before-first": [], "note": []}
    tabbed = any(map(_SAID.match, lines))
    names = set() if tabbed else _names_of_pc(lines)
    for number, line in enumerate(lines, 1):
        dated = _DAY.match(line)
        message = _SAID.match(line) if tabbed else None
        if dated and (written := read_date(dated["date"])):
            day = written
            skipped["note"].append((number, number))
        elif day and message:
            said.append(_Line(day, message["clock"], message["name"], message["text"], number))
        elif day and not tabbed and (spaced := _SAID_PC.match(line)):
            who = next((each for each in names if spaced["rest"].startswith(each + " ")), "")
            said.append(
                _Line(day, spaced["clock"], who or spaced["rest"], spaced["rest"][len(who) + 1 :] or None, number)
            )
        elif said and said[-1].text is not None and not _HEAD.match(line):
            said[-1].text += f"\n{line}"
        else:
            skipped["note" if said else "before-first"].append((number, number))
    return said, skipped


def _names_of_pc(lines: list[str]) -> list[str]:
    """The names in an export of the desktop app, which sets them off with a space alone: what most lines begin with."""
    counts: dict[str, int] = {}
    for line in lines:
        if match := _SAID_PC.match(line):
            words = match["rest"].split(" ")
            for length in range(1, min(4, len(words))):
                start = " ".join(words[:length])
                counts[start] = counts.get(start, 0) + 1
    often = [start for start, count in counts.items() if count > 1]
    return sorted(often, key=lambda start: (-counts[start] * len(start.split()), start))


def _row(line: _Line, order: str | None) -> Row:
    day = day_number(line.day, order)  # type: ignore[arg-type]
    clock = read_clock(line.clock)
    at = None if day is None or clock is None else (day * 86_400 + clock.seconds) * 1_000_000
    if line.text is None:
        return Row(None, at, line.name, "system", line.line)
    text = line.text.rstrip("\n")
    if text.startswith('"') and text.endswith('"') and "\n" in text:
        text = text[1:-1].replace('""', '"')
    return Row(clean_name(line.name) or None, at, text, _kind(text), line.line)


def _kind(text: str) -> str:
    words = load_words("line.toml")
    if text.startswith("☎") or text in words["calls"]:
        return "call"
    if text in words["deleted"]:
        return "deleted"
    return "media" if text in words["media"] else "message"
