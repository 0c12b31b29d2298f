"""Messages become turns: bursts merged, talks told apart, days cut at four in the morning."""

from dataclasses import dataclass, replace

import numpy as np

from nearer.cycle.frames import Bools, Floats, Ints, Messages

__all__ = ["Turns", "hour_block", "prepare"]

MERGE_HOURS = 180 / 3600
"""Messages of one sender at most this far apart are one turn."""
EPISODE_HOURS = 4.0
NIGHT_EPISODE_HOURS = 1.0
NIGHT_FROM, DAY_FROM = 23.0, 4.0
"""After 23:00 an hour's pause ends a talk; a day runs from 04:00 to 04:00."""
BLOCK_TURNS = 20
"""Without days, this many turns are held together."""


@dataclass(frozen=True)
class Turns:
    """One row a turn, in order; the talks lie one after the other.

    ``who`` 0 or 1, ``mark`` 0 other, 1 pursue, 2 withdraw, ``episode`` and ``day`` running numbers, ``at`` and ``wall``
    as in `Messages` (first message of the turn), ``block`` runs of 20 turns within a conversation, ``group`` the turn
    of each message, ``start`` the first turn of the talk of each turn.
    """

    who: Ints
    mark: Ints
    episode: Ints
    day: Ints
    block: Ints
    at: Floats
    wall: Floats
    start: Ints
    group: Ints
    timed: bool

    @property
    def size(self) -> int:
        """How many turns there are."""
        return len(self.who)

    @property
    def hour(self) -> Floats:
        """The local hour of the day, 0 to 24."""
        return np.asarray(self.wall % 24.0)

    def marked(self, classes: Ints) -> "Turns":
        """The same turns with the classes of their messages (0, 1, 2): of several the last that is not 0."""
        told = np.flatnonzero(classes)
        mark = np.zeros(self.size, dtype=np.int64)
        mark[self.group[told]] = classes[told]  # later messages overwrite earlier ones
        return replace(self, mark=mark)

    def any_of(self, flags: Bools) -> Bools:
        """Which turns have a message with the flag."""
        return np.bincount(self.group[flags], minlength=self.size) > 0


def prepare(messages: Messages, classes: Ints, seed: np.random.Generator | None = None) -> Turns:
    """The turns of the messages.

    Args:
        messages: in order.
        classes: the class of each message, 0 other, 1 pursue, 2 withdraw.
        seed: where given, seconds are drawn for times that are known to the minute, in the order of the messages.
    """
    at, wall = messages.at, messages.wall
    if seed is not None:
        shift = _seconds_within_minutes(messages, seed) / 3600.0
        at, wall = at + shift, wall + shift
    fresh = _fresh_talk(messages, at, wall)
    who = messages.who
    new = fresh | (np.diff(who, prepend=-1) != 0)
    if messages.timed:
        new |= np.diff(at, prepend=at[:1]) > MERGE_HOURS
    group = np.cumsum(new) - 1
    first = np.flatnonzero(new)
    episode = (np.cumsum(fresh) - 1)[first]
    starts = np.flatnonzero(np.diff(episode, prepend=-1))
    day = np.floor((wall[first] - DAY_FROM) / 24.0) if messages.timed else np.zeros(len(first))
    bare = Turns(
        who=who[first],
        mark=np.zeros(len(first), dtype=np.int64),
        episode=episode,
        day=day.astype(np.int64),
        block=_blocks(messages.conversation[first]),
        at=at[first],
        wall=wall[first],
        start=starts[episode],
        group=group,
        timed=messages.timed,
    )
    return bare.marked(classes)


def hour_block(turns: Turns) -> Ints:
    """The six-hour block of each turn, 0 from 04:00, 1 from 10:00, 2 from 16:00, 3 from 22:00."""
    if not turns.timed:
        return np.zeros(turns.size, dtype=np.int64)
    return (((turns.hour - DAY_FROM) % 24.0) // 6.0).astype(np.int64)


def _fresh_talk(messages: Messages, at: Floats, wall: Floats) -> Bools:
    """Where a new talk begins: a long pause, a shorter one at night, a call, or another conversation."""
    fresh = np.diff(messages.conversation, prepend=-1) != 0
    if messages.episode is not None:
        return np.asarray(fresh | (np.diff(messages.episode, prepend=messages.episode[:1] - 1) != 0))
    fresh |= messages.after_call
    if messages.timed:
        gap = np.diff(at, prepend=at[:1])
        hour = wall % 24.0
        night = (hour >= NIGHT_FROM) | (hour < DAY_FROM)
        fresh |= (gap > EPISODE_HOURS) | (night & (gap > NIGHT_EPISODE_HOURS))
    return np.asarray(fresh)


def _blocks(conversation: Ints) -> Ints:
    starts = np.flatnonzero(np.diff(conversation, prepend=-1))
    sizes = np.diff(np.append(starts, len(conversation)))
    within = np.arange(len(conversation)) - np.repeat(starts, sizes)
    return _running(conversation, within // BLOCK_TURNS)


def _running(outer: Ints, inner: Ints) -> Ints:
    changed = (np.diff(outer, prepend=-1) != 0) | (np.diff(inner, prepend=-1) != 0)
    return np.cumsum(changed) - 1


def _seconds_within_minutes(messages: Messages, seed: np.random.Generator) -> Floats:
    """Seconds from 0 to 59 for each message, rising within the same minute so that the order stays."""
    key = np.cumsum((np.diff(messages.at, prepend=-1.0) != 0) | (np.diff(messages.conversation, prepend=-1) != 0))
    drawn = seed.uniform(0.0, 59.0, len(key))
    order = np.lexsort((drawn, key))
    return np.asarray(drawn[order])
