"""Days, as pages need them."""

from datetime import date, datetime

from nearer.app.days import say_day

__all__ = ["say_day", "today"]


def today() -> date:
    """The day on this machine's calendar."""
    return datetime.now().astimezone().date()
