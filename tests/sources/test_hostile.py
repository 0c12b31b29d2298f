"""Files that mean harm, or are merely broken: a clear error, never a crash, and memory that stays small."""

import contextlib
import datetime
import json
import sqlite3
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.writers import UTC, Said, chat_db

from nearer.errors import InputError, NearerError
from nearer.sources import open_conversations
from nearer.sources.formats import find_format
from nearer.sources.reading import Asked
from nearer.sources.text import Source, blocks

CHAT = "13/01/2024, 21:05 - Ana: a\n14/01/2024, 21:06 - Ben: b\n"


def refused(place: Path, match: str) -> None:
    with pytest.raises(InputError, match=match):
        open_conversations(place)


def zipped(place: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return place


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"", "empty"),
        (b"\0" * 70_000, "empty"),
        (bytes(range(256)) * 64, "no kind|not text"),
        (b"a" * 300_000, "no kind"),
        (b"[" * 20_000 + b"]" * 20_000, "nested"),
        (b'{"messages":[' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"]}", "nested"),
        (b'{"messages":[{"sender_name":"A","timestamp_ms":1,"content":"x', "breaks off"),
        (
            b"<?xml version='1.0'?><!DOCTYPE s [<!ENTITY a 'b'>]><smses><sms body='&a;' date='1' type='1'/></smses>",
            "entit",
        ),
        (b"SQLite format 3\0" + b"junk" * 1000, "damaged"),
        (b"PK\x03\x04" + b"junk" * 100, "damaged"),
        (b"PAR1" + b"junk" * 100, "damaged"),
        (b"ARROW1\0\0" + b"junk" * 100, "damaged"),
        (b"speaker,text\n", "no rows"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(content: bytes, match: str, tmp_path: Path) -> None:
    place = tmp_path / "a"
    place.write_bytes(content)
    with pytest.raises(InputError, match=match) as trouble:
        open_conversations(place)
    assert "\n" not in str(trouble.value)


def test_missing_files_and_folders_without_chats(tmp_path: Path) -> None:
    refused(tmp_path / "none", "no such file")
    refused(tmp_path, "None of the 0 files")


def test_an_archive_that_grows_is_not_opened(tmp_path: Path) -> None:
    refused(zipped(tmp_path / "a.zip", {"_chat.txt": CHAT + "a" * 80_000_000}), "beyond any chat")


def test_an_archive_cut_off_or_locked(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", {"_chat.txt": CHAT})
    (tmp_path / "b.zip").write_bytes(whole.read_bytes()[:-40])
    refused(tmp_path / "b.zip", "damaged or cut off")
    data = bytearray(whole.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "c.zip").write_bytes(data)
    refused(tmp_path / "c.zip", "password")


def test_paths_that_climb_out_write_nothing(tmp_path: Path) -> None:
    inner = tmp_path / "in"
    inner.mkdir()
    read = open_conversations(zipped(inner / "a.zip", {"../../evil.txt": CHAT, "/abs/olute.txt": CHAT}))
    assert read.report.conversations == 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_a_database_that_is_no_chat(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "a")
    base.executescript("CREATE TABLE x (a); CREATE VIEW message AS SELECT 1 AS date, 1 AS is_from_me;")
    base.close()
    refused(tmp_path / "a", "no Messages chat.db")


def test_the_database_is_left_as_it_was(tmp_path: Path) -> None:
    chat_db([Said("Me", datetime.datetime(2024, 1, 1, tzinfo=UTC), "hm")], tmp_path / "a")
    before = (tmp_path / "a").read_bytes()
    open_conversations(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_line_without_an_end_is_refused_within_bounds() -> None:
    class Endless:
        def __enter__(self) -> "Endless":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def read(self, size: int) -> bytes:
            return b"a" * size

    tracemalloc.start()
    with pytest.raises(InputError, match="longer than"):
        list(blocks(Source("a", 2**32, lambda: Endless())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150 * 2**20


def test_names_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("13/01/2024, 21:05 - \x1b[31mAna\u202e[b]: a\n13/01/2024, 21:06 - Ben: \x1b[2J\n")
    read = open_conversations(tmp_path / "a")
    assert all("\x1b" not in person and "\u202e" not in person for person in read.report.people)


def test_mixed_encodings_are_mended_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(CHAT.encode() + "15/01/2024, 10:00 - Ana: café\n".encode("cp1252"))
    read = open_conversations(tmp_path / "a")
    assert read.turns["text"].to_list()[-1] == "café"
    assert [(doubt.kind, doubt.lines) for doubt in read.report.doubts if doubt.kind == "encoding"] == [
        ("encoding", (3,))
    ]


def test_utf16_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(CHAT.encode("utf-16"))
    assert open_conversations(tmp_path / "a").report.counts["message"] == 2


def test_halves_of_letters_in_json(tmp_path: Path) -> None:
    messages = [{"sender_name": "A", "timestamp_ms": 1_700_000_000_000, "content": "x\ud83d y"}]
    (tmp_path / "a").write_text(json.dumps({"messages": messages}))
    assert open_conversations(tmp_path / "a").turns["text"].to_list() == ["x\ufffd y"]


PIECES = st.sampled_from(
    [
        "13/01/2024, 21:05 - ",
        "[1/2/24, 9:05:00 PM] ",
        "Ana: ",
        "\n",
        "WEBVTT\n\n",
        "00:00:01.000 --> 00:00:02.000\n",
        "<v A>",
        "{",
        "}",
        "[",
        "]",
        '"messages"',
        ":",
        ",",
        '"',
        "<smses>",
        '<sms date="1" body="',
        "&#55357;",
        "/>",
        "@Begin\n",
        "*A:\t",
        "speaker,text\n",
        "2024/01/13(Sat)\n",
        "21:05\tAna\tx\n",
        "May 17, 2022  5:29:42 PM\n",
        "From: A\nSent: x\n\n",
        "\u200e",
        "\0",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30).map("".join))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_turns_or_a_plain_error(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    source = Source("a", len(data), lambda: BytesIO(data))
    with contextlib.suppress(NearerError):
        turns = find_format(source)(source, "a", Asked()).turns
        assert turns["turn"].to_list() == list(range(len(turns)))


@pytest.mark.parametrize("number", ["17051705179900000000", "1e308", "-9223372036854775808", "0", "253402300800000"])
def test_times_that_are_none(number: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(
        f'{{"messages":[{{"sender_name":"A","timestamp_ms":{number},"content":"x"}},'
        '{"sender_name":"B","timestamp_ms":1700000000000,"content":"y"}]}'
    )
    (tmp_path / "b").write_text(f"speaker,at,text\nA,{number},x\nB,1700000000,y\n")
    for name in ("a", "b"):
        assert open_conversations(tmp_path / name, timezone="Europe/Berlin").report.counts["message"] == 2
