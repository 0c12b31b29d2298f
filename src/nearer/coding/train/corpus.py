"""The labelled text as training items, with folds that hold whole letters, talks, plays and neighbours together."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.coding.context import RECENT
from nearer.coding.inputs import format_alone, format_in_talk, format_sentence
from nearer.coding.labels import ACTORS, FAMILY_OF, HEADS, TURN_CODES, WHO, columns
from nearer.coding.train.told import told_letters
from nearer.coding.train.written import written_talks

__all__ = [
    "FOLDS",
    "Item",
    "Letter",
    "all_turns",
    "letters",
    "measured",
    "read_jsonl",
    "turn_items",
    "written_items",
    "written_letters",
]

FOLDS = 3
BLOCK = 20
"""Neighbouring lines of the examples kept in one fold: minimal pairs stand side by side."""
WIDTH = sum(len(labels) for labels in HEADS.values())
_SEED = 20
_LETTER_HEADS = ("act", "act_family", "act_code", "actor", "element")
_TURN_HEADS = ("turn", "turn_family", "turn_any")

Labels = npt.NDArray[np.float32]
_Said = tuple[str, str, str, Sequence[str]]
"""Key, speaker, text, codes of a turn."""


class Item(msgspec.Struct, frozen=True):
    """One thing to learn from: its lines (a turn has a blind and a contextual one), its labels, -1 where unknown."""

    key: str
    source: str
    register: str
    fold: int
    lines: tuple[str, ...]
    labels: Labels
    text: str
    before: str | None = None


class Letter(msgspec.Struct, frozen=True):
    """One labelled letter: ``sentences`` as written, ``items`` as learned from, ``whole`` the letter's own labels."""

    key: str
    source: str
    fold: int
    sentences: tuple[str, ...]
    items: tuple[Item, ...]
    whole: dict[str, str]


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _folds(groups: Iterable[str]) -> dict[str, int]:
    """A fold for each group: shuffled once, then dealt out in turn."""
    order = sorted(set(groups))
    random.Random(_SEED).shuffle(order)  # noqa: S311
    return {group: place % FOLDS for place, group in enumerate(order)}


def _unknown() -> Labels:
    return np.full(WIDTH, -1, np.float32)


def _fill(labels: Labels, head: str, present: Iterable[str]) -> None:
    wanted = set(present)
    labels[columns(head)] = [name in wanted for name in HEADS[head]]


def _sentence_labels(sentence: dict[str, Any]) -> Labels:
    labels = _unknown()
    acts = [(who, code) for act in sentence["acts"] for who in _who(act["who"]) for code in act["codes"]]
    _fill(labels, "act", (f"{who}:{code}" for who, code in acts))
    _fill(labels, "act_family", (f"{who}:{FAMILY_OF[code]}" for who, code in acts))
    _fill(labels, "act_code", (code for _, code in acts))
    _fill(labels, "actor", (act["who"] for act in sentence["acts"] if act["who"] in ACTORS))
    _fill(labels, "element", sentence["elements"])
    return labels


def _who(who: str | None) -> tuple[str, ...]:
    return WHO if who == "both" else (who,) if who in WHO else ()


def letters(data: Path) -> list[Letter]:
    """All labelled letters, dealt into folds by pattern and role so that each fold has its share of each."""
    rows = read_jsonl(data / "letters.jsonl")
    random.Random(_SEED).shuffle(rows)  # noqa: S311
    rows.sort(key=lambda row: (row["source"], row["pattern"], str(row["role"]), row["risk"]))
    return [_letter(row, place % FOLDS) for place, row in enumerate(rows)]


def _letter(row: dict[str, Any], fold: int) -> Letter:
    texts = [sentence["text"] for sentence in row["sentences"]]
    items = tuple(
        Item(
            key=f"{row['id']}:{place}", source=f"letters-{row['source']}", register="letter", fold=fold,
            lines=(format_sentence(texts[:place], texts[place]),), labels=_sentence_labels(sentence), text=texts[place],
        )
        for place, sentence in enumerate(row["sentences"])
    )  # fmt: skip
    whole = {name: str(row[name] or "none") for name in ("pattern", "role", "risk", "scope")}
    return Letter(row["id"], row["source"], fold, tuple(texts), items, whole)


def written_letters(folder: Path) -> list[Letter]:
    """Every letter written for Nearer; its fold hangs on its name alone."""
    found = []
    for letter in told_letters(folder):
        sentences = [
            {
                "text": one.text,
                "acts": [{"who": who, "codes": codes} for who, codes in one.acts],
                "elements": one.elements,
            }
            for one in letter.sentences
        ]
        row: dict[str, Any] = {"id": letter.slug, "source": "written", **letter.whole, "sentences": sentences}
        found.append(_letter(row, crc32(letter.slug.encode()) % FOLDS))
    return found


def turn_items(data: Path) -> list[Item]:
    """Every turn of chats, scenes, plays and examples; the lines are blind, then contextual."""
    return [
        *_talks(data, "chats", "chat"),
        *_talks(data, "scenes", "spoken"),
        *_talks(data, "plays", "play"),
        *_examples(data),
    ]


def all_turns(data: Path, written: Path | None) -> list[Item]:
    """Every labelled turn, then every turn of the talk written for Nearer where its folder is given."""
    return [*turn_items(data), *(written_items(written) if written else ())]


def _turn_labels(codes: Sequence[str]) -> Labels:
    labels = _unknown()
    _fill(labels, "turn", codes)
    _fill(labels, "turn_family", (FAMILY_OF[code] for code in codes))
    _fill(labels, "turn_any", ["any"] if set(codes) & {*TURN_CODES} else [])
    return labels


def _talks(data: Path, source: str, register: str) -> Iterator[Item]:
    rows = read_jsonl(data / f"{source}.jsonl")
    group = {row["conversation"]: _group(source, row["conversation"]) for row in rows}
    folds = _folds(group.values())
    talks: dict[str, list[_Said]] = {}
    for row in rows:
        said = (f"{row['conversation']}:{row['turn']}", row["speaker"], row["text"], row["codes"])
        talks.setdefault(row["conversation"], []).append(said)
    for conversation, turns in talks.items():
        yield from _turns(turns, source, register, folds[group[conversation]])


def written_items(folder: Path) -> list[Item]:
    """Every turn of the talk written for Nearer; a conversation's fold hangs on its name alone."""
    return [
        item
        for talk in written_talks(folder)
        for item in _turns(
            [(f"{talk.slug}:{place}", turn.speaker, turn.text, turn.codes) for place, turn in enumerate(talk.turns)],
            f"written-{talk.register}",
            talk.register,
            crc32(talk.slug.encode()) % FOLDS,
        )
    ]


def measured(item: Item) -> bool:
    """Whether the held-out answer is kept; of the written talk a third is, which is plenty to measure."""
    return not item.source.startswith("written") or crc32(item.key.rpartition(":")[0].encode()) // FOLDS % 3 == 0


def _turns(turns: Iterable[_Said], source: str, register: str, fold: int) -> Iterator[Item]:
    """The items of one conversation."""
    earlier: list[tuple[str, str]] = []
    for key, speaker, text, codes in turns:
        own = [said for who, said in earlier if who == speaker]
        talk = [(who == speaker, said) for who, said in earlier[-RECENT:]]
        partner = [said for who, said in earlier if who != speaker]
        yield Item(
            key=key, source=source, register=register, fold=fold, labels=_turn_labels(codes), text=text,
            lines=(format_alone(own, text), format_in_talk(talk, text)), before=partner[-1] if partner else None,
        )  # fmt: skip
        earlier.append((speaker, text))


def _group(source: str, conversation: str) -> str:
    return conversation.split("-")[1] if source == "plays" else conversation


def _examples(data: Path) -> Iterator[Item]:
    rows = read_jsonl(data / "examples.jsonl")
    group = [f"{row['set']}-{int(row['id'].split('-')[1]) // BLOCK}" for row in rows]
    folds = _folds(group)
    for row, block in zip(rows, group, strict=True):
        talk = [(False, row["before"])] if row["before"] else []
        yield Item(
            key=row["id"], source=f"examples-{row['set']}", register=row["register"], fold=folds[block],
            labels=_turn_labels(row["codes"]), text=row["text"],
            lines=(format_alone([], row["text"]), format_in_talk(talk, row["text"])),
            before=row["before"],
        )  # fmt: skip
