"""Turns of phrase: for each code those that speak for it and those that look like it and are not (`rules.en.toml`).

They hold whoever talks, so they help most on talk unlike the labelled text. What each is worth is learned, not set.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from nearer.coding.labels import TURN_CODES
from nearer.coding.lexicon import plain

__all__ = ["phrases"]

MOST_CHARACTERS = 2_000
"""What of a turn is looked at."""
_NEVER = r"(?!)"


def phrases(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """1 where a turn has a phrase for a code, and one against it [turns, codes, 2]."""
    found = np.zeros((len(texts), len(TURN_CODES), 2), np.float32)
    patterns = _patterns()
    for row, text in enumerate(texts):
        said = plain(text[:MOST_CHARACTERS]).lower()
        found[row] = [[bool(one.search(said)) for one in pair] for pair in patterns]
    return found


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    packaged = files("nearer.coding") / "words" / "rules.en.toml"
    rules = tomllib.loads(packaged.read_text(encoding="utf-8"))
    return tuple((_any(rules[code]["yes"]), _any(rules[code]["no"])) for code in TURN_CODES)


def _any(choices: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in choices) or _NEVER)
