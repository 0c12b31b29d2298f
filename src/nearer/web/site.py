"""The app: every route behind the same door, which knows who may enter and what a form must bring."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.routing import Route as Path_
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from nearer.app.spaces import Spaces
from nearer.app.table.room import Rooms
from nearer.web.call import House
from nearer.web.door import Door
from nearer.web.pages import ROUTES
from nearer.web.pages.trouble import not_here
from nearer.web.security import Guard
from nearer.web.sessions import Sessions, Tries
from nearer.web.settings import Settings
from nearer.web.work import Worker

__all__ = ["create_app"]

SWEEP_SECONDS = 15
WARM_AFTER_SECONDS = 0.7
log = logging.getLogger("nearer.web")


def create_app(
    settings: Settings,
    *,
    spaces: Spaces | None = None,
    warm: Callable[[], None] | None = None,
    tries: Tries | None = None,
) -> ASGIApp:
    """The web app for one folder of spaces.

    Args:
        settings: how it runs.
        spaces: the spaces, where they are open already; else they are opened from the settings' folder.
        warm: what to load beside the first requests, so that the first answer need not wait for it.
        tries: how many tries at a passphrase are allowed, where not the usual number.

    Raises:
        InputError: the folder cannot be used.
    """
    spaces = spaces or Spaces(settings.data)
    house = House(
        settings=settings,
        spaces=spaces,
        rooms=Rooms(spaces.store),
        sessions=Sessions(settings.idle_seconds),
        tries=tries or Tries(),
        work=Worker(),
    )
    door = Door(house)
    routes = [Path_(route.path, door.endpoint(route), methods=_methods(route.post)) for route in ROUTES]
    static = StaticFiles(directory=Path(str(files("nearer.web").joinpath("static"))))
    app = Starlette(
        routes=[*routes, Mount("/static", static)],
        exception_handlers={HTTPException: _lost(door)},
        lifespan=_lifespan(house, warm),
    )
    app.router.redirect_slashes = False
    app.state.house = house
    return Guard(app, settings.hosts)


def _methods(post: object) -> list[str]:
    return ["GET", "POST"] if post is not None else ["GET"]


def _lost(door: Door) -> Callable[[Request, Exception], Response]:
    """Every way of not finding a page gives the same page, which tells nothing."""

    def handler(request: Request, _trouble: Exception) -> Response:
        return not_here(door.stranger(request))

    return handler


def _lifespan(
    house: House, warm: Callable[[], None] | None
) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(_sweep(house))
        if warm is not None:
            house.work.submit(_later, warm)
        try:
            yield
        finally:
            sweeping.cancel()
            house.sessions.end_all()
            house.work.close()
            house.spaces.close()

    return running


def _later(warm: Callable[[], None]) -> None:
    """Load the models once the first page had its chance: loading holds up everything else."""
    time.sleep(WARM_AFTER_SECONDS)
    warm()


async def _sweep(house: House) -> None:
    """Lock idle spaces, also where nobody asks for anything."""
    while True:
        await asyncio.sleep(min(SWEEP_SECONDS, house.sessions.idle_seconds))
        house.sessions.sweep()
