"""Two people, each at a device of their own: an invitation and its answers, and a whole talk at the table."""

import re

import pytest
from playwright.sync_api import expect
from tests.e2e.person import ENOUGH

from nearer.app.table.choices import choices
from nearer.table.words import entry
from nearer.web.wording import words

TOPIC = entry("table.topics")["evenings"]


@pytest.fixture
def two(device):
    """Kim and Sam, each with a space; Sam's device is a large one."""
    return device("Kim").has_a_space(), device("Sam", viewport={"width": 1280, "height": 900}).has_a_space()


def invite(kim):
    """Kim makes an invitation on its page; the link to hand over comes back."""
    w = words("table-invite")
    kim.go("/table").follow_index(words("table")["none"]["invite"])
    kim.fill(w["line"], "I like how we cook together.").press(w["look"]).sees("I like how we cook together.")
    kim.press(w["send"]).sees(w["made"])
    return kim.page.locator(".link").inner_text()


def seen_by(kim):
    """What the inviter's pages say, to the last byte but for the keys of forms."""
    pages = [kim.page.request.get(kim.address + path).text() for path in ("/table", "/table/invite", "/home")]
    return [re.sub(r'name="form_key" value="\w+"', "", page) for page in pages]


def reply(sam, link, which, word=None):
    w = words("table-invited")
    sam.page.goto(link)
    sam.choose(choices("invitation.replies")[which])
    if word is not None:
        sam.choose(choices("invitation.words")[word])
    sam.press(w["send"])


def test_the_inviter_sees_the_same_whatever_comes_unless_the_invited_chose_a_word(two):
    kim, sam = two
    link = invite(kim)
    before = seen_by(kim)
    for which, says in (("not-now", "thanks_not_now"), ("no", "thanks_no"), ("accept", "accepted")):
        reply(sam, link, which)
        sam.sees(words("table-invited")[says]).sees(words("table-invited")["silent"])
        assert seen_by(kim) == before
    reply(sam, link, "not-now", "later")
    sam.sees(choices("invitation.words")["later"])
    assert seen_by(kim) != before
    kim.go("/table/invite").sees(choices("invitation.words")["later"])


def sit_down(kim, sam):
    w = words("table")
    for one in (kim, sam):
        one.go("/table").press(w["set"]["two"])
    for one in (kim, sam):
        one.sees(w["together"]["heading"])


def pass_on(one, other, button, says):
    """One presses; what comes is on both screens, on the other's without touching it."""
    one.press(button)
    for each in (one, other):
        expect(each.page.locator(".talk h1")).to_have_text(says, timeout=ENOUGH)


def test_a_whole_talk_on_two_devices_with_a_pause(two):
    kim, sam = two
    reply(sam, invite(kim), "accept")
    sit_down(kim, sam)
    w, head = words("table-talk"), entry("talk.head")
    for one in (kim, sam):
        one.page.get_by_role("link", name=words("table")["together"]["talk"]).click()
    kim.press(w["begin"])
    for one in (kim, sam):
        one.choose(TOPIC).press(w["choose"])
    for one in (sam, kim):
        expect(one.page.locator(".talk h1")).to_have_text(head["thanks"], timeout=ENOUGH)
    sam.press(w["on"])
    kim.page.get_by_role("button", name=w["on"], exact=True).wait_for()
    pass_on(kim, sam, w["on"], head["ready"])
    pass_on(kim, sam, w["start"], head["floor"].format(name="Kim"))
    pause(kim, sam)
    for speaker, listener in ((kim, sam), (sam, kim), (kim, sam), (sam, kim)):
        if (speaker, listener) != (kim, sam) or speaker.page.get_by_role("button", name=w["start"], exact=True).count():
            pass_on(speaker, listener, w["start"], head["floor"].format(name=speaker.name))
        expect(speaker.page.locator(".clock")).to_contain_text(re.compile(r"[0-2]:\d\d"))
        pass_on(speaker, listener, w["on_floor"], head["back"].format(name=listener.name))
        listener.press(w["on_back"])
    last(kim, sam)


def pause(kim, sam):
    """The listener asks for a pause; both see when it ends; both come back, and the clock goes on where it stood."""
    w, head = words("table-talk"), entry("talk.head")
    sam.page.locator("details.pause summary").click()
    sam.page.locator("#minutes").select_option("60")
    pass_on(sam, kim, w["pause_do"], head["paused"])
    said = [re.search(r"You both come back at ([\w: ]+)\.", one.main.inner_text())[1] for one in (kim, sam)]
    assert said[0] == said[1]
    sam.press(w["back"]).sees(w["back_said"])
    expect(kim.main).not_to_contain_text(w["back_said"])
    pass_on(kim, sam, w["back"], head["floor"].format(name="Kim"))


def last(kim, sam):
    """Something nice from each, and only what both ticked is kept."""
    w, head = words("table-talk"), entry("talk.head")
    for one in (kim, sam):
        expect(one.page.locator(".talk h1")).to_have_text(head["nice"], timeout=ENOUGH)
        one.press(w["on"])
    for one in (kim, sam):
        expect(one.page.locator(".talk h1")).to_have_text(head["keep"], timeout=ENOUGH)
        one.choose(choices("talk.keep")["topic"]).press(w["keep"])
    for one in (kim, sam):
        one.sees(head["ended"])
    sam.go("/table").sees(TOPIC)
    sam.press(words("table")["together"]["up"])
    kim.page.wait_for_url("**/table")
    kim.sees(words("table")["heading"])


def test_one_device_is_enough(two):
    kim, sam = two
    reply(sam, invite(kim), "accept")
    w = words("table-together")
    kim.go("/table").follow(words("table")["set"]["here"])
    kim.fill(w["name"], "Sam").fill(w["passphrase"], sam.passphrase).press(w["sit"])
    kim.sees("You share this device")


def test_somebody_without_a_space_comes_from_the_link_to_a_seat(device):
    kim, sam = device("Kim").has_a_space(), device("Sam")
    w = words("begin")
    sam.page.goto(invite(kim))
    sam.follow(words("table-invited")["make"]).fill(w["name"], "Sam")
    sam.fill(w["passphrase"], sam.passphrase).fill(w["again"], sam.passphrase).press(w["make"])
    sam.follow(words("kit")["onward"]).choose(choices("invitation.replies")["accept"])
    sam.press(words("table-invited")["send"]).sees(words("table-invited")["accepted"])
