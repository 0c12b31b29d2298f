"""Use case: the weekly check-in: this week's questions, the answers kept, a look back. Being afraid is never kept."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from nearer.app.days import say_day
from nearer.app.space_items import CHECK_IN, CheckInKept
from nearer.app.spaces import Space
from nearer.checkin import (
    FEWEST,
    Item,
    Line,
    csi_is_due,
    draw_line,
    items_for,
    line_of,
    look_at_months,
    score_csi,
    wording,
)
from nearer.errors import InputError

if TYPE_CHECKING:
    from nearer.safety import SafetyAnswer

__all__ = ["Drawn", "LookBack", "Week", "keep_check_in", "look_back", "week_of"]

LONGEST_WORDS = 500
SHOWN = ("overall", "understood", "tried", "raise", "pressed", "closed", "step")
"""The order in which lines are shown."""


class Week(msgspec.Struct, frozen=True):
    """This week's questions, whether they are the monthly ones, and the answers where there are any already."""

    items: tuple[Item, ...]
    monthly: bool
    kept: CheckInKept | None
    credit: str


class Drawn(msgspec.Struct, frozen=True):
    """One line over the weeks: its name, its drawing (SVG), and what is said about it."""

    name: str
    svg: str
    says: str


class LookBack(msgspec.Struct, frozen=True):
    """All lines, the months in words, and how many check-ins there are. ``few`` says why there is no line yet."""

    count: int
    lines: tuple[Drawn, ...]
    months: tuple[str, ...]
    month_drawing: str
    few: str
    credit: str


def _all(space: Space) -> list[CheckInKept]:
    return sorted((one.value for one in space.list(CHECK_IN, CheckInKept)), key=lambda kept: kept.on)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(space: Space, today: date) -> Week:
    """This week's check-in. A week begins on Monday; answers can be changed until it is over."""
    kept = _all(space)
    now = next((one for one in kept if _monday(one.on) == _monday(today)), None)
    before = [one for one in kept if one is not now]
    if now is not None:
        monthly = score_csi(now.answers) is not None
    else:
        months = [one.on for one in before if score_csi(one.answers) is not None]
        monthly = csi_is_due([one.on for one in before], months, today)
    return Week(items_for(monthly=monthly), monthly, now, str(wording()["says"]["credit"]))


def keep_check_in(
    space: Space, given: Mapping[str, str], *, words: str, today: date, region: str | None
) -> "SafetyAnswer | None":
    """Keep this week's answers. Where somebody was afraid, safety's answer comes back, and nothing tells of it.

    Args:
        space: where.
        given: the number of each answer by the item's name, as text; items may be left out.
        words: which step was noticed, if the person wants to say.
        today: the day.
        region: whose support lines to show.

    Raises:
        InputError: nothing was answered, or an answer is none of those offered.
    """
    week = week_of(space, today)
    answers = _answers(week.items, given)
    afraid = given.get("afraid") == "1"
    if not answers and not afraid:
        raise InputError("Nothing is answered yet; one answer is enough.")
    if len(words) > LONGEST_WORDS:
        raise InputError(f"The words about the step can have {LONGEST_WORDS} characters.")
    if answers:
        day = week.kept.on if week.kept else today
        space.put(CHECK_IN, CheckInKept(day, answers, words.strip()), item=_monday(today).isoformat())
    from nearer.app.safety import screen

    return screen([afraid], region=region)


def _answers(items: Sequence[Item], given: Mapping[str, str]) -> dict[str, int]:
    """The answers that are kept and scored: never those to private items."""
    made: dict[str, int] = {}
    for item in items:
        said = given.get(item.name, "")
        if item.kind == "private" or not said:
            continue
        if said not in {str(choice.value) for choice in item.choices}:
            raise InputError("One of the answers is none of those offered; please choose again.")
        made[item.name] = int(said)
    return made


def look_back(space: Space) -> LookBack:
    """One's own lines over the weeks and the months in words."""
    kept = _all(space)
    says = wording()["says"]
    lines = [_line(kept, name) for name in SHOWN]
    months, drawing = _months(kept)
    few = "" if any(len(line.values) >= FEWEST for line in lines) else str(says["few"])
    drawn = tuple(_drawn(line) for line in lines if line.values)
    return LookBack(len(kept), drawn, months, drawing, few, str(says["credit"]))


def _line(kept: Sequence[CheckInKept], name: str) -> Line:
    found = [one for one in kept if name in one.answers]
    return line_of(name, [one.on for one in found], [one.answers[name] for one in found])


def _drawn(line: Line) -> Drawn:
    words = wording()
    title, says = str(words["items"][line.name]["short"]), words["says"]
    smooth = f"{line.smooth[-1]:.1f}" if line.smooth else "–"
    told = says["told"].format(
        count=len(line.values),
        first=say_day(line.on[0]),
        last=say_day(line.on[-1]),
        value=line.values[-1],
        smooth=smooth,
    )
    spoken = says[line.outside or "within"] if line.smooth else ""
    return Drawn(title, draw_line(line, title=title, told=told), spoken)


def _months(kept: Sequence[CheckInKept]) -> tuple[tuple[str, ...], str]:
    """The CSI-4 in words and as a drawing; nothing without one."""
    scored = [(one.on, score) for one in kept if (score := score_csi(one.answers)) is not None]
    months = look_at_months([day for day, _ in scored], [score for _, score in scored])
    if months is None:
        return (), ""
    says = wording()["says"]
    told = [says["month"].format(score=months.scores[-1], day=say_day(months.on[-1]))]
    if months.change is not None:
        way = "steady" if not months.changed else "up" if months.change > 0 else "down"
        told.append(says[way].format(points=abs(months.change)))
    told += [says["low"]] * months.low + [says["long_low"]] * months.long_low
    line = Line("csi", months.on, months.scores)
    return tuple(told), draw_line(line, title=told[0], told=" ".join(told), most=21)
