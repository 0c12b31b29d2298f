"""``nearer safety``: the contract, and the same tier through every door."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nearer.app.reply import reply
from nearer.app.safety import see
from nearer.safety import look

ROOT = Path(__file__).resolve().parents[2]


def nearer(*arguments, stdin=b""):
    return subprocess.run([sys.executable, "-m", "nearer", *arguments], input=stdin, capture_output=True, timeout=120,
                          check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})  # fmt: skip


def test_the_contract():
    done = nearer("safety", "-", "--format", "json", stdin=b"He put his hands round my neck.")
    assert done.returncode == 0
    seen = json.loads(done.stdout)
    assert seen["schema"] == "nearer/safety/1"
    assert (seen["tier"], seen["who"], seen["whom"]) == ("3", "partner", "writer")
    assert {"kind", "quote"} <= set(seen["cues"][0])
    assert "cycle" in seen["off"]


@pytest.mark.parametrize("arguments", [("-", "--format", "xml"), (), ("no-such-file",), ("-", "--region", "Atlantis")])
def test_bad_input_is_one_sentence_and_status_2(arguments):
    done = nearer("safety", *arguments, stdin=b"He hit me.")
    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) == 1


LETTERS = [
    "My wife goes quiet whenever I ask how she is, and I feel so lonely. What can I do?",
    "My husband yells when I ask about money and I walk on eggshells around him. What can I do?",
    "My husband checks my phone every night and I am afraid of him. How can we talk better?",
    "I pushed her last night and she fell. How do I win her back?",
    "My wife left and everyone would be better off without me. What is the point?",
    "My boyfriend choked me last week. How can I be a better partner?",
]


@pytest.mark.parametrize("letter", LETTERS)
def test_every_door_says_the_same_tier(letter):
    assert reply(letter).tier == see(letter).tier == look(letter).tier


def test_the_letters_cover_the_tiers():
    assert [look(letter).tier for letter in LETTERS] == ["0", "1", "2", "2p", "2s", "3"]
