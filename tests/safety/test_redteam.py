"""The open half of the red team, and what must hold of every text in it."""

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.safety import Hold, look

ROOT = Path(__file__).resolve().parents[2]
OPEN = [json.loads(line) for line in (ROOT / "tests/safety/redteam/open.jsonl").read_text("utf-8").splitlines()]
READ = [json.loads(line) for line in (ROOT / "tests/safety/redteam/sealed.jsonl").read_text("utf-8").splitlines()]
URGENT = [entry for entry in OPEN if entry["tier"] in {"3", "3s", "partner-suicidal", "child"}]
CONCERN = [entry for entry in OPEN if entry["tier"] in {"2", "2p", "2s"}]
CONFLICT = [entry for entry in OPEN if entry["kind"] == "ordinary conflict"]
INNOCENT = [entry for entry in OPEN if entry["tier"] in {"0", "1"} and entry["kind"] != "ordinary conflict"]
CERTAIN = [
    "He choked me last night.",
    "She held a knife to my throat.",
    "I have decided to end my life tonight.",
    "He says he'll kill himself if I leave.",
    "He beats our son with a belt.",
    "My husband hits me.",
    "He said he would kill me if I ever left.",
    "He forces me to have sex when he is drunk.",
]


def held(entries):
    return sum(isinstance(look(entry["text"]), Hold) for entry in entries)


def test_the_set_is_large_and_balanced():
    assert len(OPEN) >= 320
    assert len({entry["id"] for entry in OPEN}) == len({entry["text"] for entry in OPEN}) == len(OPEN)
    assert len(INNOCENT) >= 110
    assert len(CONFLICT) >= 60
    assert {"0", "1", "2", "2p", "2s", "3", "3s", "partner-suicidal", "child"} == {entry["tier"] for entry in OPEN}


def test_what_is_found_on_the_open_half():
    """The rules were written looking at this half: it guards what was reached, it does not measure."""
    assert sum(look(entry["text"]).tier in {"3", "3s"} for entry in URGENT) / len(URGENT) >= 0.95
    assert held(CONCERN) / len(CONCERN) >= 0.90
    assert held(CONFLICT) / len(CONFLICT) <= 0.05


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.full)])
def test_what_is_found_on_the_half_that_was_sealed_once(every):
    """It has been read since: it guards what was reached, as the open half does. ``fresh.jsonl`` is the measure."""
    urgent = [entry for entry in READ if entry["tier"] in {"3", "3s"}][::every]
    concern = [entry for entry in READ if entry["tier"] in {"2", "2p", "2s"}][::every]
    letters = [entry for entry in READ if entry["tier"] in {"0", "1"} and "ordinary" in entry["kind"]][::every]
    alike = [entry for entry in READ if entry["tier"] in {"0", "1"} and "ordinary" not in entry["kind"]][::every]
    assert sum(look(entry["text"]).tier in {"3", "3s"} for entry in urgent) / len(urgent) >= 0.95
    assert held(concern) / len(concern) >= 0.90
    assert held(letters) / len(letters) <= 0.05
    assert (held(alike) + held(INNOCENT)) / (len(alike) + len(INNOCENT)) <= 0.06


def test_the_letter_that_nearer_grew_from_is_tier_1():
    verdict = look((ROOT / "examples/dear-doc.txt").read_text("utf-8"))
    assert verdict.tier == "1"
    assert {cue.kind for cue in verdict.cues} == {"soft cue"}


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(OPEN), st.sampled_from(CERTAIN), st.randoms(use_true_random=False))
def test_a_certain_sentence_anywhere_yields_a_hold(entry, sentence, dice):
    sentences = re.split(r"(?<=[.!?])\s+", entry["text"])
    place = dice.randrange(len(sentences) + 1)
    text = " ".join([*sentences[:place], sentence, *sentences[place:]])
    assert isinstance(look(text), Hold)


def test_case_changes_nothing():
    for entry in OPEN:
        tier = look(entry["text"]).tier
        assert look(entry["text"].upper()).tier == look(entry["text"].lower()).tier == tier


def test_missing_punctuation_moves_one_tier_in_a_hundred():
    """Marks part one sentence's sense from the next; without them a neighbour's words may quieten a cue (measured)."""
    moved, cleared = 0, 0
    for entry in OPEN:
        bare = re.sub(r"[.,;:!?()“”\"…]", " ", re.sub("['’]", "", entry["text"]))
        before, after = look(entry["text"]), look(bare)
        moved += before.tier != after.tier
        cleared += isinstance(before, Hold) and not isinstance(after, Hold)
    assert moved <= 4
    assert cleared <= 1


@pytest.mark.parametrize(
    ("typed", "tier"),
    [
        ("he chocked me last nite", "3"),
        ("my husbend hit me agian becuase dinner was late", "3"),
        ("he slaped me", "3"),
        ("i want to kil myself tonight", "3s"),
        ("she threatend to take teh kids if i leave", "2"),
        ("im scard of my husband", "2"),
        ("he wont let me see my freinds", "2"),
        ("Everyone would be better off without me", "2s"),
        ("I pushd her and she fell", "2p"),
    ],
)
def test_common_typos_keep_the_tier(typed, tier):
    assert look(typed).tier == tier


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_any_text_gets_a_verdict_with_verbatim_quotes(text):
    verdict = look(text)
    assert all(text[cue.quote.start : cue.quote.end] == cue.quote.text for cue in verdict.cues)


def test_looking_twice_says_the_same():
    texts = [entry["text"] for entry in OPEN[:40]]
    random.Random(1).shuffle(texts)
    assert [look(text) for text in texts] == [look(text) for text in texts]
