"""Pages from templates: escaped by default, every sentence from the wording files, nothing inline."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from nearer.web.wording import words

__all__ = ["drawing", "render"]


@cache
def _pages() -> Environment:
    made = Environment(
        loader=PackageLoader("nearer.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["fill"] = _fill
    made.filters["paragraphs"] = _paragraphs
    made.globals["frame"] = words("frame")
    return made


def render(name: str, given: dict[str, Any]) -> str:
    """The page of that name, with its own wording as ``w`` where a wording file has the page's name."""
    return _pages().get_template(f"{name}.html").render(given)


def drawing(svg: str) -> Markup:
    """A drawing that a use case made, to be set into a page as it is; it holds no style and no script of its own."""
    return Markup(svg)  # noqa: S704  (made by our own drawing functions, which escape every word)


def _fill(sentence: str, **slots: object) -> str:
    """The sentence with its slots filled."""
    return sentence.format(**slots)


def _paragraphs(text: str) -> list[str]:
    """A text as its paragraphs."""
    return [part for part in (piece.strip() for piece in text.split("\n\n")) if part]
