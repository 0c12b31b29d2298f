"""Whether many of one person's own messages seem to be missing from a chat.

What was taken out leaves two traces: turns that the app itself marks as deleted, and answers of the other to nothing.
Source: Levy & Schneier 2020, J Cybersecurity 6:1; the estimate and its limits are described in docs/sources.md.
"""

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


class Missing(msgspec.Struct, frozen=True):
    """What seems to be missing of one person: turns marked as deleted, answers to nothing beyond what is usual, share.

    ``share`` is (deleted + answered) / (deleted + answered + messages there), between 0 and 1.
    """

    deleted: int
    answered: int
    share: float

    @property
    def many(self) -> bool:
        """Whether that is worth a warning."""
        return self.deleted + self.answered >= FEWEST and self.share > SHARE


def missing_of(turns: pl.DataFrame, me: str) -> Missing:
    """What seems to be missing of one person's messages in a chat (the frame of `nearer.turns.frame`).

    An answer to nothing is a turn of the other that begins as an answer does ("yes", "what do you mean", "thanks"),
    two minutes to four hours after their own turn before it, with no turn of this person in between. People answer
    themselves now and then, so as many as this person's own share of such turns would give are taken off.
    """
    own = turns.filter(pl.col("speaker") == me)
    deleted = int((own["kind"] == "deleted").sum())
    present = int((own["kind"] != "deleted").sum())
    others, other_chances = _answers_to_nothing(turns, pl.col("speaker") != me)
    mine, own_chances = _answers_to_nothing(turns, pl.col("speaker") == me)
    usual = mine / own_chances if own_chances else 0.0
    answered = max(0, round(others - usual * other_chances))
    whole = deleted + answered + present
    return Missing(deleted, answered, (deleted + answered) / whole if whole else 0.0)


def _answers_to_nothing(turns: pl.DataFrame, who: pl.Expr) -> tuple[int, int]:
    """How many turns answer nothing, and how many follow a turn of the same person after a while."""
    said = turns.filter(pl.col("kind").is_in(["message", "media", "deleted"]) & pl.col("speaker").is_not_null())
    before = pl.col("at").diff().over("conversation")
    again = said.filter(
        (pl.col("speaker") == pl.col("speaker").shift().over("conversation")).fill_null(value=False)
        & (pl.col("kind").shift().over("conversation") != "deleted")
        & before.is_between(_BURST, _TALK)
        & (pl.col("kind") == "message")
        & who
    )
    texts = again["text"].fill_null("").to_list()
    return sum(_answer().match(text) is not None for text in texts), len(texts)


@cache
def _answer() -> re.Pattern[str]:
    words = sorted(say("answer-words").split("|"), key=len, reverse=True)
    opening = "|".join(re.escape(word).replace("'", "['’]?") for word in words)
    return re.compile(rf"\s*(?:{opening})(?!\w)", re.IGNORECASE)
