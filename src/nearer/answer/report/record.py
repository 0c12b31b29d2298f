"""What a report is made from, and what it is: sections of sentences, drawings and tables, ready for any surface."""

import msgspec

from nearer.cycle.meanfield import RestingPoint
from nearer.cycle.record import Cycle
from nearer.cycle.simulator import WhatIf

__all__ = ["Figure", "Reading", "Report", "Round", "Section", "Table"]


class Round(msgspec.Struct, frozen=True):
    """One round in the two people's own words: (person, words) of the pressing and of the closing turn."""

    date: str
    turns: tuple[tuple[str, str], ...]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that a report is made from. ``reader`` is who reads it, where known: the page then starts with their arrow.

    ``what_if`` is None where nothing may or can be played forward; ``resting`` are the resting points of the small map
    as it is and with a step by both. ``left_out`` counts the turns of the newest 48 hours, ``rounds`` holds quotes
    only where they were asked for, ``doubts`` what was doubtful when the file was read.
    """

    cycle: Cycle
    what_if: WhatIf | None = None
    resting: tuple[tuple[RestingPoint, ...], tuple[RestingPoint, ...]] | None = None
    reader: str | None = None
    redacted: bool = False
    rounds: tuple[Round, ...] = ()
    left_out: int = 0
    doubts: tuple[str, ...] = ()
    version: str = ""


class Table(msgspec.Struct, frozen=True):
    """A small table: the first column names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Figure(msgspec.Struct, frozen=True):
    """A drawing (one SVG element that tells itself) and the words under it, with a title where it needs one."""

    svg: str
    caption: str = ""
    title: str = ""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a report. ``kind`` tells a surface how to set it."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    methods: tuple[tuple[str, str, str, str], ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report. ``watermark`` stands on every page of it."""

    title: str
    span: str
    watermark: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: tuple[str, ...]
