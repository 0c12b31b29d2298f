"""Who gets in: keys of forms, where they come from, names of hosts, sessions, tries, sizes."""

import re

import pytest
from tests.web.browser import ADDRESS, PASSPHRASE, another, browsing, house_of

from nearer.web.security import CONTENT_POLICY
from nearer.web.sessions import Sessions, Tries


@pytest.mark.abuse("SR1")
def test_every_answer_carries_the_headers(browser):
    for path in ("/", "/sign-in", "/begin", "/home", "/healthz", "/away", "/nothing-here", "/static/style.css"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"] == CONTENT_POLICY
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "no-store" in headers["cache-control"] or path.startswith("/static/")
        assert "server" not in headers


def test_the_policy_allows_nothing_inline_and_nobody_else():
    assert "unsafe" not in CONTENT_POLICY
    assert "http" not in CONTENT_POLICY
    assert "frame-ancestors 'none'" in CONTENT_POLICY
    assert CONTENT_POLICY.startswith("default-src 'none'")


def test_health_needs_no_session(browser):
    assert browser.get("/healthz").json() == {"status": "ok"}


@pytest.mark.abuse("SR1")
@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "[::2]:8765"])
def test_a_foreign_host_is_refused(browser, host):
    answer = browser.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Nearer" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:1", "LOCALHOST", "[::1]:8765"])
def test_our_own_names_are_answered(browser, host):
    assert browser.get("/healthz", headers={"host": host}).status_code == 200


def test_a_form_needs_the_key_of_this_visit(browser):
    assert browser.begin().status_code == 200
    for key in ("", "0" * 64, "é", another(browser).key()):
        assert browser.post("/lock", form_key=key).status_code == 403
    assert browser.get("/home").status_code == 200
    assert browser.post("/lock").status_code == 303
    assert browser.get("/home").status_code == 303


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8765"])
def test_a_form_from_elsewhere_is_refused_even_with_the_key(robin, origin):
    assert robin.post("/lock", headers={"origin": origin}).status_code == 403
    assert robin.get("/home").status_code == 200


def test_a_form_without_an_origin_is_judged_by_where_the_browser_says_it_comes_from(robin):
    key = robin.key()
    for site, status in (("cross-site", 403), ("same-site", 403), ("none", 403), ("same-origin", 303)):
        answer = robin.client.post(
            "/lock", data={"form_key": key}, headers={"sec-fetch-site": site}, follow_redirects=False
        )
        assert answer.status_code == status


def test_a_planted_token_is_worth_nothing_after_signing_in(browser):
    browser.begin()
    browser.post("/lock")
    planted = "planted-by-somebody-else"
    browser.client.cookies.clear()
    browser.client.cookies.set("nearer", planted, domain="127.0.0.1")
    assert browser.sign_in().status_code == 303
    assert browser.client.cookies.get("nearer", domain="127.0.0.1.local", default=None) != planted
    stranger = another(browser)
    stranger.client.cookies.set("nearer", planted)
    assert stranger.get("/home").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser):
    cookie = browser.get("/sign-in").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie
    assert "max-age" not in cookie


@pytest.mark.abuse("SR9")
def test_over_https_the_cookie_is_bound_to_it(tmp_path):
    with browsing(tmp_path, secure=True) as browser:
        cookie = browser.get("/sign-in").headers["set-cookie"]
    assert cookie.startswith("__Host-nearer=")
    assert "Secure" in cookie


def test_a_wrong_passphrase_and_a_wrong_name_get_the_same_answer(browser):
    browser.begin()
    browser.post("/lock")
    one, other = browser.sign_in(passphrase="not these words"), browser.sign_in(name="Nobody")
    assert one.status_code == other.status_code == 403
    told = [re.search(r'role="alert"><p>(.*?)</p>', answer.text)[1] for answer in (one, other)]
    assert told[0] == told[1]
    assert PASSPHRASE not in one.text + other.text


def test_tries_at_a_passphrase_are_counted(tmp_path):
    with browsing(tmp_path) as browser:
        statuses = [browser.sign_in(passphrase=f"wrong words {number}").status_code for number in range(12)]
    assert statuses[0] == 403
    assert statuses[-1] == 429


def test_tries_are_forgotten_after_a_minute():
    now = [0.0]
    tries = Tries(2, clock=lambda: now[0])
    assert [tries.may(), tries.may(), tries.may()] == [True, True, False]
    now[0] = 61
    assert tries.may()


class Held:
    def __init__(self):
        self.locked = False

    def lock(self):
        self.locked = True


def test_an_idle_space_locks_itself_and_its_table():
    now = [0.0]
    sessions, space, table = Sessions(60, clock=lambda: now[0]), Held(), Held()
    token = sessions.begin(space)
    sessions.find(token).table = table
    now[0] = 59
    assert sessions.find(token) is not None
    now[0] = 118
    sessions.sweep()
    assert not space.locked
    now[0] = 120
    sessions.sweep()
    assert space.locked
    assert table.locked
    assert sessions.find(token) is None


def test_an_idle_space_is_found_locked_also_before_the_sweep():
    now = [0.0]
    sessions, space = Sessions(60, clock=lambda: now[0]), Held()
    token = sessions.begin(space)
    now[0] = 61
    assert sessions.find(token) is None
    assert space.locked


def test_there_is_an_end_to_sessions():
    spaces = [Held() for _ in range(70)]
    sessions = Sessions(60)
    for space in spaces:
        sessions.begin(space)
    assert len(sessions) == 64
    assert [space.locked for space in spaces[:7]] == [True] * 6 + [False]


def test_leaving_locks_and_shows_something_else(robin):
    space = next(iter(house_of(robin).sessions._open.values())).space
    away = robin.get("/away")
    assert away.status_code == 200
    assert "Nearer" not in away.text
    assert space.is_locked
    assert robin.get("/home").status_code == 303


def test_a_body_that_is_too_large_is_refused_whatever_it_says_of_itself(browser):
    key = browser.key()
    large = {"form_key": key, "name": "x" * 3_000_000}
    assert browser.client.post("/begin", data=large, headers={"origin": ADDRESS}).status_code == 413

    def pieces():
        for _ in range(60):
            yield b"name=" + b"x" * 100_000

    headers = {"origin": ADDRESS, "content-type": "application/x-www-form-urlencoded"}
    assert browser.client.post("/begin", content=pieces(), headers=headers).status_code == 413


def test_a_stranger_cannot_make_the_server_read_a_large_file(browser):
    content = bytes(3 * 2**20)
    assert browser.post("/talks/new", files={"chat": ("chat.txt", content)}, consent="yes").status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(99))),
        ("application/x-www-form-urlencoded", "name=é".encode()),
        ("", b""),
    ],
)
def test_a_form_that_no_browser_sends_is_refused(browser, kind, body):
    answer = browser.client.post("/begin", content=body, headers={"origin": ADDRESS, "content-type": kind})
    assert answer.status_code in {400, 403}


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/\\evil", "/a%0d%0aSet-Cookie:x=1", "/x\r\ny"]
)
def test_the_way_on_after_signing_in_stays_here(browser, wanted):
    browser.begin()
    browser.post("/lock")
    assert browser.sign_in(next=wanted).headers["location"] == "/home"


def test_after_signing_in_the_page_that_was_asked_for_comes(robin):
    robin.post("/lock")
    assert robin.get("/alone").status_code == 200
    assert robin.sign_in(next="/alone").headers["location"] == "/alone"


def test_a_fault_shows_a_page_and_no_trace(robin, monkeypatch, caplog):
    def broken(*_, **__):
        raise ValueError("words of a person")

    monkeypatch.setattr(type(house_of(robin).spaces), "enter", broken)
    answer = robin.sign_in()
    assert answer.status_code == 500
    assert "words of a person" not in answer.text + caplog.text
    assert "Traceback" not in answer.text + caplog.text
    assert answer.headers["content-security-policy"] == CONTENT_POLICY


def test_the_recovery_code_opens_the_space_and_is_used_up(browser):
    code = re.search(r'class="kit"[^>]*>([^<]+)<', browser.begin().text)[1]
    browser.post("/lock")
    new = {"name": "Robin", "passphrase": "some other words", "passphrase_again": "some other words"}
    assert browser.post("/recover", code=code, **new).status_code == 200
    assert browser.get("/home").status_code == 200
    browser.post("/lock")
    assert browser.sign_in().status_code == 403
    assert browser.sign_in(passphrase="some other words").status_code == 303
    browser.post("/lock")
    assert browser.post("/recover", code=code, **new).status_code == 400


def test_two_different_passphrases_make_no_space(browser):
    answer = browser.post("/begin", name="Robin", passphrase=PASSPHRASE, passphrase_again="something else")
    assert answer.status_code == 400
    assert browser.get("/home").status_code == 303
