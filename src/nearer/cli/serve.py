"""``nearer serve``: the web app on this machine, for one and for two."""

import os
from pathlib import Path

from nearer.errors import InputError

__all__ = ["default_folder", "run"]


def default_folder() -> Path:
    """Where spaces are kept when nobody says otherwise."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "nearer"


def run(
    *,
    port: int,
    data: Path | None,
    store: str | None,
    lan: bool,
    certificate: Path | None,
    key: Path | None,
    demo: bool,
    idle: float,
    region: str | None,
) -> None:
    """Serve until stopped; a demo's folder is removed at the end.

    Raises:
        InputError: the place to keep spaces is named twice, or as `nearer.web.serve.serve`.
    """
    if demo and store == os.environ.get("NEARER_STORE"):
        store = None  # set for the other times: a demo keeps nothing anyway
    if demo and store is not None:
        raise InputError("The demo has a folder of its own and keeps nothing: please leave out --store or --demo.")
    if data is not None and store is not None:
        raise InputError("Spaces are kept in one place: please give --data or --store (or NEARER_STORE), not both.")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: more threads only wait for each other
    from nearer.web.serve import Asked, serve, serve_demo

    folder = data or default_folder()
    asked = Asked(
        port=port, data=folder, store=store, lan=lan, certificate=certificate, key=key, idle_minutes=idle,
        region=region,
    )  # fmt: skip
    (serve_demo if demo else serve)(asked)
