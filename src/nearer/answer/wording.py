"""The sentences of an answer, read from the wording files and filled with the words of one letter."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

__all__ = ["Voice", "fill", "table"]

_EITHER = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


@cache
def table(name: str) -> dict[str, Any]:
    """The wording file of that name (without ending), as nested tables of strings and lists."""
    return tomllib.loads(files("nearer.answer").joinpath(f"wording/en/{name}.toml").read_text("utf-8"))


def fill(sentence: str, slots: Mapping[str, str], *, plural: bool) -> str:
    """The sentence with its slots filled and its verbs agreeing with the pronoun.

    ``[goes|go]`` keeps the first form after she or he, the second after they.

    Raises:
        KeyError: the sentence names a slot that is not given (a fault in the wording, found by a test).
    """
    agreed = _EITHER.sub(lambda found: found[2] if plural else found[1], sentence)
    return re.sub(r"\{(\w+)\}", lambda found: slots[found[1]], agreed)


class Voice:
    """Chooses among variants by the letter alone, so that the same letter always gets the same answer."""

    def __init__(self, letter: str, slots: Mapping[str, str], *, plural: bool) -> None:
        """Take the letter that decides, the slots that are known, and whether the partner is a ``they``."""
        self._letter = " ".join(letter.split()).encode()
        self._plural = plural
        self.slots = dict(slots)

    def pick(self, key: str, variants: list[str]) -> str:
        """One of the variants: always the same one for the same letter and key."""
        drawn = blake2b(self._letter + b"\0" + key.encode(), digest_size=4).digest()
        return variants[int.from_bytes(drawn) % len(variants)]

    def fill(self, sentence: str, **more: str) -> str:
        """The sentence with the known slots, and these, filled in."""
        return fill(sentence, {**self.slots, **more}, plural=self._plural)

    def say(self, key: str, variants: list[str], **more: str) -> str:
        """Pick one variant and fill it."""
        return self.fill(self.pick(key, variants), **more)
