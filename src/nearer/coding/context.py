"""What was said before each turn: places of the speaker's own last turns, of the other's last, and of the talk's."""

from collections import deque
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

__all__ = ["NOTHING", "OWN", "RECENT", "Before", "Places", "before"]

NOTHING = -1
"""Stands for: there was no such turn."""
OWN, RECENT = 2, 5
"""How many of the speaker's own turns, and of the talk's, are looked back on."""

Places = npt.NDArray[np.int64]


class Before(msgspec.Struct, frozen=True):
    """Places before each turn, older first: ``own`` [turns, 2], ``recent`` of anybody [turns, 5], ``other`` [turns]."""

    own: Places
    recent: Places
    other: Places


def before(conversations: Sequence[str], speakers: Sequence[str], order: Places) -> Before:
    """For each turn where the turns before it stand.

    ``order`` lists the places so that the turns of each conversation come one after the other as they were said.
    """
    found = Before(
        np.full((len(speakers), OWN), NOTHING, np.int64),
        np.full((len(speakers), RECENT), NOTHING, np.int64),
        np.full(len(speakers), NOTHING, np.int64),
    )
    talks: dict[str, deque[int]] = {}
    people: dict[tuple[str, str], deque[int]] = {}
    newest: dict[str, dict[str, int]] = {}
    for place in order.tolist():
        conversation, speaker = conversations[place], speakers[place]
        recent = talks.setdefault(conversation, deque(maxlen=RECENT))
        own = people.setdefault((conversation, speaker), deque(maxlen=OWN))
        said = newest.setdefault(conversation, {})
        found.recent[place, RECENT - len(recent) :] = recent
        found.own[place, OWN - len(own) :] = own
        # Whoever spoke last stands last: without the speaker, the last one is the newest of the others.
        said.pop(speaker, None)
        found.other[place] = next(reversed(said.values()), NOTHING)
        said[speaker] = place
        recent.append(place)
        own.append(place)
    return found
