"""From the lines of a WhatsApp export to turns, block by block, so that memory does not grow with the file."""

from collections.abc import Iterator

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from nearer.errors import InputError
from nearer.sources.dates import stamp_times
from nearer.sources.names import clean_name
from nearer.sources.reading import KIND, Asked, Reading
from nearer.sources.report import Doubt, Skip, Zone
from nearer.sources.text import Block, Source, blocks
from nearer.sources.whatsapp.header import STYLES, has_header, headers, shapes_of
from nearer.sources.whatsapp.kinds import classify, is_event
from nearer.sources.whatsapp.quoted import Headers, find_quoted
from nearer.sources.whatsapp.survey import Survey, lines_of, survey
from nearer.sources.wording import doubt, say, skip
from nearer.turns.frame import TURNS

__all__ = ["fits", "frames", "read"]

_LOOK_AHEAD = 256
"""Headers held back at the end of a block, so that a paste is seen whole."""
_LONGEST_MESSAGE = 64 * 2**20
_QUOTES = " \t>|*_\"“„«'‘-"
"""Signs that stand before a quoted line."""
_FEW_PEOPLE, _SAMPLE, _ENOUGH_TEXTS = 12, 50, 3
_PASTED = r"^\s*(?:[>|*_“\"„«]\s*)?\[\d{1,2}[:.]\d{2}[^\]]{0,24}, ?\d{1,4}[./-]\d{1,2}[^\]]{0,8}\] [^:]{1,60}: "


class Notes(msgspec.Struct):
    """What is learned while blocks go by; filled by `_stream`, read when it has ended."""

    lines: int = 0
    before_first: int = 0
    edited: int = 0
    quoted: list[int] = []
    other_form: list[int] = []
    impossible: list[int] = []
    out_of_order: list[int] = []
    half_day: int = 0
    mended: list[int] = []
    unknown: list[int] = []
    clock_changes: set[int] = set()
    dated: int = 0


class _Piece(msgspec.Struct):
    """Lines being read: their text, the number of the first, whether no more follow, the turns before."""

    lines: pl.Series
    first_line: int
    last: bool


def fits(head: str) -> bool:
    """Whether a text begins like a WhatsApp export: among its first 200 lines some begin a message in a known frame."""
    lines = pl.Series(head.split("\n")[:200], dtype=pl.String)
    found = lines.filter(has_header(lines))
    dated = sum(int(shapes_of(headers(found, style))["shape"].is_not_null().sum()) for style in STYLES)
    written = lines.filter(lines.str.len_bytes() > 0)
    return dated > 0 and (dated * 20 >= len(written) or bool(has_header(written[:1]).any()))


def read(source: Source, name: str, asked: Asked) -> Reading:
    """All turns of an export, with what was left out and what is in doubt.

    Raises:
        InputError: nothing in it begins like a message.
    """
    looked, notes = _looked(source, asked), Notes()
    parts = list(_stream(source, name, looked, notes))
    turns = pl.concat(parts, rechunk=True) if parts else pl.DataFrame(schema=TURNS)
    skipped: dict[str, Skip] = {}
    if notes.before_first:
        skipped["before-first"] = skip("before-first", [(1, notes.before_first)])
    zone = Zone(None, sure=False, evidence=_zone_evidence(notes))
    return Reading(
        format="whatsapp",
        turns=turns,
        unit="lines",
        total=notes.lines,
        covered=notes.lines - notes.before_first,
        zone=zone,
        date_order=looked.order,
        skipped=skipped,
        doubts=_doubts(notes),
        edited=notes.edited,
    )


def _looked(source: Source, asked: Asked) -> Survey:
    looked = survey(source, asked.dates)
    if looked is None:
        raise InputError(
            "No message was found. A WhatsApp export has lines like '31/12/2024, 21:15 - Name: words'; "
            "please export the chat again as a text file and try that."
        )
    return looked


def frames(source: Source, name: str, asked: Asked) -> Iterator[pl.DataFrame]:
    """The turns of an export in frames of some megabytes; memory is that of one, whatever the file's size.

    Raises:
        InputError: nothing in it begins like a message.
    """
    yield from _stream(source, name, _looked(source, asked), Notes())


def _zone_evidence(notes: Notes) -> tuple[str, ...]:
    evidence = [say("zone-none")]
    if notes.clock_changes:
        evidence.append(say("zone-went-back", count=len(notes.clock_changes)))
    return tuple(evidence)


def _doubts(notes: Notes) -> tuple[Doubt, ...]:
    listed = (
        ("quoted-header", notes.quoted),
        ("other-form", notes.other_form),
        ("impossible-date", notes.impossible),
        ("out-of-order", notes.out_of_order),
        ("encoding", notes.mended),
        ("placeholder", notes.unknown),
    )
    doubts = [doubt(kind, sorted(set(lines))) for kind, lines in listed if lines]
    if notes.half_day:
        doubts.append(doubt("half-day", count=notes.half_day))
    return tuple(doubts)


def _stream(source: Source, name: str, looked: Survey, notes: Notes) -> Iterator[pl.DataFrame]:
    """The turns of an export in frames, in order; what is learned on the way goes into the notes.

    Raises:
        InputError: a message is longer than any person's.
    """
    rest, first_line, turn = "", 1, 0
    for block in _with_end(blocks(source)):
        text = rest + (block.text if block else "")
        notes.mended.extend(block.mended if block else ())
        if not text:
            break
        piece = _Piece(lines_of(text), first_line, last=block is None)
        frame, used = _piece_turns(piece, looked, notes)
        if not piece.last and not used and len(text) > _LONGEST_MESSAGE:
            raise InputError("One message is longer than 64 MiB, which no chat has; please check the file.")
        notes.lines += used
        first_line += used
        rest = "" if used == len(piece.lines) else "\n".join(piece.lines[used:]) + ("\n" if text.endswith("\n") else "")
        if len(frame):
            yield _finished(frame, name, turn, notes)
            turn += len(frame)


def _with_end(given: Iterator[Block]) -> Iterator[Block | None]:
    yield from given
    yield None


def _piece_turns(piece: _Piece, looked: Survey, notes: Notes) -> tuple[pl.DataFrame, int]:
    """The turns of the lines up to the held-back ones, and how many lines that are."""
    found = pl.concat([headers(piece.lines, style) for style in looked.styles]).sort("row")
    found = found.with_columns(
        at=stamp_times(found["date"], found["clock"], looked.order.order), shape=shapes_of(found)["shape"]
    )
    found = found.with_columns(
        own=pl.col("shape").is_in(list(looked.shapes)).fill_null(value=False), dated=pl.col("at").is_not_null()
    )
    real = _with_names(found.filter(pl.col("own") & pl.col("dated")))
    quoted, late, changes = _quoted(real, piece.lines)
    real = real.with_columns(quoted=quoted)
    cut, used = _cut(real, piece)
    inside = found.filter(pl.col("row") < used).with_columns(line=pl.col("row") + piece.first_line)
    notes.impossible += inside.filter(pl.col("own") & ~pl.col("dated"))["line"].to_list()
    notes.other_form += inside.filter(~pl.col("own"))["line"].to_list()
    notes.quoted += (real[:cut].filter("quoted")["row"] + piece.first_line).to_list()
    notes.out_of_order += [piece.first_line + row for row in late if row < used]
    notes.clock_changes |= changes
    kept = real[:cut].filter(~pl.col("quoted"))
    notes.half_day += int(kept["shape"].str.contains("?", literal=True).sum())
    if not notes.dated:
        notes.before_first += int(kept["row"][0]) if len(kept) else used
    notes.dated += len(kept)
    return _with_texts(kept, piece, used, notes, inside["row"]), used


def _with_names(found: pl.DataFrame) -> pl.DataFrame:
    """The headers with ``speaker`` and ``text``: before and after the first colon."""
    split = found["rest"].str.splitn(": ", 2).struct.unnest()
    speaker = pl.when(split["field_1"].is_not_null()).then(split["field_0"])
    frame = found.with_columns(speaker=speaker, text=pl.coalesce(split["field_1"], found["rest"]))
    return _names_with_colon(_notices_with_colon(_colon_at_end(frame)))


def _names_with_colon(frame: pl.DataFrame) -> pl.DataFrame:
    """A person saved as "Mum: home" is that person: every text of theirs begins with the rest of the name."""
    people = frame["speaker"].drop_nulls().unique()
    if len(people) > _FEW_PEOPLE:
        return frame
    for person in people:
        mine = (frame["speaker"] == person).fill_null(value=False)
        texts = frame["text"].filter(mine)
        more = texts[:_SAMPLE].str.extract(r"^([^:]{1,40}): ", 1)
        if len(texts) < _ENOUGH_TEXTS or more.has_nulls() or more.n_unique() > 1:
            continue
        prefix = f"{more[0]}: "
        if texts.str.starts_with(prefix).all():
            frame = frame.with_columns(
                speaker=pl.when(mine).then(pl.lit(f"{person}: {more[0]}")).otherwise(pl.col("speaker")),
                text=pl.when(mine).then(pl.col("text").str.strip_prefix(prefix)).otherwise(pl.col("text")),
            )
    return frame


def _colon_at_end(frame: pl.DataFrame) -> pl.DataFrame:
    """Empty messages keep their person: the name and a colon, with no space where an editor trimmed the line."""
    bare = frame["speaker"].is_null() & frame["rest"].str.contains(":", literal=True)
    if not bare.any():
        return frame
    people = frame["speaker"].drop_nulls().unique()
    name = frame["rest"].str.extract(r"^([^:]{1,80}):", 1)
    ends = frame["rest"].str.contains(r"^[^:]{1,80}:\s*$")
    mine = bare & (name.is_in(people.implode()).fill_null(value=False) | ends)
    return frame.with_columns(
        speaker=pl.when(mine).then(name).otherwise(pl.col("speaker")),
        text=pl.when(mine).then(pl.col("rest").str.replace(r"^[^:]{1,80}:\s?", "")).otherwise(pl.col("text")),
    )


def _notices_with_colon(frame: pl.DataFrame) -> pl.DataFrame:
    """A notice that holds a colon ("Ana created group "Us: two"") names no person."""
    counts = frame["speaker"].drop_nulls().value_counts()
    rare = counts.filter((pl.col("count") <= 3) & pl.col("speaker").str.contains(r"[ ]|\p{Han}|\p{Hangul}"))
    rows = frame["speaker"].is_in(rare["speaker"].implode()).fill_null(value=False).arg_true()
    if len(rows) > 1000:  # a crowd of strangers, not a couple
        return frame
    notices = [int(row) for row in rows if is_event(frame["speaker"][int(row)])]
    if not notices:
        return frame
    chosen = pl.int_range(len(frame), eager=True).is_in(notices)
    return frame.with_columns(
        speaker=pl.when(~chosen).then(pl.col("speaker")), text=pl.when(chosen).then(pl.col("rest")).otherwise("text")
    )


def _quoted(real: pl.DataFrame, lines: pl.Series) -> tuple[pl.Series, list[int], set[int]]:
    """For each header whether it is quoted; rows where time goes back all the same; days on which the clock did."""
    spoken = real["speaker"].is_not_null().to_numpy()
    part = real.filter(pl.Series(spoken))
    row, second = part["row"].to_numpy(), part["at"].to_numpy() // 1_000_000
    findings = find_quoted(Headers(row, second, part["speaker"], lines))
    quoted = np.zeros(len(real), bool)
    quoted[spoken] = findings.quoted
    if findings.quoted.any():
        _quote_notices(quoted, spoken)
    return (
        pl.Series(quoted, dtype=pl.Boolean),
        [int(row[index]) for index in findings.out_of_order],
        findings.clock_changes,
    )


def _quote_notices(quoted: NDArray[np.bool_], spoken: NDArray[np.bool_]) -> None:
    """Notices between two quoted headers are part of the same paste."""
    for index in map(int, np.flatnonzero(~spoken)):
        before, after = quoted[max(0, index - 1)], quoted[min(len(quoted) - 1, index + 1)]
        quoted[index] = before and after


def _cut(real: pl.DataFrame, piece: _Piece) -> tuple[int, int]:
    """How many headers are finished with, and how many lines; the next piece begins with a header that is real."""
    if piece.last:
        return len(real), len(piece.lines)
    cut = len(real) - _LOOK_AHEAD
    while cut > 0 and real["quoted"][cut]:
        cut -= 1
    return (cut, int(real["row"][cut])) if cut > 0 else (0, 0)


def _with_texts(kept: pl.DataFrame, piece: _Piece, used: int, notes: Notes, seen: pl.Series) -> pl.DataFrame:
    """The turns with their whole text: the lines up to the next header belong to the message before them."""
    frame = kept.select("at", "speaker", "text", line=pl.col("row") + piece.first_line)
    is_header = np.zeros(used, bool)
    is_header[kept["row"].to_numpy()] = True
    owner = np.cumsum(is_header) - 1
    more = np.flatnonzero(~is_header & (owner >= 0))
    if not len(more):
        return frame
    lines = piece.lines.gather(more)
    unseen = ~np.isin(more, seen.to_numpy())
    notes.other_form += (more[unseen & _looks_pasted(lines).to_numpy()] + piece.first_line).tolist()
    joined = (
        pl.DataFrame({"owner": owner[more], "more": lines})
        .group_by("owner", maintain_order=True)
        .agg(pl.col("more").str.join("\n"))
    )
    texts = (kept["text"].gather(joined["owner"]) + "\n" + joined["more"]).str.strip_chars_end("\n")
    return frame.with_columns(text=kept["text"].scatter(joined["owner"], texts))


def _looks_pasted(lines: pl.Series) -> pl.Series:
    """Which of these lines, already known to be part of a message, look like the start of one all the same."""
    return has_header(lines.str.strip_chars_start(_QUOTES)) | lines.str.contains(_PASTED)


def _finished(frame: pl.DataFrame, name: str, turn: int, notes: Notes) -> pl.DataFrame:
    """The frame of one piece as turns."""
    names = frame["speaker"].drop_nulls().unique()
    frame = frame.with_columns(
        speaker=pl.col("speaker").replace_strict(names, [clean_name(each) for each in names], return_dtype=pl.String)
    )
    frame, edited, unknown = classify(frame)
    notes.edited += edited
    notes.unknown += unknown
    system = (pl.col("kind") == "system") | pl.col("speaker").is_null()
    call = pl.col("kind") == "call"
    return frame.select(
        conversation=pl.lit(name),
        turn=pl.int_range(turn, turn + len(frame), dtype=pl.Int64),
        speaker=pl.when(~(pl.col("kind") == "system")).then(pl.col("speaker")),
        at=pl.col("at").cast(pl.Datetime("us")),
        kind=pl.when(system & ~call).then(pl.lit("system")).otherwise(pl.col("kind")).cast(KIND),
        text=pl.col("text"),
        line=pl.col("line"),
    )
