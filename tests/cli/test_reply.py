"""``nearer reply`` as a person runs it: good letters, bad input, exit statuses, files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEAR_DOC = ROOT / "examples/dear-doc.txt"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"}


def nearer(*arguments, stdin=None):
    return subprocess.run(
        [sys.executable, "-m", "nearer", *map(str, arguments)],
        input=stdin, capture_output=True, env=ENVIRONMENT, timeout=120, check=False,
    )  # fmt: skip


def complaint(done):
    """The one sentence on standard error."""
    lines = [line for line in done.stderr.decode().splitlines() if line.strip()]
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    return lines[0]


def test_a_letter_from_standard_input_as_json_keeps_the_contract():
    done = nearer("reply", "-", "--format", "json", stdin=DEAR_DOC.read_bytes())
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["schema"] == "nearer/answer/1"
    assert answer["tier"] == "1"
    assert (answer["pattern"], answer["role"], answer["scope"]) == ("pursue-withdraw", "pursuer", "couple")
    partner = {move["code"] for move in answer["moves"] if move["who"] == "partner"}
    writer = {move["code"] for move in answer["moves"] if move["who"] == "writer"}
    assert {"shut", "deflect", "dismiss"} <= partner
    assert "hold" in writer
    assert {"raise", "probe"} & writer
    assert {"anxious", "frustrated"} <= {
        feeling["word"] for feeling in answer["feelings"] if feeling["who"] == "writer"
    }
    assert answer["dilemma"]
    assert answer["timing"]
    assert answer["steps"]["writer"]
    assert answer["steps"]["partner"]


def test_the_letter_in_each_form(tmp_path):
    assert "You might" in nearer("reply", DEAR_DOC).stdout.decode() or nearer("reply", DEAR_DOC).stdout
    page = tmp_path / "answer.html"
    done = nearer("reply", DEAR_DOC, "--format", "html", "--out", page)
    assert done.returncode == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["answer.html"]


def test_a_name_and_a_pronoun_may_be_given():
    done = nearer("reply", DEAR_DOC, "--name", "Robin", "--pronoun", "they")
    assert "Robin" in done.stdout.decode()


BAD = {
    "empty": (b"", 2),
    "blank": (b" \n\n ", 2),
    "two words": (b"help me", None),
    "binary": (bytes(range(256)) * 40, 2),
    "nul bytes": (b"my wife\x00 goes quiet and I feel lonely", 2),
    "broken utf-8": (b"my wife goes quiet \xff\xfe\xfa and I feel lonely", 2),
    "a megabyte": (b"My wife goes quiet and I feel lonely. " * 28_000, 2),
    "a recipe": (
        b"Beat two eggs with 200 g of flour. Add milk and salt. Bake for 40 minutes. Serve warm.",
        3,
    ),
    "another language": (
        b"Meine Frau redet nicht mehr mit mir. Wenn ich sie frage, was los ist, sagt sie nichts.",
        3,
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_one_sentence_and_its_exit_status(case, tmp_path):
    content, status = BAD[case]
    out = tmp_path / "answer.txt"
    done = nearer("reply", "-", "--out", out, stdin=content)
    assert done.returncode in ((2, 3) if status is None else (status,))
    assert complaint(done)
    assert done.stdout == b""
    assert not out.exists()


@pytest.mark.parametrize("place", ["nowhere/at-all.txt", "."])
def test_a_missing_file_or_a_folder_is_named_as_such(place):
    done = nearer("reply", place)
    assert done.returncode == 2
    assert complaint(done)


def test_utf_16_with_its_mark_is_read():
    done = nearer("reply", "-", "--format", "json", stdin=DEAR_DOC.read_text("utf-8").encode("utf-16"))
    assert done.returncode == 0
    assert json.loads(done.stdout)["pattern"] == "pursue-withdraw"


@pytest.mark.parametrize(
    "options",
    [("--format", "pdf"), ("--pronoun", "xyz"), ("--region", "Atlantis"), ("--out", "/nowhere/here/answer.txt")],
)
def test_an_option_that_cannot_be_met_says_so(options):
    done = nearer("reply", DEAR_DOC, *options)
    assert done.returncode == 2
    assert complaint(done)


def test_a_letter_about_a_mother_gets_an_honest_word_and_status_3():
    letter = b"My mother and I have not spoken since Easter. How do I talk to my mother?"
    done = nearer("reply", "-", stdin=letter)
    assert done.returncode == 3
    assert b"two partners" in done.stdout


def test_nothing_of_a_held_letter_is_repeated():
    letter = b"He put his hands round my throat last night. Marmalade is what he calls me. What can I do?"
    done = nearer("reply", "-", "--format", "json", stdin=letter)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["tier"] == "3"
    assert b"Marmalade" not in done.stdout
    assert answer["moves"] == []
    assert answer["opener"] is None


def test_help_starts_light():
    code = (
        "import sys; from nearer.cli import app; from typer.testing import CliRunner; "
        "CliRunner().invoke(app, ['--help']); "
        "print([name for name in ('numpy', 'polars', 'onnxruntime', 'scipy', 'msgspec') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert done.stdout.strip() == "[]"
