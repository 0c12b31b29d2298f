"""What every format hands back: turns as they stand in the source, what was left out, what is in doubt."""

from collections.abc import Iterable, Sequence

import msgspec
import polars as pl

from nearer.errors import InputError
from nearer.sources.report import DateOrder, Doubt, Skip, Zone
from nearer.sources.wording import doubt, say, skip
from nearer.turns.frame import KINDS, TURNS

__all__ = ["KIND", "Asked", "Reading", "Row", "instants_from_rows", "join_readings", "plausible", "rows_to_turns"]

KIND = pl.Enum(KINDS)
_EARLIEST, _LATEST = -2_208_988_800_000_000, 7_258_118_400_000_000


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


def plausible(at: int | None) -> int | None:
    """The time, unless it lies outside the years 1900 to 2199, where no message has ever been sent."""
    return at if at is not None and _EARLIEST <= at < _LATEST else None


def rows_to_turns(conversation: str, rows: Iterable[Row], *, by_time: bool = False) -> pl.DataFrame:
    """The rows of one conversation as turns, numbered from 0; by time (the stable order of the source kept)."""
    listed: Sequence[Row] = list(rows)
    for row in listed:
        row.at = plausible(row.at)
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


def instants_from_rows(
    form: str,
    name: str,
    rows: Sequence[Row],
    *,
    total: int,
    unread: Iterable[int] = (),
    evidence: str = "zone-instants",
) -> Reading:
    """The reading of one conversation whose times are instants, earliest turn first; ``unread`` are skipped."""
    spans = [(number, number) for number in unread]
    lost = sum(plausible(row.at) is None for row in rows)
    return Reading(
        format=form,
        turns=rows_to_turns(name, rows, by_time=True),
        total=total,
        covered=len(rows),
        instants=True,
        zone=Zone("UTC", sure=True, evidence=(say(evidence),)),
        skipped={"unreadable": skip("unreadable", spans)} if spans else {},
        doubts=(doubt("no-time", count=lost),) if lost else (),
    )


def join_readings(parts: Sequence[Reading]) -> Reading:
    """Several conversations of one source as one reading; names said twice get a number, empty parts are counted.

    Raises:
        InputError: there are no parts at all.
    """
    if not parts:
        raise InputError("No chat was found in the file; please check that it is the whole export.")
    if len(parts) == 1:
        return parts[0]
    first = max(parts, key=lambda part: len(part.turns))
    doubts: dict[str, list[Doubt]] = {}
    skips: dict[str, list[Skip]] = {}
    for part in parts:
        for each in part.doubts:
            doubts.setdefault(each.kind, []).append(each)
        for reason, skipped in part.skipped.items():
            skips.setdefault(reason, []).append(skipped)
    return msgspec.structs.replace(
        first,
        turns=pl.concat(_own_names([part.turns for part in parts])),
        total=sum(part.total for part in parts),
        covered=sum(part.covered for part in parts),
        edited=sum(part.edited for part in parts),
        reactions=sum(part.reactions for part in parts),
        doubts=tuple(_joined_doubt(kind, same) for kind, same in doubts.items()),
        skipped={reason: _joined_skip(reason, same) for reason, same in skips.items()},
    )


def _joined_doubt(kind: str, same: Sequence[Doubt]) -> Doubt:
    """Doubts of one kind from several parts; a line means nothing without its part, so places are left out."""
    return same[0] if len(same) == 1 else doubt(kind, count=sum(each.count for each in same))


def _joined_skip(reason: str, same: Sequence[Skip]) -> Skip:
    count = sum(each.count for each in same)
    return same[0] if len(same) == 1 else Skip(count, (), say(f"skip-{reason}", count=count))


def _own_names(frames: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """The frames with no two of them sharing a conversation's name."""
    seen: dict[str, int] = {}
    named = []
    for frame in frames:
        new: dict[str, str] = {}
        for name in frame["conversation"].unique():
            seen[name] = seen.get(name, 0) + 1
            new[name] = name if seen[name] == 1 else f"{name} ({seen[name]})"
        named.append(frame.with_columns(pl.col("conversation").replace(new)))
    return named
