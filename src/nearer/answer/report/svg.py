"""A few helpers to draw by hand in SVG. Colours are classes, so light, dark and print each have their own."""

from html import escape
from itertools import pairwise

__all__ = ["area", "circle", "drawing", "label", "line", "path", "polyline"]

Point = tuple[float, float]


def drawing(key: str, size: tuple[int, int], title: str, description: str, parts: list[str]) -> str:
    """One drawing that a screen reader can tell: it has a title and a description, and its marks are hidden from it."""
    width, height = size
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}-t {key}-d" class="drawing">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
        f'<g aria-hidden="true">{"".join(parts)}</g></svg>'
    )


def label(at: Point, words: str, *, kind: str = "", anchor: str = "middle") -> str:
    """Words at a place; ``kind`` is a class of the style sheet."""
    return f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{anchor}" class="{kind}">{escape(words)}</text>'


def line(start: Point, end: Point, kind: str) -> str:
    """A straight line."""
    return f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" class="{kind}"/>'


def circle(at: Point, radius: float, kind: str) -> str:
    """A dot."""
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}" class="{kind}"/>'


def path(commands: str, kind: str, *, width: float | None = None) -> str:
    """A path in SVG's own commands."""
    stroke = "" if width is None else f' stroke-width="{width:.1f}"'
    return f'<path d="{commands}" class="{kind}"{stroke}/>'


def polyline(points: list[Point], kind: str) -> str:
    """A line through these points."""
    return path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points), kind)


def area(upper: list[Point], lower: list[Point], kind: str) -> str:
    """The stretch between two lines over the same x."""
    if not all(one[0] <= other[0] for one, other in pairwise(upper)):
        raise ValueError("the points of an area run from left to right")
    return path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in [*upper, *reversed(lower)]) + " Z", kind)
