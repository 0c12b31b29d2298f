"""A page of documentation for each code, made from the book and never written by hand.

``python -m nearer.codebook.pages docs/codes`` writes them; a test says when they are stale.
"""

import sys
from pathlib import Path

from nearer.codebook.load import book
from nearer.codebook.schema import FAMILIES, Fires, ProcessCode, Quiet

__all__ = ["index_page", "page", "pages", "write_pages"]


def pages() -> dict[str, str]:
    """The text of each page by its file name, with an index at ``README.md``."""
    return {"README.md": index_page(), **{f"{code.id}.md": page(code) for code in book().values()}}


def page(code: ProcessCode) -> str:
    """The Markdown page of one code."""
    lines = [
        f"# {code.id}: the turn {code.name}",
        "",
        f"Family **{code.family}** · counts in the cycle as **{code.cycle}** · {code.status} since {code.since}",
        "",
        code.what,
        "",
        f"**Counts.** {code.counts}",
        "",
        f"**Does not count.** {code.not_counts}",
        "",
        f"**Where it ends.** {code.boundary}",
        "",
        f"**Why it matters.** {code.why}",
        "",
        "**Easily misread**",
        "",
        *(f"- {line}" for line in code.misread),
        "",
        "**Has the code**",
        "",
        *(_fires(example) for example in code.fires),
        "",
        "**Does not have it**",
        "",
        *(_quiet(example) for example in code.quiet),
        "",
        f"Source: {'; '.join(code.source)}.",
    ]
    return "\n".join(lines) + "\n"


def index_page() -> str:
    """The Markdown page that lists every code by family."""
    lines = [
        "# The codes",
        "",
        "How a turn is said, never what it is about. One page a code, made from `src/nearer/codebook/book`",
        "by `python -m nearer.codebook.pages docs/codes`.",
        "",
        "| family | code | a turn has it when | in the cycle |",
        "|---|---|---|---|",
    ]
    for family in FAMILIES:
        for code in book().values():
            if code.family == family:
                lines.append(f"| {family} | [{code.id}]({code.id}.md) | {code.what} | {code.cycle} |")
    return "\n".join(lines) + "\n"


def _before(before: str | None) -> str:
    return f"(after “{before}”) " if before else ""


def _fires(example: Fires) -> str:
    also = f" · also {', '.join(example.also)}" if example.also else ""
    return f"- {_before(example.before)}“{example.says}”{also}"


def _quiet(example: Quiet) -> str:
    return f"- {_before(example.before)}“{example.says}” → {', '.join(example.instead) or 'no code'}"


def write_pages(folder: Path, wanted: dict[str, str]) -> None:
    """Write every page into a folder and remove the pages of what is gone."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]), pages())
