"""Train the light classifier again: ``python -m nearer.safety.train [labelled letters]`` (needs scikit-learn).

It learns from ``examples/*.txt``, the examples in the rules, the open half of the red team and, where the file is
given, the sentences of labelled letters. The threshold stands above every ordinary letter, each scored by a model that
has not seen it (five folds by text).
"""

import json
import random
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nearer.safety.guess import SIZE, rows_of, windows
from nearer.safety.rulebook import kinds
from nearer.safety.words import read_words

__all__ = ["texts", "train"]

HERE = Path(str(files("nearer.safety")))
OPEN = HERE.parents[2] / "tests" / "safety" / "redteam" / "open.jsonl"
MARGIN = 0.25
Text = tuple[str, bool, bool]
"""A text, whether it is a matter of safety, and whether it is a whole ordinary letter."""


def texts(letters: Path | None) -> list[Text]:
    """Everything there is to learn from."""
    found: list[Text] = []
    for path in sorted((HERE / "examples").glob("*.txt")):
        found += [
            (line.split("|", 1)[-1], path.stem != "none", False)
            for line in path.read_text("utf-8").splitlines()
            if line
        ]
    for kind in kinds():
        for rule in kind.rules:
            found += [(text, rule.tier != "1", False) for text in rule.fires]
            found += [(text, False, False) for text in rule.quiet]
    entries = [json.loads(line) for line in OPEN.read_text("utf-8").splitlines()]
    found += [(entry["text"], entry["tier"] not in {"0", "1"}, "ordinary" in entry["kind"]) for entry in entries]
    return found + ([] if letters is None else _letters(letters))


def _letters(path: Path) -> list[Text]:
    found: list[Text] = []
    for line in path.read_text("utf-8").splitlines():
        letter = json.loads(line)
        if letter["risk"] == "none":
            found.append((" ".join(sentence["text"] for sentence in letter["sentences"]), False, True))
        found += [(one["text"], True, False) for one in letter["sentences"] if "risk" in one["elements"]]
    return found


def train(letters: Path | None) -> dict[str, float]:
    """Fit, choose the threshold on unseen letters, write ``guess.bin`` and ``guess.json``; what was chosen."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    told = texts(letters)
    random.Random(7).shuffle(told)  # noqa: S311
    cut = [(place, window) for place, (text, _, _) in enumerate(told) for window in _cut(text)]
    owner = np.array([place for place, _ in cut])
    rows = [sorted(rows_of(words)) for _, words in cut]
    values = np.concatenate([np.full(len(row), len(row) ** -0.5) for row in rows])
    table = csr_matrix(
        (values, np.concatenate(rows), np.cumsum([0, *(len(row) for row in rows)])), shape=(len(rows), SIZE)
    )
    grave = np.array([told[place][1] for place in owner])
    scores = np.full(len(told), -99.0)
    for fold in range(5):
        held = owner % 5 == fold
        model = LogisticRegression(C=20, max_iter=300).fit(table[~held], grave[~held])
        np.maximum.at(scores, owner[held], model.decision_function(table[held]))
    letters_only = np.array([whole for _, _, whole in told])
    threshold = float(scores[letters_only].max()) + MARGIN
    last = LogisticRegression(C=20, max_iter=300).fit(table, grave)
    scale = _write(last.coef_[0], float(last.intercept_[0]), threshold)
    matters = np.array([matter for _, matter, _ in told])
    return {"threshold": threshold, "found": float((scores[matters] >= threshold).mean()), "scale": scale}


def _cut(text: str) -> list[list[str]]:
    words = read_words(text).words
    return [words[first:last] for first, last in windows(len(words))]


def _write(weights: npt.NDArray[np.float64], start: float, threshold: float) -> float:
    scale = float(np.abs(weights).max() / 127)
    (HERE / "guess.bin").write_bytes(np.round(weights / scale).astype(np.int8).tobytes())
    shape = {"scale": scale, "start": start, "threshold": threshold}
    (HERE / "guess.json").write_text(json.dumps(shape) + "\n", "utf-8")
    return scale


if __name__ == "__main__":
    chosen = train(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    sys.stdout.write("".join(f"{name} {value:.4f}\n" for name, value in chosen.items()))
