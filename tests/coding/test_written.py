"""Written talk: the form is read strictly, what is read comes back whole, and bad lines are named."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.coding.labels import CODES
from nearer.coding.train.written import REGISTERS, Talk, Turn, parse, written_talks
from nearer.errors import InputError

PACKAGED = Path(__file__).resolve().parents[2] / "corpus/turns"
GOOD = """\
== test-1 | chat | Two people, somewhere; nothing much; ordinary
A: you up?
B [dismiss, defend]: no. and it's [nothing]: really

== test-2 | scene | Two others; warm
B [warm]: (takes his hand) Thank you.
"""
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=30)
TURNS = st.builds(Turn, st.sampled_from("AB"), st.lists(st.sampled_from(CODES), max_size=3).map(tuple), WORDS)


def test_a_file_is_read_whole():
    first, second = parse(GOOD, "good.txt")
    assert (first.slug, first.register, len(first.turns)) == ("test-1", "chat", 2)
    assert first.turns[1] == Turn("B", ("dismiss", "defend"), "no. and it's [nothing]: really")
    assert second.turns == (Turn("B", ("warm",), "(takes his hand) Thank you."),)
    assert parse("\n\n", "empty.txt") == []


@settings(max_examples=60, deadline=None)
@given(st.lists(TURNS, min_size=1, max_size=6), st.sampled_from(REGISTERS))
def test_what_is_written_comes_back(turns, register):
    lines = [f"{one.speaker} [{', '.join(one.codes)}]: {one.text}" for one in turns]
    found = parse("\n".join([f"== some-1 | {register} | about", *lines]), "made.txt")
    assert found == [Talk("some-1", register, "about", tuple(turns))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A: before any head", "made.txt, line 1: a turn stands before"),
        ("== one | chat", "line 1: this is not the head"),
        ("== one | letter | about\nA: hm", "line 1: this is not the head"),
        ("== one | chat | about\n\n== two | chat | about\nA: hm", "the conversation one has no turn"),
        ("== one | chat | about\nC: hm", "line 2: this is not a turn"),
        ("== one | chat | about\nA [warm: hm", "line 2: this is not a turn"),
        ("== one | chat | about\nA:", "line 2: this is not a turn"),
        ("== one | chat | about\nA [warmth]: hm", "line 2: 'warmth' is no code"),
    ],
)
def test_a_bad_line_is_named(text, said):
    with pytest.raises(InputError, match=said.replace("'", ".")):
        parse(text, "made.txt")


def test_a_conversation_may_not_come_twice(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("== one | chat | about\nA: hm\n", encoding="utf-8")
    with pytest.raises(InputError, match="one stands twice"):
        written_talks(tmp_path)


@pytest.mark.skipif(not PACKAGED.is_dir(), reason="the written talk comes with the repository, not with the package")
def test_the_talk_in_the_repository_is_good_and_stays_in_one_fold_a_conversation():
    pytest.importorskip("sklearn", reason="needs the extra train")
    from nearer.coding.train.corpus import written_items

    folds: dict[str, set[int]] = {}
    for item in written_items(PACKAGED):
        folds.setdefault(item.key.rpartition(":")[0], set()).add(item.fold)
    assert all(len(found) == 1 for found in folds.values())
    assert len(folds) == len(written_talks(PACKAGED))
