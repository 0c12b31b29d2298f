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
TRIES_PER_TURN = 12
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
    """Talks in running time by Ogata's thinning, each until nobody has spoken for four hours or after ``turns`` turns.

    Source: Ogata (1988). All draws and scenarios share the same chance numbers.
    """
    random = np.random.default_rng(seed)
    state = _start(chances, kept, random.standard_normal(talks))
    shape = (len(chances.level), talks, turns)
    log = TalkLog(np.full(shape, NO_TURN, np.int8), np.full(shape, NO_TURN, np.int8), np.full(shape, np.nan))
    clock, last, count = (np.zeros(shape[:2]) for _ in range(3))
    pull = np.zeros((*shape[:2], 2))
    who = np.full(shape[:2], opening[0], dtype=np.int8)
    speaks = np.ones(shape[:2], dtype=bool)
    for attempt in range(TRIES_PER_TURN * turns):
        wait, luck, thinning = random.exponential(size=talks), random.random(talks), random.random((2, talks))
        if attempt:
            clock, pull, speaks, who = _next_try(pace, clock, pull, wait, thinning)
            speaks &= (count < turns) & (clock - last <= EPISODE_GAP_HOURS)
        mark = _draw(_turn_chances(state), who, luck, kept=kept, forced=None if attempt else opening[1])
        _note(log, speaks, count.astype(np.int64), who, mark, clock)
        _remember(state, who, mark, where=speaks)
        drawn = pace.replies.T[3 * who.astype(np.int64) + mark] * pace.decay
        pull = np.where(speaks[..., None], pull + drawn, pull)
        last, count = np.where(speaks, clock, last), count + speaks
        if not ((count < turns) & (clock - last <= EPISODE_GAP_HOURS)).any():
            break
    return log


def _next_try(
    pace: Pace, clock: Array, pull: Array, wait: Array, thinning: Array
) -> tuple[Array, Array, NDArray[np.bool_], Marks]:
    """One candidate turn in every talk: the clock and pull then, whether it is taken, and who would speak."""
    before = pace.rate.sum() + pull.sum(axis=-1)
    hours = wait[None] / np.maximum(before, SLOWEST_RATE)
    pull = pull * np.exp(-pace.decay * hours)[..., None]
    rates = pace.rate + pull
    taken = thinning[0] * before < rates.sum(axis=-1)
    who = (thinning[1] * rates.sum(axis=-1) >= rates[..., 0]).astype(np.int8)
    return clock + hours, pull, taken, who


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


def _remember(state: _State, who: Marks, mark: Marks, *, where: NDArray[np.bool_] | None = None) -> None:
    """Move the speaker's memory towards what they just did; changes ``state.memory`` in place, for speed."""
    share = state.chances.memory
    spoke = np.stack([who == 0, who == 1], axis=-1)
    if where is not None:
        spoke &= where[..., None]
    did = np.stack([mark == PRESSING, mark == CLOSING], axis=-1)[:, :, None, :]
    state.memory[...] = np.where(spoke[..., None], (1 - share) * state.memory + share * did, state.memory)


def _note(
    log: TalkLog, speaks: NDArray[np.bool_], count: NDArray[np.int64], who: Marks, mark: Marks, clock: Array
) -> None:
    draw, talk = np.nonzero(speaks)
    turn = count[draw, talk]
    log.speaker[draw, talk, turn] = who[draw, talk]
    log.mark[draw, talk, turn] = mark[draw, talk]
    log.minutes[draw, talk, turn] = clock[draw, talk] * 60
