"""How fast a WhatsApp export becomes a frame, against other readers; prints CPU seconds, memory and ratios.

usage: python benchmarks/sources_speed.py [--messages 1000000] [--runs 3] [--peers PYTHON] [--node FOLDER]

PYTHON is an interpreter in whose environment whatstk, chatpack or chat-miner are installed; FOLDER holds node_modules
with whatsapp-chat-parser. What is not there is left out. CPU seconds (user and system) and peak memory are those of the
whole process, imports included; the best of --runs (three) counts.
"""

import argparse
import datetime
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

WORDS = [
    "I",
    "you",
    "we",
    "can",
    "talk",
    "later",
    "maybe",
    "dinner",
    "tonight",
    "please",
    "why",
    "are",
    "always",
    "fine",
]
WORDS += ["ok", "sure", "really", "love", "home", "work", "call", "me", "back", "soon", "what", "happened", "yesterday"]
PYTHON_PEERS = {
    "whatstk": "from whatstk import WhatsAppChat; "
    "print(len(WhatsAppChat.from_source(FILE, hformat='%d/%m/%Y, %H:%M - %name:', max_size=None).df))",
    "chatpack": "import chatpack; print(len(chatpack.parse_whatsapp(FILE)))",
    "chat-miner": "from chatminer.chatparsers import WhatsAppParser; p = WhatsAppParser(FILE); p.parse_file(); "
    "print(len(p.parsed_messages.get_df()))",
}
OWN = {
    "nearer": "import nearer; print(nearer.open(FILE).turns.height)",
    "nearer, streaming": "from nearer.sources import stream_turns; print(sum(f.height for f in stream_turns(FILE)))",
}
NODE = (
    "const w = require('whatsapp-chat-parser'); "
    "console.log(w.parseString(require('fs').readFileSync(FILE, 'utf8')).length)"
)


class Run(NamedTuple):
    """What one process took."""

    name: str
    messages: str
    seconds: float
    mebibytes: float


def write_chat(place: Path, messages: int) -> None:
    """A chat of two people with files left out, second lines and emoji; the same one for the same number."""
    chance = random.Random(7)
    at = datetime.datetime.fromisoformat("2019-01-01T08:00:00")
    with place.open("w", encoding="utf-8") as stream:
        for _ in range(messages):
            at += datetime.timedelta(seconds=chance.expovariate(1 / 150))
            text = " ".join(chance.choices(WORDS, k=chance.randint(1, 16)))
            kind = chance.random()
            if kind < 0.03:
                text = "<Media omitted>"
            elif kind < 0.08:
                text += "\n" + " ".join(chance.choices(WORDS, k=5))
            elif kind < 0.16:
                text += " 😀"
            stream.write(f"{at:%d/%m/%Y, %H:%M} - {chance.choice(('Alex', 'Sam Rivera'))}: {text}\n")


def measured(name: str, command: list[str], runs_wanted: int) -> Run | None:
    """The best of some runs of a command that prints how many messages it read; None where it fails."""
    runs: list[Run] = []
    for _ in range(runs_wanted):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            return None
        runs.append(Run(name, said.strip(), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
    return min(runs, key=lambda run: run.seconds)


def main() -> None:
    """Run every reader that is there and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--node", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "chat.txt"
        write_chat(place, asked.messages)
        jobs = [(name, [sys.executable, "-c", code.replace("FILE", repr(str(place)))]) for name, code in OWN.items()]
        if asked.peers:
            jobs += [(name, [str(asked.peers), "-c", code.replace("FILE", repr(str(place)))])
                     for name, code in PYTHON_PEERS.items()]  # fmt: skip
        if asked.node and (node := shutil.which("node")):
            os.environ["NODE_PATH"] = str(asked.node / "node_modules")
            jobs.append(("whatsapp-chat-parser (Node)", [node, "-e", NODE.replace("FILE", repr(str(place)))]))
        print(f"{asked.messages:,} messages, {place.stat().st_size / 2**20:.0f} MiB")
        print("| reader | messages read | CPU s | peak MiB | CPU, times Nearer |")
        print("|---|---|---|---|---|")
        own: Run | None = None
        for name, command in jobs:
            run = measured(name, command, asked.runs)
            own = own or run
            if run and own:
                figures = f"{run.seconds:.2f} | {run.mebibytes:.0f} | {run.seconds / own.seconds:.2f}"
                print(f"| {name} | {run.messages} | {figures} |")
            else:
                print(f"| {name} | not installed, or fails | | | |")


main()
