"""Small charts: months as dots with their doubt, hours and days against everyday talk, and the talks that cool."""

from typing import NamedTuple

from nearer.answer.report.svg import area, circle, drawing, label, line, path, polyline
from nearer.cycle.record import Share
from nearer.cycle.simulator import Outcomes

__all__ = ["Dot", "draw_cooling", "draw_months", "draw_shares"]

WIDTH = 420
PANEL = 250
TURNS_APART = 3


class Dot(NamedTuple):
    """A value with its interval and the name under it; None where it cannot be said."""

    name: str
    value: float | None
    low: float | None
    high: float | None


def draw_months(key: str, dots: list[Dot], kind: str, axis: str, words: tuple[str, str]) -> str:
    """One dot for every four weeks, with its interval, round a line of no difference. Values are in 100."""
    height, top, bottom, left = 170, 22.0, 138.0, 44.0
    reach = min(60.0, max([15.0, *(abs(edge) for dot in dots for edge in (dot.low, dot.high) if edge is not None)]))
    tick = _tick(reach)

    def y(value: float) -> float:
        return (top + bottom) / 2 - max(-reach, min(reach, value)) / reach * (bottom - top) / 2

    parts = [line((left, y(0)), (WIDTH - 8, y(0)), "axis"), label((left - 8, y(0) + 4), "0", kind="tick", anchor="end")]
    for edge in (tick, -tick):
        parts.append(line((left, y(edge)), (WIDTH - 8, y(edge)), "rule"))
        parts.append(label((left - 8, y(edge) + 4), f"{edge:+.0f}".replace("-", "−"), kind="tick", anchor="end"))
    parts.append(label((4, 12), axis, kind="tick", anchor="start"))
    for place, dot in enumerate(dots):
        x = left + (place + 0.5) * (WIDTH - 8 - left) / len(dots)
        if dot.value is not None and dot.low is not None and dot.high is not None:
            parts.append(line((x, y(dot.low)), (x, y(dot.high)), f"whisker {kind}"))
            parts.append(circle((x, y(dot.value)), 4.5, f"dot {kind}"))
        if place % (1 + len(dots) // 9) == 0:
            parts.append(label((x, 158), dot.name, kind="tick"))
    return drawing(key, (WIDTH, height), words[0], words[1], parts)


def draw_shares(key: str, shares: tuple[Share, ...], names: list[str], words: tuple[str, str]) -> str:
    """A bar for everyday talk, a dot with its interval for the rounds, one a name (empty names stay unwritten)."""
    height, top, bottom, left = 160, 14.0, 130.0, 34.0
    tallest = max([0.05, *(share.share.high or 0.0 for share in shares), *(share.expected for share in shares)])

    def y(value: float) -> float:
        return bottom - min(value, tallest) / tallest * (bottom - top)

    room = (WIDTH - 6 - left) / len(shares)
    parts = [line((left, bottom), (WIDTH - 6, bottom), "axis")]
    tick = _tick(100 * tallest) / 100
    for value in (tick, 2 * tick) if 2 * tick <= tallest else (tick,):
        parts.append(line((left, y(value)), (WIDTH - 6, y(value)), "rule"))
        parts.append(label((left - 6, y(value) + 4), f"{100 * value:.0f}", kind="tick", anchor="end"))
    for place, (share, name) in enumerate(zip(shares, names, strict=True)):
        x = left + (place + 0.5) * room
        wide = room * 0.62
        parts.append(
            path(f"M {x - wide / 2:.1f} {bottom} V {y(share.expected):.1f} h {wide:.1f} V {bottom} Z", "everyday")
        )
        if name:
            parts.append(label((x, 149), name, kind="tick"))
        if share.share.value is None or not (share.count or share.expected):
            continue
        if share.share.low is not None and share.share.high is not None:
            parts.append(line((x, y(share.share.low)), (x, y(share.share.high)), "whisker ink"))
        parts.append(circle((x, y(share.share.value)), 3.4, "dot ink"))
    return drawing(key, (WIDTH, height), words[0], words[1], parts)


def draw_cooling(key: str, now: Outcomes, then: Outcomes, axes: tuple[str, str], words: tuple[str, str]) -> str:
    """Talks still heated after each turn: as it is (dashed), and with the step (a line in its band)."""
    height, top, bottom, left, right = 176, 26.0, 138.0, 34.0, PANEL - 8.0
    count = len(now.still_heated)

    def at(turn: int, share: float) -> tuple[float, float]:
        return left + turn * (right - left) / count, bottom - share * (bottom - top)

    parts = [line((left, bottom), (right, bottom), "axis"), label((2, 12), axes[1], kind="tick", anchor="start")]
    for share in (0.5, 1.0):
        parts.append(line(at(0, share), (right, at(0, share)[1]), "rule"))
        parts.append(label((left - 6, at(0, share)[1] + 4), f"{100 * share:.0f}", kind="tick", anchor="end"))
    turns = range(1, count + 1)
    high = [at(turn, band.high) for turn, band in zip(turns, then.still_heated, strict=True)]
    low = [at(turn, band.low) for turn, band in zip(turns, then.still_heated, strict=True)]
    parts.append(area(high, low, "band"))
    parts.append(polyline([at(t, band.value) for t, band in zip(turns, now.still_heated, strict=True)], "curve now"))
    parts.append(polyline([at(t, band.value) for t, band in zip(turns, then.still_heated, strict=True)], "curve then"))
    for turn in range(TURNS_APART, count + 1, TURNS_APART):
        parts.append(label((at(turn, 0)[0], 153), str(turn), kind="tick"))
    parts.append(label((right, 170), axes[0], kind="tick", anchor="end"))
    return drawing(key, (PANEL, height), words[0], words[1], parts)


def _tick(reach: float) -> float:
    """A round number at about half of the reach."""
    return max(step for step in (1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0) if step <= max(1.0, 0.6 * reach))
