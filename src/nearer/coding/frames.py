"""What is brought to the coder: any table with the columns of turns, checked and put into the schema of `TURNS`."""

from typing import Any

import polars as pl

from nearer.errors import InputError
from nearer.turns.frame import TURNS, check_turns

__all__ = ["turns_of"]

_NEEDED = ("conversation", "turn", "speaker", "text")


def turns_of(table: object) -> pl.DataFrame:
    """The turns in a table: a Polars frame, or anything that speaks Arrow's C interface (PyArrow, DuckDB, pandas ...).

    The columns conversation, turn, speaker and text are needed; at, kind and line may be left out.

    Raises:
        InputError: names the column that is missing, of a wrong type, or empty in a row where it may not be.
    """
    frame = _frame(table)
    missing = [name for name in _NEEDED if name not in frame.columns]
    if missing:
        raise InputError(f"The table of turns has no column named {', '.join(missing)}; please add it.")
    frame = frame.with_columns(
        _names(frame, "conversation"),
        _numbers(frame, "turn"),
        _names(frame, "speaker"),
        _strings(frame, "text").fill_null(""),
        _kinds(frame),
        _times(frame),
        _numbers(frame, "line") if "line" in frame.columns else pl.lit(None, pl.Int64()).alias("line"),
    )
    for name in ("conversation", "turn", "speaker"):
        empty = frame[name].is_null() & (frame["kind"].eq("message") | (name != "speaker"))
        if empty.any():
            row = empty.arg_true()[0] + 1
            raise InputError(f"The column {name} of the turns is empty in row {row}; please fill it in.")
    if frame.select("conversation", "turn").is_duplicated().any():
        raise InputError("A turn number comes twice in one conversation; please number the turns of each anew.")
    return check_turns(frame)


def _frame(table: object) -> pl.DataFrame:
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    if isinstance(table, pl.DataFrame):
        return table
    if hasattr(table, "__arrow_c_stream__") or hasattr(table, "__arrow_c_array__"):
        arrow: Any = table
        made = pl.DataFrame(arrow)
        return made
    raise InputError("The turns must be a Polars frame or another table that speaks Arrow; please convert them first.")


def _wrong(name: str, found: pl.DataType, wanted: str) -> InputError:
    return InputError(f"The column {name} of the turns is {found}, and {wanted} is needed.")


def _strings(frame: pl.DataFrame, name: str) -> pl.Expr:
    found = frame.schema[name]
    if found == pl.String or isinstance(found, pl.Categorical | pl.Enum) or found == pl.Null:
        return pl.col(name).cast(pl.String)
    raise _wrong(name, found, "text")


def _names(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String) if frame.schema[name].is_integer() else _strings(frame, name)


def _numbers(frame: pl.DataFrame, name: str) -> pl.Expr:
    found = frame.schema[name]
    if found.is_integer() or found == pl.Null:
        return pl.col(name).cast(pl.Int64)
    raise _wrong(name, found, "whole numbers")


def _kinds(frame: pl.DataFrame) -> pl.Expr:
    wanted = TURNS["kind"]
    if "kind" not in frame.columns:
        return pl.lit("message", wanted).alias("kind")
    known = wanted.categories if isinstance(wanted, pl.Enum) else ()
    texts = frame.select(_strings(frame, "kind"))["kind"].fill_null("message")
    if not texts.is_in(list(known)).all():
        row = (~texts.is_in(list(known))).arg_true()[0] + 1
        raise InputError(
            f"The column kind of the turns has an unknown word in row {row}; {', '.join(known)} are known."
        )
    return pl.col("kind").cast(pl.String).fill_null("message").cast(wanted)


def _times(frame: pl.DataFrame) -> pl.Expr:
    if "at" not in frame.columns or frame.schema["at"] == pl.Null:
        return pl.lit(None, TURNS["at"]).alias("at")
    found = frame.schema["at"]
    if isinstance(found, pl.Datetime):
        return pl.col("at").dt.cast_time_unit("us")
    if found == pl.String:
        return pl.col("at").str.to_datetime(time_unit="us", strict=False)
    raise _wrong("at", found, "times")
