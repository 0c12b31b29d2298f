"""A browser for the tests: it keeps cookies, sends forms with their key, and knows what every page must carry."""

import re
from contextlib import contextmanager

from starlette.testclient import TestClient

from nearer.app.spaces import Spaces
from nearer.storage import KeyCost
from nearer.web.settings import Settings
from nearer.web.site import create_app

ADDRESS = "http://127.0.0.1:8765"
PASSPHRASE = "four plain words here"
QUICK = KeyCost(1, 8192)


class Browser:
    def __init__(self, client):
        self.client = client

    def get(self, path, **more):
        return self.client.get(path, follow_redirects=False, **more)

    def key(self, path="/begin"):
        return re.search(r'name="form_key" value="(\w+)"', self.get(path).text)[1]

    def post(self, path, *, files=None, headers=None, form_key=None, follow=False, **fields):
        given = {"form_key": form_key if form_key is not None else self.key(), **fields}
        more = {"origin": ADDRESS, **(headers or {})}
        return self.client.post(path, data=given, files=files, headers=more, follow_redirects=follow)

    def begin(self, name="Robin", passphrase=PASSPHRASE):
        return self.post("/begin", name=name, passphrase=passphrase, passphrase_again=passphrase)

    def sign_in(self, name="Robin", passphrase=PASSPHRASE, **more):
        return self.post("/sign-in", name=name, passphrase=passphrase, **more)


def app_in(folder, **settings):
    return create_app(Settings(data=folder, **settings), spaces=Spaces(folder, cost=QUICK))


@contextmanager
def browsing(folder, **settings):
    """A running app and one browser at it."""
    with TestClient(app_in(folder, **settings), base_url=ADDRESS, raise_server_exceptions=True) as client:
        yield Browser(client)


def another(browser):
    """A second browser at the same app, without the first one's cookies."""
    return Browser(TestClient(browser.client.app, base_url=ADDRESS))


def house_of(browser):
    return browser.client.app._app.state.house
