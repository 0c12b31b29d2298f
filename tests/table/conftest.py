"""Two people, their spaces, and a clock that stands until it is moved."""

from datetime import UTC, datetime

import pytest
from tests.table.two import Two
from tests.web.browser import browsing

from nearer.app.table.room import Rooms
from nearer.storage import KeyCost, open_store, url_of
from nearer.web.sessions import Tries

START = 1_795_000_000_000  # a Wednesday in November 2026


class Clock:
    def __init__(self):
        self.ms = START

    def __call__(self):
        return self.ms

    def as_date(self):
        return datetime.fromtimestamp(self.ms / 1000, UTC)


class Couple:
    """Kim has laid a table and Sam has accepted; nobody sits yet."""

    def __init__(self, folder):
        self.clock = Clock()
        self.store = open_store(url_of(folder), cost=KeyCost(1, 8192), clock=self.clock.as_date)
        self.kim, _ = self.store.create_space("Kim", "four plain words here")
        self.sam, _ = self.store.create_space("Sam", "other plain words here")
        self.rooms = Rooms(self.store, self.clock)

    def invited(self):
        from nearer.app.table.invite import accept, invite

        self.code = invite(self.store, self.kim, "Would you sit down with me? No is fine.", self.clock())
        accept(self.store, self.code, self.sam)
        return self

    def seated(self):
        """Both at the table, on two devices."""
        return self.rooms.sit(self.kim), self.rooms.sit(self.sam)

    def again(self, name):
        """Another opening of a space, as a second device has."""
        return self.store.open_space(name, {"Kim": "four plain words here", "Sam": "other plain words here"}[name])


@pytest.fixture
def alone(tmp_path):
    couple = Couple(tmp_path)
    yield couple
    couple.store.close()


@pytest.fixture
def couple(alone):
    return alone.invited()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server for the pages of a file of tests; every couple has spaces of its own in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tries, "may", lambda self: True)
        with browsing(tmp_path_factory.mktemp("server")) as browser:
            yield browser


@pytest.fixture
def two(server):
    """Kim and Sam, each with a space, at two browsers."""
    return Two(server)
