"""Findings and wording make an answer."""

from nearer.answer.compose import compose, compose_hold
from nearer.answer.page import to_fragment, to_html, to_lines, to_markdown
from nearer.answer.picture import draw_lines
from nearer.answer.record import Answer, Arrow, Paragraph, Steps

__all__ = [
    "Answer",
    "Arrow",
    "Paragraph",
    "Steps",
    "compose",
    "compose_hold",
    "draw_lines",
    "to_fragment",
    "to_html",
    "to_lines",
    "to_markdown",
]
