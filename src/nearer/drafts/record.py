"""What is said about a draft: findings, each with its place, its reason and one better way to say it."""

from typing import Literal, get_args

import msgspec

__all__ = ["SEVERITIES", "Finding", "Notes", "Severity", "Stance", "Switched", "Verdict"]

Severity = Literal["stop", "change", "hint"]
Verdict = Literal["stop", "change", "hint", "fine"]
Stance = Literal["fix", "react", "curious", "none"]
"""What a draft does first: it mends, it hits back, it wonders, or none of these."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Gravest first."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that may land badly: ``quote == draft[start:end]``, in code points.

    ``confidence`` is between 0 and 1. ``suggestion`` takes the place of the quote; it is null where nothing of the
    kind should be sent.
    """

    rule: str
    severity: Severity
    confidence: float
    start: int
    end: int
    quote: str
    reason: str
    suggestion: str | None = None


class Switched(msgspec.Struct, frozen=True):
    """A finding that the writer has switched off, with the writer's reason."""

    finding: Finding
    why: str


class Notes(msgspec.Struct, frozen=True):
    """What was seen in one draft.

    ``good`` comes first in every display. ``safety`` is safety's own answer; where it is there, no help with the
    words is given. ``unused`` names the switches of this draft that switched nothing off.
    """

    verdict: Verdict
    stance: Stance
    good: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    rewrite: str | None = None
    safety: str | None = None
    switched_off: tuple[Switched, ...] = ()
    unused: tuple[str, ...] = ()
