"""If each took one small step: three panels side by side, never one alone, and the rounds in the two people's words."""

from typing import NamedTuple

from nearer.answer.report.draw_chart import draw_cooling
from nearer.answer.report.record import Figure, Section, Table
from nearer.answer.report.shown import band, in_100, number
from nearer.answer.report.view import View
from nearer.answer.report.words import say, sayings
from nearer.cycle.simulator import Outcomes, WhatIf

__all__ = ["rounds", "steps"]

SMALL_CHANGE = 0.05
"""Under a twentieth fewer closing and pressing turns with both steps, the page says that the steps change little."""


class _Panel(NamedTuple):
    key: str
    title: str
    step: str
    outcomes: Outcomes


def steps(view: View) -> Section:
    """The three panels, or one sentence where there is nothing to play forward."""
    what_if, title = view.reading.what_if, say("sections.steps")
    if what_if is None:
        return Section(key="steps", title=title, paragraphs=(say("steps.none"),))
    people = view.reading.cycle.people
    pursuer, withdrawer = view.name(people[what_if.pursuer]), view.name(people[1 - what_if.pursuer])
    panels = _panels(what_if, pursuer, withdrawer)
    return Section(
        key="steps",
        title=title,
        paragraphs=(
            say("steps.says", pursuer=pursuer),
            _verdict(what_if),
            *_resting(view),
            say("steps.model_only"),
            f"{say('steps.open_means')} {say('steps.legend')}",
        ),
        figures=tuple(_figure(panel, what_if) for panel in panels),
        tables=(_table(what_if, pursuer, withdrawer),),
    )


def rounds(view: View) -> Section | None:
    """The rounds in their own words, or None where no words were asked for."""
    found = view.reading.rounds
    if not found:
        return None
    points = []
    for one in found:
        points += [
            f"{say('rounds.label', date=one.date, person=view.name(person))}: “{words}”" for person, words in one.turns
        ]
    return Section(
        key="rounds",
        title=say("sections.rounds"),
        paragraphs=(say("rounds.says", count=len(found)),),
        points=tuple(points),
    )


def _panels(what_if: WhatIf, pursuer: str, withdrawer: str) -> tuple[_Panel, ...]:
    return (
        _Panel(
            "pursuer",
            say("steps.pursuer_panel", person=pursuer),
            say("steps.pursuer_step", person=pursuer),
            what_if.pursuer_alone.outcomes,
        ),
        _Panel(
            "withdrawer",
            say("steps.withdrawer_panel", person=withdrawer),
            say("steps.withdrawer_step", person=withdrawer),
            what_if.withdrawer_alone.outcomes,
        ),
        _Panel(
            "both",
            say("steps.both_panel"),
            say("steps.both_step", first=pursuer, second=withdrawer),
            what_if.both.outcomes,
        ),
    )


def _figure(panel: _Panel, what_if: WhatIf) -> Figure:
    now, then = what_if.as_it_is, panel.outcomes
    description = say(
        "steps.curve_desc",
        three=in_100(then.still_heated[2].value),
        three_now=in_100(now.still_heated[2].value),
        nine=in_100(then.still_heated[8].value),
        nine_now=in_100(now.still_heated[8].value),
    )
    words = (say("steps.curve_title", panel=panel.title), description)
    axes = (say("steps.axis_turns"), say("steps.axis_heated"))
    svg = draw_cooling(f"steps-{panel.key}", now, then, axes, words)
    return Figure(svg, f"{panel.step} {_outcome(then, now)}", panel.title)


def _outcome(then: Outcomes, now: Outcomes) -> str:
    counts = say(
        "steps.outcome",
        pressing=number(then.pressing.value, 1),
        pressing_now=number(now.pressing.value, 1),
        closing=number(then.closing.value, 1),
        closing_now=number(now.closing.value, 1),
        open=in_100(then.ends_open.value),
        open_now=in_100(now.ends_open.value),
    )
    places = {"turns": number(then.turns_to_calm.value, 1), "turns_now": number(now.turns_to_calm.value, 1)}
    if then.minutes_to_calm is None or now.minutes_to_calm is None:
        return f"{counts} {say('steps.calm', **places)}"
    minutes = {
        "minutes": number(then.minutes_to_calm.value, 0),
        "minutes_now": number(now.minutes_to_calm.value, 0),
    }
    return f"{counts} {say('steps.calm_minutes', **places, **minutes)}"


def _table(what_if: WhatIf, pursuer: str, withdrawer: str) -> Table:
    columns = [
        what_if.as_it_is,
        what_if.pursuer_alone.outcomes,
        what_if.withdrawer_alone.outcomes,
        what_if.both.outcomes,
    ]
    rows = [
        (say("steps.row_pressing"), *(band(one.pressing) for one in columns)),
        (say("steps.row_closing"), *(band(one.closing) for one in columns)),
        (say("steps.row_turns"), *(band(one.turns_to_calm) for one in columns)),
        (say("steps.row_open"), *(band(one.ends_open, share=True) for one in columns)),
    ]
    minutes = [one.minutes_to_calm for one in columns]
    if all(found is not None for found in minutes):
        rows.insert(3, (say("steps.row_minutes"), *(band(found) for found in minutes if found is not None)))
    return Table(say("steps.table"), sayings("steps.columns", first=pursuer, second=withdrawer), tuple(rows))


def _verdict(what_if: WhatIf) -> str:
    now, both = what_if.as_it_is, what_if.both.outcomes
    before = now.pressing.value + now.closing.value
    after = both.pressing.value + both.closing.value
    return say("steps.one_in") if before - after > SMALL_CHANGE * before else say("steps.one_in_weak")


def _resting(view: View) -> tuple[str, ...]:
    """What the small map says: one resting place or two, and what both steps leave of them."""
    if view.reading.resting is None:
        return ()
    now, then = (sum(point.stable for point in points) for points in view.reading.resting)
    if now == 1:
        return (say("steps.locked_one"),)
    return (say("steps.locked_released") if then == 1 else say("steps.locked_stays"),)
