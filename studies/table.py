"""What the studies share: repeating one couple many times over the cores, and rows of a table."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np
from scipy.stats import binom

from nearer.cycle.frames import Floats

__all__ = ["Plan", "Row", "at_most", "markdown", "repeat", "share_of"]

FEW = 100
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Plan:
    """How a study is run: size, seed, workers, repetitions where not the study's own, a store, and which cells."""

    size: Literal["small", "full"]
    seed: int = 1
    workers: int = 1
    reps: int | None = None
    store: Path | None = None
    only: str = ""

    def wants(self, cell: str) -> bool:
        """Whether a cell is asked for: all are, or those whose name holds a given part."""
        return self.only in cell

    @property
    def full(self) -> bool:
        """Whether this is the full size."""
        return self.size == "full"


@dataclass(frozen=True)
class Row:
    """One line of a table: what was measured in which cell, its Monte-Carlo error, and the pass mark."""

    study: str
    cell: str
    measure: str
    value: float
    error: float
    reps: int
    mark: str = ""
    passed: bool | None = None


def repeat(
    one: Callable[[tuple[Any, ...], np.random.Generator], Outcome],
    arguments: tuple[Any, ...],
    *,
    reps: int,
    key: Sequence[int],
    plan: Plan,
) -> Floats:
    """The outcomes of ``reps`` repetitions, one row each; repetition r draws from the seed ``(seed, *key, r)``.

    They do not depend on the number of workers. With a store an interrupted run goes on where it was.
    """
    reps = plan.reps or reps
    name = "-".join(str(part) for part in (plan.seed, *key, reps))
    stored = plan.store / f"{name}.npy" if plan.store else None
    if stored is not None and stored.exists():
        return np.asarray(np.load(stored))
    begin = time.perf_counter()
    jobs = [(one, arguments, (plan.seed, *key, r)) for r in range(reps)]
    if plan.workers <= 1:
        told = np.array([_call(job) for job in jobs])
    else:
        with multiprocessing.get_context("fork").Pool(plan.workers) as pool:
            told = np.array(pool.map(_call, jobs, chunksize=max(1, reps // (plan.workers * 8))))
    if stored is not None:
        stored.parent.mkdir(parents=True, exist_ok=True)
        np.save(stored, told)
        sys.stderr.write(f"{name}: {time.perf_counter() - begin:.0f} s\n")
    return told


def share_of(hits: Sequence[bool]) -> tuple[float, float]:
    """A share and its Monte-Carlo standard error."""
    p = float(np.mean(hits))
    return p, float(np.sqrt(max(p * (1 - p), 1e-12) / len(hits)))


def at_most(
    study: str, cell: str, measure: str, hits: Sequence[bool], limit: float | None, *, slack: bool = True
) -> Row:
    """A share that has to stay at or under a limit, give or take 1.64 Monte-Carlo errors at the limit.

    With fewer than a hundred repetitions, as in the tests, only what chance gives once in ten thousand is a miss.
    """
    p, error = share_of(hits)
    if limit is None:
        return Row(study, cell, measure, p, error, len(hits))
    room = 1.64 * float(np.sqrt(limit * (1 - limit) / len(hits))) if slack else 0.0
    if len(hits) < FEW:
        room = float(binom.ppf(0.9999, len(hits), limit)) / len(hits) - limit
    return Row(study, cell, measure, p, error, len(hits), f"≤ {limit:g} + {room:.3f}", p <= limit + room)


def markdown(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| cell | measure | value | MC error | reps | pass mark | |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        verdict = "" if row.passed is None else "pass" if row.passed else "**miss**"
        lines.append(
            f"| {row.cell} | {row.measure} | {row.value:.3f} | {row.error:.3f} | {row.reps} | {row.mark} | {verdict} |"
        )
    return "\n".join(lines)


def _call(job: tuple[Callable[..., Outcome], tuple[Any, ...], tuple[int, ...]]) -> Outcome:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    one, arguments, key = job
    return one(arguments, np.random.default_rng(key))
