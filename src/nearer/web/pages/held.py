"""What safety says to words meant for the table, for the writer alone; and what follows from being afraid."""

from starlette.responses import Response

from nearer.app.preferences import preferences
from nearer.app.table.own import Held, me, rest_if
from nearer.web.call import Call, Page

__all__ = ["held", "region_of", "rest_after", "unless_resting"]


def held(call: Call, said: Held) -> Response:
    """The answer, in the writer's own space. Whoever sits at a table gets up from it; the other is told nothing."""
    rest_after(call, afraid=True)
    return call.page("table-held", said=said)


def rest_after(call: Call, *, afraid: bool) -> bool:
    """Let the table rest for somebody who is afraid, and get up from it; whether it rests for them from now on.

    On a device that is handed round nobody knows who answered, so the table closes and no mark is made.
    """
    if call.session is None:
        return False
    if not call.session.covered:
        rest_if(call.space, afraid=afraid)
    if afraid and call.session.table is not None:
        call.session.table.lock()
        call.session.table = None
    return afraid and not call.session.covered


def region_of(call: Call) -> str | None:
    """Whose support lines this person wants."""
    return preferences(call.space, region=call.house.settings.region).region


def unless_resting(page: Page) -> Page:
    """The page; or the page of the table, which then says that it rests, for somebody for whom it does."""

    def shown(call: Call) -> Response:
        return call.go("/table") if me(call.space).rests else page(call)

    return shown
