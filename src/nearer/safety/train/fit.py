"""Fitting the classifier: the upper six layers of the encoder and five heads, on texts cut into windows.

A text has a sign when one of its windows has it (multiple-instance learning): the loss looks at the window that says
so loudest, so nobody has to mark the place.
"""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor

from nearer.coding.train.base import Weights
from nearer.coding.train.fit import Kept, Plan, descend, keep, predict
from nearer.coding.train.network import Upper
from nearer.safety.classifier import SIGNS, line_of, windows_of
from nearer.safety.words import read_words

__all__ = ["ROUNDS", "Cut", "cut", "fit", "loudest"]

Floats = npt.NDArray[np.float32]
TOKENS_A_BATCH = 1_800
LOWER, LAYERS = 6, 12
WORTH = (1.0, 0.8, 0.6, 0.6, 0.3)
"""How much each of `SIGNS` counts in the loss."""


ROUNDS = (
    Plan(epochs=3, positive=1.5),
    Plan(epochs=4, rate=2e-4, head_rate=1e-3, average=0.9, seed=8),
    Plan(epochs=2, rate=2e-4, head_rate=1e-3, average=0.95, seed=9),
)
"""A long round whose weights are averaged widely, then two with a fresh climb of the rate."""


class Cut(msgspec.Struct):
    """Texts as windows: the frozen layers' states of every window, and the windows of each text."""

    kept: Kept
    windows: list[list[int]]


def cut(weights: Weights, tokenizer: Tokenizer, texts: Sequence[str]) -> Cut:
    """Every window of every text through the frozen layers."""
    lines: list[str] = []
    windows: list[list[int]] = []
    for text in texts:
        words = read_words(text)
        windows.append([])
        for window in windows_of(len(words.words)) or [(0, 0)]:
            windows[-1].append(len(lines))
            lines.append(line_of(words, window))
    return Cut(keep(weights, tokenizer, lines, LOWER), windows)


def fit(
    weights: Weights,
    cuts: Cut,
    signs: Floats,
    chosen: Sequence[npt.NDArray[np.int_]],
    plan: Plan,
    began_with: dict[str, Tensor] | None = None,
) -> Upper:
    """The trained upper part; ``chosen`` holds the texts of each epoch, ``signs`` [texts, 5] with -1 where unknown."""
    torch.manual_seed(plan.seed)
    dice = np.random.default_rng(plan.seed)
    model = Upper(weights, LOWER, LAYERS, len(SIGNS))
    if began_with:
        model.load_state_dict(began_with)
    groups = [group for places in chosen for group in _batches(cuts, places, dice)]
    wanted = torch.tensor(signs)
    return descend(model, groups, lambda group: _loss(model, cuts, group, wanted, plan.positive), plan)


def loudest(model: Upper, cuts: Cut, texts: npt.NDArray[np.int_]) -> Floats:
    """For each text the highest logit of each sign over its windows [texts, 5]."""
    windows = np.array([window for text in texts for window in cuts.windows[text]])
    logits = predict(model, cuts.kept, windows)
    found = np.full((len(texts), len(SIGNS)), -99.0, np.float32)
    row = np.repeat(np.arange(len(texts)), [len(cuts.windows[text]) for text in texts])
    np.maximum.at(found, row, logits)
    return found


def _batches(cuts: Cut, texts: npt.NDArray[np.int_], dice: np.random.Generator) -> Iterator[list[int]]:
    """Texts in batches whose windows together are about `TOKENS_A_BATCH` tokens, in random order."""
    longest = np.array([max(cuts.kept.lengths[window] for window in cuts.windows[text]) for text in texts])
    order = texts[np.argsort(longest + dice.normal(0, 2, len(texts)), kind="stable")]
    groups: list[list[int]] = [[]]
    size = 0
    for text in order:
        tokens = sum(int(cuts.kept.lengths[window]) for window in cuts.windows[text])
        if groups[-1] and size + tokens > TOKENS_A_BATCH:
            groups.append([])
            size = 0
        groups[-1].append(int(text))
        size += tokens
    dice.shuffle(groups)
    yield from groups


def _loss(model: Upper, cuts: Cut, group: list[int], wanted: Tensor, positive: float) -> Tensor:
    windows = [window for text in group for window in cuts.windows[text]]
    owner = torch.tensor([row for row, text in enumerate(group) for _ in cuts.windows[text]])
    hidden, target, mask = cuts.kept.batch(windows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(hidden, target, mask)
    index = owner[:, None].expand(-1, logits.shape[1])
    start = torch.full((len(group), logits.shape[1]), -99.0)
    most = start.scatter_reduce(0, index, logits.float(), reduce="amax", include_self=False)
    labels = wanted[group]
    each = torch.nn.functional.binary_cross_entropy_with_logits(
        most, labels.clamp(min=0), reduction="none", pos_weight=torch.tensor(positive)
    )
    return (each * (labels >= 0) * torch.tensor(WORTH)).sum() / len(group)
