"""nearer code: one object a turn, marks without text, and one clear sentence where it cannot be done."""

import json
from pathlib import Path

import polars as pl
import pytest

from nearer.app import code as use
from nearer.cli.code import code
from nearer.cli.codes import codes
from nearer.errors import InputError
from nearer.turns.frame import MARKS

CSV = (
    "conversation,turn,speaker,at,text\nus,4,A,2026-01-01T20:00:00,Answer me!\nus,5,B,,no puedo hablar contigo ahora\n"
)


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coder that knows one word, in place of the models."""

    def marks(turns: pl.DataFrame, *, blind: bool, careful: bool, progress: object) -> pl.DataFrame:
        found = turns.filter(pl.col("text").str.contains("Answer")).select("conversation", "turn")
        return found.with_columns(
            code=pl.lit("press"),
            probability=pl.lit(0.91234),
            start=pl.lit(0, pl.Int64),
            end=pl.lit(6, pl.Int64),
            coder=pl.lit("blind" if blind else "context"),
        )

    monkeypatch.setattr(use, "code", marks)


@pytest.mark.usefixtures("invented")
def test_one_object_a_turn(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """The contract that other parts rest on, for CSV; a caution stands on its turn and on standard error."""
    path = tmp_path / "talk.csv"
    path.write_text(CSV, encoding="utf-8")
    code(path, form="jsonl", out=None, blind=False, careful=False)
    out, err = capfdbinary.readouterr()

    assert [json.loads(line) for line in out.splitlines()] == [
        {
            "conversation": "us",
            "turn": 4,
            "codes": [{"code": "press", "probability": 0.9123, "start": 0, "end": 6}],
        },
        {"conversation": "us", "turn": 5, "codes": [], "caution": "language"},
    ]
    assert b"1 turns" in err
    assert b"Answer" not in out + err


@pytest.mark.usefixtures("invented")
def test_json_lines_are_read_too(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """The same table as JSON Lines gives the same codes."""
    path = tmp_path / "talk.jsonl"
    row = {"conversation": "us", "turn": 4, "speaker": "A", "text": "Answer me!"}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    code(path, form=None, out=None, blind=True, careful=False)

    assert json.loads(capfdbinary.readouterr().out)["codes"][0]["code"] == "press"


@pytest.mark.usefixtures("invented")
def test_marks_as_parquet(tmp_path: Path) -> None:
    """The ending of the file names the format; marks carry no text."""
    path, out = tmp_path / "talk.csv", tmp_path / "marks.parquet"
    path.write_text(CSV, encoding="utf-8")
    code(path, form=None, out=out, blind=True, careful=True)
    marks = pl.read_parquet(out)

    assert marks.columns == list(MARKS)
    assert marks["coder"].to_list() == ["blind"]


@pytest.mark.parametrize(
    ("form", "out", "says"),
    [
        ("xml", None, "one of jsonl"),
        ("parquet", None, "--out"),
        ("jsonl", Path("/nowhere/at/all.jsonl"), "another place"),
    ],
)
@pytest.mark.usefixtures("invented")
def test_what_cannot_be_done_is_said(tmp_path: Path, form: str, out: Path | None, says: str) -> None:
    """One sentence that says what to do."""
    path = tmp_path / "talk.csv"
    path.write_text(CSV, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        code(path, form=form, out=out, blind=False, careful=False)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("talk.csv", "conversation,turn,text\nus,1,hello\n", "speak"),
        ("talk.csv", "conversation,turn,speaker\nus,1,A\n", "text"),
        ("talk.jsonl", '{"conversation": "us", "turn": 1, "text": "hello"}\n', "speak"),
        ("empty.csv", "", "mpty"),
    ],
)
@pytest.mark.usefixtures("invented")
def test_missing_columns_are_named(tmp_path: Path, name: str, content: str, says: str) -> None:
    """What is missing is named; nothing of the text is repeated."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=says) as caught:
        code(path, form="jsonl", out=None, blind=False, careful=False)

    assert "hello" not in str(caught.value)


def test_the_list_of_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """Every code in the list; one code's page; an unknown name is said."""
    codes(None)
    assert "deflect" in capsys.readouterr().out
    codes("Seek")
    assert capsys.readouterr().out.startswith("# seek")
    with pytest.raises(InputError, match="press"):
        codes("plead")
