"""The trained encoder as an ONNX graph that is already in the form ONNX Runtime would bring it to.

Weights of the layers are int8 with a scale for each output. What is multiplied with them is brought to int8 too, each
token by its own greatest value: so every token is computed alone and the company of other lines changes nothing, which
the usual dynamic int8 (one scale for a whole batch) does not give. The word table is int8 with a scale for each word.
Attention, norms and heads stay in float32. Norms are plain ``Add`` and ``LayerNormalization``: the fused operator is
four times slower on a processor.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from nearer.coding.train.base import Weights

__all__ = ["export", "export_upper"]

MICROSOFT = "com.microsoft"
STATE = 384
Array = npt.NDArray[np.generic]


class _Graph:
    """Nodes and stored arrays in the making."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []

    def store(self, name: str, value: Array) -> str:
        self.stored.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], output: str, *, domain: str = "", **settings: object) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [output], name=output, domain=domain, **settings))
        return output

    def int8(self, hidden: str, weight: npt.NDArray[np.float32], name: str) -> str:
        """``hidden`` times the transposed weight [outputs, inputs]."""
        scale = np.maximum(np.abs(weight).max(axis=1), 1e-12) / 127
        packed = np.rint(weight / scale[:, None]).astype(np.int8).T
        self.add("Abs", [hidden], f"{name}.sizes")
        self.add("ReduceMax", [f"{name}.sizes"], f"{name}.most", axes=[-1], keepdims=1)
        self.add("Div", [hidden, f"{name}.most"], f"{name}.shares")
        self.add(
            "QuantizeLinear", [f"{name}.shares", self.once("step", 1 / 127), self.once("middle", 128)], f"{name}.q"
        )
        stored = [self.store(f"{name}.int8", packed), "step", self.store(f"{name}.scale", scale.astype(np.float32))]
        self.add("MatMulIntegerToFloat", [f"{name}.q", *stored, "middle"], f"{name}.raw", domain=MICROSOFT)
        return self.add("Mul", [f"{name}.raw", f"{name}.most"], name)

    def once(self, name: str, value: float) -> str:
        """A number that all products share: the step of the int8 (float32) or its middle (uint8)."""
        if not any(one.name == name for one in self.stored):
            self.store(name, np.array(value, np.float32 if name == "step" else np.uint8))
        return name


def export(
    weights: Weights,
    heads: tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]],
    layers: int,
    path: Path,
    *,
    lower: int,
) -> None:
    """Write the graph: ids and target [batch, length], mask [batch, length] in int32; logits, pooled and trunk out.

    The trunk is the states after the ``lower`` layers that are never trained.
    """
    graph = _Graph()
    hidden = _embedded(graph, weights)
    for number in range(layers):
        hidden = _layer(graph, weights, number, hidden, "trunk" if number == lower - 1 else f"layer{number}.end")
    _pooled(graph, hidden, heads)
    trunk = helper.make_tensor_value_info("trunk", TensorProto.FLOAT, ["batch", "length", STATE])
    _write(graph, [_marks("ids"), _marks("target"), _marks("mask")], [*_outputs(heads[0].shape), trunk], path)


def export_upper(
    weights: Weights,
    heads: tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]],
    layers: int,
    path: Path,
    *,
    lower: int,
) -> None:
    """Write a graph of the layers above ``lower`` alone: states [batch, length, 384], target, mask in; logits out."""
    graph = _Graph()
    graph.store("one", np.array([1], np.int64))
    hidden = "states"
    for number in range(lower, layers):
        hidden = _layer(graph, weights, number, hidden, f"layer{number}.end")
    _pooled(graph, hidden, heads)
    states = helper.make_tensor_value_info("states", TensorProto.FLOAT, ["batch", "length", STATE])
    _write(graph, [states, _marks("target"), _marks("mask")], _outputs(heads[0].shape)[:1], path)


def _write(graph: _Graph, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto], path: Path) -> None:
    model = helper.make_model(
        helper.make_graph(graph.nodes, "nearer", inputs, outputs, graph.stored),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=9,
        producer_name="nearer",
    )
    onnx.save(model, str(path))


def _marks(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "length"])


def _outputs(heads: tuple[int, ...]) -> list[onnx.ValueInfoProto]:
    return [
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", heads[0]]),
        helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["batch", heads[1]]),
    ]


def _embedded(graph: _Graph, weights: Weights) -> str:
    words = weights["embeddings.word_embeddings.weight"]
    scale = np.abs(words).max(axis=1, keepdims=True) / 127
    graph.store("words.int8", np.rint(words / np.maximum(scale, 1e-12)).astype(np.int8))
    graph.store("words.scale", scale.astype(np.float32))
    graph.add("Gather", ["words.int8", "ids"], "words.found")
    graph.add("Cast", ["words.found"], "words.float", to=TensorProto.FLOAT)
    graph.add("Gather", ["words.scale", "ids"], "words.scales")
    graph.add("Mul", ["words.float", "words.scales"], "words")
    graph.store("places.table", weights["embeddings.position_embeddings.weight"][:192])
    for name, value in (("zero", [0]), ("one", [1]), ("two", [2])):
        graph.store(name, np.array(value, np.int64))
    graph.add("Shape", ["ids"], "shape")
    graph.add("Slice", ["shape", "one", "two"], "length")
    graph.add("Slice", ["places.table", "zero", "length", "zero"], "places")
    graph.store("types.table", weights["embeddings.token_type_embeddings.weight"])
    graph.add("Gather", ["types.table", "target"], "types")
    graph.add("Add", ["words", "places"], "embedded.two")
    graph.add("Add", ["embedded.two", "types"], "embedded.three")
    return _norm(graph, weights, "embeddings.LayerNorm", "embedded.three", "embedded")


def _norm(graph: _Graph, weights: Weights, source: str, hidden: str, name: str) -> str:
    gamma = graph.store(f"{name}.gamma", weights[f"{source}.weight"])
    beta = graph.store(f"{name}.beta", weights[f"{source}.bias"])
    return graph.add("LayerNormalization", [hidden, gamma, beta], name, epsilon=1e-12, axis=-1)


def _joined(graph: _Graph, weights: Weights, names: tuple[str, str], parts: tuple[str, str], name: str) -> str:
    """Norm of ``parts`` added up, with the bias of the dense layer named first."""
    dense, norm = names
    graph.add("Add", list(parts), f"{name}.sum")
    bias = graph.store(f"{name}.bias", weights[f"{dense}.bias"])
    return _norm(graph, weights, norm, graph.add("Add", [f"{name}.sum", bias], f"{name}.whole"), name)


def _layer(graph: _Graph, weights: Weights, number: int, hidden: str, end: str) -> str:
    """The states after layer ``number``, under the name ``end``."""
    stem, name = f"encoder.layer.{number}.", f"layer{number}."
    selves = [f"{stem}attention.self.{part}" for part in ("query", "key", "value")]
    graph.int8(hidden, np.concatenate([weights[f"{one}.weight"] for one in selves]), f"{name}project")
    parts = [f"{name}query", f"{name}key", f"{name}value"]
    graph.nodes.append(helper.make_node("Split", [f"{name}project", _thirds(graph)], parts, axis=2))
    bias = graph.store(f"{name}bias", np.concatenate([weights[f"{one}.bias"] for one in selves]))
    graph.add("MultiHeadAttention", [*parts, bias, "mask"], f"{name}seen", domain=MICROSOFT, num_heads=12)
    graph.int8(f"{name}seen", weights[f"{stem}attention.output.dense.weight"], f"{name}out")
    middle = _joined(
        graph,
        weights,
        (f"{stem}attention.output.dense", f"{stem}attention.output.LayerNorm"),
        (f"{name}out", hidden),
        f"{name}middle",
    )
    graph.int8(middle, weights[f"{stem}intermediate.dense.weight"], f"{name}wide")
    wide_bias = graph.store(f"{name}wide.bias", weights[f"{stem}intermediate.dense.bias"])
    graph.add("BiasGelu", [f"{name}wide", wide_bias], f"{name}inner", domain=MICROSOFT)
    graph.int8(f"{name}inner", weights[f"{stem}output.dense.weight"], f"{name}narrow")
    return _joined(graph, weights, (f"{stem}output.dense", f"{stem}output.LayerNorm"), (f"{name}narrow", middle), end)


def _thirds(graph: _Graph) -> str:
    if not any(one.name == "thirds" for one in graph.stored):
        graph.store("thirds", np.array([384, 384, 384], np.int64))
    return "thirds"


def _pooled(graph: _Graph, hidden: str, heads: tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]) -> None:
    graph.store("first", np.array(0, np.int64))
    graph.add("Gather", [hidden, "first"], "marker", axis=1)
    graph.add("Cast", ["target"], "share", to=TensorProto.FLOAT)
    graph.add("Unsqueeze", ["share", "one"], "share.row")
    graph.add("MatMul", ["share.row", hidden], "summed")
    graph.add("Squeeze", ["summed", "one"], "sum")
    graph.add("ReduceSum", ["share", "one"], "count", keepdims=1)
    graph.store("least", np.array([1], np.float32))
    graph.add("Max", ["count", "least"], "counted")
    graph.add("Div", ["sum", "counted"], "mean")
    graph.add("Concat", ["marker", "mean"], "pooled", axis=1)
    graph.store("heads.weight", heads[0])
    graph.store("heads.bias", heads[1])
    graph.add("Gemm", ["pooled", "heads.weight", "heads.bias"], "logits", transB=1)


def with_upper(weights: Weights, state: dict[str, npt.NDArray[np.float32]], lower: int) -> Weights:
    """The base weights with the trained upper layers put in their places; ``state`` is that of `network.Upper`."""
    merged = dict(weights)
    names = {
        "out": "attention.output.dense", "norm": "attention.output.LayerNorm", "wide": "intermediate.dense",
        "narrow": "output.dense", "last_norm": "output.LayerNorm",
    }  # fmt: skip
    for name, value in state.items():
        part = name.split(".")
        if part[0] != "layers":
            continue
        stem = f"encoder.layer.{lower + int(part[1])}."
        if part[2] == "project":
            for one, third in zip(("query", "key", "value"), np.split(value, 3), strict=True):
                merged[f"{stem}attention.self.{one}.{part[3]}"] = third
        else:
            merged[f"{stem}{names[part[2]]}.{part[3]}"] = value
    return merged
