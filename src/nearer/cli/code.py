"""``nearer code``: how each turn of a conversation is said."""

import sys
from pathlib import Path

__all__ = ["code"]

_MANY = 5_000


def code(file: Path, *, form: str | None, out: Path | None, blind: bool, careful: bool) -> None:
    """Code the file, print or write the codes, say cautions on standard error."""
    from nearer.app import code as use

    form = use.form_for(form, out)
    coded = use.code_file(file, blind=blind, careful=careful, progress=_progress if sys.stderr.isatty() else None)
    if out:
        use.write(coded, form, out)
    else:
        sys.stdout.flush()
        for lines in use.json_lines(coded):
            sys.stdout.buffer.write(lines)
        sys.stdout.buffer.flush()
    for sentence in use.said_cautions(coded):
        sys.stderr.write(f"{sentence}\n")


def _progress(done: int, total: int) -> None:
    if total >= _MANY:
        sys.stderr.write(f"\r{done:,} of {total:,} turns" + ("\n" if done == total else ""))
        sys.stderr.flush()
