"""Patterns over plain words, written as rows of elements.

``word``, ``a|b_c`` either (``_`` is a space, ``lie*`` any ending), ``{name}`` a set of ``words.toml``, ``x?`` may be
absent, ``*3`` up to three words, ``~3`` the same but no comma, ``*`` or ``~`` as many as there are, ``@`` any one
word, ``!x`` not followed by, ``^`` at the start of a sentence, ``^,`` at the start of a clause, ``$`` at its end,
``$.`` at the end of the sentence. ``=name`` after an element keeps its words for a suggestion. ``<x>`` is the anchor:
the pattern is tried only where one of its words stands; without one the rarest-looking element is chosen.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from nearer.drafts.flow import plain_words

__all__ = ["anchors", "expression", "sets"]

_START = {"^": r"(?:^|(?<=[.?!] ))", "^,": r"(?:^|(?<=[.,?!] )|(?<=and )|(?<=but )|(?<=so )|(?<=because )|(?<=then ))"}
_END = {"$": r"(?=[.,?!]|$)", "$.": r"(?=[.?!]|$)"}
_GAP = {"*": r"[^\s.?!]+ ", "~": r"[^\s.,?!]+ "}


@cache
def sets() -> dict[str, str]:
    """The sets of ``words.toml``, each as ``a|b|c``; a set may name an earlier one in braces."""
    data = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
    plain: dict[str, str] = {}
    for name, value in data.items():
        plain[name] = re.sub(r"\{(\w+)\}", lambda found: plain[found.group(1)], "|".join(value.split()))
    return plain


def _filled(element: str) -> str:
    """The element with its sets put in, and contractions written as a draft is read (``don't``: ``do_not``)."""
    filled = re.sub(r"\{(\w+)\}", lambda found: sets()[found.group(1)], element)
    return re.sub(r"[^\W_|]+'[^\W_|]+", lambda found: "_".join(plain_words(found.group())), filled)


def _alternatives(element: str) -> str:
    """The alternatives by their first letters, so that a long set is tried quickly."""
    groups: dict[str, list[str]] = {}
    for word in dict.fromkeys(_filled(element).split("|")):
        shape = re.escape(word).replace("_", " ").replace(r"\*", r"\S*").replace(r"\?", "?")
        groups.setdefault(shape[0], []).append(re.escape(word).replace("_", " ").replace(r"\*", r"\S*"))
    branches = []
    for first, shapes in groups.items():
        if len(shapes) == 1 or first == "\\":
            branches += shapes
        else:
            branches.append(first + "(?:" + "|".join(shape[1:] for shape in shapes) + ")")
    return "|".join(branches)


def _element(element: str) -> str:
    if element in _START:
        return _START[element]
    if element in _END:
        return _END[element]
    body, _, name = element.partition("=")
    shape = _shape(body)
    return f"(?P<{name}>{shape})" if name else shape


def _shape(body: str) -> str:
    if body[0] in _GAP and (len(body) == 1 or body[1:].isdigit()):
        return f"(?:{_GAP[body[0]]})*" if len(body) == 1 else f"(?:{_GAP[body[0]]}){{0,{body[1:]}}}?"
    if body == "@":
        return r"(?:[^\s.,?!]+ )"
    if body[0] == "!" and body[1:2] not in ("", "|"):
        return f"(?!(?:{_alternatives(body[1:])}) )"
    if _optional(body):
        return f"(?:(?:{_alternatives(body[:-1].strip('<>'))}) )?"
    return f"(?:(?:{_alternatives(body.strip('<>'))}) )"


def _optional(body: str) -> bool:
    """Whether an element may be absent: it ends in a question mark that is not one of its words."""
    return len(body) > 1 and body[-1] == "?" and body[-2] != "|"


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern, over words with one space after each."""
    return re.compile(r"(?<!\S)" + "".join(_element(element) for element in pattern.split()))


@cache
def _common() -> frozenset[str]:
    """Words that stand in most drafts, and so make poor anchors."""
    return frozenset(sets()["common"].split("|"))


def anchors(pattern: str) -> frozenset[str]:
    """The words at one of which the pattern is tried; empty: try it always."""
    common = _common()
    best: frozenset[str] = frozenset()
    score = -1.0
    for element in pattern.split():
        body = element.partition("=")[0]
        if body[0] in "*~^$@" or (body[0] == "!" and body[1:2] not in ("", "|")) or _optional(body):
            continue
        words = frozenset(word.split("_")[0] for word in _filled(body.strip("<>")).split("|"))
        if any("*" in word for word in words):
            continue
        rarity = 1.0 / (1 + 20 * len(words & common) + 0.02 * len(words))
        if body[0] == "<":
            return words
        if rarity > score:
            best, score = words, rarity
    return best
