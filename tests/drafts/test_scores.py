"""How often the notes are right: labelled drafts by another hand, harsh and benign lines, plain turns, plain prose.

``data/open.jsonl`` was read while the rules were written; ``data/sealed.jsonl`` was only ever scored. The floors are
the measured figures (docs/drafts.md), less a little.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from nearer.drafts import look_at
from nearer.drafts.suggest import LONGEST, kept_facts

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
GRAVE = ("change", "stop")


def _drafts(name):
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _lines(name):
    return (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def noted():
    return {name: [(row, look_at(row["text"])) for row in _drafts(name)] for name in ("open", "sealed")}


@pytest.mark.parametrize(("name", "precision", "recall"), [("open", 0.97, 0.97), ("sealed", 0.89, 0.78)])
def test_change_or_stop_is_found_and_seldom_told_wrongly(noted, name, precision, recall):
    pairs = [(row["verdict"] in GRAVE, notes.verdict in GRAVE) for row, notes in noted[name]]
    right = sum(grave and told for grave, told in pairs)
    assert right / sum(told for _, told in pairs) >= precision
    assert right / sum(grave for grave, _ in pairs) >= recall


def test_on_all_drafts_together_precision_and_recall_keep_what_was_promised(noted):
    pairs = [(row["verdict"] in GRAVE, notes.verdict in GRAVE) for name in noted for row, notes in noted[name]]
    right = sum(grave and told for grave, told in pairs)
    assert right / sum(told for _, told in pairs) >= 0.90
    assert right / sum(grave for grave, _ in pairs) >= 0.80


def test_no_rule_is_mostly_wrong(noted):
    order = ("fine", "hint", "change", "stop")
    true, told = Counter(), Counter()
    for row, notes in (pair for name in noted for pair in noted[name]):
        for rule, severity in {one.rule: one.severity for one in notes.findings}.items():
            told[rule] += 1
            true[rule] += order.index(row["verdict"]) >= order.index(severity)
    assert {rule: (true[rule], count) for rule, count in told.items() if count > 3 and true[rule] < 0.72 * count} == {}


def test_every_suggestion_is_short_keeps_the_facts_and_raises_nothing_new(noted):
    asked = 0
    for row, notes in (pair for name in noted for pair in noted[name]):
        if notes.verdict == "stop":
            continue
        rules = {one.rule for one in notes.findings}
        for one in notes.findings:
            asked += 1
            new = one.suggestion
            assert new is not None
            assert len(new) <= LONGEST * len(one.quote)
            assert kept_facts(one.quote, new)
            whole = row["text"][: one.start] + new + row["text"][one.end :]
            assert not look_at(new).findings
            assert {other.rule for other in look_at(whole).findings} <= rules
    assert asked > 150


def test_harsh_lines_are_seen_and_benign_ones_left_alone():
    harsh = sum(look_at(line).verdict in GRAVE for line in _lines("harsh"))
    benign = sum(look_at(line).verdict in GRAVE for line in _lines("benign"))
    assert harsh >= 0.75 * len(_lines("harsh"))
    assert benign <= len(_lines("benign")) / 13


def test_plain_prose_has_nothing_to_change():
    told = []
    for page in ("answer.md", "coder.md", "reading-a-chat.md"):
        for paragraph in (ROOT / "docs" / page).read_text(encoding="utf-8").split("\n\n"):
            if paragraph[:1] in "#|`<!-" or not paragraph.strip():
                continue
            notes = look_at(paragraph, coder=False)
            told += [(page, one.rule, one.quote) for one in notes.findings if notes.safety is None]
    assert [one for one in told if one[1] not in ("no-request", "all-you")] == []


@pytest.mark.full
def test_plain_turns_of_couples_are_left_alone():
    """Safety's holds are counted in safety's own tests."""
    if not SHARED.is_dir():
        pytest.skip("the labelled turns are not on this machine")
    turns = [
        row["text"]
        for name in ("chats", "plays", "scenes", "examples")
        for row in map(json.loads, (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
        if not row["codes"]
    ]
    notes = [look_at(text) for text in turns]
    told = sum(one.verdict in GRAVE and one.safety is None for one in notes)
    assert len(turns) > 5_000
    assert told <= len(turns) / 100
