"""Invented findings for three couples: a strong loop, no loop, and too little to say."""

from functools import cache

import numpy as np

from nearer.answer.report import Reading
from nearer.cycle.chances import Chances
from nearer.cycle.meanfield import MeanField, resting_points
from nearer.cycle.record import (
    Caution,
    Change,
    Cycle,
    Estimate,
    Gain,
    Link,
    Loop,
    Moment,
    Months,
    Opening,
    Sensitivity,
    Share,
    Window,
)
from nearer.cycle.simulator import Step, Talk, simulate
from nearer.safety import look

CLEAR = look("We cooked together.")
PEOPLE = ("Noor", "Elias")
NOTHING = Estimate(None, None, None, 0, "none")


def estimate(value, spread, n=120, method="Wilson 1927"):
    return Estimate(value, value - spread, value + spread, n, method)


def link(from_, to, deed, rates, *, strength="solid", p=0.2, direction="follows", answer=None):
    answer = answer or ("withdraw" if deed == "pursue" else "pursue")
    thin = strength == "nothing"
    gap = rates[0] - rates[1]
    return Link(
        from_=from_,
        to=to,
        deed=deed,
        answer=answer,
        n=9 if thin else 420,
        n_exposed=4 if thin else 96,
        n_answers=3 if thin else 88,
        strata=6 if thin else 130,
        informative_strata=3 if thin else 54,
        strength=strength,
        odds_ratio=None if thin else round(np.exp(4.4 * gap), 2),
        ci=None if thin else (round(np.exp(4.4 * gap - 0.5), 2), round(np.exp(4.4 * gap + 0.5), 2)),
        risk_difference=None if thin else gap,
        risk_difference_ci=None if thin else (gap - 0.08, gap + 0.08),
        rate_exposed=NOTHING if thin else estimate(rates[0], 0.06),
        rate_otherwise=NOTHING if thin else estimate(rates[1], 0.04),
        z=None if thin else gap / 0.04,
        p_permutation=None if thin else p,
        p_holm=None if thin else min(1.0, 2 * p),
        model_theta=None if thin else 4.4 * gap,
        model_ci=None if thin else (4.4 * gap - 0.5, 4.4 * gap + 0.5),
        backward=None,
        direction="unknown" if thin else direction,
        method="Mantel-Haenszel within day and own last turn; permutation",
        cautions=(),
    )


def loop(pursuer, withdrawer, claim, *, gain=None, missing=()):
    gains = [NOTHING] * 3 if gain is None else [estimate(value, 0.4 * value) for value in gain]
    return Loop(
        pursuer=pursuer,
        withdrawer=withdrawer,
        claim=claim,
        p_loop=None if claim == "not enough yet" else 0.0003,
        p_holm=None if claim == "not enough yet" else 0.0006,
        closed=gain is not None,
        gain=Gain(*gains),
        round_trip=NOTHING if gain is None else estimate(11.0, 4.0),
        missing=missing,
    )


def shares(weights, keys):
    total = sum(weights)
    found = []
    for key, weight in zip(keys, weights, strict=True):
        share = weight / total
        found.append(
            Share(
                key,
                weight,
                Estimate(share, max(0.0, share - 0.04), share + 0.05, total, "Wilson 1927"),
                0.8 / len(weights) + 0.01,
            )
        )
    return tuple(found)


def moment(n):
    if not n:
        return Moment(0, (), (), NOTHING, None, NOTHING)
    hours = [0] * 7 + [1, 3, 1, 0, 1, 2, 1, 0, 1, 2, 3, 6, 9, 12, 14, 8, 2]
    return Moment(
        n,
        shares(hours, range(24)),
        shares([12, 8, 7, 9, 6, 10, 14], range(1, 8)),
        estimate(26.0, 7.0, n),
        (9.0, 64.0),
        estimate(0.31, 0.11, n),
    )


def change(found, gaps):
    windows = tuple(
        Window(f"2025-{3 + place:02d}-03", f"2025-{4 + place:02d}-01", estimate(4 * gap, 0.9), estimate(gap, 0.13))
        for place, gap in enumerate(gaps)
    )
    return Change(found.from_, found.to, found.deed, found.answer, windows, estimate(-0.04, 0.1), (), None)


def cycle(
    links, loops, *, silences=(), n=1480, days=61, rounds=66, cautions=(), openings=(), months=None, sensitivity=()
):
    return Cycle(
        people=PEOPLE,
        mode="days",
        n_messages=n + 620,
        n_turns=n,
        n_episodes=max(3, n // 11),
        days=days,
        first="2025-03-03T09:12:00",
        last="2025-05-02T22:40:00",
        links=tuple(links),
        silences=tuple(silences),
        loops=tuple(loops),
        influence=None,
        moment=moment(rounds),
        openings=tuple(openings),
        months=months,
        model=None,
        ground=None,
        checks=(),
        details=(),
        sensitivity=tuple(sensitivity),
        cautions=tuple(cautions),
        seed=7,
        permutations=9999,
    )


def stuck_chances(draws=40):
    wobble = np.random.default_rng(1).normal(0, 0.15, (draws, 1))
    levels = np.full((draws, 2, 2), -3.2)
    owns, crosses = np.zeros((draws, 2, 2, 2)), np.zeros((draws, 2, 2, 2))
    levels[:, 0, 0], levels[:, 1, 1] = -1.5 + wobble[:, 0], -1.6 + wobble[:, 0]
    owns[:, 0, 0, 0] = owns[:, 1, 1, 1] = 0.9
    crosses[:, 0, 0, 1], crosses[:, 1, 1, 0] = 1.9 - wobble[:, 0], 2.1
    return Chances(levels, owns, crosses, np.full((draws, 2, 2), 0.4), 0.5)


@cache
def strong():
    a, b = PEOPLE
    forth = link(a, b, "pursue", (0.34, 0.18), p=0.0001)
    back = link(b, a, "withdraw", (0.29, 0.17), p=0.0004)
    links = [
        forth,
        back,
        link(b, a, "pursue", (0.16, 0.14), p=0.31, strength="usual"),
        link(a, b, "withdraw", (0.12, 0.13), p=0.64, strength="usual", direction="moves together"),
    ]
    loops = [loop(a, b, "pattern found", gain=(0.17, 0.06, 0.61)), loop(b, a, "not enough yet")]
    months = Months(
        ("2025-03-03", "2025-03-31", "2025-04-28"),
        tuple(estimate(v, 0.03) for v in (0.18, 0.17, 0.16)),
        tuple(estimate(v, 0.03) for v in (0.19, 0.19, 0.15)),
        (),
        (change(forth, (0.19, 0.17, 0.09)), change(back, (0.12, 0.15, 0.08))),
    )
    found = cycle(
        links,
        loops,
        silences=[
            link(a, b, "pursue", (0.22, 0.15), strength="usual", answer="silence"),
            link(b, a, "pursue", (0, 0), strength="nothing", answer="silence"),
        ],
        openings=[
            Opening("soft", estimate(0.84, 0.09, 61)),
            Opening("hard", estimate(0.63, 0.08, 74)),
            Opening("plain", estimate(0.81, 0.05, 190)),
        ],
        months=months,
        sensitivity=[Sensitivity(name, ("pattern found", "not enough yet"), changed=False) for name in "abcd"],
    )
    chances = stuck_chances()
    what_if = simulate(chances, Talk(0, 30), Step(0.2), clearance=CLEAR, seed=3, talks=200)
    field = MeanField((-2.4, -2.6), (1.2, 1.2), (4.0, 4.0))
    resting = (resting_points(field), resting_points(field, kept=(0.8, 0.8)))
    return Reading(cycle=found, what_if=what_if, resting=resting, version="0.1.0", left_out=31)


def none():
    a, b = PEOPLE
    links = [
        link(a, b, "pursue", (0.18, 0.17), p=0.41),
        link(b, a, "withdraw", (0.15, 0.16), p=0.66),
        link(b, a, "pursue", (0.16, 0.16), p=0.52),
        link(a, b, "withdraw", (0.14, 0.15), p=0.71),
    ]
    loops = [loop(a, b, "no such pattern"), loop(b, a, "no such pattern")]
    openings = [Opening("soft", estimate(0.86, 0.07, 80)), Opening("hard", estimate(0.82, 0.08, 60))]
    return Reading(cycle=cycle(links, loops, rounds=24, openings=openings), version="0.1.0")


def little():
    a, b = PEOPLE
    roles = ((a, b, "pursue"), (b, a, "withdraw"), (b, a, "pursue"), (a, b, "withdraw"))
    links = [link(*role, (0, 0), strength="nothing") for role in roles]
    missing = (Caution("few-strata", 3, "A:P->B:W"),)
    loops = [loop(a, b, "not enough yet", missing=missing), loop(b, a, "not enough yet", missing=missing)]
    return Reading(cycle=cycle(links, loops, n=96, days=15, rounds=0), version="0.1.0")
