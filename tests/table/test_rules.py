"""Agreements, the pattern, notices, sitting down, resting, and words for the table."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.errors import InputError
from nearer.safety import hark, look
from nearer.table import (
    LONGEST,
    Agreement,
    Line,
    Naming,
    Notice,
    OwnRule,
    Sitting,
    agreed,
    consents,
    is_together,
    left,
    line_of,
    named,
    other,
    pause_rule,
    proposed,
    put_away,
    rests,
    risen,
    sat_down,
    seen_from,
    shown_notice,
    touched,
    weekly_time,
)
from nearer.table.seats import DAY_MS, MINUTE_MS

NOW = 1_700_000_000_000
CLEAR = look("We went for a walk.")
LINE = line_of("We call it the weather.", CLEAR)
RULES = [pause_rule(30, "pause", "asker"), weekly_time(6, 18, 0, "walk"), OwnRule(LINE), OwnRule("private")]
seats = st.sampled_from(["a", "b"])
terms = st.sampled_from(RULES)


# Agreements
@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(seats, terms), max_size=8))
def test_nothing_holds_that_only_one_has_said(steps):
    agreement, said = Agreement(), {"a": [], "b": []}
    for seat, rule in steps:
        agreement = proposed(agreement, seat, rule)
        said[seat].append(rule)
        if agreement.holds is not None:
            assert agreement.holds in said["a"]
            assert agreement.holds in said["b"]


def test_what_holds_goes_on_holding_until_both_say_otherwise():
    held = agreed(proposed(Agreement(), "a", RULES[0]), "b", RULES[0])
    assert held.holds == RULES[0]
    beside = proposed(held, "b", RULES[1])
    assert beside.holds == RULES[0]
    assert left(beside) == held
    assert agreed(beside, "a", RULES[1]).holds == RULES[1]


def test_nobody_agrees_to_terms_that_were_changed_under_their_finger():
    changed = proposed(proposed(Agreement(), "a", RULES[0]), "a", RULES[1])
    assert agreed(changed, "b", RULES[0]) == changed


def test_nobody_agrees_with_themself():
    alone = proposed(Agreement(), "a", RULES[0])
    assert agreed(alone, "a", RULES[0]) == alone


def test_either_alone_can_put_an_agreement_away():
    held = agreed(proposed(Agreement(), "a", RULES[0]), "b", RULES[0])
    assert put_away(held) == Agreement()


@pytest.mark.parametrize("minutes", [0, 19, 1441])
def test_a_pause_rule_has_a_return_in_reach(minutes):
    with pytest.raises(InputError, match="20 minutes to 24 hours"):
        pause_rule(minutes, "pause", "asker")


@pytest.mark.parametrize("when", [(7, 0, 0), (-1, 0, 0), (0, 24, 0), (0, 0, 60)])
def test_there_is_no_such_time(when):
    with pytest.raises(InputError):
        weekly_time(*when, "home")


# The pattern, and noticing
def test_the_pattern_opens_when_both_have_named_it():
    mine, theirs = Naming(LINE, LINE), Naming(Line("the tide"), LINE)
    assert named(mine, None) is named(None, theirs) is named(None, None) is None
    assert named(mine, theirs) == (mine, theirs)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.builds(Notice, st.none() | st.builds(Line, st.sampled_from(["tea", "the walk"]))), max_size=6))
def test_noticing_once_and_often_look_the_same(notices):
    shown = shown_notice(notices)
    assert (shown is None) == (not notices)
    newest = [notice for notice in notices if notice.words is not None][-1:]
    assert shown == (newest or notices[-1:] or [None])[0]


# Sitting down
@settings(deadline=None, max_examples=40)
@given(seats, st.lists(st.integers(0, 20 * MINUTE_MS), max_size=5))
def test_alone_on_a_seat_nothing_is_seen_of_the_other(seat, gaps):
    """However often the other came and went before: with them not at the table now, it looks the same."""
    alone, visited, now = Sitting(), Sitting(), NOW
    for gap in gaps:
        visited = risen(sat_down(visited, other(seat), now))
        now += gap
    alone, visited = sat_down(alone, seat, now), sat_down(visited, seat, now)
    assert seen_from(visited, seat, now) == seen_from(alone, seat, now) == "seated"
    assert visited == alone


def test_the_one_who_has_not_sat_down_sees_nothing_of_the_one_who_has():
    assert seen_from(sat_down(Sitting(), "a", NOW), "b", NOW) == seen_from(Sitting(), "b", NOW) == "away"


def test_both_at_the_table_see_each_other_until_either_gets_up():
    both = sat_down(sat_down(Sitting(), "a", NOW), "b", NOW + 5)
    assert [seen_from(both, seat, NOW + 6) for seat in "ab"] == ["together", "together"]
    assert not is_together(risen(both), NOW + 7)


def test_an_old_seat_is_not_met_by_a_new_one():
    late = sat_down(sat_down(Sitting(), "a", NOW), "b", NOW + 30 * MINUTE_MS)
    assert not is_together(late, NOW + 30 * MINUTE_MS)


def test_a_sitting_ends_by_itself_and_lasts_while_it_is_used():
    both = sat_down(sat_down(Sitting(), "a", NOW), "b", NOW)
    later = touched(both, NOW + 29 * MINUTE_MS)
    assert is_together(later, NOW + 58 * MINUTE_MS)
    assert seen_from(later, "a", NOW + 59 * MINUTE_MS) == "away"


@settings(deadline=None, max_examples=40)
@given(st.integers(-DAY_MS, 60 * DAY_MS))
def test_a_yes_to_the_table_holds_for_thirty_days(later):
    assert consents(NOW, NOW + later) == (0 <= later < 30 * DAY_MS)
    assert not consents(None, NOW + later)


# Resting
@pytest.mark.parametrize(
    ("told", "is_resting"),
    [
        ({}, False),
        ({"fear": "no"}, False),
        ({"fear": "rather not say"}, False),
        ({"fear": "yes"}, True),
        ({"verdicts": [hark([False, False, False, False])]}, False),
        ({"verdicts": [hark([False, True, False, False])]}, True),
        ({"verdicts": [CLEAR, look("I am afraid he will hit me again tonight.")]}, True),
        ({"wished": True}, True),
    ],
)
def test_the_table_rests_for_one_who_may_not_be_free(told, is_resting):
    assert rests(**told) is is_resting


# Words for the table
def test_words_reach_the_table_only_past_safety():
    held = look("I am afraid he will hit me again tonight.")
    with pytest.raises(TypeError):
        line_of("I am afraid he will hit me again tonight.", held)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=400))
def test_a_line_is_one_short_line_of_plain_text_or_a_kind_refusal(text):
    try:
        made = line_of(text, CLEAR)
    except InputError:
        return
    assert 0 < len(made.text) <= LONGEST
    assert made.text.strip() == made.text
    assert not set("\n\r\t\0\u202e\u200b\u2066") & set(made.text)
    assert line_of(made.text, CLEAR) == made
