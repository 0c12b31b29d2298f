import sys
from typing import NamedTuple

import pytest
from tests.web.browser import browsing

from nearer.cli import main
from nearer.web.sessions import Tries


class Done(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def nearer_does(monkeypatch, capsys, tmp_path):
    """The command line, from a home and a folder of its own."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.setenv("HOME", str(here))
    monkeypatch.setenv("XDG_DATA_HOME", str(here))
    monkeypatch.chdir(here)

    def does(*arguments):
        monkeypatch.setattr(sys, "argv", ["nearer", *map(str, arguments)])
        try:
            status = main() or 0
        except SystemExit as end:
            status = end.code or 0
        return Done(status, *capsys.readouterr())

    return does


@pytest.fixture
def robin(tmp_path, monkeypatch):
    """A browser in which Robin's space is open."""
    monkeypatch.setattr(Tries, "may", lambda self: True)
    with browsing(tmp_path / "data") as browser:
        assert browser.begin().status_code == 200
        yield browser
