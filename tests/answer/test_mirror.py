"""The mirror test: ten pairs of letters tell the same events from the two sides, and neither writer is favoured.

Each writer gets one own part, each person one step, in answers that differ little in warmth and in blame. The measure:
words of warmth and words of fault for each 100 words of an answer, quotations and the opener left out; the two answers
of a pair may differ by at most `GAP`. Where the loop is read from both letters, it must be the same two arrows.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from nearer.app.reply import reply

FOLDER = Path(__file__).parent / "mirror"
PAIRS = tomllib.loads((FOLDER / "about.toml").read_text("utf-8"))["pair"]
GAP = 2.8
BOTH_READ = 5
"""Pairs of the ten in which the loop is read from both letters: measured, and not to fall."""

WARM = re.compile(
    r"\b(thank\w*|glad|kind\w*|gently?|care\w*|warm\w*|love\w*|wish\w*|safe|sense|fair|human|good|hear|understand\w*|both"
    r"|together|friend|near|hope\w*|calm|help\w*)\b",
    re.IGNORECASE,
)
FAULT = re.compile(
    r"\b(sharp\w*|blame\w*|fault\w*|attack\w*|cutting|wrong|hurts?|harder|press\w*|push\w*|pressure|shut\w*|quiet\w*|away"
    r"|closed|silence|complain\w*|louder)\b",
    re.IGNORECASE,
)
LOOPS = {"pursue-withdraw": {"reaching", "quiet"}, "attack-attack": {"sharp"}, "withdraw-withdraw": {"silent"}}


def rate(pattern, text):
    return 100 * len(pattern.findall(text)) / len(text.split())


def own_words(answer):
    kept = [part.text for part in answer.paragraphs if part.section != "opener"]
    return re.sub(r"“[^”]*”|‘[^’]*’", "", " ".join(kept))


@cache
def answers(name):
    return [reply((FOLDER / f"{name}-{side}.txt").read_text("utf-8")) for side in "ab"]


def both_told(pair):
    """Whether both answers draw a loop."""
    return all(answer.arrows for answer in answers(pair["id"]))


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["id"] for pair in PAIRS])
def test_each_writer_gets_an_own_part_and_each_person_a_step(pair):
    for answer in answers(pair["id"]):
        if answer.kind == "safety":
            pytest.skip("safety holds one of the two: a false alarm that docs/safety.md counts")
        assert answer.own_part
        assert answer.steps.writer
        assert answer.steps.partner
        assert "your side" in answer.text or "one of you" in answer.text or "your letter alone" in answer.text


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["id"] for pair in PAIRS])
def test_where_both_letters_tell_the_loop_it_is_the_same_two_arrows(pair):
    if not both_told(pair):
        pytest.skip("the loop is not read from both letters")
    one, other = answers(pair["id"])
    assert {one.kind, other.kind} == LOOPS[pair["pattern"]]
    if pair["pattern"] == "pursue-withdraw":
        assert (one.kind == "reaching") == (pair["role_a"] == "pursuer")


def test_the_loop_is_read_from_both_letters_of_some_pairs():
    assert sum(both_told(pair) for pair in PAIRS) >= BOTH_READ


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["id"] for pair in PAIRS])
def test_neither_writer_is_met_with_more_warmth_or_more_fault(pair):
    one, other = answers(pair["id"])
    if "safety" in (one.kind, other.kind):
        pytest.skip("safety holds one of the two")
    assert abs(rate(WARM, own_words(one)) - rate(WARM, own_words(other))) <= GAP
    if both_told(pair):
        assert abs(rate(FAULT, own_words(one)) - rate(FAULT, own_words(other))) <= GAP
