"""How well letters are read when rules and model are weighed together, as `nearer reply` does.

    python benchmarks/letters_together.py ../shared/data

The model's part is the stored held-out answer for each letter, so no letter is read by a model that learned from it.
The rules were written by people who could see the letters: their part is not held out.
"""

import json
import sys
from pathlib import Path

import numpy as np

from nearer.app.evaluate_letters import FAMILY_LABELS
from nearer.coding.encoder import model_file
from nearer.coding.labels import FAMILY_OF, WHO
from nearer.coding.score import agreement
from nearer.coding.sentences import LETTER_HEADS
from nearer.errors import NearerError
from nearer.letter import merge, read
from nearer.letter.reading import letter_reading, sentence_reading
from nearer.safety import look

OF_WHO = {"writer": ("self",), "partner": ("partner",), "both": WHO}


def starts(sentences):
    """Where each labelled sentence begins in the letter put together with single spaces."""
    return np.cumsum([0, *(len(sentence) + 1 for sentence in sentences)])[:-1]


def place_of(begins, at):
    return int(np.searchsorted(begins, at, side="right")) - 1


def held_out(stored, row):
    """The stored readings of one letter: a function that stands in for the model, and the whole."""
    first = np.flatnonzero(stored["sentences"] == f"{row['id']}:0")[0]
    rows = range(first, first + len(row["sentences"]))
    shares, actors = stored["sentence_share"].astype(np.float32), stored["actor_share"].astype(np.float32)
    readings = [sentence_reading(shares[place], actors[place]) for place in rows]
    number = np.flatnonzero(stored["letters"] == row["id"])[0]
    heads = {
        head: dict(zip(names, map(float, stored[f"{head}_share"][number]), strict=True))
        for head, names in LETTER_HEADS.items()
    }
    return readings, letter_reading(heads)


def read_one(stored, row):
    """The story of one letter with held-out answers in the model's place; None where it is refused."""
    sentences = [sentence["text"] for sentence in row["sentences"]]
    text, begins = " ".join(sentences), starts(sentences)
    readings, whole = held_out(stored, row)

    def stand_in(pieces):
        found, at = [], 0
        for piece in pieces:
            at = max(at, text.find(piece, at))
            found.append(readings[place_of(begins, at)])
            at += 1
        return tuple(found)

    merge.read_sentences, merge.read_letter = stand_in, lambda *_: whole
    try:
        return read(text), begins, look(text).tier
    except NearerError:
        return None, begins, look(text).tier


def flags(acts):
    return [name in acts for name in FAMILY_LABELS]


def main(data):
    rows = [json.loads(line) for line in (Path(data) / "letters.jsonl").open(encoding="utf-8")]
    with model_file("letters-held-out.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        stored = {name: arrays[name] for name in arrays.files}
    risky = dict(zip(stored["letters"].tolist(), stored["risk_found"].tolist(), strict=True))
    print(
        "| letters | who by family, F1 | pattern is pursue-withdraw, F1 | role right in those | risk found | falsely |"
    )
    print("|---" * 6 + "|")
    stories = {row["id"]: read_one(stored, row) for row in rows}
    for name, chosen in (("real", [row for row in rows if row["source"] == "real"]), ("real and invented", rows)):
        report(name, chosen, stories, risky)


def report(name, rows, stories, risky):
    truth, said, groups, told, found, role, risk = [], [], [], [], [], [], []
    for row in rows:
        story, begins, tier = stories[row["id"]]
        for place, sentence in enumerate(row["sentences"]):
            acts = [
                (who, act["codes"])
                for act in sentence["acts"]
                for who in (WHO if act["who"] == "both" else [act["who"]])
            ]
            truth.append(flags({f"{who}:{FAMILY_OF[code]}" for who, codes in acts for code in codes}))
            moves = [move for move in (story.moves if story else ()) if place_of(begins, move.quote.start) == place]
            said.append(flags({f"{who}:{FAMILY_OF[move.code]}" for move in moves for who in OF_WHO[move.who]}))
            groups.append(row["id"])
        told.append(row["pattern"] == "pursue-withdraw")
        found.append(story is not None and story.pattern == "pursue-withdraw")
        role.append(story is not None and story.role == row["role"])
        risk.append((row["risk"] != "none", tier[0] in "23" or risky[row["id"]]))
    told, risk = np.array(told), np.array(risk)
    families = agreement(np.array(truth), np.array(said), groups)
    pattern = agreement(told, np.array(found), [row["id"] for row in rows])
    hit, false = risk[risk[:, 0], 1].mean(), risk[~risk[:, 0], 1].mean()
    shown = [f"{one.f1:.3f} [{one.low:.3f}, {one.high:.3f}]" for one in (families, pattern)]
    print(f"| {name} | {shown[0]} | {shown[1]} | {np.array(role)[told].mean():.3f} | {hit:.3f} | {false:.3f} |")


if __name__ == "__main__":
    main(sys.argv[1])
