"""What was said before each turn: places of the same speaker's and of the other's last two turns."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["NOTHING", "Places", "before"]

NOTHING = -1
"""Stands for: there was no such turn."""

Places = npt.NDArray[np.int64]
_Said = tuple[tuple[int, int], tuple[int, int]]
"""Two turns, older first: each when it was said, counted from 0, and its place."""
_NEVER = ((NOTHING, NOTHING), (NOTHING, NOTHING))


def before(conversations: Sequence[str], speakers: Sequence[str], order: Places) -> tuple[Places, Places]:
    """For each turn the places of the speaker's own two turns before it and the others' two [turns, 2], older first.

    ``order`` lists the places so that the turns of each conversation come one after the other as they were said.
    """
    own = np.full((len(speakers), 2), NOTHING, np.int64)
    other = np.full((len(speakers), 2), NOTHING, np.int64)
    talks: dict[str, dict[str, _Said]] = {}
    for when, place in enumerate(order.tolist()):
        speaker = speakers[place]
        people = talks.setdefault(conversations[place], {})
        older, newer = people.get(speaker, _NEVER)
        own[place] = older[1], newer[1]
        others = [turn for person, said in people.items() if person != speaker for turn in said]
        if others:
            other[place] = [turn[1] for turn in (others if len(others) == 2 else sorted(others)[-2:])]
        people[speaker] = (newer, (when, place))
    return own, other
