"""The sentences of invitation, table and talk, from the wording files."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["FILES", "entry", "say"]

FILES = ("invitation", "table", "talk")


def say(key: str, **places: object) -> str:
    """The sentence at a dotted key, the file's name first, with its places filled."""
    return str(entry(key)).format(**places)


def entry(key: str) -> Any:  # noqa: ANN401 - a TOML value: a sentence, a list or a table of them
    """What stands at a dotted key, the file's name first.

    Example:
        >>> sorted(entry("invitation.replies"))
        ['accept', 'no', 'not-now']
    """
    name, *parts = key.split(".")
    found: Any = _file(name)
    for part in parts:
        found = found[part]
    return found


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "wording" / "en" / f"{name}.toml").read_text(encoding="utf-8"))
