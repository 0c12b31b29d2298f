"""What a turn can be answering to: the fading memory of one's own and the other's last turns, inside one talk."""

import numpy as np
from scipy.signal import lfilter

from nearer.cycle.frames import Floats, Ints
from nearer.cycle.prepare import Turns

__all__ = ["memory", "reach"]


def memory(turns: Turns, eta: float) -> Floats:
    """The memories before each turn, shape (turns, 4): own P, own W, the other's P, the other's W.

    At each turn of a person ``u <- (1 - eta) u + eta`` if it has the class and ``(1 - eta) u`` if not; 0 at the start
    of a talk. With eta 1 only the last turn counts.
    """
    before = np.arange(turns.size)
    values = np.zeros((2, turns.size, 2))
    for person in (0, 1):
        mine = np.flatnonzero(turns.who == person)
        place = np.concatenate([[-1], np.cumsum(turns.who == person)[:-1] - 1])  # own turns up to the one before
        inside = place >= 0
        inside[inside] = mine[place[inside]] >= turns.start[before[inside]]
        for column, mark in enumerate((1, 2)):
            after = _after(turns, mine, mark, eta)
            values[person, inside, column] = after[place[inside]]
    own = values[turns.who, before]
    other = values[1 - turns.who, before]
    return np.asarray(np.hstack([own, other]))


def reach(turns: Turns, eta: float) -> Floats:
    """The mean total weight that one turn of j lays on later turns of i in its talk, shape (2, 2): [i, j].

    Summed over all turns of j inside a talk the weights telescope: a turn of i that comes after N turns of j carries
    ``1 - (1 - eta) ** N`` of weight in all.
    """
    out = np.zeros((2, 2))
    for j in (0, 1):
        count = np.concatenate([[0], np.cumsum(turns.who == j)])
        earlier = count[:-1] - count[turns.start]
        weight = 1.0 - (1.0 - eta) ** earlier
        total = count[-1]
        for i in (0, 1):
            out[i, j] = weight[turns.who == i].sum() / total if total else 0.0
    return out


def _after(turns: Turns, mine: Ints, mark: int, eta: float) -> Floats:
    """The memory of one class just after each own turn, reset at the start of each talk."""
    hits = (turns.mark[mine] == mark).astype(np.float64)
    if eta == 1.0 or not len(mine):
        return np.asarray(hits)
    running = lfilter([eta], [1.0, eta - 1.0], hits)
    fresh = np.flatnonzero(np.diff(turns.episode[mine], prepend=-1))
    origin = np.repeat(fresh, np.diff(np.append(fresh, len(mine))))
    carried = np.where(origin > 0, running[origin - 1], 0.0)
    return np.asarray(running - carried * (1.0 - eta) ** (np.arange(len(mine)) - origin + 1))
