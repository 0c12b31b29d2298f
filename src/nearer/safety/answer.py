"""The answer that safety gives in place of the usual one. Its wording is data, reviewed apart from all other."""

from nearer.safety.lines import lines_of
from nearer.safety.record import Hold, Line, SafetyAnswer
from nearer.safety.speech import wording

__all__ = ["answer", "soft_question"]

_ALONE = {
    frozenset({"partner suicidal"}): "partner-suicide",
    frozenset({"child"}): "child",
    frozenset({"request against the partner"}): "request",
    frozenset({"asked to stop"}): "stop",
}
"""Themes of holds whose gravest cues are all of one kind."""


def soft_question() -> str:
    """The one line that a letter with a soft cue (tier 1) carries."""
    return str(wording()["soft_question"])


def answer(hold: Hold, *, region: str | None) -> SafetyAnswer:
    """What to show in place of the usual answer: at most 120 words at tier 3, in the order that helps first.

    ``region`` is what the person chose (code or name, see `regions`); without one, plain words say how to find help.

    Raises:
        InputError: the region is not known.
    """
    theme, words = _theme(hold), wording()
    chosen = words["themes"][theme]
    lines = () if region is None else _lines(chosen["needs"], region)
    emergency = _emergency(region)
    where = "find" if region is None or not lines else "region"
    body = [*chosen["paragraphs"], words[where][chosen["needs"]], *(_spoken(line) for line in lines), *chosen["after"]]
    body = [emergency, *body] if chosen["emergency"] == "first" else [*body, emergency]
    return SafetyAnswer(hold.tier, theme, tuple(body), lines, "\n\n".join(body))


def _theme(hold: Hold) -> str:
    kinds = frozenset(cue.kind for cue in hold.cues if cue.tier == hold.tier)
    if hold.tier in {"2s", "3s"}:
        return "suicide" if hold.tier == "2s" else "suicide-urgent"
    if kinds in _ALONE:
        return _ALONE[kinds]
    if hold.tier == "2p":
        return "own"
    if hold.who == "unclear" and hold.tier == "2":
        return "unclear"
    if hold.tier == "3":
        return "own-urgent" if hold.who == "writer" else "violence-urgent"
    return "violence"


def _emergency(region: str | None) -> str:
    words = wording()["emergency"]
    if region is None:
        return str(words["without_region"])
    number = next(line.number for line in lines_of(region) if line.audience == "emergency")
    return str(words["with_region"]).format(emergency=number)


def _lines(needs: str, region: str) -> tuple[Line, ...]:
    """At most two lines for a need: shown with the number, and "please check" where nobody has read it yet."""
    return tuple(line for line in lines_of(region) if line.audience == needs)[:2]


def _spoken(line: Line) -> str:
    words = wording()
    said = str(words["line"]).format(name=line.name, number=line.number)
    return f"{said} ({words['please_check']})" if line.status == "K" else said
