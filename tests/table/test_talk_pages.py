"""The pages of a talk at the table, as two browsers see them, and the stream that tells one of the other's step."""

import re

import anyio
import anyio.to_thread
from tests.table.two import main_of

from nearer.web.pages.talk import _marks


def act(browser, **fields):
    assert browser.post("/table/talk", **fields).status_code == 303
    return browser.get("/table/talk").text


def test_a_talk_on_two_devices_with_a_pause(two):
    two.seated()
    act(two.kim, do="begin")
    act(two.kim, do="topic", topic="Our evenings and our phones")
    page = act(two.sam, do="topic", topic="Our evenings and our phones")
    assert "Listen" not in page
    assert "Sam says thank you" in two.kim.get("/table/talk").text
    act(two.sam, do="done", place="0")
    act(two.kim, do="done", place="1")
    page = act(two.kim, do="done", place="2")
    assert "Say what it is like for you." in page
    assert "Turn 1 of 4" in page
    page = act(two.sam, do="pause", minutes="60")
    returns = re.search(r"You both come back at ([\w: ]+)\.", page)[1]
    assert returns in two.kim.get("/table/talk").text
    two.kim.post("/table/up")
    assert f"It goes on at {returns}" in main_of(two.sam.get("/table"))
    two.kim.post("/table/sit")
    two.sam.post("/table/sit")
    act(two.kim, do="ready")
    assert "You are back." in two.kim.get("/table/talk").text
    assert "You are back." not in two.sam.get("/table/talk").text
    assert "Listen." in act(two.sam, do="ready")
    assert "That was the talk" in act(two.kim, do="end", seat="a")
    assert "That was the talk" in two.sam.get("/table/talk").text


def test_a_talk_knows_the_pause_that_was_agreed_on(two):
    two.seated()
    assert '<option value="20" selected>' in act(two.kim, do="begin")
    for one in (two.kim, two.sam):
        one.post("/table/agreements", do="lay", key="pause", minutes="60", ask="tea", back="asker")
    page = two.sam.get("/table/talk").text
    assert '<option value="60" selected>' in page
    assert "We pause for an hour." in page


def test_a_reload_shows_the_same_talk(two):
    two.seated()
    act(two.kim, do="begin")
    for one in (two.kim, two.sam):
        act(one, do="topic", topic="What went well this week")
    assert main_of(two.kim.get("/table/talk")) == main_of(two.kim.get("/table/talk"))


def test_a_form_of_nonsense_changes_nothing_and_breaks_nothing(two):
    two.seated()
    for fields in (
        {},
        {"do": "begin"},
        {"do": "done", "place": "x"},
        {"do": "keep", "seat": "z"},
        {"do": "topic", "topic": "?"},
    ):
        assert two.kim.post("/table/talk", **fields).status_code in (303, 400)
    assert two.kim.get("/table/talk").status_code == 200


def test_the_stream_marks_a_change_and_says_nothing_of_it(two):
    two.seated()
    place = two.session_of(two.kim).table
    seen = []

    async def listen():
        async for mark in _marks(place):
            seen.append(mark)
            if len(seen) == 2:
                await anyio.to_thread.run_sync(lambda: act(two.sam, do="begin"))
            if len(seen) == 3:
                await anyio.to_thread.run_sync(lambda: two.sam.post("/table/up"))

    anyio.run(listen)
    assert seen[0].startswith("retry: ")
    assert seen[-1] == "event: over\ndata: over\n\n"
    marks = [re.fullmatch(r"id: (\S+)\nevent: state\ndata: (together\.\d+(?:\.\d+)?)\n\n", mark) for mark in seen[1:-1]]
    assert all(mark and mark[1] == mark[2] for mark in marks)
    assert len({mark[1] for mark in marks}) == 2


def test_without_a_seat_the_stream_stays_shut(two):
    two.accepted()
    assert two.kim.get("/table/live").status_code == 204
