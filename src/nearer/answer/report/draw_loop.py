"""The two arrows, and the hundred replies behind each of them."""

from typing import Literal, NamedTuple

from nearer.answer.report.svg import circle, drawing, label, line, path

__all__ = ["Arrow", "draw_dots", "draw_loop"]

Clarity = Literal["clear", "unclear", "thin"]

WIDTH, HEIGHT = 420, 236
LONGEST_NAME = 13
DOT, DOTS_ACROSS = 13.0, 10


class Arrow(NamedTuple):
    """One arrow as drawn: what it says, its numbers in words, how wide, and how sure."""

    head: str
    numbers: str
    weight: float
    clarity: Clarity


def draw_loop(key: str, people: tuple[str, str], arrows: tuple[Arrow, Arrow], words: tuple[str, str]) -> str:
    """Two names with an arrow over and an arrow under them; ``words`` are the title and the description."""
    forth, back = arrows
    parts = [
        *_pill(people[0], 72),
        *_pill(people[1], WIDTH - 72),
        path("M 84 96 C 130 46, 290 46, 330 88", f"arrow press {forth.clarity}", width=forth.weight),
        path("M 334 92 L 321.5 87.5 L 331.5 78.5 Z", f"tip press {forth.clarity}"),
        path("M 336 140 C 290 190, 130 190, 90 148", f"arrow close {back.clarity}", width=back.weight),
        path("M 86 144 L 98.5 148.5 L 88.5 157.5 Z", f"tip close {back.clarity}"),
        label((WIDTH / 2, 20), forth.head, kind="note"),
        label((WIDTH / 2, 42), forth.numbers, kind="figure press"),
        label((WIDTH / 2, 210), back.numbers, kind="figure close"),
        label((WIDTH / 2, 230), back.head, kind="note"),
    ]
    return drawing(key, (WIDTH, HEIGHT), words[0], words[1], parts)


def draw_dots(key: str, counts: tuple[int, int], heads: tuple[str, str], kind: str, words: tuple[str, str]) -> str:
    """Two squares of a hundred dots: right after the move, and otherwise; so many of them filled."""
    parts: list[str] = []
    for place, (count, head) in enumerate(zip(counts, heads, strict=True)):
        left = 22 + place * 206
        parts.append(label((left - 6, 16), head, kind="note", anchor="start"))
        for index in range(100):
            row, column = divmod(index, DOTS_ACROSS)
            at = (left + column * DOT, 34 + row * DOT)
            parts.append(circle(at, 4.4, f"dot {kind}" if index < count else "dot empty"))
        parts.append(label((left - 6, 34 + 10 * DOT + 12), f"{count}", kind=f"figure {kind}", anchor="start"))
    parts.append(line((208, 26), (208, 160), "rule"))
    return drawing(key, (WIDTH, 182), words[0], words[1], parts)


def _pill(name: str, middle: float) -> list[str]:
    """A name on a soft plate, shortened where it is long."""
    shown = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
    half = max(30.0, 5.2 * len(shown) + 10)
    side = 2 * half - 28
    return [
        path(f"M {middle - side / 2} 100 h {side} a 18 18 0 0 1 0 36 h {-side} a 18 18 0 0 1 0 -36 Z", "plate"),
        label((middle, 123.5), shown, kind="name"),
    ]
