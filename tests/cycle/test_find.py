"""The friendly layer: what comes back for a couple, and what is said of input that cannot carry it."""

from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import polars as pl
import pytest

import nearer
from cycle.couples import couple
from nearer.cycle import Cycle, find_cycle
from nearer.errors import InputError

MONDAY = datetime(2026, 1, 5)  # noqa: DTZ001
CODES = {1: "press", 2: "shut"}


def frames(turns, *, names=("Ada", "Bo"), minute=False):
    at = [MONDAY + timedelta(hours=float(x)) for x in turns.at]
    if minute:
        at = [moment.replace(second=0, microsecond=0) for moment in at]
    size = turns.size
    table = pl.DataFrame(
        {
            "conversation": ["one"] * size,
            "turn": np.arange(size),
            "speaker": [names[w] for w in turns.who],
            "at": pl.Series(at, dtype=pl.Datetime("us")),
            "kind": ["message"] * size,
        }
    )
    told = np.flatnonzero(turns.mark)
    marks = pl.DataFrame(
        {
            "conversation": ["one"] * len(told),
            "turn": told,
            "code": [CODES[int(turns.mark[k])] for k in told],
            "probability": [0.9] * len(told),
        },
        schema_overrides={"turn": pl.Int64, "code": pl.String, "conversation": pl.String},
    )
    return table, marks


@pytest.fixture(scope="module")
def strong():
    return frames(couple(np.random.default_rng(1), days=45, a_to_b=2.2, b_to_a=2.2))


@pytest.fixture(scope="module")
def found(strong) -> Cycle:
    return find_cycle(*strong, permutations=999, draws=60)


def test_a_strong_loop_is_found_and_only_that_one(found):
    assert found.loops[0].claim == "pattern found"
    assert found.loops[0].pursuer == found.people[0]
    assert found.loops[1].claim in ("not enough yet", "no such pattern")
    assert found.loops[0].gain.average.low > 0
    assert found.links[0].rate_exposed.value - found.links[0].rate_otherwise.value == pytest.approx(
        found.links[0].risk_difference
    )


def test_every_number_has_its_n_and_method_and_lies_in_its_interval(found):
    def walk(part):
        if isinstance(part, dict):
            if {"value", "low", "high", "n", "method"} <= set(part):
                assert part["n"] >= 0
                assert part["method"]
                if part["low"] is not None and part["value"] is not None and part["high"] is not None:
                    assert part["low"] <= part["value"] <= part["high"]
            for inner in part.values():
                walk(inner)
        elif isinstance(part, list | tuple):
            for inner in part:
                walk(inner)

    walk(msgspec.to_builtins(found))
    assert msgspec.json.decode(msgspec.json.encode(found), type=Cycle) == found


def test_the_package_can_be_called(strong, found):
    import nearer.cycle as room

    assert nearer.cycle(*strong, permutations=999, draws=60) == found
    assert room.Link is type(found.links[0])


def test_the_same_seed_gives_the_same_result_and_another_moves_only_the_draws(strong, found):
    again = find_cycle(*strong, permutations=999, draws=60)
    other = find_cycle(*strong, permutations=999, draws=60, seed=5)
    assert again == found
    assert other.links[0].odds_ratio == found.links[0].odds_ratio


def test_other_names_or_a_later_year_change_nothing_but_names_and_dates(strong, found):
    turns, marks = strong
    moved = turns.with_columns(
        pl.col("speaker").replace({"Ada": "Zoe", "Bo": "Abe"}), pl.col("at") + timedelta(weeks=104)
    )
    other = find_cycle(moved, marks, permutations=999, draws=60)
    assert [link.odds_ratio for link in other.links] == [link.odds_ratio for link in found.links]
    assert [link.p_permutation for link in other.links] == [link.p_permutation for link in found.links]
    assert other.moment.hours == found.moment.hours


def test_swapping_the_two_people_swaps_the_arrows(strong, found):
    turns, marks = strong
    late = turns["speaker"][0]
    flipped = turns.with_columns(pl.col("speaker").replace({"Ada": "Bo", "Bo": "Ada"}))
    other = find_cycle(flipped, marks, permutations=999, draws=60)
    assert other.people == tuple(reversed(found.people)) or late == "Bo"
    assert other.loops[0].claim == found.loops[0].claim


def test_minutes_only_are_filled_in_twenty_times():
    cycle = find_cycle(*frames(couple(np.random.default_rng(3), days=20), minute=True), permutations=99, draws=60)
    assert ("by-minute", 20) in [(c.code, c.n) for c in cycle.cautions]


def test_a_transcript_without_times_holds_blocks_of_turns():
    turns, marks = frames(couple(np.random.default_rng(4), days=40, a_to_b=2.5, b_to_a=2.5, talks=1, length=20))
    cycle = find_cycle(turns.drop("at"), marks, permutations=999, draws=60)
    assert cycle.mode == "transcript"
    assert cycle.days == 0
    assert {"no-times", "transcript"} <= {c.code for c in cycle.cautions}
    assert "20 turns" in cycle.links[0].method


@pytest.mark.parametrize("name", ["text", "message", "Body", "quote"])
def test_text_is_refused(strong, name):
    turns, marks = strong
    with pytest.raises(InputError, match="no text"):
        find_cycle(turns.with_columns(pl.lit("a secret").alias(name)), marks)
    with pytest.raises(InputError, match="no text"):
        find_cycle(turns, marks.with_columns(pl.lit("a secret").alias(name)))


def test_one_speaker_three_speakers_and_nobody(strong):
    turns, marks = strong
    with pytest.raises(InputError, match="one speaker"):
        find_cycle(turns.with_columns(speaker=pl.lit("Ada")), marks)
    three = turns.with_columns(speaker=pl.when(pl.col("turn") == 7).then(pl.lit("Cy")).otherwise(pl.col("speaker")))
    with pytest.raises(InputError, match="3 speakers"):
        find_cycle(three, marks)
    with pytest.raises(InputError, match="no turns"):
        find_cycle(turns.head(0), marks.head(0))
    with pytest.raises(InputError, match="no speaker"):
        find_cycle(turns.with_columns(speaker=pl.lit(None, dtype=pl.String)), marks)


@pytest.mark.parametrize("wrong", [float("nan"), 1.5, -0.1, None])
def test_a_probability_that_is_no_share(strong, wrong):
    turns, marks = strong
    bad = marks.with_columns(probability=pl.Series([wrong] + [0.9] * (marks.height - 1), dtype=pl.Float64))
    with pytest.raises(InputError, match="row 1 of the marks"):
        find_cycle(turns, bad)


def test_missing_columns_are_named(strong):
    turns, marks = strong
    with pytest.raises(InputError, match="speaker"):
        find_cycle(turns.drop("speaker"), marks)
    with pytest.raises(InputError, match="probability"):
        find_cycle(turns, marks.drop("probability"))


def test_all_at_one_time_is_a_transcript(strong):
    turns, marks = strong
    cycle = find_cycle(turns.with_columns(at=pl.lit(MONDAY).cast(pl.Datetime("us"))), marks, permutations=99, draws=60)
    assert cycle.mode == "transcript"
    assert "one-time" in {c.code for c in cycle.cautions}


def test_a_clock_that_goes_back_is_told(strong, found):
    turns, marks = strong
    back = turns.with_columns(
        at=pl.when(pl.col("turn") == 400).then(pl.col("at") - timedelta(days=9)).otherwise(pl.col("at"))
    )
    cycle = find_cycle(back, marks, permutations=99, draws=60)
    assert ("clock-back", 1) in [(c.code, c.n) for c in cycle.cautions]


def test_newest_first_is_the_same_couple(strong, found):
    turns, marks = strong
    last = turns.height - 1
    newest = turns.with_columns(turn=last - pl.col("turn"))
    cycle = find_cycle(newest, marks.with_columns(turn=last - pl.col("turn")), permutations=999, draws=60)
    assert [link.odds_ratio for link in cycle.links] == [link.odds_ratio for link in found.links]


def test_one_day_says_not_enough(strong):
    turns, marks = strong
    day = turns.filter(pl.col("at") < MONDAY + timedelta(days=1))
    cycle = find_cycle(day, marks.filter(pl.col("turn").is_in(day["turn"].implode())), permutations=99, draws=60)
    assert {loop.claim for loop in cycle.loops} == {"not enough yet"}
    assert "one-day" in {c.code for c in cycle.cautions}


def test_no_marks_say_not_enough(strong):
    turns, marks = strong
    cycle = find_cycle(turns, marks.head(0), permutations=99, draws=60)
    assert {loop.claim for loop in cycle.loops} == {"not enough yet"}
    assert "no-marks" in {c.code for c in cycle.cautions}


def test_two_turns_are_enough_not_to_fail():
    turns, marks = frames(couple(np.random.default_rng(1), days=1))
    cycle = find_cycle(
        turns.head(2).with_columns(speaker=pl.Series(["Ada", "Bo"])), marks.head(0), permutations=9, draws=60
    )
    assert {loop.claim for loop in cycle.loops} == {"not enough yet"}


def test_a_coder_that_saw_the_partners_turns_is_left_out(strong):
    turns, marks = strong
    cycle = find_cycle(turns, marks.with_columns(coder=pl.lit("context")), permutations=99, draws=60)
    assert cycle.links[0].n_exposed == 0


def test_without_proven_coding_no_pattern_is_claimed(strong):
    cycle = find_cycle(*strong, permutations=999, draws=60, coder_gate=False)
    assert cycle.loops[0].claim != "pattern found"
    assert "coder-not-proven" in {c.code for c in cycle.loops[0].missing}


def test_threats_leave_the_statistics(strong, found):
    turns, marks = strong
    threat = pl.DataFrame({"conversation": ["one"], "turn": [5], "code": ["threat"], "probability": [0.9]})
    cycle = find_cycle(turns, pl.concat([marks, threat]), permutations=99, draws=60)
    assert ("threat-left-out", 1) in [(c.code, c.n) for c in cycle.cautions]
    assert cycle.n_messages == found.n_messages - 1


def test_times_with_a_zone_use_the_local_day(strong, found):
    turns, marks = strong
    zoned = turns.with_columns(pl.col("at").dt.replace_time_zone("Europe/Paris"))
    cycle = find_cycle(zoned, marks, permutations=999, draws=60)
    assert cycle.first == found.first
    assert cycle.days == found.days
    assert MONDAY.replace(tzinfo=UTC).isoformat()[:10] == found.first[:10]


def test_of_two_codes_on_a_turn_the_last_counts(strong):
    turns, _ = strong
    both = pl.DataFrame(
        {"conversation": ["one"] * 2, "turn": [3, 3], "code": ["shut", "press"], "probability": [0.9, 0.8]}
    )
    later = both.with_columns(start=pl.Series([0, 12]))
    earlier = both.with_columns(start=pl.Series([12, 0]))
    from nearer.cycle.frames import CODE_SETS, classes_of, read_marks

    for marks, wanted in ((later, 1), (earlier, 2), (both, 2)):
        assert classes_of(read_marks(turns, marks)[0], CODE_SETS[0], turns.height)[3] == wanted


def test_tidy_frames_hold_every_arrow_and_loop(found):
    tables = found.frames()
    assert tables["links"].height == 6
    assert tables["loops"]["claim"].to_list() == [loop.claim for loop in found.loops]
    assert tables["links"]["odds_ratio_low"][0] == found.links[0].ci[0]
    assert set(tables) == {"links", "loops", "windows", "details", "cautions"}


def test_the_report_of_a_cycle_is_one_page(found):
    page = found.report()
    assert page.startswith("<!DOCTYPE html>") or page.startswith("<!doctype html>")
    assert found.people[0] in page
