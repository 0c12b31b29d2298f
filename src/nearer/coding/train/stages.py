"""The stages of training, each keeping what it made in the work folder, so that a run can be taken up again.

1. ``states``: every line through the frozen lower layers (kept-NAME.pt: the labelled text, the written talk).
2. ``fold 0 .. 2``: the upper layers trained on two thirds of the groups in three rounds (round-R-N.pt); logits for the
   other third (fold-N.npz).
3. ``finish``: the mean of the folds' weights becomes the shipped encoder; the second steps, thresholds and
   calibration are fitted on the out-of-fold logits; the files of the package are written. The turns' logits stay in
   the work folder (encoder-held-out.npz) for the vote of the words (`nearer.coding.train.together`).
"""

import functools
import sys
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from nearer.coding.labels import HEADS
from nearer.coding.train import base, corpus, export, letters, oof, turns
from nearer.coding.train.corpus import FOLDS, Item, Letter
from nearer.coding.train.fit import Kept, Plan, fit, keep, predict
from nearer.coding.train.network import Upper

__all__ = ["Bench", "finish", "run_fold"]


class Round(msgspec.Struct, frozen=True):
    """A stretch of training: its plan, the chance of each source to come in an epoch, and that of context."""

    plan: Plan
    letters: float = 1.0
    examples: float = 1.0
    written: float = 0.0
    context: float = 0.5


ROUNDS = (
    Round(Plan(epochs=3)),
    Round(Plan(epochs=2, rate=2e-4, head_rate=1e-3, average=0.8, seed=8)),
    Round(
        Plan(epochs=1, rate=2e-4, head_rate=1e-3, average=0.95, seed=9),
        letters=0.5, examples=0.5, written=1.0, context=0.6,
    ),
    Round(
        Plan(epochs=1, rate=2e-4, head_rate=1e-3, average=0.95, seed=10),
        letters=0.7, examples=0.5, written=1.0, context=0.6,
    ),
    Round(
        Plan(epochs=1, rate=1.5e-4, head_rate=1e-3, average=0.97, seed=11),
        letters=1.0, examples=0.3, written=0.35, context=0.6,
    ),
)  # fmt: skip
"""A long round whose weights are averaged widely; a short one with a fresh climb of the rate; then epochs in which talk
counts for more than single examples, with what was written for Nearer; at last a short one with every letter."""
LAYERS, LOWER = ROUNDS[0].plan.layers, ROUNDS[0].plan.lower
Floats = npt.NDArray[np.float32]


class Bench:
    """The labelled items, their lines, and where files are: the base wheel in ``work``, what is made beside it."""

    def __init__(self, data: Path, work: Path, written: Path | None = None, told: Path | None = None) -> None:
        """Read the items; each line knows its item and its kind (-1 a sentence, 0 a blind turn, 1 a contextual one).

        ``written`` and ``told`` are the folders of the talk and of the letters written for Nearer.
        """
        self.work = work
        labelled, own = corpus.letters(data), corpus.written_letters(told) if told else []
        self.letters = [*labelled, *own]
        parts = {
            "labelled": [*_sentences(labelled), *corpus.turn_items(data)],
            "written": [*_sentences(own), *(corpus.written_items(written) if written else ())],
        }
        self.items: list[Item] = [item for part in parts.values() for item in part]
        self.parts = {name: [line for item in part for line in item.lines] for name, part in parts.items()}
        rows = [(place, kind) for place, item in enumerate(self.items) for kind in range(len(item.lines))]
        self.owner = np.array([place for place, _ in rows])
        self.kind = np.array([kind if len(self.items[place].lines) > 1 else -1 for place, kind in rows])
        self.fold = np.array([self.items[place].fold for place in self.owner])
        self.measured = np.array([corpus.measured(self.items[place]) for place in self.owner])
        self.labels = np.stack([self.items[place].labels for place in self.owner])
        self.weights = base.bge_small(work)

    def kept(self) -> Kept:
        """The lower layers' states of every line, made once for each part of the text."""
        found = [self._kept(name, lines) for name, lines in self.parts.items()]
        return Kept([state for part in found for state in part[0]], [start for part in found for start in part[1]])

    def _kept(self, name: str, lines: list[str]) -> tuple[list[torch.Tensor], list[int]]:
        stamp = crc32("\n".join(lines).encode("utf-8", "replace"))
        file = self.work / f"kept-{name}-{stamp:08x}.pt"
        if not file.exists():
            tokenizer = Tokenizer.from_buffer(base.tokenizer_json(self.work))
            tokenizer.no_padding()
            tokenizer.no_truncation()
            made = keep(self.weights, tokenizer, lines, LOWER)
            torch.save((made.states, made.starts), file.with_suffix(".part"))
            file.with_suffix(".part").replace(file)
        found: tuple[list[torch.Tensor], list[int]] = torch.load(file)
        return found

    def choose(self, dice: np.random.Generator, fold: int, part: Round) -> npt.NDArray[np.int_]:
        """One epoch's lines: of each item that comes its sentence, or its turn once, blind or contextual by chance."""
        share = {"letters": part.letters, "examples": part.examples, "written": part.written}
        chance = np.array([share.get(item.source.split("-")[0], 1.0) for item in self.items])
        comes = dice.random(len(self.items)) < chance
        picked = dice.random(len(self.items)) < part.context
        right = (self.kind < 0) | (self.kind == picked[self.owner])
        return np.flatnonzero((self.fold != fold) & comes[self.owner] & right)


def _sentences(letters_: list[Letter]) -> list[Item]:
    return [item for letter in letters_ for item in letter.items]


def run_fold(bench: Bench, fold: int) -> None:
    """Train without one fold and keep its weights and its logits; nothing is done where they are there already."""
    file = bench.work / f"fold-{fold}.npz"
    if file.exists():
        return
    kept = bench.kept()
    state = None
    for number, part in enumerate(ROUNDS):
        done = bench.work / f"round-{number}-{fold}.pt"
        if not done.exists():
            model = fit(
                bench.weights,
                kept,
                bench.labels,
                functools.partial(bench.choose, fold=fold, part=part),
                part.plan,
                state,
            )
            torch.save(model.state_dict(), done)
        state = torch.load(done)
    model = Upper(bench.weights, LOWER, LAYERS, bench.labels.shape[1]).eval()
    model.load_state_dict(state or {})
    places = np.flatnonzero((bench.fold == fold) & bench.measured)
    np.savez(file, places=places, logits=predict(model, kept, places))


def _held_out(bench: Bench) -> Floats:
    """The out-of-fold logits [lines, columns] of every line that is measured; 0 for the others."""
    logits = np.zeros((len(bench.owner), sum(len(labels) for labels in HEADS.values())), np.float32)
    for fold in range(FOLDS):
        with np.load(bench.work / f"fold-{fold}.npz") as found:
            logits[found["places"]] = found["logits"]
    return logits


def _mean_weights(bench: Bench) -> dict[str, torch.Tensor]:
    states = [torch.load(bench.work / f"round-{len(ROUNDS) - 1}-{fold}.pt") for fold in range(FOLDS)]
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}


def _write_encoder(bench: Bench, models: Path) -> None:
    state = {name: value.numpy() for name, value in _mean_weights(bench).items()}
    weights = export.with_upper(bench.weights, state, LOWER)
    export.export(weights, (state["heads.weight"], state["heads.bias"]), LAYERS, models / "encoder.onnx", lower=LOWER)
    (models / "tokenizer.json").write_bytes(base.tokenizer_json(bench.work))


def finish(bench: Bench, models: Path) -> None:
    """Write every file of the package into ``models``."""
    models.mkdir(exist_ok=True)
    _write_encoder(bench, models)
    logits = _held_out(bench)
    row = {bench.items[place].key: number for number, place in enumerate(bench.owner) if bench.kind[number] < 0}
    by_letter = [logits[[row[item.key] for item in letter.items]] for letter in bench.letters]
    np.savez_compressed(models / "letter.npz", **letters.final_arrays(bench.letters, by_letter))  # type: ignore[arg-type]
    sources = np.array([bench.items[place].source.split("-")[0] for place in bench.owner])
    lines = (bench.kind >= 0) & bench.measured
    talk = lines & (sources != "examples")
    heads = turns.scales(logits[talk], bench.labels[talk], bench.kind[talk])
    (models / "heads.json").write_bytes(msgspec.json.format(msgspec.json.encode(heads), indent=1))
    oof.write_letters(models / "letters-held-out.npz", bench.letters, by_letter)
    keys = [bench.items[place].key for place in bench.owner[lines]]
    oof.write_turns(bench.work / "encoder-held-out.npz", keys, logits[lines], bench.kind[lines])
    sys.stderr.write(f"written to {models}\n")
