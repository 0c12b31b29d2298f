"""Drafts: looked at while they are typed, made better, kept until they are sent; nothing is sent from here."""

from typing import Any

from starlette.responses import HTMLResponse, Response

from nearer.app.drafts_kept import (
    delete_draft,
    draft,
    keep_both,
    keep_draft,
    kept_drafts,
    look,
    with_suggestion,
)
from nearer.errors import Conflict, InputError
from nearer.web.call import Call, Route
from nearer.web.days import say_day
from nearer.web.pages.trouble import not_here

__all__ = ["ROUTES"]

_SHOWN = 80


def drafts(call: Call) -> Response:
    """All kept drafts."""
    kept = [
        {"path": f"/drafts/{one.id}", "begins": " ".join(one.value.text.split())[:_SHOWN], "day": say_day(one.at)}
        for one in kept_drafts(call.space)
    ]
    return call.page("drafts", kept=kept)


def new(call: Call) -> Response:
    """An empty draft."""
    return _page(call, "")


def one(call: Call) -> Response:
    """A kept draft with its notes."""
    found = draft(call.space, call.parts["id"])
    if found is None:
        return not_here(call)
    return _page(
        call, found.value.text, item=found.id, version=found.version, looked=look(found.value.text, quick=False)
    )


def _page(call: Call, text: str, *, trouble: str | None = None, **more: Any) -> Response:  # noqa: ANN401
    shown = {"item": None, "version": 0, "looked": None, "more": False, "live": False, **more}
    shown["before"] = call.form.text("before")
    return call.page("draft", text=text, trouble=trouble, status=400 if trouble else 200, **shown)


def live(call: Call) -> Response:
    """The notes alone: while somebody types by the rules, which are quick; after a pause all that there is."""
    text = call.form.text("draft")
    if not text.strip():
        return HTMLResponse(call.text("notes-none", wording="draft"))
    paused = call.path.endswith("/pause")
    try:
        looked = look(text, quick=not paused, before=call.form.text("before"))
    except InputError as trouble:
        return HTMLResponse(call.text("trouble-line", wording="trouble", sentence=str(trouble)))
    return HTMLResponse(
        call.text("notes", wording="draft", looked=looked, live=True, more=not paused and bool(looked.notes.findings))
    )


def post(call: Call) -> Response:
    """What the pressed button asks for: look, a better way, one open question, take a suggestion, keep."""
    text, item = call.form.text("draft"), call.parts.get("id")
    wanted, before = call.form.line("do") or "look", call.form.text("before")
    given: dict[str, Any] = {"item": item, "version": _version(call)}
    if item is not None and draft(call.space, item) is None and wanted != "keep":
        given = {"item": None, "version": 0}
    try:
        if wanted == "keep":
            return _keep(call, text, item)
        if wanted.startswith("use "):
            text, wanted = with_suggestion(text, wanted.removeprefix("use "), before=before), "look"
        looked = look(text, quick=False, better=wanted == "better", curious=wanted == "curious", before=before)
    except InputError as trouble:
        return _page(call, text, trouble=str(trouble), **given)
    return _page(call, text, looked=looked, **given)


def _version(call: Call) -> int:
    given = call.form.line("version")
    return int(given) if given.isdecimal() and len(given) < 9 else 0


def _keep(call: Call, text: str, item: str | None) -> Response:
    try:
        kept = keep_draft(call.space, text, item=item, version=_version(call), before=call.form.text("before"))
    except Conflict:
        both = keep_both(call.space, text, item or "")
        if both is None:
            return call.go("/drafts")
        other, own = both
        return call.page(
            "draft-two", wording="draft", status=409, own=text, own_path=f"/drafts/{own}", other=other, item=item
        )
    return call.go(f"/drafts/{kept.id}")


def delete(call: Call) -> Response:
    """Delete a draft."""
    delete_draft(call.space, call.parts["id"])
    return call.go("/drafts")


ROUTES = (
    Route(path="/drafts", access="signed-in", get=drafts),
    Route(path="/drafts/new", access="signed-in", get=new, post=post, work="heavy"),
    Route(path="/drafts/live", access="signed-in", post=live, work="live"),
    Route(path="/drafts/pause", access="signed-in", post=live, work="heavy"),
    Route(path="/drafts/{id}", access="signed-in", get=one, post=post, work="heavy"),
    Route(path="/drafts/{id}/delete", access="signed-in", post=delete),
)
