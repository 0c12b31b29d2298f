"""The held-out answers that the package carries, so that its figures can be computed again without training.

Numbers only: the ids of the labelled rows and what was said of each by models that had not seen its fold.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nearer.coding.labels import columns
from nearer.coding.sentences import LETTER_HEADS
from nearer.coding.train.corpus import Letter
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
        "actor_share": np.concatenate([_sure(rows[:, columns("actor")]) for rows in logits]).astype(np.float16),
        "letters": np.array([letter.key for letter in letters]),
        "pursuit_found": np.array([one.pursuit for one in whole]),
        "risk_found": np.array([one.risk for one in whole]),
    }
    for head in LETTER_HEADS:
        arrays[f"{head}_share"] = np.stack([one.shares[head] for one in whole]).astype(np.float16)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def write_turns(path: Path, keys: Sequence[str], logits: Floats, kind: npt.NDArray[np.int_]) -> None:
    """The encoder's logits [turns, 18] for both readings, for `nearer.coding.train.together`; one row a line given."""
    codes = logits[:, columns("turn")]
    arrays = {way: codes[kind == number] for way, number in KINDS.items()}
    np.savez_compressed(path, keys=np.array(keys)[kind == 0], **arrays)  # type: ignore[arg-type]


def _sure(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)
