"""`nearer serve`: its one line, its troubles in one sentence each, the certificate, the demo."""

import re
import signal
import socket
import stat
import subprocess
import sys
from datetime import date

import pytest
from tests.web.browser import browsing

from nearer.app.demo import QUICK, demo_chat, fill_spaces, shown_spaces
from nearer.app.spaces import Spaces
from nearer.errors import InputError
from nearer.web.lan import certificate_for, qr_lines
from nearer.web.serve import Asked, serve

HERE = "192.168.0.7"


def started(*options):
    command = [sys.executable, "-m", "nearer", "serve", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_it_says_where_it_is_and_stops_quietly(tmp_path):
    folder = tmp_path / "new" / "folder"
    with started("--port", "0", "--data", str(folder)) as server:
        try:
            line = server.stdout.readline()
            address = re.fullmatch(r"Nearer is ready at http://127\.0\.0\.1:(\d+)/ \(.*\)\.\n", line)
            with socket.create_connection(("127.0.0.1", int(address[1])), timeout=5) as way:
                way.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                assert b"200 OK" in way.recv(100)
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
        assert server.stdout.read() + server.stderr.read() == ""
    assert stat.S_IMODE((folder / "notes.db").stat().st_mode) == 0o600


def asked(folder, **more):
    return Asked(**{"port": 0, "data": folder, **more})


def test_a_taken_port_is_told(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="is taken by another program"):
            serve(asked(tmp_path, port=taken.getsockname()[1]))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"port": 70000}, "from 0 to 65535"),
        ({"idle_minutes": 0}, "minutes"),
        ({"region": "Atlantis"}, "no support lines"),
        ({"certificate": "x"}, "comes with its key"),
    ],
)
def test_what_cannot_be_is_told(tmp_path, more, says):
    with pytest.raises(InputError, match=says):
        serve(asked(tmp_path, **more))


def test_a_folder_that_is_none_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="--data"):
        serve(asked(tmp_path / "file"))
    with pytest.raises(InputError, match="--data"):
        serve(asked(tmp_path / "file" / "below"))


def test_a_missing_certificate_is_told(tmp_path):
    with pytest.raises(InputError, match="not there"):
        serve(asked(tmp_path, certificate=tmp_path / "no.pem", key=tmp_path / "no.key"))


def test_the_certificate_is_made_once_and_anew_for_another_address(tmp_path):
    first = certificate_for(tmp_path, HERE)
    assert certificate_for(tmp_path, HERE) == first
    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", first.fingerprint)
    assert stat.S_IMODE((tmp_path / "certificate-key.pem").stat().st_mode) == 0o600
    assert certificate_for(tmp_path, "192.168.0.8").fingerprint != first.fingerprint
    (tmp_path / "certificate.pem").write_text("broken")
    assert certificate_for(tmp_path, HERE).own


def test_the_code_for_phones_is_drawn():
    lines = qr_lines(f"https://{HERE}:8765/")
    assert len({len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines}) == 1
    assert len(lines) > 10


def test_the_demo_shows_two_people_with_all_that_a_space_can_hold(tmp_path):
    spaces = Spaces(tmp_path, cost=QUICK)
    for space in fill_spaces(spaces, date(2025, 6, 2)):
        space.lock()
    spaces.close()
    with browsing(tmp_path, shown_spaces=shown_spaces()) as browser:
        page = browser.get("/sign-in").text
        for name, passphrase in shown_spaces():
            assert passphrase in page
            assert browser.sign_in(name, passphrase).status_code == 303
            assert "/letters/" in re.sub("/letters/new", "", browser.get("/letters").text)
            assert browser.get("/check-in/weeks").text.count("<svg") == 8
            assert 'class="entry"' in browser.get("/steps").text
            assert "/drafts/" in re.sub("/drafts/new", "", browser.get("/drafts").text)
            assert "/table/together" in browser.get("/table").text
        name, passphrase = shown_spaces()[0]
        assert browser.post("/table/together", name=name, passphrase=passphrase).status_code == 303
        browser.post("/table/week")
        assert "You asked once, and let it rest." in browser.get("/table/week").text
        assert "On Sunday I asked twice" not in browser.get("/table/week").text
        assert "Sunday at 18:00" in browser.get("/table/agreements").text
        assert "the door" in browser.get("/table/pattern").text


def test_the_demos_chat_holds_no_words():
    rows = demo_chat(("Robin", "Alex"), date(2025, 6, 2)).decode().splitlines()
    assert rows[0] == "speaker,at,codes"
    assert len(rows) > 1000
    assert {row.split(",")[2] for row in rows[1:]} <= {"", "press", "shut", "warm", "validate", "ask"}
