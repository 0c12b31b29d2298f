"""Letters: written or uploaded, answered, kept if the person wants."""

from typing import Any

from starlette.responses import Response

from nearer.app.letters import Answered, answer_letter, delete_letter, keep_letter, kept_letters, letter, shown
from nearer.app.letters import text_in_file as text_in
from nearer.app.preferences import preferences
from nearer.app.steps_kept import kept_steps
from nearer.errors import InputError, NotALetterError
from nearer.web.call import Call, Route
from nearer.web.days import say_day
from nearer.web.pages.trouble import not_here
from nearer.web.show import drawing

__all__ = ["ROUTES"]

_SHOWN = 80


def letters(call: Call) -> Response:
    """All kept letters."""
    kept = [
        {"path": f"/letters/{one.id}", "begins": _begins(one.value.text), "day": say_day(one.created)}
        for one in kept_letters(call.space)
    ]
    return call.page("letters", kept=kept)


def _begins(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rsplit(" ", 1)[0] + " …"


def new(call: Call) -> Response:
    """An empty sheet."""
    return _sheet(call, "")


def _sheet(call: Call, text: str, *, trouble: str | None = None) -> Response:
    return call.page("letter", text=text, trouble=trouble, status=400 if trouble else 200)


def post(call: Call) -> Response:
    """The answer to what was written; or the letter kept with its answer, where that was asked."""
    text, chosen = call.form.text("letter"), preferences(call.space, region=call.house.settings.region)
    try:
        if "file" in call.form.files and not text.strip():
            text = text_in(call.form.files["file"][1])
        if call.form.has("keep"):
            return call.go(f"/letters/{keep_letter(call.space, text, chosen)}")
        answered = answer_letter(text, chosen)
    except (InputError, NotALetterError) as trouble:
        return _sheet(call, text, trouble=str(trouble))
    return _answer(call, answered, {"letter": text, "kept": None, "day": ""})


def _answer(call: Call, answered: Answered, given: dict[str, Any]) -> Response:
    taken = set() if answered.held else {one.value.text for one in kept_steps(call.space)}
    steps = [(step, step in taken) for step in answered.steps]
    if answered.held:
        given = {"letter": "", "kept": None, "day": ""}
    return call.page(
        "answer", answer=drawing(answered.html), held=answered.held, soft=answered.soft, steps=steps, **given
    )


def one(call: Call) -> Response:
    """A kept letter and its answer."""
    found = letter(call.space, call.parts["id"])
    if found is None:
        return not_here(call)
    given = {"letter": found.value.text, "kept": found.id, "day": say_day(found.created)}
    return _answer(call, shown(found.value), given)


def delete(call: Call) -> Response:
    """Delete a letter."""
    delete_letter(call.space, call.parts["id"])
    return call.go("/letters")


ROUTES = (
    Route(path="/letters", access="signed-in", get=letters),
    Route(path="/letters/new", access="signed-in", get=new, post=post, work="heavy"),
    Route(path="/letters/{id}", access="signed-in", get=one),
    Route(path="/letters/{id}/delete", access="signed-in", post=delete),
)
