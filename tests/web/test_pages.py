"""Every page of one person's own space: what it shows, what it keeps, and what it never keeps."""

import re

import pytest
from tests.web.browser import alert, another, faults_in, house_of, taken_along
from tests.web.disk import rows_in, words_on_disk

from nearer.web.days import today
from nearer.web.pages import ROUTES
from nearer.web.security import CONTENT_POLICY

LETTER = """My partner Sam goes quiet whenever I bring up how we are doing. I ask, Sam says it is fine, and I ask again.
Last Sunday I asked three times and Sam went for a walk. I feel so alone then.
I want us to be close. What can I do?"""
HELD = """My husband hit me last night and I am afraid of him. He says he will kill me if I leave. What can I do?"""
DRAFT = "You never listen to me. Why do you always go quiet? I feel alone and I miss you."
STREAM = "/table/live"
PAGES = [route for route in ROUTES if route.get is not None and "{" not in route.path and route.path != STREAM]


def opened(path, browser):
    answer = browser.get(path)
    return browser.get(answer.headers["location"]) if answer.status_code == 303 else answer


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.path)
def test_every_page_renders(robin, route):
    answer = opened(route.path, robin)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert answer.headers["cache-control"] == "no-store"
    if answer.headers["content-type"].startswith("text/html"):
        assert faults_in(answer.text) == []
        assert '<html lang="en">' in answer.text


def test_the_pages_before_a_space_render_too(browser):
    for path in ("/", "/sign-in", "/begin", "/recover", "/alone", "/private"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert faults_in(answer.text) == []


def test_a_letter_is_answered_and_kept_when_asked(robin):
    answer = robin.post("/letters/new", letter=LETTER)
    assert answer.status_code == 200
    assert faults_in(answer.text) == []
    assert "<svg" in answer.text
    assert "blockquote" in answer.text
    assert robin.get("/letters").text.count('<li><a href="/letters/') == 0
    kept = robin.post("/letters/new", letter=LETTER, keep="yes")
    assert kept.status_code == 303
    page = robin.get(kept.headers["location"])
    assert "goes quiet whenever" in page.text
    assert faults_in(page.text) == []
    assert "My partner Sam goes quiet" in robin.get("/letters").text
    robin.post(kept.headers["location"] + "/delete")
    assert robin.get(kept.headers["location"]).status_code == 404


def test_a_letter_can_come_as_a_file(robin):
    answer = robin.post("/letters/new", letter="", files={"file": ("letter.txt", LETTER.encode())})
    assert "An answer to your letter" in answer.text
    broken = robin.post("/letters/new", letter="", files={"file": ("letter.txt", b"\xff\xfe\x00 not text \x00")})
    assert broken.status_code == 400


def test_a_letter_that_cannot_be_answered_is_given_back(robin):
    for text in ("", "too short", "<b>& a letter about the weather, which was fine"):
        answer = robin.post("/letters/new", letter=text)
        assert answer.status_code == 400
        assert alert(answer)
        assert text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in answer.text


def test_a_held_letter_leaves_nothing(robin, tmp_path, caplog):
    before = rows_in(tmp_path)
    for fields in ({"letter": HELD}, {"letter": HELD, "keep": "yes"}):
        answer = robin.post("/letters/new", **fields)
        assert "kill me" not in answer.text or answer.status_code == 400
    answer = robin.post("/letters/new", letter=HELD)
    assert "not your fault" in answer.text
    assert 'name="keep"' not in answer.text
    assert "<svg" not in answer.text
    assert rows_in(tmp_path) == before
    assert words_on_disk(tmp_path, HELD) == []
    assert "husband" not in caplog.text
    assert not any(session.kept for session in house_of(robin).sessions._open.values())


def test_words_are_sealed_on_disk(robin, tmp_path):
    robin.post("/letters/new", letter=LETTER, keep="yes")
    robin.post("/drafts/new", draft=DRAFT, do="keep")
    robin.post("/steps", step="Ask once and then wait a day.")
    for text in (LETTER, DRAFT, "Ask once and then wait a day.", "four plain words here", "Robin and Sam"):
        assert words_on_disk(tmp_path, text) == []


def test_a_draft_is_looked_at_live_and_with_the_button(robin):
    live = robin.post("/drafts/live", draft=DRAFT, headers={"hx-request": "true"})
    assert "<mark>" in live.text
    assert "<html" not in live.text
    assert "Perhaps:" not in live.text
    assert "/drafts/pause" in live.text
    paused = robin.post("/drafts/pause", draft=DRAFT, headers={"hx-request": "true"})
    assert "Perhaps:" in paused.text
    assert "/drafts/pause" not in paused.text
    page = robin.post("/drafts/new", draft=DRAFT, do="look")
    assert "<mark>" in page.text
    assert faults_in(page.text) == []
    better = robin.post("/drafts/new", draft=DRAFT, do="better")
    assert "A whole version" in better.text
    assert robin.post("/drafts/live", draft="  ").status_code == 200


def test_a_suggestion_can_be_taken(robin):
    page = robin.post("/drafts/new", draft=DRAFT, do="look")
    use = re.search(r'value="(use [^"]+)"', page.text)[1]
    taken = robin.post("/drafts/new", draft=DRAFT, do=use)
    assert taken.status_code == 200
    written = re.search(r"<textarea[^>]*>(.*?)</textarea>", taken.text, re.DOTALL)[1]
    assert written != DRAFT
    assert "You never listen to me" not in written
    gone = robin.post("/drafts/new", draft="Thank you for the tea.", do=use)
    assert gone.status_code == 400
    assert "Thank you for the tea." in gone.text


def test_two_devices_lose_nothing(robin):
    kept = robin.post("/drafts/new", draft="The first words of this.", do="keep").headers["location"]
    first, second = "Changed on the phone.", "Changed on the other machine."
    assert robin.post(kept, draft=first, do="keep", version="1").status_code == 303
    both = robin.post(kept, draft=second, do="keep", version="1")
    assert both.status_code == 409
    assert first in both.text
    assert second in both.text
    listed = robin.get("/drafts").text
    assert first in listed
    assert second in listed


def test_a_draft_that_safety_holds_is_not_kept(robin, tmp_path):
    before = rows_in(tmp_path)
    answer = robin.post("/drafts/new", draft="If you leave me I will kill you.", do="keep")
    assert answer.status_code == 400
    assert rows_in(tmp_path) == before


def test_steps_are_kept_ticked_and_put_away(robin):
    robin.post("/steps", step="Say when I am back.")
    robin.post("/steps", step="Say when I am back.")
    page = robin.get("/steps").text
    assert page.count('class="entry"') == 1
    mark = re.search(r"/steps/(\w+)/done", page)[1]
    robin.post(f"/steps/{mark}/done")
    assert "Done on" in robin.get("/steps").text
    robin.post(f"/steps/{mark}/done")
    assert "Done on" not in robin.get("/steps").text
    robin.post(f"/steps/{mark}/delete")
    assert 'class="entry"' not in robin.get("/steps").text
    assert robin.post("/steps", step=" ").status_code == 400


def test_the_check_in_is_kept_and_can_be_changed_within_its_week(robin, tmp_path):
    assert robin.post("/check-in", overall="4", step_words="tea in bed").status_code == 303
    page = robin.get("/check-in").text
    assert re.search(r'name="overall" value="4" checked', page)
    assert "tea in bed" in page
    robin.post("/check-in", overall="5")
    assert rows_in(tmp_path) == 2, "the check-in, and the row of the table, which is written whatever is answered"
    assert robin.get("/check-in/weeks").text.count("<circle") == 1
    assert robin.post("/check-in").status_code == 400
    assert robin.post("/check-in", overall="9").status_code == 400


def test_being_afraid_is_answered_and_kept_nowhere(robin, tmp_path):
    answer = robin.post("/check-in", overall="3", afraid="1")
    assert "not your fault" in answer.text
    assert rows_in(tmp_path) == 2, "as after any check-in"
    assert 'name="afraid" value="1" checked' not in robin.get("/check-in").text
    from nearer.app.space_items import CHECK_IN, CheckInKept

    space = next(iter(house_of(robin).sessions._open.values())).space
    (kept,) = space.list(CHECK_IN, CheckInKept)
    assert kept.value.answers == {"overall": 3}
    assert robin.post("/check-in", afraid="1").status_code == 200


def test_the_private_questions_are_open_to_all_and_kept_nowhere(browser, tmp_path):
    yes = browser.post("/private", question_2="yes")
    assert "not your fault" in yes.text
    no = browser.post("/private", question_1="no")
    assert "proves nothing" in no.text
    assert "data-leave-at-once" in yes.text
    assert rows_in(tmp_path) == 0


def test_settings_are_kept_and_used(robin):
    answer = robin.post("/settings", region="UK", partner="Sam", pronoun="they")
    assert answer.status_code == 200
    assert re.search(r'value="UK" selected', robin.get("/settings").text)
    held = robin.post("/letters/new", letter=HELD)
    assert "999" in held.text
    assert robin.post("/settings", region="Atlantis").status_code == 400
    assert robin.post("/settings", pronoun="it").status_code == 400


def test_the_passphrase_can_be_changed(robin):
    wrong = robin.post(
        "/settings/passphrase", old="not it at all", new="another four words", new_again="another four words"
    )
    assert wrong.status_code == 400
    new = {"old": "four plain words here", "new": "another four words", "new_again": "another four words"}
    assert robin.post("/settings/passphrase", **new).status_code == 200
    robin.post("/lock")
    assert robin.sign_in().status_code == 403
    assert robin.sign_in(passphrase="another four words").status_code == 303


def test_a_new_code_can_be_printed(robin):
    page = robin.post("/settings/kit", passphrase="four plain words here")
    assert 'class="kit"' in page.text
    assert robin.post("/settings/kit", passphrase="not it at all").status_code == 400


def test_ones_own_words_can_be_taken_along(robin):
    robin.post("/letters/new", letter=LETTER, keep="yes")
    robin.post("/check-in", overall="4", afraid="2", step_words="tea in bed")
    words = taken_along(robin)
    assert "goes quiet whenever" in words
    assert "tea in bed" in words
    assert "not evidence" in words
    assert "afraid" not in words


def test_forgetting_needs_the_passphrase_and_is_for_good(robin, tmp_path):
    robin.post("/letters/new", letter=LETTER, keep="yes")
    assert robin.post("/settings/forget", passphrase="four plain words here").status_code == 400
    assert robin.post("/settings/forget", passphrase="not it at all", sure="yes").status_code == 400
    gone = robin.post("/settings/forget", passphrase="four plain words here", sure="yes")
    assert gone.status_code == 200
    assert faults_in(gone.text) == []
    assert robin.get("/home").status_code == 303
    assert robin.sign_in().status_code == 403
    assert rows_in(tmp_path) == 0


def test_a_text_typed_into_a_locked_space_is_given_back(robin):
    key = robin.key("/letters/new")
    house_of(robin).sessions.end_all()
    answer = robin.post("/letters/new", letter=LETTER, form_key=key)
    assert answer.status_code == 403
    assert "goes quiet whenever" in answer.text
    live = robin.post("/drafts/live", draft=DRAFT, form_key=key, headers={"hx-request": "true"})
    assert alert(live)


def test_the_full_disk_has_its_page_and_the_text_is_given_back(robin, monkeypatch):
    from nearer.errors import StoreError

    def full(*_, **__):
        raise StoreError("The disk is full: nothing was lost, but the last change was not kept.")

    space = next(iter(house_of(robin).sessions._open.values())).space
    monkeypatch.setattr(space, "put", full)
    answer = robin.post("/drafts/new", draft=DRAFT, do="keep")
    assert answer.status_code == 503
    assert "The disk is full" in answer.text
    assert "I miss you" in answer.text


@pytest.mark.parametrize("mark", ["0" * 32, "x", "..%2f..%2fetc", "%00", "a" * 300, "é", "<b>"])
def test_bad_ids_find_nothing(robin, mark):
    for kind in ("letters", "drafts", "talks", "talks/waiting"):
        answer = robin.get(f"/{kind}/{mark}")
        assert answer.status_code == 404
        assert "<b>" not in answer.text


def test_one_person_cannot_reach_what_another_keeps(robin):
    letter = robin.post("/letters/new", letter=LETTER, keep="yes").headers["location"]
    draft = robin.post("/drafts/new", draft=DRAFT, do="keep").headers["location"]
    other = another(robin)
    assert other.begin("Sam", "quite another phrase").status_code == 200
    missing = other.get("/letters/" + "0" * 32)
    for path in (letter, draft):
        answer = other.get(path)
        assert answer.status_code == 404
        assert re.sub(r'value="\w{64}"', "", answer.text) == re.sub(r'value="\w{64}"', "", missing.text)
        other.post(path + "/delete")
    assert robin.get(letter).status_code == 200
    assert robin.get(draft).status_code == 200


def test_today_is_a_day():
    assert today().year >= 2024
