"""Kill writers at random moments and look what is left: ``python -m tests.storage.killing FOLDER KILLS SEED``.

Each writer is a process of its own that opens the store, writes, and says before and after each step what it does;
after the kill the store is opened and held against what was confirmed. Prints one line of JSON.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from nearer.storage import KeyCost, open_store

CHEAP = KeyCost(1, 8192)
KINDS = ("note", "letter")


def value_for(number: int) -> bytes:
    """A value from its number alone: small or large, so that SQLite also folds its journal back while being killed."""
    return str(number).encode() * random.Random(number).choice((1, 20, 30_000))


def write(url: str, say: int, seed: int) -> None:
    """Write until killed; each step is announced and confirmed on the pipe."""
    dice, number = random.Random(seed), seed * 1_000_000
    store = open_store(url, cost=CHEAP)
    space = store.open_space("home", "passphrase")
    while True:
        number += 1
        kind, item = dice.choice(KINDS), f"i{dice.randrange(12)}"
        step = f"{kind} {item} {0 if dice.random() < 0.2 else number}"
        os.write(say, f"try {step}\n".encode())
        if step.endswith(" 0"):
            space.delete(kind, item)
        else:
            space.put(kind, value_for(number), item=item)
        os.write(say, f"done {step}\n".encode())
        if dice.random() < 0.02:
            store.close()
            store = open_store(url, cost=CHEAP)
            space = store.open_space("home", "passphrase")


def kill_one(url: str, seed: int, *, steps: int, seconds: float) -> list[str]:
    """What one writer said before it was killed: so many confirmed steps, and then that time, after its beginning."""
    listen, say = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(listen)
        write(url, say, seed)
        os._exit(0)
    os.close(say)
    with os.fdopen(listen) as hears:
        said: list[str] = []
        while sum(line.startswith("done") for line in said) < steps:
            said.append(hears.readline())
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [line.strip() for line in (*said, *hears)]


def follow(kept: dict[str, set[int]], said: list[str]) -> int:
    """Bring what may be there up to date; gives back how many steps were confirmed."""
    for line in said:
        word, kind, item, number = line.split(" ")
        place = f"{kind} {item}"
        if word == "try":
            kept[place] = kept.get(place, {0}) | {int(number)}
        else:
            kept[place] = {int(number)}
    return sum(line.startswith("done") for line in said)


def look(url: str, kept: dict[str, set[int]]) -> int:
    """How many things are not as confirmed; what is there is taken as confirmed from now on."""
    store = open_store(url, cost=CHEAP)
    space = store.open_space("home", "passphrase")
    found = {f"{kind} {each.id}": each.value for kind in KINDS for each in space.list(kind, bytes)}
    lost = len(set(found) - set(kept))
    for place, numbers in kept.items():
        fits = [n for n in numbers if (value_for(n) if n else None) == found.get(place)]
        lost += not fits
        kept[place] = set(fits) or {0}
    store.close()
    return lost


def main(folder: str, kills: int, seed: int) -> None:
    """Run the whole thing and print what came out."""
    dice, url = random.Random(seed), f"sqlite:///{Path(folder) / 'notes.db'}"
    store = open_store(url, cost=CHEAP)
    store.create_space("home", "passphrase")
    store.close()
    kept: dict[str, set[int]] = {}
    confirmed = lost = under_way = 0
    for number in range(kills):
        steps = dice.choice((0, dice.randrange(1, 15)))  # half of them while the store is being opened or soon after
        said = kill_one(url, number + 1, steps=steps, seconds=dice.uniform(0, 0.02 if steps else 0.08))
        under_way += bool(said) and said[-1].startswith("try")
        confirmed += follow(kept, said)
        lost += look(url, kept)
    result = {"kills": kills, "confirmed": confirmed, "amid a step": under_way, "lost": lost}
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
