"""The notes on one draft. Safety looks first; a hold gives its own answer and no help with the words."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from nearer.drafts.checks import CHECKS, Setting
from nearer.drafts.flow import Flow, read_flow
from nearer.drafts.held import held_notes, stopped_notes
from nearer.drafts.match import Hit, hits, stands
from nearer.drafts.record import SEVERITIES, Finding, Notes, Switched, Verdict
from nearer.drafts.rulebook import goodness, praises, rulebook
from nearer.drafts.schema import Says
from nearer.drafts.stance import stance_of
from nearer.drafts.suggest import suggestion
from nearer.drafts.weigh import undecided, weighed
from nearer.safety import Hold, look

__all__ = ["find", "look_at"]

_PLAIN = Says(find=("quoted",))
_FIXED = frozenset(("threat", "control", "self-harm", "asked-to-stop", "unsafe"))


def look_at(
    text: str,
    *,
    off: Mapping[str, str] | None = None,
    hour: int | None = None,
    before: Sequence[str] = (),
    coder: bool = True,
    suggest: bool = True,
) -> Notes:
    """What may land badly in a draft, and what is good in it.

    Args:
        text: the draft, as it would be sent.
        off: rules that are switched off, each with the reason; the rules of safety stay on.
        hour: the hour of the day at which it is to be sent, 0 to 23.
        before: what the other wrote in the thread.
        coder: let the trained coder hear the draft where the rules are in doubt; without it the rules stand alone.
        suggest: give a better way with each note; each way is itself looked at, which is most of the work.

    Example:
        >>> look_at("You never listen to me.").verdict
        'change'
    """
    flow = read_flow(text)
    held = look(text)
    found = find(flow, hour=hour, before=tuple(read_flow(one) for one in before), better=suggest, coder=coder)
    if isinstance(held, Hold):
        return held_notes(held, flow, found)
    if (stopped_here := stopped_notes(before, flow, found)) is not None:
        return stopped_here
    kept, switched = _parted(found, off or {})
    stopped = any(one.rule in _FIXED for one in kept)
    if stopped:
        kept = [msgspec.structs.replace(one, suggestion=None) for one in kept]
    return Notes(
        verdict=_verdict(kept),
        stance=stance_of(flow, kept),
        good=() if stopped else _good(flow),
        findings=tuple(kept),
        switched_off=tuple(switched),
        unused=tuple(sorted(set(off or {}) - {one.finding.rule for one in switched})),
    )


def find(
    flow: Flow,
    *,
    hour: int | None = None,
    before: tuple[Flow, ...] = (),
    better: bool = True,
    coder: bool = False,
) -> list[Finding]:
    """Every finding of the rules that are on by default, in the order of their places; safety is not asked.

    Without ``better`` no suggestions are made; with ``coder`` the trained coder is asked where the rules are in doubt.
    """
    if not flow.sentences:
        return []
    seen = hits(flow)
    coder = coder and undecided(seen, flow)
    seen = weighed(seen, flow) if coder else [hit for hit in seen if not hit.says.doubtful]
    setting = Setting(hour, before, any(hit.severity != "hint" for hit in seen), bool(seen))
    seen += _checked(flow, setting)
    seen.sort(key=lambda hit: (hit.first, SEVERITIES.index(hit.severity)))
    rules = {hit.rule.id for hit in seen}
    return [_finding(hit, flow, rules if better else None, coder=coder) for hit in seen]


def _checked(flow: Flow, setting: Setting) -> list[Hit]:
    found = []
    for rule in rulebook().values():
        if rule.function is None or not rule.default:
            continue
        seen = CHECKS[rule.function](flow, setting)
        if seen is not None:
            says = _PLAIN if not rule.says else rule.says[0]
            severity = seen.severity or rule.severity
            found.append(Hit(rule, says, severity, rule.confidence, seen.first, seen.last, {}))
    return found


def _finding(hit: Hit, flow: Flow, rules: Collection[str] | None, *, coder: bool) -> Finding:
    first, last = _widened(hit, flow)
    start, end = flow.text(first, last)
    better = None
    if rules is not None and hit.severity != "stop":
        place = (start, end)
        better = suggestion(hit, flow, place, lambda new: _is_clean(new, flow.source, place, rules, coder=coder))
    return Finding(
        hit.rule.id, hit.severity, hit.confidence, start, end, flow.source[start:end], hit.rule.reason, better
    )


def _widened(hit: Hit, flow: Flow) -> tuple[int, int]:
    """The whole sentence or sentences, so that a suggestion can stand in their place."""
    if hit.says.alone:
        return hit.first, hit.last
    return flow.sentence_of(hit.first).first, flow.sentence_of(hit.last - 1).last


def _is_clean(new: str, source: str, place: tuple[int, int], rules: Collection[str], *, coder: bool) -> bool:
    """Whether the suggestion alone raises nothing, and nothing new where it stands."""
    if find(read_flow(new), better=False, coder=coder):
        return False
    whole = source[: place[0]] + new + source[place[1] :]
    if isinstance(look(whole), Hold) or isinstance(look(new), Hold):
        return False
    return all(one.rule in rules for one in find(read_flow(whole), better=False, coder=coder))


def _parted(found: list[Finding], off: Mapping[str, str]) -> tuple[list[Finding], list[Switched]]:
    kept = [one for one in found if one.rule not in off or one.rule in _FIXED]
    switched = [Switched(one, off[one.rule]) for one in found if one.rule in off and one.rule not in _FIXED]
    return kept, switched


def _verdict(found: Sequence[Finding]) -> Verdict:
    return min((one.severity for one in found), key=SEVERITIES.index, default="fine")


def _good(flow: Flow) -> tuple[str, ...]:
    words = set(flow.words)
    return tuple(
        praises()[one.id]
        for one in goodness()
        if stands(one.find, flow.line, words) and not stands(one.unless, flow.line, words)
    )
