"""HARK, four private questions about the last year. Nothing of the answers is kept.

Source: Sohal, Eldridge & Feder 2007, BMC Family Practice 8:49, open access, with attribution in the wording.
"""

from collections.abc import Sequence

from nearer.safety.off import switched_off
from nearer.safety.record import Clearance, Hold, clear, hold
from nearer.safety.speech import wording

__all__ = ["hark", "hark_wording"]


def hark_wording() -> dict[str, str | list[str]]:
    """What the private screen says: ``title``, ``intro``, ``keys``, four ``questions``, ``none``, ``note``, ..."""
    return dict(wording()["hark"])


def hark(answers: Sequence[bool]) -> Clearance | Hold:
    """What the answers mean: one yes or more is a `Hold` of tier 2; no yes clears, and proves nothing."""
    if any(answers):
        return hold("2", (), switched_off("2"), ("partner", "writer"))
    return clear("0", ())
