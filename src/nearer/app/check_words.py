"""The notes on a draft as a person reads them: what is good first, then each finding under its words."""

import tomllib
from functools import cache
from importlib.resources import files
from textwrap import indent, wrap

from nearer.app.check import Checked
from nearer.drafts import Finding

__all__ = ["shown"]

WIDTH = 88
_COLOURS = {"stop": "\033[35m", "change": "\033[33m", "hint": "\033[36m"}
_UNDER, _END = "\033[4m", "\033[0m"


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("nearer.drafts") / "wording" / "en" / "show.toml").read_text(encoding="utf-8"))


def shown(checked: Checked, *, named: bool, colour: bool) -> str:
    """The notes on one draft as lines for a terminal; ``named`` puts the draft's name above them."""
    notes, words = checked.notes, _words()
    lines = [checked.draft.name, ""] if named else []
    lines.append(words["verdict"][notes.verdict] + " " + words["stance"][notes.stance])
    lines += [f"  + {one}" for one in notes.good]
    if notes.safety is not None:
        lines += ["", notes.safety]
    for one in notes.findings:
        lines += ["", *_finding(one, colour=colour)]
    if notes.rewrite is not None:
        lines += ["", words["label"]["whole"], indent("\n".join(wrap(notes.rewrite, WIDTH)), "    ")]
    lines += [f"  ({words['label']['off']} {one.finding.rule}: {one.why})" for one in notes.switched_off]
    lines += [f"  ({words['label']['unused']} {name})" for name in notes.unused]
    return "\n".join(lines).rstrip() + "\n"


def _finding(one: Finding, *, colour: bool) -> list[str]:
    quote = " ".join(one.quote.split())
    rows = wrap(quote, WIDTH)
    mark = _COLOURS[one.severity] if colour else ""
    end = _END if colour else ""
    lines = [f"  {mark}{one.severity}{end} {one.rule}: {one.reason}"]
    for row in rows:
        lines.append(f"    {_UNDER}{row}{_END}" if colour else f"    {row}")
        if not colour:
            lines.append("    " + "~" * len(row))
    if one.suggestion is not None:
        lines += wrap(_words()["label"]["better"] + " " + one.suggestion, WIDTH, initial_indent="    ")
    return lines
