"""SR8 and SR9 at the table, tried in two browsers as somebody would try them who wants to know, press or control.

The requirements are named in docs/threat-model.md; the other cases are in tests/abuse and tests/safety.
"""

import pytest
from tests.table.two import main_of
from tests.web.browser import another

EVERYTHING = {
    **dict.fromkeys(("overall", "understood", "tried", "raise"), "6"),
    **dict.fromkeys(("pressed", "closed", "step"), "Anything, just to see what opens."),
}
PRIVATE = "I sat in the car for an hour on Tuesday."


def look(two):
    """What each sees after both have chosen to look."""
    for one in (two.kim, two.sam):
        one.post("/table/week")
    return main_of(two.kim.get("/table/week")), main_of(two.sam.get("/table/week"))


# SR8: sharing by both or by neither
@pytest.mark.abuse("SR8")
def test_sr8_marking_everything_fishes_for_nothing(two):
    two.seated()
    two.kim.post("/table/my-week", **EVERYTHING)
    two.sam.post("/table/my-week", closed="")
    seen, _ = look(two)
    assert "Nothing shared this week." in seen


@pytest.mark.abuse("SR8")
def test_sr8_only_the_parts_that_the_other_marked_open(two):
    two.seated()
    two.kim.post("/table/my-week", **EVERYTHING)
    two.sam.post("/table/my-week", overall="1")
    seen, _ = look(two)
    assert "hardly" in seen
    assert seen.count("Sam ") == 1


@pytest.mark.abuse("SR8")
def test_sr8_a_forged_form_shares_neither_numbers_of_what_one_did_nor_the_private_question(two):
    two.seated()
    for one in (two.kim, two.sam):
        one.post("/table/my-week", overall="2", pressed="5", closed="5", afraid="1", csi_happy="2")
    seen, _ = look(two)
    assert "afraid" not in seen
    assert "much" not in seen


@pytest.mark.abuse("SR8")
def test_sr8_marking_more_after_having_looked_opens_nothing_more(two):
    two.seated()
    two.sam.post("/table/my-week", overall="1", closed=PRIVATE)
    two.kim.post("/table/my-week", overall="4")
    assert PRIVATE not in look(two)[0]
    two.kim.post("/table/my-week", **EVERYTHING)
    assert PRIVATE not in two.kim.get("/table/week").text


@pytest.mark.abuse("SR8")
def test_sr8_one_alone_cannot_open_the_week(two):
    two.accepted()
    two.sam.post("/table/my-week", overall="1", closed=PRIVATE)
    two.kim.post("/table/my-week", **EVERYTHING)
    two.kim.post("/table/sit")
    assert two.kim.post("/table/week").headers["location"] == "/table"
    assert two.kim.get("/table/week").headers["location"] == "/table"


@pytest.mark.abuse("SR8")
def test_sr8_at_the_table_one_cannot_look_for_both(two):
    two.seated()
    two.sam.post("/table/my-week", closed=PRIVATE)
    two.kim.post("/table/my-week", **EVERYTHING)
    for seat in ("a", "b", ""):
        two.kim.post("/table/week", seat=seat)
    assert PRIVATE not in two.kim.get("/table/week").text


@pytest.mark.abuse("SR8")
def test_sr8_sitting_down_with_oneself_shows_nothing_of_the_other(two):
    """Somebody uses their own invitation in a second space, to see what lies on the table."""
    two.accepted()
    two.sam.post("/table/lay", do="name", name="hide and seek", own=PRIVATE)
    second = another(two.kim)
    second.begin("Kim2", "a third passphrase here")
    second.post(f"/invitation/{two.code}", reply="accept", name="Sam", word="")
    two.kim.post("/table/sit")
    second.post("/table/sit")
    for path in ("/table/pattern", "/table/week", "/table/steps"):
        assert (
            PRIVATE
            not in two.kim.get(
                path,
            ).text
        )


@pytest.mark.abuse("SR8")
@pytest.mark.parametrize("words", ["topic", "step", "rule"])
def test_sr8_what_one_laid_ready_is_not_shown_before_it_is_chosen(two, words):
    two.seated()
    two.sam.post("/table/lay", do="add", sort=words, line=PRIVATE)
    two.kim.post("/table/talk", do="begin")
    for path in ("/table", "/table/talk", "/table/steps", "/table/agreements", "/table/pattern"):
        assert PRIVATE not in two.kim.get(path).text


# SR9: what somebody does in their own space can be denied
@pytest.mark.abuse("SR9")
@pytest.mark.parametrize("gone", ["folded", "wiped"])
def test_sr9_a_wiped_space_looks_like_a_folded_table(two, gone):
    two.seated()
    if gone == "folded":
        two.sam.post("/table/fold")
    else:
        answer = two.sam.post("/settings/forget", passphrase=two.other_passphrase, sure="yes")
        assert two.sam.get("/home").status_code == 303, answer.text
    assert main_of(two.kim.get("/table")).strip().startswith("A table for two Two people who each have a space")
    said = two.kim.post("/table/together", name="Sam", passphrase=two.other_passphrase)
    assert (said.status_code, "The table is not open now." in said.text) == (403, True)


@pytest.mark.abuse("SR9")
def test_sr9_made_to_sit_down_one_can_have_the_table_rest(two):
    """Under pressure the passphrase is typed, and the table does not open: the page is that of a slip of the finger."""
    two.accepted()
    slip = main_of(two.kim.post("/table/together", name="Sam", passphrase=two.other_passphrase + "x"))
    two.sam.post("/table/rest", rest="yes")
    two.sam.post("/lock")
    assert main_of(two.kim.post("/table/together", name="Sam", passphrase=two.other_passphrase)) == slip


@pytest.mark.abuse("SR9")
def test_sr9_nobody_can_find_out_whether_an_invitation_was_read(two):
    two.invited()
    stranger = another(two.kim)
    before = main_of(two.kim.get("/table/invite")), main_of(stranger.get(f"/invitation/{two.code}"))
    for reply in ("no", "not-now", "accept"):
        two.sam.get(f"/invitation/{two.code}")
        two.sam.post(f"/invitation/{two.code}", reply=reply, name="Sam", word="")
        assert (main_of(two.kim.get("/table/invite")), main_of(stranger.get(f"/invitation/{two.code}"))) == before


@pytest.mark.abuse("SR9")
def test_sr9_nothing_tells_when_the_other_was_here(two):
    two.accepted()
    before = main_of(two.kim.get("/table"))
    two.sam.post("/check-in", overall="4")
    two.sam.post("/table/my-week", overall="4")
    two.sam.post("/table/notice", words="")
    two.sam.post("/table/sit")
    two.sam.post("/table/up")
    assert main_of(two.kim.get("/table")) == before


@pytest.mark.abuse("SR9")
def test_sr9_the_calendar_can_keep_its_secret(two):
    two.seated()
    for one in (two.kim, two.sam):
        one.post("/table/agreements", do="lay", key="time", day="6", clock="18:00", place="walk")
    answer = two.kim.get("/table/time?title=neutral")
    said = (answer.text + answer.headers["content-disposition"]).casefold()
    assert not [word for word in ("nearer", "kim", "sam", "walk", "two of us", "table") if word in said]
