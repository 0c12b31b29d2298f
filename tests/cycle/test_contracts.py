"""What was said cannot reach the statistics: no room of the package that reads text may be imported by it."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = {"sources", "coding", "codebook", "letter", "storage", "drafts"}


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def test_no_module_of_the_cycle_imports_a_reader_of_text():
    for path in (ROOT / "src/nearer/cycle").glob("*.py"):
        rooms = {name.split(".")[1] for name in imported(path) if name.startswith("nearer.") and name.count(".")}
        assert not rooms & READERS, path.name


def test_the_import_contract_says_so():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    held = [c for c in contracts if c["type"] == "forbidden" and c["source_modules"] == ["nearer.cycle"]]
    forbidden = {name for contract in held for name in contract["forbidden_modules"]}
    assert {"nearer.sources", "nearer.coding", "nearer.codebook", "nearer.letter", "nearer.safety"} <= forbidden


def test_importing_the_package_loads_nothing_heavy():
    """`nearer --help` stays quick: the door opens the room of statistics only when it is asked for."""
    code = "import nearer, sys; print([m for m in ('numpy', 'scipy', 'polars', 'nearer.cycle') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
