"""The safety answers: short, plain, in the order that helps first, and true to the registry of lines."""

import itertools

import pytest

from nearer.errors import InputError
from nearer.safety import Clearance, Hold, answer, look, regions, soft_question

HELD = {
    "violence-urgent": "He slapped me again last night.",
    "violence": "He checks my phone every night and I am afraid of him.",
    "own": "I pushed her last night and I am ashamed.",
    "own-urgent": "I put my hands around her throat last night.",
    "suicide": "Everyone would be better off without me.",
    "suicide-urgent": "I have decided to end my life tonight.",
    "partner-suicide": "He says he'll kill himself if I leave.",
    "child": "She shook the baby last night.",
}


def held(text: str) -> Hold:
    verdict = look(text)
    assert isinstance(verdict, Hold)
    return verdict


@pytest.mark.parametrize(("theme", "text"), HELD.items())
@pytest.mark.parametrize("region", [None, "UK", "DE"])
def test_each_theme_has_its_words(theme, text, region):
    said = answer(held(text), region=region)
    assert said.theme == theme
    assert said.text == "\n\n".join(said.paragraphs)
    assert "{" not in said.text


@pytest.mark.parametrize(("text", "region"), [*itertools.product(HELD.values(), [None, *regions()])])
def test_an_urgent_answer_has_at_most_120_words_and_begins_with_the_emergency_number(text, region):
    verdict = held(text)
    said = answer(verdict, region=region)
    if verdict.tier in {"3", "3s"}:
        assert len(said.text.split()) <= 120
        assert said.paragraphs[0].startswith("If anyone is in danger now")
    else:
        assert len(said.text.split()) <= 200


@pytest.mark.parametrize(("text", "region"), [*itertools.product(HELD.values(), [None, "UK", "IE"])])
def test_safe_messaging(text, region):
    said = answer(held(text), region=region).text.casefold()
    for word in ("commit", "successful", "failed", "why did you", "prove", "you should leave", "you must leave",
                 "confront", "because she left", "because he left", "as an ai", "abuser", "victim"):  # fmt: skip
        assert word not in said


def test_unchecked_numbers_say_so():
    said = answer(held(HELD["violence"]), region="Ireland")
    assert "1800 341 900 (please check this number)" in said.text
    assert "please check" not in answer(held(HELD["violence"]), region="UK").text


def test_an_unknown_region_is_refused():
    with pytest.raises(InputError, match="choose one of"):
        answer(held(HELD["violence"]), region="Atlantis")


def test_the_soft_question_is_one_line():
    assert soft_question().count("?") == 1
    verdict = look("I feel I am walking on eggshells.")
    assert isinstance(verdict, Clearance)
    assert verdict.tier == "1"
