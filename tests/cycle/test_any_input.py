"""Whatever comes in, a cycle comes out or one sentence: never another error."""

from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nearer.cycle import find_cycle
from nearer.errors import InputError

MONDAY = datetime(2026, 1, 5)  # noqa: DTZ001
ROW = st.tuples(
    st.sampled_from("AB"),
    st.one_of(st.none(), st.integers(0, 60 * 24 * 3), st.sampled_from([0, 0, 5])),
    st.sampled_from(["message", "message", "message", "media", "deleted", "call", "system"]),
    st.sampled_from([None, "press", "shut", "repair", "contempt", "threat", "warm", "never heard of"]),
    st.sampled_from([0.2, 0.5, 1.0]),
    st.sampled_from(["one", "two"]),
)


MARKS = {"conversation": pl.String, "turn": pl.Int64, "code": pl.String, "probability": pl.Float64}


def moment(minutes):
    return None if minutes is None else MONDAY + timedelta(minutes=minutes)


@given(st.lists(ROW, min_size=1, max_size=60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_small_conversation(rows):
    turns = pl.DataFrame(
        {
            "conversation": [row[5] for row in rows],
            "turn": range(len(rows)),
            "speaker": [row[0] for row in rows],
            "at": pl.Series(
                [None if row[1] is None else MONDAY + timedelta(minutes=row[1]) for row in rows],
                dtype=pl.Datetime("us"),
            ),
            "kind": [row[2] for row in rows],
        }
    )
    told = [(k, row[3], row[4]) for k, row in enumerate(rows) if row[3]]
    marks = pl.DataFrame(
        {
            "conversation": [rows[k][5] for k, _, _ in told],
            "turn": [k for k, _, _ in told],
            "code": [code for _, code, _ in told],
            "probability": [p for _, _, p in told],
        },
        schema=MARKS,
    )
    try:
        found = find_cycle(turns, marks, permutations=9, draws=10)
    except InputError:
        return  # one plain sentence; anything else would fail the test
    assert {loop.claim for loop in found.loops} == {"not enough yet"}
    assert all(link.strength == "nothing" for link in found.links)


@pytest.mark.parametrize("turn", [["a", "b"], [0.5, 1.5], [None, 1]])
def test_turns_are_whole_numbers(turn):
    turns = pl.DataFrame({"conversation": ["one"] * 2, "turn": turn, "speaker": ["A", "B"]})
    marks = pl.DataFrame(
        schema={"conversation": pl.String, "turn": pl.Int64, "code": pl.String, "probability": pl.Float64}
    )
    with pytest.raises(InputError, match="number the turns"):
        find_cycle(turns, marks)


def test_a_table_of_strings_for_times_is_told():
    turns = pl.DataFrame({"conversation": ["one"] * 2, "turn": [0, 1], "speaker": ["A", "B"], "at": ["today", "later"]})
    marks = pl.DataFrame(
        schema={"conversation": pl.String, "turn": pl.Int64, "code": pl.String, "probability": pl.Float64}
    )
    with pytest.raises(InputError, match="a date with a time"):
        find_cycle(turns, marks)
