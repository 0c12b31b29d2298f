"""Clocks on the wall and instants: what time zone the turns are in, and what is done about summer time."""

import datetime
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo, available_timezones

import polars as pl

from nearer.errors import InputError
from nearer.sources.reading import Reading
from nearer.sources.report import Doubt, Zone
from nearer.sources.wording import doubt, say

__all__ = ["instants_of_clocks", "zone_name", "zone_of_clocks", "zoned", "zoned_frame"]

_OFFSET = re.compile(r"^(?:UTC|GMT)?([+-])(\d{1,2})(?::?00)?$", re.IGNORECASE)
_FARTHEST = 14


def zone_name(asked: str | None) -> str | None:
    """The name of the zone that a person asked for; whole hours from UTC (``+02:00``) become a zone of that offset.

    Raises:
        InputError: there is no such zone.
    """
    if asked is None:
        return None
    if (offset := _OFFSET.match(asked.strip())) and int(offset[2]) <= _FARTHEST:
        hours = int(offset[2])
        return "UTC" if hours == 0 else f"Etc/GMT{'-' if offset[1] == '+' else '+'}{hours}"
    try:
        return ZoneInfo(asked.strip()).key
    except (ValueError, OSError, KeyError) as trouble:
        raise InputError("There is no time zone of that name; give one like Europe/Berlin, UTC or +02:00.") from trouble


def zoned(reading: Reading, asked: str | None) -> tuple[pl.DataFrame, Zone, tuple[Doubt, ...]]:
    """The turns with ``at`` in the zone (naive where it is not known), the zone with its evidence, and doubts."""
    turns = reading.turns
    if turns["at"].is_null().all():
        return turns, reading.zone, ()
    name = zone_name(asked)
    if reading.instants:
        at = turns["at"].dt.replace_time_zone("UTC")
        evidence = (*reading.zone.evidence, *((say("zone-asked"),) if name else ()))
        shown = name or reading.zone.name or "UTC"
        return turns.with_columns(at=at.dt.convert_time_zone(shown)), Zone(shown, sure=True, evidence=evidence), ()
    if name is None:
        return turns, reading.zone, (doubt("zone", count=1),)
    at, doubts = _placed(turns["at"], name)
    return (
        turns.with_columns(at=at),
        Zone(name, sure=True, evidence=(say("zone-asked"), *reading.zone.evidence)),
        doubts,
    )


def zoned_frame(turns: pl.DataFrame, zone: str | None) -> pl.DataFrame:
    """Turns with clocks on the wall as turns of a zone; as they are where no zone is known."""
    return turns if zone is None else turns.with_columns(at=_placed(turns["at"], zone)[0])


def _placed(at: pl.Series, zone: str) -> tuple[pl.Series, tuple[Doubt, ...]]:
    """Clocks on the wall as instants of a zone: the hour that came twice by the order of turns, the lost one moved."""
    first = at.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    second = at.dt.replace_time_zone(zone, ambiguous="latest", non_existent="null")
    twice = (first != second).fill_null(value=False)
    lost = first.is_null() & at.is_not_null()
    if twice.any():
        first = first.zip_with(~_second_time(at, twice), second)
    if lost.any():
        later = (at + datetime.timedelta(hours=1)).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        first = first.zip_with(~lost, later)
    counts = (("double-local", int(twice.sum())), ("skipped-local", int(lost.sum())))
    return first, tuple(doubt(kind, count=count) for kind, count in counts if count)


def _second_time(at: pl.Series, twice: pl.Series) -> pl.Series:
    """Of the clocks that come twice, those that stand after a step back on the same day: they are the second ones."""
    frame = pl.DataFrame({"at": at, "twice": twice}).with_row_index()
    within = frame.filter("twice").with_columns(
        back=(pl.col("at").diff().over(pl.col("at").dt.date()) < pl.duration()).fill_null(value=False)
    )
    after = within.with_columns(second=pl.col("back").cum_max().over(pl.col("at").dt.date())).filter("second")
    return frame["index"].is_in(after["index"].to_list())


_USUAL = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Athens",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "America/Santiago",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Asia/Tehran",
)
"""One zone for each usual rule of summer time; asked before all others."""
_HOUR = 3_600_000_000
_SAMPLE = 2_000


def zone_of_clocks(pairs: Sequence[tuple[int, int]]) -> Zone | None:
    """The zone in which every clock on the wall (first) stood at its instant (second); None where there is none.

    A source that gives both tells its zone. One offset throughout is that offset; several are the summer time of a zone
    with the same rule, of which the usual one stands for all.
    """
    if not pairs:
        return None
    offsets = sorted({wall - instant for wall, instant in pairs})
    if len(offsets) == 1 and offsets[0] % _HOUR == 0 and abs(offsets[0]) <= _FARTHEST * _HOUR:
        hours = offsets[0] // _HOUR
        name = "UTC" if hours == 0 else f"Etc/GMT{-hours:+d}"
        return Zone(name, sure=True, evidence=(say("zone-instants"), say("zone-both", offset=_shown(offsets[0]))))
    step = max(1, len(pairs) // _SAMPLE)
    for name in (*_USUAL, *sorted(available_timezones())):
        if _keeps(pairs[::step], ZoneInfo(name)):
            both = f"{_shown(offsets[0])} … {_shown(offsets[-1])}"
            return Zone(name, sure=True, evidence=(say("zone-instants"), say("zone-both", offset=both)))
    return None


def _keeps(pairs: Sequence[tuple[int, int]], zone: ZoneInfo) -> bool:
    """Whether a zone's clocks show every one of these times."""
    for wall, instant in pairs:
        offset = datetime.datetime.fromtimestamp(instant / 1_000_000, zone).utcoffset()
        if offset != datetime.timedelta(microseconds=wall - instant):
            return False
    return True


def _shown(offset: int) -> str:
    hours, minutes = divmod(abs(offset) // 60_000_000, 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def instants_of_clocks(clocks: Sequence[int | None], zone: str) -> list[int | None]:
    """The instants (microseconds) of clocks on the wall of a zone."""
    at = pl.Series(clocks, dtype=pl.Int64).cast(pl.Datetime("us"))
    return _placed(at, zone)[0].dt.convert_time_zone("UTC").dt.timestamp("us").to_list()
