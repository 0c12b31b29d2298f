"""A chat in the browser: read once, its report kept, itself never; and what is no chat is refused."""

import io
import time
import zipfile

from tests.web.browser import alert, faults_in, house_of, taken_along
from tests.web.chats import whatsapp
from tests.web.disk import rows_in, words_on_disk


def finished(browser, path):
    for _ in range(200):
        answer = browser.get(path)
        if answer.status_code != 200 or 'http-equiv="refresh"' not in answer.text:
            return answer
        time.sleep(0.1)
    raise AssertionError("The chat is still being read.")


def uploaded(browser, content, name="WhatsApp Chat with Jo.txt", **fields):
    return browser.post("/talks/new", files={"chat": (name, content)}, **{"consent": "yes", **fields})


def test_a_chat_becomes_a_report_and_is_not_kept(robin, tmp_path):
    answer = uploaded(robin, whatsapp())
    assert answer.status_code == 303
    place = answer.headers["location"]
    page = robin.get(place)
    assert "Mika" in page.text
    assert faults_in(page.text) == []
    assert robin.post(place, me="Mika").headers["location"] == place
    done = finished(robin, place)
    assert done.status_code == 303
    report = robin.get(done.headers["location"])
    assert faults_in(report.text) == []
    assert "not evidence" in report.text
    assert "Bus is late" not in report.text
    assert words_on_disk(tmp_path, "Bus is late again.") == []
    assert robin.get(place).status_code == 404
    again = uploaded(robin, whatsapp())
    assert again.status_code == 400
    assert "can be read again" in alert(again)
    assert "Bus is late" not in taken_along(robin)


def test_a_chat_needs_consent_a_file_and_two_people(robin):
    assert uploaded(robin, whatsapp(), consent="").status_code == 400
    assert robin.post("/talks/new", consent="yes").status_code == 400
    assert uploaded(robin, b"\x00\x01\x02").status_code == 400
    assert uploaded(robin, b"SQLite format 3\x00" + bytes(100)).status_code == 400


def test_a_held_chat_leaves_nothing(robin, tmp_path):
    lines = whatsapp().decode().splitlines()
    lines.append("[30/01/2025, 20:00:00] Jo: If you leave me I will kill you and the children.")
    place = uploaded(robin, "\n".join(lines).encode()).headers["location"]
    robin.post(place, me="Mika")
    done = finished(robin, place)
    assert done.status_code == 200
    assert "kill you" not in done.text
    assert "<svg" not in done.text
    assert rows_in(tmp_path) == 0


def test_upload_bombs_are_refused(robin):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"chat{number}.txt", bytes(100 * 2**20))
    refused = uploaded(robin, bomb.getvalue(), "chat.zip")
    assert refused.status_code == 400
    assert "more than can be read" in alert(refused)
    assert uploaded(robin, bytes(21 * 2**20)).status_code == 413
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w") as archive:
        archive.writestr("../../evil.txt", "a: b")
        archive.writestr("inner.zip", bomb.getvalue()[:1000])
    assert uploaded(robin, nested.getvalue(), "../../../etc/passwd").status_code == 400


def test_a_waiting_chat_goes_when_the_space_locks(robin):
    place = uploaded(robin, whatsapp()).headers["location"]
    session = next(iter(house_of(robin).sessions._open.values()))
    assert session.kept
    robin.post("/lock")
    assert not session.kept
    robin.sign_in()
    assert robin.get(place).status_code == 404
