"""The two frames that the stages hand on: turns (who said what, when) and marks (how it was said, without text)."""

import polars as pl

from nearer.errors import InputError

__all__ = ["KINDS", "MARKS", "TURNS", "check_marks", "check_turns"]

KINDS = ("message", "media", "deleted", "call", "system")
"""What a turn can be; only a ``message`` has words that are read."""

TURNS: dict[str, pl.DataType] = {
    "conversation": pl.String(),
    "turn": pl.Int64(),
    "speaker": pl.String(),
    "at": pl.Datetime("us"),
    "kind": pl.Enum(KINDS),
    "text": pl.String(),
    "line": pl.Int64(),
}
"""One row a turn. ``at`` may be null, naive (local time, zone unknown) or carry any one time zone; ``line`` is the
line of the source where the turn begins, counted from 1, or null."""

MARKS: dict[str, pl.DataType] = {
    "conversation": pl.String(),
    "turn": pl.Int64(),
    "code": pl.String(),
    "probability": pl.Float64(),
    "start": pl.Int64(),
    "end": pl.Int64(),
    "coder": pl.String(),
}
"""One row a code on a turn: ``start`` and ``end`` are code points in the turn's text; never the text itself."""


def check_turns(frame: pl.DataFrame) -> pl.DataFrame:
    """The same frame, sure to have every column of `TURNS` with its type, in that order.

    Raises:
        InputError: names the column that is missing or of another type.
    """
    return _check(frame, TURNS, "turns")


def check_marks(frame: pl.DataFrame) -> pl.DataFrame:
    """The same frame, sure to have every column of `MARKS` with its type, in that order.

    Raises:
        InputError: names the column that is missing or of another type.
    """
    return _check(frame, MARKS, "marks")


def _check(frame: pl.DataFrame, schema: dict[str, pl.DataType], what: str) -> pl.DataFrame:
    missing = [name for name in schema if name not in frame.columns]
    if missing:
        raise InputError(f"The table of {what} has no column named {', '.join(missing)}; please add it.")
    for name, wanted in schema.items():
        found = frame.schema[name]
        same_family = isinstance(wanted, pl.Datetime) and isinstance(found, pl.Datetime)
        if found != wanted and not same_family:
            raise InputError(f"The column {name} of the {what} is {found}, and {wanted} is needed.")
    return frame.select(list(schema))
