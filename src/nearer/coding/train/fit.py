"""Fitting: the lower layers' states kept once, the upper layers and heads trained on them in batches of like length."""

import functools
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor

from nearer.coding.inputs import assemble
from nearer.coding.labels import HEADS, columns
from nearer.coding.train.base import Weights
from nearer.coding.train.network import Lower, Upper

__all__ = ["Kept", "Plan", "descend", "fit", "keep", "predict"]

TOKENS_A_BATCH = 1_800
AVERAGED_EVERY = 4

Logits = npt.NDArray[np.float32]


class Plan(msgspec.Struct, frozen=True):
    """How to train: ``lower`` layers of ``layers`` stay frozen; rates for the top layer and the heads."""

    layers: int = 12
    lower: int = 6
    epochs: int = 4
    rate: float = 1.5e-4
    head_rate: float = 1.5e-3
    decay: float = 0.9
    seed: int = 7
    positive: float = 2.0
    average: float = 0.99


class Kept:
    """The frozen layers' states of many lines, in half precision."""

    def __init__(self, states: list[Tensor], starts: list[int]) -> None:
        """Keep the states of each line and where its target begins."""
        self.states = states
        self.starts = starts
        self.lengths = np.array([len(state) for state in states])

    def batch(self, places: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
        """States [batch, length, 384] in float32, target marks, attention mask."""
        length = int(self.lengths[list(places)].max())
        hidden = torch.zeros(len(places), length, 384)
        target = torch.zeros(len(places), length)
        mask = torch.zeros(len(places), 1, 1, length, dtype=torch.bool)
        for row, place in enumerate(places):
            state = self.states[place]
            hidden[row, : len(state)] = state
            target[row, self.starts[place] : len(state) - 1] = 1
            mask[row, 0, 0, : len(state)] = True
        return hidden, target, mask


def batches(
    lengths: npt.NDArray[np.int_], places: npt.NDArray[np.int_], dice: np.random.Generator | None = None
) -> Iterator[list[int]]:
    """Places in batches of like length; in a random order where ``dice`` is given."""
    noise = dice.normal(0, 2, len(places)) if dice else np.zeros(len(places))
    order = places[np.argsort(lengths[places] + noise, kind="stable")]
    groups: list[list[int]] = []
    current: list[int] = []
    for place in order:
        if current and (len(current) + 1) * max(lengths[place], lengths[current[0]]) > TOKENS_A_BATCH:
            groups.append(current)
            current = []
        current.append(int(place))
    groups.append(current)
    if dice:
        dice.shuffle(groups)
    yield from groups


def keep(weights: Weights, tokenizer: Tokenizer, lines: Sequence[str], lower: int) -> Kept:
    """The states of all lines after the frozen layers."""
    model = Lower(weights, lower).eval()
    parts = assemble(tokenizer, lines)
    lengths = np.array([len(ids) for ids, _ in parts])
    states: list[Tensor] = [torch.empty(0)] * len(parts)
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for group in batches(lengths, np.arange(len(parts))):
            ids = torch.zeros(len(group), int(lengths[group].max()), dtype=torch.long)
            target = torch.zeros_like(ids)
            for row, place in enumerate(group):
                ids[row, : lengths[place]] = torch.tensor(parts[place][0])
                target[row, parts[place][1] : lengths[place] - 1] = 1
            mask = (torch.arange(ids.shape[1])[None] < torch.tensor(lengths[group])[:, None])[:, None, None]
            hidden = model(ids, target, mask).to(torch.bfloat16)
            for row, place in enumerate(group):
                states[place] = hidden[row, : lengths[place]].clone()
    return Kept(states, [start for _, start in parts])


def head_weights() -> Tensor:
    """How much each column counts in the loss."""
    worth = {
        "act": 1.0,
        "act_family": 1.0,
        "act_code": 0.5,
        "actor": 0.7,
        "element": 1.0,
        "turn": 1.0,
        "turn_family": 0.7,
        "turn_any": 0.7,
    }
    found = torch.ones(sum(len(labels) for labels in HEADS.values()))
    for head in HEADS:
        found[columns(head)] = worth[head]
    return found


def fit(
    weights: Weights,
    kept: Kept,
    labels: Logits,
    choose: Callable[[np.random.Generator], npt.NDArray[np.int_]],
    plan: Plan,
    began_with: dict[str, Tensor] | None = None,
) -> Upper:
    """The trained upper part; ``choose`` gives the lines of the next epoch, ``began_with`` an earlier round's state."""
    torch.manual_seed(plan.seed)
    dice = np.random.default_rng(plan.seed)
    model = Upper(weights, plan.lower, plan.layers, labels.shape[1])
    if began_with:
        model.load_state_dict(began_with)
    epochs = [list(batches(kept.lengths, choose(dice), dice)) for _ in range(plan.epochs)]
    wanted, worth = torch.tensor(labels), head_weights()
    return descend(
        model,
        [group for epoch in epochs for group in epoch],
        lambda group: _loss(model, kept, group, wanted, worth, plan.positive),
        plan,
    )


def descend(model: Upper, groups: Sequence[list[int]], loss_of: Callable[[list[int]], Tensor], plan: Plan) -> Upper:
    """The mean of the weights along the way down the loss of each group in turn; progress on standard error."""
    optimizer = torch.optim.AdamW(_groups(model, plan), weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, functools.partial(_rate, total=len(groups)))
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(plan.average)
    )
    began, running = time.monotonic(), 0.0
    model.train()
    for step, group in enumerate(groups):
        loss = loss_of(group)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % AVERAGED_EVERY == 0:
            average.update_parameters(model)
        running = 0.98 * running + 0.02 * float(loss.detach())
        if step % 50 == 0:
            sys.stderr.write(f"step {step} of {len(groups)}, loss {running:.4f}, {time.monotonic() - began:.0f} s\n")
    trained: Upper = average.module
    return trained.eval()


def _rate(step: int, total: int) -> float:
    """A short climb, then a straight way down."""
    return min((step + 1) / (0.06 * total), max(0.02, 1 - step / total))


def _loss(model: Upper, kept: Kept, group: list[int], labels: Tensor, worth: Tensor, positive: float) -> Tensor:
    hidden, target, mask = kept.batch(group)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(hidden, target, mask)
    wanted = labels[group]
    known = (wanted >= 0).float() * worth
    each = torch.nn.functional.binary_cross_entropy_with_logits(
        logits.float(), wanted.clamp(min=0), reduction="none", pos_weight=torch.tensor(positive)
    )
    return (each * known).sum() / len(group) / 4


def _groups(model: Upper, plan: Plan) -> list[dict[str, object]]:
    """Parameters with their learning rates: each layer's is ``decay`` times that of the layer above."""
    top = len(model.layers) - 1
    groups: list[dict[str, object]] = [
        {"params": list(layer.parameters()), "lr": plan.rate * plan.decay ** (top - number)}
        for number, layer in enumerate(model.layers)
    ]
    groups.append({"params": list(model.heads.parameters()), "lr": plan.head_rate})
    return groups


def predict(model: Upper, kept: Kept, places: npt.NDArray[np.int_]) -> Logits:
    """Logits [len(places), outputs]."""
    found = np.zeros((len(places), model.heads.out_features), np.float32)
    where = {int(place): row for row, place in enumerate(places)}
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for group in batches(kept.lengths, places):
            logits = model(*kept.batch(group)).float().numpy()
            found[[where[place] for place in group]] = logits
    return found
