"""What the encoder is given: blind lines hold nothing of the partner, and any text can be put into a line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.coding.inputs import SPLIT, clean, format_alone, format_in_talk, format_sentence
from nearer.coding.labels import HEADS, columns


def test_a_blind_line_has_the_speakers_own_last_two_turns():
    line = format_alone(["Hello.", "I waited.", "Are you there?"], "I called twice.")
    assert line == f"alone. me: I waited. / Are you there?{SPLIT}I called twice."


def test_a_contextual_line_tells_the_talk_in_its_order():
    earlier = [(True, "I waited."), (False, "Where were you?"), (False, "Hm?")]
    assert (
        format_in_talk(earlier, "I called twice.")
        == f"talk. me: I waited. you: Where were you? / Hm?{SPLIT}I called twice."
    )
    assert format_in_talk([], "Hello.") == f"talk. {SPLIT}Hello."


def test_of_a_long_talk_the_end_is_kept():
    line = format_in_talk([(True, "early " * 50), (False, "late " * 50)], "Now.")
    assert line.count("early") == 56 - 51
    assert line.count("late") == 50


def test_emoji_become_words():
    assert clean("fine \U0001f644") == "fine  face with rolling eyes "
    assert clean("it’s ok") == "it's ok"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=200))
def test_every_text_gives_one_line_with_one_split(before, text):
    talk = [(len(said) % 2 == 0, said) for said in before]
    for line in (format_sentence(before, text), format_alone(before, text), format_in_talk(talk, text)):
        assert line.count(SPLIT) == 1


def test_columns_stand_side_by_side():
    ends = [columns(head) for head in HEADS]
    assert [part.start for part in ends[1:]] == [part.stop for part in ends[:-1]]
    with pytest.raises(KeyError):
        columns("nobody")
