"""What was found in a source and what was doubtful about it: the report that goes with every set of turns."""

from typing import Literal

import msgspec

__all__ = ["SCHEMA", "DateOrder", "Doubt", "Report", "Skip", "Span", "Zone"]

SCHEMA = "nearer/turns-report/1"
"""The name and version of the report's JSON; described in docs/schema/turns-report.md."""

Order = Literal["dmy", "mdy", "ymd"]


class DateOrder(msgspec.Struct, frozen=True):
    """In which order day, month and year are written, and what speaks for it; no order where dates need none."""

    order: Order | None = None
    sure: bool = True
    evidence: tuple[str, ...] = ()


class Zone(msgspec.Struct, frozen=True):
    """The time zone of ``at``; no name where the source names none (``at`` is then the clock on the wall)."""

    name: str | None = None
    sure: bool = False
    evidence: tuple[str, ...] = ()


class Doubt(msgspec.Struct, frozen=True):
    """One thing that could not be settled: its kind, how often, at which lines (the first hundred), as a sentence."""

    kind: str
    count: int
    lines: tuple[int, ...]
    says: str


class Skip(msgspec.Struct, frozen=True):
    """Parts of the source that are no turns, for one reason: how many, and the lines as first and last."""

    count: int
    lines: tuple[tuple[int, int], ...]
    says: str


class Span(msgspec.Struct, frozen=True):
    """The first and the last time, ISO 8601; null where no turn has one."""

    first: str | None = None
    last: str | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that can be said of a reading without one word of what was written in it.

    ``total`` counts the source in ``unit`` (lines of a text, records of a table or a JSON file); ``covered`` of them
    became turns and the rest is in ``skipped``.
    """

    schema: str = SCHEMA
    format: str
    files: int = 1
    conversations: int
    people: tuple[str, ...]
    counts: dict[str, int]
    messages: dict[str, int]
    span: Span
    zone: Zone
    date_order: DateOrder
    unit: Literal["lines", "records"]
    total: int
    covered: int
    edited: int = 0
    reactions: int = 0
    skipped: dict[str, Skip]
    doubts: tuple[Doubt, ...]
