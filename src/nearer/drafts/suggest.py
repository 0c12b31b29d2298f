"""A better way to say the found words: same facts, same strength, and nothing that raises a new finding."""

import re
from collections.abc import Callable
from functools import cache

from nearer.drafts.flow import Flow
from nearer.drafts.match import Hit
from nearer.drafts.pattern import sets
from nearer.drafts.rulebook import phrases

__all__ = ["LONGEST", "facts", "kept_facts", "suggestion"]

LONGEST = 1.6
"""A suggestion is at most so many times as long as the words it stands for."""

_TIME = re.compile(r"(?<![\w])(?:\d[\d.:,/]*(?:\s?(?:am|pm|h|%|€|£|\$))?|[€£$]\s?\d[\d.,]*)", re.IGNORECASE)
_WORDED = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:january|february|march|april|june|july|august|september|october"
    r"|november|december|christmas|easter|midnight|noon|tonight|tomorrow|yesterday)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?…:\"“'‘\n] )(?<!^)(?<![\w'’])[A-Z][a-zà-ÿ]+(?:[-'’][A-Z][a-z]+)?(?:\s[A-Z][a-zà-ÿ]+)*")


@cache
def _not_names() -> frozenset[str]:
    """Words with a capital letter that name nobody."""
    return frozenset(word for word in sets()["not_names"].split("|"))


def facts(text: str) -> tuple[str, ...]:
    """The names, numbers and times of a text, each once, in their order."""
    found: dict[str, int] = {}
    for shape in (_TIME, _WORDED, _NAME):
        for match in shape.finditer(text):
            word = match.group().strip(" ,.")
            if word and word not in _not_names() and not (shape is _NAME and not _is_name(text, match)):
                found.setdefault(word, match.start())
    names = sorted(found, key=lambda word: found[word])
    return tuple(word for word in names if not any(word != other and word in other for other in names))


def _is_name(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].rstrip()
    return bool(before) and before[-1] not in '.!?…:\n"“‘' and match.group().split()[0] not in _not_names()


def kept_facts(old: str, new: str) -> bool:
    """Whether every name, number and time of ``old`` is in ``new``."""
    low = new.lower()
    return all(fact.lower() in low for fact in facts(old))


def suggestion(hit: Hit, flow: Flow, place: tuple[int, int], fits: Callable[[str], bool]) -> str | None:
    """The first way to say it that is short enough, keeps the facts, and that ``fits`` finds nothing new in."""
    old = flow.source[place[0] : place[1]]
    named = _spoken_to(old)
    for way in (*hit.says.better, *hit.rule.better, *phrases()["last resort"]):
        new = _filled(way, hit, flow, old)
        if new is not None and named and named not in new:
            new = f"{named}, " + (new if re.match(r"I\b", new) else new[:1].lower() + new[1:])
        if new is None or len(new) > LONGEST * len(old) or not kept_facts(old, new):
            continue
        if fits(new):
            return new
    return None


def _spoken_to(old: str) -> str:
    """The name that the words are said to, where it is the only fact in them ("You are late, Marta.")."""
    kept = facts(old)
    return kept[0] if len(kept) == 1 and re.search(rf",\s*{re.escape(kept[0])}\s*[,.!?]", old) else ""


def _filled(way: str, hit: Hit, flow: Flow, old: str) -> str | None:
    """The sentence with its gaps filled; None where a gap has nothing to fill it."""
    parts = {"kept": _listed(facts(old)), "old": old.rstrip(" .!?…,"), "first": _first(old)}
    for name, (first, last) in hit.kept.items():
        start, end = flow.text(first, last)
        parts[name] = flow.source[start:end].strip(" ,.!?…;:")
    gaps = re.findall(r"\{(\w+)\}", way)
    if any(not parts.get(gap) for gap in gaps):
        return None
    text = re.sub(r"\{(\w+)\}", lambda found: parts[found.group(1)], way)
    if way.startswith("I'd like you to"):
        text = re.sub(r"\b([Aa])ny(?=thing|one|body|where|\b)", lambda found: "some", text)
    return _ended(_cased(text, old), old)


def _first(old: str) -> str:
    """The first sentence of several, with its stop."""
    match = re.match(r"[^.!?]+[.!?]+(?=\s)", old)
    return match.group() if match else ""


def _listed(words: tuple[str, ...]) -> str:
    return " and ".join(words) if len(words) < 3 else ", ".join(words[:-1]) + " and " + words[-1]


def _cased(text: str, old: str) -> str:
    if old[:1].islower() and not re.match(r"I\b", text):
        return text[:1].lower() + text[1:]
    return text[:1].upper() + text[1:]


def _ended(text: str, old: str) -> str:
    if text[-1] in ".!?…":
        return text if old.rstrip()[-1:] in ".!?…" or text[-1] == "?" else text[:-1]
    return text + "." if old.rstrip()[-1:] in ".!?…" else text
