"""What the classifier learns from: invented texts with their tiers, coded talk, and labelled letters where given."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from nearer.safety.rulebook import kinds

__all__ = ["Text", "red_team", "talk", "texts"]

HERE = Path(str(files("nearer.safety")))
ROOT = HERE.parents[2]
UNKNOWN = -1.0
_URGENT = {"3", "3s", "child", "partner-suicidal"}
_EXAMPLES = {
    "none": "0",
    "harm": "2",
    "harm_urgent": "3",
    "own": "2p",
    "self": "2s",
    "child": "3",
    "partner_self": "partner-suicidal",
}


class Text(msgspec.Struct, frozen=True):
    """A text, whether each of `SIGNS` is in it (1, 0, or -1 where nobody said), and the group it is held out with."""

    text: str
    signs: tuple[float, ...]
    group: str
    ordinary: bool = False
    form: str = "text"


def signs_of(tier: str) -> tuple[float, ...]:
    """What a tier says about each of `SIGNS`."""
    if tier in {"0", "1"}:
        return (0.0, 0.0, 0.0, 0.0, float(tier == "1"))
    urgent = UNKNOWN if tier == "partner-suicidal" else float(tier in _URGENT)
    return (1.0, urgent, float(tier == "2p"), float(tier in {"2s", "3s"}), UNKNOWN)


def texts(labelled: Path | None) -> list[Text]:
    """Everything there is to learn from; ``labelled`` is a folder of labelled letters and talk."""
    found = [*_examples(), *_rules(), *_invented(), *red_team("open"), *red_team("sealed"), *talk(ROOT)]
    return found if labelled is None else [*found, *_letters(labelled), *_turns(labelled)]


def _examples() -> Iterator[Text]:
    for path in sorted((HERE / "examples").glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            if line:
                tier, _, text = line.rpartition("|")
                signs = signs_of(tier or _EXAMPLES[path.stem])
                yield Text(text, signs, f"examples-{path.stem}-{number // 8}")


def _rules() -> Iterator[Text]:
    for kind in kinds():
        for rule in kind.rules:
            group = f"rule-{rule.id}"
            yield from (Text(text, signs_of(rule.tier), group) for text in rule.fires)
            yield from (Text(text, (0.0, 0.0, 0.0, 0.0, UNKNOWN), group) for text in rule.quiet)


def red_team(name: str) -> list[Text]:
    """The texts of one red-team file."""
    rows = _rows(ROOT / "tests" / "safety" / "redteam" / f"{name}.jsonl")
    return [
        Text(
            row["text"],
            signs_of("child" if row["kind"] == "child" else row["tier"]),
            f"{name}-{place // 4}",
            ordinary="ordinary" in row["kind"] or "conflict" in row["kind"],
        )
        for place, row in enumerate(rows)
    ]


def _invented() -> Iterator[Text]:
    for path in sorted((ROOT / "corpus" / "safety").glob("*.jsonl")):
        for place, row in enumerate(_rows(path)):
            group, form = f"{path.stem}-{place // 8}", row.get("form", "text")
            yield Text(row["text"], signs_of(row["tier"]), group, ordinary="ordinary" in row["kind"], form=form)
            # A letter without its one grave sentence: the same voice and the same trouble, and nothing in it to hold.
            rest = " ".join(row["text"].replace(row.get("cue") or row["text"], " ").split())
            if rest and row["tier"] not in {"0", "1"}:
                yield Text(rest, (0.0, 0.0, 0.0, 0.0, UNKNOWN), group, form=form)


def talk(root: Path) -> Iterator[Text]:
    """Turns of coded talk that threaten nobody: what ordinary quarrels sound like."""
    for path in sorted((root / "corpus" / "turns").glob("*.txt")):
        slug = path.stem
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("== "):
                slug = line.split(" ")[1]
            elif ":" in line and "threat" not in line.split(":", 1)[0]:
                yield Text(line.split(":", 1)[1].strip(), (0.0, 0.0, 0.0, 0.0, UNKNOWN), f"talk-{slug}", form="turn")


def _turns(folder: Path) -> Iterator[Text]:
    for name in ("chats", "scenes", "plays", "examples"):
        for place, row in enumerate(_rows(folder / f"{name}.jsonl")):
            if "threat" not in row["codes"]:
                group = f"{name}-{row.get('conversation', place // 20)}"
                yield Text(row["text"], (0.0, 0.0, 0.0, 0.0, UNKNOWN), group, form="turn")


def _letters(folder: Path) -> Iterator[Text]:
    for row in _rows(folder / "letters.jsonl"):
        group, whole = f"letter-{row['id']}", " ".join(sentence["text"] for sentence in row["sentences"])
        if row["risk"] == "none":
            yield Text(whole, (0.0, 0.0, 0.0, 0.0, UNKNOWN), group, ordinary=True, form="letter")
        elif row["risk"] == "yes":
            yield Text(whole, (1.0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN), group, form="letter")
        for sentence in row["sentences"]:
            if "risk" in sentence["elements"] and len(sentence["text"].split()) >= 4:
                yield Text(sentence["text"], (1.0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN), group)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
