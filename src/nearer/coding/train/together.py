"""How much the encoder, the words and turns of phrase each count: fitted on turns that neither had learned from.

``python -m nearer.coding.train.together --data DIR --written DIR --work DIR --encoder FILE`` reads the
encoder's held-out logits (arrays keys, blind, context) and the words'; writes ``turns.json`` and
``turns-held-out.npz`` to the package.
Talk weighs nine times what the examples weigh, as it is what is coded later.
"""

import argparse
import sys
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from nearer.coding.labels import TURN_CODES, columns
from nearer.coding.mixture import READINGS, Mixture, WayName
from nearer.coding.rules import phrases
from nearer.coding.train.corpus import all_turns, measured

__all__ = ["fit", "main"]

Numbers = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
WORTH = {"chats": 0.25, "scenes": 0.25, "plays": 0.1, "written": 0.3, "examples": 0.1}
"""What each source weighs, all its turns together."""
_MODELS = Path(__file__).parent.parent / "models"


def fit(scores: list[Numbers], told: Numbers, truth: Truth, weights: Numbers) -> Mixture:
    """Weights shared by all codes, a shift and the worth of its phrases for each, and the threshold with the best F1.

    ``scores`` are those of the encoder and of the words, each [turns, codes]; ``told`` the turns of phrase [turns,
    codes, 2].
    """
    turns, codes = truth.shape
    which = csr_matrix(np.tile(np.eye(codes), (turns, 1)))
    own = [diags(told[:, :, kind].ravel()) @ which for kind in (0, 1)]
    features = hstack([np.stack([one.ravel() for one in scores], axis=1), which, *own]).tocsr()
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=500)
    model.fit(features, truth.ravel(), sample_weight=np.repeat(weights, codes))
    parts = model.coef_[0].tolist()
    shifts, yes, no = (tuple(parts[2 + at * codes :][:codes]) for at in range(3))
    made = Mixture(parts[0], parts[1], shifts, (), phrases=tuple(zip(yes, no, strict=True)))
    likely = _likely(made, scores, told)
    level = max(np.linspace(0.1, 0.6, 51), key=lambda one: _f1(likely >= one, truth, weights))
    return msgspec.structs.replace(made, thresholds=(round(float(level), 3),) * codes)


def _likely(made: Mixture, scores: list[Numbers], told: Numbers) -> npt.NDArray[np.float32]:
    encoder, words, phrases = (one.astype(np.float32) for one in (*scores, told))
    return made.probabilities(encoder, words, phrases)


def _f1(given: Truth, truth: Truth, weights: Numbers) -> float:
    both, all_given, all_true = ((weights[:, None] * one).sum() for one in (given & truth, given, truth))
    return float(2 * both / max(1e-9, all_given + all_true))


def main(data: Path, written: Path | None, work: Path, encoder: Path) -> None:
    """Fit, say how it does on folds left out, and write the packaged files."""
    items = [item for item in all_turns(data, written) if item.text.strip() and measured(item)]
    truth = np.stack([item.labels[columns("turn")] for item in items]) > 0
    folds = np.array([item.fold for item in items])
    sources = np.array([item.source.split("-")[0] for item in items])
    share = {name: WORTH[name] for name in set(sources)}
    weights = np.array([share[name] / np.mean(sources == name) for name in sources])
    keys = np.array([item.key for item in items])
    told = phrases([item.text for item in items]).astype(np.float64)
    ways: dict[WayName, Mixture] = {}
    held_out: dict[WayName, npt.NDArray[np.float16]] = {}
    for way, readings in READINGS.items():
        read = np.mean([_scores(encoder, one, keys) for one in readings], axis=0)
        scores = [read, _scores(work / "words-held-out.npz", way, keys)]
        held_out[way] = np.zeros(truth.shape, np.float16)
        given = np.zeros(truth.shape, bool)
        for fold in range(int(folds.max()) + 1):
            kept, out = folds != fold, folds == fold
            made = fit([one[kept] for one in scores], told[kept], truth[kept], weights[kept])
            held_out[way][out] = _likely(made, [one[out] for one in scores], told[out])
            given[out] = held_out[way][out] >= made.limits()
        ways[way] = _at_work(fit(scores, told, truth, weights), work)
        for name in sorted(share):
            kept = sources == name
            sys.stdout.write(f"{way} {name} micro-F1 {_f1(given[kept], truth[kept], np.ones(kept.sum())):.3f}\n")
        sys.stdout.write(
            f"{way} weights {ways[way].encoder:.2f} {ways[way].words:.2f}, threshold {ways[way].thresholds[0]}\n"
        )
    _MODELS.mkdir(exist_ok=True)
    stored = {"schema": "nearer/turn-coder/1", "codes": TURN_CODES, "ways": ways}
    (_MODELS / "turns.json").write_bytes(msgspec.json.format(msgspec.json.encode(stored), indent=1))
    np.savez_compressed(_MODELS / "turns-held-out.npz", allow_pickle=False, keys=keys, **held_out)  # type: ignore[arg-type]


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
    for name in ("data", "written", "work", "encoder"):
        parser.add_argument(f"--{name}", type=Path, required=name != "written")
    main(**vars(parser.parse_args()))
