"""The records of the cycle keep the names that the documented JSON has."""

import msgspec
import pytest

from nearer.cycle import Estimate, Link

NOTHING = Estimate(None, None, None, 0, "none")


def link() -> Link:
    return Link(
        from_="Ada", to="Bo", deed="pursue", answer="withdraw", n=0, n_exposed=0, n_answers=0, strata=0,
        informative_strata=0, strength="nothing", odds_ratio=None, ci=None, risk_difference=None,
        risk_difference_ci=None, rate_exposed=NOTHING, rate_otherwise=NOTHING, z=None, p_permutation=None,
        p_holm=None, model_theta=None, model_ci=None, backward=None, direction="unknown", method="none",
    )  # fmt: skip


def test_a_link_is_written_with_the_names_of_the_contract():
    written = msgspec.to_builtins(link())
    wanted = {"from", "to", "deed", "answer", "n_exposed", "informative_strata", "odds_ratio", "ci"}
    wanted |= {"risk_difference", "risk_difference_ci", "p_permutation", "model_theta", "model_ci"}
    assert wanted <= set(written)


def test_records_are_frozen():
    with pytest.raises(AttributeError):
        link().n = 3
