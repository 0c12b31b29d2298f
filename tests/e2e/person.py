"""A person at a browser: goes to pages, fills fields and presses buttons by what stands on them."""

import re
from itertools import count

from playwright.sync_api import expect

from nearer.web.wording import words

LETTER = """My partner Sam goes quiet whenever I bring up how we are doing. I ask, Sam says it is fine, and I ask again.
Last Sunday I asked three times and Sam went out for a long walk in the rain. I feel so alone then.
I want us to be close. What can I do?"""
DRAFT = "You never listen to me. Why do you always go quiet? I feel alone and I miss you."
ENOUGH = 15_000
"""Milliseconds that a page may take on a machine that has other work."""
_numbers = count(1)


class Person:
    """One device of one person."""

    def __init__(self, page, address, name="Robin"):
        self.page, self.address, self.name = page, address, name
        self.passphrase = f"four plain words number {next(_numbers)}"
        page.set_default_timeout(ENOUGH)

    def go(self, path):
        self.page.goto(self.address + path, wait_until="load")
        return self

    @property
    def path(self):
        return self.page.url.removeprefix(self.address)

    @property
    def main(self):
        return self.page.locator("main")

    def fill(self, label, text):
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def choose(self, label):
        self.page.get_by_label(label, exact=True).check()
        return self

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def press_first(self, name):
        """Press the first of several buttons whose names begin alike."""
        self.page.get_by_role("button", name=name).first.click()
        return self

    def follow(self, name):
        self.page.get_by_role("link", name=name, exact=True).click()
        return self

    def follow_index(self, name):
        """Follow one of a list of links that each have a line beside their name."""
        self.page.get_by_role("link", name=name).first.click()
        return self

    def sees(self, text):
        expect(self.page.locator("body")).to_contain_text(text, timeout=ENOUGH)
        return self

    def begin(self):
        """Make a space on its page; the code of the kit comes back."""
        w = words("begin")
        self.go("/begin").fill(w["name"], self.name)
        self.fill(w["passphrase"], self.passphrase).fill(w["again"], self.passphrase).press(w["make"])
        return self.sees(words("kit")["heading"]).page.locator(".kit").inner_text()

    def post(self, path, **fields):
        """Send a form without looking at its page, where the test is about something else."""
        got = self.page.request.get(self.address + ("/settings" if path != "/begin" else path)).text()
        key = re.search(r'name="form_key" value="(\w+)"', got)[1]
        answer = self.page.request.post(self.address + path, form={"form_key": key, **fields}, max_redirects=0)
        assert answer.status < 400, answer.text()
        return answer

    def has_a_space(self):
        """Make a space unseen."""
        self.post("/begin", name=self.name, passphrase=self.passphrase, passphrase_again=self.passphrase)
        return self

    def sign_in(self, passphrase=None):
        w = words("sign-in")
        return self.fill(w["name"], self.name).fill(w["passphrase"], passphrase or self.passphrase).press(w["open"])
