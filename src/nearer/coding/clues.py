"""Plain clues in a letter's sentence: who is named, which sort of word it holds, where it stands.

They are what an annotator looks for first; the model's second step weighs them beside the encoder's logits.
"""

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import numpy.typing as npt

__all__ = ["CLUES", "clues"]

Floats = npt.NDArray[np.float32]


def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of `clues.toml`; their line breaks are for the eye only."""
    table = tomllib.loads((files("nearer.coding") / "clues.toml").read_text(encoding="utf-8"))
    plain = {name: pattern.replace("\n", "") for name, pattern in table["clues"].items()}
    named = {name: pattern.replace("{partner}", table["partner"]) for name, pattern in plain.items()}
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in named.items()}


_PATTERNS = _patterns()
CLUES = (*_PATTERNS, "words", "short", "first", "last", "place", "capitals")


def clues(sentences: Sequence[str]) -> Floats:
    """Counts up to two of each kind of word, then size and place [n, len(CLUES)], all between 0 and 2."""
    found = np.zeros((len(sentences), len(CLUES)), np.float32)
    for row, sentence in enumerate(sentences):
        plain = sentence[:2_000].replace("’", "'")
        for column, pattern in enumerate(_PATTERNS.values()):
            found[row, column] = min(2, sum(1 for _ in pattern.finditer(plain)))
        words = len(plain.split())
        place = row / max(1, len(sentences) - 1)
        loud = sum(character.isupper() for character in plain) > 0.6 * max(8, sum(map(str.isalpha, plain)))
        found[row, len(_PATTERNS) :] = (
            min(2, words / 20),
            words <= 4,
            row == 0,
            row == len(sentences) - 1,
            place,
            loud,
        )
    return found
