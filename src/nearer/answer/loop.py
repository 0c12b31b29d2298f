"""The loop as two arrows: what each does, what may be under it, told alike for both."""

from typing import Literal

from nearer.answer.findings import AGAINST, AWAY, Findings
from nearer.answer.record import Arrow
from nearer.answer.wording import Voice, table

__all__ = ["LOOPS", "arrows", "loop_slots"]

LOOPS = ("reaching", "quiet", "turns", "sharp", "attacker", "attacked", "silent")
"""Kinds of letter that tell of a loop."""


def arrows(findings: Findings, voice: Voice) -> tuple[Arrow, ...]:
    """The writer's arrow and the partner's, in that order; empty where the letter tells of no loop."""
    if findings.kind not in LOOPS:
        return ()
    words = table("codes")
    return (
        Arrow(
            who="writer",
            code=findings.writer_code,
            does=voice.say("do", words[findings.writer_code]["do"]),
            fear=_fear(findings, voice, "writer"),
        ),
        Arrow(
            who="partner",
            code=findings.partner_code,
            does=voice.say("does", words[findings.partner_code]["does"]),
            fear=_fear(findings, voice, "partner"),
        ),
    )


def _fear(findings: Findings, voice: Voice, who: Literal["writer", "partner"]) -> str:
    """What may be under that one's move: a guess, worded as a possibility wherever it is shown."""
    words = table("words")
    code = findings.writer_code if who == "writer" else findings.partner_code
    if findings.kind == "sharp":
        return voice.say("fear-sharp", words["reach_fear_loud"]["any"])
    if findings.kind == "silent":
        return voice.say("fear-silent", words["silent_fear"]["any"])
    family = "away_fear" if code in (*AWAY, "away") else "reach_fear"
    if code in AGAINST or code == "against":
        return voice.say("fear-against", words["reach_fear_loud"]["any"])
    return voice.say(f"fear-{family}", words[family].get(code, words[family]["any"]))


def loop_slots(findings: Findings, voice: Voice, both: tuple[Arrow, ...]) -> dict[str, str]:
    """What the sentences about the loop are filled with; fears by family, not by person."""
    words, felt = table("codes"), table("words")["felt"]
    group = {"sharp": "sharp", "attacker": "sharp", "quiet": "quiet", "attacked": "quiet"}.get(
        findings.kind, "reaching"
    )
    slots = {
        "felt": findings.feelings[0] if findings.feelings else voice.say("felt", felt[group]),
        "your_softly": voice.say("softly-writer", words[findings.writer_code]["softly"]),
        "their_softly": voice.say("softly-partner", words[findings.partner_code]["softly"]),
        "you_doing": voice.say("doing", words[findings.writer_code]["doing"]),
    }
    if both:
        writer, partner = both
        reacher, leaver = (partner, writer) if findings.kind in ("quiet", "attacked") else (writer, partner)
        slots |= {
            "you_do": writer.does,
            "partner_does": partner.does,
            "reach_fear": reacher.fear,
            "away_fear": leaver.fear,
        }
    return slots
