"""Between two spaces: no id of one opens for another, and nothing that one does alone changes what the other gets."""

import re
import time

import pytest
from sqlalchemy import event
from tests.web.browser import another, house_of
from tests.web.chats import whatsapp

from nearer.web.pages import ROUTES

LETTER = """My partner Sam goes quiet whenever I bring up how we are doing. I ask, Sam says it is fine, and I ask again.
I feel so alone then. I want us to be close. What can I do?"""
DRAFT = "You never listen to me. Why do you always go quiet? I miss you."
OTHER = "another four plain words"
MADE_UP = {"id": "0" * 32, "mark": "0" * 16}
BY_CODE = "{code}"
"""An invitation is for whoever has its code; tests/table looks after those pages."""
WITH_ID = [route for route in ROUTES if "{" in route.path and BY_CODE not in route.path]
WAYS_OUT = {"/away", "/table/live"}
"""The one locks the space, the other is a stream."""


def at(route, found):
    return re.sub(r"\{(\w+)\}", lambda name: found[name[1]], route.path)


def read_chat(browser):
    """A chat that was read: its report's path comes back."""
    sent = browser.post("/talks/new", files={"chat": ("chat.txt", whatsapp())}, consent="yes")
    place = sent.headers["location"]
    browser.post(place, me="Mika")
    end = time.monotonic() + 60
    while (answer := browser.get(place)).status_code != 303 and time.monotonic() < end:
        time.sleep(0.05)
    return answer.headers["location"]


def fill(browser):
    """One of each thing that a space can hold; all ids come back by the name that routes have for them."""
    kept = [
        browser.post("/letters/new", letter=LETTER, keep="yes").headers["location"],
        browser.post("/drafts/new", draft=DRAFT, do="keep").headers["location"],
        read_chat(browser),
    ]
    browser.post("/steps", step="Ask once, then wait.")
    browser.post("/table/lay", do="add", sort="topic", line="The garden in spring")
    step = re.search(r"/steps/(\w+)/done", browser.get("/steps").text)[1]
    laid = re.search(r'name="item" value="(\w+)"', browser.get("/table/lay").text)[1]
    again = whatsapp(seed=5).replace(b"Jo:", b"Jona:")
    mark = browser.post("/talks/new", files={"chat": ("x.txt", again)}, consent="yes").headers["location"]
    return {"id": [path.rpartition("/")[2] for path in kept] + [step, laid], "mark": [mark.rpartition("/")[2]]}


def plain(answer):
    """An answer but for what is the visitor's own: keys of forms and new ids."""
    body = re.sub(r'value="\w{64}"', "", answer.text)
    place = re.sub(r"[0-9a-f]{16,32}", "", answer.headers.get("location", ""))
    return answer.status_code, body, place


@pytest.fixture
def two(robin):
    sam = another(robin)
    sam.begin("Sam", OTHER)
    return robin, sam


def everything(browser, ids):
    """All that a person can see, byte for byte, with the headers and what the store was asked for."""
    asked = []
    engine = house_of(browser).spaces.store.ground.database.engine

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    seen = {}
    for route in ROUTES:
        if route.get is None or route.path in WAYS_OUT or BY_CODE in route.path:
            continue
        names = re.findall(r"\{(\w+)\}", route.path)
        for path in [at(route, {name: one}) for name in names for one in ids[name]] or [route.path]:
            asked.clear()
            answer = browser.get(path)
            seen[path] = (answer.status_code, dict(answer.headers), answer.content, tuple(asked))
    event.remove(engine, "before_cursor_execute", note)
    return seen


def test_every_id_in_a_path_is_of_a_known_kind():
    assert {name for route in WITH_ID for name in re.findall(r"\{(\w+)\}", route.path)} == set(MADE_UP)


def test_no_id_of_one_person_opens_for_another_a_stranger_or_the_locked(two):
    robin, sam = two
    ids = fill(robin)
    before = everything(robin, ids)
    locked, stranger = another(robin), another(robin)
    locked.begin("Kim", OTHER)
    locked.post("/lock")
    words = {"do": "keep", "draft": "Words of somebody else.", "version": "1", "me": "Mika"}
    for visitor in (sam, stranger, locked):
        for route in WITH_ID:
            name = re.search(r"\{(\w+)\}", route.path)[1]
            nothing = at(route, MADE_UP)
            got = plain(visitor.get(nothing)) if route.get else None
            posted = plain(visitor.post(nothing, **words)) if route.post else None
            for one in ids[name]:
                path = at(route, {name: one})
                assert got is None or plain(visitor.get(path)) == got, path
                assert posted is None or plain(visitor.post(path, **words)) == posted, path
    assert everything(robin, ids) == before


def test_no_id_of_one_person_in_a_form_of_another_changes_anything(two):
    robin, sam = two
    ids = fill(robin)
    before = everything(robin, ids)
    final = {"/lock", "/begin", "/sign-in", "/recover", "/settings/forget", "/letters/new", "/talks/new"}
    for route in ROUTES:
        if route.post and "{" not in route.path and route.path not in final:
            for one in ids["id"]:
                for do in ("away", "keep", "lay"):
                    form = {"item": one, "id": one, "key": one, "do": do, "version": "1", "draft": "Other words."}
                    assert sam.post(route.path, **form).status_code < 500
    assert everything(robin, ids) == before


def alone(sam):
    """Everything that somebody can do in a space of their own, one after the other."""
    yield sam.post("/letters/new", letter=LETTER, keep="yes")
    yield sam.post("/drafts/new", draft=DRAFT, do="keep")
    yield sam.post("/drafts/live", draft=DRAFT)
    yield sam.post("/steps", step="Say when I am back.")
    yield sam.post("/check-in", understood="4", afraid="1", step_words="She asked once.")
    yield read_chat(sam)
    yield sam.post("/settings", region="UK", partner="Robin", pronoun="they")
    yield sam.post("/table/lay", do="name", name="The tide", own="I go out to the shed.")
    yield sam.post("/table/lay", do="add", sort="topic", line="Our Sundays")
    yield sam.post("/table/my-week", understood="4", talk="I liked our walk.")
    yield sam.post("/table/notice", words="You let me finish.")
    yield sam.post("/table/rest", rest="yes")
    yield sam.post("/settings/export")
    yield sam.post("/settings/passphrase", old=OTHER, new=OTHER + " more", new_again=OTHER + " more")
    yield sam.post("/settings/kit", passphrase=OTHER + " more")
    yield sam.post("/lock")
    yield sam.post("/sign-in", name="Sam", passphrase="not it at all")
    yield sam.post("/sign-in", name="Sam", passphrase=OTHER + " more")


def test_what_the_invited_one_does_alone_changes_no_byte_and_no_read_of_the_other(two):
    robin, sam = two
    ids = fill(robin)
    robin.post("/table/invite", do="send", kind="plain", line="", name="Robin")
    code = re.search(r'class="kit">([\w-]+)<', robin.get("/table/invite").text)[1].lower()
    before = everything(robin, ids)
    for reply in ("no", "accept"):
        sam.post(f"/invitation/{code}", reply=reply, name="Sam", word="")
        assert everything(robin, ids) == before
    for number, _ in enumerate(alone(sam)):
        if number % 3 == 2:
            assert everything(robin, ids) == before, number
    robin.post("/steps", step="Something of my own.")
    assert everything(robin, ids) != before


def test_what_a_stranger_to_the_table_does_and_forgets_changes_nothing(two):
    """With a seat at a table, forgetting closes the table, and that is seen; without one nothing is."""
    robin, sam = two
    ids = fill(robin)
    before = everything(robin, ids)
    for _ in alone(sam):
        pass
    assert everything(robin, ids) == before
    assert sam.post("/settings/forget", passphrase=OTHER + " more", sure="yes").status_code == 200
    assert everything(robin, ids) == before
