"""Every format of export, transcript and table becomes turns here; the only package that reads files."""

from nearer.sources.opened import Conversations, open_conversations, open_given, stream_turns
from nearer.sources.refused import Refused
from nearer.sources.report import DateOrder, Doubt, Report, Skip, Span, Zone

__all__ = [
    "Conversations",
    "DateOrder",
    "Doubt",
    "Refused",
    "Report",
    "Skip",
    "Span",
    "Zone",
    "open_conversations",
    "open_given",
    "stream_turns",
]
