"""``nearer serve``: the web app on this machine, for one and for two."""

import os
from pathlib import Path

__all__ = ["default_folder", "run"]


def default_folder() -> Path:
    """Where spaces are kept when nobody says otherwise."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "nearer"


def run(
    *,
    port: int,
    data: Path | None,
    lan: bool,
    certificate: Path | None,
    key: Path | None,
    demo: bool,
    idle: float,
    region: str | None,
) -> None:
    """Serve until stopped; a demo's folder is removed at the end."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: more threads only wait for each other
    from nearer.web.serve import Asked, serve, serve_demo

    folder = data or default_folder()
    asked = Asked(port=port, data=folder, lan=lan, certificate=certificate, key=key, idle_minutes=idle, region=region)
    (serve_demo if demo else serve)(asked)
