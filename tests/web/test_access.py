"""Every route, as the table of routes says: who may go there, and who is sent to the door."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.browser import ADDRESS, another, house_of

from nearer.web.pages import ROUTES

CLOSED = [route for route in ROUTES if route.access != "open"]
OPEN = [route for route in ROUTES if route.access == "open"]


def place(route):
    return route.path.replace("{id}", "0" * 32).replace("{mark}", "0" * 16)


def test_every_route_says_who_may_go_there():
    assert {route.access for route in ROUTES} <= {"open", "signed-in", "table"}
    paths = [route.path for route in ROUTES]
    assert len(paths) == len(set(paths))
    assert all(route.get or route.post for route in ROUTES)


@pytest.mark.parametrize("route", CLOSED, ids=lambda route: route.path)
def test_a_stranger_is_sent_to_the_door(browser, route):
    if route.get is not None:
        answer = browser.get(place(route))
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")
    if route.post is not None:
        answer = browser.post(place(route), text="words that a stranger sends along")
        assert answer.status_code in {303, 403}


@pytest.mark.parametrize("route", CLOSED, ids=lambda route: route.path)
def test_a_locked_space_is_as_closed_as_no_space(robin, route):
    robin.post("/lock")
    if route.get is not None:
        assert robin.get(place(route)).status_code == 303
    if route.post is not None:
        assert robin.post(place(route)).status_code == 303


@pytest.mark.parametrize("route", [route for route in CLOSED if route.access == "table"], ids=lambda route: route.path)
def test_one_person_alone_does_not_reach_the_table(robin, route):
    if route.get is not None:
        assert robin.get(place(route)).status_code == 303


@pytest.mark.parametrize("route", OPEN, ids=lambda route: route.path)
def test_open_pages_are_open(browser, route):
    if route.get is not None:
        assert browser.get(place(route)).status_code == (404 if "{code}" in route.path else 200)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.post], ids=lambda route: route.path)
def test_every_form_needs_its_key_and_comes_from_here(robin, route):
    bare = robin.client.post(place(route), data={"x": "y"}, headers={"origin": ADDRESS}, follow_redirects=False)
    assert bare.status_code == 403
    foreign = robin.post(place(route), headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert robin.get("/home").status_code == 200


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_other_methods_are_no_way_in(robin, route):
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert robin.client.request(method, place(route), follow_redirects=False).status_code in {404, 405}


QUIET = {"/settings/forget", "/lock", "/begin", "/sign-in", "/recover", "/settings/passphrase", "/settings/kit"}
NAMES = (
    "letter",
    "draft",
    "do",
    "version",
    "step",
    "step_words",
    "overall",
    "region",
    "partner",
    "pronoun",
    "me",
    "keep",
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.dictionaries(st.sampled_from(NAMES), st.text(max_size=60), max_size=6),
    route=st.sampled_from([route for route in ROUTES if route.post and route.path not in QUIET]),
)
def test_no_form_brings_a_page_down(robin, fields, route):
    answer = robin.post(place(route), **fields)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(max_size=30), passphrase=st.text(max_size=30), code=st.text(max_size=60), wanted=st.text(max_size=30)
)
def test_the_doors_hold_against_anything_typed(browser, name, passphrase, code, wanted):
    one = another(browser)
    fields = {"name": name, "passphrase": passphrase, "passphrase_again": passphrase, "code": code, "next": wanted}
    for path in ("/sign-in", "/recover"):
        answer = one.post(path, **fields)
        assert answer.status_code < 500
        assert "\n" not in answer.headers.get("location", "")
    assert len(house_of(browser).sessions) <= 1
