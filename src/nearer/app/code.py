"""The use case of `nearer code`: read what was brought, code each turn, write codes or marks."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import polars as pl

from nearer.coding.coder import code
from nearer.coding.language import CAUTIONS, Caution, cautions
from nearer.errors import InputError
from nearer.sources import Refused, open_conversations

__all__ = ["FORMATS", "Coded", "code_file", "form_for", "json_lines", "said_cautions", "write"]

FORMATS = ("jsonl", "parquet")
_ROWS_AT_ONCE = 50_000
_NEEDED = ("conversation", "turn", "speaker", "text")
_LONGEST_HEAD = 10_000


class _Code(msgspec.Struct, frozen=True):
    code: str
    probability: float
    start: int
    end: int


class _Turn(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the output; see docs/schema/codes.md."""

    conversation: str
    turn: int
    codes: list[_Code]
    caution: Caution | None = None


class Coded(msgspec.Struct, frozen=True):
    """The turns that were read, their marks, and the caution on each turn (null on most)."""

    turns: pl.DataFrame
    marks: pl.DataFrame
    cautions: pl.Series


def code_file(path: Path, *, blind: bool, careful: bool, progress: Callable[[int, int], None] | None = None) -> Coded:
    """The turns of a file of any known format with their marks.

    Raises:
        InputError: the file cannot be read or holds no turn.
    """
    try:
        turns = open_conversations(path).turns
    except Refused:
        raise
    except InputError:
        if missing := _missing(path):
            raise InputError(f"The table has no column named {', '.join(missing)}; please add it.") from None
        raise
    if not turns["text"].fill_null("").str.contains(r"\S").any():
        raise InputError("No turn in the file has words: the column text is missing or empty; please add it.")
    marks = code(turns, blind=blind, careful=careful, progress=progress)
    return Coded(turns, marks, pl.Series("caution", cautions(turns["text"].fill_null("").to_list()), pl.String))


def _missing(path: Path) -> list[str]:
    """The columns that a table of turns must have and this one lacks; none where the file is no such table."""
    try:
        with path.open(encoding="utf-8") as stream:
            first = stream.readline(_LONGEST_HEAD)
    except (OSError, UnicodeDecodeError):
        return []
    names = {
        name.strip().strip('"').lower()
        for name in re.findall(r'"(\w+)"\s*:' if first.startswith("{") else r"[^,;\t]+", first)
    }
    lacking = [name for name in _NEEDED if name not in names]
    return lacking if len(lacking) < len(_NEEDED) else []


def json_lines(coded: Coded) -> Iterator[bytes]:
    """One object a turn, in the order of the turns, some thousand lines at a time."""
    given: dict[tuple[str, int], list[_Code]] = {}
    for conversation, turn, name, probability, start, end, _ in coded.marks.iter_rows():
        given.setdefault((conversation, turn), []).append(_Code(name, round(probability, 4), start, end))
    encoder = msgspec.json.Encoder()
    rows = coded.turns.select("conversation", "turn").with_columns(coded.cautions)
    for part in rows.iter_slices(_ROWS_AT_ONCE):
        lines = (
            encoder.encode(_Turn(conversation, turn, given.get((conversation, turn), []), caution))
            for conversation, turn, caution in part.iter_rows()
        )
        yield b"\n".join(lines) + b"\n"


def said_cautions(coded: Coded) -> list[str]:
    """A sentence for each kind of caution, with how many turns it holds for."""
    counts = dict(coded.cautions.drop_nulls().value_counts().iter_rows())
    return [f"{counts[name]} turns: {says}" for name, says in CAUTIONS.items() if name in counts]


def form_for(asked: str | None, out: Path | None) -> str:
    """The format to write: the one asked for, else the one that the file's ending names, else JSON Lines.

    Raises:
        InputError: there is no such format, or Parquet was asked for without a file.
    """
    form = asked or ("parquet" if out and out.suffix.lower() == ".parquet" else "jsonl")
    if form not in FORMATS:
        raise InputError(f"The format must be one of {', '.join(FORMATS)}.")
    if form == "parquet" and not out:
        raise InputError("Parquet is written to a file; please name one with --out.")
    return form


def write(coded: Coded, form: str, out: Path) -> None:
    """Write marks (Parquet) or codes by turn (JSON Lines) to a file.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        if form == "parquet":
            coded.marks.write_parquet(out)
            return
        with out.open("wb") as stream:
            stream.writelines(json_lines(coded))
    except OSError:
        raise InputError("The codes could not be written there; please choose another place.") from None
