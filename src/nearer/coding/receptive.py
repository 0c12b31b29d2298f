"""The receptiveness index: how open to the other's view a text sounds. Experimental for couples."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from nearer.coding.lexicon import pattern, plain, words_of
from nearer.coding.markers import FEWEST_WORDS, NotEnough, find

__all__ = ["SIGNS", "Receptiveness", "parts", "receptiveness", "reference"]

SIGNS: dict[str, int] = {
    "acknowledge": 1,
    "agree": 1,
    "hedge": 1,
    "positive": 1,
    "negation": -1,
    "limiter": -1,
    "reason": -1,
}


class Receptiveness(msgspec.Struct, frozen=True):
    """The index, and each part as standard deviations from the reference texts (named in the data file)."""

    words: int
    index: float
    parts: dict[str, float]


def receptiveness(texts: Iterable[str]) -> Receptiveness | NotEnough:
    """The index of one person's turns taken together, or how many words are still missing.

    Source: Yeomans, Minson, Collins, Chen and Gino 2020, OBHDP 160:131; own lists of words.
    Differs: an unweighted sum of seven parts; theirs is a model of many more, trained on political disagreement.
    """
    turns = list(texts)
    count = sum(len(words_of(text)) for text in turns)
    if count < FEWEST_WORDS:
        return NotEnough(count, FEWEST_WORDS)
    means = reference()
    scores = {name: (value - means[name][0]) / means[name][1] for name, value in parts("\n".join(turns)).items()}
    index = sum(SIGNS[name] * score for name, score in scores.items())
    return Receptiveness(words=count, index=index, parts=scores)


def parts(text: str) -> dict[str, float]:
    """How often each part comes per 100 words of one text."""
    flat = plain(text)
    count = max(1, len(words_of(flat)))
    sums = {
        name: float(sum(1 for _ in pattern("markers.en", "receptive", name).finditer(flat)))
        for name in SIGNS
        if name != "negation"
    }
    sums["negation"] = sum(one.weight for one in find(text) if one.kind == "negation")
    return {name: 100 * sums[name] / count for name in SIGNS}


@cache
def reference() -> dict[str, tuple[float, float]]:
    """The mean and the deviation of each part in the reference texts."""
    text = (files("nearer.coding") / "words" / "reference.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["receptive"]
    return {name: (table[name]["mean"], table[name]["deviation"]) for name in SIGNS}
