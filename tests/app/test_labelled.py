"""Labelled text is read with what was before, what belongs together, and clear words where it is missing."""

import json
from pathlib import Path

import pytest

from nearer.app.labelled import labelled_turns, near_misses, other_languages, sexes
from nearer.codebook import book
from nearer.errors import InputError


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with two turns of a chat, a play and two examples, one without words."""
    folder = tmp_path / "data"
    folder.mkdir()
    chat = {"conversation": "W1-0", "speaker": "A", "turn": 0, "text": "answer me", "codes": ["press"]}
    answer = {"conversation": "W1-0", "speaker": "B", "turn": 1, "text": "k", "codes": ["shut"]}
    play = {"conversation": "play-12-a-b-00", "speaker": "Nora", "turn": 0, "text": "yes", "codes": []}
    _write(folder / "chats.jsonl", [chat, answer])
    _write(folder / "scenes.jsonl", [])
    _write(folder / "plays.jsonl", [play])
    example = {"id": "D1-25", "set": "D1", "register": "spoken", "before": "hm", "text": "why?", "codes": ["probe"]}
    _write(folder / "examples.jsonl", [example, {**example, "id": "D1-26", "text": " "}])
    return folder


def test_turns_know_what_was_before_and_what_belongs_together(data: Path) -> None:
    """Keys, groups and the class of the partner's turn before; turns without words are left out."""
    first, answer, play, example = labelled_turns(data)

    assert (first.key, first.group, first.partner_class) == ("W1-0:0", "W1-0", "")
    assert (answer.before, answer.partner_class) == ("answer me", "pursue")
    assert (play.group, play.register) == ("12", "play")
    assert (example.group, example.before) == ("D1-1", "hm")
    assert sexes([first, answer, play]) == ["men", "women", ""]


def test_a_missing_file_is_named(data: Path) -> None:
    """Whoever gives the wrong folder is told which file was looked for."""
    (data / "scenes.jsonl").unlink()
    with pytest.raises(InputError, match=r"scenes\.jsonl"):
        labelled_turns(data)


def test_near_misses_that_are_the_same_code_here_are_left_out(data: Path) -> None:
    """Two finer codes that are one here cannot be near misses of one another."""
    listed = {
        "id": "W_EXIT",
        "pos": ["I'm done."],
        "neg": [{"text": "k", "code": "W_STONE"}, {"text": "ok", "code": "N_INFO"}],
    }
    (data.parent / "codebook-examples.json").write_text(json.dumps({"codes": [listed]}), encoding="utf-8")

    assert near_misses(data) == ([("I'm done.", {"shut"})], [("ok", {"shut"})])
    assert near_misses(data / "nowhere") is None


def test_the_set_in_other_languages_uses_the_book() -> None:
    """Each language has coded turns and plain ones, and only codes of the book."""
    rows = other_languages()

    assert {row.set for row in rows} == {"Spanish", "German", "Hinglish"}
    for name in ("Spanish", "German", "Hinglish"):
        own = [row for row in rows if row.set == name]
        assert sum(not row.codes for row in own) >= 5
        assert set().union(*(row.codes for row in own)) <= set(book())
