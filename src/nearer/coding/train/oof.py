"""The held-out answers that the package carries, so that its figures can be computed again without training.

Numbers only: the ids of the labelled rows and what was said of each by models that had not seen its fold.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nearer.coding.labels import TURN_CODES
from nearer.coding.sentences import LETTER_HEADS
from nearer.coding.train import turns
from nearer.coding.train.corpus import FOLDS, Item, Letter
from nearer.coding.train.letters import letter_predictions, sentence_predictions

__all__ = ["write_letters", "write_turns"]

Floats = npt.NDArray[np.float32]
KINDS = {"blind": 0, "context": 1}


def write_letters(path: Path, letters: Sequence[Letter], logits: Sequence[Floats]) -> None:
    """Sentence and letter probabilities and decisions, each by second steps that did not see the letter."""
    shares, found = sentence_predictions(letters, logits)
    whole = letter_predictions(letters, shares)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "sentences": np.array([item.key for letter in letters for item in letter.items]),
        "sentence_share": np.concatenate(shares).astype(np.float16),
        "sentence_found": np.concatenate(found),
        "letters": np.array([letter.key for letter in letters]),
        "pursuit_found": np.array([one.pursuit for one in whole]),
        "risk_found": np.array([one.risk for one in whole]),
    }
    for head in LETTER_HEADS:
        arrays[f"{head}_share"] = np.stack([one.shares[head] for one in whole]).astype(np.float16)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def write_turns(
    path: Path, items: Sequence[Item], owner: npt.NDArray[np.int_], logits: Floats, kind: npt.NDArray[np.int_]
) -> None:
    """Calibrated probabilities [turns, 18] for both readings; a fold's calibration comes from the other folds.

    ``owner``, ``logits`` and ``kind`` have one row a line; ``items`` are what the lines belong to.
    """
    fold = np.array([items[place].fold for place in owner])
    labels = np.stack([items[place].labels for place in owner])
    sure = np.zeros((len(owner), len(TURN_CODES)), np.float32)
    for held in range(FOLDS):
        rest = fold != held
        heads = turns.scales(logits[rest], labels[rest], kind[rest])
        sure[~rest], _ = turns.decide(logits[~rest], kind[~rest], heads)
    arrays = {way: sure[kind == number].astype(np.float16) for way, number in KINDS.items()}
    keys = np.array([items[place].key for place in owner[kind == 0]])
    np.savez_compressed(path, keys=keys, **arrays)  # type: ignore[arg-type]
