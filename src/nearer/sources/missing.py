"""Whether many of one person's own messages seem to be missing from a chat.

What was taken out leaves two traces: turns that the app itself marks as deleted, and answers of the other to nothing.
Source: Levy & Schneier 2020, J Cybersecurity 6:1; the estimate and what it misses are in docs/threat-model.md.
"""

import math
import re
from datetime import timedelta
from functools import cache

import msgspec
import polars as pl

from nearer.sources.wording import say

__all__ = ["FEWEST", "SHARE", "Missing", "missing_of"]

SHARE = 0.20
"""More than this share of somebody's messages missing is worth a warning (docs/threat-model.md, SR2)."""
FEWEST = 10
"""Fewer missing messages than this are no sign of anything."""
_BURST, _TALK = timedelta(minutes=2), timedelta(hours=4)
"""One's own next message is a new start after two minutes; after four hours the talk is over."""
_FEWEST_TELLING, _SURE, _FEWEST_BURSTS = 0.1, 2.0, 20
"""Where answers are hardly more frequent after the other than by habit, or the difference may be luck (so many standard
errors), nothing is said."""


class Missing(msgspec.Struct, frozen=True):
    """What seems to be missing of one person: turns marked as deleted, turns whose answers stand alone, and the share.

    ``share`` is (deleted + gone) / (gone + all turns there, the deleted too), between 0 and 1.
    """

    deleted: int
    gone: int
    share: float

    @property
    def many(self) -> bool:
        """Whether that is worth a warning."""
        return self.deleted + self.gone >= FEWEST and self.share > SHARE


class _Rate(msgspec.Struct, frozen=True):
    """How many of so many turns begin as an answer does; one in ten of ten more is taken as known beforehand."""

    answers: int
    of: int

    @property
    def value(self) -> float:
        return (self.answers + 1) / (self.of + 10)

    @property
    def variance(self) -> float:
        return self.value * (1 - self.value) / (self.of + 11)


def missing_of(turns: pl.DataFrame, me: str) -> Missing:
    """What seems to be missing of one person's messages in a chat (the frame of `nearer.turns.frame`).

    An answer to nothing is a turn of the other that begins as an answer does ("yes", "what do you mean", "thanks"),
    two minutes to four hours after their own turn before it. Of such later turns a share p answers what is gone, so
    that their rate of answers lies between the other's habit and their rate right after this person's turns:
    f = p r + (1 - p) u. The habit u is taken from the other's own bursts, else from this person's later turns.
    """
    own = turns.filter(pl.col("speaker") == me)
    deleted = int((own["kind"] == "deleted").sum())
    gone = _gone(_said(turns), me)
    whole = gone + len(own)
    return Missing(deleted, gone, (deleted + gone) / whole if whole else 0.0)


def _said(turns: pl.DataFrame) -> pl.DataFrame:
    """Every message that has one before it: who, after whom, how much later, and whether it begins as an answer."""
    before = [pl.col(name).shift().over("conversation").alias(f"{name}_before") for name in ("speaker", "kind", "at")]
    kinds = pl.col("kind").is_in(["message", "media", "deleted"])
    said = turns.filter(kinds & pl.col("speaker").is_not_null()).with_columns(before)
    said = said.filter(pl.col("kind") == "message", pl.col("kind_before") != "deleted")
    opens = [_answer().match(text or "") is not None for text in said["text"]]
    return said.select("speaker", "speaker_before", later=pl.col("at") - pl.col("at_before")).with_columns(
        opens=pl.Series(opens, dtype=pl.Boolean)
    )


def _gone(said: pl.DataFrame, me: str) -> int:
    later, burst = pl.col("later").is_between(_BURST, _TALK), pl.col("later") < _BURST
    mine, same = pl.col("speaker") == me, pl.col("speaker") == pl.col("speaker_before")
    found = _rate(said, ~mine & same & later)
    in_burst = _rate(said, ~mine & same & burst)
    habit = in_burst if in_burst.of >= _FEWEST_BURSTS else _rate(said, mine & same & later)
    after_me = _rate(said, ~mine & ~same & (later | burst))
    excess = found.value - habit.value
    reach = after_me.value - habit.value
    if reach < _FEWEST_TELLING or excess < _SURE * math.sqrt(found.variance + habit.variance):
        return 0
    return round(found.of * min(1.0, excess / reach))


def _rate(said: pl.DataFrame, which: pl.Expr) -> _Rate:
    opens = said.filter(which)["opens"]
    return _Rate(int(opens.sum()), len(opens))


@cache
def _answer() -> re.Pattern[str]:
    words = sorted(say("answer-words").split("|"), key=len, reverse=True)
    opening = "|".join(re.escape(word).replace("'", "['’]?") for word in words)
    return re.compile(rf"\s*(?:{opening})(?!\w)", re.IGNORECASE)
