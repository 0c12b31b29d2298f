"""Safety's own answer to words meant for the table: for the writer alone."""

from starlette.responses import Response

from nearer.app.table.own import Held
from nearer.web.call import Call

__all__ = ["held"]


def held(call: Call, said: Held) -> Response:
    """The answer, in the writer's own space. Whoever sits at a table gets up from it; the other is told nothing."""
    if call.session is not None and call.session.table is not None:
        call.session.table.lock()
        call.session.table = None
    return call.page("table-held", said=said)
