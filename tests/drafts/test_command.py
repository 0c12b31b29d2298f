"""The command: exit status, forms, tables, settings."""

import io
import json
import sys

import pytest

from nearer.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """The command, run in an empty folder and with an empty home: (exit status, output, errors)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))

    def _run(*words, given=""):
        monkeypatch.setattr(sys, "argv", ["nearer", "check", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        told = capfd.readouterr()
        return ended.value.code, told.out, told.err

    return _run


def test_the_exit_status_says_clean_found_or_bad(run, tmp_path):
    assert run("Dentist at ten.")[0] == 0
    assert run("You never listen.")[0] == 1
    code, out, err = run("missing.txt")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert run("")[0] == 2


def test_json_has_the_promised_keys(run, tmp_path):
    code, out, _ = run("--format", "json", "You never listen to me, Tom.")
    told = json.loads(out)
    assert code == 1
    assert list(told)[:5] == ["schema", "verdict", "stance", "good", "findings"]
    assert told["schema"] == "nearer/check/1"
    keys = {"rule", "severity", "confidence", "start", "end", "quote", "reason", "suggestion"}
    assert set(told["findings"][0]) == keys
    assert "rewrite" not in told
    assert json.loads(run("--format", "json", "--rewrite", "You never listen.")[1])["rewrite"]


@pytest.mark.parametrize("name", ["many.jsonl", "many.tsv"])
def test_a_table_of_drafts_gives_one_object_a_line(run, tmp_path, name):
    rows = [("a", "You never listen."), ("b", "Dentist at ten.")]
    text = (
        "".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in rows)
        if name.endswith("jsonl")
        else "id\ttext\n" + "".join(f"{i}\t{t}\n" for i, t in rows)
    )
    (tmp_path / name).write_text(text, encoding="utf-8")
    told = [json.loads(line) for line in run("--format", "json", name)[1].splitlines()]
    assert [(one["id"], one["verdict"]) for one in told] == [("a", "change"), ("b", "fine")]
    piped = run("--format", "json", "--stdin-filename", name, "-", given=text)[1]
    assert [json.loads(line) for line in piped.splitlines()] == told


def test_sarif_declares_every_rule_and_keeps_what_is_switched_off(run, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.nearer.off]\nalways-never = "a song"\n', encoding="utf-8")
    report = json.loads(run("--format", "sarif", "You never listen.")[1])
    run = report["runs"][0]
    assert report["version"] == "2.1.0"
    assert len(run["tool"]["driver"]["rules"]) > 20
    assert run["results"][0]["suppressions"][0]["justification"] == "a song"
    assert "listen" not in json.dumps(run["results"])


def test_a_draft_in_a_file_keeps_its_places(run, tmp_path):
    text = '+++\nat = "23:40"\n+++\nHello. You never listen.\n'
    (tmp_path / "note.txt").write_text(text, encoding="utf-8")
    told = json.loads(run("--format", "json", "note.txt")[1])
    for one in told["findings"]:
        assert text[one["start"] : one["end"]] == one["quote"]
