"""Letters written for training: the form is read strictly, what is read comes back whole, bad lines are named."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.coding.labels import ACTORS, CODES, ELEMENTS
from nearer.coding.train.told import Sentence, parse_letters, told_letters
from nearer.errors import InputError

HEAD = "== one | pattern=pursue-withdraw role=pursuer risk=none scope=couple | Somebody, about evenings"
GOOD = f"""\
{HEAD}
[- | fact] We have the ground floor [and the garden].
[self: press, probe; partner: dismiss | habit, feel] I ask and ask: he says all is well.

== two | pattern=none role=none risk=none scope=ended | Somebody else
[other | stress] His mother came.
"""
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=30)
ACTS = st.tuples(st.sampled_from(ACTORS), st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(tuple))
SENTENCES = st.builds(
    Sentence,
    st.lists(ACTS, max_size=2).map(tuple),
    st.lists(st.sampled_from(ELEMENTS), max_size=3, unique=True).map(tuple),
    WORDS,
)


def _acts(sentence):
    return "; ".join(f"{who}: {' '.join(codes)}" for who, codes in sentence.acts) or "-"


def test_a_file_is_read_whole():
    first, second = parse_letters(GOOD, "good.txt")
    assert (first.slug, first.whole["role"], len(first.sentences)) == ("one", "pursuer", 2)
    assert first.sentences[0] == Sentence((), ("fact",), "We have the ground floor [and the garden].")
    assert first.sentences[1].acts == (("self", ("press", "probe")), ("partner", ("dismiss",)))
    assert second.sentences == (Sentence((("other", ()),), ("stress",), "His mother came."),)


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=5))
def test_what_is_written_comes_back(sentences):
    lines = [f"[{_acts(one)} | {', '.join(one.elements) or '-'}] {one.text}" for one in sentences]
    (found,) = parse_letters("\n".join([HEAD, *lines]), "made.txt")
    assert list(found.sentences) == sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[- | fact] Early.", "made.txt, line 1: a sentence stands before"),
        ("== one | pattern=none | who", "line 1: this is not the head"),
        (HEAD.replace("role=pursuer", "role=victim"), "line 1: this is not the head"),
        (HEAD, "the letter one has no sentence"),
        (f"{HEAD}\nNo brackets.", "line 2: this is not a sentence"),
        (f"{HEAD}\n[mother: press | fact] Hm.", "line 2: .mother. is nobody"),
        (f"{HEAD}\n[self: nag | fact] Hm.", "line 2: .nag. is no code"),
        (f"{HEAD}\n[self | joy] Hm.", "line 2: .joy. is no element"),
    ],
)
def test_a_bad_line_is_named(text, said):
    with pytest.raises(InputError, match=said):
        parse_letters(text, "made.txt")


def test_a_letter_may_not_come_twice(tmp_path):
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    with pytest.raises(InputError, match="The letter one stands twice"):
        told_letters(tmp_path)


def test_the_letters_of_this_repository_can_be_read():
    found = told_letters(Path(__file__).resolve().parents[2] / "corpus" / "letters")
    assert found
    assert {letter.whole["pattern"] for letter in found} >= {"pursue-withdraw", "none", "other"}
