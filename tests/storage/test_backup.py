"""A backup comes back whole, on either database, also one that an older Nearer made; else nothing is changed."""

import os
import threading

import pytest
from sqlalchemy import inspect, text
from tests.storage.conftest import CHEAP
from tests.storage.make_old_store import CODES, FOLDER, PASSPHRASE, SPOKEN

from nearer.errors import InputError, StoreError, WrongKey
from nearer.storage import migrations, open_store, restore
from nearer.storage.schema import metadata

WORDS = "the words for backups"


@pytest.fixture
def elsewhere(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'elsewhere' / 'notes.db'}"


def test_a_backup_brings_everything_back(store, elsewhere, tmp_path):
    a, kit = store.create_space("a", "passphrase a")
    b, _ = store.create_space("b", "passphrase b")
    a.put("note", b"tea" * 60_000, item="long")
    first = store.new_table(a)
    second = store.accept(store.invite(first, "Would you?"), b)
    store.open_table(first, second).put("note", b"ours", item="x")
    waiting = store.invite(store.new_table(b), "Another one")
    store.backup(tmp_path / "copy", WORDS)
    a.put("note", b"after the backup", item="late")

    restore(tmp_path / "copy", elsewhere, WORDS)
    back = open_store(elsewhere, cost=CHEAP, clock=store.ground.clock)
    a2, b2 = back.open_space("a", "passphrase a"), back.open_space("b", "passphrase b")
    assert a2.get("note", "long", bytes).value == b"tea" * 60_000
    assert a2.get("note", "late", bytes) is None
    invited = next(seat for seat in back.seats(b2) if not seat.is_inviter)
    assert back.open_table(*back.seats(a2), invited).get("note", "x", bytes).value == b"ours"
    assert back.open_invitation(waiting).words == "Another one"
    assert back.recover_space("a", kit.code, "yet another passphrase")[0].id == a.id
    back.close()
    assert oct((tmp_path / "copy").stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize("version", range(1, migrations.NEWEST))
def test_a_backup_of_an_older_migration_comes_back(url, version):
    """The file was made by the code of that migration's day and lies beside this test."""
    restore(FOLDER / f"backup-{version}.bin", url, PASSPHRASE)
    back = open_store(url, cost=CHEAP)
    space = back.open_space("the past", PASSPHRASE)
    assert space.get("note", "one", bytes).value == SPOKEN
    assert back.invite(back.new_table(space), "What is new works too.")
    assert back.recover_space("the past", CODES.read_text("utf-8").strip(), "another passphrase")[0].id == space.id
    back.close()


def test_an_older_store_is_brought_up_where_it_lies(url):
    from nearer.storage.database import Database

    database = Database(url)
    with database.writing() as connection:
        migrations.run(connection, start=0, stop=1, pepper=b"p" * 32)
    database.close()
    store = open_store(url, cost=CHEAP)
    assert store.ground.pepper == b"p" * 32
    space, _ = store.create_space("a", "passphrase a")
    assert store.seats(space) == []
    with store.ground.database.reading() as connection:
        assert migrations.version_of(connection) == migrations.NEWEST
    store.close()


def test_the_migrations_make_what_the_schema_says(store):
    with store.ground.database.reading() as connection:
        here = inspect(connection)
        made = {name: {each["name"] for each in here.get_columns(name)} for name in here.get_table_names()}
    assert made == {each.name: {column.name for column in each.columns} for each in metadata.sorted_tables}


def test_a_store_of_a_newer_nearer_is_refused(store, url):
    with store.ground.database.writing() as connection:
        connection.execute(text("UPDATE about SET version = 99"))
    with pytest.raises(StoreError, match="newer Nearer"):
        open_store(url, cost=CHEAP)


def test_many_at_once_open_one_new_store(url):
    """Migrations run once, however many begin together."""
    peppers = []

    def begin():
        store = open_store(url, cost=CHEAP)
        peppers.append(store.ground.pepper)
        store.close()

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(peppers) == 6
    assert len(set(peppers)) == 1


def test_what_is_no_backup_or_was_changed_changes_nothing(store, tmp_path, elsewhere):
    space, _ = store.create_space("a", "passphrase a")
    space.put("note", os.urandom(200_000))
    copy, bad = tmp_path / "copy", tmp_path / "bad"
    store.backup(copy, WORDS)
    whole = copy.read_bytes()
    middle = len(whole) // 2
    for wrong in (
        b"",
        b"hello",
        os.urandom(len(whole)),
        whole[:-1],
        whole[:middle],
        whole[: 4 + 2**16],
        whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        whole[:20] + bytes([whole[20] ^ 1]) + whole[21:],
        whole[:1] + b"\xff" * 12 + whole[13:],
    ):
        bad.write_bytes(wrong)
        with pytest.raises(StoreError):
            restore(bad, elsewhere, WORDS)
    with pytest.raises(WrongKey):
        restore(copy, elsewhere, "other words here")
    restore(copy, elsewhere, WORDS)
    with pytest.raises(StoreError, match="already"):
        restore(copy, elsewhere, WORDS)


def test_a_backup_is_written_whole_or_not_at_all(store, tmp_path):
    store.create_space("a", "passphrase a")
    copy = tmp_path / "copy"
    copy.write_bytes(b"an older backup")
    with pytest.raises(InputError):
        store.backup(copy, "short")
    for place in (tmp_path, tmp_path / "no folder" / "copy"):
        with pytest.raises(StoreError):
            store.backup(place, WORDS)
    assert copy.read_bytes() == b"an older backup"
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".nearer")] == []


def test_a_backup_under_writes_is_of_one_moment(store, tmp_path, elsewhere):
    """Two notes are always saved together as a pair of equals; the backup never has half of a later state."""
    space, _ = store.create_space("a", "passphrase a")
    space.put("note", b"0", item="first")
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            space.put("note", str(number).encode(), item="first")
            space.put("note", str(number).encode(), item=f"n{number}")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(3):
            store.backup(tmp_path / "copy", WORDS)
    finally:
        stop.set()
        thread.join()
    restore(tmp_path / "copy", elsewhere, WORDS)
    back = open_store(elsewhere, cost=CHEAP, clock=store.ground.clock)
    again = back.open_space("a", "passphrase a")
    last = int(again.get("note", "first", bytes).value)
    kept = {item.id for item in again.list("note", bytes)} - {"first"}
    assert kept in ({f"n{number}" for number in range(1, last)}, {f"n{number}" for number in range(1, last + 1)})
    back.close()
