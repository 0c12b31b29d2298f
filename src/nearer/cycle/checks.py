"""Does the model fit? Time rescaling, calibration of the marks, and copies of the conversation drawn from the model."""

import numpy as np
from scipy.stats import binom, spearmanr

from nearer.cycle.frames import Bools, Floats, Ints
from nearer.cycle.ground import GroundFit, Happenings, fit_ground, happenings, rescaled_gaps
from nearer.cycle.marks import MarkFit
from nearer.cycle.memory import memory
from nearer.cycle.prepare import Turns
from nearer.cycle.record import Check

__all__ = ["calibration", "checks_of", "draw_ground", "draw_marks", "ks_distance", "predicted"]

REFITS, REFITS_LARGE, LARGE = 199, 99, 5000
COPIES = 200
BINS = 10


def checks_of(turns: Turns, fit: MarkFit, ground: GroundFit | None, rng: np.random.Generator) -> tuple[Check, ...]:
    """Every check, in the order timing, marks, copies."""
    out = _both_kernels(turns, ground, rng) if ground is not None else []
    out += _marks(turns, fit)
    out += _copies(turns, fit, rng)
    return tuple(out)


def ks_distance(gaps: Floats) -> float:
    """The largest distance of the gaps' distribution from the standard exponential."""
    ranked = 1.0 - np.exp(-np.sort(gaps))
    n = len(ranked)
    steps = np.arange(1, n + 1) / n
    return float(max((steps - ranked).max(), (ranked - steps + 1 / n).max()))


def predicted(turns: Turns, fit: MarkFit) -> Floats:
    """The share expected for O, P and W at each turn, shape (turns, 3), at the posterior mean mood of its day."""
    fixed, mood = _logits(turns, fit)
    nodes, weights = np.polynomial.hermite_e.hermegauss(11)
    unit = _unit(turns, fit)
    odds = np.exp(fixed[:, :, None] + mood[:, :, None] * nodes)
    shares = np.concatenate([np.ones_like(odds[:, :1]), odds], axis=1)
    shares /= shares.sum(axis=1, keepdims=True)
    told = np.log(np.take_along_axis(shares, turns.mark[:, None, None], axis=1)[:, 0])
    level = np.zeros((unit.max() + 1, len(nodes)))
    np.add.at(level, unit, told)
    level = level[unit] - told + np.log(weights / weights.sum())  # the mood as the day's other turns tell it
    level = np.exp(level - level.max(axis=1, keepdims=True))
    level /= level.sum(axis=1, keepdims=True)
    return np.asarray(np.einsum("ncq,nq->nc", shares, level))


def calibration(chance: Floats, seen: Bools) -> tuple[Floats, Floats, Ints]:
    """Mean chance, share seen and count in ten bins of equal size."""
    order = np.argsort(chance, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return (
        np.array([chance[part].mean() for part in parts]),
        np.array([seen[part].mean() for part in parts]),
        np.array([len(part) for part in parts]),
    )


def draw_marks(turns: Turns, fit: MarkFit, copies: int, rng: np.random.Generator) -> Ints:
    """Copies of the conversation with the same times and senders and marks drawn anew, shape (copies, turns)."""
    angle = 2 * np.pi * turns.hour / 24.0 if turns.timed else np.zeros(turns.size)
    waves = np.stack([np.cos(angle), np.sin(angle)]) * float(turns.timed)
    unit = _unit(turns, fit)
    mood = rng.standard_normal((copies, unit.max() + 1))
    chance = rng.random((turns.size, copies))
    out = np.zeros((copies, turns.size), dtype=np.int64)
    trace = np.zeros((copies, 2, 2))
    for k in range(turns.size):
        if turns.start[k] == k:
            trace[:] = 0.0
        who = turns.who[k]
        part = fit.values[who]
        seen = np.concatenate([trace[:, who], trace[:, 1 - who]], axis=1)
        logit = part[:, 0] + seen @ part[:, 1:5].T + part[:, 5:7] @ waves[:, k] + mood[:, unit[k], None] * part[:, 7]
        odds = np.exp(logit)
        bar = chance[k] * (1.0 + odds.sum(axis=1))
        mark = np.where(bar < 1.0, 0, np.where(bar < 1.0 + odds[:, 0], 1, 2))
        out[:, k] = mark
        trace[:, who] *= 1.0 - fit.eta
        trace[:, who, 0] += fit.eta * (mark == 1)
        trace[:, who, 1] += fit.eta * (mark == 2)
    return out


def draw_ground(data: Happenings, fit: GroundFit, rng: np.random.Generator) -> Happenings:
    """A conversation's times and senders drawn from the fit as a branching process; classes by each one's shares."""
    counts = np.bincount(data.kind, minlength=6).reshape(2, 3) + 1e-9
    edges = np.cumsum(counts / counts.sum(axis=1, keepdims=True), axis=1)
    times, who = _background(data, fit, rng)
    drawn: list[tuple[Floats, Ints, Ints]] = []
    while len(times) and sum(len(part[0]) for part in drawn) < 20 * len(data.t):
        kind = who * 3 + np.minimum((rng.random(len(times))[:, None] > edges[who]).sum(axis=1), 2)
        drawn.append((times, who, kind))
        born, parents, people = [], [], []
        for person in (0, 1):
            for k, decay in enumerate(fit.decays):
                number = rng.poisson(fit.replies[person, k][kind])
                parents.append(np.repeat(np.arange(len(times)), number))
                born.append(rng.exponential(1.0 / decay, int(number.sum())))
                people.append(np.full(int(number.sum()), person))
        times = times[np.concatenate(parents)] + np.concatenate(born)
        inside = times < data.end
        times, who = times[inside], np.concatenate(people)[inside]
    t, w, c = (np.concatenate(part) for part in zip(*drawn, strict=True))
    order = np.argsort(t)
    return Happenings(t[order], w[order], c[order], data.end, data.clock)


def _background(data: Happenings, fit: GroundFit, rng: np.random.Generator) -> tuple[Floats, Ints]:
    grid = np.linspace(0.0, data.end, max(2, int(data.end * 4)))
    whole = data.clock.integral(grid)
    times, who = [], []
    for person in (0, 1):
        number = rng.poisson(fit.background[person] * whole[-1])
        times.append(np.interp(rng.uniform(0, whole[-1], number), whole, grid))
        who.append(np.full(number, person))
    return np.concatenate(times), np.concatenate(who)


def _both_kernels(turns: Turns, ground: GroundFit, rng: np.random.Generator) -> list[Check]:
    """The timing with one kernel, and where that does not fit with a second, slow one too."""
    data = happenings(turns)
    one = _timing(data, ground, "timing", rng)
    if all(check.passed for check in one if "order" not in check.name):
        return one
    return [*one, *_timing(data, fit_ground(data, slow=True), "timing-slow", rng)]


def _timing(data: Happenings, ground: GroundFit, name: str, rng: np.random.Generator) -> list[Check]:
    gaps = rescaled_gaps(data, ground.background, ground.replies, ground.decays)
    refits = REFITS if len(data.t) <= LARGE else REFITS_LARGE
    drawn = []
    for _ in range(refits):
        copy = draw_ground(data, ground, rng)
        if min(np.bincount(copy.who, minlength=2)) < 5:
            continue
        again = fit_ground(copy, slow=len(ground.decays) > 1)
        drawn.append([ks_distance(g) for g in rescaled_gaps(copy, again.background, again.replies, again.decays)])
    limits = np.quantile(np.array(drawn), 0.95, axis=0)
    out = []
    for person, letter in enumerate("AB"):
        distance = ks_distance(gaps[person])
        method = f"time rescaling, limit from {len(drawn)} refits of drawn copies"
        passed = distance <= float(limits[person])
        out.append(Check(f"{name}-{letter}", distance, 0.0, float(limits[person]), passed, len(gaps[person]), method))
        u = 1 - np.exp(-gaps[person])
        rank = float(spearmanr(u[1:], u[:-1]).statistic)
        edge = 1.96 / np.sqrt(len(u))
        out.append(
            Check(f"{name}-order-{letter}", rank, -edge, edge, abs(rank) <= edge, len(u), "lag-1 rank correlation")
        )
    return out


def _marks(turns: Turns, fit: MarkFit) -> list[Check]:
    shares = predicted(turns, fit)
    out = []
    for mark, name in ((1, "pursue"), (2, "withdraw")):
        seen = turns.mark == mark
        chance, share, n = calibration(shares[:, mark], seen)
        inside = (np.abs(share - chance) <= 0.05) | _inside_binomial(share, chance, n)
        worst = float(np.abs(share - chance).max())
        method = "calibration in ten bins: within 0.05 or the binomial 99 in 100"
        out.append(Check(f"calibration-{name}", worst, 0.0, None, bool(inside.all()), turns.size, method))
        brier, null = float(((shares[:, mark] - seen) ** 2).mean()), float(seen.mean() * (1 - seen.mean()))
        out.append(
            Check(f"brier-{name}", brier, 0.0, null, brier <= null, turns.size, "Brier score against the base rate")
        )
    return out


def _inside_binomial(share: Floats, chance: Floats, n: Ints) -> Bools:
    count = np.round(share * n)
    return np.asarray((count >= binom.ppf(0.005, n, chance)) & (count <= binom.ppf(0.995, n, chance)))


def _copies(turns: Turns, fit: MarkFit, rng: np.random.Generator) -> list[Check]:
    drawn = draw_marks(turns, fit, COPIES, rng)
    out = []
    for name, look in (("run-length", _runs), ("there-and-back", _back), ("daily-spread", _spread)):
        value = look(turns, turns.mark)
        copies = np.array([look(turns, copy) for copy in drawn])
        low, high = (float(x) for x in np.quantile(copies, [0.025, 0.975]))
        method = f"{COPIES} copies drawn from the model, 95 in 100"
        out.append(Check(name, value, low, high, low <= value <= high, turns.size, method))
    return out


def _runs(turns: Turns, mark: Ints) -> float:
    """The mean length of runs of turns of one person with the same class that is not other."""
    total = 0.0
    runs = 0
    for person in (0, 1):
        mine = turns.who == person
        m, talk = mark[mine], turns.episode[mine]
        fresh = (np.diff(m, prepend=-1) != 0) | (np.diff(talk, prepend=-1) != 0)
        total += (m > 0).sum()
        runs += (fresh & (m > 0)).sum()
    return float(total / max(runs, 1))


def _back(turns: Turns, mark: Ints) -> float:
    """The share of talks with a pursuit, a withdrawal of the other next, and a pursuit again after that."""
    same = turns.episode[2:] == turns.episode[:-2]
    hit = same & (mark[:-2] == 1) & (mark[1:-1] == 2) & (mark[2:] == 1)
    hit &= (turns.who[:-2] != turns.who[1:-1]) & (turns.who[2:] == turns.who[:-2])
    return float(len(np.unique(turns.episode[2:][hit])) / (turns.episode[-1] + 1))


def _spread(turns: Turns, mark: Ints) -> float:
    """The variance of the daily count of withdrawals over its mean at the overall share."""
    day = turns.day - turns.day.min() if turns.timed else turns.block
    n = np.bincount(day)
    count = np.bincount(day, weights=mark == 2, minlength=len(n))
    share = (mark == 2).mean()
    used = n > 0
    return float(((count - n * share)[used] ** 2).sum() / max(share * (1 - share) * n.sum(), 1e-9))


def _logits(turns: Turns, fit: MarkFit) -> tuple[Floats, Floats]:
    angle = 2 * np.pi * turns.hour / 24.0 if turns.timed else np.zeros(turns.size)
    waves = np.stack([np.cos(angle), np.sin(angle)], axis=1) * float(turns.timed)
    design = np.hstack([np.ones((turns.size, 1)), memory(turns, fit.eta), waves])
    part = fit.values[turns.who]
    return np.einsum("nk,nck->nc", design, part[:, :, :7]), part[:, :, 7]


def _unit(turns: Turns, fit: MarkFit) -> Ints:
    unit = {"day": turns.day, "episode": turns.episode, "block": turns.block}.get(fit.factor)
    return np.unique(unit, return_inverse=True)[1] if unit is not None else np.zeros(turns.size, dtype=np.int64)
