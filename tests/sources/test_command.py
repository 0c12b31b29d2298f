"""`nearer turns`: what it prints, what it writes, what it says about doubts; `nearer.open`; the streaming door."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import nearer
from nearer.sources import open_conversations, stream_turns

CHAT = (
    "\ufeffmy heading\n13/01/2024, 21:04 - Messages and calls are end-to-end encrypted.\n"
    "13/01/2024, 21:05 - Ana: read this:\n12/01/2024, 20:00 - Ben: I never said that\n"
    "13/01/2024, 21:07 - Ben: ok\n14/01/2024, 08:00 - Ana: <Media omitted>\n"
)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nearer", "turns", *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    place = tmp_path / "chat.txt"
    place.write_text(CHAT, "utf-8")
    return place


def test_json_lines_and_report(chat: Path, tmp_path: Path) -> None:
    done = run(chat, "--format", "jsonl", "--report", tmp_path / "r.json", "--out", tmp_path / "t.parquet")
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(set(row) == {"conversation", "turn", "speaker", "at", "kind", "text", "line"} for row in rows)
    assert [(row["speaker"], row["kind"], row["line"]) for row in rows] == [
        (None, "system", 2), ("Ana", "message", 3), ("Ben", "message", 5), ("Ana", "media", 6)
    ]  # fmt: skip
    assert rows[1]["at"] == "2024-01-13T21:05:00+00:00"
    assert "never said" in rows[1]["text"]
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["schema"] == "nearer/turns-report/1"
    assert report["people"] == ["Ana", "Ben"]
    assert report["counts"] == {"message": 2, "media": 1, "deleted": 0, "call": 0, "system": 1}
    assert report["date_order"]["order"] == "dmy"
    assert report["date_order"]["evidence"]
    assert report["skipped"]["before-first"]["lines"] == [[1, 1]]
    assert [doubt["kind"] for doubt in report["doubts"]] == ["quoted-header", "zone"]
    assert report["doubts"][0]["lines"] == [4]
    for doubt in report["doubts"]:
        assert doubt["says"] in done.stderr
    assert pl.read_parquet(tmp_path / "t.parquet").height == 4


def test_the_report_holds_no_words_of_messages(chat: Path, tmp_path: Path) -> None:
    done = run(chat, "--format", "none", "--report", tmp_path / "r.json", "--explain")
    said = (tmp_path / "r.json").read_text() + done.stderr
    assert not any(word in said for word in ("never said", "read this", "my heading"))
    assert "1 line before the first message." in done.stderr


def test_the_table_has_ten_lines(chat: Path) -> None:
    done = run(chat)
    assert len(done.stdout.strip().splitlines()) == 10
    assert "Ana (1), Ben (1)" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--dates", "ydm"], "--dates"), (["--timezone", "Mars/Base"], "time zone"), (["--format", "xml"], "format"),
     (["--out", "x.pdf"], "ends in"), (["--same", "Ana"], "--same")],
)  # fmt: skip
def test_a_wrong_wish_is_one_sentence(arguments: list[str], says: str, chat: Path) -> None:
    done = run(chat, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_only_notices_are_no_messages(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("13/01/2024, 21:04 - Messages and calls are end-to-end encrypted.\n")
    done = run(tmp_path / "a")
    assert done.returncode == 2
    assert "No message" in done.stderr


def test_asked_order_and_zone(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("01/02/2024, 21:04 - Ana: a\n05/02/2024, 21:05 - Ben: b\n")
    unsure = open_conversations(tmp_path / "a")
    assert not unsure.report.date_order.sure
    assert "date-order" in {doubt.kind for doubt in unsure.report.doubts}
    read = open_conversations(tmp_path / "a", dates="mdy", timezone="America/New_York")
    assert [at.isoformat() for at in read.turns["at"]] == ["2024-01-02T21:04:00-05:00", "2024-05-02T21:05:00-04:00"]
    assert not read.report.doubts
    assert read.report.zone.name == "America/New_York"


def test_the_door_and_the_stream(chat: Path) -> None:
    read = nearer.open(chat)
    assert pl.concat(list(stream_turns(chat))).equals(read.turns)
    assert [name for name, _ in read] == ["chat"]


def test_every_line_is_in_a_turn_or_skipped(chat: Path) -> None:
    read = nearer.open(chat).report
    assert read.covered + sum(skip.count for skip in read.skipped.values()) == read.total == 6
