"""How it moves: over the months, through the day and the week, until it is calm, and when it goes well."""

from nearer.answer.report.draw_chart import Dot, draw_months, draw_shares
from nearer.answer.report.record import Figure, Section, Table
from nearer.answer.report.shown import date, in_100, number, share_range
from nearer.answer.report.view import View
from nearer.answer.report.words import entry, say, sayings
from nearer.cycle.record import Change, Estimate, Link, Months, Share

__all__ = ["calm", "months", "starts", "well"]

FEWEST_ROUNDS = 10
FEWEST_OPENINGS = 5


def months(view: View) -> Section:
    """Every arrow of the loops that were found, four weeks at a time, and the base apart from the arrows."""
    found, title = view.reading.cycle.months, say("sections.months")
    pairs = [view.told(loop) for loop in view.found() or view.loops]
    told = [link for links in pairs for link in links]
    changes = [change for links in pairs if found for change in _changes(found, links)]
    if found is None or not changes:
        return Section(key="months", title=title, paragraphs=(say("months.none"),))
    heads = {(link.from_, link.to, link.deed, link.answer): view.head(link) for link in told}
    named = [(heads[change.from_, change.to, change.deed, change.answer], change) for change in changes]
    return Section(
        key="months",
        title=title,
        paragraphs=(say("months.says"), *_trends(named, view), *_base(found)),
        figures=tuple(
            Figure(_month_drawing(view, head, change, place), head) for place, (head, change) in enumerate(named)
        ),
        tables=tuple(_month_table(view, head, change) for head, change in named),
    )


def starts(view: View) -> Section:
    """The hours and weekdays in which rounds begin, against everyday talk."""
    moment, title = view.reading.cycle.moment, say("sections.starts")
    if moment.n < FEWEST_ROUNDS or not moment.hours:
        return Section(key="starts", title=title, paragraphs=(say("starts.none", n=moment.n),))
    hours = {share.key: f"{share.key:02d}" for share in moment.hours}
    days = dict(enumerate(sayings("starts.weekdays"), start=1))
    outstanding = [say("starts.hour", hour=hours[share.key]) for share in moment.hours if _stands_out(share)]
    outstanding += [days[share.key] for share in moment.weekdays if _stands_out(share)]
    verdict = say("starts.more", when=", ".join(outstanding)) if outstanding else say("starts.even")
    caution = say("starts.many", count=len(moment.hours) + len(moment.weekdays))
    return Section(
        key="starts",
        title=title,
        paragraphs=(say("starts.says", n=moment.n), verdict, caution),
        figures=(
            _share_figure("hours", moment.hours, [hours[s.key] if s.key % 3 == 0 else "" for s in moment.hours]),
            _share_figure("weekdays", moment.weekdays, list(sayings("starts.weekdays_short"))),
        ),
        tables=(_share_table("hours", moment.hours, hours), _share_table("weekdays", moment.weekdays, days)),
    )


def calm(view: View) -> Section:
    """How long a round takes, and how often it is mended within a day."""
    moment = view.reading.cycle.moment
    minutes, repairs = moment.minutes_to_calm, moment.repairs
    lines = []
    if minutes.value is None or moment.n < FEWEST_ROUNDS:
        lines.append(say("calm.none", n=moment.n))
    else:
        ends = {"low": _minutes(minutes.low), "high": _minutes(minutes.high)}
        lines.append(say("calm.median", n=minutes.n, minutes=_minutes(minutes.value), **ends))
        if moment.quartiles is not None:
            low, high = moment.quartiles
            lines.append(say("calm.quartiles", low=_minutes(low), high=_minutes(high)))
    if repairs.value is None or repairs.n < FEWEST_OPENINGS:
        lines.append(say("calm.repairs_none", n=repairs.n))
    else:
        lines.append(say("calm.repairs", **_share_places(repairs)))
    return Section(key="calm", title=say("sections.calm"), paragraphs=tuple(lines))


def well(view: View) -> Section:
    """The openings that were met without closing, by either of the two."""
    known = [one for one in view.reading.cycle.openings if one.well.value is not None and one.well.n >= FEWEST_OPENINGS]
    if not known:
        return Section(key="well", title=say("sections.well"), paragraphs=(say("well.none"),))
    lines = [say(f"well.{one.kind}", **_share_places(one.well)) for one in known]
    kinds = entry("page", "well.kinds")
    rows = tuple((str(kinds[one.kind]), str(one.well.n), share_range(one.well)) for one in known)
    return Section(
        key="well",
        title=say("sections.well"),
        paragraphs=(*lines, say("well.remember")),
        tables=(Table(say("well.title"), sayings("well.columns"), rows),),
    )


def _changes(found: Months, links: tuple[Link, Link]) -> list[Change]:
    """How the two arrows of a loop changed; none where one of them cannot be told, as it would stand alone (SR7)."""
    changes = [change for link in links for change in found.links if _same(change, link)]
    known = [sum(one.risk_difference.value is not None for one in change.windows) > 1 for change in changes]
    return changes if len(changes) == len(links) and all(known) else []


def _same(change: Change, link: Link) -> bool:
    one = (change.from_, change.to, change.deed, change.answer)
    return one == (link.from_, link.to, link.deed, link.answer)


def _trends(named: list[tuple[str, Change]], view: View) -> list[str]:
    lines = []
    for head, change in named:
        low, high = change.trend.low, change.trend.high
        known = low is not None and high is not None
        way = "down" if known and high < 0 else "up" if known and low > 0 else "flat"  # type: ignore[operator]
        lines.append(say(f"months.trend_{way}", arrow=head))
        if not view.reading.redacted:
            lines += [
                say("months.changed", arrow=head, date=date(one.date), p=number(one.p, 3)) for one in change.changed
            ]
    return lines


def _base(found: Months) -> tuple[str, ...]:
    ends = (found.pursue[0].value, found.pursue[-1].value, found.withdraw[0].value, found.withdraw[-1].value)
    if len(found.pursue) < 2 or None in ends:
        return ()
    start, end, closing_start, closing_end = (in_100(share) for share in ends)
    places = {"closing_start": closing_start, "closing_end": closing_end}
    return (say("months.base", start=start, end=end, **places),)


def _month_drawing(view: View, head: str, change: Change, place: int) -> str:
    dots = [
        Dot(str(number_), *(None if edge is None else 100 * edge for edge in (one.value, one.low, one.high)))
        for number_, one in enumerate((window.risk_difference for window in change.windows), start=1)
    ]
    rows = "; ".join(f"{row[0]}: {row[1]}" for row in _month_table(view, head, change).rows)
    kind = "press" if change.deed == "pursue" else "close"
    return draw_months(f"months-{place}", dots, kind, say("months.axis"), (say("months.title", arrow=head), rows))


def _month_table(view: View, head: str, change: Change) -> Table:
    rows = []
    for place, window in enumerate(change.windows, start=1):
        when = say("months.month", number=place) if view.reading.redacted else date(window.start)
        one = window.risk_difference
        rows.append((when, in_100(one.value), f"{in_100(one.low)} to {in_100(one.high)}"))
    return Table(head, sayings("months.columns"), tuple(rows))


def _stands_out(share: Share) -> bool:
    return share.share.low is not None and share.share.low > share.expected


def _share_figure(kind: str, shares: tuple[Share, ...], names: list[str]) -> Figure:
    title = say(f"starts.{kind}_title")
    told = "; ".join(f"{share.key}: {share_range(share.share)}" for share in shares if share.count)
    return Figure(draw_shares(kind, shares, names, (title, told)), title)


def _share_table(kind: str, shares: tuple[Share, ...], names: dict[int, str]) -> Table:
    rows = tuple(
        (names[share.key], str(share.count), share_range(share.share), in_100(share.expected)) for share in shares
    )
    return Table(say(f"starts.{kind}_title"), sayings(f"starts.{kind}_columns"), rows)


def _share_places(estimate: Estimate) -> dict[str, str]:
    return {
        "share": in_100(estimate.value),
        "low": in_100(estimate.low),
        "high": in_100(estimate.high),
        "n": str(estimate.n),
    }


def _minutes(value: float | None) -> str:
    return number(value, 0)
