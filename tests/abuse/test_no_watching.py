"""SR1, SR3, SR4 and SR5: no view from afar, no search and no score, no looking again and again, no single times."""

import inspect
import json
import re
import socket
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import typer
from tests.abuse.chats import main_of, read_on_the_web, talk, uploaded, written
from tests.read import tables
from tests.web.browser import house_of

import nearer
from nearer.app.read import Asked, as_json, as_page, read
from nearer.app.space_items import CHAT_SEEN, TALK, ChatSeen
from nearer.app.talks_pace import chat_of, check_pace, note_reading
from nearer.cli import app
from nearer.cycle import Cycle
from nearer.errors import InputError
from nearer.turns.frame import TURNS
from nearer.web.pages import ROUTES
from nearer.web.pages import talks as pages

abuse = pytest.mark.abuse
ROOT = Path(__file__).resolve().parents[2]
JUDGES = re.compile(
    r"\b(search|find|grep|rank|ranking|timeline|mood|moods|lie|lies|lying|truth|cheat\w*|score|scores|attachment|worse|"
    r"guilt\w*|blame|suspect|jealous\w*|watch|monitor|track|alert|notify|online|location|receipt|receipts|seen)\b"
)
NO_CHATS = {"evaluate", "lsp", "serve"}
"""Commands for those who measure or set up Nearer; they take labelled text, or no chat at all."""


@pytest.fixture(scope="module")
def strong(tmp_path_factory):
    """A couple with a loop: the page and the record, as text."""
    place = tables.write_lines(tmp_path_factory.mktemp("talk") / "t.jsonl", tables.rows_of(theta=1.8, days=24))
    found = read(place, Asked(permutations=99, me="Noor"))
    return as_page(found), json.loads(as_json(found))


@cache
def commands():
    return typer.main.get_command(app).commands


def keys_of(value):
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from keys_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from keys_of(part)


def lists_of(value):
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, list):
        yield value
    for part in parts:
        yield from lists_of(part)


# SR1
@abuse("SR1")
def test_nothing_reaches_out_while_a_chat_is_read_and_a_draft_is_looked_at(nearer_does, monkeypatch, tmp_path):
    def dialled(*given, **more):
        raise AssertionError("Something reached for the network.")

    monkeypatch.setattr(socket.socket, "connect", dialled)
    monkeypatch.setattr(socket, "getaddrinfo", dialled)
    place = tmp_path / "chat.txt"
    place.write_bytes(written(talk()))
    assert nearer_does("read", place).status == 0
    assert nearer_does("turns", place, "--format", "none").status == 0
    assert nearer_does("check", "See you at six.").status == 0


# SR3
@abuse("SR3")
def test_no_command_and_no_option_searches_ranks_or_watches():
    for name, command in commands().items():
        names = {name, *(option for one in command.params for option in (*one.opts, *one.secondary_opts))}
        if name not in NO_CHATS:
            assert not [each for each in names if JUDGES.search(each)], name
            assert not names & {"--person", "--of", "--speaker", "--who", "--from", "--word", "--sort", "--since"}, name


@abuse("SR3")
def test_no_record_has_a_field_that_judges_somebody():
    """Every field of every schema that is made from people's own words."""
    described = [place for place in (ROOT / "docs/schema").glob("*.md") if not place.name.startswith("evaluation")]
    assert len(described) >= 7
    for place in described:
        fields = re.findall(r"^\| (`[^|]+)", place.read_text("utf-8"), re.MULTILINE)
        assert fields or place.name == "export-1.md", place.name
        assert not [field for field in fields if JUDGES.search(field.replace("_", " "))], place.name


@abuse("SR3")
def test_no_result_maps_a_name_to_a_number(strong):
    _, machine = strong
    assert not set(keys_of(machine)) & set(tables.PEOPLE)
    assert not [field for field in Cycle.__struct_fields__ if JUDGES.search(field.replace("_", " "))]


@abuse("SR3")
def test_no_door_in_python_takes_somebodys_name_and_judges():
    assert {"open", "code", "cycle", "page_of"} <= set(nearer.__all__)
    for name in nearer.__all__:
        door = getattr(nearer, name)
        if callable(door) and name not in {"check", "reply"}:  # these two are given one's own words alone
            given = set(inspect.signature(door).parameters)
            assert not given & {"person", "speaker", "name", "who", "of", "partner", "query", "word"}, name
        assert not JUDGES.search(name), name


@abuse("SR3")
def test_no_page_of_the_web_app_searches_or_sorts(robin):
    assert not [route.path for route in ROUTES if JUDGES.search(re.sub(r"[/{}-]", " ", route.path))]
    read_on_the_web(robin, written(talk()))
    plain = main_of(robin.get("/talks"))
    for asked in ("?q=home", "?person=Jo", "?sort=time", "?search=home&of=Jo"):
        assert main_of(robin.get(f"/talks{asked}")) == plain
    assert 'type="search"' not in robin.get("/talks").text


@abuse("SR3")
def test_the_page_of_a_chat_shows_no_message_unless_both_were_asked(strong, robin):
    """On the web, where one sits alone, no word of the chat is shown at all."""
    report = read_on_the_web(robin, written(talk())).text
    assert not [words for _, _, words in talk() if words in report or words.split(" (")[0] in report]


# SR4
class Shelf:
    """What of a space the fingerprints use, in memory."""

    def __init__(self):
        self.kept = {}

    def list(self, kind, record):
        return [type("Kept", (), {"id": name, "value": value}) for name, value in self.kept.items()]

    def put(self, kind, value):
        self.kept[len(self.kept)] = value

    def delete(self, kind, name):
        del self.kept[name]


def chat_from(said, tmp_path):
    place = tmp_path / "chat.txt"
    place.write_bytes(written(said))
    found = nearer.open(place)
    return chat_of(tuple(found.report.people), found.turns)


@abuse("SR4")
def test_the_web_app_reads_a_chat_once_in_seven_days(robin, monkeypatch):
    assert "not evidence" in read_on_the_web(robin, written(talk())).text
    now = pages.today()
    for days in (0, 3, 6):
        monkeypatch.setattr(pages, "today", lambda days=days: now + timedelta(days=days))
        again = uploaded(robin, written(talk(days=12)))
        assert again.status_code == 400
        assert "can be read again" in main_of(again)
    monkeypatch.setattr(pages, "today", lambda: now + timedelta(days=7))
    assert uploaded(robin, written(talk(days=12))).status_code == 303


@abuse("SR4")
def test_deleting_the_report_does_not_open_the_chat_again(robin):
    report = read_on_the_web(robin, written(talk()))
    robin.post(report.url.path + "/delete")
    assert robin.get("/talks").text.count('<li><a href="/talks/') == 0
    assert uploaded(robin, written(talk())).status_code == 400


@abuse("SR4")
def test_other_names_or_half_of_it_are_the_same_chat(tmp_path):
    shelf, today = Shelf(), datetime(2025, 3, 1, tzinfo=UTC).date()
    note_reading(shelf, chat_from(talk(20), tmp_path), today)
    renamed = [(at, {"Mika": "M", "Jo": "J"}[who], words) for at, who, words in talk(20)]
    for said in (renamed, renamed[:60], renamed[40:], [*renamed, *talk(30, people=("M", "J"))[120:]]):
        with pytest.raises(InputError, match="read again"):
            check_pace(shelf, chat_from(said, tmp_path), today + timedelta(days=1))
    other = talk(20, people=("M", "J"), start=datetime(2025, 2, 5, 10, 1, tzinfo=UTC))
    check_pace(shelf, chat_from(other, tmp_path), today + timedelta(days=1))
    check_pace(shelf, chat_from(talk(20), tmp_path), today + timedelta(days=7))
    assert shelf.kept == {}


@abuse("SR4")
def test_the_fingerprint_is_sealed_names_nobody_and_is_in_no_export(robin, tmp_path):
    read_on_the_web(robin, written(talk()))
    space = next(iter(house_of(robin).sessions._open.values())).space
    (seen,) = [one.value for one in space.list(CHAT_SEEN, ChatSeen)]
    (report,) = [one for one in space.everything() if one.kind == TALK]
    assert len(seen.key) == 32
    marks = (seen.key, seen.pair, *seen.sketch)
    assert all(isinstance(mark, bytes) for mark in marks)
    # Two letters turn up by chance in so many bytes now and then; four do not.
    assert not [mark for mark in marks if b"Mika" in mark or b"mika" in mark]
    assert report.id not in repr(seen)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert not [mark for mark in marks if mark in on_disk or mark.hex().encode() in on_disk]
    taken = robin.post("/settings/export").content
    assert not [mark for mark in marks if mark in taken or mark.hex().encode() in taken]


@abuse("SR4")
def test_the_command_line_leaves_no_trace_of_what_was_read(nearer_does, tmp_path):
    place = tmp_path / "chat.txt"
    place.write_bytes(written(talk()))
    before = sorted(tmp_path.rglob("*"))
    assert nearer_does("read", place).status == 0
    assert nearer_does("turns", place).status == 0
    assert sorted(tmp_path.rglob("*")) == before


@abuse("SR4")
def test_a_present_that_is_still_to_come_is_refused(nearer_does, tmp_path):
    """Otherwise the newest two days could be read by saying that it is next week."""
    place = tmp_path / "chat.txt"
    place.write_bytes(written(talk()))
    later = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}"
    done = nearer_does("read", place, "--now", later)
    assert (done.status, done.out) == (2, "")
    assert "still to come" in done.err


@abuse("SR4")
def test_the_newest_two_days_and_short_chats_give_no_numbers(nearer_does, tmp_path):
    place = tmp_path / "chat.txt"
    place.write_bytes(written(talk(days=15)))
    found = json.loads(nearer_does("read", place, "--format", "json").out)
    assert found["n_left_out"] >= 12
    assert found["days"] <= 13
    assert found["links"] == found["silences"] == found["openings"] == []


# SR5
@abuse("SR5")
def test_no_time_of_a_single_message_is_on_a_page(strong):
    page, machine = strong
    told = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b\d{1,2}:(?!00)\d{2}\b", told)
    times = {row["at"] for row in tables.rows_of(theta=1.8, days=24)} - {machine["first"], machine["last"]}
    said = json.dumps(machine)
    assert not [at for at in times if at in page or at in said]


@abuse("SR5")
def test_no_list_in_the_record_is_as_long_as_the_chat(strong):
    """Counts and shares alone: nothing has an entry for each turn, each reply or each talk."""
    _, machine = strong
    assert machine["n_episodes"] > 40
    assert max(len(one) for one in lists_of(machine)) <= 42
    assert not [
        key for key in keys_of(machine) if re.search(r"latenc|delay|waited|seen|receipt|online|repl(y|ies)_", key)
    ]


@abuse("SR5")
def test_receipts_and_places_of_an_export_are_not_taken_in(tmp_path, nearer_does):
    rows = [
        {
            "type": ("outgoing", "incoming")[number % 2], "body": f"message {number}", "conversationId": "c",
            "sent_at": 1736067600000 + 60000 * number, "received_at": 1736067601000 + 60000 * number,
            "readAt": 1736067602345, "readStatus": 7, "seenStatus": 2, "latitude": 51.5, "isOnline": True,
        }
        for number in range(6)
    ]  # fmt: skip
    place = tmp_path / "signal.json"
    place.write_text(json.dumps({"messages": rows}), "utf-8")
    done = nearer_does("turns", place, "--format", "jsonl")
    assert done.status == 0
    assert set(TURNS) == {"conversation", "turn", "speaker", "at", "kind", "text", "line"}
    assert all(set(json.loads(line)) == set(TURNS) for line in done.out.splitlines())
    assert not [word for word in ("2345", "51.5", "read", "seen", "nline") if word in done.out]


@abuse("SR5")
def test_a_round_in_their_own_words_has_a_day_and_no_hour(tmp_path, monkeypatch):
    from nearer.app.given_codes import marks_of_codes
    from nearer.app.read_words import last_rounds

    said = [(at, who, "words of it") for at, who, _ in talk(20)]
    place = tmp_path / "chat.txt"
    place.write_bytes(written(said))
    turns = nearer.open(place).turns
    import polars as pl

    codes = pl.Series([["press"] if who == "Mika" else ["shut"] for _, who, _ in said], dtype=pl.List(pl.String))
    rounds = last_rounds(turns, marks_of_codes(turns, codes))
    assert rounds
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", one.date) for one in rounds)
