"""An invitation that leaves the other free: open, put off, said no to or never seen, it looks the same from outside.

That holds by what is not kept: "not now" and "no" change nothing in the record, unless the invited person chooses
one kind sentence to be passed on.
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
]

DAYS_OPEN = 14
"""Days that an invitation stays open, and before another can be written: asking twice in a week is pressing."""

Reply = Literal["accept", "not-now", "no"]
REPLIES: tuple[Reply, ...] = get_args(Reply)
Word = Literal["thanks", "later", "not-this"]
"""The kind sentences that the invited person may have passed on (their words stand in the wording file)."""
WORDS: tuple[Word, ...] = get_args(Word)
Seen = Literal["out", "over", "table", "withdrawn", "thanks", "later", "not-this"]


class Invitation(msgspec.Struct, frozen=True):
    """What is kept of an invitation. There is no place in it for "opened", "not now" or "no"."""

    made_at: int
    is_withdrawn: bool = False
    is_accepted: bool = False
    word: Word | None = None


def is_open(invitation: Invitation, now: int) -> bool:
    """Whether it can be replied to. Withdrawn, over and already accepted are one and the same to whoever has the code.

    The inviter has the code too, so this must not depend on a "not now" or a "no".
    """
    ended = now >= again_at(invitation)
    return not (invitation.is_withdrawn or invitation.is_accepted or ended)


def replied(invitation: Invitation, reply: Reply, now: int, *, word: Word | None = None) -> Invitation:
    """The invitation after a reply. "Not now" and "no" leave it as it was, but for a word that is to be passed on."""
    if not is_open(invitation, now):
        return invitation
    if reply == "accept":
        return msgspec.structs.replace(invitation, is_accepted=True)
    return invitation if word is None else msgspec.structs.replace(invitation, word=word)


def withdrawn(invitation: Invitation) -> Invitation:
    """The invitation taken back; one that was accepted stays accepted, as there is a table by then."""
    return invitation if invitation.is_accepted else msgspec.structs.replace(invitation, is_withdrawn=True)


def seen_by_inviter(invitation: Invitation, now: int) -> Seen:
    """What the inviter is told: their own doing, the date, that there is a table, or the word passed on to them."""
    if invitation.is_accepted:
        return "table"
    if invitation.is_withdrawn:
        return "withdrawn"
    if invitation.word is not None:
        return invitation.word
    return "over" if now >= again_at(invitation) else "out"


def again_at(invitation: Invitation) -> int:
    """From when another may be written: the same whatever became of this one, taken back or not."""
    return invitation.made_at + DAYS_OPEN * DAY_MS
