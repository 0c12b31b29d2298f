"""What a code's file holds. A code is named for what is seen, never for what somebody is."""

from typing import Annotated, Literal, get_args

import msgspec

__all__ = ["FAMILIES", "CycleClass", "Family", "Fires", "ProcessCode", "Quiet"]

Family = Literal["reach", "away", "against", "toward", "raise"]
"""Reach is pursuit, away is withdrawal; raise stands alone: the bid that starts things."""

CycleClass = Literal["pursue", "withdraw", "other"]
"""What a code counts as in the statistics of the cycle."""

FAMILIES: tuple[Family, ...] = get_args(Family)

_Words = Annotated[str, msgspec.Meta(min_length=1)]


class Fires(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A turn that has the code: what is said, the partner's turn before it, and what other codes it also has."""

    says: _Words
    before: _Words | None = None
    also: tuple[str, ...] = ()


class Quiet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A near miss: a turn that does not have the code, and the codes that it has instead (none: an empty list)."""

    says: _Words
    instead: tuple[str, ...]
    before: _Words | None = None


class ProcessCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One process code: how a turn is said and what it does to the other person, never what it is about.

    ``misread`` lists the innocent readings that the code can get wrong. A code is on trial until its error rate on
    text by strangers is known.
    """

    id: _Words
    name: _Words
    family: Family
    cycle: CycleClass
    what: _Words
    counts: _Words
    not_counts: _Words
    boundary: _Words
    why: _Words
    source: Annotated[tuple[Annotated[str, msgspec.Meta(pattern=r"\b(19|20)\d\d\b")], ...], msgspec.Meta(min_length=1)]
    misread: Annotated[tuple[_Words, ...], msgspec.Meta(min_length=1)]
    status: Literal["trial", "steady", "retired"]
    since: _Words
    fires: Annotated[tuple[Fires, ...], msgspec.Meta(min_length=4)]
    quiet: Annotated[tuple[Quiet, ...], msgspec.Meta(min_length=4)]
