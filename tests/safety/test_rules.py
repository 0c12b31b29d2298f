"""Every rule keeps its own examples: what fires does, what stays quiet does."""

import pytest

from nearer.safety import Hold, look
from nearer.safety.rulebook import kinds
from nearer.safety.sense import TIERS

RULES = [(kind, rule) for kind in kinds() for rule in kind.rules]
FIRES = [pytest.param(kind, rule, text, id=f"{kind.kind}/{rule.id}/{n}")
         for kind, rule in RULES for n, text in enumerate(rule.fires)]  # fmt: skip
QUIET = [pytest.param(text, id=f"{kind.kind}/{rule.id}/{n}")
         for kind, rule in RULES for n, text in enumerate(rule.quiet)]  # fmt: skip


@pytest.mark.parametrize(("kind", "rule", "text"), FIRES)
def test_what_fires(kind, rule, text):
    cues = [cue for cue in look(text).cues if cue.kind == kind.kind]
    assert cues
    wanted = min(rule.tier, rule.own or rule.tier, key=TIERS.index)
    assert TIERS.index(look(text).tier) >= TIERS.index(wanted)
    assert all(text[cue.quote.start : cue.quote.end] == cue.quote.text for cue in cues)


@pytest.mark.parametrize("text", QUIET)
def test_what_stays_quiet(text):
    assert not isinstance(look(text), Hold)


def test_every_kind_says_what_why_and_where_from():
    assert all(kind.what and kind.why and kind.source for kind in kinds())
    ids = [rule.id for _, rule in RULES]
    assert len(ids) == len(set(ids))
