"""SR2: only what one of the two exported is read; who thins out their own half is told that it shows."""

import json
import re
import sqlite3
import zipfile
from datetime import timedelta

import polars as pl
import pytest
from tests.abuse.chats import main_of, talk, uploaded, written

import nearer
from nearer.app import read as use
from nearer.errors import InputError
from nearer.sources.missing import missing_of
from nearer.turns.frame import MARKS

abuse = pytest.mark.abuse
BYTES = bytes(range(128, 256)) * 8
CRYPT = b"\x08\x01\x1a\x14" + BYTES[:20] + b"\x22\x10\x0a\x0a2.24.18.76\x12\x0211"


def plist(*keys):
    body = "".join(f"<key>{key}</key><true/>" for key in keys)
    head = '<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "">\n'
    return f'{head}<plist version="1.0"><dict>{body}</dict></plist>'.encode()


def database(place, *statements):
    base = sqlite3.connect(place)
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()
    return place.read_bytes()


BACKUPS = {
    "android": b"ANDROID BACKUP\n5\n1\nAES-256\n" + BYTES,
    "iphone, binary": b"bplist00\xd4\x01\x02\x03\\BackupKeyBag\x5fWasPasscodeSet" + BYTES,
    "iphone, text": plist("IsFullBackup", "SnapshotState"),
    "iphone, about it": plist("Device Name", "Last Backup Date"),
    "whatsapp, crypt14": bytes([len(CRYPT)]) + b"\x01" + CRYPT + BYTES,
    "whatsapp, crypt15": bytes([len(CRYPT)]) + CRYPT + BYTES,
    "whatsapp, key": b"\xac\xed\x00\x05ur\x00\x02[B\xac\xf3" + BYTES,
    "signal": b"\0\0\0\x36\x0a\x34\x0a\x10" + BYTES[:16] + b"\x12\x20" + BYTES[:32] + BYTES,
    "app data": b"apps/com.whatsapp/_manifest".ljust(257, b"\0") + b"ustar\0" + bytes(300),
}
IMAGES = {
    "expert witness": b"EVF\x09\x0d\x0a\xff\x00" + BYTES,
    "sparse": b"\x3a\xff\x26\xed" + BYTES,
    "disk": b"\xeb\x63" + BYTES[:508] + b"\x55\xaa" + BYTES,
    "disk with a table": bytes(446) + BYTES[:64] + b"\x55\xaa" + b"EFI PART" + BYTES,
    "linux partition": bytes(1080) + b"\x53\xef" + BYTES,
}
LOGS = {
    "dumped": b"Current Notification Manager state:\n  Notification List:\n  NotificationRecord(0x0c1f pkg=a.b)\n",
    "csv": b'"time","package","title","text"\n"2025-01-05 09:00","com.whatsapp","Jo","on my way"\n',
    "json": b'[{"packageName": "org.telegram.messenger", "title": "Jo", "text": "on my way", "postTime": 17}]',
}
STORES = {
    "whatsapp on android": "CREATE TABLE jid (_id INTEGER PRIMARY KEY, user TEXT)",
    "whatsapp on android, older": "CREATE TABLE messages (_id INTEGER PRIMARY KEY, key_remote_jid TEXT)",
    "whatsapp on an iphone": "CREATE TABLE ZWAMESSAGE (Z_PK INTEGER PRIMARY KEY, ZTEXT TEXT)",
    "an iphone's backup": "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT)",
    "notifications": "CREATE TABLE Notification (Id INTEGER PRIMARY KEY, Payload BLOB)",
    "unknown": "CREATE TABLE things (id INTEGER)",
}


def refused(nearer_does, place, content, sentence):
    """At every command that takes a chat, and in Python: one sentence, nothing shown."""
    place.write_bytes(content)
    for command in ("turns", "read", "code"):
        done = nearer_does(command, place)
        assert (done.status, done.out) == (2, "")
        assert re.search(sentence, done.err)
        assert done.err.count("\n") == 1
    with pytest.raises(InputError, match=sentence):
        nearer.open(place)


@abuse("SR2")
@pytest.mark.parametrize("kind", BACKUPS)
def test_a_backup_is_refused(kind, nearer_does, tmp_path):
    refused(nearer_does, tmp_path / "chat.txt", BACKUPS[kind], "Nearer does not read those")


@abuse("SR2")
@pytest.mark.parametrize("kind", IMAGES)
def test_a_copy_of_a_device_is_refused(kind, nearer_does, tmp_path):
    refused(nearer_does, tmp_path / "chat.txt", IMAGES[kind], "copy of a device's memory")


@abuse("SR2")
@pytest.mark.parametrize("kind", LOGS)
def test_a_log_of_notifications_is_refused(kind, nearer_does, tmp_path):
    refused(nearer_does, tmp_path / "chat.txt", LOGS[kind], "log of notifications")


@abuse("SR2")
@pytest.mark.parametrize("kind", STORES)
def test_an_apps_own_store_is_refused(kind, nearer_does, tmp_path):
    content = database(tmp_path / "made", STORES[kind])
    refused(nearer_does, tmp_path / "chat.txt", content, "Nearer does not read those|no Messages chat.db")


@abuse("SR2")
def test_an_iphones_messages_out_of_a_backup_are_refused_and_those_of_ones_own_mac_are_not(nearer_does, tmp_path):
    tables = (
        "CREATE TABLE message (ROWID INTEGER PRIMARY KEY, text TEXT, date INTEGER, is_from_me INTEGER, handle_id)",
        "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT)",
        "CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY, filename TEXT)",
        "INSERT INTO handle VALUES (1, 'Jo')",
        "INSERT INTO message VALUES (1, 'see you at six', 700000000, 0, 1), (2, 'yes', 700000060, 1, 1)",
    )
    kept = "INSERT INTO attachment VALUES (1, '~/Library/{}/Attachments/a.jpg')"
    database(tmp_path / "mac", *tables, kept.format("Messages"))
    database(tmp_path / "phone", *tables, kept.format("SMS"))
    assert nearer_does("turns", tmp_path / "mac", "--format", "none").status == 0
    done = nearer_does("turns", tmp_path / "phone", "--format", "none")
    assert done.status == 2
    assert "own message store" in done.err


@abuse("SR2")
@pytest.mark.parametrize("kind", ["iphone, text", "whatsapp, crypt14", "android"])
def test_a_chat_does_not_smuggle_a_backup_in(kind, nearer_does, tmp_path):
    """A zip or a folder of which one part is of a backup is refused, also where a chat lies beside it."""
    folder = tmp_path / "taken"
    folder.mkdir()
    (folder / "chat.txt").write_bytes(written(talk()))
    assert nearer_does("turns", folder, "--format", "none").status == 0
    (folder / "part").write_bytes(BACKUPS[kind])
    with zipfile.ZipFile(tmp_path / "taken.zip", "w") as archive:
        for part in folder.iterdir():
            archive.write(part, part.name)
    for place in (folder, tmp_path / "taken.zip"):
        done = nearer_does("turns", place, "--format", "jsonl")
        assert (done.status, done.out) == (2, "")
        assert "Nearer does not read those" in done.err


@abuse("SR2")
def test_the_web_app_refuses_them_too(robin, tmp_path):
    every = [*BACKUPS.values(), *IMAGES.values(), *LOGS.values()]
    every += [database(tmp_path / str(number), made) for number, made in enumerate(STORES.values())]
    for content in every:
        answer = uploaded(robin, content)
        assert answer.status_code == 400
        assert "Nearer does not read those" in main_of(answer)


@abuse("SR2")
@pytest.mark.parametrize(
    "words", ["I made an ANDROID BACKUP today", '{"packageName": "com.whatsapp"}', "package,title,text", "2.24.18.76"]
)
def test_a_chat_about_backups_is_a_chat(words, nearer_does, tmp_path):
    said = talk()
    place = tmp_path / "chat.txt"
    place.write_bytes(written([(said[0][0], "Jo", words), *said[1:]]))
    assert nearer_does("turns", place, "--format", "none").status == 0


def thinned(said, who, every=2):
    """The chat with every second message of one person marked as deleted."""
    seen = 0
    for at, speaker, words in said:
        seen += speaker == who
        gone = speaker == who and seen % every == 0
        yield (
            at,
            speaker,
            "This message was deleted." if gone else words,
        )


def looked_at(said, tmp_path, monkeypatch, me):
    monkeypatch.setattr(use, "code", lambda turns, **_: pl.DataFrame(schema=MARKS))
    place = tmp_path / "chat.txt"
    place.write_bytes(written(said))
    return use.read(place, use.Asked(me=me, permutations=9))


@abuse("SR2")
def test_who_thins_out_their_own_half_is_told_so(tmp_path, monkeypatch):
    found = looked_at(thinned(talk(20), "Mika"), tmp_path, monkeypatch, "Mika")
    (caution,) = [one for one in json.loads(use.as_json(found))["cautions"] if one["code"] == "own-missing"]
    assert caution["n"] > 20
    assert "of your own messages seem to be missing" in use.as_page(found)


@abuse("SR2")
def test_nothing_is_said_of_what_the_other_deleted(tmp_path, monkeypatch):
    """The warning is about one's own half alone: it is no way to learn what somebody else took back."""
    for said, me in ((thinned(talk(20), "Jo"), "Mika"), (thinned(talk(20), "Mika"), None), (talk(20), "Mika")):
        found = looked_at(said, tmp_path, monkeypatch, me)
        assert "seem to be missing" not in use.as_page(found)
        assert "own-missing" not in use.as_json(found)


@abuse("SR2")
def test_answers_to_nothing_count_and_ordinary_bursts_do_not(tmp_path):
    """Where Mika's half was cut out of the file, Jo's answers stand alone; where Jo just writes on, nothing is said."""
    said = []
    for day, (at, _, _) in enumerate(talk(20, each=1)):
        for number in range(4):
            said.append((at + timedelta(minutes=20 * number), "Mika", f"Mika says this, {day}.{number}"))
            said.append((at + timedelta(minutes=20 * number + 6), "Jo", f"No, I didn't say that, {day}.{number}"))
    whole, cut = tmp_path / "whole.txt", tmp_path / "cut.txt"
    whole.write_bytes(written(said))
    cut.write_bytes(written([one for place, one in enumerate(said) if one[1] == "Jo" or place % 8 == 0]))
    assert not missing_of(nearer.open(whole).turns, "Mika").many
    assert missing_of(nearer.open(cut).turns, "Mika").many
    on = [(at, who, words.replace("No, I didn't", "And I also")) for at, who, words in said if who == "Jo"]
    both = tmp_path / "on.txt"
    both.write_bytes(written([said[0], *on]))
    assert not missing_of(nearer.open(both).turns, "Mika").many
