"""``python -m nearer.safety.train [--data DIR] [--work DIR]``: the classifier, in stages that keep what they made.

It learns from ``corpus/safety`` and ``corpus/turns``, the examples of the rules, the red-team texts that have been
read, and, where ``--data`` names a folder of labelled letters and talk, from those too. A tenth of the groups, and
every text of ``redteam/fresh.jsonl``, is never trained on: calibration and thresholds are chosen there.
"""

import argparse
import importlib.util
import sys
from pathlib import Path

from nearer.errors import InputError

NEEDED = ("onnx", "torch")


def main() -> None:
    """Train, or say in one sentence what is missing."""
    parser = argparse.ArgumentParser(prog="python -m nearer.safety.train", description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder of labelled text (letters.jsonl, chats.jsonl ...)")
    parser.add_argument("--work", type=Path, default=Path(".training"), help="where the base wheel is and stages keep")
    parser.add_argument("--models", type=Path, help="where the files go (default: the package)")
    parser.add_argument("--threads", type=int, default=1, help="processor threads")
    chosen = parser.parse_args()
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(f"Training needs {', '.join(missing)}; please install nearer with its extra: nearer[train].")
    from nearer.safety.train.stages import run

    run(chosen.data, chosen.work, chosen.models, threads=chosen.threads)


if __name__ == "__main__":
    try:
        main()
    except InputError as trouble:
        sys.stderr.write(f"{trouble}\n")
        sys.exit(trouble.exit_status)
