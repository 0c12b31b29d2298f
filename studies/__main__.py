"""Run the studies: ``python -m studies [S1 S2 ...] [--full] [--seed 1] [--workers 2] [--keep docs/studies]``.

The small version of each takes seconds; the full one minutes to an hour. With ``--keep`` the table of each is written
to a file of its own, with the command, the seed and the time it took.
"""

import argparse
import os
import sys
import time
from importlib import import_module
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # the matrices are small: threads only get in each other's way

STUDIES = {
    "S1": "s1_false_alarms",
    "S2": "s2_coverage",
    "S3": "s3_gain",
    "S4": "s4_coder",
    "S5": "s5_silence",
    "S6": "s6_misfit",
    "S7": "s7_change",
    "S8": "s8_transcripts",
    "S9": "s9_scale",
}


def main() -> int:
    """Run what is asked for; the exit status is 1 when a pass mark is missed."""
    reading = argparse.ArgumentParser(prog="python -m studies", description=__doc__)
    reading.add_argument("names", nargs="*", default=list(STUDIES), metavar="S1", help="which studies; all by default")
    reading.add_argument("--full", action="store_true", help="the full size instead of the small one")
    reading.add_argument("--seed", type=int, default=1)
    reading.add_argument("--workers", type=int, default=1)
    reading.add_argument("--keep", type=Path, help="a folder for the tables")
    reading.add_argument("--reps", type=int, help="repetitions of each cell instead of the study's own")
    reading.add_argument("--only", default="", help="only the cells whose name holds this (S1, S2, S6)")
    reading.add_argument("--store", type=Path, help="a folder that keeps outcomes, to go on after an interruption")
    asked = reading.parse_args()
    missed = [name for name in asked.names or STUDIES if not _run(name, asked)]
    return 1 if missed else 0


def _run(name: str, asked: argparse.Namespace) -> bool:
    from studies.table import Plan, markdown

    plan = Plan("full" if asked.full else "small", asked.seed, asked.workers, asked.reps, asked.store, asked.only)
    begin = time.perf_counter()
    study = import_module(f"studies.{STUDIES[name]}")
    rows = study.run(plan)
    took = time.perf_counter() - begin
    reps = f" --reps {asked.reps}" if asked.reps else ""
    reps += f' --only "{asked.only}"' if asked.only else ""
    command = f"python -m studies {name}{' --full' if asked.full else ''}{reps} --seed {asked.seed}"
    title = (study.__doc__ or name).strip().splitlines()[0]
    time_taken = f"{took:.0f} s of wall time with {asked.workers} worker(s)"
    text = f"## {title}\n\n`{command}`, {time_taken}.\n\n{markdown(rows)}\n"
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
        (asked.keep / f"{name}.md").write_text(text, encoding="utf-8")
    return all(row.passed is not False for row in rows)


if __name__ == "__main__":
    sys.exit(main())
