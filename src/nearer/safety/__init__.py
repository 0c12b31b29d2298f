"""Safety looks first: what holds an answer back."""

from nearer.safety.answer import answer, soft_question
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
    "look",
    "look_at_turns",
    "regions",
    "soft_question",
]
