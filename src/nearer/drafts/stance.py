"""Whether a draft mends, hits back, or wonders."""

from collections.abc import Sequence

from nearer.drafts.flow import Flow
from nearer.drafts.match import says_any
from nearer.drafts.record import Finding, Stance

__all__ = ["stance_of"]


def stance_of(flow: Flow, found: Sequence[Finding]) -> Stance:
    """Fix where it mends first, react where it has something to change, curious where it asks openly, else none."""
    if any(one.rule == "fix-first" for one in found):
        return "fix"
    if any(one.severity != "hint" for one in found):
        return "react"
    if says_any("curious", flow) and not says_any("small talk", flow):
        return "curious"
    return "fix" if says_any("fix", flow) else "none"
