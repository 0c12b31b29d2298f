"""Every rule is tried on its own examples: it finds what it names, stays quiet on near misses, and offers better."""

import pytest

from nearer.drafts import look_at, rulebook
from nearer.drafts.pages import pages
from nearer.drafts.pattern import anchors, expression

NEEDS = {"too-long", "late-at-night", "asked-to-stop"}
"""Rules that look at length, the hour or the thread: they have tests of their own below."""

FIRES = [
    (rule.id, one.says) for rule in rulebook().values() for one in rule.fires if rule.id not in NEEDS and rule.default
]
QUIET = [(rule.id, one) for rule in rulebook().values() for one in rule.quiet]
BETTER = [(rule.id, one.better) for rule in rulebook().values() for one in rule.fires if one.better]


@pytest.mark.parametrize(("rule", "draft"), FIRES)
def test_a_rule_finds_what_it_names(rule, draft):
    found = {one.rule for one in look_at(draft).findings}
    assert rule in found


@pytest.mark.parametrize(("rule", "draft"), QUIET)
def test_a_rule_stays_quiet_on_near_misses(rule, draft):
    assert rule not in {one.rule for one in look_at(draft).findings}


@pytest.mark.parametrize(("rule", "draft"), BETTER)
def test_the_better_way_has_nothing_to_change(rule, draft):
    assert look_at(draft.removeprefix("… ")).verdict in ("fine", "hint")


def test_reasons_are_short_and_examples_are_enough():
    for rule in rulebook().values():
        assert len(rule.reason.split()) <= 15, rule.id
        assert rule.says or rule.function or rule.id == "unsafe", rule.id


def test_every_pattern_compiles_and_has_words_at_which_it_is_tried():
    for rule in rulebook().values():
        for says in rule.says:
            for find in says.find:
                expression(find)
                assert anchors(find), (rule.id, find)
            for find in says.unless:
                expression(find)


def test_the_pages_are_those_of_the_rules(pytestconfig):
    folder = pytestconfig.rootpath / "docs" / "rules"
    told = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert told == pages(), "run: python -m nearer.drafts.pages docs/rules"
