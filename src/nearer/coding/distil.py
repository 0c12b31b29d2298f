"""Teach the fast coder what the careful one would say: ``python -m nearer.coding.distil --data DIR --work DIR``.

Three stages, each kept in the work folder and not done again: the lines, the careful coder's probabilities on them,
the trained network. The last one is written to the package with its gates, which are chosen on talks held out.
Texts of the warm and tough requests are never used: they are a test.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from nearer.coding.encoder import turn_probabilities, turn_thresholds
from nearer.coding.fast import FastCoder, Gate, pack, settled
from nearer.coding.features import PAIRS, ROWS, Vocabulary
from nearer.coding.inputs import format_turn
from nearer.coding.labels import TURN_CODES

__all__ = ["main"]

WIDTH = 32
EPOCHS = 6
BATCH = 256
RATE = 4e-3
DROP = 0.15
HELD_OUT = 0.15
LEAST_AGREEMENT = 0.985
"""Of the turns that a gate settles on held-out talks, the share on which the careful coder would say the same."""
_PACKAGED = Path(__file__).parent / "models" / "fast.npz"

Numbers = npt.NDArray[np.float32]


class Said(msgspec.Struct, frozen=True):
    """One turn to learn from; ``group`` is what is held out together."""

    group: str
    text: str
    own: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    def line(self, *, blind: bool) -> str:
        """What the careful coder is given."""
        return format_turn(self.own, self.other, self.text, blind=blind)


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def collect(data: Path) -> list[Said]:
    """All turns: the talks with what was said before, and the helper sets, each text once."""
    found: list[Said] = []
    for name in ("chats", "scenes", "plays"):
        found += _talk(
            (str(row["conversation"]), str(row["speaker"]), str(row["text"])) for row in _rows(data / f"{name}.jsonl")
        )
    for number, row in enumerate(_rows(data / "examples.jsonl")):
        other = (str(row["before"]),) if row["before"] else ()
        found.append(Said(f"{row['set']}-{number // 20}", str(row["text"]), (), other))
    for row in _rows(data / "aux" / "negotiation.jsonl"):
        turns = msgspec.convert(row["turns"], list[dict[str, object]])
        found += _talk((str(row["id"]), str(turn["speaker"]), str(turn["text"])) for turn in turns)
    for name in ("offmychest", "goemotions", "receptiveness"):
        found += [Said(name, str(row["text"])) for row in _rows(data / "aux" / f"{name}.jsonl")]
    for row in _rows(data / "letters.jsonl"):
        found += [
            Said("letters", one["text"])
            for one in msgspec.convert(row["sentences"], list[dict[str, object]])
            if isinstance(one["text"], str)
        ]
    return list({(one.text, one.own, one.other): one for one in found if one.text.strip()}.values())


def _talk(turns: Iterator[tuple[str, str, str]]) -> Iterator[Said]:
    said: dict[str, list[tuple[str, str]]] = {}
    for conversation, speaker, text in turns:
        earlier = said.setdefault(conversation, [])
        own = tuple(one for who, one in earlier if who == speaker)[-2:]
        other = tuple(one for who, one in earlier if who != speaker)[-2:]
        yield Said(conversation, text, own, other)
        earlier.append((speaker, text))


class Network(nn.Module):
    """Two tables (the turn, the partner's turn before), a hidden layer, and heads for each way of coding."""

    def __init__(self) -> None:
        """Small random rows; heads that begin by giving nothing."""
        super().__init__()
        self.rows = nn.EmbeddingBag(ROWS + PAIRS, WIDTH, mode="sum", sparse=True)
        self.before = nn.EmbeddingBag(ROWS + PAIRS, WIDTH, mode="sum", sparse=True)
        nn.init.normal_(self.rows.weight, std=0.05)
        nn.init.normal_(self.before.weight, std=0.01)
        self.bias = nn.ParameterDict({name: nn.Parameter(torch.zeros(WIDTH)) for name in ("blind", "context")})
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, len(TURN_CODES)) for name in ("blind", "context")})
        for head in self.heads.values():
            nn.init.constant_(head.bias, -4.0)

    def forward(self, said: "Bag", other: "Bag", name: str) -> Tensor:
        """Logits [turns, codes]."""
        hidden = self.rows(said.rows, said.starts) / said.counts.sqrt()[:, None] + self.bias[name]
        if name == "context":
            hidden = hidden + self.before(other.rows, other.starts) / other.counts.sqrt()[:, None]
        found: Tensor = self.heads[name](torch.relu(hidden))
        return found


class Bag(msgspec.Struct, frozen=True):
    """Rows of many texts one after the other, where each begins, and how many each has."""

    rows: Tensor
    starts: Tensor
    counts: Tensor


class Bags:
    """The rows of every text, made once."""

    def __init__(self, texts: list[str]) -> None:
        """Take the texts; an empty one has no rows."""
        vocabulary = Vocabulary()
        tokens, starts = vocabulary.tokens(texts)
        pairs = vocabulary.pairs(tokens)
        self._rows: list[npt.NDArray[np.int64]] = []
        for text, start, end in zip(texts, starts, starts[1:], strict=False):
            pieces = [row for token in tokens[start:end] for row in vocabulary.pieces[token]]
            self._rows.append(np.array(pieces + pairs[start:end].tolist() if text else [], np.int64))

    def batch(self, places: npt.NDArray[np.int64], dice: np.random.Generator | None = None) -> Bag:
        """One bag; with dice, a part of the rows is left out."""
        rows = [self._rows[place] for place in places]
        counts = np.array([max(1, len(one)) for one in rows], np.float32)
        if dice:
            rows = [one[dice.random(len(one)) >= DROP] / 1 for one in rows]
        starts = np.cumsum([0, *(len(one) for one in rows)])[:-1]
        joined = np.concatenate(rows) if rows else np.zeros(0)
        return Bag(torch.tensor(joined, dtype=torch.long), torch.tensor(starts), torch.tensor(counts))


def taught(said: list[Said], work: Path) -> dict[str, Numbers]:
    """The careful coder's probabilities for each way of coding; kept, and asked again only for other lines."""
    found = {}
    for name in ("blind", "context"):
        lines = [one.line(blind=name == "blind") for one in said]
        stamp = hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:12]
        path = work / f"taught-{name}-{stamp}.npy"
        if not path.exists():
            different = list(dict.fromkeys(lines))
            answers = np.concatenate(
                [_asked(different[at : at + 2048], at, len(different)) for at in range(0, len(different), 2048)]
            )
            where = {line: place for place, line in enumerate(different)}
            np.save(path, answers[[where[line] for line in lines]])
        found[name] = np.load(path)
    return found


def _asked(lines: list[str], done: int, total: int) -> Numbers:
    sys.stderr.write(f"careful coder: {done} of {total}\n")
    return np.asarray(turn_probabilities(lines), np.float32)


def train(said: list[Said], answers: dict[str, Numbers], kept: npt.NDArray[np.int64]) -> dict[str, Numbers]:
    """The trained arrays; ``kept`` are the places to learn from."""
    torch.manual_seed(7)
    dice = np.random.default_rng(7)
    turns, others = Bags([one.text for one in said]), Bags([one.other[-1] if one.other else "" for one in said])
    network = Network()
    tables = torch.optim.SparseAdam([network.rows.weight, network.before.weight], lr=RATE)
    rest = torch.optim.Adam([*network.bias.parameters(), *network.heads.parameters()], lr=RATE)
    total, step = EPOCHS * -(-len(kept) // BATCH), 0
    for epoch in range(EPOCHS):
        order = dice.permutation(kept)
        running = 0.0
        for at in range(0, len(order), BATCH):
            places = order[at : at + BATCH]
            bags = turns.batch(places, dice), others.batch(places, dice)
            losses = [_loss(network(*bags, name), torch.tensor(answers[name][places])) for name in ("blind", "context")]
            loss = torch.stack(losses).sum()
            for optimizer in (tables, rest):
                optimizer.zero_grad()
            loss.backward()
            step += 1
            for optimizer in (tables, rest):
                for group in optimizer.param_groups:
                    group["lr"] = RATE * max(0.02, 1 - step / total)
                optimizer.step()
            running += float(loss.detach()) * len(places)
        sys.stderr.write(f"epoch {epoch}: loss {running / len(order):.4f}\n")
    return _arrays(network)


def _loss(logits: Tensor, wanted: Tensor) -> Tensor:
    return nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="sum") / len(wanted)


def _arrays(network: Network) -> dict[str, Numbers]:
    found: dict[str, Numbers] = {
        "rows": network.rows.weight.detach().numpy(),
        "before": network.before.weight.detach().numpy(),
    }
    for name in ("blind", "context"):
        head = network.heads[name]
        if not isinstance(head, nn.Linear):
            raise TypeError(name)
        found[f"{name}_bias"] = network.bias[name].detach().numpy()
        found[f"{name}_heads"] = head.weight.detach().numpy().T.copy()
        found[f"{name}_heads_bias"] = head.bias.detach().numpy()
    return found


def _thresholds(*, blind: bool) -> Numbers:
    named = turn_thresholds(blind=blind)
    return np.array([named[code] for code in TURN_CODES], np.float32)


def choose(found: Numbers, answers: Numbers, thresholds: Numbers) -> tuple[Gate, float, float]:
    """The gate that settles most while agreeing often enough, the share that it settles, and how often it agrees."""
    right = np.all((found >= thresholds) == (answers >= thresholds), axis=1)
    best = (Gate(quiet=0.0, sure=99.0), 0.0, 1.0)
    for quiet in (0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
        for sure in (1.3, 1.5, 1.7, 1.9, 2.1, 99.0):
            gate = Gate(quiet=quiet, sure=sure)
            done = settled(found, thresholds, gate)
            share, agreed = float(done.mean()), float(right[done].mean()) if done.any() else 1.0
            if agreed >= LEAST_AGREEMENT and share > best[1]:
                best = gate, share, agreed
    return best


def main(data: Path, work: Path) -> None:
    """Run all stages and write the packaged file."""
    work.mkdir(parents=True, exist_ok=True)
    said = collect(data)
    answers = taught(said, work)
    talks = sorted({one.group for one in said if one.own or one.other})
    out = set(np.random.default_rng(7).permutation(talks)[: int(HELD_OUT * len(talks))].tolist())
    held = np.array([place for place, one in enumerate(said) if one.group in out])
    kept = np.array([place for place, one in enumerate(said) if one.group not in out])
    arrays = train(said, answers, kept)
    pack(arrays, {"blind": Gate(quiet=0, sure=99), "context": Gate(quiet=0, sure=99)}, work / "fast.npz")
    gates = {}
    with np.load(work / "fast.npz") as stored:
        fast = FastCoder({name: stored[name] for name in stored.files})
    for name in ("blind", "context"):
        bags = fast.bags([said[place].text for place in held], "rows")
        before = np.stack(
            [
                fast.bags([said[place].other[-1]], "before")[0] if said[place].other else np.zeros(WIDTH, np.float32)
                for place in held
            ]
        )
        found = fast.probabilities(bags, None if name == "blind" else before)
        gates[name], share, agreed = choose(found, answers[name][held], _thresholds(blind=name == "blind"))
        sys.stdout.write(
            f"{name}: settles {share:.3f} of {len(held)} turns held out, agrees on {agreed:.4f}; {gates[name]}\n"
        )
    _PACKAGED.parent.mkdir(exist_ok=True)
    pack(arrays, gates, _PACKAGED)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    main(options.data, options.work)
