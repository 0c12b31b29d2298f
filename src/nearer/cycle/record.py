"""What is found in a conversation, as frozen records: no number without its n, its interval and its method."""

import sys
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Answer",
    "Caution",
    "Change",
    "Check",
    "Claim",
    "Cycle",
    "Deed",
    "Detail",
    "Direction",
    "Estimate",
    "Gain",
    "Ground",
    "Influence",
    "Interval",
    "Link",
    "Loop",
    "Model",
    "Moment",
    "Months",
    "Opening",
    "Sensitivity",
    "Share",
    "Split",
    "Strength",
    "Window",
]

Interval = tuple[float, float]
"""The 95 in 100 interval: low, high."""

Deed = Literal["pursue", "withdraw"]
Answer = Literal["pursue", "withdraw", "silence"]
Claim = Literal["pattern found", "one arrow found", "not enough yet", "no such pattern"]
Strength = Literal["nothing", "tentative", "usual", "solid"]
"""How much the counts of a link can carry; below the gates it is ``nothing`` and no effect may be shown."""
Direction = Literal["follows", "moves together", "reversed", "unknown"]


class Caution(msgspec.Struct, frozen=True):
    """One thing to keep in mind: ``code`` is a key of the wording, never a sentence.

    ``n`` is the count it speaks of and ``about`` the thing it concerns (a column, a link, a coefficient), where there
    is one. The codes are listed, with what each means, in docs/cycle.md.
    """

    code: str
    n: int | None = None
    about: str = ""


class Estimate(msgspec.Struct, frozen=True):
    """A number with its 95 in 100 interval, the count it rests on, and how it was made.

    ``value`` is null when the data cannot carry it; the cautions then say why.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    cautions: tuple[Caution, ...] = ()


class Link(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """One arrow: how much more often ``to`` gives the answer right after ``from`` did the deed than otherwise.

    ``odds_ratio`` and ``risk_difference`` (a share, 0.16 is "16 more in 100") are Mantel-Haenszel estimates over the
    strata; ``rate_exposed`` and ``rate_otherwise`` are the two shares behind the difference, standardised to the same
    strata, so that they differ by exactly ``risk_difference``. ``model_theta`` is the log odds of the mark model.
    ``p_holm`` is adjusted over the family of the link (four arrows, or two silences). ``backward`` is the same
    coefficient with time reversed. Numbers are null when no stratum or no model carries them.
    """

    from_: str
    to: str
    deed: Deed
    answer: Answer
    n: int
    n_exposed: int
    n_answers: int
    strata: int
    informative_strata: int
    strength: Strength
    odds_ratio: float | None
    ci: Interval | None
    risk_difference: float | None
    risk_difference_ci: Interval | None
    rate_exposed: Estimate
    rate_otherwise: Estimate
    z: float | None
    p_permutation: float | None
    p_holm: float | None
    model_theta: float | None
    model_ci: Interval | None
    backward: Estimate | None
    direction: Direction
    method: str
    cautions: tuple[Caution, ...] = ()


class Gain(msgspec.Struct, frozen=True):
    """How strongly one round of the loop feeds the next, at three moments. Below 1 a flare fades.

    ``heated`` is after a turn of pursuit and a turn of withdrawal on a hard day; it alone may pass 1.
    """

    average: Estimate
    calm: Estimate
    heated: Estimate


class Loop(msgspec.Struct, frozen=True):
    """Both arrows of one loop and what may be said of it.

    ``missing`` says what keeps the claim from being more. ``closed`` is false when an arrow does not point forward;
    the gain is then null. ``round_trip`` is how many of 100 extra pursuits come back once around.
    """

    pursuer: str
    withdrawer: str
    claim: Claim
    p_loop: float | None
    p_holm: float | None
    closed: bool
    gain: Gain
    round_trip: Estimate
    missing: tuple[Caution, ...] = ()


class Share(msgspec.Struct, frozen=True):
    """A share of all starts: ``key`` is the hour (0 to 23) or the weekday (1 Monday to 7 Sunday).

    ``expected`` is the share of all turns in that hour or on that day, for comparison.
    """

    key: int
    count: int
    share: Estimate
    expected: float


class Moment(msgspec.Struct, frozen=True):
    """When a round of reaching and going away begins, how long until it is calm, and whether it is mended.

    ``minutes_to_calm`` is the median over ``n`` rounds, from the first reach to the last turn of reaching or going
    away; ``quartiles`` its first and third quarter. ``repairs`` is the share of those talks followed within 24 hours
    by a repair or an invitation. All are null where there are no times.
    """

    n: int
    hours: tuple[Share, ...]
    weekdays: tuple[Share, ...]
    minutes_to_calm: Estimate
    quartiles: Interval | None
    repairs: Estimate


class Opening(msgspec.Struct, frozen=True):
    """How first turns of a talk were met: ``well`` is the share whose next turn of the other was not going away."""

    kind: Literal["soft", "hard", "plain"]
    well: Estimate


class Window(msgspec.Struct, frozen=True):
    """Four weeks of one link: ``start`` and ``end`` are dates (YYYY-MM-DD), the end not included."""

    start: str
    end: str
    log_odds: Estimate
    risk_difference: Estimate


class Split(msgspec.Struct, frozen=True):
    """Before and after a date: the difference of the log odds. ``known`` tells a given date from one searched for."""

    date: str
    known: bool
    difference: Estimate
    p: float | None
    method: str


class Change(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """How one link moved over the months. ``trend`` is the change of the log odds in four weeks.

    ``smooth`` is the 8-week weighted average with its band, one a week; ``changed`` holds the 12-week points at which
    a change may be told (Holm over the points).
    """

    from_: str
    to: str
    deed: Deed
    answer: Answer
    windows: tuple[Window, ...]
    trend: Estimate
    smooth: tuple[Window, ...]
    split: Split | None
    changed: tuple[Split, ...] = ()


class Months(msgspec.Struct, frozen=True):
    """Three ways to get better, kept apart, four weeks at a time, both people together, and the links' change.

    ``pursue`` and ``withdraw`` are shares of all turns (the base), ``links`` the strength of the arrows, ``repairs``
    the share of talks with a round that were mended.
    """

    starts: tuple[str, ...]
    pursue: tuple[Estimate, ...]
    withdraw: tuple[Estimate, ...]
    repairs: tuple[Estimate, ...]
    links: tuple[Change, ...]


class Model(msgspec.Struct, frozen=True):
    """The fitted mark model, for the simulator: names, values and covariance in the same order.

    A name is ``person.class.term``: person A or B (in the order of `Cycle.people`), class P or W, term one of base,
    own_P, own_W, other_P, other_W, cos, sin, mood. Coefficients that were not fitted are 0 with zero variance.
    ``eta`` is the memory (1: the last turn only), ``factor`` what shares one mood.
    """

    eta: float
    names: tuple[str, ...]
    values: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    factor: Literal["day", "episode", "block", "none"]
    n: int
    log_likelihood: float
    method: str
    cautions: tuple[Caution, ...] = ()


class Ground(msgspec.Struct, frozen=True):
    """The fitted timing: who writes when, whatever is said. Rates an hour; classes AO AP AW BO BP BW.

    ``background`` is mu of A and B, ``replies`` the expected direct turns of A and B to one turn of each class,
    ``decay`` beta an hour, ``profile`` 168 hours from Monday 00:00 with mean 1, ``talkativeness`` the radius of the
    who-by-who matrix (not the gain of a loop).
    """

    background: tuple[float, float]
    replies: tuple[tuple[float, ...], tuple[float, ...]]
    decay: float
    profile: tuple[float, ...]
    talkativeness: float
    n: int
    log_likelihood: float
    method: str
    cautions: tuple[Caution, ...] = ()


class Influence(msgspec.Struct, frozen=True):
    """The excess matrix over the states AP, AW, BP, BW: extra turns of the row that one turn of the column brings."""

    states: tuple[str, ...]
    excess: tuple[tuple[float, ...], ...]
    radius: Estimate


class Check(msgspec.Struct, frozen=True):
    """One look at whether the model fits: what was looked at, its number, where it should lie, and whether it does."""

    name: str
    value: float
    low: float | None
    high: float | None
    passed: bool
    n: int
    method: str


class Detail(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """Another method's view of one link; shown in details, never used for a claim."""

    from_: str
    to: str
    deed: Deed
    answer: Answer
    name: str
    estimate: Estimate


class Sensitivity(msgspec.Struct, frozen=True):
    """The claims of the two loops when one decision about the codes is taken otherwise."""

    name: str
    claims: tuple[Claim, ...]
    changed: bool


class Cycle(msgspec.Struct, frozen=True):
    """All that is found in one couple's conversation.

    ``people`` are A and B in the order of the links: A pursues and B withdraws, B withdraws and A pursues, then the
    same with the roles swapped. ``mode`` says whether days or blocks of turns are held fixed.
    """

    people: tuple[str, str]
    mode: Literal["days", "transcript"]
    n_messages: int
    n_turns: int
    n_episodes: int
    days: int
    first: str | None
    last: str | None
    links: tuple[Link, ...]
    silences: tuple[Link, ...]
    loops: tuple[Loop, ...]
    influence: Influence | None
    moment: Moment
    openings: tuple[Opening, ...]
    months: Months | None
    model: Model | None
    ground: Ground | None
    checks: tuple[Check, ...]
    details: tuple[Detail, ...]
    sensitivity: tuple[Sensitivity, ...]
    cautions: tuple[Caution, ...]
    seed: int
    permutations: int

    def frames(self) -> "dict[str, pl.DataFrame]":
        """Tidy frames for researchers: links, loops, windows, details and cautions."""
        from nearer.cycle.tidy import frames_of

        return frames_of(self)

    def report(self) -> str:
        """The self-contained HTML page, as `nearer read` writes it, without any words of the conversation."""
        # The report stands above this record; the door of the package, which knows every room, leads to it.
        return str(sys.modules["nearer"].page_of(self))
