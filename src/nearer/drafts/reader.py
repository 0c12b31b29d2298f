"""The coder's ear for a draft: how likely it is that the words press, blame, mock or threaten.

Loaded only when it is asked, as the encoder costs a fraction of a second to open.
"""

from functools import lru_cache

__all__ = ["HEARD_AS", "heard"]

HEARD_AS = {
    "contempt": ("contempt", 2.7),
    "criticise": ("blame", 1.9),
    "protest": ("blame", 2.9),
    "threat": ("ultimatum", 3.6),
}
"""The rule under which a hard code is told where no pattern has found anything, and from which multiple of its least.

A threat heard so is no stop. The multiples were chosen on labelled drafts and on uncoded turns (docs/drafts.md).
"""

_HARD = (*HEARD_AS, "press", "probe", "dismiss", "defend", "shut")


@lru_cache(maxsize=512)
def heard(text: str) -> dict[str, float]:
    """Each hard code's probability as a multiple of the threshold at which the coder counts it; above 1 is found."""
    from nearer.coding.encoder import TURN_CODES, format_in_talk, turn_probabilities, turn_thresholds

    found = turn_probabilities([format_in_talk([], text)])[0]
    least = turn_thresholds(blind=False)
    return {code: float(found[TURN_CODES.index(code)]) / least[code] for code in _HARD}
