"""Both or neither: what one sees is the same for every state of the other that does not share."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.errors import InputError
from nearer.safety import look
from nearer.table import line_of, look_together, offer_of, pulled
from nearer.table.sharing import AS_NUMBER, AS_WORDS, HIGHEST, Item, Offer

CLEAR = look("We went for a walk.")
LINES = [line_of(text, CLEAR) for text in ("I went quiet on Monday.", "You made tea.", "I asked twice.")]
WEEK, OTHER_WEEK = "2026-W48", "2026-W47"


@st.composite
def offers(draw, items=(*AS_NUMBER, *AS_WORDS), week=WEEK):
    marked = draw(st.sets(st.sampled_from(sorted(items)))) if items else set()
    numbers = {item: draw(st.integers(0, HIGHEST)) for item in marked if item in AS_NUMBER}
    words = {item: draw(st.sampled_from(LINES)) for item in marked if item in AS_WORDS}
    return offer_of(week, draw(st.integers(0, 100)), numbers, words)


@settings(deadline=None, max_examples=40)
@given(offers(), st.none() | offers(items=()) | offers(week=OTHER_WEEK))
def test_not_marking_withdrawing_and_not_answering_are_one_and_the_same(mine, theirs):
    assert look_together(mine, theirs, week=WEEK) == ()
    assert look_together(theirs, mine, week=WEEK) == ()


@settings(deadline=None, max_examples=40)
@given(offers(), offers(), st.data())
def test_what_is_seen_does_not_depend_on_what_the_other_keeps(mine, theirs, data):
    """Non-interference, item by item: change anything of theirs that is not shared, and nothing seen changes."""
    seen = look_together(mine, theirs, week=WEEK)
    shared = {opened.item for opened in seen}
    free = tuple({*AS_NUMBER, *AS_WORDS} - set(mine.numbers) - set(mine.words))
    noise = data.draw(offers(items=free))
    changed = msgspec.structs.replace(
        theirs,
        numbers={**{i: n for i, n in theirs.numbers.items() if i in shared}, **noise.numbers},
        words={**{i: w for i, w in theirs.words.items() if i in shared}, **noise.words},
        marked_at=noise.marked_at,
    )
    assert look_together(mine, changed, week=WEEK) == seen


@settings(deadline=None, max_examples=40)
@given(offers(), offers())
def test_an_item_opens_where_both_marked_it_and_both_see_the_same(mine, theirs):
    seen = look_together(mine, theirs, week=WEEK)
    marked = (set(mine.numbers) | set(mine.words)) & (set(theirs.numbers) | set(theirs.words))
    assert {opened.item for opened in seen} == marked
    swapped = look_together(theirs, mine, week=WEEK)
    assert [(o.item, o.b, o.a) for o in swapped] == [(o.item, o.a, o.b) for o in seen]


@settings(deadline=None, max_examples=40)
@given(offers(), offers(), st.integers(0, 100))
def test_what_is_marked_after_the_first_look_opens_nothing(mine, theirs, looked_at):
    seen = look_together(mine, theirs, week=WEEK, looked_at=looked_at)
    if max(mine.marked_at, theirs.marked_at) > looked_at:
        assert seen == ()
    else:
        assert seen == look_together(mine, theirs, week=WEEK)


@settings(deadline=None, max_examples=40)
@given(offers(), offers())
def test_taking_back_is_at_once(mine, theirs):
    assert look_together(pulled(mine, 200), theirs, week=WEEK, looked_at=150) == ()
    assert look_together(mine, pulled(theirs, 0), week=WEEK) == ()


@pytest.mark.parametrize("item", ["pressed", "closed", "step"])
def test_own_reaching_and_going_away_are_never_numbers(item):
    with pytest.raises(InputError):
        offer_of(WEEK, 0, {item: 3}, {})


@pytest.mark.parametrize("item", ["afraid", "csi_happy", "8"])
def test_the_last_question_has_no_name_here(item):
    with pytest.raises(InputError):
        offer_of(WEEK, 0, {item: 1}, {})
    with pytest.raises(InputError):
        offer_of(WEEK, 0, {}, {item: LINES[0]})
    raw = msgspec.json.encode({"week": WEEK, "marked_at": 0, "numbers": {item: 1}})
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(raw, type=Offer)


def test_every_item_has_one_form():
    assert set(AS_NUMBER) | set(AS_WORDS) == set(Item.__args__)
    assert not set(AS_NUMBER) & set(AS_WORDS)


def test_numbers_out_of_range_are_refused():
    with pytest.raises(InputError, match="from 0 to 6"):
        offer_of(WEEK, 0, {"overall": 7}, {})
