"""What the trained model reads in a letter: who does what in each sentence, what it tells, and the whole."""

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.coding.clues import clues
from nearer.coding.encoder import encoder, format_sentence
from nearer.coding.labels import ACTORS, CODES, ELEMENTS, FAMILIES, WHO, columns
from nearer.coding.sentences import SENTENCE_LABELS, letter_features, letter_model, sentence_features
from nearer.letter.story import Element, Pattern, Role, Scope

__all__ = [
    "Act",
    "LetterReading",
    "SentenceReading",
    "letter_reading",
    "read_letter",
    "read_sentences",
    "sentence_reading",
]

Actor = Literal["self", "partner", "both", "other"]
Risk = Literal["none", "unsure", "yes"]
Floats = npt.NDArray[np.float32]


class Act(msgspec.Struct, frozen=True):
    """Somebody does something: ``self`` is the writer; ``both`` where one act is told of the two together."""

    who: Actor
    code: str
    probability: float


class SentenceReading(msgspec.Struct, frozen=True, kw_only=True):
    """What one sentence tells.

    ``acts`` and ``chosen`` are what passes the thresholds tuned in training (chosen elements most likely first);
    ``elements``, ``codes`` ("self:press"), ``families`` ("self:reach") and ``actors`` hold every probability.
    """

    acts: tuple[Act, ...]
    chosen: tuple[Element, ...]
    elements: dict[Element, float]
    codes: dict[str, float]
    families: dict[str, float]
    actors: dict[Actor, float]


class LetterReading(msgspec.Struct, frozen=True, kw_only=True):
    """The letter as a whole: a probability for every label, and the label that was chosen.

    ``role`` is null where no pursuit and withdrawal is read. ``pursuit`` is the probability of pursue-withdraw by the
    head that was trained for that one question; it decides whether ``pattern`` is pursue-withdraw.
    """

    pattern: Pattern
    patterns: dict[Pattern, float]
    pursuit: float
    role: Role | None
    roles: dict[Role, float]
    scope: Scope
    scopes: dict[Scope, float]
    risk: Risk
    risks: dict[Risk, float]


def read_sentences(sentences: Sequence[str]) -> tuple[SentenceReading, ...]:
    """A reading for each sentence of one letter, in order; each is read with the sentences around it."""
    if not sentences:
        return ()
    lines = [format_sentence(sentences[:place], sentence) for place, sentence in enumerate(sentences)]
    logits = encoder().predict(lines)
    probabilities = letter_model().sentences(sentence_features(logits, clues(sentences)))
    actors = 1 / (1 + np.exp(-logits[:, columns("actor")]))
    return tuple(sentence_reading(row, who) for row, who in zip(probabilities, actors, strict=True))


def sentence_reading(row: Floats, who: Floats) -> SentenceReading:
    """The reading of one sentence from its probabilities, in the order of `SENTENCE_LABELS` and of `ACTORS`."""
    every = dict(zip(SENTENCE_LABELS, map(float, row), strict=True))
    thresholds = letter_model().meta.sentence_thresholds
    elements: dict[Element, float] = {name: every[name] for name in ELEMENTS}  # type: ignore[misc]
    chosen = sorted((name for name in elements if every[name] >= thresholds[name]), key=lambda name: -every[name])
    return SentenceReading(
        acts=_acts(every, thresholds, both=float(who[ACTORS.index("both")])),
        chosen=tuple(chosen),
        elements=elements,
        codes={name: every[name] for name in every if name.partition(":")[2] in CODES and ":" in name},
        families={f"{one}:{family}": every[f"{one}:{family}"] for one in WHO for family in FAMILIES},
        actors=dict(zip(ACTORS, map(float, who), strict=True)),  # type: ignore[arg-type]
    )


def _acts(every: dict[str, float], thresholds: dict[str, float], *, both: float) -> tuple[Act, ...]:
    """The acts that pass: a family over its threshold gives at least its likeliest code."""
    found: dict[tuple[str, str], float] = {}
    for who in WHO:
        for family, codes in FAMILIES.items():
            if every[f"{who}:{family}"] < thresholds[f"{who}:{family}"]:
                continue
            best = max(codes, key=lambda code: every[f"{who}:{code}"])
            over = [code for code in codes if every[f"{who}:{code}"] >= thresholds[f"{who}:{code}"]]
            found |= {(who, code): every[f"{who}:{code}"] for code in {best, *over}}
    together = {code for _, code in found if both >= 0.5 and {("self", code), ("partner", code)} <= set(found)}
    acts = [Act("both", code, found["self", code]) for code in sorted(together)]
    acts += [Act(who, code, value) for (who, code), value in found.items() if code not in together]  # type: ignore[arg-type]
    return tuple(sorted(acts, key=lambda act: (-act.probability, act.who, act.code)))


def read_letter(sentences: Sequence[str], readings: Sequence[SentenceReading]) -> LetterReading:
    """The whole letter from the readings of its sentences, as `read_sentences` gave them.

    Raises:
        ValueError: there is no sentence, or not one reading for each.
    """
    if not sentences or len(sentences) != len(readings):
        raise ValueError("A letter needs at least one sentence and a reading for each.")
    probabilities = np.array([_row(reading) for reading in readings], np.float32)
    heads = letter_model().letter(letter_features(probabilities, clues(sentences)))
    return letter_reading(heads)


def _row(reading: SentenceReading) -> list[float]:
    every: dict[str, float] = {**reading.families, **reading.codes}
    every |= {str(name): value for name, value in reading.elements.items()}
    return [every[name] for name in SENTENCE_LABELS]


def letter_reading(heads: dict[str, dict[str, float]]) -> LetterReading:
    """The reading of a letter from the probabilities of its heads, by the packaged thresholds."""
    thresholds = letter_model().meta.letter_thresholds
    pursuit, danger = heads["pursuit"]["yes"], heads["risk"]["yes"]
    others = {name: share for name, share in heads["pattern"].items() if name != "pursue-withdraw"}
    pattern = "pursue-withdraw" if pursuit >= thresholds["pursuit"] else max(others, key=others.__getitem__)
    role = max(heads["role"], key=heads["role"].__getitem__) if pattern == "pursue-withdraw" else None
    risk = "yes" if danger >= thresholds["risk_yes"] else "unsure" if danger >= thresholds["risk"] else "none"
    return LetterReading(
        pattern=pattern, patterns=heads["pattern"], pursuit=pursuit, role=role, roles=heads["role"],  # type: ignore[arg-type]
        scope=max(heads["scope"], key=heads["scope"].__getitem__), scopes=heads["scope"],  # type: ignore[arg-type]
        risk=risk, risks={"none": 1 - danger, "yes": danger},  # type: ignore[arg-type]
    )  # fmt: skip
