"""Killed while people write, a full disk, a folder that nobody can write to, a backup of an older Nearer: over HTTP."""

import random
import re
import resource
import sys
import threading
import time
from html import unescape

import httpx2 as httpx
import pytest
from tests.e2e.served import PATIENCE, ROOT
from tests.e2e.test_traces import Client
from tests.storage.make_old_store import PASSPHRASE as OLD_PASSPHRASE

from nearer.storage import migrations, restore, url_of

PASSPHRASE = "four plain words here"
OLD = ROOT / "tests" / "storage" / "data"


def space(address, *, new=False):
    """A client in the space of these tests."""
    one = Client(address)
    fields = {"name": "Robin", "passphrase": PASSPHRASE}
    answer = one.post("/begin", **fields, passphrase_again=PASSPHRASE) if new else one.post("/sign-in", **fields)
    assert answer.status_code == 200, answer.text
    one.key = re.search(r'name="form_key" value="(\w+)"', one.get("/settings").text)[1]
    return one


def texts(one):
    """All steps in the space."""
    return {unescape(text) for text in re.findall(r'class="entry">([^<]+)<', one.get("/steps").text)}


class Writer(threading.Thread):
    """Keeps steps until the server is gone, and knows which were confirmed and which were under way."""

    def __init__(self, address, name):
        super().__init__()
        self._http = httpx.Client(base_url=address, headers={"origin": address}, timeout=20)
        self._name, self.tried, self.confirmed = name, set(), set()

    def sign_in(self):
        key = re.search(r'name="form_key" value="(\w+)"', self._http.get("/begin").text)[1]
        self._http.post("/sign-in", data={"form_key": key, "name": "Robin", "passphrase": PASSPHRASE})
        self._key = re.search(r'name="form_key" value="(\w+)"', self._http.get("/settings").text)[1]

    def run(self):
        try:
            for number in range(10_000):
                text = f"{self._name} {number}"
                self.tried.add(text)
                answer = self._http.post("/steps", data={"form_key": self._key, "step": text})
                if answer.status_code == 303:
                    self.confirmed.add(text)
        except httpx.TransportError:
            pass
        finally:
            self._http.close()


def killed(nursery, home, kills, seed):
    """How many steps were confirmed, how many of those are lost, how many are there that nobody wrote."""
    dice, confirmed, lost, strange, kept = random.Random(seed), 0, 0, 0, set()
    served = nursery.serve(home)
    space(served.address, new=True).http.close()
    for life in range(kills):
        writers = [Writer(served.address, f"step {life} of {device}") for device in ("phone", "desk")]
        for one in writers:
            one.sign_in()
        for one in writers:
            one.start()
        enough, end = dice.choice((0, dice.randrange(1, 8))), time.monotonic() + PATIENCE
        while sum(len(one.confirmed) for one in writers) < enough and time.monotonic() < end:
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 0.03))
        served.kill()
        for one in writers:
            one.join()
        served = nursery.serve(home)
        back = space(served.address)
        found = texts(back)
        must, may = kept.union(*(one.confirmed for one in writers)), kept.union(*(one.tried for one in writers))
        confirmed, lost, strange = confirmed + len(must - kept), lost + len(must - found), strange + len(found - may)
        kept = found
        if len(kept) > 300:  # a new beginning, as a long list makes every page slower
            back.post("/settings/forget", passphrase=PASSPHRASE, sure="yes")
            space(served.address, new=True).http.close()
            kept = set()
        back.http.close()
    served.kill()
    return {"kills": kills, "confirmed": confirmed, "lost": lost, "strange": strange}


def test_nothing_confirmed_to_a_browser_is_lost_when_the_server_is_killed(nursery, tmp_path):
    found = killed(nursery, tmp_path, 8, 3)
    assert found["confirmed"] > 5
    assert (found["lost"], found["strange"]) == (0, 0)


@pytest.mark.full
def test_nothing_confirmed_is_lost_when_the_server_is_killed_200_times(nursery, tmp_path):
    found = killed(nursery, tmp_path, 200, 5)
    sys.stderr.write(f"\n{found}\n")
    assert (found["lost"], found["strange"]) == (0, 0)


def test_a_full_disk_is_told_on_a_page_and_the_words_come_back(nursery, tmp_path):
    """The system lets no file grow any more, as with a quota; then it does again."""
    served = nursery.serve(tmp_path)
    one = space(served.address, new=True)
    assert one.post("/steps", step="Before the disk was full.").status_code == 200
    size = max(file.stat().st_size for file in served.data.iterdir())
    resource.prlimit(served.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    draft = "I would like to talk about the weekend, whenever it suits you. " * 20
    answers = [one.post("/drafts/new", draft=f"{number} {draft}", do="keep") for number in range(40)]
    full = [answer for answer in answers if answer.status_code == 503]
    assert full
    assert "disk is full" in full[-1].text
    assert "whenever it suits you" in full[-1].text
    assert "Traceback" not in full[-1].text
    assert "Before the disk was full." in one.get("/steps").text
    resource.prlimit(served.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert one.post("/steps", step="There is room again.").status_code == 200
    assert texts(one) == {"Before the disk was full.", "There is room again."}
    one.http.close()
    served.stop()


def test_a_disk_that_turns_read_only_is_told_on_a_page_and_the_words_come_back(nursery, tmp_path):
    """The files may be read and no more; then they may be written again, and nobody starts the server anew."""
    served = nursery.serve(tmp_path, plain=True)
    one = space(served.address, new=True)
    assert one.post("/steps", step="Before it was read-only.").status_code == 200
    set_rights(served.data, folder=0o555, files=0o444)
    served.open_anew()
    draft = "I would like to talk about the weekend, whenever it suits you."
    for path, fields in (("/steps", {"step": draft}), ("/drafts/new", {"draft": draft, "do": "keep"})):
        refused = one.post(path, **fields)
        assert refused.status_code == 503
        assert "cannot be written to" in refused.text
        assert "whenever it suits you" in refused.text
        assert "SQL" not in refused.text
    assert texts(one) == {"Before it was read-only."}
    set_rights(served.data, folder=0o700, files=0o600)
    assert one.post("/steps", step="There is room again.").status_code == 200
    assert one.post("/drafts/new", draft=draft, do="keep").status_code == 200
    assert texts(one) == {"Before it was read-only.", "There is room again."}
    one.http.close()
    served.stop()


def set_rights(place, *, folder, files):
    place.chmod(folder)
    for file in place.iterdir():
        file.chmod(files)


def test_a_folder_that_cannot_be_written_to_is_told_in_one_sentence(nursery, tmp_path):
    nursery.serve(tmp_path).stop()
    (tmp_path / "data").chmod(0o555)
    said = len((tmp_path / "log").read_text("utf-8"))
    with pytest.raises(AssertionError, match="did not start"):
        nursery.serve(tmp_path, plain=True)
    told = (tmp_path / "log").read_text("utf-8")[said:]
    assert " ".join(told.split()).endswith("cannot be written to; please name one that is yours.")
    assert "Traceback" not in told
    (tmp_path / "data").chmod(0o755)


def test_a_backup_of_an_older_nearer_opens_in_the_browser(nursery, tmp_path):
    version = migrations.NEWEST - 1
    restore(OLD / f"backup-{version}.bin", url_of(tmp_path / "data"), OLD_PASSPHRASE)
    served = nursery.serve(tmp_path)
    one = Client(served.address)
    one.post("/sign-in", name="the past", passphrase=OLD_PASSPHRASE)
    assert one.post("/steps", step="What is new works too.").status_code == 200
    assert texts(one) == {"What is new works too."}
    assert "Your invitation is ready" in one.post("/table/invite", do="send", kind="plain", line="", name="Robin").text
    one.http.close()
    served.stop()
