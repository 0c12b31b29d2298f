"""The trained classifier: a second reader of a text, joined with the rules.

One half stands on the coder's frozen lower layers (`nearer.coding.encoder`) with six upper layers of its own and five
heads; the other is linear (`nearer.safety.ngrams`). Both read windows of plain words, so case and punctuation change
nothing. `python -m nearer.safety.train` makes them.
"""

import functools
from collections.abc import Callable, Sequence
from hashlib import blake2b
from importlib.resources import files

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.coding.encoder import encoder, session
from nearer.coding.inputs import SPLIT
from nearer.safety import ngrams
from nearer.safety.words import Words

__all__ = [
    "LONG",
    "SIGNS",
    "STEP",
    "Scales",
    "Signs",
    "encoded",
    "line_of",
    "read",
    "read_window",
    "thresholds",
    "windows_of",
]

SIGNS = ("hold", "urgent", "own", "self", "soft")
"""What each head says: a matter of safety at all; of grave danger; the writer's own doing; self-harm; a soft sign."""
LONG, STEP = 40, 20
"""Words in a window, and from one window to the next."""
FEW = 3
"""A window of fewer words says too little to be read."""
LINES_A_GROUP, MOST_KNOWN = 64, 8_192

Floats = npt.NDArray[np.float32]


class Signs(msgspec.Struct, frozen=True):
    """One window (a range of words) and the probability of each of `SIGNS`."""

    window: tuple[int, int]
    hold: float
    urgent: float
    own: float
    self: float
    soft: float


class Scales(msgspec.Struct, frozen=True):
    """The file `classifier.json`: slope and shift of the two halves' sum for each sign, and when each sign counts.

    ``threshold`` has each of `SIGNS`; "long", "brief" and "short", those of "hold" in a text of several windows, in one
    of fewer than 30 words and in one of fewer than ten; "turn", that of "hold" for a turn of talk, of which a chat has
    hundreds; "innocent hold", "innocent grave" and "innocent turn", below which a rule's word is taken back; and
    "sure", from which on "urgent" raises what the rules hold.
    """

    schema: str
    slope: tuple[float, ...]
    shift: tuple[float, ...]
    threshold: dict[str, float]


def windows_of(count: int) -> list[tuple[int, int]]:
    """The windows of a text of ``count`` words, as ranges of words; one where the text is short, none where empty."""
    if count <= LONG + STEP // 2:
        return [(0, count)] if count else []
    return [(first, min(first + LONG, count)) for first in range(0, count - STEP, STEP)]


def line_of(words: Words, window: tuple[int, int]) -> str:
    """The window's words as one line for the encoder."""
    return "safety." + SPLIT + " ".join(words.words[window[0] : window[1]])


def read(texts: Sequence[Words]) -> list[list[Signs]]:
    """The signs of every window of every text, in order; a window of fewer than three words is left out."""
    places = [
        (text, window)
        for text, words in enumerate(texts)
        for window in windows_of(len(words.words))
        if window[1] - window[0] >= FEW
    ]
    rows = _remembered([line_of(texts[text], window) for text, window in places])
    found: list[list[Signs]] = [[] for _ in texts]
    for (text, window), row in zip(places, rows, strict=True):
        found[text].append(Signs(window, *row))
    return found


def read_window(words: Words, window: tuple[int, int]) -> list[Signs]:
    """The signs of one range of words on its own; none where it has fewer than three."""
    if window[1] - window[0] < FEW:
        return []
    return [Signs(window, *_remembered([line_of(words, window)])[0])]


def thresholds() -> dict[str, float]:
    """From what probability on a sign counts."""
    return _scales().threshold


def _remembered(lines: Sequence[str]) -> list[tuple[float, ...]]:
    """Probabilities of `SIGNS` for each line; those of lines that were read lately are not computed again.

    What is remembered is a hash of the line and five numbers, never words.
    """
    keys = [blake2b(line.encode(), digest_size=16).digest() for line in lines]
    fresh = list({key: line for key, line in zip(keys, lines, strict=True) if key not in _KNOWN}.items())
    known = {key: _KNOWN[key] for key in keys if key in _KNOWN}
    for first in range(0, len(fresh), LINES_A_GROUP):
        group = fresh[first : first + LINES_A_GROUP]
        rows = _probabilities([line for _, line in group])
        known.update((key, tuple(map(float, row))) for (key, _), row in zip(group, rows, strict=True))
    if len(_KNOWN) + len(fresh) > MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN.update(known if len(known) <= MOST_KNOWN else {})
    return [known[key] for key in keys]


_KNOWN: dict[bytes, tuple[float, ...]] = {}


def _probabilities(lines: Sequence[str]) -> Floats:
    """Probabilities [lines, 5] of `SIGNS`: both halves weighed together."""
    scales = _scales()
    slope, shift = np.array(scales.slope, np.float32), np.array(scales.shift, np.float32)
    told = ngrams.scores([line.partition(SPLIT)[2].split(" ") for line in lines])
    found: Floats = 1 / (1 + np.exp(-((encoded(lines) + told) * slope + shift)))
    return found


def encoded(lines: Sequence[str]) -> Floats:
    """The encoder's logits [lines, 5]."""
    states, target, mask = encoder().trunk(lines)
    logits: Floats = _upper()(["logits"], {"states": states, "target": target, "mask": mask})[0]
    return logits


@functools.cache
def _upper() -> Callable[..., list[Floats]]:
    """The graph of the upper layers, ready to run."""
    run: Callable[..., list[Floats]] = session((files(__package__) / "classifier.onnx").read_bytes()).run
    return run


@functools.cache
def _scales() -> Scales:
    return msgspec.json.decode((files(__package__) / "classifier.json").read_bytes(), type=Scales)
