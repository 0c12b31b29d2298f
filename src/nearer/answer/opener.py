"""The opener: words to begin a talk with, by a fixed grammar, and the limits they must keep.

Slots in order: purpose with we or us; one observation without you as subject; own feeling; own part; their freedom
and pace; one open question with we. Limits: 40 to 95 words, at least two of we/us/our, at most one you as subject,
nothing absolute about the other, no label, one question, no "but", reading ease at least 60.
"""

import re

from nearer.answer.findings import Findings
from nearer.answer.readability import reading_ease
from nearer.answer.wording import Voice, table

__all__ = ["LONGEST", "SHORTEST", "build_opener", "opener_faults"]

SHORTEST, LONGEST = 40, 95
_TAIL = 4  # the place of the sentence that can be spared
EASE = 60.0

_WORD = re.compile(r"[A-Za-z’']+")
_WE = re.compile(r"\b(?:we|us|our|ours|ourselves|let[’']s)\b", re.IGNORECASE)
_YOU_SUBJECT = re.compile(
    r"(?<!for )(?<!to )(?<!with )(?<!than )\byou(?:[’'](?:re|ve|ll|d))?\s+(?!know\b|and\b|both\b)\w+", re.IGNORECASE
)
_YOU_ABSOLUTE = re.compile(
    r"\byou(?:[’']\w+)?\s+(?:\w+\s+)?(?:always|never|constantly|everything|nothing)\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"\b(avoidant|anxious(?:ly)? attached|narciss\w*|toxic|needy|cold|selfish|controlling)\b", re.IGNORECASE
)


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


def opener_faults(text: str) -> list[str]:
    """What breaks the grammar's limits, in words; empty where the opener keeps them all.

    Source: limits set for Nearer after Rogers, Howieson & Neame 2018 and Overall et al. 2009 (docs/answer.md).
    """
    length = len(_WORD.findall(text))
    checks = {
        f"{length} words, not {SHORTEST} to {LONGEST}": SHORTEST <= length <= LONGEST,
        "fewer than two of we, us, our": len(_WE.findall(text)) >= 2,
        "more than one you as subject": len(_YOU_SUBJECT.findall(text)) <= 1,
        "something absolute about the other": not _YOU_ABSOLUTE.search(text),
        "a label": not _LABEL.search(text),
        "not exactly one question": text.count("?") == 1,
        "a but": not re.search(r"\bbut\b", text, re.IGNORECASE),
        "hard to read": reading_ease(text) >= EASE,
    }
    return [fault for fault, kept in checks.items() if not kept]
