"""Several files of one couple as one: people matched by name, overlaps kept once, all in order of time."""

from collections.abc import Mapping, Sequence

import msgspec
import polars as pl

from nearer.errors import InputError
from nearer.sources.reading import Reading
from nearer.sources.report import DateOrder, Doubt, Skip, Zone
from nearer.sources.wording import doubt, say

__all__ = ["Placed", "merge", "same_names", "with_kept_names"]

_MINUTE_FORM = "%Y-%m-%d %H:%M"


class Placed(msgspec.Struct, frozen=True):
    """One file's reading whose turns are in their zone and carry the names that are kept."""

    reading: Reading
    turns: pl.DataFrame
    zone: Zone
    doubts: tuple[Doubt, ...]


def same_names(pairs: Sequence[str]) -> dict[str, str]:
    """The kept name for each other name.

    Raises:
        InputError: a pair has no ``=`` or one side of it is empty.
    """
    kept: dict[str, str] = {}
    for pair in pairs:
        first, sign, second = (part.strip() for part in pair.partition("="))
        if not (first and sign and second):
            raise InputError(
                "Two names of one person are given as --same 'Sam=Samuel B.'; one of the names is missing."
            )
        kept[second] = first
    return kept


def with_kept_names(turns: pl.DataFrame, kept: Mapping[str, str]) -> pl.DataFrame:
    """The turns with every other name of a person replaced by the one that is kept."""
    return turns.with_columns(pl.col("speaker").replace(dict(kept))) if kept else turns


def merge(placed: Sequence[Placed]) -> Placed:
    """The files as one: conversations of the same two people joined across files, overlaps left out and counted.

    Conversations whose people do not match by name stay apart, and that is a doubt.
    """
    frames = [each.turns.with_columns(file=pl.lit(number, pl.Int64)) for number, each in enumerate(placed)]
    frames = _one_clock(frames)
    names, apart = _joined_names(frames)
    turns = pl.concat([frame.with_columns(pl.col("conversation").replace(names[n])) for n, frame in enumerate(frames)])
    several = turns.group_by("conversation").agg(pl.col("file").n_unique().alias("files")).filter(pl.col("files") > 1)
    turns, overlaps = _without_overlaps(turns, several["conversation"].to_list())
    turns = _in_order(turns, several["conversation"].to_list())
    doubts = [*(each for one in placed for each in (*one.reading.doubts, *one.doubts))]
    if apart:
        doubts.append(doubt("names-apart", count=apart))
    return _as_one(placed, turns, tuple(doubts), overlaps)


def _as_one(placed: Sequence[Placed], turns: pl.DataFrame, doubts: tuple[Doubt, ...], overlaps: int) -> Placed:
    readings = [each.reading for each in placed]
    skipped: dict[str, Skip] = {}
    for each in readings:
        for reason, one in each.skipped.items():
            before = skipped[reason].count if reason in skipped else 0
            count = before + one.count
            skipped[reason] = Skip(count, (), say(f"skip-{reason}", count=count))
    if overlaps:
        skipped["overlap"] = Skip(overlaps, (), say("skip-overlap", count=overlaps))
    orders = [each.date_order for each in readings if each.date_order.order]
    unsure = [order for order in orders if not order.sure]
    zones = [each.zone for each in placed]
    known = [zone for zone in zones if zone.name]
    joined = Reading(
        format="+".join(dict.fromkeys(each.format for each in readings)),
        turns=turns.drop("file"),
        unit="records",
        total=sum(each.total for each in readings),
        covered=sum(each.covered for each in readings) - overlaps,
        date_order=(unsure or orders or [DateOrder()])[0],
        skipped=skipped,
        edited=sum(each.edited for each in readings),
        reactions=sum(each.reactions for each in readings),
    )
    zone = known[0] if len(known) == len(zones) else Zone(None, sure=False, evidence=zones[0].evidence)
    return Placed(joined, joined.turns, zone, _once(doubts))


def _once(doubts: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    """Each kind of doubt once; lines mean nothing any more when several files are one."""
    kinds: dict[str, list[Doubt]] = {}
    for each in doubts:
        kinds.setdefault(each.kind, []).append(each)
    return tuple(
        same[0] if len(same) == 1 else doubt(kind, count=sum(one.count for one in same)) for kind, same in kinds.items()
    )


def _one_clock(frames: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """The frames with one type of time: the zone of the first that has one, also for bare clocks."""
    zones = [kind.time_zone for frame in frames if isinstance(kind := frame.schema["at"], pl.Datetime)]
    named = next((zone for zone in zones if zone), None)
    if named is None:
        return frames
    return [
        frame.with_columns(
            pl.col("at").dt.convert_time_zone(named)
            if zone
            else pl.col("at").dt.replace_time_zone(named, ambiguous="earliest", non_existent="null")
        )
        for frame, zone in zip(frames, zones, strict=True)
    ]


def _people(frame: pl.DataFrame) -> dict[str, frozenset[str]]:
    said = frame.filter(pl.col("speaker").is_not_null() & (pl.col("kind") != "system"))
    grouped = said.group_by("conversation", maintain_order=True).agg(pl.col("speaker").unique())
    return {str(name): frozenset(people) for name, people in grouped.iter_rows()}


def _joined_names(frames: Sequence[pl.DataFrame]) -> tuple[list[dict[str, str]], int]:
    """For each file, the common name of each conversation; and how many conversations found no other file's."""
    titles: dict[frozenset[str], str] = {}
    used: set[str] = set()
    names: list[dict[str, str]] = []
    joined: set[str] = set()
    for frame in frames:
        own: dict[str, str] = {}
        for conversation, people in _people(frame).items():
            if people in titles and titles[people] not in own.values():
                own[conversation] = titles[people]
                joined.add(titles[people])
                continue
            title, number = conversation, 2
            while title in used:
                title, number = f"{conversation} ({number})", number + 1
            titles.setdefault(people, title)
            used.add(title)
            own[conversation] = title
        names.append(own)
    return names, len(used - joined)


def _without_overlaps(turns: pl.DataFrame, several: list[str]) -> tuple[pl.DataFrame, int]:
    """The turns without those of a later file that an earlier one has too: the same person, minute and words."""
    if not several:
        return turns, 0
    key = ["conversation", "speaker", "minute", "text", "kind"]
    marked = turns.with_row_index().with_columns(minute=pl.col("at").dt.to_string(_MINUTE_FORM))
    part = marked.filter(pl.col("conversation").is_in(several) & pl.col("minute").is_not_null())
    part = part.with_columns(nth=pl.int_range(pl.len()).over([*key, "file"]))
    first = part.group_by([*key, "nth"]).agg(pl.col("file").min().alias("first"))
    twice = part.join(first, on=[*key, "nth"], nulls_equal=True).filter(pl.col("file") > pl.col("first"))
    return turns.filter(~marked["index"].is_in(twice["index"].to_list())), len(twice)


def _in_order(turns: pl.DataFrame, several: list[str]) -> pl.DataFrame:
    """Conversations made of several files in the order of time, numbered anew."""
    if not several:
        return turns
    parts = [frame for _, frame in turns.group_by("conversation", maintain_order=True)]
    ordered = [
        part.sort("at", maintain_order=True, nulls_last=True).with_columns(
            turn=pl.int_range(len(part), dtype=pl.Int64), line=pl.lit(None, pl.Int64)
        )
        if part["conversation"][0] in several
        else part
        for part in parts
    ]
    return pl.concat(ordered)
