"""What every format hands back: turns as they stand in the source, what was left out, what is in doubt."""

from collections.abc import Iterable, Sequence

import msgspec
import polars as pl

from nearer.sources.report import DateOrder, Doubt, Skip, Zone
from nearer.turns.frame import KINDS, TURNS

__all__ = ["KIND", "Asked", "Reading", "Row", "rows_to_turns"]

KIND = pl.Enum(KINDS)


class Asked(msgspec.Struct, frozen=True):
    """What the person said about the source: the order of dates, the time zone (both may be unknown)."""

    dates: str | None = None
    timezone: str | None = None


class Row(msgspec.Struct, gc=False):
    """One turn before it is part of a frame; ``at`` in microseconds since 1970 (UTC, or the clock on the wall)."""

    speaker: str | None
    at: int | None
    text: str
    kind: str = "message"
    line: int | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One source as read: the turns with a naive ``at`` (in UTC when ``instants``, else the clock on the wall)."""

    format: str
    turns: pl.DataFrame
    unit: str = "records"
    total: int
    covered: int
    instants: bool = False
    zone: Zone = Zone()
    date_order: DateOrder = DateOrder()
    skipped: dict[str, Skip] = {}
    doubts: tuple[Doubt, ...] = ()
    codes: pl.Series | None = None
    edited: int = 0
    reactions: int = 0


def rows_to_turns(conversation: str, rows: Iterable[Row], *, by_time: bool = False) -> pl.DataFrame:
    """The rows of one conversation as turns, numbered from 0; by time (the stable order of the source kept)."""
    listed: Sequence[Row] = list(rows)
    if by_time and all(row.at is not None for row in listed):
        listed = sorted(listed, key=lambda row: row.at or 0)
    count = len(listed)
    return pl.DataFrame(
        {
            "conversation": pl.repeat(conversation, count, dtype=pl.String, eager=True),
            "turn": pl.int_range(count, eager=True, dtype=pl.Int64),
            "speaker": pl.Series([row.speaker for row in listed], dtype=pl.String),
            "at": pl.Series([row.at for row in listed], dtype=pl.Int64).cast(pl.Datetime("us")),
            "kind": pl.Series([row.kind for row in listed], dtype=pl.String).cast(KIND),
            "text": pl.Series([row.text for row in listed], dtype=pl.String),
            "line": pl.Series([row.line for row in listed], dtype=pl.Int64),
        },
        schema=TURNS,
    )
