"""Any order of put, delete, lock, open again and change of passphrase: the space is what a dictionary would be."""

import tempfile

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.storage.conftest import CHEAP

from nearer.errors import Conflict, Locked, WrongKey
from nearer.storage import open_store

KINDS = st.sampled_from(["note", "letter"])
IDS = st.sampled_from(["a", "b", "ö/1"])
VALUES = st.binary(max_size=700)


class Keeping(RuleBasedStateMachine):
    """A store beside a dictionary: (kind, id) to (version, value), and a list of what was kept beside."""

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        self.url = f"sqlite:///{self.folder.name}/notes.db"
        self.store = open_store(self.url, cost=CHEAP)
        self.passphrase, self.number = "passphrase 0", 0
        self.space, self.kit = self.store.create_space("home", self.passphrase)
        self.kept, self.beside, self.locked = {}, {}, False

    @precondition(lambda self: not self.locked)
    @rule(kind=KINDS, item=IDS, value=VALUES, expect=st.sampled_from([None, "right", "wrong"]))
    def put(self, kind, item, value, expect):
        version = self.kept.get((kind, item), (0, b""))[0]
        wanted = {None: None, "right": version, "wrong": version + 1}[expect]
        if expect == "wrong":
            with pytest.raises(Conflict):
                self.space.put(kind, value, item=item, expect=wanted)
            self.space.put_beside(kind, item, value)
            self.beside.setdefault((kind, item), []).append(value)
        else:
            saved = self.space.put(kind, value, item=item, expect=wanted)
            self.kept[kind, item] = (version + 1, value)
            assert saved.version == version + 1

    @precondition(lambda self: not self.locked)
    @rule(kind=KINDS, item=IDS)
    def delete(self, kind, item):
        was = (kind, item) in self.kept or (kind, item) in self.beside
        assert self.space.delete(kind, item) is was
        self.kept.pop((kind, item), None)
        self.beside.pop((kind, item), None)

    @rule()
    def lock(self):
        self.space.lock()
        self.locked = True

    @rule()
    def open_again(self):
        self.store.close()
        self.store = open_store(self.url, cost=CHEAP)
        with pytest.raises(WrongKey):
            self.store.open_space("home", self.passphrase + "x")
        self.space, self.locked = self.store.open_space("home", self.passphrase), False

    @precondition(lambda self: not self.locked)
    @rule()
    def change_passphrase(self):
        self.number += 1
        old, self.passphrase = self.passphrase, f"passphrase {self.number}"
        self.space.change_passphrase(old, self.passphrase)

    @rule()
    def recover(self):
        self.number += 1
        self.passphrase = f"passphrase {self.number}"
        self.space, self.kit = self.store.recover_space("home", self.kit.code, self.passphrase)
        self.locked = False

    @invariant()
    def same(self):
        if self.locked:
            with pytest.raises(Locked):
                self.space.list("note", bytes)
            return
        for kind in ("note", "letter"):
            mine = {item.id: (item.version, item.value) for item in self.space.list(kind, bytes)}
            assert mine == {item: value for (each, item), value in self.kept.items() if each == kind}
        for (kind, item), values in self.beside.items():
            others = [each.value for each in self.space.versions(kind, item, bytes) if each.beside]
            assert sorted(others) == sorted(values)

    def teardown(self):
        self.store.close()
        self.folder.cleanup()


def test_a_space_is_what_a_dictionary_would_be():
    run_state_machine_as_test(Keeping, settings=settings(max_examples=12, stateful_step_count=15, deadline=None))


@pytest.mark.full
def test_a_space_is_what_a_dictionary_would_be_at_length():
    run_state_machine_as_test(Keeping, settings=settings(max_examples=200, stateful_step_count=40, deadline=None))
