"""The packaged encoder: the same line gives the same numbers in any company, and turns are read above a floor."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.coding.encoder import (
    TURN_CODES,
    encoder,
    format_alone,
    format_in_talk,
    model_file,
    turn_probabilities,
    turn_thresholds,
)
from nearer.coding.labels import FAMILY_OF, HEADS

FILES = ("encoder.onnx", "tokenizer.json", "letter.npz", "heads.json")
FLOOR = 16
TURNS = [
    ("Where have you been? Who were you with?", "reach"),
    ("Tell me now. I want an answer this minute.", "reach"),
    ("You never have any time for me.", "reach"),
    ("Do you still love me?", "reach"),
    ("I don't want to talk about it. Leave it.", "away"),
    ("It's nothing, really. I'm fine.", "away"),
    ("Whatever. I'm going to bed.", "away"),
    ("Don't make such a fuss, it's no big deal.", "away"),
    ("You are so selfish, it's always your fault.", "against"),
    ("Oh, well done, genius. What an idiot.", "against"),
    ("That's not true, I did ring you, I was busy.", "against"),
    ("If you do that again I'm leaving and taking the kids.", "against"),
    ("I'm so sorry, I shouldn't have said that.", "toward"),
    ("Thank you for this, I love you.", "toward"),
    ("I feel lonely and a bit scared.", "toward"),
    ("That makes sense. I can see why you were hurt.", "toward"),
    ("Would you like to talk tonight, after dinner?", "toward"),
    ("I need half an hour, then I'll come back and we'll talk.", "toward"),
]


def test_every_file_is_there_and_they_are_small():
    assert sum(len(model_file(name).read_bytes()) for name in FILES) < 40_000_000


def test_company_and_order_change_nothing():
    lines = [format_in_talk([(False, "Are you all right?")], text) for text, _ in TURNS]
    together = encoder().predict(lines)
    alone = np.concatenate([encoder().predict([line]) for line in lines[:6]])
    assert np.allclose(together[:6], alone, atol=1e-4)
    assert np.allclose(encoder().predict(lines[::-1])[::-1], together, atol=1e-4)
    assert encoder().encode(lines).shape == (len(lines), 768)
    assert together.shape == (len(lines), sum(map(len, HEADS.values())))


def test_the_trunk_is_given_line_by_line():
    lines = [format_in_talk([(False, "Are you all right?")], text) for text, _ in TURNS[:5]]
    states, target, mask = encoder().trunk(lines)
    assert states.shape == (5, mask.sum(axis=1).max(), 384)
    assert (states[mask == 0] == 0).all()
    assert (target <= mask).all()
    assert target.any(axis=1).all()
    alone, _, _ = encoder().trunk(lines[:1])
    assert np.allclose(states[0, : alone.shape[1]], alone[0], atol=1e-3)
    assert [part.shape for part in encoder().trunk([])] == [(0, 0, 384), (0, 0), (0, 0)]


@pytest.mark.parametrize("blind", [True, False])
def test_turns_are_read_above_the_floor(blind):
    found = turn_probabilities([format_alone([], text) if blind else format_in_talk([], text) for text, _ in TURNS])
    families = [FAMILY_OF[TURN_CODES[place]] for place in found.argmax(axis=1)]
    assert sum(said == wanted for said, (_, wanted) in zip(families, TURNS, strict=True)) >= FLOOR


def test_nothing_gives_nothing():
    assert turn_probabilities([]).shape == (0, 18)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=3))
def test_any_text_gives_probabilities(texts):
    found = turn_probabilities([format_in_talk([(True, said) for said in texts], text) for text in texts])
    assert found.shape == (len(texts), 18)
    assert ((found >= 0) & (found <= 1)).all()


def test_thresholds_are_probabilities_for_every_code():
    for blind in (True, False):
        thresholds = turn_thresholds(blind=blind)
        assert set(thresholds) == set(TURN_CODES)
        assert all(0 < value < 1 for value in thresholds.values())


def test_running_it_needs_no_training_library():
    program = "import sys, nearer.letter.reading as r; r.read_sentences(['He left.']); "
    program += "sys.exit(bool({'torch', 'sklearn', 'onnx', 'transformers'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
