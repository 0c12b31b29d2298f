"""What every answer carries and every request must pass, whatever page it is for."""

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nearer.web.wording import words

__all__ = ["CONTENT_POLICY", "Guard"]

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""The browser itself is told to ask nobody else for anything, and to run nothing that stands in a page."""

_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    # Not "no-referrer": with that, browsers send "Origin: null" with the app's own forms, and the check of where a form
    # comes from would be blind. Nothing is told to anybody outside either way.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), "
        "usb=(), browsing-topics=()"
    ),
    "X-Robots-Tag": "noindex, nofollow",
}


class Guard:
    """Refuses requests under a foreign name, and puts the headers on every answer.

    A page elsewhere can make its own name point to this machine (DNS rebinding) and would then share this app's
    origin; so only the names that the server was started for are answered.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        """Guard ``app``; ``hosts`` are the names, without port, that it answers to."""
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _put_headers(MutableHeaders(scope=message), str(scope["path"]))
            await send(message)

        if self._known(Headers(scope=scope).getlist("host")):
            await self._app(scope, receive, with_headers)
        else:
            refusal = PlainTextResponse(words("trouble")["host"], status_code=421)
            await refusal(scope, receive, with_headers)

    def _known(self, given: Sequence[str]) -> bool:
        """Whether there is one host header, with a name that this server answers to."""
        if len(given) != 1:
            return False
        name = given[0].lower()
        bare = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
        return bare in self._hosts


def _put_headers(headers: MutableHeaders, path: str) -> None:
    for name, value in _HEADERS.items():
        headers[name] = value
    headers["Cache-Control"] = "public, max-age=3600" if path.startswith("/static/") else "no-store"
