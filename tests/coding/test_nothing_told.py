"""The runtime of the models tells nobody anything, and leaves no file behind that names the machine."""

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = """
import os
from nearer.coding.encoder import encoder
encoder()
print(os.environ["ORT_DISABLE_TELEMETRY"])
"""


def test_loading_the_models_leaves_no_file_anywhere(tmp_path):
    """Where its telemetry runs, it makes a file with a name for the machine and a store of what it will send."""
    telling = {"CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "XDG_CACHE_HOME", "XDG_DATA_HOME"}
    home = {name: str(tmp_path) for name in ("HOME", "TMPDIR")}
    bare = {name: value for name, value in os.environ.items() if name not in telling}
    environment = {**bare, **home, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", READ], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("1\n", 0), done.stderr
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_the_runtime_is_loaded_in_one_place_alone():
    """That place tells it first."""
    loading = []
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            loading += [file.name for name in names if name.partition(".")[0] == "onnxruntime"]
    assert loading == ["encoder.py"]
