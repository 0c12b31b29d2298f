"""Where the patterns of the rules stand in a draft."""

import re
from functools import cache
from typing import NamedTuple

from nearer.drafts.flow import Flow, Sentence
from nearer.drafts.pattern import anchors, expression
from nearer.drafts.record import SEVERITIES, Severity
from nearer.drafts.rulebook import ALWAYS, Tried, anchored, phrases, spares
from nearer.drafts.schema import Rule, Says

__all__ = ["Hit", "any_of", "hits", "says_any", "stands"]


class Hit(NamedTuple):
    """One pattern that was found: the rule, the words it covers, and what it kept for a suggestion."""

    rule: Rule
    says: Says
    severity: Severity
    confidence: float
    first: int
    last: int
    kept: dict[str, tuple[int, int]]


@cache
def any_of(find: tuple[str, ...]) -> tuple[tuple[frozenset[str], str], ...]:
    """Patterns with the words at one of which they are tried."""
    return tuple((anchors(pattern), pattern) for pattern in find)


def stands(find: tuple[str, ...], line: str, words: frozenset[str] | set[str]) -> bool:
    """Whether one of the patterns stands in ``line``; ``words`` are the words of it."""
    for marks, pattern in any_of(find):
        if (not marks or not marks.isdisjoint(words)) and expression(pattern).search(line):
            return True
    return False


def says_any(name: str, flow: Flow, sentence: Sentence | None = None) -> bool:
    """Whether a named list of ``phrases.toml`` has a pattern that stands in the draft, or in one sentence of it."""
    line = flow.line if sentence is None else flow.part(sentence)
    return stands(phrases()[name], line, set(line.split()))


def hits(flow: Flow) -> list[Hit]:
    """At most one hit a rule and sentence, the gravest; in the order of their places."""
    words = set(flow.words)
    found: dict[tuple[str, int], Hit] = {}
    for tried in _candidates(words):
        for match in expression(tried.find).finditer(flow.line):
            hit = _hit(tried, flow, match, words)
            if hit is None:
                continue
            key = (hit.rule.id, flow.sentence_of(hit.first).first)
            known = found.get(key)
            if known is None or SEVERITIES.index(hit.severity) < SEVERITIES.index(known.severity):
                found[key] = hit
    heard = set(found)
    kept = [hit for (_, at), hit in found.items() if not any((other, at) in heard for other in hit.rule.yields)]
    return sorted(kept, key=lambda hit: (hit.first, SEVERITIES.index(hit.severity)))


def _candidates(words: set[str]) -> list[Tried]:
    table = anchored()
    tried: dict[int, Tried] = {one.order: one for one in table.get(ALWAYS, ())}
    for word in words:
        for one in table.get(word, ()):
            tried[one.order] = one
    return [tried[order] for order in sorted(tried)]


def _hit(tried: Tried, flow: Flow, match: re.Match[str], words: set[str]) -> Hit | None:
    first, last = flow.at(match.start()), max(flow.at(match.start()) + 1, flow.at(match.end() - 1) + 1)
    sentence = flow.sentence_of(first)
    part = flow.part(sentence)
    inside = set(flow.words[sentence.first : sentence.last])
    says = tried.says
    if says.unless and stands(says.unless, part, inside):
        return None
    for name in says.spare:
        kind = spares()[name]
        line, seen = (flow.line, words) if kind.draft else (part, inside)
        if stands(kind.find, line, seen) and not stands(kind.unless, line, seen):
            return None
    kept = {
        name: (flow.at(match.start(name)), flow.at(match.end(name) - 1) + 1)
        for name, value in match.groupdict().items()
        if value
    }
    rule = tried.rule
    severity, confidence = says.severity or rule.severity, says.confidence or rule.confidence
    return Hit(rule, says, severity, confidence, first, last, kept)
