"""``nearer reply``: a letter in, an answer out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nearer.app.output import write_whole
from nearer.app.reply import render, reply
from nearer.app.text import read_text

if TYPE_CHECKING:
    from nearer.answer import Answer

__all__ = ["run"]

WIDTH = 78
"""Columns of a letter: longer lines tire the eye."""


def run(source: str, *, form: str, out: Path | None, name: str | None, pronoun: str | None, region: str | None) -> int:
    """Answer the letter in a file, or on standard input where the source is ``-``; the exit status comes back."""
    answer = reply(read_text(source), name=name, pronoun=pronoun, region=region)
    if form != "text":
        _give(render(answer, form), out)
    elif out is None and sys.stdout.isatty():
        _show(answer)
    else:
        _give(render(answer, "text"), out)
    return 3 if answer.kind == "elsewhere" else 0


def _give(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        write_whole(out, text)
        sys.stderr.write(f"The answer is in {out}.\n")


def _show(answer: "Answer") -> None:
    """The answer set like a letter, with the loop drawn."""
    from rich.console import Console, Group
    from rich.padding import Padding
    from rich.panel import Panel
    from rich.text import Text

    from nearer.answer import draw_lines

    console = Console(highlight=False)
    width = min(WIDTH, console.width - 4)
    parts: list[Padding | Panel] = []
    for part in answer.paragraphs:
        if part.section == "opener":
            parts.append(
                Padding(Panel(Text(part.text, style="italic"), border_style="green", padding=(0, 1)), (0, 2, 1, 2))
            )
        else:
            parts.append(Padding(Text(part.text), (0, 0, 1, 0)))
        if part.section == "cycle":
            drawn = Text("\n".join(draw_lines(answer, width=width - 2)), style="green", no_wrap=True)
            parts.append(Padding(drawn, (0, 0, 1, 1)))
    console.print(Padding(Group(*parts), (1, 2)), width=width + 4)
