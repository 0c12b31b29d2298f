"""The map of the house names every room, and every room is on the map."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_package_is_on_the_map_once():
    rooms = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/architecture.md").read_text("utf-8"), re.MULTILINE)
    there = {path.parent.name for path in (ROOT / "src/nearer").glob("*/__init__.py")} | {"errors"}
    assert sorted(rooms) == sorted(set(rooms))
    assert set(rooms) == there


def test_continuous_checks_run_the_command_of_the_readme():
    commands = re.findall(r"```sh\n(.+?)\n```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert commands[1] in (ROOT / ".ci/run").read_text("utf-8")


def test_no_module_has_grown_too_long():
    long = {str(p): n for p in (ROOT / "src").rglob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}
