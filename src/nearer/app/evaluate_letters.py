"""The use case of `nearer evaluate letters`: what is read in letters against labels that the reader had not seen."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.app.labelled import rows_of
from nearer.coding.encoder import model_file
from nearer.coding.labels import ELEMENTS, FAMILIES, FAMILY_OF, WHO
from nearer.coding.score import Agreement, agreement
from nearer.coding.sentences import LETTER_HEADS, SENTENCE_LABELS
from nearer.errors import InputError

__all__ = ["SCHEMA", "LettersReport", "Share", "SourceFigures", "evaluate_letters"]

SCHEMA = "nearer/evaluation-letters/1"
ANSWERS = "letters-held-out.npz"
Truth = npt.NDArray[np.bool_]
Row = dict[str, Any]
FAMILY_LABELS = tuple(f"{who}:{family}" for who in WHO for family in FAMILIES if family != "bid")


class Share(msgspec.Struct, frozen=True):
    """``right`` of ``all``, with the 95 % interval of Wilson."""

    right: int
    all: int
    share: float
    low: float
    high: float


class SourceFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Figures on the letters of one source. What both partners do is counted for each of them.

    ``role`` is over the letters whose true pattern is pursue-withdraw; ``risk_found`` over those with risk yes or
    unsure, ``risk_false`` over the others.
    """

    letters: int
    sentences: int
    families: Agreement
    by_family: dict[str, Agreement]
    acts: Agreement
    elements_macro: float
    elements_macro_low: float
    elements_macro_high: float
    by_element: dict[str, Agreement]
    pursue_withdraw: Agreement
    role: Share
    scope: Share
    risk_found: Share
    risk_false: Share


class LettersReport(msgspec.Struct, frozen=True, kw_only=True):
    """Figures by source; see docs/schema/evaluation-letters.md. ``made`` says where the answers come from."""

    schema: str = SCHEMA
    made: str
    sources: dict[str, SourceFigures]


def evaluate_letters(data: Path, models: Path | None = None) -> LettersReport:
    """Figures of held-out answers against the labels in a folder.

    The answers are those that the package carries, or those that a training run of one's own left in ``models``.

    Raises:
        InputError: the file of letters is missing, or is not the one on which the answers were given.
    """
    rows = rows_of(data / "letters.jsonl")
    stored = _stored(models)
    known = set(stored["letters"].tolist())
    missing = sum(row["id"] not in known for row in rows)
    if missing:
        raise InputError(f"{missing} letters have no stored answer; please train again on these letters.")
    groups = {"real": [row for row in rows if row["source"] == "real"], "real and invented": rows}
    return LettersReport(
        made=f"held-out answers {'of your own training' if models else 'stored with the package'}, by whole letters",
        sources={name: _figures(chosen, stored) for name, chosen in groups.items() if chosen},
    )


@functools.cache
def _stored(models: Path | None) -> dict[str, npt.NDArray[np.generic]]:
    file = models / ANSWERS if models else model_file(ANSWERS)
    if not file.is_file():
        raise InputError(f"There is no file {ANSWERS} in that folder; please train with --models set to it.")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _truth(sentence: Row) -> list[bool]:
    acts = [
        (who, code)
        for act in sentence["acts"]
        for who in (WHO if act["who"] == "both" else (act["who"],))
        for code in act["codes"]
    ]
    named = {f"{who}:{code}" for who, code in acts} | {f"{who}:{FAMILY_OF[code]}" for who, code in acts}
    return [name in named or name in sentence["elements"] for name in SENTENCE_LABELS]


def _figures(rows: Sequence[Row], stored: dict[str, npt.NDArray[np.generic]]) -> SourceFigures:
    place = {key: number for number, key in enumerate(stored["sentences"].tolist())}
    keys = [(f"{row['id']}:{number}", row["id"]) for row in rows for number in range(len(row["sentences"]))]
    truth = np.array([_truth(sentence) for row in rows for sentence in row["sentences"]])
    found: Truth = stored["sentence_found"][[place[key] for key, _ in keys]].astype(np.bool_)
    groups = [letter for _, letter in keys]
    at = {name: number for number, name in enumerate(SENTENCE_LABELS)}
    family = [at[name] for name in FAMILY_LABELS]
    acts = [at[f"{who}:{code}"] for who in WHO for code in FAMILY_OF]
    by_element = {name: agreement(truth[:, at[name]], found[:, at[name]], groups) for name in ELEMENTS}
    low, high = _macro_interval(truth[:, -len(ELEMENTS) :], found[:, -len(ELEMENTS) :], groups)
    return SourceFigures(
        letters=len(rows),
        sentences=len(keys),
        families=agreement(truth[:, family], found[:, family], groups),
        by_family={name: agreement(truth[:, at[name]], found[:, at[name]], groups) for name in FAMILY_LABELS},
        acts=agreement(truth[:, acts], found[:, acts], groups),
        elements_macro=float(np.mean([one.f1 for one in by_element.values()])),
        elements_macro_low=low,
        elements_macro_high=high,
        by_element=by_element,
        **_whole(rows, stored),
    )


def _macro_interval(truth: Truth, found: Truth, groups: Sequence[str], *, seed: int = 7) -> tuple[float, float]:
    """The 95 % interval of the mean F1 over columns, letters drawn anew 400 times."""
    names, owner = np.unique(np.array(groups), return_inverse=True)
    sums = np.zeros((3, len(names), truth.shape[1]))
    for number, part in enumerate((truth & found, truth, found)):
        np.add.at(sums[number], owner, part)
    dice = np.random.default_rng(seed)
    drawn = np.stack([sums[:, dice.integers(0, len(names), len(names))].sum(axis=1) for _ in range(400)])
    f1 = 2 * drawn[:, 0] / np.maximum(1, drawn[:, 1] + drawn[:, 2])
    low, high = np.quantile(f1.mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def _whole(rows: Sequence[Row], stored: dict[str, npt.NDArray[np.generic]]) -> dict[str, Any]:
    place = {key: number for number, key in enumerate(stored["letters"].tolist())}
    order = [place[row["id"]] for row in rows]
    pursuit: Truth = stored["pursuit_found"][order].astype(np.bool_)
    danger: Truth = stored["risk_found"][order].astype(np.bool_)
    told = np.array([row["pattern"] == "pursue-withdraw" for row in rows])
    risky = np.array([row["risk"] != "none" for row in rows])
    roles = np.array([_best(stored, "role", number) for number in order])
    scopes = np.array([_best(stored, "scope", number) for number in order])
    right_role = roles == np.array([str(row["role"]) for row in rows])
    right_scope = scopes == np.array([str(row["scope"]) for row in rows])
    return {
        "pursue_withdraw": agreement(told, pursuit, [row["id"] for row in rows]),
        "role": _share(right_role[told]),
        "scope": _share(right_scope),
        "risk_found": _share(danger[risky]),
        "risk_false": _share(danger[~risky]),
    }


def _best(stored: dict[str, npt.NDArray[np.generic]], head: str, number: int) -> str:
    return LETTER_HEADS[head][int(stored[f"{head}_share"][number].astype(np.float32).argmax())]


def _share(right: Truth) -> Share:
    """Source: Wilson 1927."""
    count, hits, z = len(right), int(right.sum()), 1.959964
    if not count:
        return Share(0, 0, 0.0, 0.0, 1.0)
    share = hits / count
    middle, whole = share + z * z / (2 * count), 1 + z * z / count
    spread = z * float(np.sqrt(share * (1 - share) / count + z * z / (4 * count * count)))
    return Share(hits, count, share, (middle - spread) / whole, (middle + spread) / whole)
