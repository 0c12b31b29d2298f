"""The encoder at work: lines of text in, logits of every head and calibrated probabilities out.

One ONNX graph with int8 weights, loaded once, run on this machine's processor. Every line is computed on its own
terms: neither the order nor the company of other lines changes what comes back (beyond the last digits of a float).
"""

import functools
import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec
import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

# From 1.29 on the runtime's own builds tell their maker about sessions and models, and name the machine in a file.
# Nothing is sent anywhere: it has to be told before it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

from nearer.coding.inputs import assemble, format_alone, format_in_talk, format_sentence
from nearer.coding.labels import HEADS, TURN_CODES, columns
from nearer.errors import InputError

__all__ = [
    "TURN_CODES",
    "Encoder",
    "Heads",
    "Scale",
    "encoder",
    "format_alone",
    "format_in_talk",
    "format_sentence",
    "heads",
    "model_file",
    "session",
    "turn_probabilities",
    "turn_thresholds",
]

TOKENS_A_BATCH = 1_024
"""What stays in a processor's cache: batches four times as large take half as long again."""
STEP = 8
"""Lines are padded to a multiple of this many tokens."""
MOST_THREADS = 4
STATE = 384
"""Numbers in a token's state."""

Floats = npt.NDArray[np.float32]
Marks = npt.NDArray[np.int32]


class Scale(msgspec.Struct, frozen=True):
    """One label's way from logit to decision: probability is the logistic of slope times logit plus shift."""

    slope: float
    shift: float
    threshold: float


class Heads(msgspec.Struct, frozen=True):
    """The file `heads.json`: for each reading ("blind", "contextual") a scale for each turn code."""

    schema: str
    turn: dict[str, dict[str, Scale]]


def model_file(name: str) -> Traversable:
    """A file of the packaged model.

    Raises:
        InputError: the package was installed without its model.
    """
    found = files("nearer.coding") / "models" / name
    if not found.is_file():
        raise InputError(f"The model file {name} is missing from this installation; please install nearer again.")
    return found


def session(graph: bytes) -> onnxruntime.InferenceSession:
    """A graph ready to run on one thread; it is stored in its final form, so nothing is optimised here."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


class Encoder:
    """The loaded graph and its tokenizer; batches go side by side to a few threads, each batch to one."""

    def __init__(self, graph: bytes, tokenizer: bytes) -> None:
        """Load both from their bytes."""
        self._session = session(graph)
        self._tokenizer = Tokenizer.from_buffer(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def predict(self, lines: Sequence[str]) -> Floats:
        """Logits of all heads [n, columns] for formatted lines; see `nearer.coding.labels.columns`."""
        return self._run(lines)[0]

    def encode(self, lines: Sequence[str]) -> Floats:
        """What the heads look at [n, 768]: the marker's state, then the mean over the target's tokens."""
        return self._run(lines)[1]

    def trunk(self, lines: Sequence[str]) -> tuple[Floats, Marks, Marks]:
        """The states after the lower six layers, which no training changes, for other heads to stand on.

        States [n, tokens, 384], 0 beyond a line's end; 1 on the tokens of the target [n, tokens]; 1 on all tokens of
        the line [n, tokens].
        """
        parts = assemble(self._tokenizer, lines)
        longest = max((len(ids) for ids, _ in parts), default=0)
        states = np.zeros((len(lines), longest, STATE), np.float32)
        target, mask = (np.zeros(states.shape[:2], np.int32) for _ in range(2))
        for group in _groups([len(ids) for ids, _ in parts]):
            given = _padded([parts[place] for place in group])
            wide = min(longest, given["ids"].shape[1])
            found = self._session.run(["trunk"], given)[0] * given["mask"][:, :, None]
            states[group, :wide] = found[:, :wide]
            target[group, :wide], mask[group, :wide] = given["target"][:, :wide], given["mask"][:, :wide]
        return states, target, mask

    def _run(self, lines: Sequence[str]) -> tuple[Floats, Floats]:
        width = sum(len(labels) for labels in HEADS.values())
        logits, pooled = np.zeros((len(lines), width), np.float32), np.zeros((len(lines), 2 * STATE), np.float32)
        parts = assemble(self._tokenizer, lines)
        groups = _groups([len(ids) for ids, _ in parts])

        def read(group: list[int]) -> None:
            given = _padded([parts[place] for place in group])
            logits[group], pooled[group] = self._session.run(["logits", "pooled"], given)

        if len(groups) == 1:
            read(groups[0])
        else:
            with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1)) as threads:
                deque(threads.map(read, groups), maxlen=0)
        return logits, pooled


def _groups(lengths: list[int]) -> list[list[int]]:
    """Places in batches of one padded length, which hangs on the line alone.

    Padding by the longest neighbour would change the last digits of a sum, int8 rounding would make them larger, and a
    line's probability would depend on its company.
    """
    groups: dict[int, list[list[int]]] = {}
    for place, length in enumerate(lengths):
        wide = _wide(length)
        batches = groups.setdefault(wide, [[]])
        if (len(batches[-1]) + 1) * wide > TOKENS_A_BATCH:
            batches.append([])
        batches[-1].append(place)
    return [batch for batches in groups.values() for batch in batches]


def _wide(length: int) -> int:
    return -(-length // STEP) * STEP


def _padded(parts: list[tuple[list[int], int]]) -> dict[str, npt.NDArray[np.int32]]:
    shape = (len(parts), _wide(len(parts[0][0])))
    made = {name: np.zeros(shape, np.int32) for name in ("ids", "target", "mask")}
    for row, (ids, start) in enumerate(parts):
        made["ids"][row, : len(ids)] = ids
        made["target"][row, start : len(ids) - 1] = 1
        made["mask"][row, : len(ids)] = 1
    return made


@functools.cache
def encoder() -> Encoder:
    """The packaged encoder, loaded once a process."""
    return Encoder(model_file("encoder.onnx").read_bytes(), model_file("tokenizer.json").read_bytes())


@functools.cache
def heads() -> Heads:
    """The packaged scales of the turn codes, read once a process."""
    return msgspec.json.decode(model_file("heads.json").read_bytes(), type=Heads)


def turn_thresholds(*, blind: bool) -> dict[str, float]:
    """The probability from which each turn code counts as found, chosen on the training data."""
    scales = heads().turn["blind" if blind else "contextual"]
    return {code: scales[code].threshold for code in TURN_CODES}


def turn_probabilities(texts: Sequence[str]) -> Floats:
    """Calibrated probabilities [n, 18] of `TURN_CODES` for lines made by `format_alone` or `format_in_talk`."""
    logits = encoder().predict(texts)[:, columns("turn")]
    tables = {name: _table(name) for name in ("blind", "contextual")}
    chosen = [tables["blind" if text.startswith("alone.") else "contextual"] for text in texts]
    if not chosen:
        return np.zeros((0, len(TURN_CODES)), np.float32)
    slope, shift = np.stack(chosen, axis=1)
    found: Floats = (1 / (1 + np.exp(-(logits * slope + shift)))).astype(np.float32)
    return found


@functools.cache
def _table(name: str) -> Floats:
    """Slopes and shifts [2, 18]."""
    scales = heads().turn[name]
    pairs = [(scales[code].slope, scales[code].shift) for code in TURN_CODES]
    found: Floats = np.array(pairs, np.float32).T
    return found
