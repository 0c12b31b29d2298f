"""``nearer serve`` as a process of its own, with a data folder, a log and a place for temporary files to look into."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 30


class Nursery:
    """Where servers come from: the program is loaded once for all of them."""

    def __init__(self):
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.quick"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": paths},
            text=True,
        )
        self._made = []

    def serve(self, home, *more, store=None, cold=True, plain=False):
        """A server over ``home/data``, or over a store with an address.

        A cold one loads no models unasked; a plain one has no rights of root.
        """
        (home / "temporary").mkdir(parents=True, exist_ok=True)
        place = ["--data", str(home / "data")] if store is None else ["--store", store]
        arguments = ["serve", "--port", "0", *place, *more]
        asked = {"home": str(home), "arguments": arguments, "cold": cold, "plain": plain}
        said = len((home / "log").read_text("utf-8")) if (home / "log").exists() else 0
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        made = Served(home, int(self._process.stdout.readline()), said)
        self._made.append(made)
        return made

    def close(self):
        for one in self._made:
            one.stop()
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(PATIENCE)


class Served:
    """A server that answers."""

    def __init__(self, home, pid, said):
        self.home, self.data, self.log, self.pid = home, home / "data", home / "log", pid
        self._said = said
        self.address = self._ready()

    def _ready(self):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            text = self.log.read_text("utf-8")[self._said :] if self.log.exists() else ""
            if found := re.search(r"https?://[^\s/]+(?=/ \(stop)", text):
                return found[0]
            if not self.is_up():
                break
            time.sleep(0.02)
        raise AssertionError(f"It did not start: {self.log.read_text('utf-8')}")

    def is_up(self):
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self):
        """As when the power fails, for this one process."""
        self._end(signal.SIGKILL)

    def stop(self):
        self._end(signal.SIGTERM)

    def _end(self, how):
        end = time.monotonic() + PATIENCE
        try:
            os.kill(self.pid, how)
            while self.is_up() and time.monotonic() < end:
                time.sleep(0.005)
        except ProcessLookupError:
            pass

    def open_anew(self):
        """Let go of every file of the store, so that the next request opens them as they are then."""
        end = time.monotonic() + PATIENCE
        os.kill(self.pid, signal.SIGUSR1)
        while self._holds_a_file() and time.monotonic() < end:
            time.sleep(0.005)
        assert not self._holds_a_file()

    def _holds_a_file(self):
        held = []
        for link in Path(f"/proc/{self.pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                held.append(link.readlink())
        return any(self.data in place.parents for place in held)

    def everything_written(self):
        """All bytes in the data folder, the log and the temporary folder, file by file."""
        return {file: file.read_bytes() for file in self.home.rglob("*") if file.is_file()}


def runs_of(text, length=8):
    """All runs of so many bytes in a text, as it would stand in a file in either of two usual ways."""
    found = set()
    for code in ("utf-8", "utf-16-le"):
        data = text.encode(code)
        found |= {data[place : place + length] for place in range(len(data) - length + 1)}
    return found
