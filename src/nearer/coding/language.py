"""What the coder should be trusted less on: other scripts, other languages, very long turns, turns without words."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from nearer.coding.lexicon import WORD, plain

__all__ = ["CAUTIONS", "Caution", "cautions"]

Caution = Literal["script", "language", "long"]
CAUTIONS: dict[Caution, str] = {
    "script": "most letters are not Latin ones: the coder does not read them",
    "language": "this seems not to be English: coded with less trust",
    "long": "a very long turn: its middle was not read",
}
LONG = 4_000
"""Characters; the encoder is given no more of a turn."""
_OTHER_LETTER = re.compile(r"[^\W\d_\u0000-\u024F\u1E00-\u1EFF]")
_LETTER = re.compile(r"[^\W\d_]")
_LOOKED_AT = 2_000


def cautions(texts: Sequence[str]) -> list[Caution | None]:
    """For each text the first caution that holds, or None.

    Example:
        >>> cautions(["Are you okay?", "¿Por qué no me contestas nunca?", "почему"])
        [None, 'language', 'script']
    """
    return [_caution(text) for text in texts]


def _caution(text: str) -> Caution | None:
    start = text[:_LOOKED_AT]
    if not start.isascii():
        others = len(_OTHER_LETTER.findall(start))
        if others and 2 * others >= len(_LETTER.findall(start)):
            return "script"
    if _is_foreign(start):
        return "language"
    return "long" if len(text) > LONG else None


def _is_foreign(text: str) -> bool:
    english, others = _lists()
    words = [word.lower() for word in WORD.findall(plain(text))]
    for language in others:
        seen = sum(word in language and word not in english for word in words)
        known = sum(word in english and word not in language for word in words)
        if seen > known and (seen >= 2 or len(words) <= 2):
            return True
    return False


@cache
def _lists() -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """The small words of English, and those of each other language."""
    text = (files("nearer.coding") / "words" / "languages.toml").read_text(encoding="utf-8")
    table = {name: frozenset(words) for name, words in tomllib.loads(text).items()}
    english = table.pop("english")
    return english, tuple(table.values())
