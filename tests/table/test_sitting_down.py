"""Sitting down, on two devices and on one: who sees what, and how it ends."""

import pytest

from nearer.app.table.own import lay_words, let_rest, me, rename
from nearer.app.table.talking import watch
from nearer.errors import InputError
from nearer.table.seats import DAY_MS, MINUTE_MS


def test_alone_on_a_seat_one_sees_nothing_of_the_other(couple):
    kim = couple.rooms.sit(couple.kim)
    assert (kim.view, kim.is_open) == ("seated", False)


def test_with_both_passphrases_the_table_opens(couple):
    kim, sam = couple.seated()
    assert (kim.view, sam.view) == ("together", "together")
    with kim.at_table() as (room, _):
        assert (room.names.a, room.names.b) == ("Kim", "Sam")


def test_before_both_sit_nothing_at_the_table_can_be_done(couple):
    kim = couple.rooms.sit(couple.kim)
    with pytest.raises(InputError, match="not open"), kim.at_table():
        pass


def test_getting_up_ends_it_for_both_and_does_not_say_who(couple):
    for who in (0, 1):
        places = couple.seated()
        places[who].lock()
        assert [place.view for place in places] == ["away", "away"]
        assert [watch(place) for place in places] == [None, None]


def test_a_locked_space_closes_the_table(couple):
    kim, sam = couple.seated()
    couple.sam.lock()
    sam.lock()
    assert not kim.is_open


def test_a_table_that_nobody_touches_closes_by_itself(couple):
    kim, _ = couple.seated()
    couple.clock.ms += 30 * MINUTE_MS
    assert not kim.is_open


def test_an_old_seat_does_not_meet_a_new_one(couple):
    kim = couple.rooms.sit(couple.kim)
    couple.clock.ms += 31 * MINUTE_MS
    sam = couple.rooms.sit(couple.sam)
    assert (kim.view, sam.view) == ("away", "seated")


def test_on_one_device_the_second_passphrase_opens_it(couple):
    place = couple.rooms.sit_both(couple.kim, couple.again("Sam"))
    assert place.is_shared
    assert place.is_open
    brought = place.room.brought[0]
    place.lock()
    assert brought.is_locked
    assert not couple.kim.is_locked


def test_sitting_down_again_from_another_device_keeps_the_table_open(couple):
    kim, sam = couple.seated()
    newer = couple.rooms.sit(couple.again("Kim"))
    assert newer.is_open
    assert sam.is_open
    assert kim.view == "away"


@pytest.mark.parametrize("why", ["rests", "no table", "lapsed", "wrong person"])
def test_on_one_device_it_does_not_open_and_gives_no_reason(couple, why):
    sam = couple.again("Sam")
    if why == "rests":
        let_rest(couple.sam, rest=True)
    if why == "no table":
        couple.store.revoke(couple.store.seats(couple.sam)[0])
    if why == "lapsed":
        couple.clock.ms += 31 * DAY_MS
        couple.store.consent(couple.store.seats(couple.kim)[0])
    if why == "wrong person":
        sam, _ = couple.store.create_space("Ash", "yet other plain words")
    with pytest.raises(InputError) as caught:
        couple.rooms.sit_both(couple.kim, sam)
    assert str(caught.value) == "The table is not open now. You can both sit down again whenever you like."


def test_for_one_whose_table_rests_it_is_not_set_and_the_other_sees_no_difference(couple):
    let_rest(couple.sam, rest=True)
    kim = couple.rooms.sit(couple.kim)
    with pytest.raises(InputError):
        couple.rooms.sit(couple.sam)
    assert kim.view == "seated"


def test_a_line_that_safety_holds_is_kept_nowhere_and_lets_the_table_rest(couple):
    said = lay_words(couple.sam, "topic", "I am afraid he will hit me again tonight.")
    assert said is not None
    assert me(couple.sam).rests
    assert not me(couple.kim).rests
    assert [item for item in couple.sam.everything() if item.kind == "table-words"] == []


def test_after_thirty_days_both_are_asked_again(couple):
    couple.clock.ms += 31 * DAY_MS
    with pytest.raises(InputError):
        couple.rooms.sit(couple.kim)
    couple.store.consent(couple.store.seats(couple.kim)[0])
    assert couple.rooms.sit(couple.kim).view == "seated"


def test_either_folds_the_table_alone_and_all_that_lay_on_it_is_gone(couple):
    kim, sam = couple.seated()
    couple.store.revoke(couple.store.seats(couple.sam)[0])
    with pytest.raises(Exception, match="closed"), kim.at_table() as (_, table):
        table.list("agreement", object)
    assert not sam.is_open
    with pytest.raises(InputError):
        couple.rooms.sit(couple.kim)


def test_names_at_the_table_are_plain(couple):
    rename(couple.kim, "  Kimi\u202e\n B. ")
    assert me(couple.kim).name == "Kimi B."
    with pytest.raises(InputError):
        rename(couple.kim, " \n ")
