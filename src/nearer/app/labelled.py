"""Labelled text as it is needed to evaluate: turns with their codes, groups that belong together, near misses."""

import json
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.codebook import cycle_class_of
from nearer.coding.encoder import model_file
from nearer.coding.mixture import WayName
from nearer.coding.train.written import written_talks
from nearer.errors import InputError

__all__ = [
    "WRITTEN",
    "Turn",
    "answered",
    "held_out",
    "labelled_turns",
    "near_misses",
    "other_languages",
    "rows_of",
    "sexes",
]

BLOCK = 20
"""Neighbouring examples that are held out together."""
WRITTEN = "written"
"""How the registers of the talk written for Nearer begin."""


class Turn(msgspec.Struct, frozen=True):
    """One labelled turn; ``set`` is the writer's set, ``partner_class`` what the partner's turn before it counts as."""

    key: str
    register: str
    group: str
    set: str
    speaker: str
    text: str
    codes: frozenset[str]
    before: str | None = None
    partner_class: str = ""


def rows_of(path: Path) -> list[dict[str, object]]:
    """The objects of a JSON Lines file.

    Raises:
        InputError: the file is missing or is not JSON Lines.
    """
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError:
        raise InputError(f"There is no file {path.name} in that folder; please give the folder of the data.") from None
    except (ValueError, UnicodeDecodeError):
        raise InputError(f"The file {path.name} is not JSON Lines; please fetch it again.") from None


def labelled_turns(data: Path, written: Path | None = None) -> list[Turn]:
    """Every labelled turn with words: chats, scenes, plays, examples, and the talk written for Nearer in ``written``.

    Raises:
        InputError: a file is missing or a line is bad.
    """
    found: list[Turn] = []
    for name, register in (("chats", "chat"), ("scenes", "spoken scene"), ("plays", "play")):
        found += _talks(rows_of(data / f"{name}.jsonl"), register)
    for talk in written_talks(written) if written else ():
        rows = [
            {"conversation": talk.slug, "turn": place, "speaker": turn.speaker, "text": turn.text, "codes": turn.codes}
            for place, turn in enumerate(talk.turns)
        ]
        found += _talks(rows, f"{WRITTEN} {talk.register}")
    for row in rows_of(data / "examples.jsonl"):
        name, before = str(row["set"]), row["before"]
        group = f"{name}-{int(str(row['id']).split('-')[1]) // BLOCK}"
        codes = frozenset(msgspec.convert(row["codes"], list[str]))
        text = str(row["text"])
        found.append(Turn(str(row["id"]), "examples", group, name, "", text, codes, str(before) if before else None))
    return [turn for turn in found if turn.text.strip()]


def _talks(rows: Sequence[dict[str, object]], register: str) -> Iterator[Turn]:
    last: dict[str, dict[str, Turn]] = {}
    for row in rows:
        conversation, speaker = str(row["conversation"]), str(row["speaker"])
        people = last.setdefault(conversation, {})
        others = [turn for who, turn in people.items() if who != speaker]
        turn = Turn(
            key=f"{conversation}:{row['turn']}",
            register=register,
            group=conversation.split("-")[1] if register == "play" else conversation,
            set=conversation.split("-")[0] if register != "play" else "plays",
            speaker=speaker,
            text=str(row["text"]),
            codes=frozenset(msgspec.convert(row["codes"], list[str])),
            before=others[-1].text if others else None,
            partner_class=_class(others[-1].codes) if others else "",
        )
        yield turn
        people.pop(speaker, None)
        people[speaker] = turn


def _class(codes: frozenset[str]) -> str:
    classes = {cycle_class_of(code) for code in codes}
    return "pursue" if "pursue" in classes else "withdraw" if "withdraw" in classes else "other"


def held_out(turns: Sequence[Turn], way: WayName) -> npt.NDArray[np.float64]:
    """The stored probabilities [turns, codes] that a model gave to each turn without having been trained on its group.

    Raises:
        InputError: some turns have no stored answer: the labelled text is another one.
    """
    stored = _stored()
    where = {key: place for place, key in enumerate(stored["keys"].tolist())}
    missing = sum(turn.key not in where for turn in turns)
    if missing:
        raise InputError(f"{missing} labelled turns have no stored answer; please train again on this text.")
    found: npt.NDArray[np.float64] = stored[way][[where[turn.key] for turn in turns]].astype(np.float64)
    return found


def answered(turns: Sequence[Turn]) -> list[Turn]:
    """The turns without those of written talk that have no stored answer: only a part of that talk is measured."""
    known = set(_stored()["keys"].tolist())
    return [turn for turn in turns if turn.key in known or not turn.register.startswith(WRITTEN)]


@cache
def _stored() -> dict[str, npt.NDArray[np.generic]]:
    with model_file("turns-held-out.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def sexes(turns: Sequence[Turn]) -> list[str]:
    """Woman or man for the speakers of the invented chats as their writers introduce them; nothing where unknown."""
    text = (files("nearer.app") / "evaluation" / "chat-speakers.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)["sex"]
    words = {"f": "women", "m": "men"}
    found = []
    for turn in turns:
        pair = known.get(turn.key.split(":")[0], "--") if turn.register == "chat" else "--"
        found.append(words.get(pair[0 if turn.speaker == "A" else 1], ""))
    return found


_SAME: dict[str, set[str]] = {
    "P_PRESS": {"press"}, "P_PROTEST": {"protest", "seek"}, "P_PROBE": {"probe"}, "X_BLAME": {"criticise"},
    "X_CONTEMPT": {"contempt"}, "X_CONTROL": {"threat"}, "X_DEFEND": {"defend"}, "W_STONE": {"shut"},
    "W_DENY": {"dismiss"}, "W_SHIFT": {"deflect"}, "W_EXIT": {"shut"}, "R_PAUSE": {"pause"},
    "C_SOFT": {"invite"}, "C_DISC": {"disclose"}, "C_OPEN": {"ask"}, "C_VALID": {"validate"},
    "C_REPAIR": {"repair"}, "C_META": {"invite"}, "C_WARM": {"warm"}, "C_SOLVE": {"invite"},
}  # fmt: skip
"""The finer codes of the list of near misses and what they are here; the others have no counterpart."""
_Listed = list[tuple[str, set[str]]]


def near_misses(data: Path) -> tuple[_Listed, _Listed] | None:
    """Single turns that have a code, and near misses that do not, each with the codes meant; None without the list.

    A near miss whose right code is the same one here (two finer codes in one) is left out.
    """
    path = data.parent / "codebook-examples.json"
    if not path.is_file():
        return None
    wanted: _Listed = []
    near: _Listed = []
    for code in json.loads(path.read_text(encoding="utf-8"))["codes"]:
        meant = _SAME.get(code["id"])
        if meant is None:
            continue
        wanted += [(text, meant) for text in code["pos"]]
        near += [(one["text"], meant) for one in code["neg"] if not meant & _SAME.get(one["code"], set())]
    return wanted, near


def other_languages() -> list[Turn]:
    """A few turns in Spanish, German and Hinglish, written for Nearer."""
    text = (files("nearer.app") / "evaluation" / "other-languages.jsonl").read_text(encoding="utf-8")
    found = []
    for number, line in enumerate(text.splitlines()):
        row = json.loads(line)
        codes = frozenset(row["codes"])
        found.append(Turn(str(number), "chat", str(number), row["language"], "", row["text"], codes, row["before"]))
    return found
