"""The mirror test: ten pairs of letters tell the same events from the two sides, and neither writer is favoured.

Both answers must name the same two arrows (the same person reaching, the same person going away), give each writer one
own part and each person one step, and differ little in warmth and in blame. The measure: words of warmth and words of
fault for each 100 words of the answer, quotations and the opener left out; a pair may differ by at most `GAP`.
"""

import re
import tomllib
from pathlib import Path

import pytest

from nearer.app.reply import reply

FOLDER = Path(__file__).parent / "mirror"
PAIRS = tomllib.loads((FOLDER / "about.toml").read_text("utf-8"))["pair"]
GAP = 1.5

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


def rate(pattern, text):
    return 100 * len(pattern.findall(text)) / len(text.split())


def own_words(answer):
    kept = [part.text for part in answer.paragraphs if part.section != "opener"]
    return re.sub(r"“[^”]*”|‘[^’]*’", "", " ".join(kept))


def answers(pair):
    return [reply((FOLDER / f"{pair['id']}-{side}.txt").read_text("utf-8")) for side in "ab"]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["id"] for pair in PAIRS])
def test_both_writers_get_the_same_arrows_an_own_part_and_a_step_each(pair):
    one, other = answers(pair)
    for answer in (one, other):
        assert answer.own_part
        assert answer.steps.writer
        assert answer.steps.partner
        assert len(answer.arrows) == 2
    if pair["pattern"] == "pursue-withdraw":
        assert {one.kind, other.kind} == {"reaching", "quiet"}
        assert (one.kind == "reaching") == (pair["role_a"] == "pursuer")
    else:
        assert one.kind == other.kind


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["id"] for pair in PAIRS])
def test_neither_writer_is_met_with_more_warmth_or_more_fault(pair):
    one, other = (own_words(answer) for answer in answers(pair))
    assert abs(rate(WARM, one) - rate(WARM, other)) <= GAP
    assert abs(rate(FAULT, one) - rate(FAULT, other)) <= GAP
