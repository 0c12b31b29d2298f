"""Rules and coder weighed together: what the coder does not hear at all is dropped, what it hears hard is added."""

from nearer.drafts.flow import Flow, Sentence
from nearer.drafts.match import Hit, says_any
from nearer.drafts.reader import HEARD_AS, heard
from nearer.drafts.rulebook import rulebook
from nearer.drafts.schema import Says

__all__ = ["weighed"]

DEAF = 0.15
"""Below this share of every threshold the coder hears nothing hard; a phrase alone is then not told."""
UNHEARD = frozenset(("sarcasm", "sorry-but", "cause-in-you", "pseudo-we", "no-way-out"))
"""What the coder has no ear for: these stand without it."""
DOUBT = 0.3
"""A doubtful pattern needs this much."""
SURE = 0.9
"""Findings of this confidence, when there are two or one is a stop, do not wait for the coder."""
FEWEST_WORDS = 4

_HEARD = Says(find=("quoted",))


def weighed(found: list[Hit], flow: Flow) -> list[Hit]:
    """The hits that stand, and what the coder hears where there are none."""
    grave = [hit for hit in found if hit.severity != "hint"]
    certain = [hit for hit in grave if not hit.says.doubtful]
    if any(hit.severity == "stop" for hit in grave) or sum(hit.confidence >= SURE for hit in certain) > 1:
        return [hit for hit in found if not hit.says.doubtful]
    if flow.size < FEWEST_WORDS:
        return [hit for hit in found if not hit.says.doubtful]
    loud = heard(flow.source)
    top = max(loud.values())
    if certain:
        return [hit for hit in found if hit.severity == "hint" or _stands(hit, top)]
    doubtful = [hit for hit in found if hit.says.doubtful and top >= DOUBT]
    rest = [hit for hit in found if hit.severity == "hint"]
    return sorted([*rest, *(doubtful or _added(loud, flow))], key=lambda hit: hit.first)


def _stands(hit: Hit, top: float) -> bool:
    return not hit.says.doubtful and (top >= DEAF or hit.rule.id in UNHEARD)


def _added(loud: dict[str, float], flow: Flow) -> list[Hit]:
    code = max(HEARD_AS, key=lambda code: loud[code] / HEARD_AS[code][1])
    rule, least = HEARD_AS[code]
    if loud[code] < least or any(says_any(name, flow) for name in ("repair", "asked for", "playing", "well meant")):
        return []
    place = _loudest(code, flow)
    confidence = round(min(0.9, 0.4 + loud[code] / 6), 2)
    return [Hit(rulebook()[rule], _HEARD, "change", confidence, place.first, place.last, {})]


def _loudest(code: str, flow: Flow) -> Sentence:
    """The sentence in which the code is heard most."""

    def share(one: Sentence) -> float:
        start, end = flow.text(one.first, one.last)
        return heard(flow.source[start:end])[code]

    return flow.sentences[0] if len(flow.sentences) == 1 else max(flow.sentences, key=share)
