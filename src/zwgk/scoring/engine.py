"""The engine (评价引擎): a bound scheme and facts in, points, states and ledgers out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue, Query, Truth, Value
from zwgk.scheme import Indicator, Need, Part, Scheme, amount_of, ratio
from zwgk.scoring.applying import why_not
from zwgk.scoring.ends import Ends, ends_of, leaf_ends
from zwgk.scoring.forces import lines, vetoes
from zwgk.scoring.marking import ZERO, Charge, Marking, Scored, to_decimal
from zwgk.scoring.parts import (
    Bounds,
    FactResult,
    IndicatorResult,
    LedgerEntry,
    Ledgers,
    Points,
    Settled,
    State,
    VetoResult,
)
from zwgk.scoring.total import Total, stopped_text
from zwgk.scoring.tree import score_node

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
    claims = (low, high) if said == facts else leaf_ends(scheme, said)[:2]
    indicators = tuple(_indicators(scheme, marking, said, own, (low, high), claims))
    settled, applicable = _settled(scheme, low, high)
    given = (*scheme.queries, *sorted(scheme.needs() - scheme.queries.keys()))
    blank = Score(
        total=None,
        full=amount_of(scheme.document.full, scheme.profile),
        unvetoed=None,
        grade=None,
        bounds=None,
        settled=settled,
        completeness=None,
        indicators=indicators,
        ledger=None,
        ledgers=None,
        vetoes=tuple(_vetoes(scheme, marking)),
        facts=tuple(_fact(name, scheme, facts[name], said[name]) for name in given),
        reason=_no_score(scheme, applicable),
    )
    return blank if blank.reason is not None else _totalled(scheme, blank, ends, applicable)


def _totalled(scheme: Scheme, blank: Score, ends: Ends, applicable: Fraction) -> Score:
    places = scheme.document.places
    least, greatest = ends.least, ends.greatest
    acted = least.acted and greatest.acted and least.fired == greatest.fired
    vetoed = acted and least.unvetoed == greatest.unvetoed
    scored = replace(
        blank,
        unvetoed=to_decimal(least.unvetoed, places) if vetoed else None,
        grade=next(iter(ends.grades)) if len(ends.grades) == 1 else None,
        completeness=blank.settled.of / applicable,
    )
    if least.stopped:
        return replace(scored, reason=stopped_text(least.stopped))
    same = least.points == greatest.points and not least.may_stop and not greatest.may_stop
    ledgers = Ledgers(least=_ledger(least.charges), greatest=_ledger(greatest.charges))
    return replace(
        scored,
        total=to_decimal(least.points, places) if same else None,
        bounds=Bounds(
            least=to_decimal(least.points, places),
            greatest=to_decimal(greatest.points, places),
            exact=ends.exact,
        ),
        ledger=ledgers.least if same else None,
        ledgers=None if same else ledgers,
    )


def _vetoes(scheme: Scheme, marking: Marking) -> Iterator[VetoResult]:
    fall, below = vetoes(marking), lines(marking, score_node)
    for node in scheme.walk():
        if node.id in fall:
            why = node.why
            yield VetoResult(id=node.id, title=node.title, fired=fall[node.id], why=why)
        if node.fail is not None:
            line = Points(Fraction(node.fail.below))
            fired = below[node.id]
            yield VetoResult(
                id=node.id, title=node.title, fired=fired, below=line, why=node.fail.why
            )


def _no_score(scheme: Scheme, applicable: Fraction) -> Text | None:
    """Why there is no score at all (不计分的缘由)."""
    if scheme.full is None:
        return Text("原文没有分值，本方案不计分", "the source gives no points: not scored")
    if not scheme.full:
        return Text("方案没有基础分，不计分", "the scheme has no base points: nothing is scored")
    if not applicable:
        return Text("全部指标都不适用：未评", "no indicator applies: nothing is scored")
    return None


def _ledger(charges: Iterable[Charge]) -> tuple[LedgerEntry, ...]:
    return tuple(
        LedgerEntry(
            id=f"L{number:03d}",
            indicator=charge.indicator,
            kind=charge.hit.kind,
            points=charge.hit.points,
            amount=charge.amount,
            reason=charge.hit.reason,
            records=charge.hit.records,
            citation=charge.citation,
        )
        for number, charge in enumerate(charges, start=1)
        if charge.hit.points
    )


def _settled(scheme: Scheme, low: Total, high: Total) -> tuple[Settled, Fraction]:
    """Base points that are known, and the points of those that apply, in points of the total."""
    points = of = applicable = ZERO
    for node, factor in _judged(scheme.root, Fraction(1), low):
        least, most, full = low.nodes[node.id], high.nodes[node.id], node.brings
        keeps = node.na is not None and node.na.keeps
        if least.applicable is Truth.NO and not keeps:
            continue
        applicable += full * factor
        surely = most.applicable is least.applicable is not Truth.MAYBE or keeps
        if least.points == most.points and surely:
            points, of = points + least.points * factor, of + full * factor
    return Settled(points=points, of=of), applicable


def _judged(
    node: Indicator, factor: Fraction, total: Total
) -> Iterator[tuple[Indicator, Fraction]]:
    """The base nodes that were judged as one, and how much of the total one point of them is.

    These are leaves, nodes given points as a whole, and nodes that do not apply.
    """
    result = total.nodes[node.id]
    if not node.counts:
        return
    if node.is_leaf or result.whole or result.applicable is not Truth.YES:
        yield node, factor
        return
    if node.convert is not None and node.raw and node.id != total.whole.id:
        factor *= node.convert / node.raw
    for child in node.children:
        yield from _judged(child, factor * ratio(child), total)


def _fact(name: str, scheme: Scheme, value: FactValue, said: FactValue) -> FactResult:
    query = scheme.queries.get(name)
    claimed: str | None = None
    ends: tuple[Fraction | None, Fraction | None] = (None, None)
    if not value.known and said.known:
        claimed = said.words or str(said.least)
    elif not value.known and (value.least, value.most) != (said.least, said.most):
        ends = (said.least, said.most)
    because = None if value.known else value.because
    if because is not None and said.because is not None and said.because != because:
        because = Text(
            f"{because.zh}；{said.because.zh}", f"{because.of('en')}; {said.because.of('en')}"
        )
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
        yes_no=value.yes_no or said.yes_no or _not_shown(query, value),
        because=because,
        said=claimed,
        said_least=ends[0],
        said_most=ends[1],
        records=tuple(support.record for support in value.support),
    )


def _not_shown(query: Query | None, value: FactValue) -> bool:
    """Whether a fact asks for a piece of evidence, and surely there is none (没有佐证)."""
    asked = isinstance(query, Value) and query.value.evidence is not None and not query.unit
    return asked and value.known and not value.least and not value.support


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
            points=node.points if least.full is None else least.full,
            least=min(least.points, most.points) if scored else None,
            most=max(least.points, most.points) if scored else None,
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
            not_applicable=_why_not(node, facts, least, most),
            citation=node.citation,
            verified=node.verified,
            note=node.note,
        )


def _why_not(node: Indicator, facts: Facts, least: Scored, most: Scored) -> Text | None:
    gone = least.applicable is most.applicable is Truth.NO
    return why_not(node, facts) if gone and node.part is not Part.VETO else None


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
    best = ZERO if node.part is Part.PENALTY else least.full or node.points
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
