"""Rules that look at the whole draft and not at a phrase. Each gives the sentences it is about, or None."""

from collections.abc import Callable
from typing import NamedTuple

from nearer.drafts.flow import Flow
from nearer.drafts.match import says_any
from nearer.drafts.pattern import sets
from nearer.drafts.record import Severity

__all__ = ["CHECKS", "Seen", "Setting", "issue_raised"]

MOST_WORDS = 150
"""Above this a message with a grievance is too long. Source: science of the opener, docs/drafts.md."""

NIGHT_FROM, NIGHT_TO = 23, 6
FEWEST_YOU = 3


class Setting(NamedTuple):
    """What is known beside the words: the hour (None: not given), what the other wrote before, and how hot it is."""

    hour: int | None
    before: tuple[Flow, ...]
    hot: bool
    hinted: bool


class Seen(NamedTuple):
    """The words that a check is about, and how grave it is here."""

    first: int
    last: int
    severity: Severity | None = None


def issue_raised(flow: Flow, setting: Setting) -> bool:
    """Whether the draft brings up something between the two."""
    return setting.hot or says_any("grievance", flow)


def serial_questions(flow: Flow, setting: Setting) -> Seen | None:
    """Two or more questions that are not about errands; four, or pressing ones, are an interrogation."""
    asked = [one for one in flow.sentences if "?" in flow.words[one.first : one.last] and one.last - one.first > 1]
    asked = [one for one in asked if not says_any("small question", flow, one)]
    if len(asked) < 2 or says_any("errand", flow) or (len(asked) == 2 and says_any("two ways of asking", flow)):
        return None
    kind = says_any("kind question", flow)
    pressing = sum(says_any("pressing question", flow, one) for one in asked)
    at_you = sum(says_any("question at you", flow, one) for one in asked)
    grave = at_you >= 2 and (len(asked) > 3 or (pressing > 2 and not kind) or says_any("suspicion", flow))
    if not grave and not (kind or says_any("about us", flow)):
        return None
    return Seen(asked[0].first, asked[-1].last, "change" if grave else "hint")


def several_topics(flow: Flow, setting: Setting) -> Seen | None:
    """Three complaints strung together."""
    complaints = sum(says_any("complaint", flow, one) for one in flow.sentences)
    if (complaints or setting.hot) and says_any("another thing", flow):
        return Seen(0, len(flow.words))
    if complaints >= 2 and (says_any("also", flow) or says_any("and more", flow)):
        return Seen(0, len(flow.words))
    return None


def too_long(flow: Flow, setting: Setting) -> Seen | None:
    """More than 150 words with a grievance in them, and no repair."""
    if flow.size <= MOST_WORDS:
        return None
    several = sum(says_any("complaint", flow, one) for one in flow.sentences) > 1
    aired = setting.hot or (flow.words.count("you") > 2 and (several or says_any("grievance", flow)))
    if not aired or (says_any("repair", flow) and not setting.hot):
        return None
    return Seen(0, len(flow.words))


def late_at_night(flow: Flow, setting: Setting) -> Seen | None:
    """The hour is given, it is night, and something in the draft is hot."""
    if setting.hour is None or NIGHT_TO <= setting.hour < NIGHT_FROM or not setting.hot:
        return None
    return Seen(0, len(flow.words))


def no_request(flow: Flow, setting: Setting) -> Seen | None:
    """A grievance or a hurt that asks for nothing."""
    if setting.hot or not says_any("grievance", flow) or says_any("request", flow) or "?" in flow.words:
        return None
    if says_any("repair", flow) or says_any("comfort", flow) or flow.size > MOST_WORDS:
        return None
    return Seen(flow.sentences[-1].first, flow.sentences[-1].last)


def no_feeling(flow: Flow, setting: Setting) -> Seen | None:
    """What the other did, twice or more, and nothing of what it is like."""
    if setting.hot or _you_acts(flow) < 2 or says_any("feeling", flow) or says_any("comfort", flow):
        return None
    return Seen(flow.sentences[-1].first, flow.sentences[-1].last)


def all_you(flow: Flow, setting: Setting) -> Seen | None:
    """Three or more clauses in which you did or did not do something, and hardly an I or a we."""
    acts = _you_acts(flow)
    own = sum(word in ("i", "we", "my", "me", "us", "our") for word in flow.words)
    if acts < FEWEST_YOU or own > acts + 1 or says_any("comfort", flow) or says_any("directions", flow):
        return None
    return Seen(0, len(flow.words))


def asked_to_stop(flow: Flow, setting: Setting) -> Seen | None:
    """The other has asked the writer to stop, in the thread that came before."""
    if any(says_any("stop words", before) for before in setting.before):
        return Seen(0, len(flow.words))
    return None


def _you_acts(flow: Flow) -> int:
    line = flow.line
    return sum(line.count(f" you {verb} ") + line.startswith(f"you {verb} ") for verb in sets()["you_act"].split("|"))


CHECKS: dict[str, Callable[[Flow, Setting], Seen | None]] = {
    "serial_questions": serial_questions,
    "several_topics": several_topics,
    "too_long": too_long,
    "late_at_night": late_at_night,
    "no_request": no_request,
    "no_feeling": no_feeling,
    "all_you": all_you,
    "asked_to_stop": asked_to_stop,
}
"""The checks by the name that a rule's file gives."""
