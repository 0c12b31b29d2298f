"""Use cases: a sealed backup and its way back, one's own things written out, and a space forgotten for good."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from nearer.app.export import export
from nearer.app.keeping_words import words
from nearer.errors import InputError
from nearer.storage import Space, Store, open_store, restore, url_of

__all__ = ["Ask", "back_up", "bring_back", "forget", "write_out"]


class Ask(Protocol):
    """Asks a person one question and gives back the answer; a secret is not shown while it is typed."""

    def __call__(self, question: str, *, secret: bool = False) -> str:
        """The answer as typed."""


class _Opened(msgspec.Struct, frozen=True):
    store: Store
    space: Space


def back_up(place: Path | str, path: Path, ask: Ask) -> str:
    """Write the store of a folder (or address) into one sealed file; gives back what to tell the person.

    Raises:
        InputError: the two passphrases differ, or it is too short.
        StoreError: there is no store, or the file cannot be written.
    """
    store = open_store(url_of(place), make=False)
    try:
        passphrase = ask(words().ask["backup"], secret=True)
        if ask(words().ask["again"], secret=True) != passphrase:
            raise InputError(words().say["differ"])
        store.backup(path, passphrase)
    finally:
        store.close()
    return words().say["backed_up"]


def bring_back(place: Path | str, path: Path, ask: Ask) -> str:
    """Restore a backup into a folder (or address) without a store; gives back what to tell the person.

    Raises:
        WrongKey: the passphrase does not open the file, or it is no backup.
        StoreError: there is a store already, or it cannot be written.
    """
    restore(path, url_of(place), ask(words().ask["open_backup"], secret=True))
    return words().say["restored"]


@contextmanager
def _opened(place: Path | str, ask: Ask) -> Iterator[_Opened]:
    store = open_store(url_of(place), make=False)
    try:
        name = ask(words().ask["space"])
        space = store.open_space(name, ask(words().ask["passphrase"], secret=True))
        try:
            yield _Opened(store, space)
        finally:
            space.lock()
    finally:
        store.close()


def write_out(place: Path | str, to: Path, ask: Ask) -> str:
    """Write everything of one's own space to a new folder or zip file; gives back what to tell the person.

    Raises:
        WrongKey: name and passphrase open no space here.
        InputError: something is there already, or it cannot be written.
    """
    with _opened(place, ask) as opened:
        count = export(opened.space, to)
    return words().say["exported_one" if count == 1 else "exported_more"].format(count=count)


def forget(place: Path | str, ask: Ask) -> str:
    """Make one's own space unreadable for good, where the person is sure; gives back what to tell them.

    Raises:
        WrongKey: name and passphrase open no space here.
    """
    with _opened(place, ask) as opened:
        if ask(words().ask["sure"]).strip().lower() != "forget":
            return words().say["kept"]
        opened.store.forget(opened.space)
    return words().say["forgotten"]
