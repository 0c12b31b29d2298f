"""One visit to one page: who is here, what was posted, and the ways to answer."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec
from starlette.responses import HTMLResponse, RedirectResponse, Response

from nearer.app.spaces import Space, Spaces
from nearer.app.table.room import Place, Rooms
from nearer.web.forms import MOST_FORM, Form
from nearer.web.sessions import Session, Sessions, Tries
from nearer.web.settings import Settings
from nearer.web.show import render
from nearer.web.wording import names, words
from nearer.web.work import Worker

__all__ = ["Access", "Call", "House", "Page", "Route", "Work"]

Access = Literal["open", "signed-in", "table"]
"""Who may see a page: anybody at this machine; who has opened a space; who sits at a table that both have opened."""


Work = Literal["light", "live", "heavy"]
"""A page that only fetches and shows; notes while somebody types, one after the other, as Python's own lock would have
it anyway and with less waiting; a reading of a whole text, or the making of a key, two at a time."""


class House(msgspec.Struct, frozen=True):
    """What all pages share while the server runs."""

    settings: Settings
    spaces: Spaces
    sessions: Sessions
    tries: Tries
    work: Worker
    """Where long readings of a chat are done, one after the other."""
    rooms: Rooms
    """The tables that people sit at now."""


class Call(msgspec.Struct, kw_only=True):
    """One request, as a page sees it. ``parts`` are the names in the path, ``live`` a request of the page's own script.

    ``address`` is the one under which the visitor sees this app. ``token`` is the visitor's cookie; a page changes it
    to sign in or out, and the answer then carries the new one.
    """

    house: House
    session: Session | None
    token: str
    path: str
    parts: Mapping[str, str] = {}
    query: Mapping[str, str] = {}
    form: Form = Form()
    live: bool = False
    address: str = ""

    @property
    def place(self) -> Place:
        """The place at the open table; only pages that ask for one use it."""
        if self.session is None or self.session.table is None:
            raise LookupError("This page needs an open table.")
        place: Place = self.session.table
        return place

    @property
    def space(self) -> Space:
        """The opened space; only pages that ask for a session use it."""
        if self.session is None:
            raise LookupError("This page needs a session.")
        space: Space = self.session.space
        return space

    def page(
        self,
        template: str,
        /,
        *,
        status: int = 200,
        wording: str | None = None,
        **given: Any,  # noqa: ANN401  (what a template may show)
    ) -> Response:
        """The page of that name; ``wording`` names its wording file where it is not the page's own name."""
        return HTMLResponse(self.text(template, wording=wording, **given), status_code=status)

    def text(self, template: str, /, *, wording: str | None = None, **given: Any) -> str:  # noqa: ANN401
        """A page, or a part of one, as HTML text."""
        own = wording or template
        frame = {
            "w": words(own) if own in names() else {},
            "page": own,
            "form_key": self.house.sessions.form_key(self.token),
            "signed_in": self.session is not None,
            "covered": self.session is not None and self.session.covered,
            "idle_seconds": int(self.house.sessions.idle_seconds),
            "trouble": None,
        }
        return render(template, {**frame, **given})

    def go(self, path: str) -> Response:
        """On to another page, which is then fetched anew; so a reload posts nothing twice."""
        return RedirectResponse(path, status_code=303)


Page = Callable[[Call], Response]


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One path of the app, who may go there, and its two pages. The access test is made from these.

    ``most`` is how many bytes may be posted; ``work`` says which queue a posted form waits in. ``shared`` pages of a
    space can be seen while two people share its device at a table; all others are out of reach then.
    """

    path: str
    access: Access
    get: Page | None = None
    post: Page | None = None
    most: int = MOST_FORM
    work: Work = "light"
    shared: bool = False
