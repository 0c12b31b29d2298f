"""Whether a chat was read in the last days: by a keyed fingerprint that is sealed in the person's own space.

Looking again and again is a way of watching. The fingerprint stays when the report is deleted; it has no name and no
word in it, and the command line, which keeps nothing, has none. Source: Levy & Schneier 2020, J Cybersecurity 6:1.
"""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import blake2b
from heapq import nsmallest
from typing import TYPE_CHECKING

import msgspec

from nearer.app.days import say_day
from nearer.app.space_items import CHAT_SEEN, ChatSeen
from nearer.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from nearer.app.spaces import Space

__all__ = ["DAYS_BETWEEN", "Chat", "chat_of", "check_pace", "note_reading"]

DAYS_BETWEEN = 7
"""Days from one reading of a chat to the next (docs/threat-model.md, SR4)."""
SKETCH = 64
"""So many of the smallest keyed hashes of a chat's messages are kept; how many two sketches share estimates how much
the chats have in common. Source: Broder 1997, Compression and Complexity of Sequences."""
SAME = 0.1
"""Chats with more than this share in common are one chat, brought again, longer or shorter or with other names."""
SHORTEST = 8
"""Letters; shorter messages stand in many chats."""


class Chat(msgspec.Struct, frozen=True):
    """What a chat is known by while it is in memory: the two people, and each message with its minute."""

    people: tuple[str, str]
    said: tuple[bytes, ...]


def chat_of(people: tuple[str, str], turns: "pl.DataFrame") -> Chat:
    """What this chat is known by; the frame is that of `nearer.turns.frame`."""
    rows = turns.select("at", "text", "kind").iter_rows()
    said = (
        f"{at:%Y-%m-%d %H:%M} {words}" if at is not None else words
        for at, text, kind in rows
        if kind == "message" and len(words := " ".join((text or "").split()).casefold()) >= SHORTEST
    )
    return Chat(people, tuple(line.encode("utf-8", "replace") for line in said))


def check_pace(space: "Space", chat: Chat, today: date) -> None:
    """Nothing, where this chat was not read within the last days; marks of longer ago are deleted.

    Raises:
        InputError: it was; says from when on it can be read again.
    """
    for item in space.list(CHAT_SEEN, ChatSeen):
        seen = item.value
        again = seen.read_on + timedelta(days=DAYS_BETWEEN)
        if today >= again:
            space.delete(CHAT_SEEN, item.id)
        elif _is_same(seen, chat):
            raise InputError(
                f"This chat was read a few days ago. It can be read again from {say_day(again)} "
                "on; a loop shows over weeks, not over days."
            )


def note_reading(space: "Space", chat: Chat, today: date) -> None:
    """Keep the fingerprint of a chat that was read."""
    key = secrets.token_bytes(32)
    space.put(CHAT_SEEN, ChatSeen(key, _pair(key, chat), _sketch(key, chat.said), today))


def _is_same(seen: ChatSeen, chat: Chat) -> bool:
    if _pair(seen.key, chat) == seen.pair:
        return True
    own, other = set(seen.sketch), set(_sketch(seen.key, chat.said))
    union = nsmallest(SKETCH, own | other)
    return bool(union) and sum(one in own and one in other for one in union) > SAME * len(union)


def _pair(key: bytes, chat: Chat) -> bytes:
    return _hash(key, "\0".join(sorted(person.casefold() for person in chat.people)).encode("utf-8", "replace"))


def _sketch(key: bytes, said: Iterable[bytes]) -> tuple[bytes, ...]:
    return tuple(nsmallest(SKETCH, {_hash(key, line) for line in said}))


def _hash(key: bytes, words: bytes) -> bytes:
    return blake2b(words, key=key, digest_size=12).digest()
