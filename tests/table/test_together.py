"""What the two do at the table: looking at the week, the pattern, agreements, steps, the talk."""

import pytest

from nearer.app.table import own, together
from nearer.app.table.talking import talk_event, talk_now, topics
from nearer.app.table.together import agreements, answer_agreement, propose, rules, terms_of
from nearer.errors import InputError
from nearer.table.seats import MINUTE_MS

WEEK = {"overall": 4, "raise": 2}


def mark(couple, who, numbers=WEEK, words=None):
    own.mark_week(getattr(couple, who), couple.clock(), numbers, words or {})


# Looking together
def test_nothing_opens_before_both_have_chosen_to_look(couple):
    mark(couple, "kim")
    mark(couple, "sam")
    kim, sam = couple.seated()
    together.wish_to_look(kim)
    assert together.look_at_week(kim) is together.look_at_week(sam) is None
    together.wish_to_look(sam)
    rows = together.look_at_week(kim)
    assert (rows[0].item, rows[0].a, rows[0].b) == (
        "How happy I was with us this week",
        "quite a bit",
        "quite a bit",
    )
    assert rows == together.look_at_week(sam)


@pytest.mark.parametrize("state", ["never marked", "nothing marked", "taken back", "other items", "last week"])
def test_every_way_of_not_sharing_looks_the_same(couple, state):
    mark(couple, "kim")
    if state == "nothing marked":
        mark(couple, "sam", {})
    if state == "taken back":
        mark(couple, "sam")
        mark(couple, "sam", {})
    if state == "other items":
        mark(couple, "sam", {"tried": 6})
    if state == "last week":
        couple.clock.ms -= 7 * 24 * 60 * MINUTE_MS
        mark(couple, "sam")
        couple.clock.ms += 7 * 24 * 60 * MINUTE_MS
    kim, sam = couple.seated()
    together.wish_to_look(kim)
    together.wish_to_look(sam)
    assert together.look_at_week(kim) == ()


def test_what_is_marked_after_looking_opens_nothing_and_what_is_taken_back_is_gone(couple):
    mark(couple, "kim")
    mark(couple, "sam", {"overall": 1})
    kim, sam = couple.seated()
    together.wish_to_look(kim)
    together.wish_to_look(sam)
    assert len(together.look_at_week(kim)) == 1
    couple.clock.ms += 1000
    mark(couple, "sam", WEEK)
    assert together.look_at_week(kim) == ()
    mark(couple, "sam", {})
    assert together.look_at_week(kim) == ()


def test_taking_one_mark_back_leaves_the_others_open(couple):
    mark(couple, "kim")
    mark(couple, "sam")
    kim, sam = couple.seated()
    together.wish_to_look(kim)
    together.wish_to_look(sam)
    couple.clock.ms += 1000
    mark(couple, "sam", {"raise": 2})
    assert [row.item for row in together.look_at_week(kim)] == ["I could bring up something that mattered"]


def test_what_was_seen_is_kept_nowhere(couple):
    mark(couple, "kim", {}, {"step": "You made tea on Monday."})
    mark(couple, "sam", {}, {"step": "You asked how the day was."})
    kim, sam = couple.seated()
    together.wish_to_look(kim)
    together.wish_to_look(sam)
    assert together.look_at_week(kim)[0].b == "You asked how the day was."
    with kim.at_table() as (_, table):
        assert "tea" not in repr(table.everything())


def test_only_shareable_parts_of_the_week_can_be_marked(couple):
    for numbers, words in (
        ({"pressed": 3}, {}),
        ({"afraid": 1}, {}),
        ({}, {"afraid": "yes"}),
        ({}, {"overall": "good"}),
    ):
        with pytest.raises(InputError):
            own.mark_week(couple.kim, couple.clock(), numbers, words)


# The pattern
def test_the_pattern_is_named_by_both_or_by_neither(couple):
    own.name_pattern(couple.kim, "the tide", "I ask and ask.")
    kim, sam = couple.seated()
    assert together.pattern(kim) is together.pattern(sam) is None
    own.name_pattern(couple.sam, "hide and seek", "I go and tidy the kitchen.")
    assert [naming.name.text for naming in together.pattern(kim)] == ["the tide", "hide and seek"]
    own.take_back(couple.sam, "table-naming")
    assert together.pattern(kim) is None


# Agreements
def test_an_agreement_takes_both(couple):
    kim, sam = couple.seated()
    key, terms = terms_of(kim, {"key": "pause", "minutes": "30", "ask": "tea", "back": "asker"})
    propose(kim, "", key, terms)
    (one,) = agreements(sam)
    assert (one.holds, one.by) == (None, "a")
    answer_agreement(kim, "", key, "yes", one.stamp)
    assert agreements(kim)[0].holds is None
    answer_agreement(sam, "", key, "yes", one.stamp)
    held = "We pause for half an hour. How we ask: “Tea first?” Then whoever asked for the pause comes back first."
    assert agreements(kim)[0].holds == agreements(sam)[0].holds == held


def test_nobody_says_yes_to_words_that_they_did_not_see(couple):
    kim, sam = couple.seated()
    propose(kim, "", *terms_of(kim, {"key": "time", "day": "6", "clock": "18:00", "place": "walk"}))
    seen = agreements(sam)[0].stamp
    propose(kim, "", *terms_of(kim, {"key": "time", "day": "0", "clock": "06:00", "place": "home"}))
    answer_agreement(sam, "", "time", "yes", seen)
    assert agreements(sam)[0].holds is None


def test_agreements_outlast_the_sitting_and_either_can_put_one_away(couple):
    kim, sam = couple.seated()
    for place in (kim, sam):
        propose(place, "", *terms_of(place, {"key": "private"}))
    kim.lock()
    kim, sam = couple.seated()
    assert agreements(kim)[0].holds == "What it was about may stay private. How it feels gets a sentence."
    answer_agreement(sam, "", "private", "away", "")
    assert agreements(kim) == ()


def test_a_rule_in_own_words_is_shown_to_the_other_when_it_is_laid_down_and_not_before(couple):
    own.lay_words(couple.kim, "rule", "Phones sleep in the kitchen.")
    kim, sam = couple.seated()
    key = next(key for key, text in rules(kim).items() if text.startswith("Phones"))
    assert key not in rules(sam)
    propose(kim, "", *terms_of(kim, {"key": key}))
    assert agreements(sam)[0].beside == "Phones sleep in the kitchen."


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"key": "own-ffff"},
        {"key": "pause"},
        {"key": "pause", "minutes": "5", "ask": "tea", "back": "asker"},
        {"key": "pause", "minutes": "x", "ask": "tea", "back": "asker"},
        {"key": "pause", "minutes": "30", "ask": "shout", "back": "asker"},
        {"key": "time", "day": "9", "clock": "18:00", "place": "walk"},
        {"key": "time", "day": "1", "clock": "soon", "place": "walk"},
        {"key": "name", "name": "a name nobody gave"},
    ],
)
def test_a_form_that_asks_for_nothing_known_is_refused_kindly(couple, form):
    kim, _ = couple.seated()
    with pytest.raises(InputError):
        terms_of(kim, form)


# Steps
def test_a_step_is_ones_own_and_noticing_has_no_count_and_no_date(couple):
    kim, sam = couple.seated()
    together.choose_step(kim, "", "ask")
    own.notice(couple.sam, "")
    own.notice(couple.sam, "You left it till Tuesday. Thank you.")
    own.notice(couple.sam, "")
    mine = together.steps(kim)[0]
    assert mine.step.startswith("I ask once")
    assert mine.noticed == "Sam noticed: “You left it till Tuesday. Thank you.”"
    assert together.steps(sam)[1] == mine
    assert len([item for item in couple.sam.everything() if item.kind == "table-notice"]) == 1
    with pytest.raises(InputError):
        together.choose_step(sam, "", "You stop nagging.")


# The talk
def begin(couple):
    kim, sam = couple.seated()
    for place in (kim, sam):
        talk_event(place, {"do": "begin"})
        talk_event(place, {"do": "topic", "topic": "Our evenings and our phones"})
    return kim, sam


def play(kim, sam, until):
    """Go on, whoever's moment it is, until a phase comes."""
    for _ in range(40):
        for place in (kim, sam):
            shown = talk_now(place)
            if shown.phase == until:
                return
            if shown.acts:
                talk_event(place, {"do": "done", "place": str(shown.place)})
    raise AssertionError(until)


def test_a_whole_talk_on_two_devices(couple):
    kim, sam = begin(couple)
    assert talk_now(sam).lines == (("Sam", "Say one thing you are thankful to Kim for. Small is fine."),)
    assert talk_now(kim).lines == (("Kim", "Sam says thank you for something. Just take it in."),)
    play(kim, sam, "floor")
    assert (talk_now(kim).turn, talk_now(kim).turns) == (1, 4)
    assert talk_now(kim).left_ms == 3 * MINUTE_MS
    play(kim, sam, "keep")
    talk_event(kim, {"do": "keep", "topic": "on", "steps": "on", "step-a": "tea"})
    assert talk_now(sam).phase == "keep"
    assert not talk_now(sam).has_chosen
    talk_event(sam, {"do": "keep", "topic": "on"})
    assert talk_now(kim).phase == "ended"
    assert together.talked(sam) == ("Our evenings and our phones",)
    assert together.steps(kim)[0].step is None


def test_steps_are_kept_where_both_would(couple):
    kim, sam = begin(couple)
    play(kim, sam, "keep")
    talk_event(kim, {"do": "keep", "steps": "on", "step-a": "tea"})
    talk_event(sam, {"do": "keep", "steps": "on", "step-b": "word"})
    assert [row.step is not None for row in together.steps(kim)] == [True, True]
    assert together.talked(kim) == ()


def test_a_pause_outlasts_the_sitting_and_both_see_when_it_ends(couple):
    kim, sam = begin(couple)
    play(kim, sam, "floor")
    couple.clock.ms += MINUTE_MS
    talk_event(sam, {"do": "pause", "minutes": "60"})
    back = couple.clock() + 60 * MINUTE_MS
    assert own.return_at(couple.kim) == own.return_at(couple.sam) == back
    assert talk_now(kim).returns == talk_now(sam).returns
    kim.lock()
    couple.clock.ms = back
    kim, sam = couple.seated()
    assert talk_now(kim).phase == "paused"
    talk_event(kim, {"do": "ready"})
    assert talk_now(sam).phase == "paused"
    assert not talk_now(sam).is_ready
    talk_event(sam, {"do": "ready"})
    assert (talk_now(kim).phase, talk_now(kim).left_ms) == ("floor", 2 * MINUTE_MS)
    assert own.return_at(couple.kim) is own.return_at(couple.sam) is None


def test_ended_early_nothing_is_kept_of_it(couple):
    kim, sam = begin(couple)
    play(kim, sam, "back")
    talk_event(sam, {"do": "end"})
    assert talk_now(kim).phase == "ended"
    with kim.at_table() as (_, table):
        assert {item.kind for item in table.everything()} == {"names"}


def test_a_whole_talk_on_one_device(couple):
    own.lay_words(couple.sam, "topic", "The garden")
    place = couple.rooms.sit_both(couple.kim, couple.again("Sam"))
    talk_event(place, {"do": "begin"})
    assert "The garden" in topics(place)["b"]
    talk_event(place, {"do": "topic", "topic": "The garden", "seat": "b"})
    shown = talk_now(place)
    assert (shown.phase, shown.acts, [name for name, _ in shown.lines]) == ("thanks", ("a",), ["Kim", "Sam"])
    while talk_now(place).phase != "keep":
        shown = talk_now(place)
        talk_event(place, {"do": "done", "place": str(shown.place), "seat": shown.acts[0]})
    talk_event(place, {"do": "keep", "topic": "on", "steps": "on", "step-a": "tea", "step-b": "walk"})
    assert talk_now(place).phase == "ended"
    assert together.talked(place) == ("The garden",)
    assert all(row.step for row in together.steps(place))


def test_one_cannot_choose_from_what_the_other_keeps_to_themself(couple):
    own.lay_words(couple.sam, "topic", "The garden")
    kim, _ = couple.seated()
    talk_event(kim, {"do": "begin"})
    assert "The garden" not in topics(kim)["a"]
    with pytest.raises(InputError):
        talk_event(kim, {"do": "topic", "topic": "The garden"})


@pytest.mark.parametrize("minutes", ["", "x", "-1", "19", "100000"])
def test_a_pause_without_a_return_in_reach_is_refused(couple, minutes):
    kim, _ = begin(couple)
    with pytest.raises(InputError, match="20 minutes to 24 hours"):
        talk_event(kim, {"do": "pause", "minutes": minutes})
