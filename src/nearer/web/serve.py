"""The server: an address bound, the app behind it, one line when it is ready."""

import contextlib
import errno
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import uvicorn
from starlette.types import ASGIApp

from nearer.app.preferences import known_regions
from nearer.app.spaces import Spaces
from nearer.app.warm import warm
from nearer.errors import InputError, StoreError
from nearer.web.lan import Certificate, certificate_for, lan_address, qr_lines
from nearer.web.settings import Settings
from nearer.web.site import create_app
from nearer.web.wording import words

__all__ = ["Asked", "serve", "serve_demo"]

_FOLDER = "The folder given with --data cannot be {trouble}; please name one that is yours."
_FOLDER_OF_CERTIFICATE = (
    "The usual data folder, which keeps the certificate for --lan, cannot be {trouble}; "
    "please give a certificate of your own with --certificate and --key."
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for on the command line. ``certificate`` and ``key`` are files, and come together.

    ``store`` is the address of a store in place of the folder; then ``data`` holds no more than a certificate.
    """

    port: int
    data: Path
    store: str | None = None
    lan: bool = False
    certificate: Path | None = None
    key: Path | None = None
    idle_minutes: float = 15
    region: str | None = None
    shown_spaces: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        """Without the store's address, which may hold a password."""
        return f"Asked(port={self.port})"


class _Server(uvicorn.Server):
    """Says where it is once it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


def serve_demo(asked: Asked) -> None:
    """Serve two invented people out of a folder that is removed at the end.

    Raises:
        InputError: as `serve`.
    """
    from nearer.app.demo import QUICK, fill_chats, fill_spaces, shown_spaces

    _check(asked)
    sys.stderr.write(words("serve")["filling"] + "\n")
    with TemporaryDirectory(prefix="notes-") as folder:
        spaces, today = Spaces(Path(folder), cost=QUICK), datetime.now().astimezone().date()
        made = fill_spaces(spaces, today)
        asked = msgspec.structs.replace(asked, data=Path(folder), shown_spaces=shown_spaces())
        serve(asked, spaces=spaces, beside=lambda: fill_chats(made, today))


def serve(asked: Asked, *, spaces: Spaces | None = None, beside: Callable[[], None] = warm) -> None:
    """Serve until stopped; ``beside`` is done next to the first requests.

    Raises:
        InputError: the port is taken, the folder or the named store cannot be used, the certificate cannot be read, ...
    """
    _check(asked)
    lan = lan_address() if asked.lan else None
    certificate = _certificate(asked, lan)
    host = "0.0.0.0" if asked.lan else "127.0.0.1"  # noqa: S104  (asked for with --lan)
    with contextlib.closing(_bind(host, asked.port)) as bound:
        settings = Settings(
            data=asked.data,
            hosts=("127.0.0.1", "localhost", "::1", *(_names(lan) if lan else ())),
            secure=certificate is not None,
            idle_seconds=round(asked.idle_minutes * 60),
            region=asked.region,
            shown_spaces=asked.shown_spaces,
        )
        config = _config(create_app(settings, spaces=spaces or _named(asked), warm=beside), certificate)
        address = f"{'https' if certificate else 'http'}://{lan or '127.0.0.1'}:{bound.getsockname()[1]}/"
        gc.freeze()  # what is loaded now stays; the collector need not look at it again
        signal.signal(signal.SIGTERM, _stop)  # the server hands the signal on when it has stopped
        with contextlib.suppress(KeyboardInterrupt):
            _Server(config, lambda: _say(address, certificate, lan)).run(sockets=[bound])


def _named(asked: Asked) -> Spaces | None:
    """The spaces in the store whose address was given; None where it is a folder's, which the app opens itself."""
    try:
        return Spaces(asked.store) if asked.store is not None else None
    except StoreError as trouble:
        raise InputError(str(trouble)) from None  # what was asked for cannot be had, as with a taken port


def _config(app: ASGIApp, certificate: Certificate | None) -> uvicorn.Config:
    """How the server runs: no log of who asked for what, and no name of itself."""
    return uvicorn.Config(
        app,
        http="h11",
        loop="asyncio",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=3,
        ssl_certfile=certificate.file if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )


def _stop(_signal: int, _frame: object) -> None:
    sys.exit(0)


def _check(asked: Asked) -> None:
    if not 0 <= asked.port <= 65535:
        raise InputError("A port is a number from 0 to 65535.")
    if (asked.certificate is None) != (asked.key is None):
        raise InputError("A certificate comes with its key: please give both --certificate and --key, or neither.")
    if asked.region is not None and asked.region not in known_regions():
        raise InputError(f"There are no support lines for that region yet; known are {', '.join(known_regions())}.")
    if not 0.05 <= asked.idle_minutes <= 24 * 60:
        raise InputError("The minutes until a space locks can be from 0.05 to 1440.")
    if asked.store is None:
        _check_folder(asked.data, _FOLDER)
    elif asked.lan and asked.certificate is None:
        _check_folder(asked.data, _FOLDER_OF_CERTIFICATE)


def _check_folder(folder: Path, sentence: str) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise InputError(sentence.format(trouble="made")) from None
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(sentence.format(trouble="written to"))


def _names(lan: str) -> tuple[str, ...]:
    """The names under which other devices in the network know this machine."""
    own = socket.gethostname().lower().partition(".")[0]
    return lan, own, f"{own}.local"


def _bind(host: str, port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as trouble:
        bound.close()
        if trouble.errno == errno.EADDRINUSE:
            raise InputError(f"Port {port} is taken by another program; please choose another with --port.") from None
        raise InputError(f"Port {port} cannot be used here; please choose one above 1023 with --port.") from None
    return bound


def _certificate(asked: Asked, lan: str | None) -> Certificate | None:
    if asked.certificate is not None and asked.key is not None:
        if not asked.certificate.is_file() or not asked.key.is_file():
            raise InputError("The certificate or its key is not there; please check both paths.")
        return Certificate(str(asked.certificate), str(asked.key), "", own=False)
    return certificate_for(asked.data, lan) if lan else None


def _say(address: str, certificate: Certificate | None, lan: str | None) -> None:
    said = words("serve")
    lines = [said["ready"].format(address=address)]
    if lan:
        lines += ["", *qr_lines(address), *said["lan"]]
        if certificate is not None and certificate.own:
            lines += [line.format(fingerprint=certificate.fingerprint) for line in said["own_certificate"]]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
