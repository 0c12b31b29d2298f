"""How warmly or how toughly the same thing is said: one number made of codes and markers, for comparing texts."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nearer.coding.labels import FAMILIES, TURN_CODES
from nearer.coding.receptive import SIGNS, parts, reference

__all__ = ["tone"]

_CODE_SIGNS = {
    **dict.fromkeys(FAMILIES["toward"], 1.0),
    **dict.fromkeys(FAMILIES["against"], -1.0),
    "press": -1.0,
    "probe": -1.0,
}
"""Which way a code pulls; withdrawing and seeking are neither warm nor tough."""
_LEAST = 0.002
"""Probabilities below this are all alike."""


def tone(texts: Sequence[str], probabilities: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """One number a text, higher is warmer: the log-odds of codes towards less those against, plus receptiveness.

    ``probabilities`` [texts, codes] are the coder's. The weights are all one: nothing was fitted. Good for comparing
    two ways to say one thing, not for judging one text or a person.
    """
    means = reference()
    rates = np.array([list(parts(text).values()) for text in texts], np.float64).reshape(len(texts), len(SIGNS))
    middles, widths = np.array([means[name] for name in SIGNS]).T
    receptive = ((rates - middles) / widths) @ np.array(list(SIGNS.values()), np.float64)
    likely = np.clip(probabilities.astype(np.float64), _LEAST, 1 - _LEAST)
    pulls = np.array([_CODE_SIGNS.get(code, 0.0) for code in TURN_CODES])
    found: npt.NDArray[np.float64] = np.log(likely / (1 - likely)) @ pulls + receptive
    return found
