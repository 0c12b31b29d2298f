"""The words of the safety answers, as data."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["wording"]


@cache
def wording() -> dict[str, Any]:
    """The whole of ``wording/en.toml``, which is reviewed apart from all other wording."""
    return tomllib.loads((files(__package__) / "wording" / "en.toml").read_text(encoding="utf-8"))
