"""Plain transcripts: ``Name: words``, one turn a line, with lines that go on and perhaps a time before the name."""

import re

from nearer.errors import InputError
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, rows_to_turns
from nearer.sources.report import Skip, Zone
from nearer.sources.text import Source, whole
from nearer.sources.wording import doubt, say, skip

__all__ = ["fits", "people_in", "read", "turn_of"]

_TIME = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s*[AaPp]\.?[Mm]\.?)?[\])]?\s*(?:[-–]\s*)?)?"
_NAME = r"[^\s:：\[\](){}<>\"“”?!.,;][^:：\[\]{}<>\"“”?!;]{0,39}?"
_BOLD = r"(?:\*\*|__)?"
_TURN = re.compile(rf"^\s*{_TIME}{_BOLD}(?P<name>{_NAME}){_BOLD}\s?[:：]{_BOLD}(?:\s+|$|(?<=：))(?P<text>.*)$")
_BLOCK = re.compile(rf"^(?P<name>{_NAME})\s{{1,4}}\(?(?:\d{{1,2}}:)?\d{{1,2}}:\d{{2}}\)?\s*(?P<text>)$")
"""A name and a time alone on a line, the words below, as services write that turn speech to text."""
_MOST_WORDS = 4
_MOST_PEOPLE = 12
_RULE = re.compile(r"^\s*(?:[-=*_#~]{3,}|#+ .*)\s*$")


def _match(line: str) -> re.Match[str] | None:
    return _TURN.match(line) or _BLOCK.match(line)


def _like_a_name(text: str) -> bool:
    """Whether words before a colon may be a name: few, and not the beginning of a sentence in small letters."""
    words = text.split()
    return len(words) <= _MOST_WORDS and (len(words) == 1 or not text[0].islower())


def people_in(lines: list[str]) -> set[str]:
    """The names before a colon that are people: short, few, and said more than once (or nobody says more)."""
    blocks = any(map(_BLOCK.match, lines))
    counts: dict[str, int] = {}
    for line in lines:
        match = _BLOCK.match(line) if blocks else _TURN.match(line)
        if match and _like_a_name(match["name"].strip()):
            counts[match["name"].strip()] = counts.get(match["name"].strip(), 0) + 1
    often = {name for name, count in counts.items() if count > 1}
    if len(often) >= 2:
        return often | ({name for name in counts if name[:1].isupper()} if len(counts) <= _MOST_PEOPLE else set())
    return set(counts) if 2 <= len(counts) <= _MOST_PEOPLE else set()


def turn_of(line: str, people: set[str]) -> tuple[str, str] | None:
    """Who speaks on a line and the words, if it begins with one of these people's names and a colon."""
    match = _match(line)
    if match is None or match["name"].strip() not in people:
        return None
    return clean_name(match["name"]), match["text"].strip()


def fits(head: str) -> bool:
    """Whether at least a third of the lines begin with one of a few names and a colon."""
    lines = [line for line in head.split("\n")[:400] if line.strip()]
    people = people_in(lines)
    spoken = sum(turn_of(line, people) is not None for line in lines)
    return spoken >= 2 and spoken * 3 >= len(lines)


def read(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of a transcript, without times, in the order of the lines.

    Raises:
        InputError: no line begins with a name and a colon.
    """
    text, mended = whole(source)
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    people = people_in(lines)
    rows: list[Row] = []
    notes: list[tuple[int, int]] = []
    empty: list[tuple[int, int]] = []
    for number, line in enumerate(lines, 1):
        if said := turn_of(line, people):
            rows.append(Row(said[0], None, said[1], line=number))
        elif not line.strip():
            empty.append((number, number))
        elif not rows or _RULE.match(line):
            notes.append((number, number))
        else:
            rows[-1].text = f"{rows[-1].text}\n{line.strip()}".strip("\n")
    if not rows:
        raise InputError("No turn was found. A transcript has lines like 'Name: words'; please check the file.")
    skipped: dict[str, Skip] = {key: skip(key, spans) for key, spans in (("note", notes), ("empty", empty)) if spans}
    return Reading(
        format="transcript",
        turns=rows_to_turns(name, rows),
        unit="lines",
        total=len(lines),
        covered=len(lines) - len(notes) - len(empty),
        zone=Zone(None, sure=True, evidence=(say("zone-no-times"),)),
        skipped=skipped,
        doubts=(doubt("encoding", mended),) if mended else (),
    )
