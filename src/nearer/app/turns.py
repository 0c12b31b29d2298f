"""The use case of `nearer turns`: read what was brought, and write turns and report in the forms that others read."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import polars as pl

from nearer.errors import InputError
from nearer.sources import Conversations, Report, open_conversations
from nearer.sources.wording import say

__all__ = ["WRITERS", "bring_in", "json_lines", "summary", "write_report", "write_turns"]

_ROWS_AT_ONCE = 50_000


def bring_in(
    paths: Sequence[Path],
    *,
    dates: str | None = None,
    timezone: str | None = None,
    same: Sequence[str] = (),
    progress: Callable[[int], None] | None = None,
) -> Conversations:
    """What was read from the files, several of one couple merged into one.

    Raises:
        InputError: a file cannot be read, holds no turn, or is of no known format.
    """
    return open_conversations(*paths, dates=dates, timezone=timezone, same=same, progress=progress)


def _printable(turns: pl.DataFrame) -> pl.DataFrame:
    """The turns with ``at`` as ISO 8601 with an offset (``+00:00`` where the zone is not known)."""
    kind = turns.schema["at"]
    zoned = isinstance(kind, pl.Datetime) and kind.time_zone is not None
    form = "%Y-%m-%dT%H:%M:%S%.f" + ("%:z" if zoned else "+00:00")
    return turns.with_columns(at=pl.col("at").dt.to_string(form), kind=pl.col("kind").cast(pl.String))


def json_lines(turns: pl.DataFrame) -> Iterator[str]:
    """The turns as JSON Lines, some thousand lines at a time."""
    for part in turns.iter_slices(_ROWS_AT_ONCE):
        yield _printable(part).write_ndjson()


def _write_json_lines(turns: pl.DataFrame, place: Path) -> None:
    with place.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json_lines(turns))


WRITERS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    ".parquet": lambda turns, place: turns.write_parquet(place),
    ".arrow": lambda turns, place: turns.write_ipc(place),
    ".feather": lambda turns, place: turns.write_ipc(place),
    ".csv": lambda turns, place: _printable(turns).write_csv(place),
    ".tsv": lambda turns, place: _printable(turns).write_csv(place, separator="\t"),
    ".jsonl": _write_json_lines,
}
"""How turns are written, by the ending of the file."""


def write_turns(brought: Conversations, place: Path) -> None:
    """Write the turns (with codes, where there are any) in the form that the file's ending names.

    Raises:
        InputError: the ending is of no such form, or the file cannot be written.
    """
    write = WRITERS.get(place.suffix.lower())
    if write is None:
        raise InputError(
            f"Turns can be written to a file that ends in {', '.join(WRITERS)}; please choose one of these."
        )
    turns = brought.turns
    if brought.codes is not None:
        listed = place.suffix.lower() not in {".csv", ".tsv"}
        turns = turns.with_columns(codes=brought.codes if listed else brought.codes.list.join(","))
    try:
        write(turns, place)
    except OSError as trouble:
        raise InputError("The turns could not be written there; please choose another place.") from trouble


def write_report(report: Report, place: Path) -> None:
    """Write the report as JSON; its schema is in docs/schema/turns-report.md.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        place.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    except OSError as trouble:
        raise InputError("The report could not be written there; please choose another place.") from trouble


def summary(report: Report) -> list[tuple[str, str]]:
    """What was found, as ten lines of a name and a value; no word of any message."""
    counts = {kind: count for kind, count in report.counts.items() if count}
    people = ", ".join(f"{person} ({report.messages[person]:,})" for person in report.people[:_PEOPLE_SHOWN])
    more = len(report.people) - _PEOPLE_SHOWN
    return [
        (say("row-format"), report.format),
        (say("row-people"), people + (f" +{more}" if more > 0 else "")),
        (say("row-conversations"), f"{report.conversations:,}"),
        (say("row-turns"), f"{sum(report.counts.values()):,}"),
        (say("row-kinds"), ", ".join(f"{kind} {count:,}" for kind, count in counts.items())),
        (say("row-span"), f"{report.span.first or '-'} … {report.span.last or '-'}"),
        (say("row-zone"), report.zone.name or say("value-unknown")),
        (say("row-dates"), f"{report.date_order.order or '-'}{'' if report.date_order.sure else ' ?'}"),
        (
            say("row-skipped"),
            f"{sum(skip.count for skip in report.skipped.values()):,} / {report.total:,} {report.unit}",
        ),
        (say("row-doubts"), f"{len(report.doubts)}"),
    ]


_PEOPLE_SHOWN = 4
