"""Servers for tests: the command ``nearer`` as it is, but keys cost little and tries at a passphrase are not counted.

``python -m tests.e2e.quick`` loads everything once. For each line on its input, a JSON object ``{"home": "PLACE",
"arguments": ["serve", ...]}``, it runs the command in a process of its own and says its id; so a server that was killed
is soon back. There is no setting for this in Nearer itself: nobody should be able to switch it on.
"""

import ctypes
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import nearer.web.serve
from nearer.__main__ import main
from nearer.app.spaces import Spaces
from nearer.storage import KeyCost
from nearer.web.sessions import Tries

QUICK = KeyCost(1, 8192)


def remember_stores() -> None:
    """Open every store with cheap keys; a signal makes it let go of its files, which the next request opens again."""
    opened, usual = [], Spaces.__init__

    def open_(self: Spaces, data: Path | str, **_: object) -> None:
        usual(self, data, cost=QUICK)
        opened.append(self.store.ground.database.engine)

    Spaces.__init__ = open_
    signal.signal(signal.SIGUSR1, lambda *_: [engine.dispose() for engine in opened])


def begin(asked: dict) -> None:
    """Become a server whose words and temporary files all stay at home."""
    home = Path(asked["home"])
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(home / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = str(home / "temporary")
    remember_stores()
    Tries.may = lambda _: True
    if asked["plain"]:  # root writes anywhere, but for this right
        ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())
    if asked["cold"]:
        nearer.web.serve.serve.__kwdefaults__["beside"] = lambda: None
    sys.argv = ["nearer", *asked["arguments"]]
    main()


def wait() -> None:
    """Begin a server for each line, until there are no more lines."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            begin(json.loads(line))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    wait()
