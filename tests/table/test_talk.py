"""The talk, tried with any events at any times: it never sticks, never takes time from one of the two."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from nearer.errors import InputError
from nearer.table import Talk, after, kept, left_ms, moment, phase, settled
from nearer.table.seats import MINUTE_MS, other
from nearer.table.talk import THINGS, Done, End, Keep, Pause, Ready, Shape, Topic, script

START = 1_700_000_000_000
seats = st.sampled_from(["a", "b"])


def begun(first="a", shape=None):
    talk = Talk(START, shape or Shape())
    return after(after(talk, Topic(first, "evenings"), START), Topic(other(first), "evenings"), START)


def played(talk, events):
    """The talk after (milliseconds from the last, event) pairs."""
    now = talk.at
    for later, event in events:
        now += later
        talk = after(talk, event, now)
    return talk


def test_a_whole_talk_takes_twenty_minutes_and_gives_each_the_same():
    moments = script(Shape(), "a")
    assert sum(one.lasts or 0 for one in moments) == 20 * MINUTE_MS
    for kind in ("thanks", "floor", "back", "nice"):
        lengths = {seat: sum(m.lasts for m in moments if m.phase == kind and m.seat == seat) for seat in "ab"}
        assert lengths["a"] == lengths["b"] > 0


def test_it_starts_with_thanks_from_the_one_who_speaks_second():
    talk = begun("b")
    assert (phase(talk), moment(talk).seat, talk.first) == ("thanks", "a", "b")


def test_it_does_not_start_before_both_named_the_same_topic():
    talk = played(Talk(START), [(0, Topic("a", "evenings")), (5, Topic("b", "money")), (5, Topic("a", "phones"))])
    assert phase(talk) == "topic"
    assert phase(after(talk, Topic("b", "phones"), START + 20)) == "thanks"


def test_a_moment_whose_time_is_out_passes_and_a_turn_waits_for_its_speaker():
    talk = settled(begun(), START + 60 * MINUTE_MS)
    assert (phase(talk), moment(talk).seat) == ("ready", "a")
    assert left_ms(talk, START + 61 * MINUTE_MS) is None
    talk = after(talk, Done("a", talk.place), talk.at)
    assert left_ms(talk, talk.at + 1000) == 3 * MINUTE_MS - 1000
    assert (phase(settled(talk, talk.at + 3 * MINUTE_MS)), moment(settled(talk, talk.at + 3 * MINUTE_MS)).seat) == (
        "back",
        "b",
    )


def test_a_second_tap_and_an_old_page_change_nothing():
    talk = begun()
    once = after(talk, Done("b", 0), START + 10)
    assert once.place == 1
    assert after(once, Done("b", 0), START + 20).place == 1
    assert after(once, Done("a", 0), START + 20).place == 1


def test_only_the_one_whose_moment_it_is_can_end_the_moment():
    talk = begun("a")
    assert after(talk, Done("a", 0), START + 5).place == 0


def test_a_pause_keeps_the_time_that_was_left_and_both_must_be_back():
    talk = begun()
    paused = after(talk, Pause("a", 30), START + 20_000)
    assert paused.return_at == START + 20_000 + 30 * MINUTE_MS
    assert phase(settled(paused, paused.return_at + MINUTE_MS)) == "paused"
    one_back = after(paused, Ready("a"), START + 25_000)
    assert phase(one_back) == "paused"
    going = after(one_back, Ready("b"), START + 90_000)
    assert phase(going) == "thanks"
    assert left_ms(going, START + 90_000) == 40_000


def test_a_pause_can_be_made_longer_and_not_shorter():
    paused = after(begun(), Pause("a", 60), START)
    assert after(paused, Pause("b", 20), START).return_at == paused.return_at
    assert after(paused, Pause("b", 90), START).return_at == START + 90 * MINUTE_MS


@pytest.mark.parametrize("minutes", [-5, 0, 19, 1441])
def test_there_is_no_pause_without_a_return_in_reach(minutes):
    with pytest.raises(InputError, match="20 minutes to 24 hours"):
        after(begun(), Pause("a", minutes), START)


@settings(deadline=None)
@given(seats, st.sampled_from(range(14)))
def test_ended_by_either_it_looks_the_same(seat, place):
    talk = begun()
    for _ in range(place):
        talk = after(talk, Done(moment(talk).seat, talk.place), talk.at)
    assert after(talk, End(seat), START + 5) == after(talk, End(other(seat)), START + 5)


@settings(deadline=None)
@given(st.sets(st.sampled_from(THINGS)), st.sets(st.sampled_from(THINGS)))
def test_only_what_both_would_keep_is_kept(mine, theirs):
    talk = begun()
    while phase(talk) != "keep":
        talk = after(talk, Done(moment(talk).seat, talk.place), talk.at)
    one = after(talk, Keep("a", frozenset(mine)), START)
    assert kept(one) == frozenset()
    done = after(one, Keep("b", frozenset(theirs)), START)
    assert (phase(done), kept(done)) == ("ended", mine & theirs)
    assert kept(after(one, End("b"), START)) == frozenset()


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12))
def test_a_clock_that_goes_back_stands_still(step):
    talk = begun()
    assert settled(talk, START + step).at == START + max(0, step)
    assert (left_ms(talk, START + step) or 0) >= 0


class AnyTalk(RuleBasedStateMachine):
    """Any events at any times, on one device or two."""

    def __init__(self):
        super().__init__()
        self.now = START
        self.talk = Talk(START)
        self.spoken = {"a": 0, "b": 0}

    def event(self, event, *, later=0):
        before = settled(self.talk, self.now + later)
        self.now += later
        self.talk = after(self.talk, event, self.now)
        assert after(before, event, self.now) == self.talk, "settling first changes nothing"
        if before.return_at is not None and self.talk.return_at is not None:
            assert self.talk.return_at >= before.return_at

    @rule(seat=seats, topic=st.sampled_from(["evenings", "money"]), later=st.integers(0, 5 * MINUTE_MS))
    def names_a_topic(self, seat, topic, later):
        self.event(Topic(seat, topic), later=later)

    @precondition(lambda self: self.talk.topic is not None)
    @rule(later=st.integers(0, 5 * MINUTE_MS))
    def whoever_it_is_goes_on(self, later):
        now = settled(self.talk, self.now + later)
        self.event(Done(moment(now).seat, now.place), later=later)

    @rule(seat=seats, place=st.integers(0, 20))
    def somebody_taps(self, seat, place):
        self.event(Done(seat, place))

    @rule(seat=seats, minutes=st.integers(20, 1440), later=st.integers(0, 5 * MINUTE_MS))
    def asks_for_a_pause(self, seat, minutes, later):
        self.event(Pause(seat, minutes), later=later)

    @rule(seat=seats, later=st.integers(0, 30 * MINUTE_MS))
    def is_back(self, seat, later):
        self.event(Ready(seat), later=later)

    @rule(seat=seats, things=st.frozensets(st.sampled_from(THINGS)))
    def chooses_what_to_keep(self, seat, things):
        self.event(Keep(seat, things))

    @rule(later=st.integers(-MINUTE_MS, 10 * MINUTE_MS))
    def time_passes(self, later):
        self.talk = settled(self.talk, self.now + later)
        self.now = max(self.now, self.now + later)

    @invariant()
    def no_clock_is_below_nothing(self):
        assert (left_ms(self.talk, self.now) or 0) >= 0
        assert self.talk.left is None or self.talk.left >= 0
        assert self.talk.at <= self.now

    @invariant()
    def every_pause_has_a_return(self):
        if phase(self.talk) == "paused":
            assert self.talk.return_at >= START + 20 * MINUTE_MS
            assert self.talk.return_at <= self.now + 1440 * MINUTE_MS
        else:
            assert self.talk.return_at is None

    @invariant()
    def floor_time_given_is_equal_within_one_turn(self):
        passed = script(self.talk.shape, self.talk.first)[: self.talk.place + 1]
        given = {seat: sum(m.lasts for m in passed if m.phase == "floor" and m.seat == seat) for seat in "ab"}
        assert abs(given["a"] - given["b"]) <= self.talk.shape.floor

    @invariant()
    def every_state_has_an_exit_for_either(self):
        for seat in ("a", "b"):
            ended = after(self.talk, End(seat), self.now)
            assert phase(ended) == "ended"
            if phase(self.talk) not in ("ended",):
                assert phase(after(self.talk, Pause(seat, 20), self.now)) == "paused"

    @invariant()
    def every_state_leads_on(self):
        """From wherever the talk is, the two can get to its end by going on."""
        talk = after(after(self.talk, Ready("a"), self.now), Ready("b"), self.now)
        if phase(talk) == "topic":
            talk = after(after(talk, Topic("a", "us"), self.now), Topic("b", "us"), self.now)
        for _ in range(20):
            if phase(talk) in ("keep", "ended"):
                break
            talk = after(talk, Done(moment(talk).seat, talk.place), self.now)
        for seat in ("a", "b"):
            talk = after(talk, Keep(seat, frozenset()), self.now)
        assert phase(talk) == "ended"


AnyTalk.TestCase.settings = settings(deadline=None, max_examples=40, stateful_step_count=25)
TestAnyTalk = AnyTalk.TestCase
