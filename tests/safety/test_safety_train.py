"""Training the classifier: what it learns from, and how thresholds are chosen."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra: nearer[train]")
pytest.importorskip("onnx", reason="training needs the extra: nearer[train]")

from nearer.coding.train.fit import Plan  # noqa: E402
from nearer.safety.classifier import SIGNS  # noqa: E402
from nearer.safety.train import stages  # noqa: E402
from nearer.safety.train.fit import Cut, fit, loudest  # noqa: E402
from nearer.safety.train.texts import Text, red_team, signs_of, texts  # noqa: E402


def test_tiers_say_which_signs_are_there():
    assert signs_of("0") == (0, 0, 0, 0, 0)
    assert signs_of("1")[:1] + signs_of("1")[4:] == (0, 1)
    assert signs_of("2p")[:4] == (1, 0, 1, 0)
    assert signs_of("3s")[:4] == (1, 1, 0, 1)
    assert signs_of("partner-suicidal")[1] == -1


def test_the_texts_are_many_of_every_sign_and_never_of_the_measures():
    found = texts(None)
    signs = np.array([text.signs for text in found])
    assert len(found) > 15_000
    assert all((signs[:, column] == 1).sum() > 300 for column in range(len(SIGNS)))
    learnt = {text.text for text in found}
    root = Path(__file__).resolve().parents[2] / "tests" / "safety" / "redteam"
    for name in ("fresh", "fresh2", "fresh3"):
        kept = {json.loads(line)["text"] for line in (root / f"{name}.jsonl").read_text("utf-8").splitlines()}
        assert not kept & learnt
    assert len(red_team("fresh")) == 200


def test_thresholds_hold_few_that_are_innocent():
    dice = np.random.default_rng(1)
    signs = np.full((3000, 5), -1.0, np.float32)
    signs[:, 0] = dice.random(3000) < 0.3
    signs[:, 1:4] = np.where(signs[:, :1] > 0, dice.random((3000, 3)) < 0.4, 0)
    signs[:, 4] = np.where(signs[:, 0] > 0, -1, dice.random(3000) < 0.2)
    logits = (np.where(signs > 0, 1.5, -1.5) + dice.normal(0, 1, signs.shape)).astype(np.float32)
    turn = np.arange(3000) % 2 == 0
    texts_ = [Text("", (), "", ordinary=not one, form="turn" if one else "text") for one in turn]
    scales = stages.choose(logits / 2, logits / 2, signs, texts_)
    chance = 1 / (1 + np.exp(-(logits * np.array(scales.slope) + np.array(scales.shift))))
    held = chance[:, 0] >= scales.threshold["hold"]
    assert held[(signs[:, 0] == 0) & ~turn].mean() <= 0.04
    in_talk = chance[:, 0] >= scales.threshold["turn"]
    assert in_talk[(signs[:, 0] == 0) & turn].mean() <= 0.002
    assert held[signs[:, 0] == 1].mean() > 0.1
    assert all(0 < value <= 1 for value in scales.threshold.values())


def test_a_text_is_learnt_from_its_loudest_window(monkeypatch):
    """Two windows a text; the sign stands in either: after a little training the loudest tells the two kinds apart."""
    from nearer.coding.train.fit import Kept

    dice = torch.Generator().manual_seed(3)
    states, windows = [], []
    for text in range(60):
        windows.append([len(states), len(states) + 1])
        for part in range(2):
            state = torch.randn(4, 384, generator=dice) * 0.3
            if text % 2 and part == text // 2 % 2:
                state += torch.linspace(-1, 1, 384)
            states.append(state)
    monkeypatch.setattr("nearer.safety.train.fit.LAYERS", 6)
    cuts = Cut(Kept(states, [1] * len(states)), windows)
    signs = np.stack([np.full(5, float(text % 2)) for text in range(60)]).astype(np.float32)
    every = np.arange(60)
    model = fit({}, cuts, signs, [every] * 30, Plan(head_rate=1e-2, average=0.5))
    scores = loudest(model, cuts, every)[:, 0]
    assert scores[1::2].min() > scores[0::2].max()
