import pytest
from tests.web.browser import browsing

from nearer.web.sessions import Tries


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """A browser at an app with nobody in it."""
    monkeypatch.setattr(Tries, "may", lambda self: True)
    with browsing(tmp_path) as one:
        yield one


@pytest.fixture
def robin(browser):
    """A browser in which Robin's space is open."""
    assert browser.begin().status_code == 200
    return browser
