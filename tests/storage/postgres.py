"""A PostgreSQL of its own for the tests: on a socket in a temporary folder, never on the network."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder with Debian's ``initdb`` and ``postgres``; None where they are not installed."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: folder.parent.name, reverse=True)
    on_path = [Path(found).parent for found in [shutil.which("initdb")] if found]
    return next((folder for folder in [*known, *on_path] if (folder / "initdb").exists()), None)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of a running server; it refuses to run as root, so then it runs as another user."""
    user = ("postgres" if _is_user("postgres") else "nobody") if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as short:  # a socket's path has at most 107 letters
        place = Path(short)
        if user:
            shutil.chown(place, user)
        data = {"user": user, "cwd": short, "check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        how = ["--no-sync", "-A", "trust", "-U", "nearer", "-E", "UTF8", "--locale=C"]
        subprocess.run([folder / "initdb", "-D", place / "data", *how], **data)
        options = "-c listen_addresses= -c fsync=off -c shared_buffers=16MB -c max_connections=30 -c autovacuum=off"
        control = [folder / "pg_ctl", "-D", place / "data", "-w", "-l", place / "log"]
        subprocess.run([*control, "-o", f"{options} -k {place}", "start"], **data)
        try:
            yield f"postgresql+psycopg://nearer@/postgres?host={place}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **data)


def _is_user(name: str) -> bool:
    return any(line.startswith(f"{name}:") for line in Path("/etc/passwd").read_text("utf-8").splitlines())
