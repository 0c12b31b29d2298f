"""The pages, and the one table of all routes. A page parses, calls a use case, and shows what came back."""

from nearer.web.call import Route
from nearer.web.pages import (
    at_table,
    check_in,
    drafts,
    home,
    invitation,
    lay,
    letters,
    private,
    settings,
    start,
    steps,
    table,
    talk,
    talks,
)

__all__ = ["ROUTES"]

ROUTES: tuple[Route, ...] = (
    *start.ROUTES,
    *home.ROUTES,
    *private.ROUTES,
    *letters.ROUTES,
    *drafts.ROUTES,
    *talks.ROUTES,
    *check_in.ROUTES,
    *steps.ROUTES,
    *settings.ROUTES,
    *table.ROUTES,
    *invitation.ROUTES,
    *lay.ROUTES,
    *at_table.ROUTES,
    *talk.ROUTES,
)
"""Every path of the app but the static files, each with who may go there."""
