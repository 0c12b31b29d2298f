"""The report of a conversation: findings and wording made into sections, drawings and one page."""

from nearer.answer.report.compose import compose_held, compose_report, compose_short
from nearer.answer.report.html import fragment, page
from nearer.answer.report.record import Figure, Reading, Report, Round, Section, Table

__all__ = [
    "Figure",
    "Reading",
    "Report",
    "Round",
    "Section",
    "Table",
    "compose_held",
    "compose_report",
    "compose_short",
    "fragment",
    "page",
]
