"""The loop drawn: as an SVG picture for a page, and with lines of text for a terminal."""

import textwrap
from html import escape

from nearer.answer.record import Answer, Arrow
from nearer.answer.wording import table

__all__ = ["draw_lines", "draw_svg"]

_WIDTH, _HEIGHT = 680, 300
_LINE = 18  # distance between two lines of writing in the picture


def draw_svg(answer: Answer) -> str:
    """The loop as an SVG element that follows the colours of the page; empty where there is no loop.

    It has a title and a description for a screen reader, and asks for nothing from outside.
    """
    if not answer.arrows:
        return ""
    writer, partner = answer.arrows
    words, name = table("page"), _name(answer)
    says = words["picture_says"].format(
        writer_does=writer.does,
        writer_fear=writer.fear,
        Partner=name[0].upper() + name[1:],
        partner_does=partner.does,
        partner_fear=partner.fear,
    )
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="loop-title loop-desc" class="loop">',
        f'<title id="loop-title">{escape(words["picture_title"])}</title>',
        f'<desc id="loop-desc">{escape(says)}</desc>',
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 1 L9 5 L0 9 z" fill="currentColor"/></marker></defs>',
        '<path class="arrow" d="M120 112 C 200 30, 480 30, 556 108" marker-end="url(#tip)"/>',
        '<path class="arrow" d="M560 188 C 480 270, 200 270, 124 192" marker-end="url(#tip)"/>',
        _label(96, 150, words["you"], "who"),
        _label(584, 150, name, "who", width=14),
        _label(340, 30, f"{words['you'].lower()} {writer.does}", "does", width=44),
        _label(340, 280, f"{name} {partner.does}", "does", width=44),
        _label(232, 150, words["fear"].format(fear=writer.fear), "fear", width=20),
        _label(448, 150, words["fear"].format(fear=partner.fear), "fear", width=20),
        "</svg>",
    ]
    return "\n".join(parts)


def _name(answer: Answer) -> str:
    return answer.partner.name or table("page")["partner"]


def _label(x: int, y: int, text: str, kind: str, *, width: int = 20) -> str:
    """Writing centred on a point, broken into lines."""
    lines = textwrap.wrap(text, width) or [""]
    top = y - (len(lines) - 1) * _LINE / 2
    spans = "".join(
        f'<tspan x="{x}" y="{top + place * _LINE:g}">{escape(line)}</tspan>' for place, line in enumerate(lines)
    )
    return f'<text class="{kind}" text-anchor="middle" dominant-baseline="middle">{spans}</text>'


def draw_lines(answer: Answer, *, width: int = 72) -> list[str]:
    """The loop as lines of text, at most ``width`` columns; empty where there is no loop."""
    if not answer.arrows:
        return []
    writer, partner = answer.arrows
    words, name = table("page"), _name(answer)
    inner = width - 4
    return [
        "  ╭" + f" {words['you'].lower()} {writer.does} ".center(inner - 3, "─") + "▶╮",
        words["you"] + name.rjust(width - len(words["you"])),
        "  ╰◀" + f" {name} {partner.does} ".center(inner - 3, "─") + "╯",
        *_side_by_side(writer, partner, width),
    ]


def _side_by_side(writer: Arrow, partner: Arrow, width: int) -> list[str]:
    """Both possible fears in two columns, alike in shape and place."""
    fear, half = table("page")["fear"], width // 2 - 2
    left = textwrap.wrap(fear.format(fear=writer.fear), half)
    right = textwrap.wrap(fear.format(fear=partner.fear), half)
    rows = max(len(left), len(right))
    left += [""] * (rows - len(left))
    right += [""] * (rows - len(right))
    return [
        (one.ljust(width // 2) + other.rjust(width - width // 2)).rstrip()
        for one, other in zip(left, right, strict=True)
    ]
