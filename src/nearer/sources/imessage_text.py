"""The text files of imessage-exporter: a time, a person and the words on lines of their own."""

import re

import msgspec

from nearer.errors import InputError
from nearer.sources.dates import day_number
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, rows_to_turns
from nearer.sources.report import Skip, Zone
from nearer.sources.stamps import read_clock, read_date
from nearer.sources.text import Source, whole
from nearer.sources.wording import doubt, say, skip

__all__ = ["fits", "read"]

_STAMP = re.compile(
    r"^(?P<indent> *)(?P<date>[A-Z][a-z]{2} \d{2}, \d{4})  ?(?P<clock>\d{1,2}:\d{2}:\d{2} [AP]M)(?P<rest>.*)$"
)
_FILE = re.compile(r"^(?:~?/|attachments?/|[A-Z]:\\).{1,400}\.\w{2,5}$")
_EDITED = re.compile(r"^Edited \S.* later: |^Edited .*: ")
_UNSENT = re.compile(r"unsent (?:this|a) message(?: part)?", re.IGNORECASE)
_TAPBACKS = ("Tapbacks:", "Stickers:")


class _Entry(msgspec.Struct):
    line: int
    at: int | None
    rest: str
    lines: list[str]
    indent: int


def fits(head: str) -> bool:
    """Whether a text's first written line is a time as imessage-exporter writes it, alone on its line."""
    first = next((line for line in head.lstrip("\ufeff").split("\n") if line.strip()), "")
    match = _STAMP.match(first)
    return match is not None and (not match["rest"] or match["rest"].startswith((" (", " ")))


def read(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of a conversation; its times are the clock of the machine that exported it.

    Raises:
        InputError: no message was found.
    """
    text, mended = whole(source)
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    entries, before = _entries(lines)
    counts = {"reactions": 0, "edited": 0}
    rows = [row for entry in entries if (row := _row(entry, counts)) is not None]
    if not rows:
        raise InputError("No message was found; imessage-exporter's files have a time, a person and words.")
    skipped: dict[str, Skip] = {"before-first": skip("before-first", [(1, before)])} if before else {}
    return Reading(
        format="imessage-text",
        turns=rows_to_turns(name, rows),
        unit="lines",
        total=len(lines),
        covered=len(lines) - before,
        skipped=skipped,
        doubts=(doubt("encoding", mended),) if mended else (),
        zone=Zone(None, sure=False, evidence=(say("zone-none"),)),
        edited=counts["edited"],
        reactions=counts["reactions"],
    )


def _entries(lines: list[str]) -> tuple[list[_Entry], int]:
    """The entries, each from its time to the next one's, and how many lines stand before the first."""
    entries: list[_Entry] = []
    for number, line in enumerate(lines, 1):
        match = _STAMP.match(line)
        if match and (not match["indent"] or (entries and len(match["indent"]) >= 4)):
            date, clock = read_date(match["date"]), read_clock(match["clock"])
            day = day_number(date, None) if date else None
            at = (day * 86_400 + clock.seconds) * 1_000_000 if day is not None and clock else None
            entries.append(_Entry(number, at, match["rest"], [], len(match["indent"])))
        elif entries:
            entries[-1].lines.append(line)
    return entries, entries[0].line - 1 if entries else len(lines)


def _row(entry: _Entry, counts: dict[str, int]) -> Row | None:
    lines = [
        line[entry.indent :] if line[: entry.indent].isspace() or not entry.indent else line for line in entry.lines
    ]
    while lines and not lines[-1].strip():
        lines.pop()
    if entry.rest and not entry.rest.lstrip().startswith("("):
        return Row(None, entry.at, entry.rest.strip(), "system", entry.line)
    if not lines:
        return Row(None, entry.at, "", "system", entry.line)
    speaker, words = clean_name(lines[0]) or None, lines[1:]
    for mark in _TAPBACKS:
        if mark in words:
            start = words.index(mark)
            counts["reactions"] += sum(bool(line.strip()) for line in words[start + 1 :])
            words = words[:start]
    text = "\n".join(words).strip("\n")
    if _UNSENT.search(text) and len(words) <= 2:
        return Row(speaker, entry.at, text, "deleted", entry.line)
    counts["edited"] += any(_EDITED.match(line) for line in words)
    kind = "media" if words and all(_FILE.match(line) for line in words if line.strip()) else "message"
    return Row(speaker, entry.at, text, kind, entry.line)
