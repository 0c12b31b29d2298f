"""HARK: private, unstored, left with one key."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nearer.safety import Clearance, Hold, answer, hark, hark_wording

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("answers", [*itertools.product([True, False], repeat=4)])
def test_one_yes_is_tier_2(answers):
    verdict = hark(answers)
    if any(answers):
        assert isinstance(verdict, Hold)
        assert verdict.tier == "2"
        assert answer(verdict, region="UK").theme == "violence"
    else:
        assert isinstance(verdict, Clearance)


def test_the_wording_is_neutral_and_attributed():
    words = hark_wording()
    assert len(words["questions"]) == 4
    assert all("partner or ex-partner" in question for question in words["questions"])
    assert "Sohal" in words["attribution"]


def screen(keys, folder):
    home = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-m", "nearer", "safety", "--hark", "--region", "UK"], input=keys.encode(),
                          capture_output=True, env=home, cwd=folder, timeout=60, check=True,
                          ).stdout.decode()  # fmt: skip


def test_the_screen_leaves_nothing_behind(tmp_path):
    shown = screen("nynn ", tmp_path)
    assert "0808 2000 247" in shown
    assert shown.startswith("\x1b[?1049h")
    assert shown.endswith("\x1b[?1049l")
    assert list(tmp_path.iterdir()) == []


def test_any_other_key_leaves_at_once(tmp_path):
    shown = screen("yx", tmp_path)
    assert "2/4" in shown
    assert "3/4" not in shown
    assert "0808" not in shown
