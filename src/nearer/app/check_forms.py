"""The notes on drafts in the forms that machines read: JSON lines and SARIF 2.1."""

from collections.abc import Sequence
from typing import Any

import msgspec

from nearer import __version__
from nearer.app.check import Checked
from nearer.drafts import Finding, rulebook

__all__ = ["SCHEMA", "as_json", "as_sarif"]

SCHEMA = "nearer/check/1"
_LEVELS = {"stop": "error", "change": "warning", "hint": "note"}


def as_json(checked: Checked, *, rewrite: bool) -> str:
    """One draft's notes as one line of JSON; see docs/schema/check-1.md."""
    notes, begins = checked.notes, checked.begins
    told: dict[str, Any] = {"schema": SCHEMA}
    if checked.draft.id is not None:
        told["id"] = checked.draft.id
    told |= {"verdict": notes.verdict, "stance": notes.stance, "good": list(notes.good)}
    told["findings"] = [_finding(one, begins) for one in notes.findings]
    if rewrite:
        told["rewrite"] = notes.rewrite
    if notes.safety is not None:
        told["safety"] = notes.safety
    if notes.switched_off:
        told["switched_off"] = [{**_finding(one.finding, begins), "why": one.why} for one in notes.switched_off]
    if notes.unused:
        told["unused"] = list(notes.unused)
    return msgspec.json.encode(told).decode()


def _finding(one: Finding, begins: int) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(one)
    return {**told, "start": one.start + begins, "end": one.end + begins}


def as_sarif(checked: Sequence[Checked]) -> str:
    """All notes as one SARIF 2.1 file: every rule declared also on a clean run, switched-off findings kept.

    The words of a draft are left out of it: a report that is passed on holds places and reasons only.
    """
    ids = list(rulebook())
    rules = [
        {
            "id": rule.id,
            "name": rule.id,
            "shortDescription": {"text": rule.name},
            "fullDescription": {"text": rule.what},
            "helpUri": f"docs/rules/{rule.id}.md",
            "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.default},
        }
        for rule in rulebook().values()
    ]
    results = []
    for one in checked:
        results += [_result(one, found, ids, None) for found in one.notes.findings]
        results += [_result(one, off.finding, ids, off.why) for off in one.notes.switched_off]
    driver = {"name": "nearer", "version": __version__, "rules": rules}
    report = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode()


def _result(checked: Checked, found: Finding, ids: list[str], why: str | None) -> dict[str, Any]:
    name, _, line = checked.draft.name.rpartition(":")
    place = {"uri": (name if name and line.isdigit() else checked.draft.name).replace(" ", "%20")}
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": ids.index(found.rule),
        "level": _LEVELS[found.severity],
        "rank": round(100 * found.confidence, 1),
        "message": {"text": found.reason},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": _region(checked, found)}}],
    }
    if why is not None:
        result["suppressions"] = [{"kind": "external", "justification": why}]
    return result


def _region(checked: Checked, found: Finding) -> dict[str, int]:
    start, end, text = found.start + checked.begins, found.end + checked.begins, checked.draft.text
    first = text.rfind("\n", 0, start) + 1
    last = text.rfind("\n", 0, end) + 1
    _, _, line = checked.draft.name.rpartition(":")
    if line.isdigit():  # a row of a table: the row is all that can be pointed at
        return {"startLine": int(line)}
    return {
        "startLine": text.count("\n", 0, start) + 1,
        "startColumn": start - first + 1,
        "endLine": text.count("\n", 0, end) + 1,
        "endColumn": end - last + 1,
    }
