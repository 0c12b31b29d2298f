"""Chats: uploaded, read beside the other pages, the report kept and the chat dropped."""

import secrets
import time
from concurrent.futures import Future
from typing import Any

import msgspec
from starlette.responses import Response

from nearer.app.preferences import preferences
from nearer.app.talks_read import (
    ReadTalk,
    as_html,
    chat_in,
    delete_talk,
    keep_talk,
    kept_talks,
    read_talk,
    talk,
)
from nearer.errors import InputError, NearerError
from nearer.web.call import Call, Route
from nearer.web.days import say_day, today
from nearer.web.forms import MOST_UPLOAD
from nearer.web.pages.trouble import not_here, told
from nearer.web.show import drawing
from nearer.web.wording import words

__all__ = ["ROUTES"]

WAITS_SECONDS = 15 * 60
"""How long an uploaded chat waits in memory for the next click; it is wiped at once when the space locks."""


class _Waiting(msgspec.Struct):
    """A chat in memory between two pages, then the reading of it."""

    name: str
    content: bytes
    people: tuple[str, str]
    since: float
    reading: "Future[ReadTalk] | None" = None


def talks(call: Call) -> Response:
    """All kept reports."""
    kept = [
        {
            "path": f"/talks/{one.id}",
            "title": one.value.name,
            "day": say_day(one.created),
        }
        for one in kept_talks(call.space)
    ]
    return call.page("talks", kept=kept)


def new(call: Call) -> Response:
    """What will be done with a chat, and the upload."""
    return call.page("talk-new", wording="talks")


def upload(call: Call) -> Response:
    """Take a chat into memory and ask which of the two the person is."""
    try:
        name, content = _brought(call)
        people = chat_in(call.space, name, content, today()).people
    except InputError as trouble:
        return call.page("talk-new", wording="talks", status=400, trouble=str(trouble))
    _drop_old(call)
    mark = secrets.token_hex(8)
    _kept(call)[mark] = _Waiting(name, content, people, time.monotonic())
    return call.go(f"/talks/waiting/{mark}")


def _brought(call: Call) -> tuple[str, bytes]:
    """The name and bytes of the chat.

    Raises:
        InputError: there is none, or the box was not ticked.
    """
    if not call.form.has("consent"):
        raise InputError(str(words("talks")["consent_missing"]))
    name, content = call.form.files.get("chat", ("", b""))
    if not content:
        raise InputError(str(words("talks")["file_missing"]))
    return name, content


def _kept(call: Call) -> dict[str, Any]:
    """What waits in this session."""
    if call.session is None:
        raise LookupError("This page needs a session.")
    shelf: dict[str, Any] = call.session.kept.setdefault("talks", {})
    return shelf


def _drop_old(call: Call) -> None:
    """One chat waits at a time, and none for long."""
    _kept(call).clear()


def _waiting(call: Call) -> _Waiting | None:
    found = _kept(call).get(call.parts["mark"])
    if not isinstance(found, _Waiting) or time.monotonic() - found.since > WAITS_SECONDS:
        return None
    return found


def waiting(call: Call) -> Response:
    """Which of the two; or, once begun, that it is being read; or what came of it."""
    found = _waiting(call)
    if found is None:
        return not_here(call)
    if found.reading is None:
        return call.page("talk-who", wording="talks", people=found.people, mark=call.parts["mark"])
    if not found.reading.done():
        return call.page("talk-reading", wording="talks")
    _kept(call).pop(call.parts["mark"], None)
    return _finished(call, found.reading)


def _finished(call: Call, reading: "Future[ReadTalk]") -> Response:
    try:
        result = reading.result()
        kept = "" if result.held else keep_talk(call.space, result, today())
    except NearerError as trouble:
        return told(call, str(trouble))
    if result.held:
        return call.page("talk-held", wording="talks", report=drawing(as_html(result.report)))
    return call.go(f"/talks/{kept}")


def begin(call: Call) -> Response:
    """Begin to read, in a thread of its own."""
    found = _waiting(call)
    if found is None:
        return not_here(call)
    me = call.form.line("me")
    if found.reading is None:
        chosen = preferences(call.space, region=call.house.settings.region)
        found.reading = call.house.work.submit(
            read_talk, found.name, found.content, me=me if me in found.people else None, region=chosen.region
        )
        found.content = b""
    return call.go(f"/talks/waiting/{call.parts['mark']}")


def one(call: Call) -> Response:
    """A kept report."""
    found = talk(call.space, call.parts["id"])
    if found is None:
        return not_here(call)
    return call.page(
        "talk-report", report=drawing(as_html(found.value.report)), item=found.id, day=say_day(found.value.read_on)
    )


def delete(call: Call) -> Response:
    """Delete a report."""
    delete_talk(call.space, call.parts["id"])
    return call.go("/talks")


ROUTES = (
    Route(path="/talks", access="signed-in", get=talks),
    Route(path="/talks/new", access="signed-in", get=new, post=upload, most=MOST_UPLOAD, work="heavy"),
    Route(path="/talks/waiting/{mark}", access="signed-in", get=waiting, post=begin),
    Route(path="/talks/{id}", access="signed-in", get=one),
    Route(path="/talks/{id}/delete", access="signed-in", post=delete),
)
