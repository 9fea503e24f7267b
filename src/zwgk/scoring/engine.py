"""The engine (评价引擎): a bound scheme and facts in, points, states and ledgers out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue, Truth
from zwgk.scheme import Indicator, Need, Part, Scheme, base_points
from zwgk.scoring.ends import ends_of, leaf_ends
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
from zwgk.scoring.total import Total, vetoes
from zwgk.scoring.tree import ZERO, Charge, Marking, to_decimal

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
    ends = ends_of(scheme, facts)
    low, high, marking = ends.low, ends.high, ends.marking
    claims = leaf_ends(scheme, said)[:2]
    fall = vetoes(scheme, marking)
    indicators = tuple(_indicators(scheme, marking, said, own, (low, high), claims))
    settled, applicable = _settled(scheme, low, high)
    given = (*scheme.queries, *sorted(scheme.needs() - scheme.queries.keys()))
    shown = tuple(_fact(name, scheme, facts[name], said[name]) for name in given)
    veto_results = tuple(
        VetoResult(id=node.id, title=node.title, fired=fall[node.id])
        for node in scheme.walk()
        if node.id in fall
    )
    reason = _no_score(scheme, applicable)
    full = None if scheme.document.full is None else Decimal(scheme.document.full)
    if reason is not None:
        return Score(
            total=None,
            full=full,
            unvetoed=None,
            grade=None,
            bounds=None,
            settled=settled,
            completeness=None,
            indicators=indicators,
            ledger=None,
            ledgers=None,
            vetoes=veto_results,
            facts=shown,
            reason=reason,
        )
    places = scheme.document.places
    least, greatest = ends.least, ends.greatest
    same = least.points == greatest.points
    vetoed = least.fired and least.fired == greatest.fired and least.unvetoed == greatest.unvetoed
    ledgers = Ledgers(least=_ledger(least.charges), greatest=_ledger(greatest.charges))
    return Score(
        total=to_decimal(least.points, places) if same else None,
        full=full,
        unvetoed=to_decimal(least.unvetoed, places) if vetoed else None,
        grade=next(iter(ends.grades)) if len(ends.grades) == 1 else None,
        bounds=Bounds(
            least=to_decimal(least.points, places),
            greatest=to_decimal(greatest.points, places),
            exact=ends.exact,
        ),
        settled=settled,
        completeness=settled.of / applicable,
        indicators=indicators,
        ledger=ledgers.least if same else None,
        ledgers=None if same else ledgers,
        vetoes=veto_results,
        facts=shown,
        reason=None,
    )


def _no_score(scheme: Scheme, applicable: Fraction) -> Text | None:
    """Why there is no score at all (不计分的缘由)."""
    if scheme.full is None:
        return Text("原文没有分值，本方案不计分", "the source gives no points: not scored")
    if not scheme.full:
        return Text("方案没有基础分，不计分", "the scheme has no base points: nothing is scored")
    if not applicable:
        return Text("全部指标都不适用，不计分", "no indicator applies: nothing is scored")
    return None


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
            least, most, full = low.nodes[node.id], high.nodes[node.id], base_points(node)
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
    if node.is_leaf or total.nodes[node.id].whole:
        yield node
        return
    for child in node.children:
        yield from _judged(child, total)


def _fact(name: str, scheme: Scheme, value: FactValue, said: FactValue) -> FactResult:
    query = scheme.queries.get(name)
    claimed = None
    if not value.known and said.known:
        claimed = said.words or str(said.least)
    return FactResult(
        id=name,
        title=(query.title if query else None) or Text(name, name),
        unit=query.unit if query else "",
        least=value.least,
        most=value.most,
        known=value.known,
        applicable=value.applicable,
        words=value.words,
        percent=value.percent,
        yes_no=value.yes_no or said.yes_no,
        because=None if value.known else value.because,
        said=claimed,
        records=tuple(support.record for support in value.support),
    )


def _indicators(
    scheme: Scheme,
    marking: Marking,
    said: Facts,
    own: Mapping[str, Fraction],
    ends: tuple[Total, Total],
    claims: tuple[Total, Total],
) -> Iterator[IndicatorResult]:
    low, high = ends
    facts = marking.facts
    parents = {child.id: node.id for node in scheme.walk() for child in node.children}
    for node in scheme.walk():
        least, most = low.nodes[node.id], high.nodes[node.id]
        scored = node.points is not None and node.part is not Part.VETO
        names = sorted(node.facts() & facts.keys())
        yield IndicatorResult(
            id=node.id,
            parent=parents.get(node.id),
            title=node.title,
            part=node.part,
            leaf=node.is_leaf,
            points=node.points,
            least=least.points if scored else None,
            most=most.points if scored else None,
            state=_state(node, facts, *ends),
            claimed=_state(node, said, *claims),
            declared=own.get(node.id),
            facts=tuple(names),
            because=tuple(
                because
                for name in names
                if not facts[name].known and (because := facts[name].because) is not None
            ),
            error=marking.errors.get(node.id),
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
    states: list[State | None] = [_need(need, facts[need.fact]) for need in conditions]
    if node.points is not None and node.rule is not None and (node.asks or not states):
        states.append(_from_points(node, low, high))
    if states:
        return together(states)
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
    least, most = low.nodes[node.id], high.nodes[node.id]
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
    given = set(states) - {None}
    judged = given - {State.NOT_APPLICABLE}
    if not judged:
        return State.NOT_APPLICABLE if given else None
    if len(judged) == 1:
        return next(iter(judged))
    if judged & {State.UNMET, State.PARTLY}:
        return State.PARTLY
    return State.UNKNOWN
