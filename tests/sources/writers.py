"""The project's own writers: the same talk in every format, to be read back."""

import csv
import datetime
import io
import json
import sqlite3
from collections.abc import Callable
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import NamedTuple

import polars as pl

UTC = datetime.UTC


class Said(NamedTuple):
    """One message: who, when (universal time), what."""

    speaker: str
    at: datetime.datetime
    text: str


def _lines(form: str) -> Callable[[list[Said], Path], None]:
    def write(talk: list[Said], place: Path) -> None:
        place.write_text(
            "".join(f"{each.at.strftime(form)}{each.speaker}: {each.text}\n" for each in talk), "utf-8", newline="\n"
        )

    return write


def telegram(talk: list[Said], place: Path) -> None:
    messages = [
        {
            "id": number,
            "type": "message",
            "date": each.at.strftime("%Y-%m-%dT%H:%M:%S"),
            "date_unixtime": str(int(each.at.timestamp())),
            "from": each.speaker,
            "text": each.text if number % 2 else [each.text[:1], {"type": "bold", "text": each.text[1:]}],
        }
        for number, each in enumerate(talk)
    ]
    place.write_text(json.dumps({"name": "x", "type": "personal_chat", "id": 1, "messages": messages}), "utf-8")


def _broken(text: str) -> str:
    return text.encode().decode("latin-1")


def messenger(talk: list[Said], place: Path) -> None:
    messages = [
        {
            "sender_name": _broken(each.speaker),
            "timestamp_ms": int(each.at.timestamp() * 1000),
            "content": _broken(each.text),
        }
        for each in reversed(talk)
    ]
    people = [{"name": _broken(name)} for name in {each.speaker for each in talk}]
    place.write_text(json.dumps({"participants": people, "messages": messages, "title": "x", "thread_path": "x"}))


def discord(talk: list[Said], place: Path) -> None:
    messages = [
        {
            "id": "1",
            "type": "Default",
            "timestamp": each.at.isoformat(),
            "timestampEdited": None,
            "content": each.text,
            "author": {"id": "1", "name": "login", "nickname": each.speaker},
            "attachments": [],
            "embeds": [],
            "reactions": [],
        }
        for each in talk
    ]
    place.write_text(json.dumps({"guild": {}, "channel": {"name": "x"}, "messages": messages, "messageCount": 1}))


def signal_json(talk: list[Said], place: Path) -> None:
    messages = [
        {
            "id": "1",
            "type": "incoming",
            "body": each.text,
            "sent_at": int(each.at.timestamp() * 1000),
            "conversationId": "c",
            "sourceServiceId": each.speaker,
        }
        for each in talk
    ]
    people = [{"id": "c", "name": "x"}] + [
        {"serviceId": name, "name": name} for name in {each.speaker for each in talk}
    ]
    place.write_text(json.dumps({"conversations": people, "messages": messages}))


def google_chat(talk: list[Said], place: Path) -> None:
    messages = [
        {
            "creator": {"name": each.speaker, "email": "a@example.org"},
            "topic_id": "t",
            "message_id": "m",
            "text": each.text,
            "created_date": each.at.strftime("%A, %B %-d, %Y at %-I:%M:%S\u202f%p UTC"),
        }
        for each in talk
    ]
    place.write_text(json.dumps({"messages": messages}))


def sms(talk: list[Said], place: Path) -> None:
    def attribute(text: str) -> str:
        units = text.encode("utf-16-le")
        wide = (int.from_bytes(units[n : n + 2], "little") for n in range(0, len(units), 2))
        return "".join(f"&#{unit};" if unit > 0x2000 or chr(unit) in '&<>"\n' else chr(unit) for unit in wide)

    rows = [
        f'  <sms protocol="0" address="+1" date="{int(each.at.timestamp() * 1000)}" '
        f'type="{2 if each.speaker == "Me" else 1}" body="{attribute(each.text)}" '
        f'contact_name="{escape(each.speaker)}" />'
        for each in talk
    ]
    place.write_text("<?xml version='1.0' ?>\n<smses>\n" + "\n".join(rows) + "\n</smses>\n", "utf-8", newline="\n")


def line_app(talk: list[Said], place: Path) -> None:
    parts = ["[LINE] Chat history with x\nSaved on: 2030/01/20 10:00\n"]
    day = ""
    for each in talk:
        if (now := each.at.strftime("%Y/%m/%d(%a)")) != day:
            parts.append(f"\n{now}\n")
            day = now
        parts.append(f"{each.at:%H:%M}\t{each.speaker}\t{each.text}\n")
    place.write_text("".join(parts), "utf-8", newline="\n")


def imessage_text(talk: list[Said], place: Path) -> None:
    entries = [f"{each.at.strftime('%b %d, %Y %l:%M:%S %p')}\n{each.speaker}\n{each.text}\n\n" for each in talk]
    place.write_text("".join(entries), "utf-8", newline="\n")


def sigtop(talk: list[Said], place: Path) -> None:
    entries = [
        f"From: {each.speaker}\nType: incoming\nSent: {format_datetime(each.at)}\n\n{each.text}\n\n" for each in talk
    ]
    place.write_text("".join(entries), "utf-8", newline="\n")


def _attributed(text: str) -> bytes:
    data = text.encode()
    length = bytes([len(data)]) if len(data) < 0x80 else b"\x81" + len(data).to_bytes(2, "little")
    head = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00"
    head += b"\x84\x84\x08NSObject\x00\x85\x92"
    return head + b"\x84\x84\x84\x08NSString\x01\x94\x84\x01+" + length + data + b"\x86\x84\x02iI\x01"


def chat_db(talk: list[Said], place: Path) -> None:
    base = sqlite3.connect(place)
    base.executescript(
        "CREATE TABLE message (ROWID INTEGER PRIMARY KEY, text TEXT, attributedBody BLOB, date INTEGER,"
        " is_from_me INTEGER, handle_id INTEGER,"
        " item_type INTEGER, associated_message_type INTEGER, cache_has_attachments INTEGER);"
        "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);"
    )
    names = sorted({each.speaker for each in talk})
    base.executemany("INSERT INTO handle VALUES (?, ?)", enumerate(names, 1))
    for number, each in enumerate(talk):
        since = int(each.at.timestamp()) - 978_307_200
        date = since * 1_000_000_000 if number % 2 else since
        words = (None, _attributed(each.text)) if number % 3 else (each.text, None)
        base.execute(
            "INSERT INTO message VALUES (?,?,?,?,?,?,0,0,0)",
            (number + 1, *words, date, each.speaker == "Me", names.index(each.speaker) + 1),
        )
    base.commit()
    base.close()


def webvtt(talk: list[Said], place: Path) -> None:
    cues = [
        f"00:00:{n % 60:02}.000 --> 00:00:{n % 60:02}.500\n<v {escape(each.speaker)}>{escape(each.text)}</v>\n"
        for n, each in enumerate(talk)
    ]
    place.write_text("WEBVTT\n\n" + "\n".join(cues), "utf-8", newline="\n")


def srt(talk: list[Said], place: Path) -> None:
    cues = [
        f"{n}\n00:00:{n % 60:02},000 --> 00:00:{n % 60:02},500\n{each.speaker}: {escape(each.text)}\n"
        for n, each in enumerate(talk, 1)
    ]
    place.write_text("\n".join(cues), "utf-8", newline="\n")


def transcript(talk: list[Said], place: Path) -> None:
    place.write_text("".join(f"{each.speaker}: {each.text}\n" for each in talk), "utf-8", newline="\n")


def cha(talk: list[Said], place: Path) -> None:
    names = sorted({each.speaker for each in talk})
    codes = {name: f"P{number:02}" for number, name in enumerate(names)}
    people = ", ".join(f"{codes[name]} {name.replace(' ', '_')} Adult" for name in names)
    body = "".join(f"*{codes[each.speaker]}:\t{each.text}\n%com:\tx\n" for each in talk)
    place.write_text(f"@UTF8\n@Begin\n@Participants:\t{people}\n{body}@End\n", "utf-8", newline="\n")


def _frame(talk: list[Said]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "speaker": [each.speaker for each in talk],
            "at": [each.at for each in talk],
            "text": [each.text for each in talk],
        }
    )


def table_csv(talk: list[Said], place: Path) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["speaker", "at", "text"])
    writer.writerows((each.speaker, each.at.isoformat(), each.text) for each in talk)
    place.write_text(out.getvalue(), "utf-8", newline="")


def json_lines(talk: list[Said], place: Path) -> None:
    rows = (
        {
            "id": n,
            "conversation_id": "c",
            "speaker": each.speaker,
            "timestamp": int(each.at.timestamp()),
            "text": each.text,
        }
        for n, each in enumerate(talk)
    )
    place.write_text("".join(json.dumps(row) + "\n" for row in rows))


MINUTES = {"whatsapp-android", "line"}
"""Formats that keep no seconds."""
UNTIMED = {"webvtt", "srt", "transcript", "cha"}
"""Formats that keep no day."""

WRITERS: dict[str, Callable[[list[Said], Path], None]] = {
    "whatsapp-android": _lines("%d/%m/%Y, %H:%M - "),
    "whatsapp-ios": _lines("[%-m/%-d/%y, %-I:%M:%S\u202f%p] "),
    "whatsapp-german": _lines("[%d.%m.%y, %H:%M:%S] "),
    "whatsapp-iso": _lines("[%Y-%m-%d, %H:%M:%S] "),
    "telegram": telegram,
    "messenger": messenger,
    "discord": discord,
    "signal-json": signal_json,
    "signal-text": sigtop,
    "google-chat": google_chat,
    "sms": sms,
    "line": line_app,
    "imessage-text": imessage_text,
    "chat-db": chat_db,
    "webvtt": webvtt,
    "srt": srt,
    "transcript": transcript,
    "cha": cha,
    "csv": table_csv,
    "json-lines": json_lines,
    "parquet": lambda talk, place: _frame(talk).write_parquet(place),
    "arrow": lambda talk, place: _frame(talk).write_ipc(place),
}
