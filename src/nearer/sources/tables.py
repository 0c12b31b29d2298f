"""Tables: CSV, TSV, JSON Lines, JSON lists, Parquet and Arrow, with columns named in one of the usual ways."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec
import polars as pl

from nearer.errors import InputError
from nearer.sources.dates import asked_order
from nearer.sources.names import clean_name
from nearer.sources.reading import KIND, Asked, Reading
from nearer.sources.report import DateOrder, Doubt, Skip, Zone
from nearer.sources.text import Source, whole
from nearer.sources.times import Times, read_times
from nearer.sources.wording import doubt, say, skip
from nearer.turns.frame import KINDS, TURNS

if TYPE_CHECKING:
    import _csv

__all__ = [
    "COLUMNS",
    "from_frame",
    "has_columns",
    "json_row",
    "read_arrow",
    "read_delimited",
    "read_lines",
    "read_parquet",
]

COLUMNS: dict[str, tuple[str, ...]] = {
    column: tuple(names.split())
    for column, names in {
        "conversation": "conversation conversation_id chat chat_id chat_name dialogue dialog dialogue_id "
        "thread thread_id couple session root",
        "turn": "turn turn_id utterance_id index position",
        "speaker": "speaker sender sender_name author from user username name who participant role direction "
        "speaker_id",
        "at": "at time timestamp datetime date_time date sent_at created_at sent",
        "kind": "kind",
        "text": "text message body content utterance words message_text msg",
        "line": "line",
        "codes": "codes code labels",
    }.items()
}
"""The columns of turns and the names under which tables have them; the first that is there counts."""
_LARGEST_FIELD = 32 * 2**20


def has_columns(names: Iterable[str]) -> bool:
    """Whether a table with these columns can be turns: who speaks, and what, when or with which codes."""
    found = _named(names)
    return "speaker" in found and any(key in found for key in ("text", "at", "codes"))


def _named(names: Iterable[str]) -> dict[str, str]:
    given = {name.strip().lower().replace(" ", "_").lstrip("\ufeff"): name for name in names}
    return {
        column: given[alias]
        for column, aliases in COLUMNS.items()
        if (alias := next((alias for alias in aliases if alias in given), None))
    }


def read_delimited(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of a CSV or TSV file.

    Raises:
        InputError: a needed column is missing, or the file breaks off inside a quoted field.
    """
    text, mended = whole(source)
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        frame, empty = _rows(reader)
    except csv.Error as trouble:
        where = f"near line {reader.line_num}"
        raise InputError(f"The table breaks off {where}; please check its quotation marks.") from trouble
    reading = from_frame(frame, name, asked, (doubt("encoding", mended),) if mended else ())
    if not empty:
        return reading
    blank = skip("empty", empty)
    return msgspec.structs.replace(reading, skipped={"empty": blank}, total=reading.total + blank.count)


def _rows(reader: "_csv.Reader") -> tuple[pl.DataFrame, list[tuple[int, int]]]:
    """The rows under the names of the first, each with the line it begins on; and the lines of empty ones."""
    columns = [column.strip() for column in next(reader, [])]
    rows: list[list[str | None]] = []
    lines: list[int] = []
    empty: list[tuple[int, int]] = []
    before = reader.line_num
    for row in reader:
        if any(field.strip() for field in row):
            rows.append([*row[: len(columns)], *([None] * (len(columns) - len(row)))])
            lines.append(before + 1)
        else:
            empty.append((before + 1, reader.line_num))
        before = reader.line_num
    frame = pl.DataFrame(rows, schema=dict.fromkeys(_unique(columns), pl.String), orient="row")
    return (frame if "line" in frame.columns else frame.with_columns(line=pl.Series(lines, dtype=pl.Int64))), empty


def _unique(columns: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    named = []
    for column in columns:
        seen[column] = seen.get(column, 0) + 1
        named.append(column if seen[column] == 1 else f"{column}_{seen[column]}")
    return named


def delimiter_of(text: str) -> str:
    """The sign between the fields of the first line under which its names are those of turns; a comma if none is."""
    first = re.split(r"[\r\n]", text.lstrip("\ufeff"), maxsplit=1)[0]
    for sign in ("\t", ",", ";", "|"):
        if has_columns(next(csv.reader([first], delimiter=sign), [])):
            return sign
    return ","


_ROW = msgspec.json.Decoder(dict[str, object])


def json_row(line: str) -> dict[str, object]:
    """One line as a JSON object; NaN, which is no JSON but which many programs write, is let through as a number.

    Raises:
        msgspec.DecodeError: it is no object.
    """
    try:
        return _ROW.decode(line)
    except msgspec.DecodeError:
        if "NaN" not in line:
            raise
    try:
        found = json.loads(line)
    except ValueError as trouble:
        raise msgspec.DecodeError("no JSON") from trouble
    return msgspec.convert(found, dict[str, object])


def read_lines(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of JSON Lines: one object a line.

    Raises:
        InputError: a line is no JSON object, or a needed field is missing everywhere.
    """
    text, mended = whole(source)
    records: list[dict[str, object]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                record = json_row(line)
            except (msgspec.DecodeError, RecursionError) as trouble:
                raise InputError(f"Line {number} is not a JSON object; please mend it or leave it out.") from trouble
            record.setdefault("line", number)
            records.append(record)
    return from_records(records, name, asked, (doubt("encoding", mended),) if mended else ())


def from_records(records: list[dict[str, object]], name: str, asked: Asked, doubts: tuple[Doubt, ...] = ()) -> Reading:
    """The turns of a list of objects whose fields are named like the columns of a table."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    found = _named(keys)
    _require(found)
    columns = {
        own: [_field(record.get(own)) for record in records] for own in found.values() if own != found.get("codes")
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    if "codes" in found:
        codes = pl.Series(
            found["codes"], [_codes(record.get(found["codes"])) for record in records], pl.List(pl.String)
        )
        frame = frame.with_columns(codes)
    return from_frame(frame, name, asked, doubts)


def _field(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)


def _codes(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return [] if value is None else [part for part in str(value).replace(";", ",").split(",") if part.strip()]


def read_parquet(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of a Parquet file.

    Raises:
        InputError: the file is damaged or a needed column is missing.
    """
    with source.open() as stream:
        return from_frame(_opened(lambda: pl.read_parquet(stream)), name, asked)


def read_arrow(source: Source, name: str, asked: Asked) -> Reading:
    """The turns of an Arrow (Feather, IPC) file.

    Raises:
        InputError: the file is damaged or a needed column is missing.
    """
    with source.open() as stream:
        return from_frame(_opened(lambda: pl.read_ipc(stream)), name, asked)


def _opened(read: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    try:
        return read()
    except (pl.exceptions.PolarsError, OSError) as trouble:
        raise InputError("The table is damaged and cannot be opened; please make it again.") from trouble


def _require(found: dict[str, str]) -> None:
    if "speaker" not in found:
        raise InputError("The table has no column for who speaks; please name one 'speaker'.")
    if not any(key in found for key in ("text", "at", "codes")):
        raise InputError("The table has a column for who speaks but none for text, at or codes; please add one.")


def from_frame(given: pl.DataFrame, name: str, asked: Asked, doubts: tuple[Doubt, ...] = ()) -> Reading:
    """The turns of any frame with the named columns.

    Raises:
        InputError: there is no column for who speaks, or none that says anything of what, when or how.
    """
    found = _named(given.columns)
    _require(found)
    if not len(given):
        raise InputError("The table has no rows; at least one turn is needed.")
    times = _times(given, found, asked)
    speaker = _text(given, found["speaker"]).str.strip_chars()
    names = speaker.drop_nulls().unique()
    speaker = speaker.replace_strict(names, [clean_name(each) or None for each in names], return_dtype=pl.String)
    conversation = _conversations(given, found, name)
    frame = pl.DataFrame({"conversation": conversation}).with_columns(
        turn=_turn_numbers(given, found, conversation),
        speaker=speaker,
        at=times.at.cast(pl.Datetime("us")) if times else pl.lit(None, pl.Datetime("us")),
        kind=_kinds(given, found, speaker),
        text=_text(given, found["text"]) if "text" in found else pl.lit(None, pl.String),
        line=given[found["line"]].cast(pl.Int64, strict=False) if "line" in found else pl.lit(None, pl.Int64),
    )
    unread = times.unread if times else 0
    return Reading(
        format="table",
        turns=frame.select(list(TURNS)),
        total=len(given),
        covered=len(given),
        instants=bool(times and times.instants),
        zone=_zone(times),
        date_order=times.order if times else DateOrder(),
        doubts=(*doubts, *((doubt("no-time", count=unread),) if unread else ())),
        skipped=_NOTHING,
        codes=_codes_of(given, found),
    )


_NOTHING: dict[str, Skip] = {}


def _times(given: pl.DataFrame, found: dict[str, str], asked: Asked) -> Times | None:
    return read_times(given[found["at"]], asked_order(asked.dates)) if "at" in found else None


def _zone(times: Times | None) -> Zone:
    if times is None or not times.at.is_not_null().any():
        return Zone(None, sure=True, evidence=(say("zone-no-times"),))
    if times.instants:
        return Zone("UTC", sure=True, evidence=(say("zone-offsets"),))
    return Zone(None, sure=False, evidence=(say("zone-none"),))


def _text(given: pl.DataFrame, column: str) -> pl.Series:
    return given[column].cast(pl.String, strict=False)


def _conversations(given: pl.DataFrame, found: dict[str, str], name: str) -> pl.Series:
    if "conversation" not in found:
        return pl.repeat(name, len(given), dtype=pl.String, eager=True)
    return _text(given, found["conversation"]).fill_null(name)


def _turn_numbers(given: pl.DataFrame, found: dict[str, str], conversation: pl.Series) -> pl.Series:
    """The table's own numbers if every turn has one of its own; else counted from 0 in each conversation."""
    if "turn" in found:
        own = given[found["turn"]].cast(pl.Int64, strict=False)
        if not own.has_nulls() and not pl.DataFrame({"c": conversation, "t": own}).is_duplicated().any():
            return own
    return pl.DataFrame({"c": conversation}).select(pl.int_range(pl.len(), dtype=pl.Int64).over("c")).to_series()


def _kinds(given: pl.DataFrame, found: dict[str, str], speaker: pl.Series) -> pl.Series:
    named = (
        _text(given, found["kind"]).str.to_lowercase()
        if "kind" in found
        else pl.Series([None] * len(given), dtype=pl.String)
    )
    known = named.is_in(list(KINDS)).fill_null(value=False)
    guessed = pl.select(pl.when(speaker.is_null()).then(pl.lit("system")).otherwise(pl.lit("message"))).to_series()
    return named.zip_with(known, guessed).cast(KIND)


def _codes_of(given: pl.DataFrame, found: dict[str, str]) -> pl.Series | None:
    if "codes" not in found:
        return None
    column = given[found["codes"]]
    listed = isinstance(column.dtype, pl.List)
    lists = (
        column.cast(pl.List(pl.String)) if listed else column.cast(pl.String).str.replace_all(";", ",").str.split(",")
    )
    clean = pl.element().str.strip_chars()
    return (
        lists.fill_null(pl.Series([[]], dtype=pl.List(pl.String))).list.eval(clean.filter(clean != "")).alias("codes")
    )
