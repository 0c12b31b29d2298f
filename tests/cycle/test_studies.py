"""The studies of the statistics, their small version; the full one with ``-m full`` or ``python -m studies --full``."""

from importlib import import_module

import numpy as np
import pytest
from studies.__main__ import STUDIES
from studies.couples import Couple, draw
from studies.look import gate_of
from studies.naive import hawkes_plain_p
from studies.table import Plan, Row, at_most, markdown

from nearer.cycle.gate import ARROWS
from nearer.cycle.tables import permuted_p

SMALL = {"S1": 5, "S2": 6, "S3": 3, "S4": 10, "S5": 10, "S6": 4, "S7": 8, "S8": 20}
"""S9 measures seconds and memory, which have no place in a default run."""


@pytest.mark.parametrize("name", SMALL)
def test_the_small_study_meets_its_marks(name):
    """With so few repetitions the room for chance is wide; what is asked is that nothing is broken."""
    rows = import_module(f"studies.{STUDIES[name]}").run(Plan("small", seed=3, reps=SMALL[name]))
    assert rows
    assert not [row for row in rows if row.passed is False], markdown(rows)


@pytest.mark.full
@pytest.mark.parametrize("name", STUDIES)
def test_the_full_study_meets_its_marks(name):
    rows = import_module(f"studies.{STUDIES[name]}").run(Plan("full", seed=1, workers=2))
    assert not [row for row in rows if row.passed is False], markdown(rows)


def test_naive_methods_fail_where_ours_hold():
    """A plain Hawkes test alarms on every couple without a link, because talk begets talk."""
    rng = np.random.default_rng(3)
    for _ in range(4):
        turns = draw(Couple(days=60), rng)
        assert hawkes_plain_p(turns, ARROWS[0]) <= 0.05
        assert permuted_p(gate_of(turns, 0, None), 999, rng) > 0.01


def test_a_table_says_what_passed():
    row = at_most("S0", "cell", "rate", [True] * 9 + [False], 0.05)
    assert row.passed is False
    assert "**miss**" in markdown([row, Row("S0", "cell", "other", 1.0, 0.0, 1)])


def test_outcomes_do_not_depend_on_the_store(tmp_path):
    study = import_module("studies.s8_transcripts")
    plan = Plan("small", seed=2, reps=8, store=tmp_path)
    assert study.run(plan) == study.run(plan) == study.run(Plan("small", seed=2, reps=8))
