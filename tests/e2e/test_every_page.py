"""Every page: what axe finds, light and dark, on a phone and a desktop; without script; by keyboard; calm; on paper."""

import re
from importlib.resources import files

import pytest
from playwright.sync_api import expect
from tests.e2e.person import DRAFT, LETTER

from nearer.web.pages import ROUTES
from nearer.web.wording import words

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LOOKS = [(size, scheme) for size in (PHONE, DESKTOP) for scheme in ("light", "dark")]
NO_PAGES = {"/healthz", "/sw.js", "/app.webmanifest", "/table/live", "/table/time", "/away"}
PAGES = [route for route in ROUTES if route.get and "{" not in route.path and route.path not in NO_PAGES]
AXE = files("axe_playwright_python").joinpath("axe.min.js")
SERIOUS = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"


@pytest.fixture(scope="module")
def axe():
    return AXE.read_text("utf-8")


def serious_on(page, axe):
    """What axe finds on the page as it is, in short."""
    page.evaluate(axe)
    found = page.evaluate(SERIOUS)
    return [
        f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:120]} {one['nodes'][0]['failureSummary'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def test_axe_is_awake(device, axe):
    robin = device().go("/begin")
    robin.page.evaluate("document.querySelector('label').remove()")
    assert any(": label:" in one for one in serious_on(robin.page, axe))


def fill_a_space(person):
    """One of each thing that can be kept; the paths of their pages come back."""
    letter = person.post("/letters/new", letter=LETTER, keep="yes").headers["location"]
    draft = person.post("/drafts/new", draft=DRAFT, do="keep").headers["location"]
    person.post("/steps", step="Ask once, then wait a day.")
    person.post("/check-in", understood="4", tried="3")
    return [letter, draft]


def invited(kim, sam):
    kim.post("/table/invite", do="send", kind="plain", line="", name="Kim")
    page = kim.page.request.get(kim.address + "/table/invite").text()
    code = re.search(r'class="kit">([\w-]+)<', page)[1].lower().replace("-", "")
    sam.post(f"/invitation/{code}", reply="accept", name="Sam", word="")
    return f"/invitation/{code}"


def looked_at(person, paths, axe, looks):
    """What is serious on all these pages; each in the looks that come next."""
    found = []
    for number, path in enumerate(paths):
        for size, scheme in looks(number, path):
            person.page.set_viewport_size(size)
            person.page.emulate_media(color_scheme=scheme)
            person.go(path)
            found += serious_on(person.page, axe)
            wide = person.page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found += [f"{path} is wider than the screen"] * wide
    return found


SOME = {"/begin", "/letters/new", "/check-in", "/check-in/weeks", "/steps", "/settings", "/talks/new"}
SOME |= {"/table", "/table/lay", "/table/my-week", "/table/agreements", "/table/steps", "/table/talk", "/drafts/new"}


def in_turn(number, path):
    """Pages that differ in kind, each in one look."""
    return [LOOKS[number % 4]] if path in SOME else []


def every(_number, _path):
    """All pages in all looks."""
    return LOOKS


@pytest.mark.parametrize("looks", [in_turn, pytest.param(every, marks=pytest.mark.full)])
def test_axe_finds_nothing_serious_on_any_page(device, axe, looks):
    kim, sam, stranger = device("Kim").has_a_space(), device("Sam").has_a_space(), device()
    kept = fill_a_space(kim)
    invitation = invited(kim, sam)
    alone = [route.path for route in PAGES if route.access != "table" and route.path != "/"]
    found = looked_at(stranger, ["/", "/sign-in", "/begin", "/recover", invitation, "/invitation/none"], axe, looks)
    found += looked_at(kim, [*kept, *alone, "/letters/none"], axe, looks)
    for one in (kim, sam):
        one.post("/table/sit")
    together = [route.path for route in PAGES if route.access == "table"]
    found += looked_at(kim, ["/table", *together], axe, looks)
    kim.post("/table/talk", do="begin")
    found += looked_at(kim, ["/table/talk"], axe, looks)
    assert found == []


def test_axe_finds_nothing_serious_on_what_comes_back(device, axe):
    kim, found = device("Kim"), []
    kim.begin()
    found += serious_on(kim.page, axe)
    kim.go("/letters/new").fill(words("letter")["label"], LETTER).press(words("letter")["answer"])
    found += serious_on(kim.sees(words("answer")["heading"]).page, axe)
    kim.page.emulate_media(color_scheme="dark")
    kim.go("/drafts/new").fill(words("draft")["label"], DRAFT).press(words("draft")["better"])
    found += serious_on(kim.sees(words("draft")["whole"]).page, axe)
    kim.go("/begin").fill(words("begin")["name"], "Kim").fill(words("begin")["passphrase"], "a b c d e f")
    found += serious_on(kim.fill(words("begin")["again"], "x").press(words("begin")["make"]).page, axe)
    assert found == []


def test_the_whole_of_ones_own_space_without_script(device):
    robin = device(java_script_enabled=False)
    robin.go("/").follow(words("first")["begin"]).begin()
    robin.follow(words("kit")["on"]).go("/letters/new").fill(words("letter")["label"], LETTER)
    robin.press(words("letter")["answer"]).press(words("answer")["keep"]).sees(words("answer")["own"])
    robin.main.get_by_role("button", name=re.compile(words("answer")["take"])).first.click()
    robin.sees(words("steps")["heading"]).press_first(words("steps")["done"]).sees(words("steps")["undo"])
    w = words("draft")
    robin.go("/drafts/new").fill(w["label"], DRAFT).press(w["look"])
    expect(robin.page.locator("#notes .note").first).to_be_visible()
    robin.press(w["better"]).sees(w["whole"]).press(w["keep"]).sees(w["delete"])
    robin.go("/check-in").page.locator('input[name="understood"][value="5"]').check()
    robin.press(words("check-in")["keep"]).sees(words("trend")["heading"])
    robin.press(words("frame")["lock"]).sees(words("sign-in")["heading"])
    robin.sign_in().follow(words("frame")["away"]).sees(words("away")["title"])
    assert robin.go("/home").path.startswith("/sign-in")


def test_a_table_without_script(device):
    kim, sam = (device(name, java_script_enabled=False).has_a_space() for name in ("Kim", "Sam"))
    invited(kim, sam)
    w = words("table")
    for one in (kim, sam):
        one.go("/table").press(w["set"]["two"])
    kim.follow(w["seated"]["look"]).sees(w["together"]["heading"])
    kim.go("/table/talk").press(words("table-talk")["begin"])
    sam.go("/table/talk").sees(words("table-talk")["pick"])


REACHED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {name: (one.labels && one.labels[0] ? one.labels[0] : one).textContent.trim(),
          ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          seen: box.bottom > 0 && box.top < innerHeight && box.width > 0};
}"""


def tab_to(person, name):
    """Press Tab until what has that name is reached; on the way everything shows that it has the focus."""
    for _ in range(40):
        person.page.keyboard.press("Tab")
        reached = person.page.evaluate(REACHED)
        assert reached["ring"], reached
        assert reached["seen"], reached
        if reached["name"].startswith(name):
            return person.page.keyboard
    raise AssertionError(f"Tab does not lead to {name}")


def test_the_first_answer_by_keyboard_alone(device):
    robin = device(viewport=DESKTOP, reduced_motion="reduce").go("/")
    tab_to(robin, words("frame")["skip"]).press("Enter")
    tab_to(robin, words("first")["begin"]).press("Enter")
    w = words("begin")
    for label, text in ((w["name"], "Robin"), (w["passphrase"], robin.passphrase), (w["again"], robin.passphrase)):
        tab_to(robin.sees(w["heading"]), label).type(text)
    tab_to(robin, w["make"]).press("Enter")
    tab_to(robin.sees(words("kit")["heading"]), words("kit")["on"]).press("Enter")
    tab_to(robin.sees(words("home")["heading"]), words("home")["ways"][0]["name"]).press("Enter")
    tab_to(robin.sees(words("letter")["heading"]), words("letter")["label"])
    robin.page.keyboard.insert_text(LETTER)
    tab_to(robin, words("letter")["answer"]).press("Enter")
    tab_to(robin.sees(words("answer")["heading"]), words("answer")["keep"]).press("Enter")
    robin.sees(words("answer")["own"])


MOVING = """() => [...document.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one);
  const spans = style.transitionDuration.split(',').concat(style.animationDuration.split(','));
  return spans.some((span) => parseFloat(span) > 0);
}).length"""


def test_nothing_moves_for_who_wants_it_calm(device):
    robin = device(reduced_motion="reduce").has_a_space()
    for path in ("/home", "/letters/new", "/drafts/new", "/check-in", "/table"):
        assert robin.go(path).page.evaluate(MOVING) == 0
        assert robin.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_answer_and_kit_can_be_printed(device):
    robin = device(color_scheme="dark")
    code = robin.begin()
    robin.page.emulate_media(media="print")
    expect(robin.page.get_by_text(code)).to_be_visible()
    kept = robin.post("/letters/new", letter=LETTER, keep="yes").headers["location"]
    robin.go(kept)
    expect(robin.page.locator(".answer")).to_be_visible()
    for hidden in (".top", ".pages", "button", "form"):
        expect(robin.page.locator(hidden).first).to_be_hidden()
    paper = robin.page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = robin.page.evaluate("getComputedStyle(document.querySelector('.answer p')).color")
    assert (paper, ink) == ("rgb(255, 255, 255)", "rgb(17, 17, 17)")
    assert robin.page.pdf().count(b"/Type /Page\n") in range(1, 5)
