"""The table from one's own space: sitting down on one device or two, getting up, letting it rest, folding it."""

from starlette.responses import Response

from nearer.app.table.hub import Hub, fold, hub, say_yes
from nearer.app.table.own import let_rest
from nearer.app.table.room import Place
from nearer.app.table.talking import watch
from nearer.app.table.together import talked
from nearer.errors import InputError, NearerError
from nearer.web.call import Call, Route
from nearer.web.pages.held import unless_resting
from nearer.web.pages.trouble import not_now
from nearer.web.sessions import new_token
from nearer.web.wording import words

__all__ = ["ROUTES"]


def table(call: Call) -> Response:
    """Everything about the table that this person may do now."""
    place = _place(call)
    if place is not None and place.is_open:
        with place.at_table() as (room, _):
            names = room.names
        return call.page(
            "table-open", wording="table", names=names, place=place, talked=talked(place), state=_state(place)
        )
    if call.session is not None and call.session.covered:
        return _to_the_door(call)
    return _alone(call, place)


def _to_the_door(call: Call) -> Response:
    """After a table on a shared device its owner opens the space again: nobody knows who holds the device now."""
    call.house.sessions.end(call.token)
    call.session, call.token = None, new_token()
    return call.go("/sign-in")


def _alone(call: Call, place: Place | None, *, trouble: str | None = None, status: int = 200) -> Response:
    seen: Hub = hub(call.house.rooms.store, call.space, call.house.rooms.clock())
    seated = place is not None and place.view == "seated"
    state = _state(place) if place is not None and seated else ""
    return call.page("table", status=status, hub=seen, seated=seated, state=state, trouble=trouble)


def _place(call: Call) -> Place | None:
    place: Place | None = call.session.table if call.session else None
    return place


def _state(place: Place) -> str:
    return watch(place) or ""


def sit(call: Call) -> Response:
    """Take one's seat; the table opens when the other does the same on another device."""
    _rise(call)
    try:
        place = call.house.rooms.sit(call.space)
    except NearerError:
        return _alone(call, None, trouble=words("table")["shut"], status=409)
    if call.session is not None:
        call.session.table = place
    return call.go("/table")


def up(call: Call) -> Response:
    """Get up: the table closes for both. A device that was shared locks its own space as well."""
    _rise(call)
    return call.go("/table") if call.session is None or not call.session.covered else _to_the_door(call)


def _rise(call: Call) -> None:
    if call.session is not None and call.session.table is not None:
        call.session.table.lock()
        call.session.table = None


def together_form(call: Call) -> Response:
    """The second person's passphrase, on a device that the two share."""
    return call.page("table-together", name="")


def together(call: Call) -> Response:
    """Open the table with the second person's space, which is opened for the table alone."""
    if not call.house.tries.may():
        return not_now(call)
    name = call.form.line("name")
    try:
        brought = call.house.spaces.enter(name, call.form.fields.get("passphrase", ""))
    except NearerError:
        return call.page("table-together", status=403, name=name, trouble=words("table")["shut"])
    _rise(call)
    try:
        place = call.house.rooms.sit_both(call.space, brought)
    except InputError:
        brought.lock()
        return call.page("table-together", status=403, name=name, trouble=words("table")["shut"])
    if call.session is not None:
        call.session.table, call.session.covered = place, True
    return call.go("/table")


def rest(call: Call) -> Response:
    """Let the table rest for this person, or set it again. The other is not told."""
    resting = call.form.line("rest") == "yes"
    let_rest(call.space, rest=resting)
    if resting:
        _rise(call)
    return call.go("/table")


def yes(call: Call) -> Response:
    """Another thirty days."""
    say_yes(call.house.rooms.store, call.space)
    return call.go("/table")


def fold_form(call: Call) -> Response:
    """What folding means, before it is done."""
    return call.page("table-fold")


def fold_it(call: Call) -> Response:
    """Fold the table, alone and at once."""
    fold(call.house.rooms.store, call.space)
    _rise(call)
    return call.go("/table")


ROUTES = (
    Route(path="/table", access="signed-in", get=table, shared=True),
    Route(path="/table/sit", access="signed-in", post=sit),
    Route(path="/table/up", access="signed-in", post=up, shared=True),
    Route(path="/table/together", access="signed-in", get=unless_resting(together_form), post=unless_resting(together)),
    Route(path="/table/rest", access="signed-in", post=rest),
    Route(path="/table/yes", access="signed-in", post=yes),
    Route(path="/table/fold", access="signed-in", get=fold_form, post=fold_it),
)
