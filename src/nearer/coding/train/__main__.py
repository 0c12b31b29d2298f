"""``python -m nearer.coding.train --data DIR``: every stage that is not done yet, then the files of the package."""

import argparse
import importlib.util
import sys
from pathlib import Path

from nearer.errors import InputError

PACKAGED = Path(__file__).resolve().parent.parent / "models"
NEEDED = ("onnx", "sklearn", "torch")


def main() -> None:
    """Train, or say in one sentence what is missing."""
    parser = argparse.ArgumentParser(prog="python -m nearer.coding.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of labelled text (letters.jsonl ...)")
    parser.add_argument("--written", type=Path, help="the folder of talk written for Nearer (corpus/turns)")
    parser.add_argument("--told", type=Path, help="the folder of letters written for Nearer (corpus/letters)")
    parser.add_argument("--work", type=Path, default=Path(".training"), help="where stages keep what they made")
    parser.add_argument("--models", type=Path, default=PACKAGED, help="where the files of the package go")
    parser.add_argument("--fold", type=int, help="train this fold only (three may run side by side)")
    parser.add_argument("--threads", type=int, default=1, help="processor threads for one training run")
    chosen = parser.parse_args()
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(f"Training needs {', '.join(missing)}; please install nearer with its extra: nearer[train].")
    _train(chosen)


def _train(chosen: argparse.Namespace) -> None:
    import torch

    from nearer.coding.train.corpus import FOLDS
    from nearer.coding.train.stages import Bench, finish, run_fold

    torch.set_num_threads(chosen.threads)
    chosen.work.mkdir(parents=True, exist_ok=True)
    bench = Bench(chosen.data, chosen.work, chosen.written, chosen.told)
    for fold in range(FOLDS) if chosen.fold is None else (chosen.fold,):
        run_fold(bench, fold)
    if chosen.fold is None:
        finish(bench, chosen.models)


if __name__ == "__main__":
    try:
        main()
    except InputError as trouble:
        sys.stderr.write(f"{trouble}\n")
        sys.exit(trouble.exit_status)
