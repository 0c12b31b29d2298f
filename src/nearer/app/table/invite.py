"""Use case: somebody is invited to a table, or has been. The inviter learns what the invited person passes on."""

import re
from typing import cast

import msgspec

from nearer.app.table.kept import INVITED, ONE, Invited
from nearer.app.table.own import let_rest, me
from nearer.drafts import Notes, look_at
from nearer.errors import InputError
from nearer.safety import Hold, SafetyAnswer, answer, look
from nearer.storage import Space, Store, TableSeat
from nearer.table import Invitation, again_at, rests, seen_by_inviter, words_for
from nearer.table.invitation import DAYS_OPEN, Reply, Seen, Word
from nearer.table.words import entry, say

__all__ = ["Out", "Written", "accept", "invite", "is_invited", "out", "pass_on", "read", "seat_of", "withdraw", "write"]

LONGEST_LINE = 400


class Written(msgspec.Struct, frozen=True):
    """An invitation as it would be sent, with the notes on it; or safety's own answer for the writer alone."""

    words: str
    notes: Notes | None
    held: SafetyAnswer | None = None


class Out(msgspec.Struct, frozen=True):
    """An invitation as the inviter sees it. ``says`` is the one sentence about what became of it."""

    seen: Seen
    says: str
    words: str
    code: str
    again_at: int


def write(space: Space, kind: str, line: str, *, region: str | None = None) -> Written:
    """The whole message of this kind with the person's own line, looked at by safety and by the drafts' rules.

    Raises:
        InputError: there is no such kind, or the line is too long.
    """
    messages = entry("invitation.messages")
    if kind not in messages:
        raise InputError("There is no invitation of that kind; please choose one of those shown.")
    own = "\n".join(" ".join(part.split()) for part in line.splitlines() if part.strip())
    if len(own) > LONGEST_LINE:
        raise InputError(f"Your own line is longer than {LONGEST_LINE} letters; please make it shorter.")
    verdict = look(own) if own else None
    if isinstance(verdict, Hold):
        let_rest(space, rest=rests(verdicts=[verdict]))
        return Written("", None, answer(verdict, region=region))
    # The line goes in as it is: braces in it are no places to fill.
    words = re.sub(r"\n{2,}", "\n", messages[kind].replace("{line}", own)).strip()
    return Written(f"{words}\n{me(space).name}", look_at(own) if own else None)


def invite(store: Store, space: Space, words: str, now: int) -> str:
    """The code of a new invitation with these words.

    Raises:
        InputError: the last one is less than two weeks old, or the two have sat down together already.
    """
    before = space.get(INVITED, ONE, Invited)
    if before is not None and now < again_at(_invitation(before.value, None)):
        raise InputError(f"An invitation stands for {DAYS_OPEN} days before another is written: that leaves room.")
    seat = next((seat for seat in seat_list(store, space) if seat.is_inviter), None) or store.new_table(space)
    code = store.invite(seat, words, days=DAYS_OPEN)
    space.put(INVITED, Invited(code, words, now), item=ONE)
    return code


def out(store: Store, space: Space, now: int) -> Out | None:
    """The invitation that this person has written last, as far as they may see what became of it."""
    kept = space.get(INVITED, ONE, Invited)
    if kept is None:
        return None
    invited = kept.value
    if (word := store.word_left(invited.code)) is not None and word in entry("invitation.words"):
        invited = msgspec.structs.replace(invited, word=cast(Word, word))
        space.put(INVITED, invited, item=ONE)
        store.drop_word(invited.code)
    seat = next((seat for seat in seat_list(store, space) if seat.is_inviter), None)
    if seat is None:  # taken back, or the table is folded: its code opens nothing
        invited = msgspec.structs.replace(invited, is_withdrawn=True)
    invitation = _invitation(invited, seat)
    seen = seen_by_inviter(invitation, now)
    word_said = entry("invitation.words").get(seen)
    says = say("invitation.seen.word", word=word_said) if word_said else say(f"invitation.seen.{seen}")
    return Out(seen, says, invited.words, invited.code, again_at(invitation))


def withdraw(store: Store, space: Space) -> None:
    """Take the invitation back: its code opens nothing from now on. Before both have sat down only."""
    kept = space.get(INVITED, ONE, Invited)
    for seat in seat_list(store, space):
        if seat.is_inviter and not seat.sat_together:
            store.revoke(seat)
    if kept is not None:
        store.drop_word(kept.value.code)
        space.put(INVITED, msgspec.structs.replace(kept.value, is_withdrawn=True), item=ONE)


def read(store: Store, code: str) -> str:
    """What the invitation says. It looks the same every time, whatever was replied before.

    Raises:
        InputError: the code has a slip.
        InvitationClosed: the code opens none.
    """
    return store.open_invitation(code).words


def pass_on(store: Store, code: str, reply: Reply, word: str) -> None:
    """Leave a word for the inviter, where one was chosen that goes with the reply; else nothing at all happens.

    Raises:
        InputError: the code has a slip.
        InvitationClosed: the code opens none.
    """
    if word in words_for(reply):
        store.leave_word(code, word)


def accept(store: Store, code: str, space: Space) -> None:
    """Take the seat across. The inviter is not told; it shows when both sit down.

    Raises:
        InputError: the code has a slip, this is the inviter's own space, or there is a table in use already.
        InvitationClosed: the code opens none.
    """
    seats = seat_list(store, space)
    if any(seat.sat_together for seat in seats):
        raise InputError("You have a table already. To sit at another one, fold that one first.")
    accepted = store.accept(code, space)
    for seat in seats:  # one's own invitation is not needed any more; two tables would miss each other
        if seat.id != accepted.id:
            store.revoke(seat)
    space.delete(INVITED, ONE)


def seat_list(store: Store, space: Space) -> list[TableSeat]:
    """The seats at tables that are there still; what is left of closed ones is cleared away."""
    seats = store.seats(space)
    for seat in seats:
        if seat.is_closed:
            store.revoke(seat)
    return [seat for seat in seats if not seat.is_closed]


def seat_of(store: Store, space: Space) -> TableSeat | None:
    """The seat at the table of the two; where there are several, one at which both have sat, or else the newest."""
    seats = seat_list(store, space)
    together = [seat for seat in seats if seat.sat_together]
    return (together or seats or [None])[-1]  # type: ignore[list-item]


def is_invited(reply: str) -> Reply | None:
    """The reply of that name, if there is one."""
    return cast(Reply, reply) if reply in entry("invitation.replies") else None


def _invitation(invited: Invited, seat: TableSeat | None) -> Invitation:
    return Invitation(
        invited.made_at, invited.is_withdrawn, invited.word, sat_together=seat is not None and seat.sat_together
    )
