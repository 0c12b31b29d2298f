"""WebVTT and SRT: transcripts of recordings, one turn a cue, the speaker from a voice tag or ``Name:``."""

import html
import re
from collections.abc import Iterator

import msgspec

from nearer.errors import InputError
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, rows_to_turns
from nearer.sources.report import Skip, Zone
from nearer.sources.text import Source, whole
from nearer.sources.transcript import people_in, turn_of
from nearer.sources.wording import doubt, say, skip

__all__ = ["fits", "read"]

_TIMING = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s+-->\s+(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,200})>")
_TAG = re.compile(r"</?(?:[vcbiu]|ruby|rt|lang|font|\d\d:)[^>]{0,200}>|\{\\an?\d\}")
_BLOCK = re.compile(r"^(?:NOTE|STYLE|REGION)\b")


class _Cue(msgspec.Struct, frozen=True):
    line: int
    lines: list[str]


def fits(head: str) -> bool:
    """Whether a text begins with WEBVTT, or one of its first lines is a cue's timing."""
    start = head.lstrip("\ufeff\r\n ")
    if re.match(r"WEBVTT(?:\s|$)", start):
        return True
    return any(_TIMING.match(line) for line in start.split("\n")[:4])


def _cues(lines: list[str], notes: list[tuple[int, int]]) -> Iterator[_Cue]:
    """The cues of a file; lines that belong to none are noted."""
    number = 0
    while number < len(lines):
        first = number
        if _TIMING.match(lines[number]):
            number += 1
            while number < len(lines) and lines[number].strip() and not _TIMING.match(lines[number]):
                number += 1
            yield _Cue(first + 1, lines[first + 1 : number])
        elif _BLOCK.match(lines[number]):
            while number < len(lines) and lines[number].strip():
                number += 1
            notes.append((first + 1, number))
        else:
            notes.append((first + 1, first + 1))
            number += 1


def read(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of a recording's transcript; the times of a recording say no day, so ``at`` is null.

    Raises:
        InputError: the file has no cue with words.
    """
    text, mended = whole(source)
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    notes: list[tuple[int, int]] = []
    cues = list(_cues(lines, notes))
    people = people_in([_bare(line) for cue in cues for line in cue.lines])
    rows: list[Row] = []
    wordless: list[tuple[int, int]] = []
    for cue in cues:
        found = list(_rows(cue, people))
        if not found:
            wordless.append((cue.line, cue.line + len(cue.lines)))
        for row in found:
            if row.speaker is None and rows and rows[-1].speaker is not None:
                rows[-1].text = f"{rows[-1].text} {row.text}"
            else:
                rows.append(row)
    if not rows:
        raise InputError("No words were found in the subtitles; please check the file.")
    nameless = [row.line or 0 for row in rows if row.speaker is None]
    skipped: dict[str, Skip] = {
        reason: skip(reason, spans) for reason, spans in (("note", notes), ("no-words", wordless)) if spans
    }
    doubts = ((doubt("encoding", mended),) if mended else ()) + ((doubt("speaker-sure", nameless),) if nameless else ())
    return Reading(
        format="subtitles",
        turns=rows_to_turns(name, rows),
        unit="lines",
        total=len(lines),
        covered=len(lines) - sum(each.count for each in skipped.values()),
        skipped=skipped,
        doubts=doubts,
        zone=Zone(None, sure=True, evidence=(say("zone-no-times"),)),
    )


def _bare(line: str) -> str:
    return html.unescape(_TAG.sub("", line)).strip().removeprefix(">>").strip()


def _rows(cue: _Cue, people: set[str]) -> Iterator[Row]:
    """The turns of one cue: one a voice, or one a line that begins with a name, or all of it."""
    speaker: str | None = None
    text: list[str] = []
    line = cue.line
    for number, raw in enumerate(cue.lines, cue.line + 1):
        for who, words in _voices(raw, people):
            if who is not None:
                if text:
                    yield Row(speaker, None, "\n".join(text), line=line)
                speaker, text, line = who, [], cue.line if not text and line == cue.line else number
            if words:
                text.append(words)
    if text:
        yield Row(speaker, None, "\n".join(text), line=line)


def _voices(raw: str, people: set[str]) -> Iterator[tuple[str | None, str]]:
    pieces = _VOICE.split(raw)
    if len(pieces) == 1:
        named = turn_of(_bare(raw).removeprefix("- ").strip(), people)
        yield named or (None, _bare(raw))
        return
    if _bare(pieces[0]):
        yield None, _bare(pieces[0])
    for who, words in zip(pieces[1::2], pieces[2::2], strict=True):
        yield clean_name(html.unescape(who)) or None, _bare(words)
