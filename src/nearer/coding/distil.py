"""Teach the fast coder to foretell what encoder and words together say: ``python -m nearer.coding.distil``.

Needs the labelled text (its stored held-out answers teach at no cost) and, for talk by others, the helper sets, which
the encoder has to read once; its answers are kept in the work folder. The requests said warmly and toughly are never
used: they are a test. Writes ``fast.npz`` and the gates in ``turns.json`` to the package; a gate is chosen on turns
whose fold was not learned from, as the one that settles most at hardly any cost against the readers' own codes.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression, Ridge

from nearer.coding.encoder import encoder
from nearer.coding.fast import BLOCKS, Gate, pack, settled
from nearer.coding.inputs import format_alone, format_in_talk
from nearer.coding.labels import TURN_CODES, columns
from nearer.coding.mixture import READINGS, Mixture, WayName, mixture
from nearer.coding.rules import phrases
from nearer.coding.train.corpus import all_turns, measured
from nearer.coding.train.words import counts, spread, weighted

__all__ = ["main"]

MOST_UNLABELLED = 3_000
"""Turns without labels that the encoder is asked about, drawn from the helper sets."""
STIFFNESS = 3.0
DEAREST = 0.004
"""What a gate may cost of the F1 over all codes."""
WAYS: tuple[WayName, ...] = ("blind", "context")
_MODELS = Path(__file__).parent / "models"

Numbers = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


class Turn(msgspec.Struct, frozen=True):
    """One turn to learn from; ``key`` names its stored answer, ``fold`` what is left out together."""

    text: str
    before: str = ""
    key: str = ""
    fold: int = -1
    codes: tuple[str, ...] = ()


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def unlabelled(data: Path) -> list[Turn]:
    """Turns of the helper sets, each text once, in an order drawn once."""
    found: list[Turn] = []
    for row in _rows(data / "aux" / "negotiation.jsonl"):
        texts = [turn["text"] for turn in row["turns"]]
        found += [Turn(text, before) for text, before in zip(texts, ["", *texts], strict=False)]
    for name in ("offmychest", "goemotions"):
        found += [Turn(row["text"]) for row in _rows(data / "aux" / f"{name}.jsonl")]
    different = list({turn.text: turn for turn in found if turn.text.strip()}.values())
    order = np.random.default_rng(7).permutation(len(different))[:MOST_UNLABELLED]
    return [different[place] for place in order]


def labelled(data: Path, written: Path | None) -> list[Turn]:
    """The labelled turns, whose held-out answers are stored."""
    return [
        Turn(
            item.text,
            item.before or "",
            item.key,
            item.fold,
            tuple(code for code, there in zip(TURN_CODES, item.labels[columns("turn")], strict=True) if there > 0),
        )
        for item in all_turns(data, written)
        if item.text.strip() and measured(item)
    ]


def answers(turns: list[Turn], way: WayName, work: Path, votes: Numbers) -> Numbers:
    """The logits of encoder and words together on turns without labels."""
    read = np.mean([_read(turns, one, work) for one in READINGS[way]], axis=0)
    told = phrases([turn.text for turn in turns])
    return mixture(way).logits(read, votes.astype(np.float32), told).astype(np.float64)


def _read(turns: list[Turn], way: WayName, work: Path) -> npt.NDArray[np.float32]:
    """The encoder's logits [turns, codes] for one reading, kept in the work folder."""
    lines = [
        format_alone([], turn.text)
        if way == "blind"
        else format_in_talk([(False, turn.before)] if turn.before else [], turn.text)
        for turn in turns
    ]
    stamp = hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:12]
    path = work / f"encoder-{way}-{stamp}.npy"
    if not path.exists():
        found = []
        for at in range(0, len(lines), 512):
            found.append(encoder().predict(lines[at : at + 512])[:, columns("turn")])
            sys.stderr.write(f"{way} {at}\n")
        np.save(path, np.concatenate(found))
    kept: npt.NDArray[np.float32] = np.load(path)
    return kept


def stored_answers(turns: list[Turn], way: WayName) -> Numbers:
    """The stored logits on labelled turns, given without having learned from them."""
    with np.load(_MODELS / "turns-held-out.npz", allow_pickle=False) as stored:
        where = {key: place for place, key in enumerate(stored["keys"].tolist())}
        likely = stored[way][[where[turn.key] for turn in turns]].astype(np.float64).clip(1e-4, 1 - 1e-4)
    logits: Numbers = np.log(likely / (1 - likely))
    return logits


def gate_for(foretold: Numbers, careful: Numbers, truth: Truth, limits: Numbers) -> tuple[Gate, float, float]:
    """The gate that settles most and costs least, the share that it settles, and what it costs of the F1."""
    given, said = careful >= limits, foretold >= limits
    whole = _f1(given, truth)
    best = (Gate(quiet=0.0, sure=99.0), 0.0, 0.0)
    for quiet in np.linspace(0.05, 1.0, 39):
        for sure in (1.2, 1.5, 1.8, 2.2, 2.6, 99.0):
            gate = Gate(quiet=round(float(quiet), 3), sure=sure)
            done = settled(foretold.astype(np.float32), limits.astype(np.float32), gate)
            share, cost = float(done.mean()), whole - _f1(np.where(done[:, None], said, given), truth)
            if cost <= DEAREST and share > best[1]:
                best = gate, share, cost
    return best


def _f1(given: Truth, truth: Truth) -> float:
    return float(2 * (given & truth).sum() / max(1, given.sum() + truth.sum()))


def _sloped(scores: Numbers, careful: Numbers, limits: Numbers) -> tuple[float, float]:
    """The slope and shift that bring foretold scores to the probability that the careful coder gives the code."""
    model = LogisticRegression(C=100.0).fit(scores.reshape(-1, 1), (careful >= limits).ravel())
    return float(model.coef_[0][0]), float(model.intercept_[0])


def main(data: Path, written: Path | None, work: Path) -> None:
    """Learn, choose the gates, write the packaged files."""
    work.mkdir(parents=True, exist_ok=True)
    known, others = labelled(data, written), unlabelled(data)
    with np.load(work / "words.npz", allow_pickle=False) as stored:
        vote_weights = stored["weights"].astype(np.float64)
        vote_rarity = {name: stored[f"{name}_rarity"].astype(np.float64) for name in BLOCKS}
    counted = counts([turn.text for turn in known + others], [turn.before for turn in known + others])
    features = weighted(counted, vote_rarity)
    own = BLOCKS["words"] + BLOCKS["letters"]
    columns_of = {"blind": slice(own), "context": slice(None)}
    taught = {}
    for way in WAYS:
        some = columns_of[way]
        votes = features[len(known) :, some] @ vote_weights[:, some].T
        taught[way] = np.concatenate([stored_answers(known, way), answers(others, way, work, votes)])
    folds = np.array([turn.fold for turn in known] + [-1] * len(others))
    seen = {way: np.zeros((len(known), len(TURN_CODES))) for way in WAYS}
    for fold in range(int(folds.max()) + 1):
        weights, shifts = _ridge(features[folds != fold], taught["context"][folds != fold])
        for way in WAYS:
            some = columns_of[way]
            seen[way][folds[: len(known)] == fold] = features[folds == fold][:, some] @ weights[:, some].T + shifts
    weights, shifts = _ridge(features, taught["context"])
    truth = np.array([[code in turn.codes for code in TURN_CODES] for turn in known])
    ways = {way: _gated(mixture(way), seen[way], taught[way][: len(known)], truth, way) for way in WAYS}
    ways = {way: msgspec.structs.replace(made, foretold_shifts=_moved(made, shifts)) for way, made in ways.items()}
    _write(ways, weights, vote_weights, vote_rarity)


def _moved(made: Mixture, shifts: Numbers) -> tuple[float, ...]:
    """The shifts for scores without those of the ridge, which is how the fast coder gives them."""
    return tuple((np.array(made.foretold_shifts) + made.foretold_slope * shifts).tolist())


def _ridge(features: Any, wanted: Numbers) -> tuple[Numbers, Numbers]:  # noqa: ANN401
    shifts = wanted.mean(axis=0)
    model = Ridge(alpha=STIFFNESS, solver="sparse_cg", fit_intercept=False, tol=1e-3)
    return np.asarray(model.fit(features, wanted - shifts).coef_), shifts


def _gated(made: Mixture, seen: Numbers, taught: Numbers, truth: Truth, way: WayName) -> Mixture:
    """The mixture with its slope, shift and gate; says what the gate does."""
    limits = made.limits().astype(np.float64)
    careful = 1 / (1 + np.exp(-taught))
    slope, shift = _sloped(seen, careful, limits)
    foretold = 1 / (1 + np.exp(-(slope * seen + shift)))
    gate, share, cost = gate_for(foretold, careful, truth, limits)
    sys.stdout.write(f"{way}: settles {share:.3f} of {len(seen)} labelled turns, costs {cost:.4f} of F1; {gate}\n")
    return msgspec.structs.replace(made, foretold_slope=slope, foretold_shifts=(shift,) * len(TURN_CODES), gate=gate)


def _write(ways: dict[WayName, Mixture], weights: Numbers, votes: Numbers, rarity: dict[str, Numbers]) -> None:
    first, second = spread(votes, rarity), spread(weights, rarity)
    both = {name: np.concatenate([first[name], second[name]], axis=1).astype(np.float32) for name in BLOCKS}
    pack(both, {name: value.astype(np.float32) for name, value in rarity.items()}, _MODELS / "fast.npz")
    stored = {"schema": "nearer/turn-coder/1", "codes": TURN_CODES, "ways": ways}
    (_MODELS / "turns.json").write_bytes(msgspec.json.format(msgspec.json.encode(stored), indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--written", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    main(**vars(parser.parse_args()))
