"""The loop as two arrows: what each does, what may be under it, told alike for both."""

from nearer.answer.findings import AGAINST, AWAY, LOOPS, Findings
from nearer.answer.record import Arrow
from nearer.answer.wording import Voice, table

__all__ = ["arrows", "loop_slots"]


def arrows(findings: Findings, voice: Voice) -> tuple[Arrow, ...]:
    """The writer's arrow and the partner's, in that order; empty where the letter tells of no loop."""
    if findings.kind not in LOOPS or findings.writer_code is None or findings.partner_code is None:
        return ()
    words = table("codes")
    return (
        Arrow(
            who="writer",
            code=findings.writer_code,
            does=voice.say("do", words[findings.writer_code]["do"]),
            quotes=findings.writer_ground,
            fear=_fear(findings.kind, findings.writer_code, voice),
        ),
        Arrow(
            who="partner",
            code=findings.partner_code,
            does=voice.say("does", words[findings.partner_code]["does"]),
            quotes=findings.partner_ground,
            fear=_fear(findings.kind, findings.partner_code, voice),
        ),
    )


def _fear(kind: str, code: str, voice: Voice) -> str:
    """What may be under a move: a guess, worded as a possibility wherever it is shown."""
    words = table("words")
    if kind == "silent":
        return voice.say("fear-silent", words["silent_fear"]["any"])
    if kind == "sharp" or code in AGAINST:
        return voice.say("fear-against", words["reach_fear_loud"]["any"])
    family = "away_fear" if code in AWAY else "reach_fear"
    return voice.say(f"fear-{family}", words[family].get(code, words[family]["any"]))


def loop_slots(findings: Findings, voice: Voice, both: tuple[Arrow, ...]) -> dict[str, str]:
    """What the sentences about the loop are filled with; fears by family, not by person. Empty without a loop."""
    if not both:
        return {}
    words = table("codes")
    writer, partner = both
    reacher, leaver = (partner, writer) if findings.kind in ("quiet", "attacked") else (writer, partner)
    return {
        "you_feel": _you_feel(findings, voice),
        "your_softly": voice.say("softly-writer", words[writer.code]["softly"]),
        "their_softly": voice.say("softly-partner", words[partner.code]["softly"]),
        "you_doing": voice.say("doing", words[writer.code]["doing"]),
        "you_do": writer.does,
        "partner_does": partner.does,
        "reach_fear": reacher.fear,
        "away_fear": leaver.fear,
    }


def _you_feel(findings: Findings, voice: Voice) -> str:
    """The writer's feeling as a clause: as told, or as a possibility where the letter names none."""
    if findings.feelings:
        return f"you feel {findings.feelings[0]}"
    words = table("words")
    group = {"sharp": "sharp", "attacker": "sharp", "quiet": "quiet", "attacked": "quiet"}.get(
        findings.kind, "reaching"
    )
    return voice.fill(words["may_feel"], felt=voice.say("felt", words["felt"][group]))
