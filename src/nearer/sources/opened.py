"""The one door: any export, transcript or table becomes checked turns with a report."""

import datetime
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path

import msgspec
import polars as pl

from nearer.errors import InputError
from nearer.sources import bundle, imessage, whatsapp
from nearer.sources.formats import find_format, find_name
from nearer.sources.merge import Placed, merge, same_names, with_kept_names
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading
from nearer.sources.refused import Refused, refuse
from nearer.sources.report import Report, Span
from nearer.sources.text import HEAD, Source, file_source, head_of
from nearer.sources.wording import doubt, say
from nearer.sources.zones import zone_name, zoned, zoned_frame
from nearer.turns.frame import KINDS, check_turns

__all__ = ["Conversations", "open_conversations", "open_given", "stream_turns"]


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
    *paths: str | PathLike[str],
    dates: str | None = None,
    timezone: str | None = None,
    same: Sequence[str] = (),
    progress: Callable[[int], None] | None = None,
) -> Conversations:
    """Everything said in one file: turns and what is to be known about them.

    Args:
        paths: the file, of any format that Nearer reads, whatever its name; or several files of one couple.
        dates: ``dmy``, ``mdy`` or ``ymd``, where the source cannot tell day from month.
        timezone: the zone of the clock in the source, or the zone to show instants in.
        progress: told how many bytes were read, each time some were.
        same: pairs such as ``Sam=Samuel B.``: two names of one person; the first is kept.

    Raises:
        InputError: there is no such file, or it holds no turn; one sentence that says what to do.
        Refused: it is a backup, a copy of a device, an app's own store or a log of notifications.
    """
    if not paths:
        raise InputError("No file was given; please name at least one.")
    zone_name(timezone)
    kept = same_names(same)
    readings = [_read(Path(path), Asked(dates, timezone), progress) for path in paths]
    placed = [_placed(reading, timezone, kept) for reading in readings]
    if len(placed) == 1:
        return _finished(placed[0], 1, readings[0].codes)
    if any(reading.codes is not None for reading in readings):
        raise InputError("Tables with codes cannot be merged; please give them one at a time.")
    return _finished(merge(placed), len(placed), None)


def open_given(
    name: str,
    content: bytes,
    *,
    dates: str | None = None,
    timezone: str | None = None,
    same: Sequence[str] = (),
    most_unpacked: int | None = None,
) -> Conversations:
    """Everything said in a file that lies in memory alone; nothing of it touches the disk.

    Args:
        name: the file's own name; a conversation without a title is called by it.
        content: the bytes.
        dates: as for `open_conversations`, and so are ``timezone`` and ``same``.
        timezone: see there.
        same: see there.
        most_unpacked: bytes that an archive may unpack to, all files in it taken together.

    Raises:
        InputError: it holds no turn, or is a message store that no person exported.
    """
    zone_name(timezone)
    title, asked = clean_name(Path(name).stem) or "conversation", Asked(dates, timezone)
    if bundle.is_archive(content[:4]):
        reading = bundle.read_archive(io.BytesIO(content), title, asked, most_unpacked=most_unpacked)
    elif content.startswith(b"SQLite format 3\0"):
        refuse(content[:HEAD])
        raise Refused(say("refused-store"))
    else:
        source = Source(Path(name).name, len(content), lambda: io.BytesIO(content))
        reading = find_format(source)(source, title, asked)
    return _finished(_placed(reading, timezone, same_names(same)), 1, reading.codes)


def stream_turns(
    path: str | PathLike[str], *, dates: str | None = None, timezone: str | None = None
) -> Iterator[pl.DataFrame]:
    """The turns of one file in frames, in the order of the source.

    A WhatsApp text is read block by block, so that memory does not grow with the file; any other format comes whole.

    Raises:
        InputError: as `open_conversations`.
    """
    place = Path(path)
    zone = zone_name(timezone)
    if place.is_file():
        source = file_source(place)
        if find_name(source) == "whatsapp":
            for frame in whatsapp.frames(source, clean_name(place.stem) or "conversation", Asked(dates, timezone)):
                yield zoned_frame(frame, zone)
            return
    yield open_conversations(place, dates=dates, timezone=timezone).turns


def _placed(reading: Reading, timezone: str | None, kept: Mapping[str, str]) -> Placed:
    if (reading.turns["kind"] == "system").all():
        raise InputError("No message of a person was found; please check that the file is the whole export.")
    turns, zone, doubts = zoned(reading, timezone)
    return Placed(reading, with_kept_names(turns, kept), zone, doubts)


def _read(place: Path, asked: Asked, progress: Callable[[int], None] | None) -> Reading:
    """What stands in a file, an archive or a folder."""
    name = clean_name(place.stem) or "conversation"
    if place.is_dir():
        return bundle.read_folder(place, name, asked)
    source = file_source(place, progress)
    head = head_of(source)
    if bundle.is_archive(head):
        return bundle.read_archive(place, name, asked)
    if head.startswith(b"SQLite format 3\0"):
        refuse(head)
        return imessage.read(place, name, asked)
    return find_format(source)(source, name, asked)


def _finished(placed: Placed, files: int, codes: pl.Series | None) -> Conversations:
    turns = check_turns(placed.turns)
    asked = () if placed.reading.date_order.sure else (doubt("date-order", count=1),)
    doubts = placed.doubts if files > 1 else (*placed.reading.doubts, *placed.doubts)
    reading = msgspec.structs.replace(placed.reading, zone=placed.zone, doubts=(*asked, *doubts))
    return Conversations(turns, _report(reading, turns, files), codes)


def _report(reading: Reading, turns: pl.DataFrame, files: int) -> Report:
    spoken = turns.filter((pl.col("kind") != "system") & pl.col("speaker").is_not_null())
    people = spoken["speaker"].unique(maintain_order=True).to_list()
    by_kind = dict(turns.group_by("kind").len().iter_rows())
    by_person = dict(turns.filter(pl.col("kind") == "message").group_by("speaker").len().iter_rows())
    return Report(
        format=reading.format,
        files=files,
        conversations=turns["conversation"].n_unique(),
        people=tuple(people),
        counts={kind: int(by_kind.get(kind, 0)) for kind in KINDS},
        messages={person: int(by_person.get(person, 0)) for person in people},
        span=_span(turns["at"]),
        zone=reading.zone,
        date_order=reading.date_order,
        unit=reading.unit,  # type: ignore[arg-type]
        total=reading.total,
        covered=reading.covered,
        edited=reading.edited,
        reactions=reading.reactions,
        skipped=reading.skipped,
        doubts=reading.doubts,
    )


def _span(at: pl.Series) -> Span:
    first, last = at.min(), at.max()
    return Span(_iso(first), _iso(last))


def _iso(moment: object) -> str | None:
    if not isinstance(moment, datetime.datetime):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).isoformat()
