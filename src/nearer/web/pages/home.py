"""The first page of one's own space, and what one person alone can expect."""

from starlette.responses import Response

from nearer.web.call import Call, Route

__all__ = ["ROUTES"]


def home(call: Call) -> Response:
    """What there is to do here, and that there may be nothing to do."""
    return call.page("home")


def alone(call: Call) -> Response:
    """What one person alone can expect."""
    return call.page("alone")


ROUTES = (
    Route(path="/home", access="signed-in", get=home),
    Route(path="/alone", access="open", get=alone),
)
