"""What the two do at the open table. Nothing is typed on these pages; things laid ready alone are chosen."""

from typing import Any

from starlette.responses import Response

from nearer.app.table.choices import choices
from nearer.app.table.talking import watch
from nearer.app.table.together import (
    agreements,
    answer_agreement,
    choose_step,
    has_wished,
    lines_of,
    look_at_week,
    names_of,
    pattern,
    propose,
    rules,
    steps,
    terms_of,
    weekly_file,
    wish_to_look,
)
from nearer.web.call import Call, Route

__all__ = ["ROUTES", "at_table"]


def at_table(call: Call, template: str, **given: Any) -> Response:  # noqa: ANN401  (what a template may show)
    """A page of the open table, with who sits where."""
    place = call.place
    return call.page(template, place=place, names=names_of(place), state=watch(place) or "", **given)


def week(call: Call) -> Response:
    """The week, side by side, once both have chosen to look."""
    return at_table(call, "table-week", rows=look_at_week(call.place), wished=has_wished(call.place))


def look(call: Call) -> Response:
    """Choose to look."""
    wish_to_look(call.place)
    return call.go("/table/week")


def our_pattern(call: Call) -> Response:
    """Both namings, or none; and the one name, if they have one."""
    found = [one for one in agreements(call.place) if one.key == "name"]
    return at_table(call, "table-pattern", pair=pattern(call.place), one=found[0] if found else None)


def our_agreements(call: Call) -> Response:
    """What holds, what lies on the table, and what could be laid there."""
    return at_table(
        call,
        "table-agreements",
        agreed=[one for one in agreements(call.place) if one.key != "name"],
        rules=rules(call.place),
        minutes=choices("table.pause.minutes"),
        asks=choices("table.pause.ask"),
        backs=choices("table.pause.back"),
        days=choices("table.days"),
        places=choices("table.places"),
    )


def agree(call: Call) -> Response:
    """Lay something on the table, say yes to it, leave it, or put it away."""
    form = call.form
    if form.line("do") == "lay":
        propose(call.place, form.line("seat"), *terms_of(call.place, form.fields))
    else:
        answer_agreement(call.place, form.line("seat"), form.line("key"), form.line("do"), form.line("stamp"))
    return call.go("/table/pattern" if form.line("key") == "name" else "/table/agreements")


def our_steps(call: Call) -> Response:
    """The step of each, and what was noticed."""
    return at_table(
        call, "table-steps", rows=steps(call.place), ready=choices("table.steps"), own=lines_of(call.place, "step")
    )


def step(call: Call) -> Response:
    """Choose one's own step."""
    choose_step(call.place, call.form.line("seat"), call.form.line("step"))
    return call.go("/table/steps")


def weekly(call: Call) -> Response:
    """The weekly time as a calendar file; under a neutral title where asked."""
    content = weekly_file(call.place, neutral=call.query.get("title") == "neutral")
    if content is None:
        return call.go("/table/agreements")
    shown = {"Content-Disposition": 'attachment; filename="time.ics"'}
    return Response(content, media_type="text/calendar", headers=shown)


ROUTES = (
    Route(path="/table/week", access="table", get=week, post=look),
    Route(path="/table/pattern", access="table", get=our_pattern),
    Route(path="/table/agreements", access="table", get=our_agreements, post=agree),
    Route(path="/table/steps", access="table", get=our_steps, post=step),
    Route(path="/table/time", access="table", get=weekly),
)
