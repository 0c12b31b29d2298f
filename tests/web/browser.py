"""A browser for the tests: it keeps cookies, sends forms with their key, and knows what every page must carry."""

import io
import re
import zipfile
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


def alert(answer):
    found = re.search(r'role="alert"><p>(.*?)</p>', answer.text)
    return found[1] if found else None


def faults_in(text):
    """What a page must not have: inline style or script, two of one id, fields without a label, no heading."""
    faults = []
    if re.search(r"<style|\sstyle=|\son\w+=|javascript:", text):
        faults.append("inline")
    if any("src=" not in tag for tag in re.findall(r"<script[^>]*>", text)):
        faults.append("script")
    ids = re.findall(r'\sid="([^"]+)"', text)
    if len(ids) != len(set(ids)):
        faults.append("ids")
    if len(re.findall(r"<h1[ >]", text)) != 1:
        faults.append("h1")
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', text))
    for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", text):
        name = re.search(r'\sid="([^"]+)"', tag)
        wrapped = re.search(r"<label[^>]*>\s*" + re.escape(tag), text)
        if 'type="hidden"' not in tag and " hidden" not in tag and not wrapped and not (name and name[1] in labelled):
            faults.append(tag)
    return faults


def taken_along(browser):
    file = browser.post("/settings/export")
    assert file.headers["content-disposition"] == 'attachment; filename="notes.zip"'
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())
