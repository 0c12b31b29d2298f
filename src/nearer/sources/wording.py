"""The sentences of a report, by key; they live in wording/en.toml and never hold a person's words."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from nearer.sources.report import Doubt, Skip

__all__ = ["LINES_SHOWN", "doubt", "say", "skip"]

LINES_SHOWN = 100
"""How many lines a doubt names; its count is always whole."""


@cache
def _sentences() -> dict[str, str]:
    text = files("nearer.sources").joinpath("wording/en.toml").read_text("utf-8")
    return {key: str(sentence) for key, sentence in tomllib.loads(text).items()}


def say(key: str, **values: object) -> str:
    """The sentence for a key, its places filled; ``count`` chooses between ``key.one`` and the plain key."""
    sentences = _sentences()
    one = f"{key}-one"
    chosen = one if values.get("count") == 1 and one in sentences else key
    return sentences[chosen].format(**values)


def doubt(kind: str, lines: Iterable[int] = (), *, count: int | None = None, **values: object) -> Doubt:
    """A doubt of this kind with its sentence; the count is that of the lines unless given."""
    places = tuple(lines)
    number = len(places) if count is None else count
    return Doubt(kind, number, places[:LINES_SHOWN], say(f"doubt-{kind}", count=number, **values))


def skip(reason: str, spans: Iterable[tuple[int, int]]) -> Skip:
    """The parts skipped for one reason, as first and last line, neighbours joined."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    count = sum(last - first + 1 for first, last in joined)
    return Skip(count, tuple(joined), say(f"skip-{reason}", count=count))
