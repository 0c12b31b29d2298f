"""After everything that two people can do, nothing of it can be read in any file of the server."""

import re
import time

import httpx2 as httpx
import numpy as np
import pytest
from tests.e2e.served import runs_of
from tests.web.chats import ASK, CLOSE, PLAIN, whatsapp

NAMES = ("Marisol-Evangeline", "Bartholomew")
PASSPHRASES = ("seven herons on a jetty", "eleven loaves under cloth")
LETTER = """My partner Bartholomew goes quiet whenever I bring up how we are doing. I ask, he says it is fine.
Last Sunday I asked three times and he went out to the allotment in the rain. I feel so alone then. What can I do?"""
DRAFT = "You never listen to me. Why do you always go quiet at the allotment? I feel alone and I miss you."
SAID = {
    "step": "I wait by the rhubarb until tomorrow.",
    "noticed": "He brought me elderflower tea.",
    "partner": "Bartholomew",
    "pattern": "the lighthouse",
    "part": "I sweep my beam over him again.",
    "topic": "What the allotment means to us",
    "rule": "Muddy boots stay at the gate.",
    "week": "I liked the evening with the lanterns.",
    "quiet word": "You turned round on the path for me.",
    "line": "I like how we repair old chairs.",
}


class Client:
    """A browser without a screen."""

    def __init__(self, address):
        self.http = httpx.Client(base_url=address, headers={"origin": address}, timeout=60, follow_redirects=True)
        self.read = []

    def get(self, path):
        answer = self.http.get(path)
        self.read.append(answer.text)
        return answer

    def post(self, path, files=None, **fields):
        key = re.search(r'name="form_key" value="(\w+)"', self.http.get("/invitation").text)[1]
        answer = self.http.post(path, data={"form_key": key, **fields}, files=files)
        self.read.append(answer.text)
        return answer


@pytest.fixture
def client():
    made = []

    def make(address):
        made.append(Client(address))
        return made[-1]

    yield make
    for one in made:
        one.http.close()


def own_space(one, name, passphrase):
    """What one person does alone; the code of the kit comes back."""
    kit = one.post("/begin", name=name, passphrase=passphrase, passphrase_again=passphrase)
    one.post("/settings", region="UK", partner=SAID["partner"], pronoun="he")
    one.post("/drafts/new", draft=DRAFT, do="keep")
    one.post("/drafts/live", draft=DRAFT)
    one.post("/steps", step=SAID["step"])
    one.post("/check-in", understood="5", step_words=SAID["noticed"])
    one.post("/table/lay", do="name", name=SAID["pattern"], own=SAID["part"])
    for sort in ("topic", "rule"):
        one.post("/table/lay", do="add", sort=sort, line=SAID[sort])
    one.post("/table/my-week", understood="5", talk=SAID["week"], moment=SAID["week"])
    one.post("/table/notice", words=SAID["quiet word"])
    one.post("/settings/export")
    one.post("/settings/passphrase", old="not it at all", new="x" * 20, new_again="x" * 20)
    return re.search(r'class="kit"[^>]*>([^<]+)<', kit.text)[1]


def read_chat(one):
    sent = one.post("/talks/new", files={"chat": ("WhatsApp Chat with Mika.txt", whatsapp())}, consent="yes")
    place = sent.url.path
    one.post(place, me="Mika")
    end = time.monotonic() + 60
    while "/talks/waiting/" in one.get(place).url.path and time.monotonic() < end:
        time.sleep(0.1)
    assert "How talk goes between" in one.read[-1]


def at_the_table(kim, sam):
    """From the invitation to the end of a talk; the code comes back."""
    kim.post("/table/invite", do="send", kind="plain", line=SAID["line"], name=NAMES[0])
    code = re.search(r'class="kit">([\w-]+)<', kim.get("/table/invite").text)[1]
    place = f"/invitation/{code.lower()}"
    sam.get(place)
    sam.post(place, reply="accept", name=NAMES[1], word="yes")
    for one in (kim, sam):
        one.post("/table/sit")
    assert "You are both here" in sam.get("/table").text
    for one in (kim, sam):
        one.post("/table/week")
    sam.get("/table/pattern")
    rule = re.findall(r'name="key" value="([^"]+)"', kim.get("/table/agreements").text)
    for key in rule:
        kim.post("/table/agreements", do="lay", key=key, seat="a", minutes="30", ask="tea", back="asker")
    kim.post("/table/talk", do="begin")
    for one in (kim, sam):
        one.post("/table/talk", do="topic", topic=SAID["topic"])
    assert SAID["topic"] in sam.get("/table/talk").text
    sam.post("/table/talk", do="pause", minutes="30")
    for one in (kim, sam):
        one.post("/table/talk", do="ready")
    kim.post("/table/talk", do="end")
    kim.post("/table/up")
    return code


def readable(served, runs):
    """The names of the files in which any of these runs of eight bytes stands."""
    wanted = np.frombuffer(b"".join(runs), np.uint64)
    found = []
    for file, data in served.everything_written().items():
        if len(data) >= 8:
            windows = np.lib.stride_tricks.sliding_window_view(np.frombuffer(data, np.uint8), 8)
            if np.isin(np.ascontiguousarray(windows).view(np.uint64), wanted).any():
                found.append(file.name)
    return found


def test_no_word_of_anybody_is_in_any_file(nursery, client, tmp_path):
    served = nursery.serve(tmp_path)
    empty = b"".join(served.everything_written().values())
    kim, sam = client(served.address), client(served.address)
    secret = [own_space(one, *who) for one, who in zip((kim, sam), zip(NAMES, PASSPHRASES, strict=True), strict=True)]
    kim.post("/letters/new", letter=LETTER, keep="yes")
    kim.post("/drafts/new", draft=DRAFT, do="better")
    kim.post("/letters/new", files={"file": ("my letter to nobody.txt", LETTER.encode())})
    read_chat(kim)
    secret.append(at_the_table(kim, sam))
    sam.post("/check-in", understood="4", afraid="1", step_words=SAID["noticed"])  # from then on the table rests
    sam.post("/private", question_1="yes")
    answers = [
        re.sub(r"<[^>]+>", "", part) for one in (kim, sam) for part in re.findall(r"<q>.*?</q>", "".join(one.read))
    ]
    said = [LETTER, DRAFT, *SAID.values(), *NAMES, *PASSPHRASES, *secret, *ASK, *CLOSE, *PLAIN, *answers]
    runs = {run for text in said for run in runs_of(text)}
    runs |= {run for text in secret for run in runs_of(text.lower()) | runs_of(text.replace("-", ""))}
    runs = {run for run in runs if run not in empty}
    assert len(runs) > 1000
    assert readable(served, runs) == []
    (served.home / "temporary" / "control").write_text(SAID["rule"])
    assert readable(served, runs) == ["control"]
    (served.home / "temporary" / "control").unlink()
    served.stop()
    assert {file.name for file in served.everything_written()} == {"notes.db", "log"}
    assert readable(served, runs) == []
