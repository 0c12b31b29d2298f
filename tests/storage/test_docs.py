"""The page on storage does not rot: its example runs."""

import re
from pathlib import Path

from tests.storage.conftest import CHEAP

from nearer.storage import open_store

PAGE = (Path(__file__).resolve().parents[2] / "docs/storage.md").read_text("utf-8")


def test_the_example_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(open_store.__kwdefaults__, "cost", CHEAP)
    *lines, shown, lock = re.search(r"```python\n(.+?)```", PAGE, re.DOTALL).group(1).strip().split("\n")
    names = {"__name__": "example"}
    exec("\n".join(lines), names)
    assert eval(shown, names) == ["and the biscuits"]
    exec(lock, names)
    assert (tmp_path / "data" / "notes.db").is_file()
    names["store"].close()
