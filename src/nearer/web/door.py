"""The one way in: who is here, may they, does the form come from our own page; then the page, away from the loop."""

import logging
from collections.abc import Awaitable, Callable

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from nearer.errors import NearerError
from nearer.web.call import Call, House, Page, Route, Work
from nearer.web.forms import MOST_FORM, TooMuch, Unreadable, read_form
from nearer.web.pages import trouble
from nearer.web.sessions import Session, new_token

__all__ = ["Door"]

AT_ONCE: dict[Work, int] = {"light": 16, "live": 1, "heavy": 2}
log = logging.getLogger("nearer.web")


class Door:
    """Turns routes into endpoints. No page runs that its access does not allow; no error shows more than a sentence."""

    def __init__(self, house: House) -> None:
        """Open on to one house."""
        self.house = house
        self._cookie = "__Host-nearer" if house.settings.secure else "nearer"
        self._limits: dict[Work, anyio.CapacityLimiter] = {}

    def endpoint(self, route: Route) -> Callable[[Request], Awaitable[Response]]:
        """The function that answers requests for a route."""

        async def answer(request: Request) -> Response:
            call = self.stranger(request)
            call.session = self.house.sessions.find(call.token)
            try:
                response = await self._answered(route, request, call)
            except Exception as fault:
                log.error("A page failed: %s", type(fault).__name__)  # noqa: TRY400  (a traceback could carry words)
                response = trouble.fault(call)
            self._keep_cookie(request, call, response)
            return response

        return answer

    def stranger(self, request: Request) -> Call:
        """The request as one of somebody who is not signed in."""
        token = request.cookies.get(self._cookie, "")
        return Call(
            house=self.house,
            session=None,
            token=token if 0 < len(token) <= 64 else new_token(),
            path=request.url.path,
            parts={name: str(value) for name, value in request.path_params.items()},
            query=dict(request.query_params),
            live=request.headers.get("hx-request") == "true",
            address=f"{request.url.scheme}://{request.headers.get('host', '')}",
        )

    async def _answered(self, route: Route, request: Request, call: Call) -> Response:
        if request.method == "POST" and route.post is not None:
            return await self._posted(route, route.post, request, call)
        if not _may(route, call.session):
            return _refused(route, call)
        page = route.get
        return trouble.not_here(call) if page is None else await self._in_thread("light", page, call)

    async def _posted(self, route: Route, page: Page, request: Request, call: Call) -> Response:
        if not _from_here(request):
            return trouble.foreign(call)
        stranger = call.session is None and route.access != "open"
        try:
            call.form = await read_form(request, most=min(route.most, MOST_FORM) if stranger else route.most)
        except TooMuch:
            return trouble.too_much(call)
        except Unreadable:
            return trouble.unreadable(call)
        if stranger:
            return trouble.locked(call)
        if not self.house.sessions.is_form_key(call.token, call.form.fields.get("form_key", "")):
            return trouble.foreign(call)
        if not _may(route, call.session):
            return _refused(route, call)
        return await self._in_thread(route.work, page, call)

    async def _in_thread(self, work: Work, page: Page, call: Call) -> Response:
        """The page, made in a thread, so that other requests need not wait for it."""
        if not self._limits:  # made here, as they belong to the running loop
            self._limits = {one: anyio.CapacityLimiter(count) for one, count in AT_ONCE.items()}
        return await anyio.to_thread.run_sync(_made, page, call, limiter=self._limits[work])

    def _keep_cookie(self, request: Request, call: Call, response: Response) -> None:
        """Give the visitor's token to the browser where it is new."""
        if request.cookies.get(self._cookie) != call.token:
            response.set_cookie(
                self._cookie, call.token, httponly=True, samesite="strict", secure=self.house.settings.secure, path="/"
            )


def _made(page: Page, call: Call) -> Response:
    try:
        return page(call)
    except NearerError as known:
        return trouble.known(call, known)


def _may(route: Route, session: Session | None) -> bool:
    match route.access:
        case "open":
            return True
        case "signed-in":
            return session is not None and (route.shared or not session.covered)
        case "table":
            return session is not None and session.table is not None and bool(session.table.is_open)


def _refused(route: Route, call: Call) -> Response:
    """To the door; or to where one sits down, for a page of a table that is not open, or of a space that is covered."""
    return call.go("/table") if route.access != "open" and call.session is not None else trouble.locked(call)


def _from_here(request: Request) -> bool:
    """Whether a form was sent by a page of this app, as far as the browser tells (all of today's do)."""
    origin = request.headers.get("origin")
    if origin is not None:
        return origin == f"{request.url.scheme}://{request.headers.get('host', '')}"
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
