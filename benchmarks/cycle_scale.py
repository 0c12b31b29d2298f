"""How the statistics of the cycle grow with the number of turns: seconds and memory, and the ratio to a tenth of it.

Run: ``python benchmarks/cycle_scale.py [--sizes 1500 5000 15000 50000]``; prints a table.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from studies.couples import Couple, draw

from nearer.cycle.gate import ARROWS, gate_table
from nearer.cycle.ground import fit_ground, happenings
from nearer.cycle.marks import fit_marks, units
from nearer.cycle.tables import permuted_p


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--sizes", nargs="*", type=int, default=[1500, 5000, 15000, 50000])
    print("| turns | gate, s | mark model, s | timing, s | CPU s for 1,000 turns |")
    print("|---|---|---|---|---|")
    for size in reading.parse_args().sizes:
        rng = np.random.default_rng(size)
        turns = draw(Couple(days=round(size / 25), mood=0.7, theta=(0.8, 0.8, 0.0, 0.0)), rng)
        steps = (
            lambda turns=turns, rng=rng: [permuted_p(gate_table(turns, a, by_day=True), 9999, rng) for a in ARROWS],
            lambda turns=turns: fit_marks(turns, *units(turns, by_day=True)),
            lambda turns=turns: fit_ground(happenings(turns)),
        )
        seconds = [_cpu(step) for step in steps]
        told = " | ".join(f"{part:.2f}" for part in seconds)
        print(f"| {turns.size} | {told} | {1000 * sum(seconds) / turns.size:.3f} |")


def _cpu(step) -> float:
    begin = time.process_time()
    step()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
