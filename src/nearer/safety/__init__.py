"""Safety looks first: what holds an answer back."""

from nearer.safety.answer import answer, soft_question
from nearer.safety.hark import hark, hark_wording
from nearer.safety.lines import regions
from nearer.safety.look import look, look_at_turns
from nearer.safety.record import Clearance, Cue, Hold, Line, SafetyAnswer, Tier

__all__ = [
    "Clearance",
    "Cue",
    "Hold",
    "Line",
    "SafetyAnswer",
    "Tier",
    "answer",
    "hark",
    "hark_wording",
    "look",
    "look_at_turns",
    "regions",
    "soft_question",
]
