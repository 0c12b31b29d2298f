"""A linter for hard conversations: what may land badly in a draft, why, and how to say it so that it can be heard."""

from nearer.drafts.look import look_at
from nearer.drafts.record import Finding, Notes, Severity, Stance, Switched, Verdict
from nearer.drafts.rewrite import rewritten
from nearer.drafts.rulebook import rulebook
from nearer.drafts.schema import Rule

__all__ = ["Finding", "Notes", "Rule", "Severity", "Stance", "Switched", "Verdict", "look_at", "rewritten", "rulebook"]
