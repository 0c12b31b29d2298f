"""The report's sentences, from the wording files, with their places filled."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["entry", "say", "sayings"]


def say(key: str, **places: object) -> str:
    """The sentence at this dotted key of ``page.toml``, its places filled."""
    return str(entry("page", key)).format(**places)


def sayings(key: str, **places: object) -> tuple[str, ...]:
    """The list of sentences (or column heads) at this key of ``page.toml``, their places filled."""
    return tuple(str(line).format(**places) for line in entry("page", key))


def entry(file: str, key: str) -> Any:  # noqa: ANN401 - a TOML value: a sentence, a list or a table of them
    """What stands at a dotted key of one wording file."""
    found: Any = _load(file)
    for part in key.split(".") if key else ():
        found = found[part]
    return found


@cache
def _load(file: str) -> dict[str, Any]:
    place = resources.files("nearer.answer.report") / "wording" / "en" / f"{file}.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))
