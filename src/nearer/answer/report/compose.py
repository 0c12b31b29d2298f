"""A report from a reading: sections in their order, and the other page where safety holds the usual one back."""

from nearer.answer.report import sections_end, sections_loop, sections_steps, sections_time
from nearer.answer.report.record import Reading, Report, Section
from nearer.answer.report.shown import date
from nearer.answer.report.view import View, view_of
from nearer.answer.report.words import say, sayings
from nearer.safety import Clearance, soft_question

__all__ = ["compose_held", "compose_report", "compose_short"]

THREAT = "threat-left-out"


def compose_report(reading: Reading, *, clearance: Clearance) -> Report:
    """The whole report of a couple's conversation.

    Raises:
        TypeError: if anything but a `Clearance` is given.
    """
    if not isinstance(clearance, Clearance):
        raise TypeError("compose_report needs the Clearance that nearer.safety gives")
    view = view_of(reading)
    first, second = (view.name(person) for person in reading.cycle.people)
    return Report(
        title=say("head.title", first=first, second=second),
        span=_span(view),
        watermark=say("head.watermark"),
        lead=tuple(say(f"head.{part}") for part in ("lead", "pressing", "closing", "neither")),
        sections=_sections(view, clearance),
        footer=_footer(view),
    )


def compose_short(people: tuple[str, str], *, days: int, needed: int, clearance: Clearance) -> Report:
    """The page for a chat over too few days: why there are no numbers, and nothing that could be read into it.

    Raises:
        TypeError: if anything but a `Clearance` is given.
    """
    if not isinstance(clearance, Clearance):
        raise TypeError("compose_short needs the Clearance that nearer.safety gives")
    fear = (soft_question(),) if clearance.tier == "1" else ()
    claims = tuple(
        say("claim.not enough yet", pursuer=pursuer, withdrawer=withdrawer)
        for pursuer, withdrawer in (people, people[::-1])
    )
    few = say("short.few_days", days=days, needed=needed)
    return Report(
        title=say("head.title", first=people[0], second=people[1]),
        span="",
        watermark=say("head.watermark"),
        lead=tuple(say(f"head.{part}") for part in ("lead", "pressing", "closing", "neither")),
        sections=(
            Section(key="short", title=say("sections.short"), paragraphs=(*claims, few, *fear)),
            Section(key="unsaid", title=say("sections.unsaid"), points=sayings("unsaid.always")),
        ),
        footer=(say("print.limits"), say("print.stop")),
    )


def compose_held(sentences: tuple[str, ...]) -> Report:
    """A page with safety's own words and nothing of the pattern on it."""
    return Report(
        title=say("held.title"),
        span="",
        watermark="",
        lead=sentences,
        sections=(),
        footer=(say("held.footer"),),
    )


def _sections(view: View, clearance: Clearance) -> tuple[Section, ...]:
    threats = any(caution.code == THREAT for caution in view.reading.cycle.cautions)
    fear = (soft_question(),) if clearance.tier == "1" or threats else ()
    in_short = sections_loop.short(view)
    found = [
        Section(key=in_short.key, title=in_short.title, paragraphs=(*in_short.paragraphs, *fear)),
        sections_loop.arrows(view),
        sections_loop.doubt(view),
        sections_time.well(view),
        sections_time.months(view),
        sections_time.starts(view),
        sections_time.calm(view),
        sections_steps.steps(view),
        sections_steps.rounds(view),
        sections_end.unsaid(view),
        sections_end.methods(),
    ]
    return tuple(section for section in found if section is not None)


def _span(view: View) -> str:
    cycle = view.reading.cycle
    counts = {"turns": f"{cycle.n_turns:,}", "talks": f"{cycle.n_episodes:,}"}
    if cycle.first is None or cycle.last is None:
        return say("head.span_transcript", **counts)
    if view.reading.redacted:
        return say("head.span_redacted", **counts, days=cycle.days)
    return say("head.span", **counts, start=date(cycle.first), end=date(cycle.last))


def _footer(view: View) -> tuple[str, ...]:
    reading = view.reading
    made = {"version": reading.version, "seed": reading.cycle.seed, "permutations": f"{reading.cycle.permutations:,}"}
    therapist = (say("print.therapist"),) if reading.redacted else ()
    return (*therapist, say("print.limits"), say("print.stop"), say("print.made", **made))
