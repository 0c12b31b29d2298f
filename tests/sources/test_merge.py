"""Files of one couple from several apps become one talk."""

import json
from pathlib import Path

import pytest

from nearer.errors import InputError
from nearer.sources import open_conversations


@pytest.fixture
def two_files(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "a.txt", tmp_path / "b.json"
    first.write_text("13/01/2024, 21:05 - Sam: a\n13/01/2024, 21:07 - Ben: b\n14/01/2024, 21:06 - Ben: c\n")
    messages = [
        {"sender_name": "Samuel B.", "timestamp_ms": 1_705_176_330_000, "content": "a"},
        {"sender_name": "Ben", "timestamp_ms": 1_705_176_370_000, "content": "new"},
    ]
    second.write_text(json.dumps({"messages": messages, "title": "Ben", "thread_path": "x"}))
    return first, second


def test_same_people_same_talk_overlap_once(two_files: tuple[Path, Path]) -> None:
    read = open_conversations(*two_files, timezone="Europe/Berlin", same=["Sam=Samuel B."])
    assert read.turns["text"].to_list() == ["a", "new", "b", "c"]
    assert read.turns["turn"].to_list() == [0, 1, 2, 3]
    assert read.report.people == ("Sam", "Ben")
    assert read.report.skipped["overlap"].count == 1
    assert read.report.covered + 1 == read.report.total


def test_other_names_stay_apart_and_are_a_doubt(two_files: tuple[Path, Path]) -> None:
    read = open_conversations(*two_files, timezone="Europe/Berlin")
    assert len(read) == 2
    assert "names-apart" in {doubt.kind for doubt in read.report.doubts}


def test_a_pair_without_a_name_is_refused(two_files: tuple[Path, Path]) -> None:
    with pytest.raises(InputError, match="--same"):
        open_conversations(*two_files, same=["Sam"])
