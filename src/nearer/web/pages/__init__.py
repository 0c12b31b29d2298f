"""The pages, and the one table of all routes. A page parses, calls a use case, and shows what came back."""

from nearer.web.call import Route
from nearer.web.pages import check_in, drafts, home, letters, private, settings, start, steps, talks

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
)
"""Every path of the app but the static files, each with who may go there."""
