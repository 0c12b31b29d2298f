"""The sentences of the web app, read from the wording files."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["names", "words"]


@cache
def words(name: str) -> dict[str, Any]:
    """The wording file of that name (without ending), as nested tables of strings and lists."""
    return tomllib.loads(files("nearer.web").joinpath(f"wording/en/{name}.toml").read_text("utf-8"))


def names() -> tuple[str, ...]:
    """The names of all wording files."""
    folder = files("nearer.web").joinpath("wording/en")
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))
