"""Talks played forward from the fitted chances: who speaks when, and whether each turn presses, closes or neither.

Arrays in, arrays out. Marks are 0 (neither), 1 (pressing), 2 (closing) and -1 (no turn any more).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nearer.cycle.chances import Chances, Kept, Pace

__all__ = ["TalkLog", "alternating", "in_time"]

Array = NDArray[np.float64]
Marks = NDArray[np.int8]

NEITHER, PRESSING, CLOSING, NO_TURN = 0, 1, 2, -1
LARGEST_LOG_ODDS = 30.0
EPISODE_GAP_HOURS = 4.0
LONGEST_WAIT = 1e6
SLOWEST_RATE = 1e-9


class TalkLog(NamedTuple):
    """Played talks, D draws of T talks of at most K turns. ``minutes`` count from the first turn; NaN without times."""

    speaker: Marks  # (D, T, K)
    mark: Marks  # (D, T, K)
    minutes: Array  # (D, T, K)


class _State(NamedTuple):
    chances: Chances
    kept: Kept
    mood: Array  # (T,)
    memory: Array  # (D, T, 2, 2): person, mark remembered


def _turn_chances(state: _State) -> Array:
    """The chance of pressing and of closing if each person spoke now, shape (D, T, person, 2)."""
    chances, memory = state.chances, state.memory
    cross = chances.cross * state.kept.links[None, :, None, :]
    odds = chances.level[:, None] + chances.mood[:, None] * state.mood[None, :, None, None]
    odds = odds + np.einsum("dpml,dtpl->dtpm", chances.own, memory)
    odds = odds + np.einsum("dpml,dtpl->dtpm", cross, memory[:, :, ::-1])
    weight = np.exp(np.minimum(odds, LARGEST_LOG_ODDS))
    return np.asarray(weight / (1 + weight.sum(axis=-1, keepdims=True)) * state.kept.marks)


def alternating(
    chances: Chances, kept: Kept, talks: int, turns: int, *, seed: int, opening: tuple[int, int] | None = None
) -> TalkLog:
    """Talks in which the two take turns, the opener first; all draws and scenarios share the same chance numbers.

    ``opening`` is (person, mark) of the first turn; without it the first person opens, with whatever they are drawn to.
    """
    random = np.random.default_rng(seed)
    state = _start(chances, kept, random.standard_normal(talks))
    first = opening[0] if opening else 0
    shape = (len(chances.level), talks, turns)
    speaker = np.broadcast_to((np.arange(turns) + first) % 2, shape).astype(np.int8)
    mark = np.zeros(shape, dtype=np.int8)
    for turn in range(turns):
        luck = random.random(talks)
        forced = opening[1] if opening and turn == 0 else None
        mark[:, :, turn] = _draw(_turn_chances(state), speaker[:, :, turn], luck, kept=kept, forced=forced)
        _remember(state, speaker[:, :, turn], mark[:, :, turn])
    return TalkLog(speaker, mark, np.full(shape, np.nan))


def in_time(
    chances: Chances, pace: Pace, kept: Kept, talks: int, turns: int, *, seed: int, opening: tuple[int, int]
) -> TalkLog:
    """Talks in running time, each until nobody has spoken for four hours or after ``turns`` turns.

    The time of the next turn is drawn exactly, which gives what Ogata's thinning gives, without its rejected tries.
    All draws and scenarios share the same chance numbers. Source: Dassios & Zhao (2013).
    """
    random = np.random.default_rng(seed)
    state = _start(chances, kept, random.standard_normal(talks))
    shape = (len(chances.level), talks, turns)
    log = TalkLog(np.full(shape, NO_TURN, np.int8), np.full(shape, NO_TURN, np.int8), np.full(shape, np.nan))
    clock, pull = np.zeros(shape[:2]), np.zeros((*shape[:2], 2))
    who = np.full(shape[:2], opening[0], dtype=np.int8)
    runs = np.ones(shape[:2], dtype=bool)
    for turn in range(turns):
        luck, wait, whose = random.random(talks), random.exponential(size=(2, talks)), random.random(talks)
        if turn:
            hours = _next_turn(pace, pull, wait)
            clock, pull = clock + hours, pull * np.exp(-pace.decay * np.minimum(hours, LONGEST_WAIT))[..., None]
            rates = pace.rate + pull
            who = (whose * rates.sum(axis=-1) >= rates[..., 0]).astype(np.int8)
            runs &= hours <= EPISODE_GAP_HOURS
        mark = _draw(_turn_chances(state), who, luck, kept=kept, forced=None if turn else opening[1])
        log.speaker[..., turn] = np.where(runs, who, NO_TURN)
        log.mark[..., turn] = np.where(runs, mark, NO_TURN)
        log.minutes[..., turn] = np.where(runs, clock * 60, np.nan)
        _remember(state, who, mark)
        pull = pull + pace.replies.T[3 * who.astype(np.int64) + mark] * pace.decay
    return log


def _next_turn(pace: Pace, pull: Array, wait: Array) -> Array:
    """Hours until the next turn, (D, T): the sooner of a fresh one and one drawn by the turns so far."""
    fresh = wait[0] / max(float(pace.rate.sum()), SLOWEST_RATE)
    left = 1 - pace.decay * wait[1] / np.maximum(pull.sum(axis=-1), SLOWEST_RATE)
    drawn = np.where(left > 0, -np.log(np.maximum(left, SLOWEST_RATE)) / pace.decay, np.inf)
    return np.asarray(np.minimum(fresh, drawn))


def _start(chances: Chances, kept: Kept, mood: Array) -> _State:
    return _State(chances, kept, mood, np.zeros((len(chances.level), len(mood), 2, 2)))


def _draw(chance: Array, who: Marks, luck: Array, *, kept: Kept, forced: int | None) -> Marks:
    """Each talk's mark (D, T): pressing at the low end of the luck, closing at the high end."""
    if forced is not None:
        stays = luck[None] < kept.marks[who, forced - 1]
        return np.where(stays, forced, NEITHER).astype(np.int8)
    mine = np.take_along_axis(chance, who[..., None, None].astype(np.int64), axis=2)[:, :, 0]
    presses, closes = luck[None] < mine[..., 0], luck[None] > 1 - mine[..., 1]
    return np.where(presses, PRESSING, np.where(closes, CLOSING, NEITHER)).astype(np.int8)


def _remember(state: _State, who: Marks, mark: Marks) -> None:
    """Move the speaker's memory towards what they just did; changes ``state.memory`` in place, for speed."""
    share = state.chances.memory
    spoke = np.stack([who == 0, who == 1], axis=-1)[..., None]
    did = np.stack([mark == PRESSING, mark == CLOSING], axis=-1)[:, :, None, :]
    state.memory[...] = np.where(spoke, (1 - share) * state.memory + share * did, state.memory)
