"""Preparation: what becomes one turn, one talk and one day; silence; rounds and how they end."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cycle.couples import as_turns, couple
from nearer.cycle.frames import read_messages
from nearer.cycle.gate import ARROWS, gate_rows, silence_rows
from nearer.cycle.moments import moment, openings, rounds
from nearer.cycle.prepare import prepare

MONDAY = datetime(2026, 1, 5)  # noqa: DTZ001
NONE = np.zeros(0, dtype=np.int64)


def messages(rows):
    """Rows of (hours since Monday midnight, speaker, kind)."""
    frame = pl.DataFrame(
        {
            "conversation": ["one"] * len(rows),
            "turn": range(len(rows)),
            "speaker": [row[1] for row in rows],
            "at": pl.Series([MONDAY + timedelta(hours=row[0]) for row in rows], dtype=pl.Datetime("us")),
            "kind": [row[2] if len(row) > 2 else "message" for row in rows],
        }
    )
    return read_messages(frame, NONE)


def turns_of(rows, classes=None):
    told = messages(rows)
    return prepare(told, np.zeros(len(told.who), dtype=np.int64) if classes is None else np.array(classes))


def test_messages_within_three_minutes_are_one_turn():
    turns = turns_of([(9, "A"), (9 + 2.9 / 60, "A"), (9 + 6 / 60, "A"), (9.2, "B")], [1, 0, 2, 0])
    assert turns.who.tolist() == [0, 0, 1]
    assert turns.mark.tolist() == [1, 2, 0]


def test_a_turn_of_several_messages_has_the_last_class_that_is_told():
    assert turns_of([(9, "A"), (9.01, "A"), (9.02, "A"), (9.2, "B")], [1, 2, 0, 0]).mark.tolist() == [2, 0]


@pytest.mark.parametrize(
    ("first", "second", "talks"),
    [(12.0, 15.9, 1), (12.0, 16.1, 2), (22.0, 23.2, 2), (21.0, 22.9, 1), (25.0, 26.5, 2), (23.5, 24.2, 1)],
)
def test_a_long_pause_ends_a_talk_and_a_shorter_one_at_night(first, second, talks):
    assert len(set(turns_of([(first, "A"), (second, "B")]).episode)) == talks


def test_a_day_runs_from_four_to_four():
    turns = turns_of([(23.0, "A"), (27.5, "B"), (28.1, "A")])
    assert turns.day[0] == turns.day[1] == turns.day[2] - 1


def test_a_call_closes_the_talk_and_is_no_turn():
    turns = turns_of([(9, "A"), (9.1, "B", "call"), (9.2, "B"), (9.3, "A", "system")])
    assert turns.size == 2
    assert turns.episode.tolist() == [0, 1]


def test_seconds_are_drawn_inside_the_minute_and_keep_the_order():
    told = messages([(9, "A"), (9, "B"), (9, "A"), (9 + 1 / 60, "B")])
    assert told.by_minute
    turns = prepare(told, np.zeros(4, dtype=np.int64), np.random.default_rng(1))
    assert turns.who.tolist() == [0, 1, 0, 1]
    assert (np.diff(turns.at) > 0).all()
    assert (turns.at * 3600 % 60 < 59.0001).all()


@given(st.lists(st.tuples(st.floats(0, 200), st.sampled_from("AB")), min_size=2, max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_times_give_turns_that_cover_the_messages_once(rows):
    if len({who for _, who in rows}) < 2:
        return
    turns = turns_of(sorted(rows))
    assert len(turns.group) == len(rows)
    assert np.array_equal(np.unique(turns.group), np.arange(turns.size))
    assert (np.diff(turns.episode) >= 0).all()
    assert (turns.start <= np.arange(turns.size)).all()
    assert (turns.episode[turns.start] == turns.episode).all()


def slow_rows(turns, arrow):
    """The definition of a row, turn by turn."""
    out = []
    for k in range(turns.size):
        if turns.who[k] == arrow.source:
            continue
        asked, last, back = [], 0, k - 1
        while back >= turns.start[k]:
            if turns.who[back] != arrow.source:
                last = turns.mark[back] + 1
                break
            asked.append(turns.mark[back])
            back -= 1
        if asked:
            out.append((k, arrow.deed in asked, turns.mark[k] == arrow.answer, last))
    return out


@pytest.mark.parametrize("place", range(4))
def test_the_rows_of_the_gate_are_their_definition(place):
    turns = couple(np.random.default_rng(4), days=8)
    rows = gate_rows(turns, ARROWS[place], by_day=True)
    wanted = slow_rows(turns, ARROWS[place])
    assert rows.turn.tolist() == [row[0] for row in wanted]
    assert rows.exposed.tolist() == [row[1] for row in wanted]
    assert rows.answered.tolist() == [row[2] for row in wanted]
    assert (rows.stratum % 4).tolist() == [row[3] for row in wanted]


def test_silence_is_no_reply_within_the_usual_time_and_never_an_event():
    who, mark, at, episode = [], [], [], []
    for day in range(40):
        for part in range(6):
            t = day * 24 + 9 + 2 * part
            silent = part == 3
            who += [0] if silent else [0, 1]
            mark += [1] if silent else [0, 2]
            at += [t] if silent else [t, t + 0.05]
            episode += [day] * (1 if silent else 2)
    turns = as_turns(who, mark, episode, np.floor((np.array(at) - 4) / 24), at)
    rows = silence_rows(turns, 0, np.zeros(0))
    assert rows.answered[rows.exposed].all()
    assert not rows.answered[~rows.exposed].any()
    assert silence_rows(turns, 0, np.array(at)[np.array(mark) == 1] + 0.01).exposed.sum() == 0


def test_a_round_runs_from_its_first_reach_to_its_last_hard_turn():
    who = [0, 1] * 10
    mark = [0, 0, 1, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0]
    turns = as_turns(who, mark, [0] * 20, [0] * 20, 9 + np.arange(20) / 60)
    found = rounds(turns)
    assert (found.first.tolist(), found.last.tolist()) == ([2], [5])
    mend = np.arange(20) == 9
    told = moment(turns, mend)
    assert told.minutes_to_calm.value == pytest.approx(3.0)
    assert told.repairs.value == 1.0
    assert told.hours[9].count == 1
    assert moment(turns, np.arange(20) == 1).repairs.value == 0.0


def test_openings_are_met_by_the_first_turn_of_the_other():
    turns = as_turns([0, 1, 1, 0, 0, 1], [0, 0, 1, 2, 0, 2], [0, 0, 1, 1, 2, 2], [0] * 6, 9 + np.arange(6.0))
    soft = np.array([True, False, False, False, True, False])
    found = {opening.kind: opening.well for opening in openings(turns, soft)}
    assert (found["soft"].value, found["soft"].n) == (0.5, 2)
    assert (found["hard"].value, found["hard"].n) == (0.0, 1)
    assert found["plain"].value is None
