"""What could not be said and why, and how everything was worked out."""

from nearer.answer.report.record import Section
from nearer.answer.report.view import View
from nearer.answer.report.words import entry, say, sayings
from nearer.cycle.record import Caution, Loop

__all__ = ["methods", "told", "unsaid"]


def unsaid(view: View) -> Section:
    """Every caution in a sentence, and what a page like this never knows."""
    reading = view.reading
    cycle = reading.cycle
    lines = [told(caution, view) for caution in cycle.cautions]
    lines += [_of_loop(caution, loop, view) for loop in view.loops for caution in loop.missing]
    lines += [told(caution, view) for link in cycle.links for caution in link.cautions]
    lines = list(dict.fromkeys(lines))
    if reading.left_out:
        lines.append(say("unsaid.two_days", count=reading.left_out))
    lines += [doubt for doubt in reading.doubts if not reading.redacted]
    return Section(
        key="unsaid",
        title=say("sections.unsaid"),
        paragraphs=(say("unsaid.says"),),
        points=(*lines, *sayings("unsaid.always")),
    )


def told(caution: Caution, view: View) -> str:
    """A caution as a sentence; the link or column that it speaks of is named as on this page."""
    n = "" if caution.n is None else f"{caution.n:,}"
    sentences = entry("cautions", "caution")
    sentence = str(sentences.get(caution.code, sentences["other"]))
    return sentence.format(n=n, about=view.about(caution.about), code=caution.code)


def _of_loop(caution: Caution, loop: Loop, view: View) -> str:
    sentence = told(caution, view)
    return sentence if caution.about else say("claim.about", loop=view.loop_name(loop), sentence=sentence)


def methods() -> Section:
    """The methods, each with its formula and its sources."""
    entries = tuple(
        (str(one["name"]), str(one["says"]), str(one["formula"]), str(one["source"]))
        for one in entry("methods", "method")
    )
    return Section(key="methods", title=say("sections.methods"), methods=entries)
