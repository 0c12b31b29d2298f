"""The stages: texts cut and kept, the upper layers trained, calibration and thresholds chosen, files written."""

import random
import sys
import zlib
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from nearer.coding.train.base import Weights, bge_small, tokenizer_json
from nearer.coding.train.export import export_upper, with_upper
from nearer.coding.train.fit import Kept, Plan
from nearer.coding.train.network import Upper
from nearer.safety import ngrams
from nearer.safety.classifier import SIGNS, Scales, windows_of
from nearer.safety.train.fit import LAYERS, LOWER, ROUNDS, Cut, cut, fit, loudest
from nearer.safety.train.ngrams import fit_ngrams
from nearer.safety.train.texts import HERE, Text, red_team, texts
from nearer.safety.words import read_words

__all__ = ["choose", "loudest_ngrams", "run"]

Floats = npt.NDArray[np.float32]
TURNS, TURNS_KEPT_BACK, TURNS_AN_EPOCH = 12_000, 6_000, 4_000
"""Turns of talk to learn from, to choose thresholds on, and met in one epoch."""
WRITERS_KEPT_BACK = ("talk-ww-", "talk-wy-")
"""Writers whose talk thresholds are chosen on, and never learnt from: one of messages, one of spoken scenes."""
FALSE_TEXTS, FALSE_TURNS = 0.05, 0.0005
"""How many ordinary letters and quarrels, and innocent turns of talk, may be held at most."""
LEAST = {"hold": 0.65, "long": 0.76, "brief": 0.76, "short": 0.85}
"""The least thresholds of "hold": in a text, in one of several windows, in a sentence or two, in a few words."""
SURE = 0.7
"""From here on "urgent" raises what the rules hold."""
INNOCENT = {"innocent hold": 0.4, "innocent grave": 0.2, "innocent turn": 0.7}
"""A "hold" below these takes a rule's word back: in a text, where the rule speaks of grave danger, in a turn."""


def run(labelled: Path | None, work: Path, models: Path | None, *, threads: int) -> None:
    """Every stage that is not done yet; ``classifier.onnx`` and ``classifier.json`` are written at the end."""
    torch.set_num_threads(threads)
    work.mkdir(parents=True, exist_ok=True)
    weights = bge_small(work)
    learnt, kept_back = _shared_out(texts(labelled))
    everything = [*learnt, *kept_back]
    cuts = _cuts(weights, work, everything)
    signs = np.array([text.signs for text in everything], np.float32)
    model = Upper(weights, LOWER, LAYERS, len(SIGNS)).eval()
    state = None
    for number, plan in enumerate(ROUNDS):
        done = work / f"safety-round-{number}.pt"
        if not done.exists():
            torch.save(fit(weights, cuts, signs, _epochs(learnt, plan), plan, state).state_dict(), done)
        state = torch.load(done)
    model.load_state_dict(state or {})
    place = models or HERE
    fit_ngrams([text.text for text in learnt], signs[: len(learnt)], place / ngrams.FILE)
    places = np.arange(len(learnt), len(everything))
    told = loudest_ngrams([text.text for text in kept_back], place / ngrams.FILE)
    _write(weights, model, choose(loudest(model, cuts, places), told, signs[places], kept_back), place)


def loudest_ngrams(texts_: list[str], file: Path) -> Floats:
    """For each text the highest logit of each sign over its windows by the linear half in ``file`` [texts, 5]."""
    found = np.full((len(texts_), len(SIGNS)), -99.0, np.float32)
    for place, text in enumerate(texts_):
        words = read_words(text).words
        windows = windows_of(len(words)) or [(0, 0)]
        found[place] = ngrams.scores([words[first:last] for first, last in windows], file).max(axis=0)
    return found


def _shared_out(found: list[Text]) -> tuple[list[Text], list[Text]]:
    """Texts to learn from, and whole groups kept back for calibration and thresholds."""
    told, turns = [one for one in found if one.form != "turn"], [one for one in found if one.form == "turn"]
    random.Random(3).shuffle(turns)  # noqa: S311
    strange = [one for one in turns if one.group.startswith(WRITERS_KEPT_BACK)]
    known = [one for one in turns if not one.group.startswith(WRITERS_KEPT_BACK)]
    back = [zlib.crc32(one.group.encode()) % 10 == 0 for one in told]
    return (
        [one for one, kept in zip(told, back, strict=True) if not kept] + known[:TURNS],
        [one for one, kept in zip(told, back, strict=True) if kept]
        + strange[:TURNS_KEPT_BACK]
        + [text for name in ("fresh", "fresh2") for text in red_team(name)],
    )


def _cuts(weights: Weights, work: Path, everything: list[Text]) -> Cut:
    stamp = zlib.crc32("\n".join(text.text for text in everything).encode("utf-8", "replace"))
    file = work / f"safety-kept-{stamp:08x}.pt"
    if not file.exists():
        tokenizer = Tokenizer.from_buffer(tokenizer_json(work))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        made = cut(weights, tokenizer, [text.text for text in everything])
        torch.save((made.kept.states, made.kept.starts, made.windows), file.with_suffix(".part"))
        file.with_suffix(".part").replace(file)
    states, starts, windows = torch.load(file)
    return Cut(Kept(states, starts), windows)


def _epochs(learnt: list[Text], plan: Plan) -> list[npt.NDArray[np.int_]]:
    """The texts of each epoch: every short text, half of the letters, some of the turns."""
    dice = np.random.default_rng(plan.seed)
    form = np.array([text.form for text in learnt])
    letters, turns = np.flatnonzero(form == "letter"), np.flatnonzero(form == "turn")
    rest = np.flatnonzero((form != "letter") & (form != "turn"))
    return [
        np.concatenate(
            [
                rest,
                dice.choice(letters, len(letters) // 2, replace=False),
                dice.choice(turns, min(TURNS_AN_EPOCH, len(turns)), replace=False),
            ]
        )
        for _ in range(plan.epochs)
    ]


def choose(encoder: Floats, ngrams: Floats, signs: Floats, texts_: list[Text]) -> Scales:
    """How the halves are weighed and from what probability on each sign counts, from texts not trained on.

    "hold" counts where at most `FALSE_TEXTS` of the ordinary texts are held, "turn" where `FALSE_TURNS` of the innocent
    turns are; the other signs, among held texts, where F-beta is best, "urgent" leaning to finding.

    Args:
        encoder: each text's highest logits by the encoder [texts, 5].
        ngrams: the same by the linear half.
        signs: what is true [texts, 5], -1 where nobody said.
        texts_: the texts.
    """
    turn = np.array([text.form == "turn" for text in texts_])
    ordinary = np.array([text.ordinary for text in texts_]) & (signs[:, 0] == 0)
    weights = np.zeros((2, len(SIGNS)))
    threshold: dict[str, float] = {}
    for column, name in enumerate(SIGNS):
        known = (signs[:, column] >= 0) & ~turn
        both = np.stack([encoder[:, column] + ngrams[:, column], np.ones(len(signs))], 1)
        weights[:, column] = _weighed(both[known], signs[known, column])
        chance = 1 / (1 + np.exp(-both @ weights[:, column]))
        held = known & (signs[:, 0] == (0 if name == "soft" else 1))
        if name == "hold":
            common = float(np.quantile(chance[ordinary], 1 - FALSE_TEXTS))
            threshold |= {bar: max(least, common) for bar, least in LEAST.items()} | INNOCENT | {"sure": SURE}
            threshold["turn"] = float(np.quantile(chance[(signs[:, 0] == 0) & turn], 1 - FALSE_TURNS))
        else:
            threshold[name] = _best(chance[held], signs[held, column] > 0, {"urgent": 1.5}.get(name, 1.0))
    slope, shift = (tuple(round(float(value), 4) for value in row) for row in weights)
    return Scales(
        "nearer/classifier/1", slope, shift, {name: round(float(value), 4) for name, value in threshold.items()}
    )


def _best(scores: Floats, truth: npt.NDArray[np.bool_], beta: float) -> float:
    """The score from which on F-beta is best."""
    tried = np.unique(scores)
    rates = []
    for cut_at in tried:
        found = scores >= cut_at
        hits = float((found & truth).sum())
        rates.append((1 + beta**2) * hits / (beta**2 * truth.sum() + found.sum()))
    return float(tried[int(np.argmax(rates))])


def _weighed(values: npt.NDArray[np.float64], truth: Floats) -> npt.NDArray[np.float64]:
    """The weights of the logistic regression of the truth on the values, by Newton's steps."""
    weights = np.zeros(values.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-values @ weights))
        bend = values * (chance * (1 - chance))[:, None]
        step = np.linalg.solve(values.T @ bend + 1e-2 * np.eye(len(weights)), values.T @ (truth - chance))
        weights = weights + np.clip(step, -1, 1)
    return weights


def _write(weights: Weights, model: Upper, scales: Scales, models: Path) -> None:
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    merged = with_upper(weights, state, LOWER)
    export_upper(merged, (state["heads.weight"], state["heads.bias"]), LAYERS, models / "classifier.onnx", lower=LOWER)
    (models / "classifier.json").write_bytes(msgspec.json.format(msgspec.json.encode(scales), indent=1) + b"\n")
    sys.stderr.write(f"written to {models}\n")
