"""Safety looks first: what holds an answer back."""

from nearer.safety.record import Clearance, Cue, Hold, Tier

__all__ = ["Clearance", "Cue", "Hold", "Tier"]
