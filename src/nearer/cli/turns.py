"""``nearer turns``: read what a couple brings and show what was found."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from nearer.errors import InputError

if TYPE_CHECKING:
    from nearer.sources import Conversations, Report

__all__ = ["FORMATS", "turns"]

_LARGE = 20 * 2**20
"""Bytes from which reading takes long enough for a bar."""
FORMATS = ("table", "jsonl", "none")


def turns(
    files: Sequence[Path],
    *,
    form: str,
    report: Path | None,
    out: Path | None,
    dates: str | None,
    timezone: str | None,
    same: Sequence[str],
    explain: bool,
) -> None:
    """Read the files, print or write the turns, say every doubt on standard error."""
    from nearer.app import turns as use

    if form not in FORMATS:
        raise InputError(f"The format must be one of {', '.join(FORMATS)}.")
    with _progress(files) as progress:
        brought = use.bring_in(files, dates=dates, timezone=timezone, same=same, progress=progress)
    brought = _asked(brought, files, dates, timezone, same)
    if report:
        use.write_report(brought.report, report)
    if out:
        use.write_turns(brought, out)
    if form == "jsonl":
        for lines in use.json_lines(brought.turns):
            sys.stdout.write(lines)
    elif form == "table":
        _show(use.summary(brought.report))
    _say(brought.report, explain=explain)


@contextmanager
def _progress(files: Sequence[Path]) -> Iterator[Callable[[int], None] | None]:
    """What is told of bytes read: a bar on the terminal for large files, nobody otherwise."""
    size = sum(file.stat().st_size for file in files if file.is_file())
    if size < _LARGE or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=size)
        yield lambda read: shown.advance(task, read)


def _asked(
    brought: "Conversations", files: Sequence[Path], dates: str | None, timezone: str | None, same: Sequence[str]
) -> "Conversations":
    """The conversations read again with what the person at the terminal answered, where the source cannot tell."""
    from nearer.app import turns as use

    if brought.report.date_order.sure or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return brought
    answer = typer.prompt(
        "Day first or month first? (dmy, mdy, ymd)", default=brought.report.date_order.order, err=True
    )
    return use.bring_in(files, dates=str(answer) if dates is None else dates, timezone=timezone, same=same)


def _show(rows: list[tuple[str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for name, value in rows:
        table.add_row(Text(name, style="bold"), Text(value))
    Console().print(table)


def _say(report: "Report", *, explain: bool) -> None:
    """The doubts as sentences, and with ``explain`` what was skipped, by lines."""
    for doubt in report.doubts:
        sys.stderr.write(f"{doubt.says}{_places(doubt.lines, report.unit)}\n")
    if explain:
        for skipped in report.skipped.values():
            spans = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in skipped.lines)
            sys.stderr.write(f"{skipped.says} ({report.unit} {spans})\n")
        for line in (*report.date_order.evidence, *report.zone.evidence):
            sys.stderr.write(f"{line}\n")


def _places(lines: Sequence[int], unit: str) -> str:
    shown = ", ".join(map(str, lines[:10])) + (", …" if len(lines) > 10 else "")
    return f" ({unit} {shown})" if lines else ""
