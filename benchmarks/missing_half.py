"""How often `nearer.sources.missing` warns where a share of one person's messages was cut out of an invented chat.

python benchmarks/missing_half.py
"""

import random
from datetime import datetime, timedelta

import polars as pl

from nearer.sources.missing import missing_of
from nearer.turns.frame import TURNS

CHATS = 60
CASES = {
    "nothing cut": {},
    "nothing cut, the other answers herself twice as often": {"habit": (0.15, 0.3)},
    "nothing cut, the other also writes on more": {"again": (0.2, 0.55), "habit": (0.1, 0.3)},
    "30 in 100 cut": {"cut": 0.3},
    "50 in 100 cut": {"cut": 0.5},
    "70 in 100 cut": {"cut": 0.7},
    "90 in 100 cut": {"cut": 0.9},
}


def chat(seed, *, cut=0.0, again=(0.35, 0.35), habit=(0.15, 0.15), days=60):
    """Turns of A and B, 25 a day; 35 in 100 replies begin as an answer, and of one's own later turns ``habit``."""
    dice, rows = random.Random(seed), []
    for day in range(days):
        at, before, who = datetime(2025, 1, 1, 9) + timedelta(days=day), None, dice.randrange(2)  # noqa: DTZ001
        for _ in range(25):
            at += timedelta(minutes=dice.lognormvariate(1.5, 1.2))
            if before is not None:
                who = before if dice.random() < again[before] else 1 - before
            chance = 0.35 if before is not None and before != who else habit[who]
            rows.append(("AB"[who], at, "yes I did that" if dice.random() < chance else "the bus was late again"))
            before = who
    kept = [row for row in rows if not (row[0] == "A" and dice.random() < cut)]
    speakers, times, texts = zip(*kept, strict=True)
    count = len(kept)
    columns = ["c"] * count, range(count), speakers, times, ["message"] * count, texts, [None] * count
    return pl.DataFrame(dict(zip(TURNS, map(list, columns), strict=True)), schema=TURNS)


if __name__ == "__main__":
    for name, case in CASES.items():
        found = [missing_of(chat(seed, **case), "A") for seed in range(CHATS)]
        warned, share = sum(one.many for one in found), sum(one.share for one in found) / CHATS
        print(f"{name:56s} warned {warned:2d} of {CHATS}, mean share {share:.2f}")
