"""The words of keeping: what its commands ask and say, and the labels of an export."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

__all__ = ["KeepingWords", "words"]


class KeepingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The wording file as a record."""

    ask: dict[str, str]
    say: dict[str, str]
    export: dict[str, str]
    leave_out: dict[str, list[str]]
    kinds: dict[str, str]
    parts: dict[str, str]


@cache
def words() -> KeepingWords:
    """The English words."""
    text = (files("nearer.app") / "wording" / "en" / "keeping.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), KeepingWords)
