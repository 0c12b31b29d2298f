"""The cycle as tidy frames for researchers: one row a link, a loop, a window, a detail; names as in the records."""

import polars as pl

from nearer.cycle.record import Cycle, Estimate, Link

__all__ = ["frames_of"]


def frames_of(cycle: Cycle) -> dict[str, pl.DataFrame]:
    """The frames ``links`` (silences among them), ``loops``, ``windows``, ``details`` and ``cautions``.

    Intervals are two columns, low and high; what the data could not carry is null.
    """
    return {
        "links": pl.DataFrame([_link(link) for link in (*cycle.links, *cycle.silences)], infer_schema_length=None),
        "loops": pl.DataFrame(_loops(cycle), infer_schema_length=None),
        "windows": pl.DataFrame(_windows(cycle), schema=_WINDOWS),
        "details": pl.DataFrame(
            [
                {"from": d.from_, "to": d.to, "deed": d.deed, "answer": d.answer, "name": d.name, **_parts(d.estimate)}
                for d in cycle.details
            ],
            infer_schema_length=None,
        ),
        "cautions": pl.DataFrame(
            [{"code": c.code, "n": c.n, "about": c.about} for c in cycle.cautions],
            schema={"code": pl.String, "n": pl.Int64, "about": pl.String},
        ),
    }


_WINDOWS = {
    "from": pl.String,
    "to": pl.String,
    "deed": pl.String,
    "answer": pl.String,
    "start": pl.String,
    "end": pl.String,
    "log_odds": pl.Float64,
    "log_odds_low": pl.Float64,
    "log_odds_high": pl.Float64,
    "risk_difference": pl.Float64,
    "risk_difference_low": pl.Float64,
    "risk_difference_high": pl.Float64,
    "n": pl.Int64,
}


def _pair(name: str, pair: tuple[float, float] | None) -> dict[str, object]:
    return {f"{name}_low": pair[0] if pair else None, f"{name}_high": pair[1] if pair else None}


def _parts(estimate: Estimate, name: str = "") -> dict[str, object]:
    lead = f"{name}_" if name else ""
    first: dict[str, object] = {
        name or "value": estimate.value,
        f"{lead}low": estimate.low,
        f"{lead}high": estimate.high,
    }
    return first if name else {**first, "n": estimate.n, "method": estimate.method}


def _link(link: Link) -> dict[str, object]:
    return {
        "from": link.from_,
        "to": link.to,
        "deed": link.deed,
        "answer": link.answer,
        "n": link.n,
        "n_exposed": link.n_exposed,
        "n_answers": link.n_answers,
        "informative_strata": link.informative_strata,
        "strength": link.strength,
        "odds_ratio": link.odds_ratio,
        **_pair("odds_ratio", link.ci),
        "risk_difference": link.risk_difference,
        **_pair("risk_difference", link.risk_difference_ci),
        **_parts(link.rate_exposed, "rate_exposed"),
        **_parts(link.rate_otherwise, "rate_otherwise"),
        "z": link.z,
        "p_permutation": link.p_permutation,
        "p_holm": link.p_holm,
        "model_theta": link.model_theta,
        **_pair("model", link.model_ci),
        "direction": link.direction,
        "method": link.method,
    }


def _loops(cycle: Cycle) -> list[dict[str, object]]:
    return [
        {
            "pursuer": loop.pursuer,
            "withdrawer": loop.withdrawer,
            "claim": loop.claim,
            "p_loop": loop.p_loop,
            "p_holm": loop.p_holm,
            "closed": loop.closed,
            **_parts(loop.gain.average, "gain_average"),
            **_parts(loop.gain.calm, "gain_calm"),
            **_parts(loop.gain.heated, "gain_heated"),
            **_parts(loop.round_trip, "round_trip"),
        }
        for loop in cycle.loops
    ]


def _windows(cycle: Cycle) -> list[dict[str, object]]:
    changes = cycle.months.links if cycle.months else ()
    return [
        {
            "from": change.from_,
            "to": change.to,
            "deed": change.deed,
            "answer": change.answer,
            "start": window.start,
            "end": window.end,
            **_parts(window.log_odds, "log_odds"),
            **_parts(window.risk_difference, "risk_difference"),
            "n": window.log_odds.n,
        }
        for change in changes
        for window in change.windows
    ]
