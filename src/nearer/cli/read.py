"""``nearer read``: the cycle in a conversation, in the terminal, for machines, and as one page."""

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nearer.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from nearer.answer.report import Report, Section, Table
    from nearer.app.read import Read

__all__ = ["FORMATS", "moment_of", "read"]

FORMATS = ("text", "json", "html")
MANY = 5_000
IN_TERMINAL = ("short", "arrows", "doubt", "well", "calm", "steps", "unsaid")
TABLES_IN_TERMINAL = ("doubt", "steps")
"""What is shown in a terminal; the page has it all."""


def read(place: Path, *, form: str, html: Path | None, asked: Mapping[str, object]) -> None:
    """Read the file and show what was found; with ``html`` the page is written as well."""
    if form not in FORMATS:
        raise InputError(f"The format must be one of {', '.join(FORMATS)}.")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the matrices are small: more threads only wait for each other
    from nearer.app import read as use

    found = use.read(place, use.Asked(**asked), progress=_progress if sys.stderr.isatty() else None)  # type: ignore[arg-type]
    if html is not None and not found.machine.held:  # safety's words leave no file behind
        use.write_page(found, html)
    if form == "json":
        sys.stdout.write(use.as_json(found))
    elif form == "html":
        sys.stdout.write(use.as_page(found))
    else:
        _show(found, html)


def moment_of(text: str | None) -> datetime | None:
    """The moment that stands for now.

    Raises:
        InputError: it is not a date such as 2025-03-02 or 2025-03-02T21:15.
    """
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        raise InputError("The moment given with --now cannot be read; please write it as 2025-03-02T21:15.") from None


def _progress(done: int, total: int) -> None:
    if total >= MANY:
        sys.stderr.write(f"\r{done:,} of {total:,} turns" + ("\n" if done == total else ""))
        sys.stderr.flush()


def _show(found: "Read", html: Path | None) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False, width=min(92, Console().width))
    report = found.report
    console.print(Padding(Text(report.title, style="bold"), (1, 0, 0, 0)))
    for line in (report.span, report.watermark):
        if line:
            console.print(Text(line, style="italic dim"))
    if not report.sections:
        for line in report.lead:
            console.print(Padding(Text(line), (1, 0, 0, 0)))
    for section in report.sections:
        if section.key in IN_TERMINAL:
            _section(console, section)
    _close(console, report, html)


def _section(console: "Console", section: "Section") -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(section.title, style="bold"), (1, 0, 0, 0)))
    for line in section.paragraphs:
        console.print(Text(line))
    for point in section.points:
        console.print(Padding(Text(f"· {point}"), (0, 0, 0, 2)))
    for table in section.tables if section.key in TABLES_IN_TERMINAL else ():
        _table(console, table)


def _table(console: "Console", table: "Table") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=SIMPLE_HEAD, title=Text(table.caption), title_justify="left", title_style="dim", pad_edge=False)
    for head in table.head:
        grid.add_column(Text(head))
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    console.print(grid)


def _close(console: "Console", report: "Report", html: Path | None) -> None:
    from rich.padding import Padding
    from rich.text import Text

    for line in report.footer:
        console.print(Padding(Text(line, style="dim"), (0, 0, 0, 0)))
    if html is None and report.sections:
        console.print(
            Text("With --html FILE the whole page is written: drawings, months, hours, methods.", style="dim")
        )
