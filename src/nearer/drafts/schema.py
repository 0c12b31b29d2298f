"""What a rule's file holds. A rule is named for what is seen, never for what somebody is."""

from typing import Annotated

import msgspec

from nearer.drafts.record import Severity

__all__ = ["Example", "Goodness", "Rule", "Says"]

_Words = Annotated[str, msgspec.Meta(min_length=1)]
_Share = Annotated[float, msgspec.Meta(gt=0, le=1)]


class Says(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ways of saying one thing, as patterns (see `nearer.drafts.pattern`).

    ``unless``: patterns that silence it when they stand in the same sentence; ``spare``: kinds of sentence that are
    left alone (see ``context.toml``); ``alone``: the finding is the match and not its sentence; ``doubtful``: it is
    kept only where the coder hears something hard. ``better`` are ways
    to say it so that it can be heard, the first that fits is offered.
    """

    find: Annotated[tuple[_Words, ...], msgspec.Meta(min_length=1)]
    unless: tuple[_Words, ...] = ()
    spare: tuple[_Words, ...] = ()
    better: tuple[_Words, ...] = ()
    severity: Severity | None = None
    confidence: _Share | None = None
    alone: bool = False
    doubtful: bool = False


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft that the rule finds, and how it can be said instead."""

    says: _Words
    better: str = ""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: what is seen, why it matters, where it is misread, how to say it instead.

    ``function`` names a check in `nearer.drafts.checks` that looks at the whole draft. ``reason`` is what the writer
    reads, in at most 15 words. ``yields``: it is not told where one of these is found in the same sentence.
    ``default``: it is on. ``fixed``: it cannot be switched off.
    """

    id: _Words
    name: _Words
    severity: Severity
    confidence: _Share
    reason: _Words
    what: _Words
    why: _Words
    source: Annotated[tuple[Annotated[str, msgspec.Meta(pattern=r"\b(19|20)\d\d\b")], ...], msgspec.Meta(min_length=1)]
    misread: Annotated[tuple[_Words, ...], msgspec.Meta(min_length=1)]
    since: _Words
    fires: Annotated[tuple[Example, ...], msgspec.Meta(min_length=3)]
    quiet: Annotated[tuple[_Words, ...], msgspec.Meta(min_length=3)]
    says: tuple[Says, ...] = ()
    better: tuple[_Words, ...] = ()
    function: str | None = None
    yields: tuple[str, ...] = ()
    default: bool = True
    fixed: bool = False


class Goodness(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a draft can do well; the sentence that says so is in ``wording/en/good.toml`` under its id."""

    id: _Words
    find: tuple[_Words, ...] = ()
    unless: tuple[_Words, ...] = ()
