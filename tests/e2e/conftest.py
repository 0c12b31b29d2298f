"""One browser for each file of tests and one server for all; every page must ask nobody else and break no policy."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from tests.e2e.served import Nursery

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HOW = "These tests drive Chromium, which is not on this machine; on Debian: apt-get install chromium"


@pytest.fixture(scope="session")
def nursery():
    one = Nursery()
    yield one
    one.close()


@pytest.fixture(scope="session")
def served(nursery, tmp_path_factory):
    return nursery.serve(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def chromium():
    """A browser for one file: while it is open, no other test in this process could run a loop of its own."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(HOW)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        rights = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=found, args=rights)
        yield browser
        browser.close()


class Watched:
    """Contexts of the browser, and what any of their pages did that none may do."""

    def __init__(self, browser):
        self._browser, self._open = browser, []
        self.faults = []

    def context(self, **options):
        made = self._browser.new_context(**{"viewport": {"width": 390, "height": 844}, **options})
        made.on("request", self._asked)
        made.on("console", self._said)
        made.on("weberror", lambda fault: self.faults.append(str(fault.error)))
        self._open.append(made)
        return made

    def _asked(self, request):
        place = urlsplit(request.url)
        if place.scheme not in ("data", "blob", "about") and place.hostname != "127.0.0.1":
            self.faults.append(f"asked {place.hostname}")

    def _said(self, message):
        # Answers such as 404 are told on the console as well; they are what the test asked for.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.faults.append(message.text)

    def close(self):
        for one in self._open:
            one.close()


@pytest.fixture
def watched(chromium):
    one = Watched(chromium)
    yield one
    one.close()
    assert one.faults == []


@pytest.fixture
def device(watched, served):
    """Makes a device: a person at a browser of their own."""
    from tests.e2e.person import Person

    def made(name="Robin", *, at=served, **options):
        return Person(watched.context(**options).new_page(), at.address, name)

    return made
