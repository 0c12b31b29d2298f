"""The signs of the word lists, and that a list left out of sight could not have matched."""

import tomllib
from pathlib import Path

import pytest

from nearer.letter.words import active, fold, load, pattern

LETTERS = tomllib.loads(Path(__file__).with_name("letters.toml").read_text("utf-8"))["letter"]
LINES = [line for groups in load("acts").values() for group in groups for line in group["any"]]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("~shut down", "she shuts down"),
        ("~go quiet", "he went  quiet"),
        ("~deny it", "they denied it"),
        ("~nag <me>", "nagging him"),
        ("<not> answer", "he doesnt answer"),
        ("~be fine", "im fine"),
        ("it's nothing", "its nothing"),
    ],
)
def test_the_signs_stand_for_every_form(line, text):
    assert pattern(line).search(text)


def test_words_are_whole():
    assert not pattern("~nag").search("snags")


def test_folding_keeps_every_place():
    text = "İt’s “ÉTÉ” — ẞ"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("letter", LETTERS, ids=[letter["name"] for letter in LETTERS])
def test_a_line_that_is_left_out_could_not_match(letter):
    folded = fold(letter["text"])
    kept = {found.pattern for found in active(LINES, folded)}
    for line in LINES:
        found = pattern(line)
        assert found.pattern in kept or not found.search(folded)
