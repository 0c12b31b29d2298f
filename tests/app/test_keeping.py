"""Backup, restore, export and forget from the command line: secrets come by standard input, never as an option."""

import ast
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import msgspec
import pytest
from tests.storage.conftest import CHEAP
from typer.testing import CliRunner

from nearer.answer import Answer, Paragraph
from nearer.app import space_items
from nearer.app.export import as_zip, exported
from nearer.app.keeping_words import words
from nearer.app.space_items import CheckInKept, DraftKept, LetterKept, StepKept
from nearer.cli import app
from nearer.errors import InputError, Locked, NearerError, StoreError, WrongKey
from nearer.storage import open_store, url_of

ROOT = Path(__file__).resolve().parents[2]
NAME, WORDS, BACKUP = "the kitchen", "four words in row", "words for the backup"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setitem(open_store.__kwdefaults__, "cost", CHEAP)


@pytest.fixture
def home(tmp_path):
    """A folder with a store in which one person has kept a few things."""
    store = open_store(url_of(tmp_path / "home"))
    space, _ = store.create_space(NAME, WORDS)
    answer = Answer(tier="0", kind="reaching", paragraphs=(Paragraph("understood", "I hear you."),), text="I hear you.")
    space.put("letter", LetterKept("We have gone quiet.\nBoth of us.", answer))
    space.put("draft", DraftKept("Could we talk on Sunday?"))
    space.put("check-in", CheckInKept(date(2026, 3, 1), {"felt_close": 4, "said_thanks": 6}, "we laughed"))
    space.put("step", StepKept("Say when I will be back.", date(2026, 3, 2)))
    space.put("a-new-kind", {"odd_name": [1, {"deep": None, "on": True}], "code": "secret"})
    space.put("picture", b"\x89PNG", item="../../etc/passwd")
    space.put_beside("draft", space.list("draft", DraftKept)[0].id, DraftKept("Could we talk on Monday?"))
    store.invite(store.new_table(space), "Would you?")
    store.close()
    return tmp_path / "home"


def ran(*arguments, typed=()):
    """The output of a command, or the trouble it raised."""
    done = CliRunner().invoke(app, [str(each) for each in arguments], input="".join(f"{line}\n" for line in typed))
    if isinstance(done.exception, NearerError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def test_backup_and_restore(home, tmp_path):
    assert "written" in ran("backup", tmp_path / "copy", "--data", home, typed=[BACKUP, BACKUP])
    with pytest.raises(WrongKey):
        ran("restore", tmp_path / "copy", "--data", tmp_path / "new", typed=["other words here"])
    assert "back" in ran("restore", tmp_path / "copy", "--data", tmp_path / "new", typed=[BACKUP])
    store = open_store(url_of(tmp_path / "new"), make=False)
    assert store.open_space(NAME, WORDS).list("draft", DraftKept)[0].value.text == "Could we talk on Sunday?"
    store.close()


def test_passphrases_that_differ_write_nothing(home, tmp_path):
    for typed in ([BACKUP, "another one"], ["short", "short"], []):
        with pytest.raises(InputError):
            ran("backup", tmp_path / "copy", "--data", home, typed=typed)
    assert not (tmp_path / "copy").exists()


def test_a_missing_store_is_said_and_not_made(tmp_path):
    for command in (["backup", tmp_path / "copy"], ["export", tmp_path / "out"], ["forget"]):
        with pytest.raises(StoreError, match="no store in that place"):
            ran(*command, "--data", tmp_path / "typo", typed=[NAME, WORDS, "forget"])
    assert list(tmp_path.iterdir()) == []


def test_an_export_reads_well_and_has_no_keys(home, tmp_path):
    assert ran("export", tmp_path / "out", "--data", home, typed=[NAME, WORDS]).startswith("7 things")
    files = {str(path.relative_to(tmp_path / "out")): path for path in (tmp_path / "out").rglob("*") if path.is_file()}
    pages = {name: path.read_text("utf-8") for name, path in files.items() if name.endswith(".md")}
    assert all("Reflection, not evidence; one-sided; may be wrong." in page for page in pages.values())
    letter = next(page for name, page in pages.items() if name.startswith("letters/"))
    assert "We have gone quiet.\n  Both of us." in letter
    assert "- **The answer**: I hear you." in letter
    assert "tier" not in letter
    check_in = next(page for name, page in pages.items() if name.startswith("weekly-check-ins/"))
    assert "- **Felt close**: 4" in check_in
    assert "- **On**: 2026-03-01" in check_in
    drafts = [page for name, page in pages.items() if name.startswith("drafts/")]
    assert len(drafts) == 2
    assert sum("Kept beside another version" in page for page in drafts) == 1
    assert [path.read_bytes() for name, path in files.items() if name.endswith(".bin")] == [b"\x89PNG"]
    whole = json.loads(files["items.json"].read_bytes())
    assert whole["schema"] == "nearer/export/1"
    assert whole["notice"].startswith("Reflection")
    assert len(whole["items"]) == 7
    assert next(item for item in whole["items"] if item["kind"] == "letter")["value"]["answer"] == "I hear you."
    everything = b"".join(path.read_bytes() for path in files.values())
    for hidden in (b"secret", b"nearer.seat", b"Would you?"):
        assert hidden not in everything
    assert oct((tmp_path / "out").stat().st_mode & 0o777) == "0o700"


def test_an_export_as_zip_is_the_same(home, tmp_path):
    ran("export", tmp_path / "out.zip", "--data", home, typed=[NAME, WORDS])
    store = open_store(url_of(home))
    space = store.open_space(NAME, WORDS)
    made = exported(space)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert set(archive.namelist()) == set(made.files) == set(zipfile.ZipFile(io.BytesIO(as_zip(made))).namelist())
        assert not [name for name in archive.namelist() if ".." in name or name.startswith("/")]
    space.lock()
    with pytest.raises(Locked):
        exported(space)
    store.close()


def test_an_export_never_writes_over_anything(home, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there.zip").write_bytes(b"mine")
    for place in ("there", "there.zip", "no/such/out", "no/such/out.zip"):
        with pytest.raises((InputError, StoreError)):
            ran("export", tmp_path / place, "--data", home, typed=[NAME, WORDS])
    assert (tmp_path / "there.zip").read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "there", "there.zip"]


def test_an_empty_space_exports_a_page_that_says_so(tmp_path):
    store = open_store(url_of(tmp_path))
    space, _ = store.create_space(NAME, WORDS)
    assert "nothing in the space" in exported(space).files["README.md"].decode()
    store.close()


def test_forget_asks_and_forgets(home):
    assert "Nothing was changed" in ran("forget", "--data", home, typed=[NAME, WORDS, "no"])
    with pytest.raises(WrongKey):
        ran("forget", "--data", home, typed=[NAME, "the wrong words", "forget"])
    assert "forgotten" in ran("forget", "--data", home, typed=[NAME, WORDS, "forget"])
    with pytest.raises(WrongKey):
        ran("forget", "--data", home, typed=[NAME, WORDS, "forget"])


def test_no_option_takes_a_passphrase():
    for command in ("backup", "restore", "export", "forget"):
        options = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
        assert "--data" in options
        assert not [word for word in ("--passphrase", "--password", "--name") if word in options]


def test_every_kind_that_is_kept_has_a_label():
    kept = ast.parse((ROOT / "src/nearer/app/table/kept.py").read_text("utf-8"))
    own = next(node for node in kept.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple))
    kinds = [element.value for element in own.value.elts]
    kinds += [getattr(space_items, name) for name in space_items.__all__ if name.isupper()]
    assert len(kinds) > 8
    assert [kind for kind in kinds if kind not in words().kinds and kind not in words().leave_out["kinds"]] == []


def test_every_word_is_used():
    source = "".join((ROOT / "src/nearer/app" / name).read_text("utf-8") for name in ("keeping.py", "export.py"))
    for group in (words().ask, words().say, words().export):
        assert [name for name in group if f'"{name}"' not in source and f"'{name}'" not in source] == []
    assert msgspec.to_builtins(words())["leave_out"].keys() == {"kinds", "parts"}
