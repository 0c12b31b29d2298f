"""The encoder in torch: BERT's layers, the lower ones frozen, and linear heads on the marker and the target's mean."""

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nearer.coding.train.base import Weights

__all__ = ["Layer", "Lower", "Upper"]

HEADS = 12
EPSILON = 1e-12


class Layer(nn.Module):
    """One layer of BERT with the three projections of attention in one matrix."""

    def __init__(self, weights: Weights, number: int) -> None:
        """Take the weights of layer ``number``."""
        super().__init__()
        stem = f"encoder.layer.{number}."
        names = [f"{stem}attention.self.{part}" for part in ("query", "key", "value")]
        self.project = _linear(
            np.concatenate([weights[f"{name}.weight"] for name in names]),
            np.concatenate([weights[f"{name}.bias"] for name in names]),
        )
        self.out = _linear(
            weights[f"{stem}attention.output.dense.weight"], weights[f"{stem}attention.output.dense.bias"]
        )
        self.norm = _norm(weights, f"{stem}attention.output.LayerNorm")
        self.wide = _linear(weights[f"{stem}intermediate.dense.weight"], weights[f"{stem}intermediate.dense.bias"])
        self.narrow = _linear(weights[f"{stem}output.dense.weight"], weights[f"{stem}output.dense.bias"])
        self.last_norm = _norm(weights, f"{stem}output.LayerNorm")

    def forward(self, hidden: Tensor, mask: Tensor, drop: float = 0.0) -> Tensor:
        """The next layer's states; ``mask`` is [batch, 1, 1, length], true where there is a token."""
        batch, length, width = hidden.shape
        parts = self.project(hidden).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: for short lines on a CPU this is faster than the fused attention, most of all backward.
        weight = torch.matmul(parts[0], parts[1].transpose(-1, -2)) * (width // HEADS) ** -0.5
        seen = torch.matmul(weight.masked_fill(~mask, -1e4).softmax(-1), parts[2])
        seen = self.out(seen.transpose(1, 2).reshape(batch, length, width))
        hidden = self.norm(hidden + _dropped(seen, drop, training=self.training))
        inner = self.narrow(functional.gelu(self.wide(hidden)))
        return self.last_norm(hidden + _dropped(inner, drop, training=self.training))  # type: ignore[no-any-return]


class Lower(nn.Module):
    """Embeddings and the frozen lower layers: run once for each line, then kept."""

    def __init__(self, weights: Weights, layers: int) -> None:
        """Take the embeddings and the first ``layers`` layers."""
        super().__init__()
        self.words = nn.Embedding.from_pretrained(torch.tensor(weights["embeddings.word_embeddings.weight"]))
        self.places = nn.Embedding.from_pretrained(torch.tensor(weights["embeddings.position_embeddings.weight"]))
        self.types = nn.Embedding.from_pretrained(torch.tensor(weights["embeddings.token_type_embeddings.weight"]))
        self.norm = _norm(weights, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(Layer(weights, number) for number in range(layers))

    def forward(self, ids: Tensor, target: Tensor, mask: Tensor) -> Tensor:
        """States after the lower layers; ``target`` is 1 on the tokens of the target, which have type 1."""
        places = torch.arange(ids.shape[1])
        hidden = self.norm(self.words(ids) + self.places(places)[None] + self.types(target))
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return hidden  # type: ignore[no-any-return]


class Upper(nn.Module):
    """The layers that are trained, and the heads."""

    def __init__(self, weights: Weights, lower: int, layers: int, outputs: int) -> None:
        """Take the layers from ``lower`` up to ``layers``; heads with ``outputs`` columns begin near nothing."""
        super().__init__()
        self.layers = nn.ModuleList(Layer(weights, number) for number in range(lower, layers))
        self.heads = nn.Linear(2 * 384, outputs)
        nn.init.normal_(self.heads.weight, std=0.02)
        nn.init.constant_(self.heads.bias, -math.log(20))
        self.drop = 0.1

    def forward(self, hidden: Tensor, target: Tensor, mask: Tensor) -> Tensor:
        """Logits [batch, outputs]."""
        for layer in self.layers:
            hidden = layer(hidden, mask, self.drop)
        share = target[:, :, None].to(hidden.dtype)
        mean = (hidden * share).sum(1) / share.sum(1).clamp(min=1)
        pooled = torch.cat([hidden[:, 0], mean], dim=1)
        return self.heads(_dropped(pooled, self.drop, training=self.training))  # type: ignore[no-any-return]


def _dropped(values: Tensor, drop: float, *, training: bool) -> Tensor:
    """Dropout of whole features of a line: as good a guard, and far cheaper to draw."""
    if not training or not drop:
        return values
    shape = (values.shape[0], *(1 for _ in values.shape[1:-1]), values.shape[-1])
    kept = (torch.rand(shape) >= drop).to(values.dtype) / (1 - drop)
    return values * kept


def _linear(
    weight: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]",
    bias: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]",
) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight.data = torch.tensor(weight)
    made.bias.data = torch.tensor(bias)
    return made


def _norm(weights: Weights, name: str) -> nn.LayerNorm:
    made = nn.LayerNorm(384, eps=EPSILON)
    made.weight.data = torch.tensor(weights[f"{name}.weight"])
    made.bias.data = torch.tensor(weights[f"{name}.bias"])
    return made
