"""A space opens with its passphrase alone, keeps what was put, and loses nothing when two devices save at once."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from nearer.errors import Conflict, InputError, Locked, StoreError, WrongKey
from nearer.storage import KeyCost, open_store


class Note(msgspec.Struct, frozen=True):
    title: str
    marks: tuple[int, ...] = ()


class Other(msgspec.Struct, frozen=True):
    number: int


def test_what_was_put_comes_back_after_opening_again(store, opened, clock):
    space, _ = store.create_space("The kitchen", "four words in row")
    first = space.put("note", Note("tea", (1, 2)))
    clock.pass_days(1)
    again = opened().open_space("  the KITCHEN ", "four words in row")
    found = again.get("note", first.id, Note)
    assert found == first
    assert found.value == Note("tea", (1, 2))
    assert again.id == space.id
    second = again.put("note", Note("coffee"), item=first.id)
    assert (second.version, second.created, second.at) == (2, first.created, clock.now)
    assert again.get("note", "not there", Note) is None
    assert again.get("letter", first.id, Note) is None


def test_lists_are_by_kind_and_time(store, clock):
    space, _ = store.create_space("a", "passphrase")
    for title in "xyz":
        space.put("note", Note(title))
        clock.pass_days(1)
    space.put("picture", b"\x00\xff" * 3000, item="one")
    assert [item.value.title for item in space.list("note", Note)] == ["x", "y", "z"]
    assert space.list("picture", bytes)[0].value == b"\x00\xff" * 3000
    assert space.list("letter", Note) == []
    assert [item.kind for item in space.everything()] == ["note", "note", "note", "picture"]
    assert space.everything()[0].value.parts == {"title": "x", "marks": []}


def test_two_spaces_see_nothing_of_each_other(store):
    a, _ = store.create_space("a", "passphrase")
    b, _ = store.create_space("b", "passphrase")
    a.put("note", Note("mine"), item="x")
    assert b.get("note", "x", Note) is None
    assert b.list("note", Note) == []
    assert b.delete("note", "x") is False
    assert a.get("note", "x", Note).value.title == "mine"
    assert a.id != b.id


def test_wrong_name_and_wrong_passphrase_say_the_same_after_the_same_work(store, monkeypatch):
    from nearer.storage import passphrase

    work = []
    real = passphrase.bindings.crypto_pwhash_alg
    monkeypatch.setattr(passphrase.bindings, "crypto_pwhash_alg", lambda *a: work.append(a[3:]) or real(*a))
    store.create_space("home", "the right words")
    said = []
    for name, words in [("home", "the wrong words"), ("nobody", "the right words")]:
        work.clear()
        with pytest.raises(WrongKey) as trouble:
            store.open_space(name, words)
        said.append((str(trouble.value), tuple(work)))
    assert said[0] == said[1]
    assert len(said[0][1]) == 1


def test_a_taken_name_is_not_told_to_someone_else(store):
    """Somebody who tries names learns nothing: the same name with another passphrase is simply another space."""
    first, _ = store.create_space("home", "the first words")
    second, _ = store.create_space("home", "the second words")
    first.put("note", Note("first"), item="x")
    assert second.get("note", "x", Note) is None
    assert store.open_space("home", "the first words").id == first.id
    with pytest.raises(InputError, match="here already"):
        store.create_space("home", "the first words")
    with pytest.raises(InputError, match="another passphrase"):
        first.change_passphrase("the first words", "the second words")
    assert store.open_space("home", "the first words").id == first.id


def test_names_and_passphrases_must_be_there(store):
    for name, words in [("", "long enough"), ("   ", "long enough"), ("a", "short"), ("a" * 2000, "long enough")]:
        with pytest.raises(InputError):
            store.create_space(name, words)


def test_changing_the_passphrase_rewraps_and_keeps_all(store, opened):
    space, kit = store.create_space("home", "the old words")
    space.put("note", Note("tea"), item="x")
    with pytest.raises(WrongKey):
        space.change_passphrase("not the old", "the new words")
    space.change_passphrase("the old words", "the new words")
    again = opened()
    with pytest.raises(WrongKey):
        again.open_space("home", "the old words")
    assert again.open_space("home", "the new words").get("note", "x", Note).value == Note("tea")
    assert space.get("note", "x", Note).value == Note("tea")
    back, _ = again.recover_space("home", kit.code, "the third words")
    assert back.id == space.id


def test_a_space_keeps_its_cost_until_its_passphrase_changes(store, url, clock):
    space, _ = store.create_space("home", "the old words")
    space.put("note", Note("tea"), item="x")
    dearer = open_store(url, cost=KeyCost(2, 16384), clock=clock)
    again = dearer.open_space("home", "the old words")
    again.change_passphrase("the old words", "the new words")
    assert dearer.open_space("home", "the new words").get("note", "x", Note) is not None
    assert store.open_space("home", "the new words").id == space.id
    dearer.close()


def test_the_recovery_kit_opens_once_and_gives_a_new_one(store):
    space, kit = store.create_space("home", "the old words")
    space.put("note", Note("tea"), item="x")
    again, second = store.recover_space("home", kit.code.lower().replace("-", " "), "the new words")
    assert again.get("note", "x", Note).value == Note("tea")
    assert kit.code not in repr(kit)
    with pytest.raises(WrongKey):
        store.recover_space("home", kit.code, "the new words")
    with pytest.raises(WrongKey):
        store.recover_space("other", second.code, "the new words")
    third = again.new_recovery_kit("the new words")
    with pytest.raises(WrongKey):
        store.recover_space("home", second.code, "the new words")
    assert store.recover_space("home", third.code, "once more words")[0].id == space.id


def test_a_slip_in_the_code_is_found_and_placed(store):
    _, kit = store.create_space("home", "the old words")
    groups = kit.code.split("-")
    other = "7" if groups[2][1] != "7" else "8"
    groups[2] = groups[2][0] + other + groups[2][2:]
    with pytest.raises(InputError, match="third group"):
        store.recover_space("home", "-".join(groups), "the new words")
    with pytest.raises(InputError, match="39"):
        store.recover_space("home", kit.code[:-1], "the new words")


def test_nothing_is_lost_when_two_devices_save(store, opened):
    one, _ = store.create_space("home", "passphrase")
    two = opened().open_space("home", "passphrase")
    start = one.put("draft", Note("start"), item="d", expect=0)
    two.put("draft", Note("from the phone"), item="d", expect=start.version)
    with pytest.raises(Conflict) as trouble:
        one.put("draft", Note("from the laptop"), item="d", expect=start.version)
    assert "laptop" not in str(trouble.value)
    beside = one.put_beside("draft", "d", Note("from the laptop"))
    assert beside.beside
    assert [each.value.title for each in two.versions("draft", "d", Note)] == ["from the phone", "from the laptop"]
    assert [each.value.title for each in two.list("draft", Note)] == ["from the phone"]
    assert two.delete("draft", "d", beside=beside.beside)
    assert [each.beside for each in two.versions("draft", "d", Note)] == [None]
    with pytest.raises(Conflict):
        one.put("draft", Note("new"), item="d", expect=0)


def test_of_many_at_once_exactly_one_wins(store):
    space, _ = store.create_space("home", "passphrase")
    start = space.put("draft", Note("start"), item="d")

    def save(number):
        try:
            space.put("draft", Note(str(number)), item="d", expect=start.version)
        except Conflict:
            return "lost"
        return str(number)

    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(save, range(16)))
        new = list(pool.map(lambda n: space.put("note", Note(str(n))), range(16)))
    assert ends.count("lost") == 15
    assert space.get("draft", "d", Note).value.title in ends
    assert len(space.list("note", Note)) == len({item.id for item in new}) == 16


def test_a_locked_space_gives_nothing(store):
    space, _ = store.create_space("home", "passphrase")
    space.put("note", Note("tea"), item="x")
    space.lock()
    assert space.is_locked
    calls = [
        lambda: space.get("note", "x", Note),
        lambda: space.list("note", Note),
        lambda: space.put("note", Note("t")),
        lambda: space.delete("note", "x"),
        lambda: space.change_passphrase("passphrase", "passphrase2"),
        lambda: space.new_recovery_kit("passphrase"),
        lambda: store.forget(space),
        lambda: store.new_table(space),
    ]
    for call in calls:
        with pytest.raises(Locked):
            call()
    keys = [space._key, *space.shelf.sealer._keys]
    assert all(set(key) == {0} for key in keys)
    assert store.open_space("home", "passphrase").get("note", "x", Note).value.title == "tea"


def test_a_forgotten_space_is_gone_everywhere(store, opened):
    space, kit = store.create_space("home", "passphrase")
    other, _ = store.create_space("other", "passphrase")
    other.put("note", Note("stays"), item="x")
    space.put("note", Note("goes"), item="x")
    elsewhere = opened().open_space("home", "passphrase")
    store.forget(space)
    for call in (lambda: elsewhere.get("note", "x", Note), lambda: elsewhere.put("note", Note("late"))):
        with pytest.raises(Locked):
            call()
    with pytest.raises(WrongKey):
        store.open_space("home", "passphrase")
    with pytest.raises(WrongKey):
        store.recover_space("home", kit.code, "passphrase")
    assert other.get("note", "x", Note).value.title == "stays"


def test_a_value_of_another_type_is_said_plainly(store):
    space, _ = store.create_space("home", "passphrase")
    space.put("note", Note("tea"), item="x")
    for kind in (Other, bytes):
        with pytest.raises(StoreError, match="another version"):
            space.get("note", "x", kind)
