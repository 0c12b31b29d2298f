"""CPU seconds and memory of a cold ``nearer reply``, and where the time goes.

Run: python benchmarks/reply_cold.py [runs]
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LETTER = ROOT / "examples/dear-doc.txt"
GOAL_SECONDS, GOAL_MEBIBYTES = 1.5, 400

STAGES = """
import json, time
start = time.process_time()
marks = {}
def mark(name):
    global start
    now = time.process_time(); marks[name] = round(now - start, 3); start = now
from nearer.app.reply import render, reply; mark("import")
from nearer.app.text import read_text
text = read_text(LETTER); mark("read the file")
from nearer.safety import look
clearance = look(text); mark("safety")
from nearer.letter import read
story = read(text); mark("read the letter (first: loads the model)")
read(text + " "); mark("read another letter")
from nearer.answer import compose
answer = compose(story, clearance); mark("compose")
render(answer, "html"); mark("page")
print(json.dumps(marks))
"""


def one_run() -> tuple[float, float]:
    """CPU seconds and peak MiB of one process, from the kernel's own count of children."""
    command = [sys.executable, "-m", "nearer", "reply", str(LETTER)]
    script = (
        "import resource,subprocess,sys;"
        f"subprocess.run({command!r},stdout=subprocess.DEVNULL,check=True);"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);print(u.ru_utime+u.ru_stime,u.ru_maxrss/1024)"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    seconds, mebibytes = map(float, out.stdout.split())
    return seconds, mebibytes


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    one_run()  # the first writes byte code
    seen = [one_run() for _ in range(runs)]
    seconds, memory = statistics.median(s for s, _ in seen), max(m for _, m in seen)
    print(f"nearer reply, cold, median of {runs}: {seconds:.2f} CPU s ({seconds / GOAL_SECONDS:.2f} of the goal)")
    print(f"peak memory: {memory:.0f} MiB ({memory / GOAL_MEBIBYTES:.2f} of the goal)")
    out = subprocess.run(
        [sys.executable, "-c", STAGES.replace("LETTER", repr(str(LETTER)))],
        capture_output=True, text=True, check=True, cwd=ROOT, env=os.environ,
    )  # fmt: skip
    for name, spent in json.loads(out.stdout).items():
        print(f"  {spent:6.3f} s  {name}")


if __name__ == "__main__":
    main()
