"""Signal as text by sigtop: entries of ``From``, ``Sent`` and other fields, a blank line, and the words."""

import email.utils
import re

from nearer.errors import InputError
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, rows_to_turns
from nearer.sources.report import Skip, Zone
from nearer.sources.text import Source, whole
from nearer.sources.wording import doubt, say, skip

__all__ = ["fits", "read"]

_FIELD = re.compile(r"^(From|Type|Sent|Received|Conversation|Attachment|Reaction|Quote|Edited|Version|To): ?(.*)$")


def fits(head: str) -> bool:
    """Whether a text has entries with a sender and a time of sending as sigtop writes them."""
    lines = head.lstrip("\ufeff").split("\n")[:60]
    names = [match[1] for line in lines if (match := _FIELD.match(line))]
    return (
        "From" in names and "Sent" in names and bool(_FIELD.match(next((line for line in lines if line.strip()), "")))
    )


def read(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of a conversation.

    Raises:
        InputError: no entry has a sender.
    """
    text, mended = whole(source)
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    rows: list[Row] = []
    counts = {"reactions": 0, "edited": 0}
    before, within_head = 0, False
    for number, line in enumerate(lines, 1):
        field = _FIELD.match(line)
        starts = field is not None and field[1] == "From" and (number == 1 or not lines[number - 2].strip())
        if starts and field and _is_head(lines, number):
            rows.append(Row(clean_name(field[2].split("(")[0]) or None, None, "", line=number))
            within_head = True
        elif within_head and field and rows:
            _apply(rows[-1], field[1], field[2], counts)
        elif within_head and not line.strip():
            within_head = False
        elif rows:
            rows[-1].text += f"\n{line}"
        else:
            before += 1
    for row in rows:
        row.text = row.text.strip("\n")
    if not rows:
        raise InputError("No message was found; sigtop's text files have entries with 'From:' and 'Sent:'.")
    skipped: dict[str, Skip] = {"before-first": skip("before-first", [(1, before)])} if before else {}
    return Reading(
        format="signal-text",
        turns=rows_to_turns(name, rows),
        unit="lines",
        total=len(lines),
        covered=len(lines) - before,
        instants=True,
        zone=Zone("UTC", sure=True, evidence=(say("zone-offsets"),)),
        skipped=skipped,
        doubts=(doubt("encoding", mended),) if mended else (),
        edited=counts["edited"],
        reactions=counts["reactions"],
    )


def _is_head(lines: list[str], number: int) -> bool:
    """Whether a field of sending follows among the next fields: words may begin with From: too."""
    return any(line.startswith("Sent:") for line in lines[number : number + 4])


def _apply(row: Row, field: str, value: str, counts: dict[str, int]) -> None:
    if field == "Sent":
        try:
            row.at = int(email.utils.parsedate_to_datetime(value).timestamp() * 1_000_000)
        except (ValueError, TypeError, OverflowError):
            row.at = None
    elif field == "Attachment":
        row.kind = "media"
    elif field == "Reaction":
        counts["reactions"] += 1
    elif field == "Edited":
        counts["edited"] += 1
