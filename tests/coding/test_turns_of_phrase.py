"""Turns of phrase: found where they stand, in any spelling of the apostrophe, in any text."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.coding.labels import TURN_CODES
from nearer.coding.rules import MOST_CHARACTERS, phrases

YES, NO = 0, 1


def _told(text, code):
    return phrases([text])[0, TURN_CODES.index(code)].tolist()


def test_a_phrase_speaks_for_its_code():
    assert _told("I’m really sorry about last night.", "repair") == [1, 0]
    assert _told("ARE WE OKAY?", "seek") == [1, 0]
    assert _told("No wonder you were cross.", "validate") == [1, 0]
    assert _told("Can you bring the washing in?", "repair") == [0, 0]


def test_what_only_looks_like_it_speaks_against():
    assert _told("Sorry if you took it that way.", "repair")[NO] == 1
    assert _told("I feel that you are mean.", "disclose")[NO] == 1
    assert _told("I need ten minutes, then we can talk.", "shut")[NO] == 1


def test_nothing_is_looked_for_far_into_a_long_turn():
    assert _told("la " * MOST_CHARACTERS + "i'm so sorry", "repair") == [0, 0]
    assert phrases([]).shape == (0, len(TURN_CODES), 2)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_text_is_looked_at(texts):
    found = phrases(texts)
    assert found.shape == (len(texts), len(TURN_CODES), 2)
    assert np.isin(found, (0, 1)).all()
