"""The engine (评价引擎): a bound scheme and facts in, points, states and ledgers out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue, Query, Truth
from zwgk.scheme import End, Indicator, Need, Part, Scheme, declared_fact
from zwgk.scoring.parts import (
    Bounds,
    FactResult,
    IndicatorResult,
    LedgerEntry,
    Ledgers,
    Settled,
    State,
    VetoResult,
)
from zwgk.scoring.total import Total, grade_of, total_at, vetoes
from zwgk.scoring.tree import ZERO, Charge, Errors, to_decimal

Facts = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Score:
    """What the engine found (计分结果); the pipeline adds duties, verdicts and findings to it."""

    total: Decimal | None
    full: Decimal | None
    unvetoed: Decimal | None
    grade: str | None
    bounds: Bounds | None
    settled: Settled
    completeness: Fraction | None
    indicators: tuple[IndicatorResult, ...]
    ledger: tuple[LedgerEntry, ...] | None
    ledgers: Ledgers | None
    vetoes: tuple[VetoResult, ...]
    facts: tuple[FactResult, ...]
    reason: Text | None


def score(scheme: Scheme, facts: Facts, said: Facts, own: Mapping[str, Fraction]) -> Score:
    """Score a scheme with facts (计分).

    ``said`` are the same facts with every assertion accepted, for the state that the unit
    claims; ``own`` the points it declared for itself, by indicator.
    """
    errors = Errors()
    low = total_at(scheme, facts, End.LEAST, errors)
    high = total_at(scheme, facts, End.MOST, errors)
    fall = vetoes(scheme, facts, errors)
    claims = (
        total_at(scheme, said, End.LEAST, Errors()),
        total_at(scheme, said, End.MOST, Errors()),
    )
    indicators = tuple(_indicators(scheme, facts, said, own, (low, high), claims, errors))
    settled, applicable = _settled(scheme, low, high)
    shown = tuple(_fact(name, scheme, facts[name], said[name]) for name in scheme.queries)
    veto_results = tuple(
        VetoResult(id=node.id, title=node.title, fired=fall[node.id])
        for node in scheme.walk()
        if node.id in fall
    )
    full = scheme.full
    if full is None or not applicable:
        reason = (
            Text("原文没有分值，本方案不计分", "the source gives no points: not scored")
            if full is None
            else Text("全部指标都不适用，不计分", "no indicator applies: nothing is scored")
        )
        return Score(
            None,
            None if full is None else Decimal(scheme.document.full or 0),
            None,
            None,
            None,
            settled,
            None,
            indicators,
            None,
            None,
            veto_results,
            shown,
            reason,
        )
    places = scheme.document.places
    least, greatest = to_decimal(low.points, places), to_decimal(high.points, places)
    grades = low.grades | high.grades
    same = low.points == high.points
    between = {
        grade_of(scheme.document.grades, low.unvetoed),
        grade_of(scheme.document.grades, high.unvetoed),
    }
    one_grade = len(grades) == 1 and (low.fired == high.fired or len(between) == 1)
    ledgers = Ledgers(least=_ledger(low.charges), greatest=_ledger(high.charges))
    return Score(
        total=least if same else None,
        full=Decimal(scheme.document.full or 0),
        unvetoed=to_decimal(low.unvetoed, places)
        if low.fired and low.fired == high.fired
        else None,
        grade=next(iter(grades)) if one_grade else None,
        bounds=Bounds(least=least, greatest=greatest, exact=_exact(scheme, facts)),
        settled=settled,
        completeness=settled.of / applicable,
        indicators=indicators,
        ledger=ledgers.least if same else None,
        ledgers=None if same else ledgers,
        vetoes=veto_results,
        facts=shown,
        reason=None,
    )


def _ledger(charges: Iterable[Charge]) -> tuple[LedgerEntry, ...]:
    return tuple(
        LedgerEntry(
            id=f"L{number:03d}",
            indicator=charge.indicator,
            kind=charge.hit.kind,
            points=charge.hit.points,
            amount=charge.hit.points,
            reason=charge.hit.reason,
            records=charge.hit.records,
            citation=charge.citation,
        )
        for number, charge in enumerate(charges, start=1)
        if charge.hit.points
    )


def _settled(scheme: Scheme, low: Total, high: Total) -> tuple[Settled, Fraction]:
    """Points of the base leaves that are known, and the points of those that apply."""
    points = of = applicable = ZERO
    for top in scheme.indicators:
        for node in _judged(top, low):
            least, most = low.find(node.id), high.find(node.id)
            full = node.points or ZERO
            if least is None or most is None or not full:
                continue
            if least.applicable is Truth.NO and node.na is None:
                continue
            applicable += full
            if least.points == most.points:
                points, of = points + least.points, of + full
    return Settled(points=points, of=of), applicable


def _judged(node: Indicator, total: Total) -> Iterator[Indicator]:
    """The base nodes that were judged as one: leaves, or a node given points as a whole."""
    if node.part is not Part.BASE:
        return
    result = total.find(node.id)
    if node.is_leaf or (result is not None and not result.children):
        yield node
        return
    for child in node.children:
        yield from _judged(child, total)


def _exact(scheme: Scheme, facts: Facts) -> bool:
    """Whether the bounds are reached: no unknown fact pulls two leaves in different ways."""
    ways: dict[str, set[int]] = {}
    for node in scheme.walk():
        if node.rule is None:
            continue
        sign = {Part.PENALTY: -1, Part.VETO: -1}.get(node.part, 1)
        for name in node.rule.needs():
            if not facts[name].known:
                ways.setdefault(name, set()).add(sign * node.rule.direction(name))
    uses = {name: sum(name in n.rule.needs() for n in scheme.walk() if n.rule) for name in ways}
    return all(uses[name] == 1 or ways[name] in ({1}, {-1}) for name in ways)


def _fact(name: str, scheme: Scheme, value: FactValue, said: FactValue) -> FactResult:
    query: Query = scheme.queries[name]
    claimed = None
    if not value.known and said.known:
        claimed = said.words or str(said.least)
    return FactResult(
        id=name,
        title=query.title or Text(name, name),
        unit=query.unit,
        least=value.least,
        most=value.most,
        known=value.known,
        applicable=value.applicable,
        words=value.words,
        percent=value.percent,
        because=None if value.known else value.because,
        said=claimed,
        records=tuple(support.record for support in value.support),
    )


def _indicators(
    scheme: Scheme,
    facts: Facts,
    said: Facts,
    own: Mapping[str, Fraction],
    ends: tuple[Total, Total],
    claims: tuple[Total, Total],
    errors: Errors,
) -> Iterator[IndicatorResult]:
    low, high = ends
    parents = {child.id: node.id for node in scheme.walk() for child in node.children}
    for node in scheme.walk():
        least, most = low.find(node.id), high.find(node.id)
        scored = node.points is not None and node.part is not Part.VETO
        names = sorted(node.facts() & facts.keys())
        yield IndicatorResult(
            id=node.id,
            parent=parents.get(node.id),
            title=node.title,
            part=node.part,
            leaf=node.is_leaf,
            points=node.points,
            least=least.points if least and scored else None,
            most=most.points if most and scored else None,
            state=_state(node, facts, *ends),
            claimed=_state(node, said, *claims),
            declared=own.get(node.id),
            facts=tuple(names),
            because=tuple(
                because
                for name in names
                if not facts[name].known and (because := facts[name].because) is not None
            ),
            error=errors.found.get(node.id),
            citation=node.citation,
            note=node.note,
        )


def _state(node: Indicator, facts: Facts, low: Total, high: Total) -> State | None:
    if not node.is_leaf:
        return together([_state(child, facts, low, high) for child in node.children])
    conditions = [
        need for need in node.needs if need.at_least is not None or need.at_most is not None
    ]
    if node.part is Part.VETO:
        return None
    if conditions and (node.rule is None or not node.rule.needs()):
        return together([_need(need, facts[need.fact]) for need in conditions])
    if node.points is not None and node.rule is not None:
        if node.rule.needs() or declared_fact(node.id) in facts:
            return _from_points(node, low, high)
        return State.UNKNOWN
    if any(not facts[need.fact].known for need in node.needs):
        return State.UNKNOWN
    return None


def _need(need: Need, value: FactValue) -> State:
    if value.applicable is Truth.NO:
        return State.NOT_APPLICABLE
    answer = Truth.YES
    if need.at_least is not None:
        answer = answer & value.at_least(Fraction(need.at_least))
    if need.at_most is not None:
        answer = answer & value.at_most(Fraction(need.at_most))
    if answer is not Truth.NO and value.applicable is Truth.MAYBE:
        return State.UNKNOWN
    return {Truth.YES: State.MET, Truth.NO: State.UNMET, Truth.MAYBE: State.UNKNOWN}[answer]


def _from_points(node: Indicator, low: Total, high: Total) -> State:
    least, most = low.find(node.id), high.find(node.id)
    if least is None or most is None:
        return State.UNKNOWN
    if least.applicable is Truth.NO:
        return State.NOT_APPLICABLE
    if least.points != most.points:
        return State.UNKNOWN
    best = ZERO if node.part is Part.PENALTY else node.points
    if least.points == best:
        return State.MET
    worst = -(node.points or ZERO) if node.part is Part.PENALTY else ZERO
    return State.UNMET if least.points <= worst else State.PARTLY


def together(states: Iterable[State | None]) -> State | None:
    """The state of several things seen as one (合并状态).

    >>> together([State.MET, State.UNKNOWN]), together([State.MET, State.UNMET])
    (<State.UNKNOWN: 'unknown'>, <State.PARTLY: 'partly'>)
    """
    judged = {state for state in states if state not in (None, State.NOT_APPLICABLE)}
    if not judged:
        given = list(states) if isinstance(states, (list, tuple)) else []
        return State.NOT_APPLICABLE if State.NOT_APPLICABLE in given else None
    if len(judged) == 1:
        return next(iter(judged))
    if judged & {State.UNMET, State.PARTLY}:
        return State.PARTLY
    return State.UNKNOWN
