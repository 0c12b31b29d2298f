"""What is said where safety holds: its own answer, the places it saw, and no help with the words."""

from nearer.drafts.flow import Flow
from nearer.drafts.record import Finding, Notes
from nearer.drafts.rulebook import rulebook
from nearer.safety import Cue, Hold, answer

__all__ = ["held_notes"]


def held_notes(hold: Hold, flow: Flow, found: list[Finding]) -> Notes:
    """Notes with the verdict stop and safety's answer; findings only where something must not be sent."""
    stops = [one for one in found if one.severity == "stop"] or [_of_cue(cue) for cue in hold.cues[:1]]
    return Notes(verdict="stop", stance="react", findings=tuple(stops), safety=answer(hold, region=None).text)


def _of_cue(cue: Cue) -> Finding:
    name = "self-harm" if "suicid" in cue.kind or "self" in cue.kind else "threat" if "threat" in cue.kind else "unsafe"
    if cue.who == "writer" and name == "unsafe":
        name = "control"
    rule = rulebook()[name]
    place = cue.quote
    return Finding(name, "stop", rule.confidence, place.start, place.end, place.text, rule.reason)
