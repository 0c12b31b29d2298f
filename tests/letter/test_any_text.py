"""Any text at all gives a story whose quotes are verbatim, or one kind sentence."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.errors import NearerError, NotALetterError
from nearer.letter import read
from nearer.letter.sentences import split
from nearer.turns import Quote

PIECES = [
    "my husband", "I", "she", "he", "they", "we", "my boss", "shuts down", "says \"it's nothing\"", "when",
    "I ask",
    "what is wrong", ".", "?", "\n", "\n\n", "and", "but", "don't", "feel", "lonely", "“I’m fine”", "İstanbul",
    "…", "!",
    "always",
    "yesterday", "walks away", "my mother", "want to talk", "- ", "1. ", "Dear Doc,", "Love, Ann", "tl;dr", "",
]  # fmt: skip


def quotes(value):
    """Every quote anywhere in a record."""
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from quotes(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from quotes(item)


def holds(text):
    try:
        story = read(text)
    except NearerError:
        return
    for quote in quotes(story):
        assert story.letter[quote.start : quote.end] == quote.text
        assert quote.text
    for move in story.moves:
        assert move.after is None or 0 <= move.after < len(story.moves)
        assert 0 <= move.sentence < len(story.sentences)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text):
    holds(text)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=5, max_size=60).map(" ".join))
def test_any_heap_of_letter_pieces(text):
    holds(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_sentences_are_in_order_and_do_not_overlap(text):
    found = split(text)
    assert all(text[quote.start : quote.end] == quote.text for quote in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


NO_LETTERS = {
    "two words": "hello there",
    "a recipe": "Preheat the oven to 200 degrees. Mix two cups of flour with a teaspoon of salt, stir in the "
    "butter and the eggs, and bake for forty minutes. My tip: serve it with cream.",
    "a poem": "The rain goes over the grey roofs, the river carries the leaves away, and nothing waits in the "
    "empty street but the wind that turns the corner.",
    "code": "def main():\n    value = 3\n    for item in range(value):\n        print(item)\n    return value\n",
    "news": "The council voted on Tuesday to close the bridge for repairs. Traffic will be led over the "
    "ring road until spring. A spokesman said that the work costs four million.",
    "a CV": "Curriculum vitae. Experience: project manager, 2015 to 2021. Skills: budgets, planning, negotiation. "
    "Education: BSc in civil engineering. References on request.",
}


@pytest.mark.parametrize("text", NO_LETTERS.values(), ids=NO_LETTERS.keys())
def test_what_is_no_letter_is_turned_away_kindly(text):
    with pytest.raises(NotALetterError) as caught:
        read(text)
    assert caught.value.exit_status == 3


@pytest.mark.parametrize(
    "text",
    [
        "Mein Mann und ich sind seit zehn Jahren verheiratet, aber er redet nicht. Wenn ich frage, geht er weg.",
        "Mon mari ne me parle plus. Quand je pose une question, il part dans la chambre et il ne dit rien.",
        "Мой муж не разговаривает со мной, и я не знаю, что делать.",
        "Mi esposo no quiere hablar conmigo y cuando pregunto se va de la casa sin decir nada.",
    ],
)
def test_another_language_is_said_to_be_unread(text):
    with pytest.raises(NotALetterError, match="English"):
        read(text)


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_nothing_at_all_is_bad_input(text):
    with pytest.raises(NearerError) as caught:
        read(text)
    assert caught.value.exit_status == 2


def test_more_than_a_letter_is_bad_input():
    with pytest.raises(NearerError) as caught:
        read("My husband will not talk to me. " * 3000)
    assert caught.value.exit_status == 2
