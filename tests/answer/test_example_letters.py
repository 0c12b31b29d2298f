"""The example letters and their answers as they are kept in the repository. After a wanted change write them anew:

NEARER_WRITE=1 .venv/bin/python -m pytest tests/answer/test_example_letters.py
"""

import os
from pathlib import Path

import pytest

from nearer.app.reply import render, reply

ROOT = Path(__file__).resolve().parents[2]
LETTERS = sorted((ROOT / "examples").glob("*.txt"))
EXPECTED = {
    "dear-doc": ("1", "pursue-withdraw", "pursuer", "reaching"),
    "quiet-one": (None, "pursue-withdraw", "withdrawer", "quiet"),
    "two-fires": (None, "attack-attack", None, "sharp"),
    "careful-house": (None, "withdraw-withdraw", None, "silent"),
    "the-list": (None, None, None, "load"),
    "after-the-message": (None, None, None, "affair"),
    "parted": (None, None, None, "ended"),
}


@pytest.mark.parametrize("letter", LETTERS, ids=[path.stem for path in LETTERS])
def test_each_example_letter_gets_the_answer_that_was_read_aloud(letter):
    answer = reply(letter.read_text("utf-8"))
    kept = letter.with_suffix(".answer.md")
    if os.environ.get("NEARER_WRITE"):
        kept.write_text(render(answer, "markdown"), "utf-8")
    assert render(answer, "markdown") == kept.read_text("utf-8")


@pytest.mark.parametrize("letter", LETTERS, ids=[path.stem for path in LETTERS])
def test_each_example_letter_is_read_as_what_it_is(letter):
    answer = reply(letter.read_text("utf-8"))
    tier, pattern, role, kind = EXPECTED[letter.stem]
    assert answer.kind == kind
    assert tier in (None, answer.tier)
    assert pattern in (None, answer.pattern)
    assert role in (None, answer.role)
