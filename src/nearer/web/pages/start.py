"""Before a space is open: the first page, signing in, making a space, leaving; and what browsers fetch unasked."""

from importlib.resources import files
from typing import Any

from starlette.responses import JSONResponse, Response

from nearer.errors import NearerError
from nearer.web.call import Call, Route
from nearer.web.pages.trouble import next_path, not_now
from nearer.web.sessions import new_token
from nearer.web.wording import words

__all__ = ["ROUTES"]


def first(call: Call) -> Response:
    """What this is, and the two ways in."""
    return call.go("/home") if call.session else call.page("first")


def sign_in_form(call: Call) -> Response:
    """The door."""
    return call.page("sign-in", **_door(call))


def _door(call: Call) -> dict[str, Any]:
    return {
        "name": call.form.line("name"),
        "next": next_path(call.query.get("next", "") or call.form.line("next")),
        "shown_spaces": call.house.settings.shown_spaces,
    }


def sign_in(call: Call) -> Response:
    """Open a space with its name and passphrase; a new token whatever the old one was."""
    if not call.house.tries.may():
        return not_now(call)
    try:
        space = call.house.spaces.enter(call.form.line("name"), call.form.fields.get("passphrase", ""))
    except NearerError as trouble:
        return call.page("sign-in", status=403, **{**_door(call), "trouble": str(trouble)})
    call.house.sessions.end(call.token)
    call.token = call.house.sessions.begin(space)
    return call.go(next_path(call.form.line("next")))


def begin_form(call: Call) -> Response:
    """A space of one's own: name and passphrase."""
    return call.page("begin", name="", next=next_path(call.query.get("next", "")))


def begin(call: Call) -> Response:
    """Make a space, open it, and show its recovery kit this once."""
    name, passphrase = call.form.line("name"), call.form.fields.get("passphrase", "")
    onward = next_path(call.form.line("next"))
    if not call.house.tries.may():
        return not_now(call)
    if passphrase != call.form.fields.get("passphrase_again", ""):
        return call.page("begin", status=400, name=name, next=onward, trouble=words("begin")["not_the_same"])
    try:
        space, kit = call.house.spaces.make(name, passphrase)
    except NearerError as trouble:
        return call.page("begin", status=400, name=name, next=onward, trouble=str(trouble))
    call.house.sessions.end(call.token)
    call.token = call.house.sessions.begin(space)
    call.session = call.house.sessions.find(call.token)
    return call.page("kit", kit=kit, name=name, first=True, next=onward)


def recover_form(call: Call) -> Response:
    """In with the recovery kit, where the passphrase is forgotten."""
    return call.page("recover", name="")


def recover(call: Call) -> Response:
    """Open a space with its recovery code and give it a new passphrase."""
    if not call.house.tries.may():
        return not_now(call)
    name, passphrase = call.form.line("name"), call.form.fields.get("passphrase", "")
    if passphrase != call.form.fields.get("passphrase_again", ""):
        return call.page("recover", status=400, name=name, trouble=words("begin")["not_the_same"])
    try:
        space, kit = call.house.spaces.recover(call.form.text("code"), name, passphrase)
    except NearerError as trouble:
        return call.page("recover", status=400, name=name, trouble=str(trouble))
    call.house.sessions.end(call.token)
    call.token = call.house.sessions.begin(space)
    call.session = call.house.sessions.find(call.token)
    return call.page("kit", kit=kit, name=name, first=False, next="/home")


def lock(call: Call) -> Response:
    """Lock the space: keys wiped, nothing left in memory."""
    _leave(call)
    return call.go("/sign-in")


def away(call: Call) -> Response:
    """Quick exit: the space locked, and a page about something else."""
    _leave(call)
    return call.page("away")


def _leave(call: Call) -> None:
    call.house.sessions.end(call.token)
    call.session, call.token = None, new_token()


def health(_call: Call) -> Response:
    """That the server is up; nothing else."""
    return JSONResponse({"status": "ok"})


def worker(_call: Call) -> Response:
    """The service worker, which has to come from the root to be allowed to serve all pages."""
    return Response(_static("sw.js"), media_type="text/javascript")


def manifest(_call: Call) -> Response:
    """What makes the app installable."""
    return Response(_static("app.webmanifest"), media_type="application/manifest+json")


def _static(name: str) -> bytes:
    return files("nearer.web").joinpath("static", name).read_bytes()


ROUTES = (
    Route(path="/", access="open", get=first),
    Route(path="/sign-in", access="open", get=sign_in_form, post=sign_in, work="heavy"),
    Route(path="/begin", access="open", get=begin_form, post=begin, work="heavy"),
    Route(path="/recover", access="open", get=recover_form, post=recover, work="heavy"),
    Route(path="/lock", access="open", post=lock),
    Route(path="/away", access="open", get=away),
    Route(path="/healthz", access="open", get=health),
    Route(path="/sw.js", access="open", get=worker),
    Route(path="/app.webmanifest", access="open", get=manifest),
)
