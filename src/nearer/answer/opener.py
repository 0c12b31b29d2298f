"""The opener: words to begin a talk with, by a fixed grammar, and the limits they must keep.

Slots in order: purpose with we or us; one observation without you as subject; own feeling; own part; their freedom
and pace; one open question with we. Limits: 40 to 95 words, at least two of we/us/our, at most one you as subject,
nothing absolute about the other, no label, one question, no "but", reading ease at least 60.
"""

from nearer.answer.findings import Findings
from nearer.answer.wording import Voice, table
from nearer.drafts.grammar import opener_faults

__all__ = ["build_opener"]

_TAIL = 4  # the place of the sentence that can be spared
ENOUGH = 64
"""Words after which the opener leaves out what it can do without: nobody learns more by heart."""


def build_opener(findings: Findings, voice: Voice) -> str:
    """The opener for this letter; it keeps every limit of `opener_faults`, or the next wording is tried."""
    parts = table("opener")
    for turn in range(12):
        slots = _slots(findings, voice, parts, turn)
        if len(" ".join(slots).split()) > ENOUGH:
            slots.pop(_TAIL)
        text = " ".join(slot for slot in slots if slot)
        if not opener_faults(text):
            return text
    raise AssertionError("no wording of the opener keeps its limits")  # pragma: no cover - a test tries them all


def _slots(findings: Findings, voice: Voice, parts: dict, turn: int) -> list[str]:  # type: ignore[type-arg]
    kind = findings.kind
    said = {"said": findings.said} if findings.said else {}
    seen = next(row for row in parts["observation"] if set(row["when"]) <= findings.tags)
    feelings = findings.feelings[: 2 if turn < 6 else 1]
    tone = "unknown" if not feelings else "known" if "when" in seen["says"][0].lower() else "known_plain"
    asked = {"reaching": "reaching", "turns": "reaching", "attacked": "quiet", "attacker": "sharp"}.get(kind, kind)
    free = "incident" if kind == "reaching" and "incident:outside" in findings.tags else "any"
    return [
        voice.say(f"purpose{turn}", parts["purpose"]),
        voice.say(f"observation{turn}", seen["says"], **said),
        voice.say(f"feeling{turn}", parts["feeling"][tone], feelings=" and ".join(feelings)),
        *_own_part(findings, voice, parts, turn),
        voice.say(f"freedom{turn}", parts["freedom"][free]),
        voice.say(f"question{turn}", parts["question"].get(asked, parts["question"]["plain"])),
    ]


def _own_part(findings: Findings, voice: Voice, parts: dict, turn: int) -> list[str]:  # type: ignore[type-arg]
    if findings.kind in parts["part"] or findings.writer_code is None:
        return [voice.say(f"part{turn}", parts["part"].get(findings.kind, parts["part"]["plain"])), ""]
    own = voice.say(f"own{turn}", table("codes")[findings.writer_code]["own"])
    return [own, voice.say(f"tail{turn}", parts["part"]["tail"])]
