"""Clearance and Hold come from safety alone: the type checker and the running program both see to it."""

from pathlib import Path

import msgspec
import pytest
from mypy import api

from nearer.safety import Clearance, Hold, look, look_at_turns
from nearer.safety.off import switched_off
from nearer.safety.record import Seal

ROOT = Path(__file__).resolve().parents[2]

FORGED = """
from nearer.safety import Clearance, Hold, look
from nearer.safety.record import Seal

def answer(clearance: Clearance) -> str:
    return clearance.tier

answer(look("text"))
answer(Clearance(tier="0"))
answer("0")
verdict = look("text")
if isinstance(verdict, Hold):
    answer(verdict)
else:
    answer(verdict)
"""


def test_the_type_checker_keeps_the_door(tmp_path):
    path = tmp_path / "forged.py"
    path.write_text(FORGED, "utf-8")
    said, _, status = api.run(["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache"),
                               str(path)])  # fmt: skip
    lines = {int(line.split(":")[1]) for line in said.splitlines() if ": error:" in line}
    assert status == 1
    assert lines == {8, 9, 10, 13}


def test_a_forged_seal_is_refused():
    for make in (lambda: Clearance(seal=Seal(), tier="0"), lambda: Hold(seal=Seal(), tier="2", cues=(), off=())):
        with pytest.raises(TypeError, match=r"nearer\.safety"):
            make()
    real = look("We talked.")
    with pytest.raises(TypeError):
        msgspec.structs.replace(real, seal=Seal())


def test_what_is_off_is_one_table():
    assert switched_off("0") == switched_off("1") == ()
    for tier in ("2", "2p", "2s", "3", "3s"):
        assert {"cycle", "steps", "opener", "rewrites", "simulator", "sharing"} <= set(switched_off(tier))
    hold = look("He hit me last night.")
    assert isinstance(hold, Hold)
    assert hold.off == switched_off("3")


def test_the_gravest_turn_counts_with_its_direction():
    turns = [("Ana", "where are you"), ("Ben", "work"), ("Ana", "I will kill you if you are with her")]
    mine, theirs, nobody = (look_at_turns(turns, me=me) for me in ("Ana", "Ben", None))
    assert all(isinstance(verdict, Hold) and verdict.tier == "3" for verdict in (mine, theirs, nobody))
    assert (mine.who, mine.whom) == ("writer", "partner")
    assert (theirs.who, theirs.whom) == ("partner", "writer")
    assert nobody.who == "unclear"
    assert (nobody.cues[0].turn, nobody.cues[0].speaker) == (2, "Ana")


def test_a_partners_suicidal_words_are_the_partners():
    verdict = look_at_turns([("Ana", "I don't want to live anymore"), ("Ben", "please")], me="Ben")
    assert isinstance(verdict, Hold)
    assert verdict.who == "partner"
