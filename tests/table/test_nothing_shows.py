"""Whatever one does in their own space, not one byte of the other's pages changes (but for the keys of forms)."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.table.two import Two

PAGES = ("/table", "/table/invite", "/table/lay", "/table/my-week", "/table/notice", "/home", "/check-in")
VISITS = ("/table", "/table/together", "/table/lay", "/table/my-week", "/check-in/weeks", "/settings")
DEEDS = {
    "writes a topic": ("/table/lay", {"do": "add", "sort": "topic", "line": "The garden"}),
    "names the pattern": ("/table/lay", {"do": "name", "name": "the tide", "own": "I ask again."}),
    "marks the week": ("/table/my-week", {"overall": "5", "step": "You made tea."}),
    "takes the marks away": ("/table/my-week", {"do": "unmark"}),
    "notices a step": ("/table/notice", {"words": "Thank you."}),
    "does a check-in": ("/check-in", {"overall": "3", "afraid": "0"}),
    "is afraid": ("/check-in", {"overall": "3", "afraid": "1"}),
    "answers the private questions": ("/private", {"question_2": "yes"}),
    "lets the table rest": ("/table/rest", {"rest": "yes"}),
    "sets it again": ("/table/rest", {"rest": "no"}),
    "says yes again": ("/table/yes", {}),
    "keeps a step": ("/steps", {"step": "Ask once, then wait a day."}),
    "locks": ("/lock", {}),
}
SITTING = {"sits down": ("/table/sit", {}), "gets up": ("/table/up", {})}


def bytes_of(one):
    pages = [re.sub(r'name="form_key" value="\w+"', "", one.get(path).text) for path in PAGES]
    return [*pages, one.get("/table/together").text.count("alert")]


def does(two, deed):
    """Sam does one thing, and opens the space again where it is locked."""
    path, fields = {**DEEDS, **SITTING}[deed]
    two.sam.post(path, **fields)
    if two.sam.get("/home").status_code == 303:
        two.sam.sign_in("Sam", two.other_passphrase)


quick = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(deeds=st.lists(st.sampled_from([*DEEDS, *SITTING]), min_size=1, max_size=5))
def test_before_one_sits_down(server, deeds):
    two = Two(server).accepted()
    before = bytes_of(two.kim)
    for deed in deeds:
        does(two, deed)
    assert bytes_of(two.kim) == before


@quick
@given(deeds=st.lists(st.sampled_from(list(DEEDS)), min_size=1, max_size=5))
def test_while_one_sits_alone(server, deeds):
    two = Two(server).accepted()
    two.kim.post("/table/sit")
    before = bytes_of(two.kim)
    for deed in deeds:
        does(two, deed)
    assert bytes_of(two.kim) == before


@quick
@given(visits=st.integers(0, 4), again=st.booleans())
def test_how_often_the_other_sat_here_alone_before(server, visits, again):
    seen = []
    for count in (0, visits):
        two = Two(server).accepted()
        for _ in range(count):
            does(two, "sits down")
            does(two, "gets up")
        two.kim.post("/table/sit")
        if again:
            does(two, "sits down")
        seen.append([page for page in bytes_of(two.kim)[:1] if two.code not in page])
    assert seen[0] == seen[1]
