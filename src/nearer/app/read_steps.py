"""What the model expects if either or both took a small step: only where something was found, and safety let it."""

from nearer.cycle import Cycle, Loop
from nearer.cycle.chances import draw_chances, pace_of, small_map
from nearer.cycle.meanfield import RestingPoint, resting_points
from nearer.cycle.simulator import SHARE, Step, Talk, WhatIf, simulate
from nearer.safety import Clearance

__all__ = ["play_forward"]

DRAWS, TALKS = 60, 200
LONGEST_TALK = 40
FOUND = ("pattern found", "one arrow found")
THREAT = "threat-left-out"
POOR_TIMING = "timing-descriptive"

Resting = tuple[tuple[RestingPoint, ...], tuple[RestingPoint, ...]]


def play_forward(cycle: Cycle, *, clearance: Clearance) -> tuple[WhatIf | None, Resting | None]:
    """The three panels and the resting points of the small map for the loop that shows most clearly, or nothing.

    Nothing where no arrow was found, where no model could be fitted, or where turns carry a threat: who may be afraid
    is not asked to soften.
    """
    loops = [loop for loop in cycle.loops if loop.claim in FOUND]
    if not loops or cycle.model is None or any(caution.code == THREAT for caution in cycle.cautions):
        return None, None
    loop = min(loops, key=_clearest)
    pursuer = 0 if loop.pursuer == cycle.people[0] else 1
    ground = cycle.ground
    pace = None if ground is None or any(one.code == POOR_TIMING for one in cycle.cautions) else pace_of(ground)
    chances = draw_chances(cycle.model, DRAWS, seed=cycle.seed)
    talk = Talk(0 if pursuer == 0 else 1, LONGEST_TALK if pace else _usual_talk(cycle), pace)
    what_if = simulate(chances, talk, Step(SHARE), clearance=clearance, seed=cycle.seed, talks=TALKS)
    field = small_map(cycle.model, pursuer)
    return what_if, (resting_points(field), resting_points(field, kept=(1 - SHARE, 1 - SHARE)))


def _clearest(loop: Loop) -> tuple[int, float]:
    return FOUND.index(loop.claim), 1.0 if loop.p_holm is None else loop.p_holm


def _usual_talk(cycle: Cycle) -> int:
    """How many turns a talk has where no times are known: the mean, within reason."""
    return min(LONGEST_TALK, max(10, round(cycle.n_turns / max(1, cycle.n_episodes))))
