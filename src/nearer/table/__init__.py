"""The rules for two: invitation, sitting, sharing, agreements, the pattern, the talk. No clock, no storage, no page."""

from nearer.table.agreements import (
    Agreement,
    OwnRule,
    PauseRule,
    Terms,
    WeeklyTime,
    agreed,
    left,
    pause_rule,
    proposed,
    put_away,
    weekly_time,
)
from nearer.table.calendar import calendar_file
from nearer.table.invitation import Invitation, again_at, is_open, replied, seen_by_inviter, withdrawn, words_for
from nearer.table.lines import LONGEST, Line, line_of
from nearer.table.pattern import Naming, Notice, named, shown_notice
from nearer.table.seats import SEATS, Seat, both, other
from nearer.table.sharing import Offer, Opened, look_together, offer_of, pulled
from nearer.table.sitting import Sitting, consents, is_together, rests, risen, sat_down, seen_from, touched
from nearer.table.talk import Talk, after, kept, left_ms, moment, phase, settled

__all__ = [
    "LONGEST",
    "SEATS",
    "Agreement",
    "Invitation",
    "Line",
    "Naming",
    "Notice",
    "Offer",
    "Opened",
    "OwnRule",
    "PauseRule",
    "Seat",
    "Sitting",
    "Talk",
    "Terms",
    "WeeklyTime",
    "after",
    "again_at",
    "agreed",
    "both",
    "calendar_file",
    "consents",
    "is_open",
    "is_together",
    "kept",
    "left",
    "left_ms",
    "line_of",
    "look_together",
    "moment",
    "named",
    "offer_of",
    "other",
    "pause_rule",
    "phase",
    "proposed",
    "pulled",
    "put_away",
    "replied",
    "rests",
    "risen",
    "sat_down",
    "seen_by_inviter",
    "seen_from",
    "settled",
    "shown_notice",
    "touched",
    "weekly_time",
    "withdrawn",
    "words_for",
]
