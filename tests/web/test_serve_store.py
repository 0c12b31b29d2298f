"""`nearer serve --store`: what cannot be is told in one sentence, and the address's password never."""

import sys

import pytest

import nearer.web.serve
from nearer.__main__ import main
from nearer.web.serve import Asked

SECRET = "hollyhock"
AWAY = f"postgresql://someone:{SECRET}@/none?host=/nowhere"


@pytest.fixture(autouse=True)
def no_store_yet(monkeypatch, tmp_path):
    monkeypatch.delenv("NEARER_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "usual"))


@pytest.fixture
def told(monkeypatch, capsys):
    """Runs the command, which ends with status 2 and one sentence; gives back the sentence."""

    def run(*options):
        monkeypatch.setattr(sys, "argv", ["nearer", "serve", "--port", "0", *options])
        with pytest.raises(SystemExit) as end:
            main()
        out, said = capsys.readouterr()
        assert end.value.code == 2
        assert out == ""
        assert said.startswith("nearer: ")
        assert said.count("\n") == 1
        assert SECRET not in said
        return said

    return run


def test_one_place_only(told, monkeypatch, tmp_path):
    assert "--data or --store" in told("--store", AWAY, "--data", str(tmp_path / "data"))
    assert "--store or --demo" in told("--store", AWAY, "--demo")
    monkeypatch.setenv("NEARER_STORE", AWAY)
    assert "NEARER_STORE" in told("--data", str(tmp_path / "data"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "my/folder",
        "sqlite://",
        f"mysql://someone:{SECRET}@here/notes",
        f"postgresql://someone:pass@{SECRET}:{SECRET}@here/notes",
        f"postgresql://someone:{SECRET}@here:number/notes",
        f"postgresql://someone:{SECRET}@here/notes?plugin={SECRET}",
        f"postgresql://someone:{SECRET}@here/\udcff",
    ],
)
def test_a_wrong_address_is_told(told, address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "store" in told("--store", address)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_run_is_told(told, monkeypatch, tmp_path):
    sentence = told("--store", AWAY)
    assert "does not answer" in sentence
    monkeypatch.setenv("NEARER_STORE", AWAY)
    assert told() == sentence
    assert list(tmp_path.iterdir()) == [], "no folder is made beside a store that has an address"


def test_a_missing_driver_is_told(told, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'nearer[postgres]'" in told("--store", AWAY)


def test_the_certificate_for_phones_needs_a_place_beside_the_store(told, tmp_path):
    (tmp_path / "usual").write_text("no folder")
    assert "--certificate and --key" in told("--store", AWAY, "--lan")


def test_a_demo_runs_beside_an_address_that_is_set_for_other_times(monkeypatch):
    shown = []
    monkeypatch.setattr(nearer.web.serve, "serve_demo", shown.append)
    monkeypatch.setenv("NEARER_STORE", AWAY)
    monkeypatch.setattr(sys, "argv", ["nearer", "serve", "--demo"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    assert [asked.store for asked in shown] == [None]


def test_no_repr_shows_the_address(tmp_path):
    assert SECRET not in repr(Asked(port=0, data=tmp_path, store=AWAY))
