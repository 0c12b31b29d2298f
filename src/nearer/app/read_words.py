"""The newest rounds in the two people's own words, for a page that both asked for."""

from datetime import datetime

import polars as pl

from nearer.answer.report import Round
from nearer.codebook import cycle_class_of

__all__ = ["last_rounds"]

SHOWN = 5
CERTAIN = 0.5
LONGEST = 240


def last_rounds(turns: pl.DataFrame, marks: pl.DataFrame) -> tuple[Round, ...]:
    """Up to five newest rounds, a pressing turn and the other's closing turn right after it, oldest first."""
    sure = marks.filter(pl.col("probability") >= CERTAIN)
    kinds = {
        (conversation, turn): cycle_class_of(code)
        for conversation, turn, code in sure.sort("probability").select("conversation", "turn", "code").iter_rows()
        if cycle_class_of(code) != "other"
    }
    found: list[Round] = []
    before: dict[str, object] | None = None
    spoken = turns.filter(pl.col("kind") == "message", pl.col("text").is_not_null())
    for row in spoken.iter_rows(named=True):
        if before is not None and before["conversation"] == row["conversation"] and before["speaker"] != row["speaker"]:
            pair = [kinds.get((one["conversation"], one["turn"])) for one in (before, row)]
            if pair == ["pursue", "withdraw"]:
                said = tuple((str(one["speaker"]), _short(str(one["text"]))) for one in (before, row))
                found.append(Round(_date(row["at"]), said))
        before = row
    return tuple(found[-SHOWN:])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _date(at: object) -> str:
    return at.date().isoformat() if isinstance(at, datetime) else ""
