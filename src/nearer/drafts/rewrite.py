"""A whole version of a draft: by the grammar of the opener, softened word for word, or as a question with room."""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from nearer.drafts.checks import Setting, issue_raised
from nearer.drafts.flow import Flow, read_flow
from nearer.drafts.grammar import opener_faults
from nearer.drafts.look import find
from nearer.drafts.match import says_any
from nearer.drafts.record import Finding, Notes
from nearer.drafts.rulebook import phrases
from nearer.drafts.suggest import facts, kept_facts

__all__ = ["curious_version", "rewritten", "softened"]

_ROUNDS = 4


def rewritten(text: str, notes: Notes, *, curious: bool = False) -> Notes:
    """The notes with a whole version of the draft; unchanged where safety holds or something must not be sent.

    A draft that raises an issue is said by the grammar of the opener, any other is softened where it was found hard.
    ``curious`` turns a mending or a hitting draft into one question with room to decline.
    """
    if notes.safety is not None or any(one.suggestion is None and one.severity == "stop" for one in notes.findings):
        return notes
    if curious:
        return msgspec.structs.replace(notes, rewrite=curious_version(text))
    flow = read_flow(text)
    soft = softened(text, notes.findings)
    hot = any(one.severity != "hint" for one in notes.findings)
    version = _opened(text, soft) if hot and issue_raised(flow, Setting(None, (), hot, hot)) else None
    return msgspec.structs.replace(notes, rewrite=version or soft)


def softened(text: str, found: Sequence[Finding]) -> str:
    """The draft with its suggestions put in, from the end to the beginning, and again while something is left."""
    for _ in range(_ROUNDS):
        end = len(text) + 1
        for one in sorted(found, key=lambda one: (one.start, one.end), reverse=True):
            if one.suggestion is not None and one.end <= end:
                text = text[: one.start] + one.suggestion + text[one.end :]
                end = one.start
        found = [one for one in find(read_flow(text)) if one.severity != "hint"]
        if not found:
            break
    return _tidy(text)


def curious_version(text: str) -> str:
    """One open question about it, with room to say no; the names and times of the draft stay."""
    kept = _listed(facts(text))
    for way in phrases()["curious about facts" if kept else "curious versions"]:
        version = way.replace("{kept}", kept)
        if not find(read_flow(version), better=False):
            return version
    return phrases()["curious versions"][0]


def _opened(text: str, soft: str) -> str | None:
    """The first version that keeps every limit of the grammar, the facts, and the rules; None where none does."""
    for body in _bodies(text, soft):
        for purpose, feeling, part, freedom, question in _frames():
            slots = (purpose, body, "" if _feels(body) else feeling, part, freedom, question)
            version = " ".join(slot for slot in slots if slot)
            if not opener_faults(version) and kept_facts(text, version) and not find(read_flow(version), better=False):
                return version
    return None


def _feels(body: str) -> bool:
    return says_any("feeling", read_flow(body))


def _bodies(text: str, soft: str) -> list[str]:
    """What happened, from the fullest to the barest: the softened sentences without questions, then the bare facts."""
    plain = [one for one in _sentences(read_flow(soft)) if "?" not in one]
    kept = _listed(facts(text))
    bare = phrases()["bare facts" if kept else "bare"][0].replace("{kept}", kept)
    return [*(" ".join(plain[:count]) for count in range(len(plain), 0, -1)), " ".join((bare, *plain[:1])), bare]


def _sentences(flow: Flow) -> list[str]:
    found = []
    for one in flow.sentences:
        start, end = flow.text(one.first, one.last)
        sentence = flow.source[start:end].strip()
        found.append(sentence if sentence[-1] in ".!?…" else sentence + ".")
    return list(dict.fromkeys(found))


@cache
def _frames() -> tuple[tuple[str, ...], ...]:
    """Purpose, feeling, own part, freedom and question, from the shorter to the longer."""
    return tuple(tuple(one.split("|")) for one in phrases()["frames"])


def _listed(words: tuple[str, ...]) -> str:
    return " and ".join(words) if len(words) < 3 else ", ".join(words[:-1]) + " and " + words[-1]


def _tidy(text: str) -> str:
    """The text without a sentence that comes twice in a row and without double spaces."""
    text = re.sub(r"([^.!?\n]+[.!?]+)(?:\s+\1)+", r"\1", text)
    return re.sub(r"(?<=\S) {2,}", " ", text).strip()
