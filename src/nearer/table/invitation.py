"""An invitation that leaves the other free: unseen, put off, refused or accepted, it looks the same from outside.

That holds by what is not kept: a reply changes nothing at all, unless the invited person chooses one kind sentence to
be passed on. That the two have a table shows when both sit down at it, and not before.
"""

from typing import Literal, get_args

import msgspec

from nearer.table.seats import DAY_MS

__all__ = [
    "DAYS_OPEN",
    "REPLIES",
    "WORDS",
    "Invitation",
    "Reply",
    "Seen",
    "Word",
    "again_at",
    "is_open",
    "replied",
    "seen_by_inviter",
    "withdrawn",
    "words_for",
]

DAYS_OPEN = 14
"""Days that an invitation stays open, and before another can be written: asking twice in a week is pressing."""

Reply = Literal["accept", "not-now", "no"]
REPLIES: tuple[Reply, ...] = get_args(Reply)
Word = Literal["yes", "thanks", "later", "not-this"]
"""The kind sentences that the invited person may have passed on (they stand in the wording file)."""
WORDS: tuple[Word, ...] = get_args(Word)
Seen = Literal["out", "over", "table", "withdrawn", "yes", "thanks", "later", "not-this"]


class Invitation(msgspec.Struct, frozen=True):
    """What is known of an invitation on the inviter's side. It has no place for "opened" or for any reply."""

    made_at: int
    is_withdrawn: bool = False
    word: Word | None = None
    sat_together: bool = False


def is_open(invitation: Invitation, now: int) -> bool:
    """Whether it can be replied to. Withdrawn, run out and used are one and the same to whoever has the code.

    The inviter has the code too, so this must not depend on any reply.
    """
    return not (invitation.is_withdrawn or invitation.sat_together or now >= again_at(invitation))


def words_for(reply: Reply) -> tuple[Word, ...]:
    """The sentences that may go with a reply."""
    return ("yes",) if reply == "accept" else ("thanks", "later", "not-this")


def replied(invitation: Invitation, reply: Reply, now: int, *, word: Word | None = None) -> Invitation:
    """The invitation after a reply: as it was, but for a word that is to be passed on."""
    if word is None or word not in words_for(reply) or not is_open(invitation, now):
        return invitation
    return msgspec.structs.replace(invitation, word=word)


def withdrawn(invitation: Invitation) -> Invitation:
    """The invitation taken back; once the two have sat down there is nothing to take back."""
    return invitation if invitation.sat_together else msgspec.structs.replace(invitation, is_withdrawn=True)


def seen_by_inviter(invitation: Invitation, now: int) -> Seen:
    """What the inviter is told: their own doing, the date, that both have sat down, or the word passed on to them."""
    if invitation.sat_together:
        return "table"
    if invitation.is_withdrawn:
        return "withdrawn"
    if invitation.word is not None:
        return invitation.word
    return "over" if now >= again_at(invitation) else "out"


def again_at(invitation: Invitation) -> int:
    """From when another may be written: the same whatever became of this one, taken back or not."""
    return invitation.made_at + DAYS_OPEN * DAY_MS
