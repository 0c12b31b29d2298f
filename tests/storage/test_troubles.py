"""A full or read-only disk, a file that is no store, a busy or absent database: one sentence, and nothing is lost."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import event
from tests.storage.conftest import CHEAP

from nearer.errors import InputError, StoreError
from nearer.storage import open_store, url_of

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534


def python(*arguments: object) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.run(
        [sys.executable, *map(str, arguments)], env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True
    )


def killed(folder: Path, kills: int, seed: int) -> dict[str, int]:
    ran = python("-m", "tests.storage.killing", folder, kills, seed)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_nothing_confirmed_is_lost_when_killed(tmp_path):
    """Kill -9 at random moments under writes; the store opens each time."""
    result = killed(tmp_path, 20, 7)
    assert result["lost"] == 0
    assert result["confirmed"] > 20
    assert result["amid a step"] > 0


@pytest.mark.full
def test_nothing_confirmed_is_lost_when_killed_200_times(tmp_path):
    result = killed(tmp_path, 200, 11)
    assert result["lost"] == 0
    assert result["amid a step"] > 50


def test_what_is_confirmed_is_on_the_disk(tmp_path):
    """A kill does not show what a power cut would do; these settings are what SQLite asks for against it."""
    store = open_store(url_of(tmp_path), cost=CHEAP)
    with store.ground.database.reading() as connection:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == wanted
    store.close()
    assert oct((tmp_path / "notes.db").stat().st_mode & 0o777) == "0o600"


def with_pragma(store, pragma):
    engine = store.ground.database.engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute(pragma).fetchall())


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path):
    """SQLite's own limit of pages gives the very error of a full disk."""
    store = open_store(url_of(tmp_path), cost=CHEAP)
    space, _ = store.create_space("home", "passphrase")
    with_pragma(store, "PRAGMA max_page_count = 200")
    space.put("note", b"before", item="first")
    kept = 0

    def fill():
        nonlocal kept
        while True:
            space.put("note", bytes(20_000), item=f"n{kept}")
            kept += 1

    with pytest.raises(StoreError, match="full"):
        fill()
    assert kept > 5
    assert len(space.list("note", bytes)) == kept + 1
    assert space.delete("note", "n0"), "there is a way back: something can be let go"
    space.put("note", b"after", item="first")
    store.close()
    again = open_store(url_of(tmp_path), cost=CHEAP)
    assert again.open_space("home", "passphrase").get("note", "first", bytes).value == b"after"
    again.close()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes, which only root can make."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("a small disk cannot be made here (it needs root)")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_is_truly_full(small_disk):
    """Full to the last byte by another program: nothing confirmed is lost, what is there can be read and let go."""
    store = open_store(url_of(small_disk), cost=CHEAP)
    space, _ = store.create_space("home", "passphrase")
    for number in range(5):
        space.put("note", bytes(20_000), item=f"n{number}")
    with (small_disk / "film").open("wb") as film, pytest.raises(OSError):
        film.write(bytes(2**22))

    def fill():
        for number in range(200):
            space.put("note", bytes(20_000), item=f"n{number}")

    with pytest.raises(StoreError, match="full"):
        fill()
    with pytest.raises(StoreError, match="full"):
        store.backup(small_disk / "copy", "the words for backups")
    assert len(space.list("note", bytes)) >= 5
    for path in (small_disk, small_disk / "new"):
        with suppress(StoreError):  # a store may open on a full disk, or say plainly that it cannot
            open_store(url_of(path), cost=CHEAP).close()
    (small_disk / "film").unlink()
    kept = {item.id for item in space.list("note", bytes)}
    assert space.put("note", b"after", item="n0").version >= 2
    store.close()
    again = open_store(url_of(small_disk), cost=CHEAP)
    assert {item.id for item in again.open_space("home", "passphrase").list("note", bytes)} == kept
    assert [path.name for path in small_disk.iterdir() if path.name.startswith((".", "copy"))] == []
    again.close()


FULL = """
import resource, sys
from nearer.errors import StoreError
from nearer.storage import KeyCost, open_store, url_of
from pathlib import Path
store = open_store(url_of(sys.argv[1]), cost=KeyCost(1, 8192))
space, _ = store.create_space("home", "passphrase")
kept, said = 0, []
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
try:
    while True:
        space.put("note", bytes(20_000), item=f"n{kept}")
        kept += 1
except StoreError as trouble:
    said.append(str(trouble))
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 600_000))
try:
    store.backup(Path(sys.argv[1]) / "copy", "the words for backups")
except StoreError as trouble:
    said.append(str(trouble))
print(kept, *said, sep="|")
"""


def test_writes_that_the_system_refuses_are_said(tmp_path):
    """The system refuses to let files grow (as with a quota), in the middle of a transaction and of a backup."""
    ran = python("-c", FULL, tmp_path)
    kept, *said = ran.stdout.strip().split("|")
    assert ran.returncode == 0, ran.stderr
    assert len(said) == 2
    assert all("full" in each for each in said)
    assert not list(tmp_path.glob(".nearer*")) + list(tmp_path.glob("copy"))
    again = open_store(url_of(tmp_path), cost=CHEAP)
    assert len(again.open_space("home", "passphrase").list("note", bytes)) == int(kept) > 5
    again.close()


@contextmanager
def not_as_root():
    """Give up root's rights for a while, as root may write anywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder(tmp_path):
    """A folder that others can reach, too."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.name.startswith(("pytest-", "popen-", "test_")):
            folder.chmod(0o755)
    return tmp_path


def test_a_read_only_folder_is_said(open_folder):
    home = open_folder / "home"
    store = open_store(url_of(home), cost=CHEAP)
    store.create_space("home", "passphrase")
    store.close()
    for file in home.iterdir():
        file.chmod(0o444)
    home.chmod(0o555)
    with not_as_root():
        for place in (home, home / "inside"):
            with pytest.raises(StoreError, match=r"written to|made or written") as trouble:
                open_store(url_of(place), cost=CHEAP).create_space("more", "passphrase")
            assert "SQL" not in str(trouble.value)
    home.chmod(0o755)


def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(tmp_path):
    import sqlite3

    texts = {"letter.txt": b"Dear you, " * 500, "short.txt": b"hello"}
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()
    for name in ("letter.txt", "short.txt", "other.db"):
        with pytest.raises(StoreError, match="no store of Nearer"):
            open_store(f"sqlite:///{tmp_path / name}", cost=CHEAP)
    assert {name: (tmp_path / name).read_bytes() for name in texts} == texts


def test_a_damaged_store_is_said(tmp_path):
    store = open_store(url_of(tmp_path), cost=CHEAP)
    store.create_space("home", "passphrase")
    store.close()
    file = tmp_path / "notes.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + os.urandom(4000) + whole[4100:])
    with pytest.raises(StoreError, match=r"damaged|no store"):
        open_store(url_of(tmp_path), cost=CHEAP)


def test_a_busy_store_is_said(tmp_path):
    store, other = (open_store(url_of(tmp_path), cost=CHEAP) for _ in range(2))
    space, _ = store.create_space("home", "passphrase")
    with_pragma(store, "PRAGMA busy_timeout = 30")
    with other.ground.database.writing():
        with pytest.raises(StoreError, match="busy"):
            space.put("note", b"tea")
        assert space.list("note", bytes) == [], "reading goes on"
    assert space.put("note", b"tea").version == 1
    for each in (store, other):
        each.close()


def test_addresses_that_are_none_are_said(tmp_path, monkeypatch):
    for url in ("", "nonsense", "mysql://x/y", "sqlite://", "postgresql+pg8000://x/y"):
        with pytest.raises(InputError, match="store"):
            open_store(url)
    with pytest.raises(StoreError, match="does not answer") as trouble:
        open_store(f"postgresql://someone:secret@/none?host={tmp_path}")
    assert "secret" not in str(trouble.value)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="nearer\\[postgres\\]"):
        open_store("postgresql://someone@/none")


def test_no_repr_shows_a_secret(tmp_path):
    store = open_store(url_of(tmp_path), cost=CHEAP)
    space, kit = store.create_space("home", "passphrase")
    seat = store.new_table(space)
    shown = repr((store, store.ground, space, kit, seat, seat.half))
    for hidden in ("home", kit.code, store.ground.pepper.hex(), repr(store.ground.pepper)[2:-1], str(tmp_path)):
        assert hidden not in shown
    store.check()
    store.close()
