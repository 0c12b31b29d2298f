"""The page of a cycle that was found from Python: the same report as `nearer read` makes, without any words."""

from nearer import __version__
from nearer.answer.report import Reading, compose_report, page
from nearer.app.read_steps import play_forward
from nearer.cycle import Cycle
from nearer.errors import InputError
from nearer.safety import Hold, look_at_turns

__all__ = ["page_of"]


def page_of(cycle: Cycle) -> str:
    """The self-contained HTML page of a cycle. There is no text to look at, so safety has seen none."""
    clearance = look_at_turns([])
    if isinstance(clearance, Hold):
        raise InputError("Safety holds the report back.")
    what_if, resting = play_forward(cycle, clearance=clearance)
    reading = Reading(cycle=cycle, what_if=what_if, resting=resting, version=__version__)
    return page(compose_report(reading, clearance=clearance))
