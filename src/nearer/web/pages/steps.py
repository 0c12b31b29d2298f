"""One's own steps, ticked privately."""

from starlette.responses import Response

from nearer.app.steps_kept import delete_step, keep_step, kept_steps, tick
from nearer.errors import InputError
from nearer.web.call import Call, Route
from nearer.web.days import say_day, today

__all__ = ["ROUTES"]


def steps(call: Call) -> Response:
    """All steps."""
    return _steps(call)


def _steps(call: Call, *, text: str = "", trouble: str | None = None) -> Response:
    kept = [
        {"id": one.id, "text": one.value.text, "done": say_day(one.value.done) if one.value.done else ""}
        for one in kept_steps(call.space)
    ]
    return call.page("steps", kept=kept, text=text, trouble=trouble, status=400 if trouble else 200)


def keep(call: Call) -> Response:
    """Keep a step: one of an answer, or one's own."""
    try:
        keep_step(call.space, call.form.line("step"))
    except InputError as trouble:
        return _steps(call, text=call.form.line("step"), trouble=str(trouble))
    return call.go("/steps")


def done(call: Call) -> Response:
    """Tick a step, or take the tick away."""
    tick(call.space, call.parts["id"], today())
    return call.go("/steps")


def delete(call: Call) -> Response:
    """Put a step away."""
    delete_step(call.space, call.parts["id"])
    return call.go("/steps")


ROUTES = (
    Route(path="/steps", access="signed-in", get=steps, post=keep),
    Route(path="/steps/{id}/done", access="signed-in", post=done),
    Route(path="/steps/{id}/delete", access="signed-in", post=delete),
)
