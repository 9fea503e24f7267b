"""Working out what a fact may be (求值): the least and the most over everything still possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from zwgk.errors import Text
from zwgk.facts.coupled import coupled
from zwgk.facts.known import Known, Match, Rows, below_zero, by_subject, matching, why_open
from zwgk.facts.past import past_value
from zwgk.facts.printed import printed_value
from zwgk.facts.query import (
    Change,
    Count,
    Distinct,
    Extreme,
    History,
    Query,
    Share,
    Sum,
    Target,
    Value,
)
from zwgk.facts.value import FactValue, Support, Truth
from zwgk.facts.where import as_number
from zwgk.facts.worst import by_outcome, counted
from zwgk.records import Basis, Figure

Queries: TypeAlias = Mapping[str, Query]

ONLY_SAID = Text("仅有自述，佐证不足", "only said, not documented")
OTHER_UNIT = Text("本期与上期的单位不同", "this period and the last have different units")


def evaluate(query: Query, known: Known, named: Queries | None = None) -> FactValue:
    """The value of one query (求值).

    ``named`` are the queries of the same document that a share may name.
    """
    named = named or {}
    basis = query.basis or known.basis
    match query:
        case Count():
            return _count(query, known, basis)
        case Sum():
            return _sum(query, known, basis)
        case Extreme():
            return _extreme(query, known, basis)
        case Distinct():
            return _distinct(query, known, basis)
        case Share():
            return _share(query, known, basis, named)
        case Value():
            return _target(query.value, known, basis)
        case Change():
            return _change(query, known, basis)
        case History():
            return past_value(query, known, basis)
        case _:
            raise TypeError(type(query).__name__)


def _found(query: Count, known: Known, basis: Basis) -> tuple[list[Match], Rows]:
    rows = known.rows(query.count, query.where)
    if by_outcome(query.count, query.per, query.where):
        return counted(rows.rows, query.where, basis), rows
    found = list(matching(query.count, rows.rows, query.where, basis))
    if query.count == "duties" and query.per == "subject":
        found = by_subject(found)
    return found, rows


def _count(query: Count, known: Known, basis: Basis) -> FactValue:
    found, rows = _found(query, known, basis)
    sure = sum(match.truth is Truth.YES for match in found)
    most = Fraction(len(found)) if rows.closed else None
    why = why_open(query.count, rows, sure != len(found))
    return FactValue(
        Fraction(sure), most, tuple(sorted(match.support() for match in found)), because=why
    )


def _sum(query: Sum, known: Known, basis: Basis) -> FactValue:
    rows = known.rows(query.sum, query.where)
    below = below_zero(query.sum, query.field, rows)
    least: Fraction | None = None if below and not rows.closed else Fraction(0)
    most: Fraction | None = Fraction(0) if rows.closed else None
    support: list[Support] = []
    uncertain = False
    for match in matching(query.sum, rows.rows, query.where, basis):
        amount = as_number(match.value(query.field))
        sure = match.truth is Truth.YES
        uncertain = uncertain or amount is None or not sure
        if amount is None:
            # A missing number may be anything that its field may be.
            least = None if below else least
            most = None
            continue
        support.append(match.support(amount))
        if least is not None:
            least += amount if sure else min(amount, Fraction(0))
        if most is not None:
            most += amount if sure else max(amount, Fraction(0))
    why = why_open(query.sum, rows, uncertain)
    return FactValue(least, most, tuple(sorted(support)), because=why)


def _extreme(query: Extreme, known: Known, basis: Basis) -> FactValue:
    """The least or the greatest of the rows that count, whichever these are."""
    table = query.table
    rows = known.rows(table, query.where)
    sure: list[Fraction] = []
    possible: list[Fraction] = []
    support: list[Support] = []
    blank = sure_blank = False
    for match in matching(table, rows.rows, query.where, basis):
        amount = as_number(match.value(query.field))
        if amount is None:
            blank = True
            sure_blank = sure_blank or match.truth is Truth.YES
            continue
        (sure if match.truth is Truth.YES else possible).append(amount)
        support.append(match.support(amount))
    open_end = blank or not rows.closed
    every = [*sure, *possible]
    if not every and not open_end:
        return FactValue(Fraction(0), Fraction(0), applicable=Truth.NO)
    floor = None if below_zero(table, query.field, rows) else Fraction(0)
    least: Fraction | None
    most: Fraction | None
    if query.max is None:
        least = floor if open_end else min(every)
        most = min(sure) if sure else None if open_end else max(every)
    else:
        most = None if open_end else max(every)
        least = max(sure) if sure else floor if open_end else min(every)
    applicable = Truth.YES if sure or sure_blank else Truth.MAYBE
    why = why_open(table, rows, open_end or bool(possible))
    return FactValue(least, most, tuple(sorted(support)), applicable, because=why)


def _distinct(query: Distinct, known: Known, basis: Basis) -> FactValue:
    rows = known.rows(query.distinct, query.where)
    sure: set[str] = set()
    possible: set[str] = set()
    blanks = 0
    support: list[Support] = []
    for match in matching(query.distinct, rows.rows, query.where, basis):
        value = match.value(query.field)
        if value is None:
            blanks += 1
            continue
        (sure if match.truth is Truth.YES else possible).add(str(value))
        support.append(match.support())
    most = Fraction(len(sure | possible) + blanks) if rows.closed else None
    why = why_open(query.distinct, rows, bool(blanks or possible - sure))
    return FactValue(Fraction(len(sure)), most, tuple(sorted(support)), because=why)


def _resolve(part: str | Query, named: Queries) -> Query:
    return named[part] if isinstance(part, str) else part


def _share(query: Share, known: Known, basis: Basis, named: Queries) -> FactValue:
    part, whole = _resolve(query.share, named), _resolve(query.whole, named)
    if isinstance(part, Count) and isinstance(whole, Count) and part.count == whole.count:
        return coupled(part, whole, known, basis)
    top, bottom = evaluate(part, known, named), evaluate(whole, known, named)
    return _quotient(top, bottom)


def _quotient(top: FactValue, bottom: FactValue) -> FactValue:
    """A share of two values that have nothing to do with each other."""
    support = (*top.support, *bottom.support)
    why = bottom.because or top.because
    low, high = bottom.least, bottom.most
    if (low == high == 0) or Truth.NO in (top.applicable, bottom.applicable):
        return FactValue(Fraction(0), Fraction(0), support, Truth.NO, because=why, percent=True)
    applicable = top.applicable & bottom.applicable
    if low is None or low < 0:
        return FactValue(None, None, support, applicable & Truth.MAYBE, because=why, percent=True)
    if low == 0:
        applicable = applicable & Truth.MAYBE
    least = None if top.least is None else _over(top.least, high if top.least >= 0 else low)
    most = None if top.most is None else _over(top.most, low if top.most >= 0 else high)
    if top.most == 0:
        most = Fraction(0)
    return FactValue(least, most, support, applicable, because=why, percent=True)


def _over(top: Fraction, bottom: Fraction | None) -> Fraction | None:
    """A quotient; over something without an end it comes down to zero, over zero it has none."""
    if bottom is None:
        return Fraction(0)
    return top / bottom if bottom else None


def _target(target: Target, known: Known, basis: Basis) -> FactValue:
    if target.figure is not None:
        return _figure(target.figure, known.figures, basis)
    topic = target.evidence or ""
    where = {"topic": topic}
    rows = known.rows("evidence", where)
    found = list(matching("evidence", rows.rows, where, basis))
    values = [_evidence_value(match) for match in found]
    support = tuple(sorted(match.support() for match in found))
    if not found:
        if rows.closed:
            return FactValue.exactly(0)
        return FactValue.unknown(
            why_open("evidence", rows, uncertain=False) or Text("缺少佐证", "no evidence")
        )
    sure = [value for match, value in zip(found, values, strict=True) if match.truth is Truth.YES]
    chosen = sure or values
    why, words = ONLY_SAID, next((value.words for value in chosen if value.words), None)
    if not sure:  # a yes that is only said may be a no, a no a yes, a number any other
        if all(value.yes_no for value in chosen):
            return FactValue(Fraction(0), Fraction(1), support, because=why, yes_no=True)
        percent = all(value.percent for value in chosen)
        return FactValue(None, None, support, words=words, because=why, percent=percent)
    lows, highs = [value.least for value in sure], [value.most for value in sure]
    return FactValue(
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
        support,
        words=words,
        because=next((value.because for value in sure if value.because is not None), None),
        percent=all(value.percent for value in sure),
        yes_no=all(value.yes_no for value in sure),
        stated=all(value.stated for value in sure) and len({value.words for value in sure}) == 1,
    )


def _evidence_value(match: Match) -> FactValue:
    row = match.row
    if row.value is None:  # evidence without a value shows that the thing is there
        return replace(FactValue.exactly(1), yes_no=True)
    return printed_value(Figure(value=row.value, unit=row.unit, bound=row.bound))


def _figure(name: str, figures: Mapping[str, Figure] | None, basis: Basis) -> FactValue:
    figure = (figures or {}).get(name)
    if figure is None:
        return FactValue.unknown(Text(f"未提供数字 {name}", f"figure {name} is not given"))
    value = printed_value(figure)
    if figure.basis.carries(basis):
        return value
    # What is only said proves nothing, a zero as little as a hundred.
    ends = (Fraction(0), Fraction(1)) if value.yes_no else (None, None)
    return replace(value, least=ends[0], most=ends[1], because=ONLY_SAID, stated=False)


def _change(query: Change, known: Known, basis: Basis) -> FactValue:
    name = query.change.figure or ""
    now = _figure(name, known.figures, basis)
    before = _figure(name, known.previous, basis)
    if not (now.known and before.known) or now.least is None or before.least is None:
        return FactValue(None, None, because=now.because or before.because)
    units = [(each or {})[name].unit for each in (known.figures, known.previous)]
    if now.percent is not before.percent or (all(units) and units[0] != units[1]):
        return FactValue(None, None, because=OTHER_UNIT)
    difference = now.least - before.least
    if not query.rate:
        return FactValue(difference, difference, percent=now.percent)
    if before.least == 0:
        return FactValue(Fraction(0), Fraction(0), applicable=Truth.NO, percent=True)
    # By the size of the last value: -90 after -100 is a rise, of ten in a hundred.
    rate = difference / abs(before.least)
    return FactValue(rate, rate, percent=True)
