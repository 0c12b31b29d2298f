"""Rules and coder weighed together: what the coder does not hear at all is dropped, what it hears hard is added."""

from nearer.drafts.flow import Flow, Sentence
from nearer.drafts.match import Hit, says_any
from nearer.drafts.reader import HEARD_AS, heard
from nearer.drafts.rulebook import rulebook
from nearer.drafts.schema import Says

__all__ = ["undecided", "weighed"]

DEAF = 0.15
"""Below this share of every threshold the coder hears nothing hard; a phrase alone is then not told."""
UNHEARD = frozenset(("sarcasm", "sorry-but", "cause-in-you", "pseudo-we", "no-way-out", "ultimatum"))
"""What the coder has no ear for: these stand without it."""
DOUBT = 0.3
"""A doubtful pattern needs this much."""
SURE = 0.9
"""Findings of this confidence, when there are two or one is a stop, do not wait for the coder."""
FEWEST_WORDS = 4

_YOU = frozenset(("you", "your", "yours", "yourself"))
"""Without one of these, and without a phrase, nothing is said at the other: the coder is not asked."""

_HEARD = Says(find=("quoted",))


def undecided(found: list[Hit], flow: Flow) -> bool:
    """Whether the coder is worth asking: a stop, or two sure findings, settle it, and so do words said at nobody."""
    grave = [hit for hit in found if hit.severity != "hint"]
    sure = sum(hit.confidence >= SURE and not hit.says.doubtful for hit in grave)
    if any(hit.severity == "stop" for hit in grave) or sure > 1 or flow.size < FEWEST_WORDS:
        return False
    return bool(grave) or not _YOU.isdisjoint(flow.words)


def weighed(found: list[Hit], flow: Flow) -> list[Hit]:
    """The hits that stand once the coder is asked, and what it hears where there are none."""
    loud = heard(flow.source)
    top = max(loud.values())
    hints = [hit for hit in found if hit.severity == "hint"]
    grave = [hit for hit in found if hit.severity != "hint"]
    if any(not hit.says.doubtful for hit in grave):
        return [hit for hit in found if hit.severity == "hint" or _stands(hit, top)]
    doubtful = [hit for hit in grave if top >= DOUBT]
    return sorted([*hints, *(doubtful or _added(loud, flow))], key=lambda hit: hit.first)


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
