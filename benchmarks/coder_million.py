"""A file of very many messages, from JSON Lines to codes, with the encoder for the turns that are unsure: time, memory.

    python benchmarks/coder_million.py DATA [MESSAGES]

The messages are the chat texts under DATA with one word of each swapped at random, so hardly any two are the same.
"""

import json
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from nearer.app.code import code_file, json_lines

data = Path(sys.argv[1])
messages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
dice = random.Random(7)
pool = [json.loads(line)["text"] for line in (data / "chats.jsonl").read_text(encoding="utf-8").splitlines()]
words = [word for text in pool for word in text.split()]

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "talk.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for turn in range(messages):
            parts = dice.choice(pool).split() or ["ok"]
            parts[dice.randrange(len(parts))] = dice.choice(words)
            row = {"conversation": "c", "turn": turn, "speaker": dice.choice("AB"), "text": " ".join(parts)}
            out.write(json.dumps(row) + "\n")
    wall, cpu = time.perf_counter(), time.process_time()
    lines = sum(part.count(b"\n") for part in json_lines(code_file(path, blind=False, careful=False)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(
    "| messages | lines out | seconds | CPU seconds | messages a CPU second | peak memory |\n|---|---|---|---|---|---|"
)
print(f"| {messages:,} | {lines:,} | {wall:,.0f} | {cpu:,.0f} | {messages / cpu:,.0f} | {peak:.2f} GiB |")
