"""HARK, four private questions: open to anybody, kept nowhere, left with one key."""

from starlette.responses import Response

from nearer.app.preferences import preferences
from nearer.web.call import Call, Route
from nearer.web.pages.held import rest_after

__all__ = ["ROUTES"]


def ask(call: Call) -> Response:
    """The four questions."""
    from nearer.app.safety import screen_wording

    return call.page("private", hark=screen_wording())


def said(call: Call) -> Response:
    """What follows from the answers, shown once."""
    from nearer.app.safety import screen, screen_wording

    hark = screen_wording()
    answers = [call.form.line(f"question_{number}") == "yes" for number in range(1, len(hark["questions"]) + 1)]
    region = call.house.settings.region
    spoken = screen(answers, region=preferences(call.space, region=region).region if call.session else region)
    rests = rest_after(call, afraid=spoken is not None)
    text = str(hark["none"]) if spoken is None else spoken.text
    return call.page("private-said", wording="private", said=text, rests=rests)


ROUTES = (Route(path="/private", access="open", get=ask, post=said),)
