"""The weekly check-in and one's own lines."""

from starlette.responses import Response

from nearer.app.check_in import keep_check_in, look_back, week_of
from nearer.app.preferences import preferences
from nearer.errors import InputError
from nearer.web.call import Call, Route
from nearer.web.days import today
from nearer.web.pages.held import rest_after
from nearer.web.show import drawing

__all__ = ["ROUTES"]


def form(call: Call) -> Response:
    """This week's questions."""
    return _form(call, {})


def _form(call: Call, given: dict[str, str], *, trouble: str | None = None) -> Response:
    week = week_of(call.space, today())
    kept = {} if week.kept is None else {name: str(value) for name, value in week.kept.answers.items()}
    noticed = call.form.text("step_words") or (week.kept.words if week.kept else "")
    return call.page(
        "check-in", week=week, given={**kept, **given}, noticed=noticed, trouble=trouble, status=400 if trouble else 200
    )


def keep(call: Call) -> Response:
    """Keep the answers; where somebody was afraid, safety's answer, shown once and kept nowhere."""
    given = {name: value for name, value in call.form.fields.items() if name not in {"form_key", "step_words"}}
    region = preferences(call.space, region=call.house.settings.region).region
    try:
        said = keep_check_in(call.space, given, words=call.form.text("step_words"), today=today(), region=region)
    except InputError as trouble:
        return _form(call, {name: value for name, value in given.items() if name != "afraid"}, trouble=str(trouble))
    rests = rest_after(call, afraid=said is not None)
    if said is not None:
        return call.page("private-said", wording="private", said=said.text, rests=rests)
    return call.go("/check-in/weeks")


def weeks(call: Call) -> Response:
    """One's own lines."""
    seen = look_back(call.space)
    lines = [(one.name, drawing(one.svg), one.says) for one in seen.lines]
    return call.page("trend", seen=seen, lines=lines, month_drawing=drawing(seen.month_drawing))


ROUTES = (
    Route(path="/check-in", access="signed-in", get=form, post=keep),
    Route(path="/check-in/weeks", access="signed-in", get=weeks),
)
