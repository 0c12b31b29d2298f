"""The rules as data: one TOML a kind of cue, patterns over plain words, examples that fire and that stay quiet.

A pattern is a row of elements, each one or more whole words: ``a|b_c`` either, ``{name}`` a set of
``rules/words.toml``, ``<...>`` the anchor (patterns are tried only where one of its words stands), ``x?`` may be
absent, ``*3`` up to three words of any kind, ``!x`` not followed by. ``near`` asks for less: ``<a|b> & {he} & me / 7``
wants the anchor and each of the others within seven words of it, in any order.
"""

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from nearer.safety.record import Tier, Who, Whom

__all__ = ["Expression", "Kind", "Pattern", "Rule", "anchored", "expression", "kinds", "word_set"]

_SETTINGS = {"words.toml", "spelling.toml", "context.toml"}


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that can be said, in several ways, with who does it to whom and what changes its weight.

    ``speech``: words said straight to somebody ("I'll kill you"); the actor is whoever speaks, and ``own`` is the
    tier when that is the writer. ``negated``, ``supposed``, ``past``, ``once``, ``third``, ``told``, ``joked``
    give the tier when the words are denied, only supposed, of an earlier home or partner, long ago, about others,
    told of a story, or said in fun; null keeps the tier.
    """

    id: str
    tier: Tier
    patterns: list[str] = []
    near: list[str] = []
    who: Who = "partner"
    whom: Whom = "writer"
    own: Tier | None = None
    speech: bool = False
    unless: list[str] = []
    negated: Tier | None = None
    supposed: Tier | None = None
    past: Tier | None = None
    once: Tier | None = None
    third: Tier | None = None
    told: Tier | None = "0"
    joked: Tier | None = None
    fires: list[str] = []
    quiet: list[str] = []


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of cue: what it is, why it matters, the literature, and its rules.

    ``alone``: its rules hold whatever the classifier thinks of the words, as it never learnt what they are about.
    """

    kind: str
    what: str
    why: str
    source: str
    rules: list[Rule]
    set: Literal["harm", "self", "control", "soft"] = "harm"
    alone: bool = False


@cache
def _sets() -> dict[str, str]:
    data = tomllib.loads((files(__package__) / "rules" / "words.toml").read_text(encoding="utf-8"))
    plain: dict[str, str] = {}
    for name, value in data.items():
        plain[name] = re.sub(r"\{(\w+)\}", lambda found: plain[found.group(1)], "|".join(value.split()))
    return plain


def word_set(name: str) -> frozenset[str]:
    """The words of one set of ``rules/words.toml``."""
    return frozenset(_sets()[name].split("|"))


def _filled(element: str) -> str:
    def put(found: re.Match[str]) -> str:
        return _sets()[found.group(1)]

    return re.sub(r"\{(\w+)\}", put, element)


def _element(element: str) -> str:
    if element.startswith("*"):
        return rf"(?:\S+ ){{0,{int(element[1:])}}}?"
    if element.startswith("!"):
        return f"(?!(?:{_alternatives(element[1:])}) )"
    if element.endswith("?"):
        return f"(?:(?:{_alternatives(element[:-1])}) )?"
    return f"(?:(?:{_alternatives(element)}) )"


def _alternatives(element: str) -> str:
    bare = _filled(element.strip("<>"))
    return "|".join(re.escape(word.replace("_", " ")).replace(r"\ ", " ") for word in bare.split("|"))


class Expression:
    """The regular expression of a pattern, over words with one space after each; compiled when it is first tried.

    A letter meets a few of some fifteen hundred patterns, and compiling them all would take longer than reading it.
    """

    def __init__(self, pattern: str) -> None:
        """Keep the pattern until it is needed."""
        self._pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(r"(?<!\S)" + "".join(_element(element) for element in self._pattern.split()))

    def search(self, flow: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first place in the flow of words, between the two, where the pattern stands."""
        return self._compiled.search(flow, start, end)

    def finditer(self, flow: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Every such place, in order."""
        return self._compiled.finditer(flow, start, end)

    def match(self, flow: str, start: int = 0) -> re.Match[str] | None:
        """The pattern right at this place in the flow of words."""
        return self._compiled.match(flow, start)


@cache
def expression(pattern: str) -> Expression:
    """The one expression of a pattern."""
    return Expression(pattern)


class Pattern(msgspec.Struct, frozen=True):
    """One compiled pattern of one rule, with the expressions that silence it.

    ``denies``: the pattern has its own "not" or "never", so a denial in it changes nothing.
    """

    kind: str
    rule: Rule
    find: Expression
    company: tuple[Expression, ...]
    reach: int
    unless: tuple[Expression, ...]
    denies: bool
    alone: bool


def _anchors(pattern: str) -> set[str]:
    chosen = next((element for element in pattern.split() if element.startswith("<")), None)
    if chosen is None or chosen.endswith("?"):
        raise ValueError(f"no anchor in the pattern: {pattern}")
    return {word.split("_")[0] for word in _filled(chosen.strip("<>")).split("|")}


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of cue, by file name. A malformed file is a `msgspec.ValidationError`."""
    return tuple(_read(path) for path in sorted((files(__package__) / "rules").iterdir(), key=lambda path: path.name)
                 if path.name.endswith(".toml") and path.name not in _SETTINGS)  # fmt: skip


def _read(path: Traversable) -> Kind:
    return msgspec.toml.decode(path.read_bytes(), type=Kind)


@cache
def anchored() -> dict[str, tuple[Pattern, ...]]:
    """For each anchor word, the patterns to try where it stands."""
    found: defaultdict[str, list[Pattern]] = defaultdict(list)
    for kind in kinds():
        for rule in kind.rules:
            unless = tuple(expression(text) for text in rule.unless)
            for text in rule.patterns:
                denies = bool(word_set("deny") & set(re.split(r"[\s|_]+", text.partition("<")[0])))
                pattern = Pattern(kind.kind, rule, expression(text), (), 0, unless, denies, kind.alone)
                for word in _anchors(text):
                    found[word].append(pattern)
            for text in rule.near:
                parts, _, reach = text.rpartition("/")
                anchor, *company = (part.strip() for part in parts.split("&"))
                find, others = expression(anchor), tuple(expression(part) for part in company)
                pattern = Pattern(kind.kind, rule, find, others, int(reach), unless, denies=False, alone=kind.alone)
                for word in _anchors(anchor):
                    found[word].append(pattern)
    return {word: tuple(patterns) for word, patterns in found.items()}
