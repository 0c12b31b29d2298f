"""The answer as a page to keep (one self-contained HTML file), as Markdown, and as plain lines."""

import textwrap
from html import escape
from importlib.resources import files

from nearer.answer.picture import draw_lines, draw_svg
from nearer.answer.quotes import fit_to_show
from nearer.answer.record import Answer
from nearer.answer.wording import table

__all__ = ["to_fragment", "to_html", "to_lines", "to_markdown"]

_BEFORE_PICTURE = "cycle"


def to_lines(answer: Answer, *, width: int = 76) -> str:
    """The answer as plain text in lines of at most ``width`` columns, with the loop drawn in characters."""
    blocks = []
    for part in answer.paragraphs:
        indent = "    " if part.section == "opener" else ""
        blocks.append(textwrap.fill(part.text, width, initial_indent=indent, subsequent_indent=indent))
        if part.section == _BEFORE_PICTURE and answer.arrows:
            blocks.append("\n".join(draw_lines(answer, width=width)))
    return "\n\n".join(blocks) + "\n"


def to_markdown(answer: Answer) -> str:
    """The answer as Markdown: paragraphs, with the words to say as a block quote."""
    parts = [f"> {part.text}" if part.section == "opener" else part.text for part in answer.paragraphs]
    return "\n\n".join(parts) + "\n"


def to_html(answer: Answer) -> str:
    """The answer as one HTML page: no script, no outside request, readable on paper and in the dark."""
    words = table("page")
    style = files("nearer.answer").joinpath("page.css").read_text("utf-8")
    body = "\n".join(_paragraphs(answer))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(words["title"])}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{escape(words["title"])}</h1>
{body}
{_ground(answer)}
<footer><p>{escape(words["foot"])}</p></footer>
</main>
</body>
</html>
"""


def to_fragment(answer: Answer) -> str:
    """What stands between title and foot of the page, for a surface that has its own: paragraphs, picture, ground."""
    return "\n".join([*_paragraphs(answer), _ground(answer)])


def _paragraphs(answer: Answer) -> list[str]:
    words, made = table("page"), []
    for part in answer.paragraphs:
        text = escape(part.text, quote=False)
        if part.section == "opener":
            made.append(f'<blockquote aria-label="{escape(words["words_to_say"])}"><p>{text}</p></blockquote>')
        else:
            made.append(f"<p>{text}</p>")
        if part.section == _BEFORE_PICTURE and answer.arrows:
            made.append(f"<figure>{draw_svg(answer)}</figure>")
    return made


def _ground(answer: Answer) -> str:
    """The lines that the loop was read from, folded away; empty where there are none that are fit to repeat."""
    words, names = table("page"), table("codes")
    who = {
        "writer": words["writer_name"],
        "partner": answer.partner.name or words["partner"],
        "both": words["both_name"],
    }
    rows = [
        f"<tr><td>{escape(who[move.who])}</td><td>{escape(names[move.code]['doing'][0])}</td>"
        f"<td>“{escape(move.quote, quote=False)}”</td></tr>"
        for move in answer.moves
        if move.code in names and fit_to_show(move.quote)
    ]
    if not rows:
        return ""
    heads = "".join(
        f'<th scope="col">{escape(words[key])}</th>' for key in ("ground_who", "ground_how", "ground_words")
    )
    return (
        f"<details><summary>{escape(words['ground'])}</summary><p>{escape(words['ground_lead'])}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></details>"
    )
