"""A thief with every file reads nothing, and whoever changes rows is found out."""

import itertools
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import delete, func, insert, inspect, select, update
from tests.storage.conftest import CHEAP

from nearer.errors import NearerError, Tampered
from nearer.storage import open_store
from nearer.storage.schema import entries, envelopes, spaces, tables

NAMES = ("Marguerite's corner", "Bartholomew under the stairs")
PASSPHRASES = ("lavender kettle sunday morning", "cardigan thunder biscuit tin")
WORDS = "I felt alone when the door closed, and I would like ten minutes with you after supper."
INVITING = "Would you sit down with me some evening this week? Not now is fine, and so is no."


class Letter(msgspec.Struct, frozen=True):
    title: str
    remarkable_field: str
    number: float = 3.25


def journey(store, tmp_path):
    """Everything a couple does, with names and words that can be looked for; gives back all that must stay hidden."""
    a, kit = store.create_space(NAMES[0], PASSPHRASES[0])
    b, _ = store.create_space(NAMES[1], PASSPHRASES[1])
    for number in range(30):
        a.put("private-letter", Letter(f"Evening number {number}", WORDS), item=f"letter-of-march-{number}")
    b.put("picture-of-us", (WORDS * 40).encode(), item="the-picture-item")
    a.put_beside("private-letter", "letter-of-march-1", Letter("Another", WORDS[::-1]))
    a.delete("private-letter", "letter-of-march-2")
    first = store.new_table(a)
    code = store.invite(first, INVITING)
    second = store.accept(code, b)
    table = store.open_table(first, second)
    table.put("agreement-on-pauses", Letter("Our pause", "We stop, and come back after tea at nine."))
    a.change_passphrase(PASSPHRASES[0], "meadow lantern tuesday rain")
    store.backup(tmp_path / "copy.bin", "willow pencil harbour moon")
    return [
        *NAMES, *PASSPHRASES, WORDS, WORDS[::-1], INVITING, "meadow lantern tuesday rain", "willow pencil harbour moon",
        "We stop, and come back after tea at nine.", "private-letter", "picture-of-us", "the-picture-item",
        "letter-of-march-", "agreement-on-pauses", "remarkable_field", "Evening number", "nearer.seat",
        kit.code, kit.code.replace("-", ""), code, code.replace("-", ""), store.ground.clock().isoformat(),
    ]  # fmt: skip


def runs(words: list[str]) -> set[bytes]:
    """Every run of eight bytes in any of the texts, as UTF-8 and as UTF-16, in small letters too."""
    forms = itertools.chain.from_iterable((word, word.lower(), word.upper()) for word in words)
    encoded = itertools.chain.from_iterable((form.encode(), form.encode("utf-16-le")) for form in forms)
    return {text[start : start + 8] for text in encoded for start in range(len(text) - 7)}


@pytest.mark.abuse("SR9")
def found_in(data: bytes, wanted: set[bytes]) -> set[bytes]:
    return {data[start : start + 8] for start in range(len(data) - 7)} & wanted


def test_nothing_readable_is_in_any_file(tmp_path):
    """The database, its journal while it is in use, and the backup; the search itself is shown to find things."""
    store = open_store(f"sqlite:///{tmp_path / 'home' / 'notes.db'}", cost=CHEAP)
    wanted = runs(journey(store, tmp_path))
    for closed in (False, True):
        if closed:
            store.close()
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert {path.name for path in files} >= {"notes.db", "copy.bin"} | (set() if closed else {"notes.db-wal"})
        for path in files:
            assert found_in(path.read_bytes(), wanted) == set(), path.name
    assert found_in(b"xx" + WORDS[3:20].encode(), wanted)


def test_nothing_readable_is_in_any_column(store, tmp_path):
    """The same on both databases, through the database itself."""
    wanted = runs(journey(store, tmp_path))
    with store.ground.database.reading() as connection:
        for each in (spaces, entries, tables, envelopes):
            for row in connection.execute(select(each)):
                for value in row:
                    assert found_in(value if isinstance(value, bytes) else str(value).encode(), wanted) == set()


def test_sizes_are_buckets_and_no_row_points_to_a_space(store, tmp_path):
    journey(store, tmp_path)
    with store.ground.database.reading() as connection:
        rows = connection.execute(select(entries)).all()
        doors = {row.door for row in connection.execute(select(spaces.c.door))}
        doors |= {row.door for row in connection.execute(select(tables.c.door))}
    assert {len(row.head) for row in rows} == {512 + 40}
    assert all((len(row.body) - 40) % 512 == 0 for row in rows)
    assert not doors & {row.shelf for row in rows}, "neither a space nor a table can be told from its rows"
    assert len({row.shelf for row in rows}) == 3


def test_order_on_disk_tells_no_time(tmp_path):
    """SQLite keeps these rows by their random names, not by the time they came."""
    store = open_store(f"sqlite:///{tmp_path / 'notes.db'}", cost=CHEAP)
    with store.ground.database.reading() as connection:
        made = dict(connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all())
    assert all("WITHOUT ROWID" in made[name] for name in ("spaces", "entries", "tables", "envelopes"))
    store.close()


@pytest.fixture
def two_notes(store):
    space, _ = store.create_space("a", "passphrase a")
    space.put("note", Letter("one", "first"), item="one")
    space.put("note", Letter("two", "second"), item="two")
    return store, space


def columns(store, *names):
    with store.ground.database.reading() as connection:
        return connection.execute(select(*(entries.c[name] for name in names)).order_by(entries.c.row)).all()


def change(store, statement):
    with store.ground.database.writing() as connection:
        connection.execute(statement)


def test_swapped_rows_are_refused(two_notes):
    """Both columns, each alone, and the whole row under the other's name."""
    store, space = two_notes
    one, two = columns(store, "row", "head", "body")
    for values in ({"body": two.body}, {"head": two.head}, {"head": two.head, "body": two.body}):
        change(store, update(entries).where(entries.c.row == one.row).values(**values))
        with pytest.raises(Tampered):
            space.list("note", Letter)
        change(store, update(entries).where(entries.c.row == one.row).values(head=one.head, body=one.body))
    assert len(space.list("note", Letter)) == 2


def test_an_older_value_under_a_newer_version_is_refused(two_notes):
    store, space = two_notes
    old = {row.row: row.body for row in columns(store, "row", "body")}
    space.put("note", Letter("one", "changed"), item="one")
    for row, body in old.items():
        change(store, update(entries).where(entries.c.row == row).values(body=body))
    with pytest.raises(Tampered):
        space.get("note", "one", Letter)
    assert space.get("note", "two", Letter).value.remarkable_field == "second"


def test_rows_of_one_space_open_in_no_other(two_notes):
    store, space = two_notes
    other, _ = store.create_space("b", "passphrase b")
    change(store, update(entries).values(shelf=other.shelf.shelf))
    with pytest.raises(Tampered):
        other.list("note", Letter)
    assert other.get("note", "one", Letter) is None
    assert space.list("note", Letter) == []


def test_every_flipped_byte_of_a_row_is_refused(two_notes):
    store, space = two_notes
    row = columns(store, "row", "head", "body")[0]
    for name in ("head", "body"):
        whole = getattr(row, name)
        for place in range(0, len(whole), 61):
            bad = whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :]
            change(store, update(entries).where(entries.c.row == row.row).values(**{name: bad}))
            with pytest.raises(Tampered):
                space.list("note", Letter)
        change(store, update(entries).where(entries.c.row == row.row).values(**{name: whole}))


@pytest.mark.abuse("SR9")
def test_a_swapped_wrapped_key_is_refused(store):
    store.create_space("a", "passphrase a")
    store.create_space("b", "passphrase b")
    with store.ground.database.reading() as connection:
        one, two = connection.execute(select(spaces)).all()
    change(store, update(spaces).where(spaces.c.door == one.door).values(by_passphrase=two.by_passphrase))
    refused = 0
    for name in "ab":
        try:
            store.open_space(name, f"passphrase {name}")
        except NearerError:
            refused += 1
    assert refused == 1


def test_forgetting_leaves_no_sealed_byte_behind(tmp_path):
    """Not only unreadable: the wrapped keys and the sealed values are gone from every file."""
    place = tmp_path / "home"
    store = open_store(f"sqlite:///{place / 'notes.db'}", cost=CHEAP)
    a, _ = store.create_space("a", "passphrase a")
    b, _ = store.create_space("b", "passphrase b")
    for number in range(50):
        a.put("note", Letter(str(number), WORDS))
    first = store.new_table(a)
    second = store.accept(store.invite(first, INVITING), b)
    store.open_table(first, second).put("agreement", Letter("ours", WORDS))
    with store.ground.database.reading() as connection:
        gone = [v for row in connection.execute(select(entries).where(entries.c.shelf != b.shelf.shelf)) for v in row]
        gone += [v for row in connection.execute(select(spaces).where(spaces.c.door == a._door)) for v in row[3:]]
        gone += [value for row in connection.execute(select(tables)) for value in row]
    gone = [value for value in gone if isinstance(value, bytes)]
    store.ground.database.sweep()
    before = b"".join(path.read_bytes() for path in place.iterdir())
    assert all(value[:32] in before for value in gone)
    store.forget(a)
    after = b"".join(path.read_bytes() for path in Path(place).iterdir())
    assert [len(value) for value in gone if value[:32] in after] == []
    assert store.seats(b)[0].is_closed
    store.close()


@pytest.mark.abuse("SR9")
def test_a_damaged_space_can_be_forgotten(two_notes):
    store, space = two_notes
    store.new_table(space)
    change(store, update(entries).values(head=b"damaged"))
    store.forget(space)
    assert columns(store, "row") == []


def test_the_other_cannot_see_that_a_space_was_forgotten(store):
    """With only their own space, B sees the same numbers whether A's space is there or not (SR9)."""
    a, _ = store.create_space("a", "passphrase a")
    b, _ = store.create_space("b", "passphrase b")
    a.put("note", Letter("one", "first"))
    b.put("note", Letter("mine", "mine"), item="x")
    seen = (b.everything(), store.seats(b))
    store.forget(a)
    assert (b.everything(), store.seats(b)) == seen
    with store.ground.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(entries)).scalar() == 1
        assert "spaces" in inspect(connection).get_table_names()


def test_a_row_put_in_by_somebody_else_is_refused(two_notes):
    store, space = two_notes
    row = columns(store, "row", "shelf", "head", "body")[0]
    change(store, insert(entries).values(row=b"x" * 16, shelf=row.shelf, head=row.head, body=row.body))
    with pytest.raises(Tampered):
        space.list("note", Letter)
    change(store, delete(entries).where(entries.c.row == b"x" * 16))
    assert len(space.list("note", Letter)) == 2
