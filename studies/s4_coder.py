"""S4: what do a coder's mistakes do? Random ones weaken; a coder that sees the partner's turn makes arrows up."""

from typing import Any

import numpy as np

from nearer.cycle.gate import ARROWS, gate_rows
from nearer.cycle.prepare import Turns
from nearer.cycle.tables import permuted_p, sums
from studies.couples import Couple, draw
from studies.table import Plan, Row, at_most, repeat

ERRORS = {"sensitivity 1, false 0": (1.0, 0.0), "0.8 / 0.05": (0.8, 0.05), "0.6 / 0.1": (0.6, 0.1)}
SEEN = (0.0, 0.05, 0.1, 0.2)
NULL = Couple(mood=0.7, theta=(0.0, 0.8, 0.0, 0.0))
TRUE = Couple(mood=0.7, theta=(0.8, 0.8, 0.0, 0.0))
REPS = {"small": 40, "full": 1000}


def run(plan: Plan) -> list[Row]:
    """False alarms of the first arrow with random errors and with a coder that looks at the partner's turn."""
    rows = []
    for n, (name, error) in enumerate(ERRORS.items()):
        told = repeat(_random, (NULL, error), reps=REPS[plan.size], key=(4, n), plan=plan)
        rows.append(
            at_most("S4", f"random error, {name}", "false alarms", told[:, 0] <= 0.05, 0.07, slack=not plan.full)
        )
        told = repeat(_random, (TRUE, error), reps=REPS[plan.size] // 2, key=(5, n), plan=plan)
        spread = float(np.nanstd(told[:, 1]) / np.sqrt(len(told)))
        rows.append(
            Row("S4", f"random error, {name}", "mean ln OR, true 0.8", float(np.nanmean(told[:, 1])), spread, len(told))
        )
    for n, seen in enumerate(SEEN):
        told = repeat(_seeing, (NULL, seen), reps=REPS[plan.size], key=(6, n), plan=plan)
        name = f"warning: sees the partner's turn in {round(100 * seen)} of 100"
        rows.append(at_most("S4", name, "false alarms", told <= 0.05, None))
    return rows


def with_errors(turns: Turns, sensitivity: float, false: float, rng: np.random.Generator) -> Turns:
    """The same turns as a coder tells them: each class missed at random, each other turn sometimes given one."""
    chance, which = rng.random(turns.size), rng.integers(1, 3, turns.size)
    kept = np.where(chance < sensitivity, turns.mark, 0)
    made_up = np.where(chance < 2 * false, which, 0)
    return turns.marked(np.where(turns.mark > 0, kept, made_up))


def contaminated(turns: Turns, share: float, rng: np.random.Generator) -> Turns:
    """A coder who has seen A reach calls that share of B's plain turns after it going away."""
    rows = gate_rows(turns, ARROWS[0], by_day=True)
    after = rows.turn[rows.exposed]
    hit = after[(turns.mark[after] == 0) & (rng.random(len(after)) < share)]
    mark = turns.mark.copy()
    mark[hit] = 2
    return turns.marked(mark)


def _random(arguments: tuple[Any, ...], rng: np.random.Generator) -> tuple[float, float]:
    couple, (sensitivity, false) = arguments
    turns = with_errors(draw(couple, rng), sensitivity, false, rng)
    table = gate_rows(turns, ARROWS[0], by_day=True).table
    value = sums(table).log_odds
    return permuted_p(table, 9999, rng), float("nan") if value is None else value


def _seeing(arguments: tuple[Any, ...], rng: np.random.Generator) -> float:
    couple, share = arguments
    turns = contaminated(draw(couple, rng), share, rng)
    return permuted_p(gate_rows(turns, ARROWS[0], by_day=True).table, 9999, rng)


__all__ = ["contaminated", "run", "with_errors"]
