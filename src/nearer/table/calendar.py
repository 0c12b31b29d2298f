"""The weekly time as a calendar file.

Source: RFC 5545, sections 3.1 (folding), 3.3.11 (text), 3.6.1 (events), 3.8.5.3 (repeats).
"""

from datetime import UTC, date, datetime, timedelta

from nearer.table.agreements import WeeklyTime

__all__ = ["calendar_file"]

LINE_OCTETS = 75


def calendar_file(time: WeeklyTime, *, title: str, uid: str, stamp_ms: int, today: date, minutes: int = 20) -> bytes:
    """A calendar with one event each week at this time, from the next such day on (today counts).

    The time is that of the wall clock wherever the calendar is, without a time zone. It says nothing of who made it.

    Args:
        time: day, hour and minute.
        title: what the calendar shows; a neutral one where somebody asked for it.
        uid: a name no other event has.
        stamp_ms: the moment of writing.
        today: the day from which the first one is looked for.
        minutes: how long it lasts.
    """
    first = today + timedelta(days=(time.day - today.weekday()) % 7)
    stamp = datetime.fromtimestamp(stamp_ms / 1000, UTC)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//calendar//EN",
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{first:%Y%m%d}T{time.hour:02d}{time.minute:02d}00",
        f"DURATION:PT{minutes}M",
        "RRULE:FREQ=WEEKLY",
        f"SUMMARY:{_text(title)}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _text(value: str) -> str:
    """The value with the signs escaped that mean something, and without any other control sign."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in escaped if sign.isprintable())


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; no character is cut in two."""
    pieces: list[bytes] = []
    piece = b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LINE_OCTETS - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece])
