"""The pages of invitation and table, as two browsers see them."""

import re

import pytest
from sqlalchemy import select
from tests.table.two import main_of
from tests.web.browser import another

from nearer.storage.schema import entries
from nearer.web.pages import ROUTES
from nearer.web.wording import names, words

HELD = "I am afraid he will hit me again tonight."


# The invitation
def test_an_invitation_is_looked_at_before_it_is_made(two):
    shown = two.kim.post("/table/invite", kind="hard", line="You always run away from talks.", name="Kim")
    assert "You always run away" in shown.text
    assert "<mark>" in shown.text
    assert two.kim.get("/table/invite").text.count('class="kit"') == 0


@pytest.mark.parametrize(
    "replies", [[], ["not-now"], ["no"], ["no", "not-now"], ["accept"], ["accept", "fold"], ["accept", "wipe"]]
)
def test_whatever_the_invited_person_does_the_inviter_sees_the_same(two, replies):
    two.invited()
    before = [main_of(two.kim.get(path)) for path in ("/table", "/table/invite")]
    for reply in replies:
        if reply == "fold":
            assert two.sam.post("/table/fold").status_code == 303
        elif reply == "wipe":
            assert two.sam.post("/settings/forget", passphrase=two.other_passphrase, sure="yes").status_code == 200
        else:
            assert two.sam.post(f"/invitation/{two.code}", reply=reply, word="", name="Sam").status_code == 200
    assert [main_of(two.kim.get(path)) for path in ("/table", "/table/invite")] == before


def test_the_invitation_itself_looks_the_same_after_a_no(two):
    """The inviter has the code as well, and could look."""
    two.invited()
    stranger = another(two.kim)
    before = main_of(stranger.get(f"/invitation/{two.code}"))
    two.sam.post(f"/invitation/{two.code}", reply="no", word="", name="Sam")
    assert main_of(stranger.get(f"/invitation/{two.code}")) == before


def test_a_word_is_passed_on_only_where_it_was_chosen(two):
    two.invited()
    answer = two.sam.post(f"/invitation/{two.code}", reply="not-now", word="later", name="Sam")
    assert "Your sentence is passed on" in answer.text
    assert "Not now, and I may come back to it." in two.kim.get("/table/invite").text


def test_no_yes_is_passed_on_with_a_no(two):
    two.invited()
    two.sam.post(f"/invitation/{two.code}", reply="no", word="yes", name="Sam")
    assert "You were sent a word" not in two.kim.get("/table/invite").text


def test_a_code_opens_without_a_space_and_a_yes_asks_for_one(two):
    two.invited()
    stranger = another(two.kim)
    answer = stranger.post("/invitation", code=two.code.upper())
    assert answer.headers["location"] == f"/invitation/{two.code}"
    page = stranger.get(answer.headers["location"])
    assert "need not tell me which" in page.text
    assert 'value="accept"' not in page.text
    assert "need a space of your own" in stranger.post(f"/invitation/{two.code}", reply="accept", word="").text


def test_an_invitation_taken_back_opens_nothing(two):
    two.invited()
    two.kim.post("/table/invite", do="back")
    assert two.sam.get(f"/invitation/{two.code}").status_code == 404
    assert "until" in two.kim.get("/table/invite").text.lower()


def test_nobody_is_invited_twice_within_two_weeks(two):
    two.invited()
    two.kim.post("/table/invite", do="back")
    answer = two.kim.post("/table/invite", do="send", kind="plain", line="", name="Kim")
    assert "14 days" in answer.text


@pytest.mark.parametrize("code", ["none", "aaaaa", "a" * 20, "%2e%2e", "%00", "0" * 300])
def test_a_wrong_code_is_told_kindly(two, code):
    answer = two.sam.get(f"/invitation/{code}")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


# Sitting down
def test_before_both_sit_no_page_of_the_table_opens(two):
    two.accepted()
    two.kim.post("/table/sit")
    for path in ("/table/week", "/table/pattern", "/table/agreements", "/table/steps", "/table/talk", "/table/time"):
        assert two.kim.get(path).headers["location"] == "/table"
    assert "You are at the table" in two.kim.get("/table").text
    assert "Kim" not in main_of(two.sam.get("/table"))


def test_one_alone_sees_the_same_whatever_the_other_does(two):
    two.accepted()
    before = main_of(two.kim.get("/table"))
    two.sam.post("/table/sit")
    two.sam.post("/table/lay", do="add", sort="topic", line="The garden")
    two.sam.post("/table/my-week", overall="6")
    assert main_of(two.kim.get("/table")) == before
    two.sam.post("/table/rest", rest="yes")
    assert main_of(two.kim.get("/table")) == before
    two.sam.post("/lock")
    assert main_of(two.kim.get("/table")) == before


def test_both_sit_and_either_gets_up(two):
    two.seated()
    for one in (two.kim, two.sam):
        assert "You are both here" in one.get("/table").text
    two.sam.post("/table/up")
    assert "You are both here" not in two.kim.get("/table").text
    assert two.kim.get("/table/week").headers["location"] == "/table"


def test_a_device_that_locks_closes_the_table(two):
    two.seated()
    two.sam.post("/lock")
    assert two.kim.get("/table/talk").headers["location"] == "/table"


def test_on_one_device_a_second_passphrase_opens_it_and_nothing_else_of_that_space(two):
    two.accepted()
    two.sam.post("/table/lay", do="add", sort="topic", line="The garden")
    two.sam.post("/lock")
    assert two.kim.post("/table/together", name="Sam", passphrase=two.other_passphrase).status_code == 303
    assert "share this device" in two.kim.get("/table").text
    assert two.kim.get("/table/lay").headers["location"] == "/table"


@pytest.mark.parametrize("why", ["wrong passphrase", "rests", "no table", "no such space"])
def test_where_it_does_not_open_on_one_device_the_page_is_the_same(two, why):
    two.accepted()
    if why == "rests":
        two.sam.post("/table/rest", rest="yes")
    if why == "no table":
        two.sam.post("/table/fold")
    name = "Nobody" if why == "no such space" else "Sam"
    answer = two.kim.post(
        "/table/together", name=name, passphrase="x" * 9 if why == "wrong passphrase" else two.other_passphrase
    )
    assert answer.status_code == 403
    assert "The table is not open now." in answer.text
    assert main_of(answer).replace("Nobody", "Sam").strip().startswith("Sit down together")


# Safety
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/table/lay", {"do": "add", "sort": "topic", "line": HELD}),
        ("/table/lay", {"do": "name", "name": "the storm", "own": HELD}),
        ("/table/my-week", {"step": HELD}),
        ("/table/notice", {"words": HELD}),
        ("/table/invite", {"kind": "plain", "line": HELD, "name": "Sam"}),
    ],
)
def test_words_that_safety_holds_are_answered_to_the_writer_alone(two, path, fields):
    two.seated()
    answer = two.sam.post(path, **fields)
    assert "Just for you" in answer.text
    assert "The table rests" in two.sam.get("/table").text
    assert "hit me" not in two.sam.get("/table/lay").text
    assert "rests" not in main_of(two.kim.get("/table"))
    assert two.sam.post("/table/sit").status_code == 409


def test_a_resting_table_can_be_set_again_by_the_one_for_whom_it_rests(two):
    two.accepted()
    two.sam.post("/table/rest", rest="yes")
    assert two.sam.post("/table/sit").status_code == 409
    two.sam.post("/table/rest", rest="no")
    assert two.sam.post("/table/sit").status_code == 303


STEPS = ("/table/together", "/table/invite", "/table/lay", "/table/my-week", "/table/notice")


def test_while_the_table_rests_no_step_of_it_is_offered_and_it_can_be_folded(two):
    two.accepted()
    two.sam.post("/table/rest", rest="yes")
    for path in STEPS:
        assert two.sam.get(path).headers.get("location") == "/table"
        assert two.sam.post(path, do="add", sort="topic", line="The garden").headers.get("location") == "/table"
    page = two.sam.get("/table").text
    assert not [path for path in (*STEPS, "/table/sit") if path in page]
    assert "/table/fold" in page
    two.sam.post("/table/fold")
    assert "/table/fold" not in two.sam.get("/table").text


# At the table
def test_the_week_opens_when_both_look(two):
    two.seated()
    two.kim.post("/table/my-week", overall="4", tried="2", pressed="I asked twice.")
    two.sam.post("/table/my-week", overall="5", closed="I went quiet on Monday.")
    two.kim.post("/table/week")
    assert "quite a bit" not in two.kim.get("/table/week").text
    two.sam.post("/table/week")
    for one in (two.kim, two.sam):
        shown = main_of(one.get("/table/week"))
        assert "quite a bit" in shown
        assert "much" in shown
        assert "a little" not in shown
        assert "I asked twice" not in shown
        assert "I went quiet on Monday" not in shown


def test_nothing_shared_is_one_sentence(two):
    two.seated()
    two.kim.post("/table/my-week", overall="4")
    for one in (two.kim, two.sam):
        one.post("/table/week")
    assert "Nothing shared this week." in two.kim.get("/table/week").text
    assert "Nothing shared this week." in two.sam.get("/table/week").text


def test_the_private_question_cannot_be_sent_by_hand(two):
    two.seated()
    for one in (two.kim, two.sam):
        one.post("/table/my-week", overall="4", afraid="1", pressed_number="3")
        one.post("/table/week")
    assert "afraid" not in two.kim.get("/table/week").text


def test_agreements_and_the_calendar(two):
    two.seated()
    two.kim.post("/table/agreements", do="lay", key="time", day="6", clock="18:00", place="walk")
    page = two.sam.get("/table/agreements").text
    assert "Kim has laid this down." in page
    stamp = re.search(r'name="stamp" value="(\w+)"', page)[1]
    two.sam.post("/table/agreements", do="yes", key="time", stamp=stamp)
    assert "Sunday at 18:00, on a walk." in two.kim.get("/table/agreements").text
    plain = two.kim.get("/table/time?title=neutral")
    assert plain.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:Appointment" in plain.text
    assert "SUMMARY:Time for the two of us" in two.sam.get("/table/time").text


def test_steps_and_a_quiet_word(two):
    two.seated()
    two.kim.post("/table/steps", step="tea")
    two.sam.post("/table/notice", words="Thank you for the tea.")
    page = main_of(two.kim.get("/table/steps"))
    assert "I bring you something warm and ask nothing." in page
    assert "Sam noticed: “Thank you for the tea.”" in page
    assert not re.search(r"\b\d", page)


def test_folding_alone_ends_it_for_both(two):
    two.seated()
    two.kim.post("/table/agreements", do="lay", key="private")
    two.sam.post("/table/fold")
    assert "Two people who each have a space" in two.sam.get("/table").text
    assert two.kim.get("/table/agreements").headers["location"] == "/table"
    assert "Two people who each have a space" in two.kim.get("/table").text


def test_no_wording_is_hidden_by_a_method_of_its_table():
    """In a template ``w.clear`` would be the method of the dictionary and not the sentence."""
    taken = {name for name in dir(dict) if not name.startswith("_")}

    def keys(value):
        return set(value) | {key for one in value.values() if isinstance(one, dict) for key in keys(one)}

    assert {name: found for name in names() if (found := keys(words(name)) & taken)} == {}


# One device, handed round
OWN_PAGES = [route for route in ROUTES if route.access == "signed-in" and not route.shared and "{" not in route.path]


def test_while_two_share_a_device_the_space_of_its_owner_is_out_of_reach(two):
    two.accepted()
    two.kim.post("/table/lay", do="add", sort="topic", line="The garden")
    two.sam.post("/lock")
    two.kim.post("/table/together", name="Sam", passphrase=two.other_passphrase)
    assert len(OWN_PAGES) > 15
    for route in OWN_PAGES:
        if route.get is not None:
            assert two.kim.get(route.path).headers.get("location") == "/table", route.path
        if route.post is not None:
            assert two.kim.post(route.path, do="add").headers.get("location") == "/table", route.path
    assert 'class="pages"' not in two.kim.get("/table").text
    assert two.kim.get("/table/talk").status_code == 200


def test_getting_up_from_a_shared_device_locks_the_space_too(two):
    two.accepted()
    two.sam.post("/lock")
    two.kim.post("/table/together", name="Sam", passphrase=two.other_passphrase)
    assert two.kim.post("/table/up").headers["location"] == "/sign-in"
    assert two.kim.get("/home").headers["location"] == "/sign-in"


def test_a_shared_table_that_closed_by_itself_leaves_no_space_open(two):
    two.accepted()
    two.sam.post("/lock")
    two.kim.post("/table/together", name="Sam", passphrase=two.other_passphrase)
    two.session_of(two.kim).table.lock()
    assert two.kim.get("/table").headers["location"] == "/sign-in"


# Being afraid
@pytest.mark.parametrize(
    ("path", "fields"), [("/check-in", {"overall": "4", "afraid": "1"}), ("/private", {"question_2": "yes"})]
)
def test_a_yes_to_being_afraid_lets_the_table_rest_for_that_person_and_keeps_no_reason(two, path, fields):
    two.seated()
    assert "it rests for you from now on" in two.sam.post(path, **fields).text
    assert "The table rests" in two.sam.get("/table").text
    assert two.sam.post("/table/sit").status_code == 409
    assert "rest" not in re.sub("Let the table rest for now", "", main_of(two.kim.get("/table")))
    space = two.session_of(two.sam).space
    kept = repr(space.everything()).lower()
    assert "afraid" not in kept
    assert "hark" not in kept
    asked = two.sam.post("/table/rest", rest="yes")
    assert asked.status_code == 303, "the same mark as one that somebody sets for no reason"


def test_an_ordinary_check_in_changes_nothing(two):
    two.accepted()
    two.sam.post("/check-in", overall="4", afraid="0")
    two.sam.post("/private", question_1="no")
    assert two.sam.post("/table/sit").status_code == 303


def test_what_lies_on_the_disk_is_as_much_after_a_yes_as_after_a_no(two):
    """Whoever counts rows and bytes in the file does not learn what was answered."""

    def shelf(one):
        return sorted((len(row.head), len(row.body)) for row in rows_of(two.session_of(one).space))

    for one, afraid, question in ((two.kim, "0", "no"), (two.sam, "1", "yes")):
        one.post("/check-in", overall="4", afraid=afraid)
        one.post("/private", question_2=question)
    assert shelf(two.kim) == shelf(two.sam)
    assert len(shelf(two.kim)) == 2


def rows_of(space):
    with space.ground.database.reading() as connection:
        return connection.execute(select(entries).where(entries.c.shelf == space.shelf.shelf)).all()
