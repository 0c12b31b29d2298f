"""Two people at two browsers, for the tests of the table's pages."""

import itertools
import re

from tests.web.browser import Browser, another, house_of

_COUPLES = itertools.count()


class OneKey(Browser):
    """A browser that reads the key of its forms once for each cookie."""

    def key(self, path="/begin"):
        held = self.__dict__.setdefault("held", {})
        cookie = self.client.cookies.get("nearer")
        if cookie not in held:
            held[cookie] = super().key(path)
        return held[cookie]


class Two:
    """Kim and Sam, each in a browser of their own."""

    def __init__(self, browser):
        self.kim, self.sam = OneKey(another(browser).client), OneKey(another(browser).client)
        number = next(_COUPLES)
        self.passphrase, self.other_passphrase = f"four plain words {number}", f"other plain words {number}"
        self.kim.begin("Kim", self.passphrase)
        self.sam.begin("Sam", self.other_passphrase)

    def session_of(self, one):
        """The session of one of the two, inside the server."""
        return house_of(one).sessions.find(one.client.cookies["nearer"])

    def invited(self):
        self.kim.post("/table/invite", do="send", kind="plain", line="", name="Kim")
        code = re.search(r'class="kit">([\w-]+)<', self.kim.get("/table/invite").text)[1]
        self.code = code.lower().replace("-", "")
        return self

    def accepted(self):
        self.invited()
        self.sam.post(f"/invitation/{self.code}", reply="accept", name="Sam", word="")
        return self

    def seated(self):
        self.accepted()
        self.kim.post("/table/sit")
        self.sam.post("/table/sit")
        return self


def main_of(answer):
    """What a page says, without its keys."""
    text = re.search(r"<main.*?</main>", answer.text, re.DOTALL)[0]
    text = re.sub(r'name="form_key" value="\w+"', "", text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
