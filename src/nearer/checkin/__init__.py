"""The weekly check-in: its items, their scores, and one's own line over the weeks. Pure: no clock, no storage."""

from nearer.checkin.draw import draw_line
from nearer.checkin.items import items_for, names_of, wording
from nearer.checkin.record import Choice, Item, Line, Monthly
from nearer.checkin.score import csi_is_due, look_at_months, score_csi
from nearer.checkin.trend import FEWEST, line_of

__all__ = [
    "FEWEST",
    "Choice",
    "Item",
    "Line",
    "Monthly",
    "csi_is_due",
    "draw_line",
    "items_for",
    "line_of",
    "look_at_months",
    "names_of",
    "score_csi",
    "wording",
]
