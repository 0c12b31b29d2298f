"""How fast drafts are looked at: warm, cold, and for an editor. Prints a table; ``python benchmarks/drafts.py``."""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from nearer.cli.lsp import diagnostics_of  # noqa: E402
from nearer.drafts import look_at  # noqa: E402
from nearer.drafts.flow import read_flow  # noqa: E402
from nearer.drafts.look import find  # noqa: E402
from nearer.drafts.reader import heard  # noqa: E402

DRAFTS = [
    json.loads(line)["text"]
    for half in ("open", "sealed")
    for line in (ROOT / f"tests/drafts/data/{half}.jsonl").read_text(encoding="utf-8").splitlines()
]
SHORT = [text for text in DRAFTS if len(text.split()) <= 30]


def rate(work) -> float:
    for text in SHORT:
        work(text)
    start = time.process_time()
    for text in SHORT:
        work(text)
    return len(SHORT) / (time.process_time() - start)


def bare(text: str):
    return find(read_flow(text), better=False)


def quick(text: str):
    return look_at(text, coder=False)


def cold(*words: str) -> float:
    costs = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "nearer", "check", "--format", "json", *words]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(costs)


def editor() -> float:
    heard.cache_clear()
    times = []
    for text in SHORT:
        start = time.process_time()
        diagnostics_of(text, look_at(text))
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def rate_with_coder() -> float:
    heard.cache_clear()
    start = time.process_time()
    for text in SHORT:
        look_at(text)
    return len(SHORT) / (time.process_time() - start)


harsh, plain = "You always ignore me. You never listen and you are so selfish.", "Can you pick up Ned at four, love?"
rows = {
    "warm, rules alone, findings only": f"{rate(bare):,.0f} drafts a second",
    "warm, rules alone, with safety and suggestions": f"{rate(quick):,.0f} drafts a second",
    "warm, with the coder, safety and suggestions": f"{rate_with_coder():,.0f} drafts a second",
    "answer to an editor after the pause, with the coder": f"{editor():.1f} ms of CPU, median",
    "cold, rules alone (`--quick`)": f"{cold('--quick', plain):.2f} CPU s",
    "cold, a draft that the rules settle": f"{cold(harsh):.2f} CPU s",
    "cold, a draft that the coder must hear": f"{cold(plain):.2f} CPU s",
}
print("| what | measured |\n|---|---|")
for what, measured in rows.items():
    print(f"| {what} | {measured} |")
