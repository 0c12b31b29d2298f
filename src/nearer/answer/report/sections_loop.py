"""What was found: in short, the two arrows with the hundred replies behind them, and how sure it is."""

from nearer.answer.report.draw_loop import Arrow, Clarity, draw_dots, draw_loop
from nearer.answer.report.record import Figure, Section, Table
from nearer.answer.report.shown import difference, in_100, more_or_fewer, number, pair, share_range
from nearer.answer.report.view import View
from nearer.answer.report.words import entry, say, sayings
from nearer.cycle.record import Link, Loop

__all__ = ["arrows", "doubt", "short"]

SURE = 0.05
SHUFFLES = 10_000
NEEDED = {"strata": 10, "exposed": 15, "answers": 15}


def short(view: View) -> Section:
    """The claims of both loops, and what they do not say."""
    claims = tuple(
        say(f"claim.{_claim(loop)}", pursuer=view.name(loop.pursuer), withdrawer=view.name(loop.withdrawer))
        for loop in view.loops
    )
    kinds = {loop.claim for loop in view.loops}
    reach = "found" if view.found() else "thin" if "not enough yet" in kinds else "none"
    return Section(
        key="short",
        title=say("sections.short"),
        paragraphs=(*claims, say(f"short.{reach}"), say("short.other_side")),
    )


def arrows(view: View) -> Section:
    """Both loops drawn, every arrow in a sentence, and the numbers as a table."""
    figures = [Figure(_loop_drawing(view, loop)) for loop in view.loops]
    for loop in view.found():
        figures += [Figure(_dots(view, link)) for link in view.told(loop) if _has_rates(link)]
    sentences = [_sentence(view, link) for loop in view.loops for link in view.told(loop)]
    order = "arrow.order" if view.reading.reader is None else "arrow.order_own"
    silences = [_silence(view, link) for link in view.reading.cycle.silences]
    return Section(
        key="arrows",
        title=say("sections.arrows"),
        paragraphs=(say("arrow.says"), say(order), *((say("arrow.silence_says"),) if silences else ())),
        points=(*sentences, *silences),
        figures=tuple(figures),
        tables=(_numbers(view),),
    )


def doubt(view: View) -> Section:
    """How much there was to compare, what luck alone would do, and how strongly a round feeds the next."""
    rows = tuple(_doubt_row(view, link) for loop in view.loops for link in view.told(loop))
    tables = [Table(say("sections.doubt"), sayings("doubt.columns"), rows)]
    notes: list[str] = []
    for loop in view.found():
        if loop.closed:
            tables.append(_gain(view, loop))
            back = loop.round_trip
            if back.value is not None:
                places = {"count": f"{back.value:.0f}", "low": number(back.low, 0), "high": number(back.high, 0)}
                notes.append(say("doubt.round_trip", loop=view.loop_name(loop), **places))
        else:
            notes.append(say("doubt.not_closed", loop=view.loop_name(loop)))
    if view.reading.cycle.checks:
        tables.append(_checks(view))
    gain_says = (say("doubt.gain_says"),) if any(loop.closed for loop in view.found()) else ()
    paragraphs = (say("doubt.says"), *_sensitivity(view), *gain_says, *notes)
    return Section(key="doubt", title=say("sections.doubt"), paragraphs=paragraphs, tables=tuple(tables))


def _claim(loop: Loop) -> str:
    """Which sentence tells the claim; a loop that only lacks a proven coder has one of its own."""
    return "unproven" if {caution.code for caution in loop.missing} == {"coder-not-proven"} else loop.claim


def _loop_drawing(view: View, loop: Loop) -> str:
    pursuer, withdrawer = view.name(loop.pursuer), view.name(loop.withdrawer)
    title = say("arrow.drawn_title", pursuer=pursuer, withdrawer=withdrawer)
    forth, back = (_arrow(view, link) for link in view.arrows(loop))
    description = say("arrow.drawn", forth=f"{forth.head}: {forth.numbers}.", back=f"{back.head}: {back.numbers}.")
    return draw_loop(f"loop-{_key(view, loop)}", (pursuer, withdrawer), (forth, back), (title, description))


def _arrow(view: View, link: Link) -> Arrow:
    if not _has_rates(link):
        return Arrow(view.head(link), say("arrow.numbers_thin"), 1.6, "thin")
    exposed, otherwise = in_100(link.rate_exposed.value), in_100(link.rate_otherwise.value)
    numbers = say("arrow.numbers", exposed=exposed, otherwise=otherwise)
    return Arrow(view.head(link), numbers, 1.8 + 14 * max(0.0, min(0.4, link.risk_difference or 0.0)), _clarity(link))


def _clarity(link: Link) -> Clarity:
    sure = link.p_permutation is not None and link.p_permutation <= SURE
    return "clear" if sure and (link.risk_difference or 0) > 0 else "unclear"


def _has_rates(link: Link) -> bool:
    return link.strength != "nothing" and link.rate_exposed.value is not None and link.rate_otherwise.value is not None


def _dots(view: View, link: Link) -> str:
    actor = view.name(link.from_)
    after, kind = ("press", "press") if link.deed == "pursue" else ("close", "close")
    answer = "press" if link.answer == "pursue" else "close"
    counts = round(100 * (link.rate_exposed.value or 0)), round(100 * (link.rate_otherwise.value or 0))
    heads = (say(f"dots.after_{after}", actor=actor), say("dots.otherwise", actor=actor))
    description = say(f"dots.{answer}", first=heads[0], count=counts[0], second=heads[1], other=counts[1])
    key = f"dots-{view.reading.cycle.people.index(link.from_)}-{after}"
    return draw_dots(key, counts, heads, kind, (view.head(link), description))


def _sentence(view: View, link: Link) -> str:
    places = {"actor": view.name(link.from_), "other": view.name(link.to)}
    key = "forth" if link.deed == "pursue" else "back"
    if not _has_rates(link):
        return say(f"arrow.{key}_thin", **places, missing=_missing(link))
    return say(f"arrow.{key}", **places, **_rates(link))


def _silence(view: View, link: Link) -> str:
    places = {"actor": view.name(link.from_), "other": view.name(link.to)}
    return say("arrow.silence", **places, **_rates(link)) if _has_rates(link) else say("arrow.silence_thin", **places)


def _rates(link: Link) -> dict[str, str]:
    return {
        "exposed": in_100(link.rate_exposed.value),
        "otherwise": in_100(link.rate_otherwise.value),
        "difference": difference(link.rate_exposed.value, link.rate_otherwise.value),
        "interval": more_or_fewer(link.risk_difference_ci),
    }


def _missing(link: Link) -> str:
    """What a link lacks, most telling first; the gates of the claim rule."""
    have = {"strata": link.informative_strata, "exposed": link.n_exposed, "answers": link.n_answers}
    short_of = [name for name, need in NEEDED.items() if have[name] < need] or ["strata"]
    return ", ".join(say(f"arrow.missing_{name}", have=have[name], need=NEEDED[name]) for name in short_of)


def _numbers(view: View) -> Table:
    rows = []
    for link in (link for loop in view.loops for link in view.told(loop)):
        if not _has_rates(link):
            rows.append((view.head(link), *("–",) * 4, str(link.informative_strata)))
            continue
        low, high = link.risk_difference_ci or (None, None)
        odds_low, odds_high = link.ci or (None, None)
        rows.append(
            (
                view.head(link),
                share_range(link.rate_exposed),
                share_range(link.rate_otherwise),
                f"{in_100(link.risk_difference)} ({in_100(low)} to {in_100(high)})",
                f"{number(link.odds_ratio)} ({pair(odds_low, odds_high)})",
                str(link.informative_strata),
            )
        )
    return Table(say("arrow.table"), sayings("arrow.columns"), tuple(rows))


def _doubt_row(view: View, link: Link) -> tuple[str, ...]:
    return (
        view.head(link),
        str(link.informative_strata),
        say(f"doubt.{link.strength}"),
        _luck(link.p_permutation if _has_rates(link) else None, view.reading.cycle.permutations),
        say(f"doubt.{link.direction if _clarity(link) == 'clear' else 'unclear'}"),
    )


def _luck(p: float | None, permutations: int) -> str:
    if p is None:
        return "–"
    smallest = 1 / (permutations + 1)
    if p <= smallest * 1.0001:
        return say("doubt.luck_rare", tries=max(1, round(SHUFFLES * smallest)))
    return say("doubt.luck", tries=f"{max(1, round(SHUFFLES * p)):,}")


def _gain(view: View, loop: Loop) -> Table:
    moments = (("average", loop.gain.average), ("calm", loop.gain.calm), ("heated", loop.gain.heated))
    rows = tuple((say(f"doubt.gain_{name}"), number(at.value), pair(at.low, at.high)) for name, at in moments)
    return Table(say("doubt.gain", loop=view.loop_name(loop)), sayings("doubt.gain_columns"), rows)


def _checks(view: View) -> Table:
    """How well the models fit: every check with its number and where that should lie."""
    rows = []
    for check in view.reading.cycle.checks:
        verdict = say("doubt.check_passed" if check.passed else "doubt.check_failed")
        low = "–" if check.low is None else number(check.low, 3)
        high = "–" if check.high is None else number(check.high, 3)
        rows.append((check.name, number(check.value, 3), f"{low} to {high}", verdict))
    return Table(say("doubt.checks"), sayings("doubt.check_columns"), tuple(rows))


def _sensitivity(view: View) -> tuple[str, ...]:
    runs = view.reading.cycle.sensitivity
    if not runs:
        return ()
    names = entry("page", "sensitivity")
    ways = [names.get(run.name, run.name) for run in runs if run.changed]
    if ways:
        return (say("doubt.sensitivity_changed", ways="; ".join(ways)),)
    return (say("doubt.sensitivity_same"),)


def _key(view: View, loop: Loop) -> str:
    return "ab" if loop.pursuer == view.reading.cycle.people[0] else "ba"
