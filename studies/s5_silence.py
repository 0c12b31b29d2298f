"""S5: the silence trap. B's silences have nothing to do with how A begins; who looks at it wrongly sees a pattern."""

import math
from typing import Any

import numpy as np

from nearer.cycle.gate import ARROWS, gate_rows, silence_rows
from nearer.cycle.prepare import Turns
from nearer.cycle.tables import Table, permuted_p
from studies.couples import as_turns
from studies.table import Plan, Row, at_most, repeat

DAYS = 60
REPS = {"small": 40, "full": 1000}
LEVEL = 0.05
SILENT = 0.18


def run(plan: Plan) -> list[Row]:
    """False alarms of ours (first turn of a burst) and of the two naive ways."""
    told = repeat(_one, (), reps=REPS[plan.size], key=(7,), plan=plan)
    cell = "60 days, A asks again while B is silent"
    naive = ("naive: exposure by the last turn of the burst", "naive: silence made into going away after a pursuit")
    rows = [at_most("S5", cell, "ours: first turn of the burst", told[:, 0] <= LEVEL, LEVEL)]
    for k, name in enumerate(naive, start=1):
        row = at_most("S5", cell, name, told[:, k] <= LEVEL, None)
        rows.append(Row(row.study, row.cell, row.measure, row.value, row.error, row.reps, "≥ 0.5", row.value >= 0.5))
    return rows


def draw_asking(rng: np.random.Generator, days: int = DAYS) -> Turns:
    """A writes; B replies after a log-normal wait, or not at all; while waiting A asks again, and then more pressingly.

    B's silence and B's marks do not depend on A's marks.
    """
    who: list[int] = []
    mark: list[int] = []
    at: list[float] = []
    episode: list[int] = []
    talk = 0
    for day in range(days):
        mood = 0.7 * rng.normal()
        for hour in (9.0, 15.0, 20.0):
            t, again = day * 24.0 + hour + rng.uniform(0.0, 1.0), 0
            for _ in range(int(rng.poisson(4)) + 1):
                wait = 24.0 if rng.random() < SILENT else math.exp(rng.normal(-3.0, 0.8))
                asked = t
                while asked < t + min(wait, 1.0):
                    chance = 1.0 / (1.0 + math.exp(1.8 - mood - 1.5 * min(again, 2)))
                    who.append(0), mark.append(int(rng.random() < chance)), at.append(asked), episode.append(talk)
                    asked += 0.12 + rng.exponential(0.15)
                    again += 1
                if wait < 1.0:
                    t, again = t + wait, 0
                    closing = rng.random() < 1.0 / (1.0 + math.exp(1.8 - mood))
                    who.append(1), mark.append(2 if closing else 0), at.append(t), episode.append(talk)
                    t += math.exp(rng.normal(-3.0, 0.5))
                else:
                    t += 1.0 + rng.uniform(0.0, 0.2)
            talk += 1
    order = np.argsort(np.array(at), kind="stable")
    return as_turns(
        [who[k] for k in order], [mark[k] for k in order], [episode[k] for k in order], [at[k] for k in order]
    )


def _one(arguments: tuple[Any, ...], rng: np.random.Generator) -> tuple[float, float, float]:
    del arguments
    turns = draw_asking(rng)
    ours = silence_rows(turns, 0, np.zeros(0)).table
    return tuple(permuted_p(table, 9999, rng) for table in (ours, _last_turn(turns), _made_events(turns)))


def _last_turn(turns: Turns) -> Table:
    """The naive exposure: the mark of A's last turn of the burst, which comes after B has been silent."""
    rows = silence_rows(turns, 0, np.zeros(0))
    fresh = np.append((np.diff(turns.who) != 0) | (np.diff(turns.episode) != 0), True)
    stop = np.flatnonzero(fresh)
    last = stop[np.searchsorted(stop, rows.turn)]
    return type(rows)(turns.mark[last] == 1, rows.answered, rows.stratum, rows.turn).table


def _made_events(turns: Turns) -> Table:
    """The naive events: after each pursuit left without a reply for ten minutes a going away of B is made up."""
    following = np.append(turns.at[1:], np.inf)
    same = np.append(turns.episode[1:] == turns.episode[:-1], False)
    quiet = (turns.who == 0) & (turns.mark == 1) & ~(same & (following - turns.at < 1.0 / 6.0))
    where = np.flatnonzero(quiet) + 1
    fake = as_turns(
        np.insert(turns.who, where, 1).tolist(),
        np.insert(turns.mark, where, 2).tolist(),
        np.insert(turns.episode, where, turns.episode[where - 1]).tolist(),
        np.insert(turns.at, where, turns.at[where - 1] + 1.0 / 6.0).tolist(),
    )
    return gate_rows(fake, ARROWS[0], by_day=True).table


__all__ = ["draw_asking", "run"]
