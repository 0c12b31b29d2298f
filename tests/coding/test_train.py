"""Training: folds hold together what belongs together, and small regressions do what they say."""

from pathlib import Path

import numpy as np
import pytest

sklearn = pytest.importorskip("sklearn", reason="needs the extra train")

from nearer.coding.train import corpus, second  # noqa: E402

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the labelled text is not beside this repository")


@needs_data
def test_a_talk_a_play_and_a_block_of_examples_stay_in_one_fold():
    folds: dict[str, set[int]] = {}
    for item in corpus.turn_items(DATA):
        group = item.key.rpartition(":")[0] or f"{item.source}-{int(item.key.split('-')[1]) // corpus.BLOCK}"
        folds.setdefault(group.split("-")[1] if item.source == "plays" else group, set()).add(item.fold)
    assert all(len(found) == 1 for found in folds.values())
    assert set.union(*folds.values()) == {0, 1, 2}


@needs_data
def test_what_both_do_is_learned_for_each():
    letters = corpus.letters(DATA)
    assert {letter.fold for letter in letters} == {0, 1, 2}
    assert all(len(letter.items) == len(letter.sentences) for letter in letters)
    assert len({letter.key for letter in letters}) == len(letters)


def _separable():
    dice = np.random.default_rng(3)
    features = dice.normal(size=(300, 5)).astype(np.float32)
    return features, np.stack([features[:, 0] > 0.3, features[:, 1] > 0], axis=1)


def test_a_regression_finds_what_is_there():
    features, labels = _separable()
    fitted = second.fit_binary(features, labels, 1.0)
    assert second.f1(fitted.scores(features) > 0, labels) > 0.9


def test_the_own_feature_is_hardly_held_back():
    features, labels = _separable()
    strong = second.fit_binary(features, labels, 1e-4, own=[0, 1])
    weak = second.fit_binary(features, labels, 1e-4)
    assert np.diag(strong.weight[:2]).min() > 10 * np.diag(weak.weight[:2]).max()


def test_shares_are_given_to_the_right_name():
    features, labels = _separable()
    names = ["yes" if one else "no" for one in labels[:, 0]]
    fitted = second.fit_shares(features, names, ("never", "no", "yes"), 1.0)
    said = [("never", "no", "yes")[place] for place in fitted.scores(features).argmax(axis=1)]
    assert np.mean([one == other for one, other in zip(said, names, strict=True)]) > 0.9


def test_the_best_threshold_is_between_the_two_kinds():
    shares = np.array([0.1, 0.2, 0.3, 0.7, 0.8], np.float32)
    assert 0.3 < second.best_threshold(shares, np.array([False, False, False, True, True])) <= 0.7


def _small_weights():
    """Random weights for two layers and 300 words, under BERT's names."""
    dice = np.random.default_rng(5)

    def made(*shape):
        return dice.normal(0, 0.05, shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": made(300, 384), "embeddings.position_embeddings.weight": made(192, 384),
        "embeddings.token_type_embeddings.weight": made(2, 384),
    }  # fmt: skip
    sizes = {
        "attention.self.query": (384, 384), "attention.self.key": (384, 384), "attention.self.value": (384, 384),
        "attention.output.dense": (384, 384), "intermediate.dense": (1536, 384), "output.dense": (384, 1536),
    }  # fmt: skip
    for layer in range(2):
        for name, (outputs, inputs) in sizes.items():
            weights[f"encoder.layer.{layer}.{name}.weight"] = made(outputs, inputs)
            weights[f"encoder.layer.{layer}.{name}.bias"] = made(outputs)
    norms = ["embeddings.LayerNorm"]
    norms += [f"encoder.layer.{layer}.{part}output.LayerNorm" for layer in range(2) for part in ("attention.", "")]
    for name in norms:
        weights[f"{name}.weight"], weights[f"{name}.bias"] = np.ones(384, np.float32), made(384)
    return weights


def test_the_exported_graph_says_what_the_trained_network_says(tmp_path):
    torch = pytest.importorskip("torch", reason="needs the extra train")
    pytest.importorskip("onnx", reason="needs the extra train")
    import onnxruntime

    from nearer.coding.train import export, network

    weights = _small_weights()
    lower, upper = network.Lower(weights, 1).eval(), network.Upper(weights, 1, 2, 7).eval()
    state = {name: value.numpy() for name, value in upper.state_dict().items()}
    heads = (state["heads.weight"], state["heads.bias"])
    export.export(export.with_upper(weights, state, 1), heads, 2, tmp_path / "small.onnx", lower=1)
    ids = np.random.default_rng(1).integers(0, 300, (4, 12)).astype(np.int32)
    target, mask = np.zeros_like(ids), np.ones_like(ids)
    target[:, 5:11], mask[2, 9:] = 1, 0
    target[2, 8:] = 0
    session = onnxruntime.InferenceSession(str(tmp_path / "small.onnx"), providers=["CPUExecutionProvider"])
    said, _, trunk = session.run(None, {"ids": ids, "target": target, "mask": mask})
    seen = torch.tensor(mask).bool()[:, None, None]
    with torch.inference_mode():
        hidden = lower(torch.tensor(ids).long(), torch.tensor(target).long(), seen)
        wanted = upper(hidden, torch.tensor(target), seen).numpy()
    there = mask.astype(bool)
    assert np.abs(trunk[there] - hidden.numpy()[there]).max() < 0.12
    assert np.abs(said - wanted).max() < 0.06
    assert np.corrcoef(said.ravel(), wanted.ravel())[0, 1] > 0.99
