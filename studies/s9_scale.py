"""S9: a conversation of 50,000 turns, and how time and memory grow with n."""

import resource
import time

import numpy as np

from nearer.cycle.gain import gains
from nearer.cycle.gate import ARROWS
from nearer.cycle.ground import fit_ground, happenings
from nearer.cycle.links import fit_all, hours_held
from nearer.cycle.marks import best_memory, units
from nearer.cycle.tables import permuted_p
from studies.couples import Couple, draw
from studies.look import gate_of
from studies.table import Plan, Row

SIZES = {"small": (1500,), "full": (1500, 5000, 15000, 50000)}
GATE_SECONDS, MODEL_SECONDS, GIGABYTES = 5.0, 60.0, 1.0


def run(plan: Plan) -> list[Row]:
    """Seconds of the gate (four arrows, 9,999 permutations) and of the model; the peak memory of the process."""
    rows = []
    for n in SIZES[plan.size]:
        rng = np.random.default_rng((plan.seed, 13, n))
        turns = draw(Couple(days=round(n / 25), mood=0.7, theta=(0.8, 0.8, 0.0, 0.0)), rng)
        cell = f"{turns.size} turns"
        begin = time.perf_counter()
        for k in range(4):
            permuted_p(gate_of(turns, k, None), 9999, rng)
        gate = time.perf_counter() - begin
        begin = time.perf_counter()
        fits = fit_all(turns)
        fit_ground(happenings(turns))
        hours_held(turns, ARROWS[0], fits)
        if fits is not None:
            unit, factor = units(turns, by_day=True)
            gains(turns, best_memory(turns, unit, factor, fits.main), draws=2000, rng=rng)
        model = time.perf_counter() - begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        rows.append(Row("S9", cell, "gate, seconds", gate, 0.0, 1, "< 5", gate < GATE_SECONDS))
        rows.append(Row("S9", cell, "model, seconds", model, 0.0, 1, "< 60", model < MODEL_SECONDS))
        rows.append(Row("S9", cell, "peak memory, GB", peak, 0.0, 1, "< 1", peak < GIGABYTES))
    return rows


__all__ = ["run"]
