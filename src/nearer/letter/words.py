"""The word lists of the letter reader: how a line of a list becomes a pattern, and how a text is folded for it.

A line is an ordinary regular expression with three additions: ``~shut`` stands for every form of the verb, ``<me>``
and its like for a piece named in ``pieces.toml``, and a space for any white space. A line matches whole words only.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

__all__ = ["Pattern", "active", "any_of", "fold", "load", "pattern"]

Pattern = re.Pattern[str]

_CURLY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "})
_VOWELS = "aeiou"
_START = r"(?<![\w'])|(?<=\w)(?=')|(?<=\bi)(?=m\b)|(?<=\bhe)(?=s\b)|(?<=\bshe)(?=s\b)|(?<=they)(?=re\b)"
"""Where a whole word may begin: also at the short verb of "I'm", "im", "hes"."""


def fold(text: str) -> str:
    """The text in lower case with straight quotes, exactly as long as before, so that places stay places."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(_CURLY)


@cache
def load(name: str) -> dict[str, Any]:
    """The word list of that name, as it stands in the package."""
    return tomllib.loads(resources.files(__package__).joinpath("lexicon", f"{name}.toml").read_text("utf-8"))


@cache
def _forms(base: str) -> str:
    lists = load("pieces")
    if base in lists["irregular"]:
        return "(?:" + "|".join([base, *lists["irregular"][base]]) + ")"
    if base.endswith("e"):
        return f"(?:{base}[sd]?|{base[:-1]}ing)"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return f"(?:{base}|{base[:-1]}ies|{base[:-1]}ied|{base}ing)"
    if base in lists["doubled"]:
        return f"(?:{base}s?|{base}{base[-1]}(?:ed|ing))"
    s = "(?:es)?" if base.endswith(("s", "x", "ch", "sh", "zz", "o")) else "s?"
    return f"(?:{base}{s}|{base}ed|{base}ing)"


@cache
def _piece(name: str) -> str:
    return "(?:" + _expand(load("pieces")["piece"][name]) + ")"


def _expand(line: str) -> str:
    line = re.sub(r"~([a-z]+)", lambda found: _forms(found[1]), line)
    line = re.sub(r"(?<!P)<([a-z_]+)>", lambda found: _piece(found[1]), line)
    line = line.replace("'s", "(?:¤s|(?<=[a-hj-z])s)").replace("'", "'?").replace("¤", "'")
    return line.replace(" ?", r"\s*").replace(" ", r"\s+")


@lru_cache(maxsize=4096)
def pattern(line: str) -> Pattern:
    """The compiled pattern of one line of a word list."""
    return re.compile(rf"(?:{_START})(?:{_expand(line)})(?!\w)")


def active(lines: Sequence[str], folded: str) -> list[Pattern]:
    """The patterns of those lines that can match in the text at all; the others are not even compiled.

    A line can match only where the word it cannot do without stands in the text.
    """
    return [pattern(line) for line in lines if (cue := _cue(line)) is None or any(word in folded for word in cue)]


@lru_cache(maxsize=4096)
def _cue(line: str) -> tuple[str, ...] | None:
    """Words of which one stands in every match of the line; null where no such word is plain."""
    bare = re.sub(r"\\.|\[[^\]]*\]", "#", line)
    while "(" in bare:
        inner = re.sub(r"\([^()]*\)", "#", bare)
        if inner == bare:
            return None
        bare = inner
    if "|" in bare:
        return None
    words = re.findall(r"(?<![~<a-z])[a-z]{4,}(?![?*>a-z])", bare)
    if words:
        return (max(words, key=len),)
    verb = re.search(r"~([a-z]+)(?![a-z?*#])", bare)
    return _heads(verb[1]) if verb else None


def _heads(base: str) -> tuple[str, ...]:
    """The beginnings that every form of a verb has one of."""
    irregular = load("pieces")["irregular"].get(base, [])
    return (base[:-1] if len(base) > 3 and base[-1] in "ey" else base, *irregular)


@cache
def any_of(name: str, *path: str) -> Pattern:
    """One pattern for a whole list of lines, found in a word list under the keys of ``path``."""
    lines: Any = load(name)
    for key in path:
        lines = lines[key]
    return pattern("|".join(lines))
