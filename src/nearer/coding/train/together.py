"""How much the encoder and the words each count: fitted on turns that neither had learned from.

``python -m nearer.coding.train.together --data DIR --work DIR --encoder FILE`` reads the encoder's held-out logits
(arrays keys, blind, context) and the words'; writes ``turns.json`` and ``turns-held-out.npz`` to the package.
Talks weigh as much as the examples together, as there are fewer of them and they are what is coded later.
"""

import argparse
import sys
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nearer.coding.labels import TURN_CODES, columns
from nearer.coding.mixture import Mixture
from nearer.coding.train.corpus import turn_items

__all__ = ["fit", "main"]

Numbers = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
_MODELS = Path(__file__).parent.parent / "models"


def fit(scores: list[Numbers], truth: Truth, weights: Numbers) -> Mixture:
    """Weights shared by all codes, a shift for each, and the threshold with the best F1 over all codes.

    ``scores`` are those of the encoder's readings and, last, of the words, each [turns, codes].
    """
    codes = truth.shape[1]
    which = np.tile(np.eye(codes), (len(truth), 1))
    features = np.hstack([np.stack([one.ravel() for one in scores], axis=1), which])
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=500)
    model.fit(features, truth.ravel(), sample_weight=np.repeat(weights, codes))
    parts = model.coef_[0]
    readings = len(scores) - 1
    made = Mixture(tuple(parts[:readings].tolist()), float(parts[readings]), tuple(parts[readings + 1 :].tolist()), ())
    likely = _likely(made, scores)
    level = max(np.linspace(0.1, 0.6, 51), key=lambda one: _f1(likely >= one, truth, weights))
    return msgspec.structs.replace(made, thresholds=(round(float(level), 3),) * codes)


def _likely(made: Mixture, scores: list[Numbers]) -> npt.NDArray[np.float32]:
    read = np.stack(scores[:-1], axis=1).astype(np.float32)
    return made.probabilities(read, scores[-1].astype(np.float32))


def _f1(given: Truth, truth: Truth, weights: Numbers) -> float:
    both, all_given, all_true = ((weights[:, None] * one).sum() for one in (given & truth, given, truth))
    return float(2 * both / max(1e-9, all_given + all_true))


def main(data: Path, work: Path, encoder: Path) -> None:
    """Fit, say how it does on folds left out, and write the packaged files."""
    items = [item for item in turn_items(data) if item.text.strip()]
    truth = np.stack([item.labels[columns("turn")] for item in items]) > 0
    folds = np.array([item.fold for item in items])
    sources = np.array([item.source.split("-")[0] for item in items])
    share = {name: 1 / 6 if name != "examples" else 1 / 2 for name in set(sources)}
    weights = np.array([share[name] / np.mean(sources == name) for name in sources])
    keys = np.array([item.key for item in items])
    ways, held_out = {}, {}
    for way in ("blind", "context"):
        readings = ("blind",) if way == "blind" else ("blind", "context")
        scores = [_scores(encoder, one, keys) for one in readings]
        scores.append(_scores(work / "words-held-out.npz", way, keys))
        held_out[way] = np.zeros(truth.shape, np.float16)
        given = np.zeros(truth.shape, bool)
        for fold in range(int(folds.max()) + 1):
            kept, out = folds != fold, folds == fold
            made = fit([one[kept] for one in scores], truth[kept], weights[kept])
            held_out[way][out] = _likely(made, [one[out] for one in scores])
            given[out] = held_out[way][out] >= made.limits()
        ways[way] = _at_work(fit(scores, truth, weights), work)
        for name in sorted(share):
            kept = sources == name
            sys.stdout.write(f"{way} {name} micro-F1 {_f1(given[kept], truth[kept], np.ones(kept.sum())):.3f}\n")
        sys.stdout.write(
            f"{way} weights {ways[way].encoder} {ways[way].words:.2f}, threshold {ways[way].thresholds[0]}\n"
        )
    _MODELS.mkdir(exist_ok=True)
    stored = {"schema": "nearer/turn-coder/1", "codes": TURN_CODES, "ways": ways}
    (_MODELS / "turns.json").write_bytes(msgspec.json.format(msgspec.json.encode(stored), indent=1))
    np.savez_compressed(_MODELS / "turns-held-out.npz", allow_pickle=False, keys=keys, **held_out)


def _at_work(made: Mixture, work: Path) -> Mixture:
    """The mixture for votes without their shifts, which is how the fast coder gives them."""
    with np.load(work / "words.npz", allow_pickle=False) as stored:
        shifts = np.array(made.shifts) + made.words * stored["shifts"]
    return msgspec.structs.replace(made, shifts=tuple(shifts.tolist()))


def _scores(path: Path, way: str, keys: npt.NDArray[np.str_]) -> Numbers:
    with np.load(path, allow_pickle=False) as stored:
        where = {key: place for place, key in enumerate(stored["keys"].tolist())}
        found: Numbers = stored[way][[where[key] for key in keys.tolist()]].astype(np.float64)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "work", "encoder"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    main(**vars(parser.parse_args()))
