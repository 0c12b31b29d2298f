"""What the encoder is given: blind lines hold nothing of the partner, and any text can be put into a line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.coding.inputs import SPLIT, clean, format_sentence, format_turn
from nearer.coding.labels import HEADS, columns


def test_a_blind_line_holds_nothing_of_the_partner():
    line = format_turn(["I waited."], ["Where were you?"], "I called twice.", blind=True)
    assert line == format_turn(["I waited."], [], "I called twice.", blind=True)
    assert "where" not in line.lower()


def test_a_contextual_line_tells_own_from_partner():
    line = format_turn(["I waited."], ["Where were you?"], "I called twice.", blind=False)
    assert line == f"talk. me: I waited. you: Where were you?{SPLIT}I called twice."


def test_emoji_become_words():
    assert clean("fine \U0001f644") == "fine  face with rolling eyes "
    assert clean("it’s ok") == "it's ok"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=200))
def test_every_text_gives_one_line_with_one_split(before, text):
    for line in (format_sentence(before, text), format_turn(before, before, text, blind=False)):
        assert line.count(SPLIT) == 1


def test_columns_stand_side_by_side():
    ends = [columns(head) for head in HEADS]
    assert [part.start for part in ends[1:]] == [part.stop for part in ends[:-1]]
    with pytest.raises(KeyError):
        columns("nobody")
