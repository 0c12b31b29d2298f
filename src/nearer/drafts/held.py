"""What is said where safety holds: its own answer, the places it saw, and no help with the words."""

from collections.abc import Sequence

from nearer.drafts.flow import Flow
from nearer.drafts.record import Finding, Notes
from nearer.drafts.rulebook import rulebook
from nearer.safety import Cue, Hold, answer, look_at_turns

__all__ = ["held_notes", "stopped_notes"]

_STOP = "Stop messaging me."
"""The plainest stop: it is shown to safety where the other said it in a way that the rules of drafts alone know."""


def held_notes(hold: Hold, flow: Flow, found: list[Finding]) -> Notes:
    """Notes with the verdict stop and safety's answer; findings only where something must not be sent."""
    stops = [one for one in found if one.severity == "stop"] or [_of_cue(cue) for cue in hold.cues[:1]]
    return Notes(verdict="stop", stance="react", findings=tuple(stops), safety=answer(hold, region=None).text)


def stopped_notes(before: Sequence[str], flow: Flow, found: list[Finding]) -> Notes | None:
    """Notes with safety's words about the thread, and no help with the draft; None where the thread may be answered.

    ``before`` is what the other wrote; ``found`` has the rule "asked-to-stop" where the other asked the writer to.
    """
    stops = tuple(one for one in found if one.rule == "asked-to-stop")
    held = _held(before) or (_held([_STOP]) if stops else None)
    if held is None:
        return None
    return Notes(verdict="stop", stance="none", findings=stops, safety=answer(held, region=None).text)


def _held(before: Sequence[str]) -> Hold | None:
    verdict = look_at_turns([("other", one) for one in before], me="writer") if before else None
    return verdict if isinstance(verdict, Hold) else None


def _of_cue(cue: Cue) -> Finding:
    name = "self-harm" if "suicid" in cue.kind or "self" in cue.kind else "threat" if "threat" in cue.kind else "unsafe"
    if cue.who == "writer" and name == "unsafe":
        name = "control"
    rule = rulebook()[name]
    place = cue.quote
    return Finding(name, "stop", rule.confidence, place.start, place.end, place.text, rule.reason)
