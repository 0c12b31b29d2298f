"""What may be said of each loop: both arrows, the doubt of looking twice, the model, the counts and the direction."""

from collections.abc import Sequence

import numpy as np

from nearer.cycle.evidence import holm
from nearer.cycle.record import Caution, Claim, Link
from nearer.cycle.tables import ANSWERS, EXPOSED, INFORMATIVE

__all__ = ["LEVEL", "SMALL", "judge", "loop_values"]

LEVEL = 0.05
SMALL = 0.05
"""A difference inside plus and minus five in a hundred is none that matters."""


def loop_values(links: Sequence[Link]) -> tuple[tuple[float | None, float | None], ...]:
    """For each loop the larger p of its two arrows, and that p adjusted over the two loops."""
    worst: list[float | None] = []
    for one, two in (links[0:2], links[2:4]):
        known = one.p_permutation is not None and two.p_permutation is not None
        worst.append(float(np.max([one.p_permutation, two.p_permutation])) if known else None)
    return tuple(zip(worst, holm(worst), strict=True))


def judge(one: Link, two: Link, p_holm: float | None, *, coder_gate: bool) -> tuple[Claim, tuple[Caution, ...]]:
    """The claim for the loop of two arrows, and what keeps it from being more.

    A pattern needs the permutation test of both arrows (the larger p, adjusted over the two loops), both coefficients
    of the model above 0, proven coding, enough counts, and an order in time that is not the other way round.
    """
    missing = [caution for link in (one, two) for caution in _too_little(link)]
    if missing:
        return ("one arrow found" if _arrows(one, two) == 1 else "not enough yet"), tuple(missing)
    if p_holm is not None and p_holm <= LEVEL:
        missing += [Caution("model-disagrees", about=_name(link)) for link in (one, two) if not _modelled(link)]
        missing += [Caution("reversed", about=_name(link)) for link in (one, two) if link.direction == "reversed"]
        missing += [] if coder_gate else [Caution("coder-not-proven")]
        if not missing:
            return "pattern found", ()
        agreed = sum(_found(link) and _modelled(link) for link in (one, two))
        return ("one arrow found" if agreed == 1 and coder_gate else "not enough yet"), tuple(missing)
    if _arrows(one, two) == 1:
        return "one arrow found", tuple(Caution("chance", about=_name(x)) for x in (one, two) if not _found(x))
    if all(_small(link) for link in (one, two)):
        return "no such pattern", ()
    return "not enough yet", (Caution("too-wide"),)


def _name(link: Link) -> str:
    return f"{link.from_} {link.deed} {link.to} {link.answer}"


def _too_little(link: Link) -> list[Caution]:
    wanted = (
        ("few-strata", link.informative_strata, INFORMATIVE),
        ("few-exposed", link.n_exposed, EXPOSED),
        ("few-answers", link.n_answers, ANSWERS),
    )
    return [Caution(code, n=least - have, about=_name(link)) for code, have, least in wanted if have < least]


def _found(link: Link) -> bool:
    agreed = link.model_ci is None or _modelled(link)
    return not _too_little(link) and link.p_holm is not None and link.p_holm <= LEVEL and agreed


def _arrows(one: Link, two: Link) -> int:
    return sum(_found(link) for link in (one, two))


def _modelled(link: Link) -> bool:
    return link.model_ci is not None and link.model_ci[0] > 0


def _small(link: Link) -> bool:
    interval = link.risk_difference_ci
    return interval is not None and interval[0] > -SMALL and interval[1] < SMALL
