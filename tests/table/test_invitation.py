"""An invitation leaves the other free: whatever they do, the inviter sees the same, unless they want to be heard."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.table import Invitation, again_at, is_open, replied, seen_by_inviter, withdrawn
from nearer.table.invitation import DAYS_OPEN, REPLIES, WORDS, words_for
from nearer.table.seats import DAY_MS

MADE = 1_700_000_000_000
moments = st.integers(MADE, MADE + 30 * DAY_MS)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(REPLIES), moments), max_size=5), moments)
def test_unopened_put_off_refused_and_accepted_are_one_and_the_same(replies, later):
    silent = answered = Invitation(MADE)
    for reply, at in replies:
        answered = replied(answered, reply, at)
    assert answered == silent
    assert seen_by_inviter(answered, later) == seen_by_inviter(silent, later)
    assert is_open(answered, later) == is_open(silent, later)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(REPLIES), st.sampled_from([None, *WORDS]), moments, moments)
def test_the_inviter_sees_the_date_or_what_was_passed_on(reply, word, at, later):
    seen = seen_by_inviter(replied(Invitation(MADE), reply, at, word=word), later)
    assert seen in {word, "out", "over"}


def test_another_can_be_written_after_the_same_time_whatever_became_of_this_one():
    one = Invitation(MADE)
    others = [
        withdrawn(one),
        replied(one, "no", MADE + 1, word="not-this"),
        replied(one, "accept", MADE + 1, word="yes"),
    ]
    assert {again_at(each) for each in [one, *others]} == {MADE + DAYS_OPEN * DAY_MS}


def test_once_both_have_sat_down_it_is_used():
    used = msgspec.structs.replace(Invitation(MADE), sat_together=True)
    assert seen_by_inviter(used, MADE + 6) == "table"
    assert not is_open(used, MADE + 6)
    assert withdrawn(used) == used
    assert replied(used, "no", MADE + 7, word="thanks") == used


def test_taken_back_it_cannot_be_replied_to_any_more():
    back = withdrawn(Invitation(MADE))
    assert seen_by_inviter(back, MADE + 1) == "withdrawn"
    assert not is_open(back, MADE + 1)
    assert replied(back, "accept", MADE + 1, word="yes") == back


def test_after_two_weeks_it_is_over():
    one = Invitation(MADE)
    assert is_open(one, MADE + DAYS_OPEN * DAY_MS - 1)
    assert not is_open(one, MADE + DAYS_OPEN * DAY_MS)
    assert seen_by_inviter(one, MADE + DAYS_OPEN * DAY_MS) == "over"
    assert replied(one, "accept", MADE + DAYS_OPEN * DAY_MS, word="yes") == one


def test_somebody_may_say_not_now_and_yes_later():
    put_off = replied(Invitation(MADE), "not-now", MADE + 1, word="later")
    assert seen_by_inviter(put_off, MADE + 2) == "later"
    assert seen_by_inviter(replied(put_off, "accept", MADE + 3, word="yes"), MADE + 4) == "yes"


def test_no_word_says_yes_in_the_name_of_somebody_who_did_not():
    assert "yes" not in {*words_for("no"), *words_for("not-now")}
    assert len(words_for("no")) == 3
