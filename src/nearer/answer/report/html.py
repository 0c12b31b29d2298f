"""A report as one HTML file that needs nothing else: its style and drawings are inside, and it asks nobody for more."""

from functools import cache
from html import escape
from importlib import resources

from nearer.answer.report.record import Figure, Report, Section, Table
from nearer.answer.report.words import say

__all__ = ["fragment", "page"]

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The browser itself is told to load nothing: no script, no picture, no font, from nowhere."""
TABLES_IN_SIGHT = ("doubt", "steps", "well")


def page(report: Report) -> str:
    """The whole page as HTML text."""
    parts = [
        "<!doctype html>",
        '<html lang="en">',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">',
        f"<title>{escape(report.title)}</title>",
        f"<style>\n{_style()}{_on_every_sheet(report.watermark)}</style></head>",
        "<body><main>",
        *_head(report),
        *(_section(section) for section in report.sections),
        f"<footer>{''.join(_paragraph(line) for line in report.footer)}</footer>",
        "</main></body></html>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def fragment(report: Report) -> str:
    """What stands in the body of the page, for a surface that has a page of its own: head, sections, foot."""
    foot = "".join(_paragraph(line) for line in report.footer)
    parts = [*_head(report), *(_section(section) for section in report.sections), f'<div class="soft">{foot}</div>']
    return "\n".join(part for part in parts if part)


@cache
def _style() -> str:
    return (resources.files("nearer.answer.report") / "style.css").read_text(encoding="utf-8")


def _on_every_sheet(watermark: str) -> str:
    """The watermark at the foot of every printed sheet."""
    words = watermark.replace("\\", "").replace('"', "")
    return (
        f'@page {{ @bottom-center {{ content: "{words}"; font: italic 8pt serif; color: #555; }} }}\n' if words else ""
    )


def _head(report: Report) -> list[str]:
    lead = "".join(_paragraph(line) for line in report.lead)
    return [
        f"<header><h1>{escape(report.title)}</h1>",
        _paragraph(report.span, "span") if report.span else "",
        _paragraph(report.watermark, "watermark") if report.watermark else "",
        f'<div class="{"lead" if report.sections else "held"}">{lead}</div></header>',
    ]


def _section(section: Section) -> str:
    points = "".join(f"<li>{escape(point)}</li>" for point in section.points)
    figures = "".join(_figure(figure) for figure in section.figures)
    tables = "".join(_table(table) for table in section.tables)
    if tables and section.key not in TABLES_IN_SIGHT:
        tables = f"<details><summary>{escape(say('head.as_table'))}</summary>{tables}</details>"
    body = [
        f'<section class="{section.key}" aria-labelledby="{section.key}">',
        f'<h2 id="{section.key}">{escape(section.title)}</h2>',
        "".join(_paragraph(line) for line in section.paragraphs),
        f'<div class="figures">{figures}</div>' if figures else "",
        f"<ul>{points}</ul>" if points else "",
        tables,
        "".join(_method(*method) for method in section.methods),
        "</section>",
    ]
    return "\n".join(part for part in body if part)


def _figure(figure: Figure) -> str:
    title = f"<strong>{escape(figure.title)}</strong>" if figure.title else ""
    words = f"<figcaption>{title}{escape(figure.caption)}</figcaption>" if title or figure.caption else ""
    return f"<figure>{figure.svg}{words}</figure>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in table.rows
    )
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{escape(table.caption)}"><table>'
        f"<caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _method(name: str, says: str, formula: str, source: str) -> str:
    formulas = f'<p class="formula">{escape(formula)}</p>' if formula else ""
    return f'<h3>{escape(name)}</h3>{_paragraph(says)}{formulas}<p class="source">{escape(source)}</p>'


def _paragraph(line: str, kind: str = "") -> str:
    mark = f' class="{kind}"' if kind else ""
    return f"<p{mark}>{escape(line)}</p>"
