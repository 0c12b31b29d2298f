"""Turns in, marks out, with an invented careful coder: order, context, blindness, spans, cautions, bad input."""

import itertools
from collections.abc import Sequence

import msgspec
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.coding import mark as mark_module
from nearer.coding.context import NOTHING, before
from nearer.coding.evidence import pieces
from nearer.coding.fast import BLOCKS, FastCoder, Gate, settled
from nearer.coding.frames import turns_of
from nearer.coding.inputs import SPLIT
from nearer.coding.labels import TURN_CODES
from nearer.coding.language import cautions
from nearer.coding.mark import Coders, Way, mark
from nearer.coding.mixture import Mixture
from nearer.errors import InputError
from nearer.turns.frame import MARKS

FEW = settings(max_examples=40, deadline=None)
PRESS, SHUT = TURN_CODES.index("press"), TURN_CODES.index("shut")


MIXTURE = Mixture(encoder=1.0, words=0.0, shifts=(0.0,) * len(TURN_CODES), thresholds=(0.5,) * len(TURN_CODES))


class Reader:
    """An encoder that knows two rules and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, lines: Sequence[str]) -> np.ndarray:
        self.asked += lines
        found = np.full((len(lines), len(TURN_CODES)), -5, np.float32)
        for row, line in enumerate(lines):
            context, _, said = line.partition(SPLIT)
            found[row, PRESS] = 2.0 if "answer" in said else -5
            found[row, SHUT] = 9.0 if said == "k" and "sad" in context else -5
        return found


def fast() -> FastCoder:
    """A fast coder with weights by chance."""
    dice = np.random.default_rng(3)
    tables = {
        name: dice.integers(-127, 128, (rows, 2 * len(TURN_CODES))).astype(np.int8) for name, rows in BLOCKS.items()
    }
    scales = {name: np.full(2 * len(TURN_CODES), 1e-4, np.float32) for name in BLOCKS}
    return FastCoder(tables, scales, {name: np.ones(rows, np.float32) for name, rows in BLOCKS.items()})


FAST = fast()


def coders(*, blind: bool = False, careful: bool = True, quiet: float = 0.0) -> tuple[Coders, Reader]:
    reader = Reader()
    mixture = msgspec.structs.replace(MIXTURE, gate=Gate(quiet=quiet, sure=99.0))
    return Coders(reader, FAST, mixture, Way(blind=blind, careful=careful)), reader


def talk(*texts: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "conversation": ["one"] * len(texts),
            "turn": range(len(texts)),
            "speaker": ["A" if place % 2 == 0 else "B" for place in range(len(texts))],
            "text": list(texts),
        }
    )


def test_marks_have_their_schema_and_places() -> None:
    """One row a code; the span lies in the turn; no text comes along."""
    marks = mark(talk("Hello. Please answer me!", "k", "fine by me"), coders()[0])

    assert dict(marks.schema) == MARKS
    assert marks["code"].to_list() == ["press"]
    assert marks["turn"].to_list() == [0]
    assert marks["coder"].to_list() == ["context"]
    assert marks["probability"][0] == pytest.approx(1 / (1 + np.exp(-2)))


def test_the_partner_is_seen_only_with_context() -> None:
    """A bare k is a wall only after something felt; blind marks cannot know."""
    turns = talk("I'm so sad", "k")

    assert mark(turns, coders()[0])["code"].to_list() == ["shut"]
    blind, reader = coders(blind=True)
    assert mark(turns, blind)["code"].to_list() == []
    assert not any("sad" in line.partition(SPLIT)[0] for line in reader.asked if line.endswith("k"))


@FEW
@given(
    st.lists(st.sampled_from(["answer me", "k", "I'm sad", "the bus is late", "no"]), max_size=12), st.text(max_size=20)
)
def test_blind_marks_never_change_with_the_partner(texts: list[str], other: str) -> None:
    """Whatever the partner says instead, one's own blind marks stay."""
    turns = talk(*texts)
    changed = turns.with_columns(text=pl.when(pl.col("speaker") == "B").then(pl.lit(other)).otherwise("text"))
    own = [
        mark(frame, coders(blind=True, careful=False)[0]).filter(pl.col("turn") % 2 == 0) for frame in (turns, changed)
    ]

    assert own[0].equals(own[1])


def test_the_order_of_rows_and_other_talks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mixed rows, another conversation between, and small parts give the same marks."""
    monkeypatch.setattr(mark_module, "PART", 2)
    one = talk("I'm sad", "k", "answer", "k")
    both = pl.concat([one, one.with_columns(conversation=pl.lit("two"))]).sample(fraction=1, shuffle=True, seed=4)
    marks = mark(both, coders()[0]).filter(pl.col("conversation") == "one").sort("turn")

    assert marks.equals(mark(one, coders()[0]))
    assert marks["turn"].to_list() == [1, 2, 3]


def test_same_lines_are_read_once() -> None:
    """A text that comes again in the same surroundings costs nothing again."""
    coder, reader = coders(blind=True)
    turns = talk("ok", "ok").with_columns(conversation=pl.Series(["a", "b"]))
    mark(turns, coder)
    mark(turns, coder)

    assert len(reader.asked) == 1


def test_what_is_settled_is_not_passed_on() -> None:
    """A gate that settles everything asks the careful coder nothing; one that settles nothing asks all."""
    quick, reader = coders(careful=False, quiet=1000.0)
    mark(talk("hello", "you"), quick)
    assert reader.asked == []
    slow, reader = coders(careful=False, quiet=0.0)
    mark(talk("hello", "you"), slow)
    assert len(reader.asked) == 4


def test_the_gate() -> None:
    """Every code must be surely there or surely not."""
    found = np.array([[0.01, 0.01], [0.9, 0.01], [0.9, 0.3], [0.4, 0.01]], np.float32)

    assert settled(found, np.array([0.5, 0.5], np.float32), Gate(0.1, 1.5)).tolist() == [True, True, False, False]


def test_what_stood_before() -> None:
    """The speaker's own last two turns, the other's last, the talk's last five; also among three."""
    found = before(["t"] * 6, ["A", "B", "A", "C", "B", "A"], np.arange(6))

    assert found.own.tolist() == [
        [NOTHING, NOTHING],
        [NOTHING, NOTHING],
        [NOTHING, 0],
        [NOTHING, NOTHING],
        [NOTHING, 1],
        [0, 2],
    ]
    assert found.other.tolist() == [NOTHING, 0, 1, 2, 3, 4]
    assert found.recent.tolist()[:2] == [[NOTHING] * 5, [NOTHING] * 4 + [0]]
    assert found.recent.tolist()[5] == [0, 1, 2, 3, 4]


def test_talks_side_by_side_stay_apart() -> None:
    """Turns of two talks mixed in one table, and one speaker alone in a row."""
    found = before(["t", "u", "t", "u", "t"], ["A", "A", "A", "B", "B"], np.arange(5))

    assert found.other.tolist() == [NOTHING, NOTHING, NOTHING, 1, 2]
    assert found.recent[4].tolist() == [NOTHING] * 3 + [0, 2]
    assert found.own[2].tolist() == [NOTHING, 0]


def test_other_languages_and_scripts() -> None:
    """Another script is not read; another language is trusted less; English slang is English."""
    assert cautions(["ответь мне", "por qué no me contestas", "du hörst mir nie zu", "tum kabhi baat nahi karte"]) == [
        "script", "language", "language", "language",
    ]  # fmt: skip
    assert cautions(["u ok hun? im sooo tired lol", "Don't be so hard on me", "k", "👍", "", "?!"]) == [None] * 6
    assert mark(talk("ответь answer"), coders()[0]).is_empty()


def test_turns_without_words_have_no_marks() -> None:
    """Empty turns, media and calls are passed over, also as what stood before."""
    turns = talk("I'm sad", "", "   ", "answer").with_columns(kind=pl.Series(["message", "message", "message", "call"]))

    assert mark(turns, coders()[0]).is_empty()
    assert mark(talk(), coders()[0]).is_empty()


@FEW
@given(st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=4))
def test_any_text_gives_marks_inside_the_turn(texts: list[str]) -> None:
    """Control characters, emoji, other scripts: places lie in the text and hold something."""
    turns = talk(*(f"{text} answer" for text in texts))
    for row in mark(turns, coders()[0]).iter_rows(named=True):
        text = turns["text"][row["turn"]]
        assert 0 <= row["start"] < row["end"] <= len(text)
        assert text[row["start"] : row["end"]].strip()


@FEW
@given(st.text(min_size=1, max_size=200).filter(lambda text: text.strip()))
def test_parts_of_a_turn_follow_one_another(text: str) -> None:
    """Parts are in order, do not overlap and are not blank."""
    found = pieces(text)

    assert found
    assert all(text[start:end].strip() for start, end in found)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(found))


def test_a_very_long_turn() -> None:
    """A hundred thousand characters are coded, with a caution and without harm."""
    text = "please answer me, " * 6_000

    assert cautions([text]) == ["long"]
    assert mark(talk(text), coders()[0])["code"].to_list() == ["press"]


def test_anything_that_speaks_arrow() -> None:
    """PyArrow tables, lazy frames, whole numbers as names, and text as categories are all turns."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed; Polars frames are tested above")
    turns = talk("answer", "k").with_columns(conversation=pl.lit(7), text=pl.col("text").cast(pl.Categorical))

    assert mark(turns.to_arrow(), coders()[0])["conversation"].to_list() == ["7"]
    assert turns_of(turns.lazy())["text"].to_list() == ["answer", "k"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda frame: frame.drop("speaker"), "speaker"),
        (lambda frame: frame.drop("turn", "text"), "turn, text"),
        (lambda frame: frame.with_columns(text=pl.lit(3)), "text"),
        (lambda frame: frame.with_columns(turn=pl.lit("first")), "turn"),
        (lambda frame: frame.with_columns(at=pl.lit(1.5)), "at"),
        (lambda frame: frame.with_columns(kind=pl.lit("sticker")), "kind"),
        (lambda frame: frame.with_columns(turn=pl.lit(1)), "twice"),
        (lambda frame: frame.with_columns(speaker=pl.lit(None, pl.String)), "row 1"),
        (lambda frame: frame.to_dicts(), "Arrow"),
    ],
)
def test_bad_tables_are_named_in_one_sentence(change, says: str) -> None:
    """What is wrong, where, what to do, and none of the person's words."""
    with pytest.raises(InputError, match=says) as caught:
        mark(change(talk("secret words", "more")), coders()[0])

    assert "secret" not in str(caught.value)
