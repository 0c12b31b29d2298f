"""Every storage test runs on both databases; a cheap passphrase cost keeps it quick."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text
from tests.storage.postgres import postgres, programs

from nearer.storage import KeyCost, Store, open_store

CHEAP = KeyCost(operations=1, memory_bytes=8192)
_number = itertools.count()


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture(scope="session")
def server() -> Iterator[str | None]:
    folder = programs()
    if folder is None:
        yield None
        return
    with postgres(folder) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path) -> str:
    """The address of an empty store; PostgreSQL has one schema for each, as that is much quicker than a database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'home' / 'notes.db'}"
    base = request.getfixturevalue("server")
    if base is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    name = f"s{next(_number)}"
    engine = create_engine(base)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    engine.dispose()
    return f"{base}&options=-csearch_path%3D{name}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(url, clock) -> Iterator[Callable[[], Store]]:
    """Opens the store, as often as asked; each is closed at the end."""
    stores: list[Store] = []

    def again() -> Store:
        stores.append(open_store(url, cost=CHEAP, clock=clock))
        return stores[-1]

    yield again
    for store in stores:
        store.close()


@pytest.fixture
def store(opened) -> Store:
    return opened()
