"""CHAT transcripts (.cha) of TalkBank: main lines become turns, dependent tiers and headers are left out."""

import re

from nearer.errors import InputError
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, rows_to_turns
from nearer.sources.report import Skip, Zone
from nearer.sources.text import Source, whole
from nearer.sources.wording import doubt, say, skip

__all__ = ["fits", "plain_words", "read"]

_MAIN = re.compile(r"^\*([A-Za-z0-9_]{1,20}):\s?(.*)$")
_BULLET = re.compile(r"\x15[^\x15]*\x15")
_ANNOTATION = re.compile(r"\[[^\]]{0,200}\]")
_PAUSE = re.compile(r"\(\d*\.*\d*\)")
_TERMINATOR = re.compile(r"\s*\+(?:\.\.\.|\.\.\?|/\.|//\.|/\?|\"/\.|\"\.|!\?|\.)")
_LINKER = re.compile(r"^\s*\+[\"^<,+]\s*")


def fits(head: str) -> bool:
    """Whether a text begins like CHAT: with @UTF8, @Begin or @Participants near the top and a main line below."""
    lines = head.lstrip("\ufeff").split("\n")[:400]
    headed = any(line.startswith(("@UTF8", "@Begin", "@Participants")) for line in lines[:20])
    return headed and any(_MAIN.match(line) for line in lines)


def plain_words(text: str) -> str:
    """The words of a main line without CHAT's marks: timings, annotations, pauses, linkers, shortened letters."""
    text = _LINKER.sub("", _BULLET.sub("", text))
    text = _TERMINATOR.sub("…", _ANNOTATION.sub("", _PAUSE.sub("", text)))
    text = re.sub(r"[<>‹›„‡↑↓]|&[-=+~]?(?=\w)|\(|\)|(?<=\w):(?=\w)", "", text)
    text = re.sub(r"\s+([.!?,…])", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def _names(lines: list[str]) -> dict[str, str]:
    """The name of each code on the participants line (code, name, role); the code itself where no name stands."""
    joined = "\n".join(lines)
    match = re.search(r"^@Participants:\s*(.*(?:\n\t.*)*)", joined, re.MULTILINE)
    names: dict[str, str] = {}
    for entry in (match[1] if match else "").replace("\n\t", " ").split(","):
        words = entry.split()
        if len(words) > 2:
            names[words[0]] = clean_name(words[1].replace("_", " "))
    return names


def read(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of a CHAT file, without times.

    Raises:
        InputError: the file has no main line.
    """
    text, mended = whole(source)
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    names = _names(lines[:200])
    rows: list[Row] = []
    notes: list[tuple[int, int]] = []
    within = False
    for number, line in enumerate(lines, 1):
        main = _MAIN.match(line)
        if main:
            rows.append(Row(names.get(main[1], clean_name(main[1])), None, main[2], line=number))
            within = True
        elif within and line.startswith("\t"):
            rows[-1].text += f" {line.strip()}"
        else:
            within = False
            notes.append((number, number))
    if not rows:
        raise InputError("No turn was found; a CHAT file has lines like '*MOT:' with words after them.")
    for row in rows:
        row.text = plain_words(row.text)
    skipped: dict[str, Skip] = {"note": skip("note", notes)} if notes else {}
    return Reading(
        format="chat",
        turns=rows_to_turns(name, rows),
        unit="lines",
        total=len(lines),
        covered=len(lines) - len(notes),
        skipped=skipped,
        doubts=(doubt("encoding", mended),) if mended else (),
        zone=Zone(None, sure=True, evidence=(say("zone-no-times"),)),
    )
