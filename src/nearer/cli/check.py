"""Show what may land badly in a draft: for people, as JSON lines, or as SARIF."""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from nearer.app.check import Asked, Checked, Draft, check_all, drafts_of, settings
from nearer.app.check_forms import as_json, as_sarif
from nearer.app.check_words import shown
from nearer.errors import InputError

__all__ = ["FORMS", "Asked", "run"]

FORMS = ("text", "json", "sarif")


def run(
    sources: Sequence[str],
    *,
    form: str,
    asked: Asked,
    at: str = "",
    before: Sequence[str] = (),
    stdin_filename: str | None = None,
) -> int:
    """Print the notes on every draft; 0 where all are fine, 1 where something was found."""
    if form not in FORMS:
        raise InputError(f"There is no format of that name; please choose one of {', '.join(FORMS)}.")
    drafts = drafts_of(sources or ["-"], stdin_filename=stdin_filename)
    if at or before:
        drafts = [_with(one, at, before) for one in drafts]
    checked = check_all(drafts, settings(Path.cwd(), Path.home()), asked)
    _print(checked, form, rewrite=asked.rewrite or asked.to is not None)
    return int(any(one.notes.findings or one.notes.verdict != "fine" for one in checked))


def _with(draft: Draft, at: str, before: Sequence[str]) -> Draft:
    return msgspec.structs.replace(draft, at=draft.at or at, before=(*draft.before, *before))


def _print(checked: Sequence[Checked], form: str, *, rewrite: bool) -> None:
    if form == "sarif":
        sys.stdout.write(as_sarif(checked) + "\n")
        return
    for one in checked:
        if form == "json":
            sys.stdout.write(as_json(one, rewrite=rewrite) + "\n")
        else:
            sys.stdout.write(shown(one, named=len(checked) > 1, colour=sys.stdout.isatty()) + "\n")
