"""A line over the weeks as one SVG element: no style of its own, told in words for those who do not see it."""

from collections.abc import Sequence
from datetime import date
from html import escape

from nearer.checkin.items import wording
from nearer.checkin.record import Line

__all__ = ["draw_line"]

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 520, 170, 34, 10, 12, 36


def draw_line(line: Line, *, title: str, told: str, most: int = 6) -> str:
    """The answers as dots, their average as a line, the usual wobble as a band; 0 to ``most`` upward, weeks across."""
    across, up = _across(line.on), _Up(most)
    parts = [
        f'<svg class="drawing weeks" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-labelledby="{line.name}-t {line.name}-d">',
        f'<title id="{line.name}-t">{escape(title)}</title><desc id="{line.name}-d">{escape(told)}</desc>',
        *_band(line, up, most),
        *_rules(up, most),
        *_days(line.on, across),
    ]
    if line.smooth:
        points = " ".join(f"{x:.1f},{up(y):.1f}" for x, y in zip(across, line.smooth, strict=True))
        parts.append(f'<polyline class="curve then" points="{points}"/>')
    parts += [
        f'<circle class="dot ink" cx="{x:.1f}" cy="{up(value):.1f}" r="3.6"/>'
        for x, value in zip(across, line.values, strict=True)
    ]
    return "\n".join([*parts, "</svg>"])


class _Up:
    """From an answer to its height in the drawing."""

    def __init__(self, most: int) -> None:
        self._step = (_HEIGHT - _TOP - _BOTTOM) / most

    def __call__(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - value * self._step


def _across(on: Sequence[date]) -> list[float]:
    """Where each day stands, by the calendar, so that a missing week leaves room and nothing else."""
    span = max(1, (on[-1] - on[0]).days) if on else 1
    return [_LEFT + 10 + (_WIDTH - _LEFT - _RIGHT - 20) * (day - on[0]).days / span for day in on]


def _band(line: Line, up: _Up, most: int) -> list[str]:
    if line.low is None or line.high is None:
        return []
    top, bottom = up(min(most, line.high)), up(max(0, line.low))
    width = _WIDTH - _LEFT - _RIGHT
    return [f'<rect class="band" x="{_LEFT}" y="{top:.1f}" width="{width}" height="{max(2.0, bottom - top):.1f}"/>']


def _rules(up: _Up, most: int) -> list[str]:
    made = []
    for value in (0, most // 2, most):
        made.append(
            f'<line class="rule" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{up(value):.1f}" y2="{up(value):.1f}"/>'
        )
        made.append(f'<text class="tick" x="{_LEFT - 8}" y="{up(value) + 4:.1f}" text-anchor="end">{value}</text>')
    return made


def _days(on: Sequence[date], across: Sequence[float]) -> list[str]:
    ends = {0, len(on) - 1}
    return [
        f'<text class="tick" x="{x:.1f}" y="{_HEIGHT - 10}" text-anchor="{"start" if place == 0 else "end"}">'
        f"{day.day} {wording()['months'][day.month - 1]}</text>"
        for place, (day, x) in enumerate(zip(on, across, strict=True))
        if place in ends
    ]
