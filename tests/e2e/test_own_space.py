"""One person in a real browser: from the first page to an answer, and through the rest of their own space."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from tests.e2e.person import DRAFT, ENOUGH, LETTER
from tests.e2e.quick import QUICK
from tests.web.chats import whatsapp

from nearer.app.check_in import keep_check_in
from nearer.app.spaces import Spaces
from nearer.web.days import today
from nearer.web.wording import words


def test_from_the_first_page_to_the_first_answer_and_back_to_it(device):
    robin = device()
    robin.go("/").follow(words("first")["begin"])
    assert robin.begin().count("-") >= 7
    robin.follow(words("kit")["on"]).sees(words("home")["heading"])
    robin.page.get_by_role("link", name=words("home")["ways"][0]["name"]).click()
    robin.fill(words("letter")["label"], LETTER).press(words("letter")["answer"])
    robin.sees(words("answer")["heading"])
    expect(robin.page.locator(".answer svg").first).to_be_visible()
    robin.press(words("answer")["keep"]).sees(words("answer")["own"])
    kept = robin.path
    robin.follow("Letters")
    robin.page.get_by_role("link", name="My partner Sam goes quiet").click()
    robin.sees(words("answer")["own"])
    assert robin.path == kept


def test_a_draft_is_looked_at_while_it_is_typed_and_made_better(device):
    robin, w = device().has_a_space(), words("draft")
    message = robin.go("/drafts/new").page.get_by_label(w["label"], exact=True)
    message.press_sequentially(DRAFT[:24])
    notes = robin.page.locator("#notes .note")
    expect(notes.first).to_be_visible()
    robin.press(w["better"]).sees(w["whole"])
    notes.get_by_role("button").first.click()
    expect(message).not_to_have_value(DRAFT[:24])
    robin.press(w["keep"])
    robin.page.wait_for_url(re.compile(r"/drafts/\w{32}"))


def test_a_chat_becomes_a_report(device):
    """Without script, as it needs none: the page on which one waits renews itself."""
    robin, w = device("Mika", java_script_enabled=False).has_a_space(), words("talks")
    robin.go("/talks/new").sees(w["consent"][0])
    chat = {"name": "WhatsApp Chat with Jo.txt", "mimeType": "text/plain", "buffer": whatsapp()}
    robin.page.get_by_label(w["file"], exact=True).set_input_files(chat)
    robin.choose(w["consent_box"]).press(w["upload"])
    robin.choose("Mika").press(w["read"])
    expect(robin.page.locator(".report h1")).to_be_visible(timeout=4 * ENOUGH)
    robin.sees("The chat itself was not kept.")
    expect(robin.main).not_to_contain_text("Bus is late")


def test_the_weekly_check_in_and_ones_own_line(device, served):
    robin, w = device().has_a_space(), words("check-in")
    spaces = Spaces(served.data, cost=QUICK)
    space = spaces.enter(robin.name, robin.passphrase)
    month = dict.fromkeys(("csi_happy", "csi_warm", "csi_rewarding", "csi_satisfied"), "3")
    for week in range(9, 0, -1):
        given = {"understood": str(3 + week % 2), "pressed": "4", **month}
        keep_check_in(space, given, words="", today=today() - timedelta(weeks=week), region=None)
    spaces.close()
    robin.go("/check-in").page.locator('input[name="understood"][value="5"]').check()
    robin.page.locator("#step_words").fill("Tea on the step.")
    robin.press(w["keep"]).sees(words("trend")["how"])
    expect(robin.page.locator("figure svg").first).to_be_visible()
    assert robin.page.locator("figure svg .dot").count() >= 10
    robin.go("/check-in")
    expect(robin.page.locator('input[name="understood"][value="5"]')).to_be_checked()


def test_the_kit_opens_the_space_when_the_passphrase_is_forgotten(device):
    robin, w = device(), words("recover")
    code = robin.begin()
    robin.post("/steps", step="Ask once, then wait a day.")
    robin.post("/lock")
    robin.go("/sign-in").sign_in("not what it was").sees(words("sign-in")["forgot"])
    robin.follow(words("sign-in")["forgot"]).fill(w["code"], code.lower()).fill(w["name"], "Robin")
    robin.fill(w["passphrase"], "quite another set of words").fill(w["again"], "quite another set of words")
    robin.press(w["open"]).sees(words("kit")["heading"])
    assert robin.page.locator(".kit").inner_text() != code
    robin.follow(words("kit")["back"]).follow("Steps").sees("Ask once, then wait a day.")


def test_locked_by_the_button_and_the_way_back_shows_nothing(device):
    robin = device().has_a_space()
    robin.post("/steps", step="Ask once, then wait a day.")
    robin.go("/steps").sees("Ask once").press(words("frame")["lock"]).sees(words("sign-in")["heading"])
    robin.page.go_back()
    robin.sees(words("sign-in")["heading"])
    expect(robin.page.locator("body")).not_to_contain_text("Ask once")
    robin.sign_in().sees("Ask once")


def test_locked_after_a_while_on_the_screen_and_in_the_server(device, nursery, tmp_path):
    quickly = nursery.serve(tmp_path, "--idle", "0.05")
    robin = device(at=quickly).has_a_space()
    robin.post("/steps", step="Ask once, then wait a day.")
    robin.go("/steps").sees("Ask once")
    robin.page.wait_for_url("**/sign-in*", timeout=ENOUGH)
    assert robin.page.request.get(robin.address + "/home", max_redirects=0).status == 303
    robin.page.go_back()
    expect(robin.page.locator("body")).not_to_contain_text("Ask once")
    quickly.stop()


def test_forgotten_is_gone(device):
    robin, w = device().has_a_space(), words("forget")
    robin.go("/settings").follow(words("settings")["forget"]).fill(w["passphrase"], robin.passphrase)
    robin.press(w["forget"]).sees(w["not_sure"])
    robin.fill(w["passphrase"], robin.passphrase).choose(w["sure"]).press(w["forget"]).sees(w["done"])
    robin.go("/sign-in").sign_in().sees(words("sign-in")["forgot"])
    expect(robin.page.get_by_role("alert")).to_be_visible()
    assert robin.go("/home").path.startswith("/sign-in")


def test_escape_twice_shows_something_else_and_locks(device):
    robin = device().has_a_space()
    robin.go("/letters/new").fill(words("letter")["label"], LETTER)
    for _ in range(2):
        robin.page.keyboard.press("Escape")
    robin.sees(words("away")["title"])
    expect(robin.page.locator("body")).not_to_contain_text("Nearer")
    assert robin.page.title() == words("away")["title"]
    robin.page.go_back()
    expect(robin.page.locator("body")).not_to_contain_text("Sam")
    assert robin.page.request.get(robin.address + "/home", max_redirects=0).status == 303


def test_escape_once_leaves_the_four_questions(device):
    robin = device().go("/private")
    robin.page.keyboard.press("Escape")
    robin.sees(words("away")["title"])


def test_two_devices_keep_both_texts(device, watched):
    robin, w = device().has_a_space(), words("draft")
    answer = robin.post("/drafts/new", draft=DRAFT, do="keep")
    place = answer.headers["location"]
    other = device()
    other.passphrase = robin.passphrase
    other.go("/sign-in").sign_in().sees(words("home")["heading"])
    for one in (robin, other):
        one.go(place).sees(w["heading"])
    robin.fill(w["label"], "I was worried when you did not call.").press(w["keep"]).sees(w["heading"])
    other.fill(w["label"], "Shall we talk after dinner?").press(w["keep"]).sees(w["two_heading"])
    other.sees("I was worried when you did not call.").sees("Shall we talk after dinner?")
    other.go("/drafts").sees("I was worried").sees("Shall we talk")
