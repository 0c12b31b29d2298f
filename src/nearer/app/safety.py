"""Use case: what safety sees in a text, for a person and for machines. Nothing of the text is kept."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from nearer.safety import Hold, SafetyAnswer, answer, hark, hark_wording, look, soft_question
from nearer.safety.record import Tier, Who, Whom

__all__ = ["CueJson", "SafetyJson", "as_json", "as_text", "screen", "screen_wording", "see"]


class CueJson(msgspec.Struct, frozen=True):
    """One cue: its kind, tier, who does it to whom, and the words with their place (code points)."""

    kind: str
    tier: Tier
    who: Who
    whom: Whom
    quote: str
    start: int
    end: int


class SafetyJson(msgspec.Struct, frozen=True, kw_only=True):
    """The contract ``nearer/safety/1`` (docs/schema/safety-1.md)."""

    schema: Literal["nearer/safety/1"] = "nearer/safety/1"
    tier: Tier
    held: bool
    who: Who | None
    whom: Whom | None
    cues: tuple[CueJson, ...]
    off: tuple[str, ...]
    text: str


def see(text: str, *, region: str | None = None) -> SafetyJson:
    """What safety sees in a text, with the words a person is shown.

    Raises:
        InputError: the region is not known.
    """
    verdict = look(text)
    cues = tuple(
        CueJson(cue.kind, cue.tier, cue.who, cue.whom, cue.quote.text, cue.quote.start, cue.quote.end)
        for cue in verdict.cues
    )
    if isinstance(verdict, Hold):
        said = answer(verdict, region=region).text
        return SafetyJson(
            tier=verdict.tier, held=True, who=verdict.who, whom=verdict.whom, cues=cues, off=verdict.off, text=said
        )
    said = soft_question() if verdict.tier == "1" else ""
    return SafetyJson(tier=verdict.tier, held=False, who=None, whom=None, cues=cues, off=(), text=said)


def as_json(seen: SafetyJson) -> str:
    """The record as JSON text, one line ending included."""
    return msgspec.json.format(msgspec.json.encode(seen), indent=2).decode() + "\n"


def as_text(seen: SafetyJson) -> str:
    """What a person reads: the tier, the cues in the writer's words, what is off, and the answer."""
    lines = [f"Tier {seen.tier}"]
    lines += [f"  {cue.kind} (tier {cue.tier}): “{cue.quote}”" for cue in seen.cues]
    if seen.off:
        lines.append(f"Switched off: {', '.join(seen.off)}")
    return "\n".join([*lines, *(["", seen.text] if seen.text else [])]) + "\n"


def screen(answers: Sequence[bool], *, region: str | None = None) -> SafetyAnswer | None:
    """What to show after HARK's questions; None where every answer was no.

    Raises:
        InputError: the region is not known.
    """
    verdict = hark(answers)
    return answer(verdict, region=region) if isinstance(verdict, Hold) else None


def screen_wording() -> dict[str, str | list[str]]:
    """The words of the private screen."""
    return hark_wording()
