"""From the two frames to arrays: checked, in order, and without a word of text."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from nearer.cycle.record import Caution
from nearer.errors import InputError

__all__ = ["CODE_SETS", "CodeSet", "Messages", "read_marks", "read_messages"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

TEXT_COLUMNS = ("text", "message", "body", "content", "words", "quote", "utterance")
"""Columns that would carry what was said; a frame with one of them is refused."""

CERTAIN = 0.5
"""A code counts for a turn from this probability on."""

MEND = ("repair", "invite")
"""Codes that mend a round: a repair, or an invitation to talk about how the two talk."""
SOFT = ("disclose", "ask", "invite", "validate", "warm", "repair")
"""Codes of a soft opening."""
LEFT_OUT = "threat"
"""Turns with this code are for safety alone and leave the statistics."""


@dataclass(frozen=True)
class CodeSet:
    """Which codes are reaching and which are going away."""

    name: str
    pursue: frozenset[str]
    withdraw: frozenset[str]


_PURSUE = frozenset({"press", "probe", "protest", "seek", "criticise"})
_WITHDRAW = frozenset({"dismiss", "shut", "deflect"})
CODE_SETS = (
    CodeSet("usual", _PURSUE, _WITHDRAW),
    CodeSet("contempt-as-reaching", _PURSUE | {"contempt"}, _WITHDRAW),
    CodeSet("defending-as-going-away", _PURSUE, _WITHDRAW | {"defend"}),
    CodeSet("without-probing", _PURSUE - {"probe"}, _WITHDRAW),
)
"""The usual reading of the codes, then the readings under which a conclusion has to hold as well."""


@dataclass(frozen=True)
class Messages:
    """One row a message, in the order in which they were said.

    ``who`` is 0 or 1 (the place in ``people``); ``conversation`` a running number; ``row`` the place in the frame that
    was given; ``at`` hours since the first message and ``wall`` local hours since Monday 1969-12-29 00:00, both NaN
    where there are no times; ``after_call`` marks the first message after a call; ``call_at`` the hours of the calls.
    """

    people: tuple[str, str]
    who: Ints
    conversation: Ints
    row: Ints
    at: Floats
    wall: Floats
    after_call: Bools
    episode: Ints | None
    call_at: Floats
    timed: bool
    by_minute: bool
    cautions: tuple[Caution, ...]


def read_messages(turns: pl.DataFrame, left_out: Ints) -> Messages:
    """The messages of two people in order, from a frame with conversation, turn, speaker and, where known, at and kind.

    Args:
        turns: one row a turn, without text; ``episode`` (whole numbers) is used where it is given.
        left_out: rows (places in the frame) that leave the statistics.

    Raises:
        InputError: text in the frame, a missing column, or not exactly two speakers.
    """
    frame = _checked(turns)
    cautions: list[Caution] = []
    frame, timed = _with_times(frame, cautions)
    keys = ["conversation", "_utc", "turn"] if timed else ["conversation", "turn"]
    frame = frame.sort(keys, maintain_order=True)
    is_call = (frame["kind"] == "call").to_numpy()
    dropped = (frame["kind"] == "system").to_numpy() | np.isin(frame["_row"].to_numpy(), left_out)
    if len(left_out):
        cautions.append(Caution("threat-left-out", n=len(left_out)))
    spoken = frame.filter(pl.Series(~is_call & ~dropped))
    people = _two_people(spoken)
    after_call = np.concatenate([[0], np.cumsum(is_call)])[:-1][~is_call & ~dropped]
    utc = spoken["_utc"].to_numpy().astype(np.float64) / 3.6e9
    start = utc.min() if timed else 0.0
    calls = frame.filter(pl.Series(is_call))["_utc"].to_numpy().astype(np.float64) / 3.6e9 - start
    return Messages(
        people=people,
        who=(spoken["speaker"] == people[1]).to_numpy().astype(np.int64),
        conversation=spoken["conversation"].rle_id().to_numpy().astype(np.int64),
        row=spoken["_row"].to_numpy().astype(np.int64),
        at=utc - start,
        wall=spoken["_wall"].to_numpy().astype(np.float64) / 3.6e9 + 72.0,
        after_call=np.diff(after_call, prepend=after_call[:1]) > 0,
        episode=spoken["episode"].cast(pl.Int64).fill_null(-1).to_numpy() if "episode" in spoken.columns else None,
        call_at=calls if timed else np.zeros(0),
        timed=timed,
        by_minute=timed and bool((spoken["_utc"].to_numpy() % 60_000_000 == 0).all()),
        cautions=tuple(cautions),
    )


def read_marks(turns: pl.DataFrame, marks: pl.DataFrame) -> tuple[pl.DataFrame, Ints, tuple[Caution, ...]]:
    """The certain marks with the place of their turn in the frame, the rows left out for safety, and cautions.

    The frame that comes back has ``row``, ``code``, ``probability`` and ``start`` (null where it is not known).

    Raises:
        InputError: text in the frame, a missing column, a probability that is no share, marks of unknown turns.
    """
    _refuse_text(marks, "marks")
    _need(marks, ("conversation", "turn", "code", "probability"), "marks")
    _need(turns, ("conversation", "turn"), "turns")
    _numbered(turns, "turns")
    _numbered(marks, "marks")
    frame = _sure_probability(marks)
    cautions: list[Caution] = []
    if "coder" in frame.columns:
        frame = frame.filter(pl.col("coder").is_null() | (pl.col("coder") != "context"))
    if "start" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.Int64).alias("start"))
    places = turns.select(pl.col("conversation").cast(pl.String), pl.col("turn").cast(pl.Int64)).with_row_index("row")
    frame = frame.with_columns(pl.col("conversation").cast(pl.String), pl.col("turn").cast(pl.Int64))
    found = frame.join(places, on=["conversation", "turn"], how="inner")
    if frame.height and not found.height:
        raise InputError("None of the marks belongs to a turn of the table; please check conversation and turn.")
    if found.height < frame.height:
        cautions.append(Caution("marks-without-turn", n=frame.height - found.height))
    if not found.height:
        cautions.append(Caution("no-marks", n=0))
    certain = found.filter(pl.col("probability") >= CERTAIN).select("row", "code", "probability", "start")
    threat = certain.filter(pl.col("code") == LEFT_OUT)["row"].unique().sort().to_numpy().astype(np.int64)
    return certain, threat, tuple(cautions)


def classes_of(certain: pl.DataFrame, codes: CodeSet, size: int) -> Ints:
    """The class of each row: 0 other, 1 pursue, 2 withdraw; of two on one turn the one that comes last counts.

    Where no place in the turn is known, the more probable counts, then pursue.
    """
    told = certain.with_columns(
        pl.when(pl.col("code").is_in(list(codes.pursue)))
        .then(1)
        .when(pl.col("code").is_in(list(codes.withdraw)))
        .then(2)
        .otherwise(0)
        .alias("class")
    ).filter(pl.col("class") > 0)
    told = told.sort([pl.col("start").fill_null(-1), "probability", -pl.col("class")], maintain_order=True)
    out = np.zeros(size, dtype=np.int64)
    out[told["row"].to_numpy()] = told["class"].to_numpy()  # later rows overwrite earlier ones
    return out


def having(certain: pl.DataFrame, codes: tuple[str, ...], size: int) -> Bools:
    """Which rows carry one of the codes."""
    out = np.zeros(size, dtype=np.bool_)
    out[certain.filter(pl.col("code").is_in(list(codes)))["row"].to_numpy()] = True
    return out


def _refuse_text(frame: pl.DataFrame, what: str) -> None:
    carried = [name for name in frame.columns if name.lower() in TEXT_COLUMNS or frame.schema[name] == pl.Object]
    if carried:
        raise InputError(
            f"The {what} carry a column named {carried[0]}; the statistics take no text, so please drop that column."
        )


def _need(frame: pl.DataFrame, names: tuple[str, ...], what: str) -> None:
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise InputError(f"The table of {what} has no column named {', '.join(missing)}; please add it.")


def _numbered(frame: pl.DataFrame, what: str) -> None:
    """Raises InputError where turns are not numbered by whole numbers, each with one."""
    if not frame.schema["turn"].is_integer() and frame.height:
        raise InputError(f"The column turn of the {what} is not a whole number; please number the turns.")
    if frame["turn"].null_count():
        raise InputError(f"Some rows of the {what} have no turn; please number the turns.")


def _checked(turns: pl.DataFrame) -> pl.DataFrame:
    _refuse_text(turns, "turns")
    _need(turns, ("conversation", "turn", "speaker"), "turns")
    if not turns.height:
        raise InputError("There are no turns in the table; please bring a conversation of two people.")
    _numbered(turns, "turns")
    if "kind" not in turns.columns:
        turns = turns.with_columns(pl.lit("message").alias("kind"))
    if "at" not in turns.columns:
        turns = turns.with_columns(pl.lit(None, dtype=pl.Datetime("us")).alias("at"))
    if turns["at"].dtype == pl.Null:
        turns = turns.with_columns(pl.col("at").cast(pl.Datetime("us")))
    if not isinstance(turns.schema["at"], pl.Datetime):
        raise InputError(f"The column at of the turns is {turns.schema['at']}, and a date with a time is needed.")
    if turns.select(pl.struct("conversation", "turn").is_duplicated().any()).item():
        raise InputError("Two rows of the turns have the same conversation and turn; please number each turn once.")
    keep = ["conversation", "turn", "speaker", "at", "kind", *(["episode"] if "episode" in turns.columns else [])]
    return (
        turns.select(keep)
        .with_columns(pl.col("conversation").cast(pl.String), pl.col("turn").cast(pl.Int64))
        .with_columns(pl.col("kind").cast(pl.String).fill_null("message"), pl.col("speaker").cast(pl.String))
        .with_row_index("_row")
    )


def _with_times(frame: pl.DataFrame, cautions: list[Caution]) -> tuple[pl.DataFrame, bool]:
    at = frame["at"].cast(pl.Datetime("us", frame.schema["at"].time_zone))  # type: ignore[attr-defined]
    frame = frame.with_columns(at.alias("at")).sort(["conversation", "turn"], maintain_order=True)
    empty = frame["at"].null_count()
    if 0 < empty < frame.height:
        cautions.append(Caution("times-filled", n=empty))
        filled = pl.col("at").forward_fill().backward_fill().over("conversation")
        frame = frame.with_columns(filled)
    timed = frame["at"].null_count() == 0 and frame["at"].n_unique() > 1
    if not timed:
        cautions.append(Caution("no-times" if empty else "one-time", n=frame.height))
    else:
        back = frame.select((pl.col("at").diff().over("conversation") < pl.duration(seconds=0)).sum()).item()
        if back:
            cautions.append(Caution("clock-back", n=int(back)))
    utc = pl.col("at").dt.replace_time_zone(None) if frame.schema["at"].time_zone is None else pl.col("at")  # type: ignore[attr-defined]
    wall = pl.col("at").dt.replace_time_zone(None).dt.epoch("us")
    return frame.with_columns(utc.dt.epoch("us").alias("_utc"), wall.alias("_wall")), timed


def _two_people(spoken: pl.DataFrame) -> tuple[str, str]:
    if spoken["speaker"].null_count():
        raise InputError("Some turns have no speaker; please say for each turn who spoke.")
    names = spoken["speaker"].unique(maintain_order=True).to_list()
    if len(names) < 2:
        raise InputError(f"There {'is one speaker' if names else 'are no speakers'} in the turns; a cycle needs two.")
    if len(names) > 2:
        raise InputError(f"There are {len(names)} speakers in the turns; a cycle is between two, so please choose two.")
    return str(names[0]), str(names[1])


def _sure_probability(marks: pl.DataFrame) -> pl.DataFrame:
    if not marks.schema["probability"].is_numeric() and marks.height:
        raise InputError("The column probability of the marks is not a number; please give shares between 0 and 1.")
    frame = marks.with_columns(pl.col("probability").cast(pl.Float64), pl.col("code").cast(pl.String))
    values = frame["probability"].to_numpy()
    wrong = ~((values >= 0) & (values <= 1)) if len(values) else np.zeros(0, dtype=np.bool_)
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0]) + 1
        raise InputError(
            f"The probability in row {place} of the marks is not a number between 0 and 1; please mend or drop it."
        )
    return frame
