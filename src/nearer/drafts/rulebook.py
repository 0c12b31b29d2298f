"""The rules as records, and the table of the words at which their patterns are tried."""

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from nearer.drafts.pattern import anchors
from nearer.drafts.schema import Goodness, Rule, Says
from nearer.errors import InputError

__all__ = ["ALWAYS", "Kind", "Tried", "anchored", "goodness", "phrases", "praises", "read_rule", "rulebook", "spares"]

ALWAYS = ""
"""The anchor of patterns that are tried in every draft."""


class Tried(NamedTuple):
    """One pattern of one rule; ``order`` is its place, so that findings come in the order of the files."""

    order: int
    rule: Rule
    says: Says
    find: str


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of sentence that rules leave alone; ``draft``: it may stand anywhere in the draft."""

    id: str
    find: tuple[str, ...]
    unless: tuple[str, ...] = ()
    draft: bool = False


@cache
def rulebook() -> dict[str, Rule]:
    """Every rule by its id, in the order of the names.

    Raises:
        InputError: a file is wrong; says which, and what is wrong there.
    """
    folder = files(__package__) / "rules" / "en"
    rules = {}
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".toml"):
            rule = read_rule(path.read_text(encoding="utf-8"), path.name)
            rules[rule.id] = rule
    return rules


def read_rule(text: str, place: str) -> Rule:
    """The rule in one file's text; ``place`` is the name of the file, which must be that of the rule.

    Raises:
        InputError: ``place: what is wrong``.
    """
    try:
        rule = msgspec.convert(tomllib.loads(text), Rule)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as trouble:
        raise InputError(f"{place}: {trouble}; please mend the rule.") from None
    if f"{rule.id}.toml" != place:
        raise InputError(f"{place}: the id must be the name of the file; please change one.")
    return rule


@cache
def anchored() -> dict[str, tuple[Tried, ...]]:
    """For each word, the patterns to try where it stands in a draft."""
    table: defaultdict[str, list[Tried]] = defaultdict(list)
    order = 0
    for rule in rulebook().values():
        if rule.function is not None:
            continue
        for says in rule.says:
            for find in says.find:
                order += 1
                for word in anchors(find) or (ALWAYS,):
                    table[word].append(Tried(order, rule, says, find))
    return {word: tuple(tried) for word, tried in table.items()}


@cache
def spares() -> dict[str, Kind]:
    """The kinds of sentence that rules may leave alone, by name."""
    data = tomllib.loads((files(__package__) / "context.toml").read_text(encoding="utf-8"))
    return {kind.id: kind for kind in msgspec.convert(data["spare"], tuple[Kind, ...])}


@cache
def goodness() -> tuple[Goodness, ...]:
    """What a draft can do well."""
    data = tomllib.loads((files(__package__) / "good.toml").read_text(encoding="utf-8"))
    return msgspec.convert(data["good"], tuple[Goodness, ...])


@cache
def praises() -> dict[str, str]:
    """The sentence for each thing that a draft does well."""
    data = tomllib.loads((files(__package__) / "wording" / "en" / "good.toml").read_text(encoding="utf-8"))
    return msgspec.convert(data["good"], dict[str, str])


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """Named lists of patterns and sentences of ``phrases.toml``."""
    data = tomllib.loads((files(__package__) / "phrases.toml").read_text(encoding="utf-8"))
    return {name: tuple(value) for name, value in data.items()}
