"""``nearer read`` from the outside: the contract of its JSON, its page, its limits, and bad input."""

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from typer.testing import CliRunner

from nearer.app.read import Asked, read
from nearer.cli import app
from nearer.errors import InputError

from . import tables

FEW = Asked(permutations=499, seed=3)


@cache
def strong_table():
    place = Path(mkdtemp()) / "strong.jsonl"
    return tables.write_lines(place, tables.rows_of(theta=1.8, days=60))


@cache
def strong():
    return read(strong_table(), FEW)


def test_the_json_keeps_its_contract():
    """Every name that other parts rest on, with its kind."""
    from nearer.app.read import as_json

    found = json.loads(as_json(strong()))
    assert found["schema"] == "nearer/cycle/1"
    assert found["n_turns"] == len(tables.rows_of(theta=1.8, days=60))
    assert found["days"] == 60
    assert found["seed"] == 3
    assert isinstance(found["cautions"], list)
    assert len(found["links"]) == 4
    for link in found["links"]:
        assert {link["from"], link["to"]} == set(tables.PEOPLE)
        assert {"deed", "answer", "n_exposed", "informative_strata", "p_permutation", "model_theta"} <= set(link)
        low, high = link["ci"]
        assert low <= link["odds_ratio"] <= high
        assert link["risk_difference_ci"][0] <= link["risk_difference"] <= link["risk_difference_ci"][1]
    assert {loop["pursuer"] for loop in found["loops"]} == set(tables.PEOPLE)
    for loop in found["loops"]:
        assert loop["claim"] in {"pattern found", "one arrow found", "not enough yet", "no such pattern"}
        assert set(loop["gain"]) == {"average", "calm", "heated"}


def test_a_strong_loop_is_found_and_played_forward():
    """Noor presses, Elias closes: the pattern that the table was drawn from, and three panels."""
    found = strong().machine
    claims = {loop.pursuer: loop.claim for loop in found.loops}
    assert claims["Noor"] == "pattern found"
    assert claims["Elias"] != "pattern found"
    assert found.what_if is not None
    assert found.what_if.both.change.closing.value < 0
    keys = [section.key for section in strong().report.sections]
    assert keys == ["short", "arrows", "doubt", "well", "months", "starts", "calm", "steps", "unsaid", "methods"]


def test_csv_jsonl_and_parquet_say_the_same(tmp_path):
    """One table in three forms gives one result."""
    import polars as pl

    rows = tables.rows_of(theta=1.0, days=16)
    lines = read(tables.write_lines(tmp_path / "t.jsonl", rows), FEW).machine
    comma = read(tables.write_csv(tmp_path / "t.csv", rows), FEW).machine
    pl.DataFrame(rows).write_parquet(tmp_path / "t.parquet")
    assert lines == comma == read(tmp_path / "t.parquet", FEW).machine


def test_the_same_seed_gives_the_same_page(tmp_path):
    """Nothing on the page comes from a clock."""
    place = tables.write_lines(tmp_path / "t.jsonl", tables.rows_of(days=16))
    assert read(place, FEW).report == read(place, FEW).report


def test_the_command_prints_and_writes(tmp_path):
    """Terminal, JSON and HTML from one command; the page is one file that stands alone."""
    place = tables.write_lines(tmp_path / "t.jsonl", tables.rows_of(days=15))
    page = tmp_path / "page.html"
    done = CliRunner().invoke(app, ["read", str(place), "--permutations", "99", "--html", str(page)])
    assert done.exit_code == 0
    assert "Reflection, not evidence" in done.output
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    done = CliRunner().invoke(app, ["read", str(place), "--permutations", "99", "--format", "json"])
    assert json.loads(done.output)["permutations"] == 99
    done = CliRunner().invoke(app, ["read", str(place), "--permutations", "99", "--format", "html"])
    assert done.output == page.read_text(encoding="utf-8")


def test_redacted_pages_and_records_know_no_name(tmp_path):
    """A and B everywhere, no date, in the page and in the JSON."""
    from nearer.app.read import as_json, as_page

    place = tables.write_lines(tmp_path / "t.jsonl", tables.rows_of(theta=1.8, days=40))
    found = read(place, Asked(permutations=199, redacted=True))
    for text in (as_page(found), as_json(found)):
        assert not any(word in text for word in ("Noor", "Elias", "2025", "March"))
    assert {link.from_ for link in found.machine.links} == {"A", "B"}


@pytest.mark.parametrize(
    ("codes", "marks"),
    [
        (["P_PRESS"], "press"),
        (["press:0.9"], "press"),
        (["P"], "press"),
        (["{'code': 'W_EXIT', 'probability': 0.7, 'start': 3, 'end': 9}"], "shut"),
        (['{"press",0.9,0,3}'], "press"),
        (['["protest"', '"probe"]'], "protest probe"),
        (["shut dismiss"], "shut dismiss"),
        (["N_INFO"], ""),
        (["-"], ""),
        (None, ""),
    ],
)
def test_codes_are_read_in_every_usual_spelling(codes, marks):
    """Names of this codebook, of the research, and plain classes; with or without a probability."""
    import polars as pl

    from nearer.app.given_codes import marks_of_codes

    turns = pl.DataFrame({"conversation": ["c"], "turn": [0]})
    found = marks_of_codes(turns, pl.Series([codes], dtype=pl.List(pl.String)))
    assert " ".join(found["code"]) == marks


def broken(rows, **changes):
    return [{**row, **{name: make(place) for name, make in changes.items()}} for place, row in enumerate(rows)]


BAD = {
    "one speaker": broken(tables.rows_of(days=3), speaker=lambda _: "Noor"),
    "three speakers": broken(tables.rows_of(days=3), speaker=lambda place: f"P{place % 3}"),
    "an unknown code": broken(tables.rows_of(days=3), codes=lambda _: ["sulks"]),
    "a probability that is none": broken(tables.rows_of(days=3), codes=lambda _: ["press:nan"]),
    "a probability written NaN": broken(
        tables.rows_of(days=3), codes=lambda _: [{"code": "press", "probability": float("nan"), "start": 0}]
    ),
    "a probability above one": broken(tables.rows_of(days=3), codes=lambda _: ["press:1.4"]),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_used_is_said_in_one_sentence(name, tmp_path):
    """Exit status 2, one sentence, no traceback, none of their words in it."""
    place = tables.write_lines(tmp_path / "t.jsonl", BAD[name])
    with pytest.raises(InputError) as trouble:
        read(place, FEW)
    said = str(trouble.value)
    assert said.endswith(".")
    assert "sulks" not in said
    assert "Noor" not in said


SMALLER = {
    "no times": (broken(tables.rows_of(days=12), at=lambda _: None), "no-times"),
    "all at one time": (broken(tables.rows_of(days=12), at=lambda _: "2025-03-03T10:00:00"), "one-time"),
    "one day": (tables.rows_of(days=1, talks=2), "one-day"),
    "no marks": (broken(tables.rows_of(days=16), codes=lambda _: []), "no-marks"),
    "a threat": (
        [{**tables.rows_of(days=16)[0], "codes": ["threat"]}, *tables.rows_of(days=16)[1:]],
        "threat-left-out",
    ),
}


@pytest.mark.parametrize("name", SMALLER)
def test_what_is_thin_gives_a_smaller_honest_result(name, tmp_path):
    """No pattern is claimed, and a caution in words says why."""
    rows, caution = SMALLER[name]
    found = read(tables.write_lines(tmp_path / "t.jsonl", rows), Asked(permutations=99))
    assert caution in {one.code for one in found.machine.cautions}
    assert all(one.sentence for one in found.machine.cautions)
    assert all(loop.claim != "pattern found" for loop in found.machine.loops)


def test_a_clock_that_runs_backwards_is_put_in_order_and_said(tmp_path):
    """Two rows swapped in time."""
    rows = tables.rows_of(days=16)
    rows[10], rows[11] = {**rows[10], "at": rows[11]["at"]}, {**rows[11], "at": rows[10]["at"]}
    found = read(tables.write_lines(tmp_path / "t.jsonl", rows), Asked(permutations=99))
    assert "clock-back" in {one.code for one in found.machine.cautions}


def test_a_threat_stops_the_steps():
    """Where turns carry a threat nobody is asked to soften, however clear the loop."""
    rows = tables.rows_of(theta=1.8, days=60)
    rows[5] = {**rows[5], "codes": ["threat"]}
    place = tables.write_lines(Path(mkdtemp()) / "t.jsonl", rows)
    found = read(place, FEW)
    assert found.machine.what_if is None
    short = next(section for section in found.report.sections if section.key == "short")
    assert "afraid" in short.paragraphs[-1]


def chat(days, words="See you at seven"):
    rows = tables.rows_of(days=days, talks=1)
    return [{"at": row["at"], "speaker": row["speaker"], "text": words} for row in rows]


def test_a_chat_of_a_few_days_gets_no_numbers(tmp_path):
    """Under two weeks of messages there are no statistics; the newest 48 hours are left out before counting."""
    place = tables.write_lines(tmp_path / "t.jsonl", chat(10))
    found = read(place, FEW)
    assert [loop.claim for loop in found.machine.loops] == ["not enough yet", "not enough yet"]
    assert found.machine.links == ()
    assert found.machine.days == 8
    assert found.machine.n_left_out > 0
    assert "at least 14" in found.report.sections[0].paragraphs[2]


def test_fear_in_a_chat_is_met_by_safety_alone(tmp_path):
    """A hold shows safety's words, no arrow, no link, nothing switched on."""
    rows = chat(30)
    rows[4]["text"] = "He choked me last night and said he will kill me if I leave"
    found = read(tables.write_lines(tmp_path / "t.jsonl", rows), FEW)
    assert found.machine.held
    assert found.machine.tier == "3"
    assert "simulator" in found.machine.off
    assert found.machine.links == ()
    assert found.report.sections == ()


def test_a_held_chat_leaves_no_file_behind(tmp_path):
    """Safety's words are shown, and no page is written, not even where one was asked for."""
    rows = chat(30)
    rows[4]["text"] = "He choked me last night and said he will kill me if I leave"
    page = tmp_path / "page.html"
    place = tables.write_lines(tmp_path / "t.jsonl", rows)
    done = CliRunner().invoke(app, ["read", str(place), "--html", str(page)])
    assert done.exit_code == 0
    assert "emergency number" in done.output
    assert not page.exists()


def test_other_names_change_nothing_but_names(tmp_path):
    """The same talk under other names: the same numbers, so no name and no order of the alphabet weighs anything."""
    from nearer.app.read import as_json

    rows = tables.rows_of(theta=1.0, days=16)
    other = [{**row, "speaker": {"Noor": "Zita", "Elias": "Abel"}[row["speaker"]]} for row in rows]
    first = as_json(read(tables.write_lines(tmp_path / "a.jsonl", rows), Asked(permutations=99)))
    second = as_json(read(tables.write_lines(tmp_path / "b.jsonl", other), Asked(permutations=99)))
    assert first.replace("Noor", "Zita").replace("Elias", "Abel") == second


def test_quotes_and_redaction_exclude_each_other():
    """A redacted page has no words of theirs in it, not even when asked."""
    with pytest.raises(InputError, match="redacted"):
        read(strong_table(), Asked(redacted=True, with_quotes=True))


def test_every_caution_that_the_statistics_raise_has_a_sentence():
    """Codes named in the statistics against the wording file."""
    import re

    import nearer.cycle
    from nearer.answer.report.words import entry

    folder = Path(nearer.cycle.__file__).parent
    sources = "\n".join(place.read_text(encoding="utf-8") for place in folder.glob("*.py"))
    raised = set(re.findall(r'Caution\(\s*"([a-z-]+)"', sources)) | set(re.findall(r'"(few-[a-z]+)"', sources))
    raised |= {"no-times", "one-time", "one-day", "transcript"}
    assert raised <= set(entry("cautions", "caution"))


def test_quotes_come_only_when_asked_for(tmp_path):
    """A coded table with words: the words stay off the page, the record and the terminal unless asked for."""
    from nearer.app.read import as_json, as_page

    rows = tables.rows_of(theta=1.8, days=20)
    rows = [{**row, "text": f"said {place % 30} of <it>"} for place, row in enumerate(rows)]
    place = tables.write_lines(tmp_path / "t.jsonl", rows)
    plain = read(place, Asked(permutations=99))
    assert "said" not in as_json(plain)
    assert " of &lt;it&gt;" not in as_page(plain)
    quoted = read(place, Asked(permutations=99, with_quotes=True))
    assert " of &lt;it&gt;" in as_page(quoted)
    assert " of <it>" not in as_json(quoted)
    (section,) = [section for section in quoted.report.sections if section.key == "rounds"]
    assert len(section.points) == 10


def test_now_moves_the_48_hours(tmp_path):
    """With a later present fewer turns are too new; the table's own newest turn stands for now otherwise."""
    from datetime import datetime

    place = tables.write_lines(tmp_path / "t.jsonl", chat(10))
    late = read(place, Asked(now=datetime.fromisoformat("2025-06-01")))
    assert late.machine.n_left_out == 0
    assert read(place, Asked()).machine.n_left_out > 0


def test_words_are_coded_blind_and_claim_nothing_yet(tmp_path, monkeypatch):
    """The coder of words is asked blind; as long as it is not proven, even a clear loop is no pattern found."""
    import polars as pl

    from nearer.app import read as use
    from nearer.app.given_codes import marks_of_codes

    rows = tables.rows_of(theta=1.8, days=60)
    asked = []

    def coder(turns, *, blind, progress):
        asked.append(blind)
        codes = pl.Series([row["codes"] for row in rows[: len(turns)]], dtype=pl.List(pl.String))
        return marks_of_codes(turns, codes).with_columns(coder=pl.lit("blind"))

    monkeypatch.setattr(use, "code", coder)
    words = [{"at": row["at"], "speaker": row["speaker"], "text": "words"} for row in rows]
    found = read(tables.write_lines(tmp_path / "t.jsonl", words), FEW)
    assert asked == [True]
    assert {loop.pursuer: loop.claim for loop in found.machine.loops}["Noor"] == "not enough yet"
    told = " ".join(found.report.sections[0].paragraphs)
    assert "has not been checked against people" in told
    assert found.machine.what_if is None


@pytest.mark.parametrize(
    "arguments", [["--now", "soon"], ["--format", "pdf"], ["--permutations", "0"], ["--me", "Zoe"]]
)
def test_wrong_options_end_with_one_sentence(arguments, monkeypatch, capsys):
    """Exit status 2 and one line on standard error."""
    import sys

    from nearer.cli import main

    monkeypatch.setattr(sys, "argv", ["nearer", "read", str(strong_table()), *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    shown = capsys.readouterr()
    assert end.value.code == 2
    assert shown.out == ""
    assert shown.err.count("\n") == 1
