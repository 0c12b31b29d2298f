"""A page of documentation for each rule, made from its data and never written by hand.

``python -m nearer.drafts.pages docs/rules`` writes them; a test says when they are stale.
"""

import sys
from pathlib import Path

from nearer.codebook.pages import write_pages
from nearer.drafts.rulebook import rulebook
from nearer.drafts.schema import Rule

__all__ = ["page", "pages"]


def pages() -> dict[str, str]:
    """The text of each page by its file name, with an index at ``README.md``."""
    return {"README.md": _index(), **{f"{rule.id}.md": page(rule) for rule in rulebook().values()}}


def page(rule: Rule) -> str:
    """The Markdown page of one rule."""
    switch = "cannot be switched off" if rule.fixed else f'switched off by `[off]` `{rule.id} = "the reason"`'
    on = "on" if rule.default else "off unless a study asks for it"
    lines = [
        f"# {rule.id}: {rule.name}",
        "",
        f"**{rule.severity}** · confidence {rule.confidence:.2f} · {on} · {switch} · since {rule.since}",
        "",
        f"> {rule.reason}",
        "",
        f"**What is seen.** {rule.what}",
        "",
        f"**Why it matters.** {rule.why}",
        "",
        "**Easily misread**",
        "",
        *(f"- {line}" for line in rule.misread),
        "",
        "**Lands hard, and a better way**",
        "",
        *(f"- {one.says}" + (f" → *{one.better}*" if one.better else "") for one in rule.fires),
        "",
        "**Stays quiet**",
        "",
        *(f"- {line}" for line in rule.quiet),
        "",
        f"Source: {'; '.join(rule.source)}.",
    ]
    return "\n".join(lines) + "\n"


def _index() -> str:
    lines = [
        "# The rules for drafts",
        "",
        "What may land badly, by severity. One page a rule, made from `src/nearer/drafts/rules/en`",
        "by `python -m nearer.drafts.pages docs/rules`.",
        "",
        "| severity | rule | what the writer reads |",
        "|---|---|---|",
    ]
    for severity in ("stop", "change", "hint"):
        for rule in rulebook().values():
            if rule.severity == severity:
                lines.append(f"| {severity} | [{rule.id}]({rule.id}.md) | {rule.reason} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]), pages())
