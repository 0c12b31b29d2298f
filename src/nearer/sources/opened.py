"""The one door: any export, transcript or table becomes checked turns with a report."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path

import msgspec
import polars as pl

from nearer.errors import InputError
from nearer.sources.formats import find_format
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading
from nearer.sources.report import Doubt, Report, Span
from nearer.sources.text import Source
from nearer.sources.wording import doubt
from nearer.sources.zones import zone_name, zoned
from nearer.turns.frame import KINDS, check_turns

__all__ = ["Conversations", "open_conversations"]


class Conversations(msgspec.Struct, frozen=True):
    """What was read: turns (the frame of `nearer.turns.frame`), the report, and codes where the table had them.

    ``codes`` is a series of lists of text, one a row of ``turns``; None where the source has no such column.
    """

    turns: pl.DataFrame
    report: Report
    codes: pl.Series | None = None

    def __iter__(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Each conversation's name and turns, in the order of the source."""
        for (name,), frame in self.turns.group_by("conversation", maintain_order=True):
            yield str(name), frame

    def __len__(self) -> int:
        """How many conversations there are."""
        return self.report.conversations


def open_conversations(
    *paths: str | PathLike[str], dates: str | None = None, timezone: str | None = None, same: Sequence[str] = ()
) -> Conversations:
    """Everything said in one file: turns and what is to be known about them.

    Args:
        paths: the file, of any format that Nearer reads, whatever its name.
        dates: ``dmy``, ``mdy`` or ``ymd``, where the source cannot tell day from month.
        timezone: the zone of the clock in the source, or the zone to show instants in.
        same: pairs such as ``Sam=Samuel B.``: two names of one person; the first is kept.

    Raises:
        InputError: there is no such file, or it holds no turn; one sentence that says what to do.
    """
    place = Path(paths[0])
    zone_name(timezone)
    source = _file(place)
    reading = find_format(source)(source, clean_name(place.stem) or "conversation", Asked(dates, timezone))
    return _finished(reading, timezone, _pairs(same))


def _file(place: Path) -> Source:
    try:
        size = place.stat().st_size
    except OSError as trouble:
        raise InputError("There is no such file; please check its name.") from trouble
    if not place.is_file():
        raise InputError("That is not a file; please give the export itself.")
    return Source(place.name, size, lambda: place.open("rb"))


def _pairs(same: Sequence[str]) -> dict[str, str]:
    """The kept name for each other name.

    Raises:
        InputError: a pair has no ``=``.
    """
    pairs: dict[str, str] = {}
    for each in same:
        kept, sign, *others = (part.strip() for part in each.replace("=", "\0=\0").split("\0"))
        if sign != "=" or not kept or not others or not others[0]:
            raise InputError(
                "Two names of one person are given as --same 'Sam=Samuel B.'; one of the names is missing."
            )
        pairs[others[0]] = kept
    return pairs


def _finished(reading: Reading, timezone: str | None, same: Mapping[str, str]) -> Conversations:
    if not len(reading.turns):
        raise InputError("No message was found in the file; please check that it is the whole export.")
    turns, zone, doubts = zoned(reading, timezone)
    if same:
        turns = turns.with_columns(pl.col("speaker").replace(same))
    turns = check_turns(turns)
    reading = msgspec.structs.replace(reading, zone=zone, doubts=(*_date_doubt(reading), *reading.doubts, *doubts))
    return Conversations(turns, _report(reading, turns), reading.codes)


def _date_doubt(reading: Reading) -> tuple[Doubt, ...]:
    return () if reading.date_order.sure else (doubt("date-order", count=1),)


def _report(reading: Reading, turns: pl.DataFrame) -> Report:
    spoken = turns.filter((pl.col("kind") != "system") & pl.col("speaker").is_not_null())
    people = spoken["speaker"].unique(maintain_order=True).to_list()
    by_kind = dict(turns.group_by("kind").len().iter_rows())
    by_person = dict(turns.filter(pl.col("kind") == "message").group_by("speaker").len().iter_rows())
    return Report(
        format=reading.format, conversations=turns["conversation"].n_unique(), people=tuple(people),
        counts={kind: int(by_kind.get(kind, 0)) for kind in KINDS},
        messages={person: int(by_person.get(person, 0)) for person in people},
        span=_span(turns["at"]), zone=reading.zone, date_order=reading.date_order, unit=reading.unit,  # type: ignore[arg-type]
        total=reading.total, covered=reading.covered, edited=reading.edited, reactions=reading.reactions,
        skipped=reading.skipped, doubts=reading.doubts,
    )  # fmt: skip


def _span(at: pl.Series) -> Span:
    first, last = at.min(), at.max()
    return Span(_iso(first), _iso(last))


def _iso(moment: object) -> str | None:
    if not isinstance(moment, datetime.datetime):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).isoformat()
