"""Letters of many kinds, and what must be read in each."""

import tomllib
from pathlib import Path

import pytest

from nearer.letter import read

LETTERS = tomllib.loads(Path(__file__).with_name("letters.toml").read_text("utf-8"))["letter"]


@pytest.fixture(params=LETTERS, ids=[letter["name"] for letter in LETTERS], scope="module")
def told(request):
    return request.param, read(request.param["text"].strip())


def acts(story, who):
    return {move.code for move in story.moves if move.who == who}


def test_who_does_what(told):
    letter, story = told
    assert set(letter.get("partner", ())) <= acts(story, "partner") | acts(story, "both")
    assert set(letter.get("writer", ())) <= acts(story, "writer") | acts(story, "both")
    assert not set(letter.get("not_partner", ())) & acts(story, "partner")


def test_who_is_who(told):
    letter, story = told
    if "name_of_partner" in letter:
        assert story.partner.name == letter["name_of_partner"]
    if "pronoun" in letter:
        assert story.partner.pronoun == letter["pronoun"]
    assert set(letter.get("others", ())) <= {other.relation for other in story.others}


def test_what_the_writer_feels(told):
    letter, story = told
    felt = {feeling.word for feeling in story.feelings if feeling.who in ("writer", "both")}
    assert set(letter.get("feelings", ())) <= felt


def test_what_else_is_told(told):
    letter, story = told
    for part in ("needs", "stress", "history"):
        assert set(letter.get(part, ())) <= {passage.kind for passage in getattr(story, part)}
    assert set(letter.get("topics", ())) <= set(story.topics)
    for part in ("betrayals", "dilemma", "timing"):
        assert not letter.get(part) or getattr(story, part)


def test_the_shape_of_the_whole(told):
    letter, story = told
    assert story.scope == letter.get("scope", "couple")
    if "role" in letter:
        assert (story.pattern, story.role) == ("pursue-withdraw", letter["role"])
    assert "pattern" not in letter or story.pattern in letter["pattern"]
