"""What earlier periods say (往期): how often, how many times running, on the average."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import takewhile
from typing import Any

from zwgk.errors import Text
from zwgk.facts.known import LONG_AGO, Known
from zwgk.facts.query import History
from zwgk.facts.value import FactValue, Support, Truth
from zwgk.facts.where import matches
from zwgk.records import Basis, PastPeriod

NOT_TOLD = Text("未提供往期结果", "earlier results are not given")
NOT_ALL = Text("往期结果不全", "earlier results are not complete")


def past_value(query: History, known: Known, basis: Basis) -> FactValue:
    """The value of a query over earlier periods (往期取值)."""
    if known.past is None:
        return FactValue.unknown(NOT_TOLD)
    rows, closed = known.past.rows, known.past.complete
    if query.within == "year":
        first = date((known.until or LONG_AGO).year, 1, 1)
        earlier = any(row.to is not None and row.to < first for row in rows)
        if known.until is None or any(row.to is None for row in rows):
            return FactValue.unknown(
                Text("往期没有写明截止日", "an earlier period has no last day")
            )
        rows = tuple(row for row in rows if row.to is not None and row.to >= first)
        closed = closed or earlier
    rows = rows[::-1]
    if query.last is not None:
        closed = closed or len(rows) >= query.last
        rows = rows[: query.last]
    if query.take in {"count", "run"}:
        return _times(query, rows, basis, closed=closed)
    return _amount(query, rows, basis, closed=closed)


def _times(
    query: History, rows: tuple[PastPeriod, ...], basis: Basis, *, closed: bool
) -> FactValue:
    """In how many periods it was so (次数), or in how many running, the latest first."""
    where = _where(query)
    truths = [(row, _truth(row, where, basis)) for row in rows]
    # What is not listed lies before what is; with ``last`` it is so many periods at most.
    more = None if query.last is None else query.last - len(rows)
    if query.take == "run":
        sure = list(takewhile(lambda pair: pair[1] is Truth.YES, truths))
        likely = list(takewhile(lambda pair: pair[1] is not Truth.NO, truths))
        reaches_back = len(likely) == len(truths)
    else:
        sure = [pair for pair in truths if pair[1] is Truth.YES]
        likely = [pair for pair in truths if pair[1] is not Truth.NO]
        reaches_back = True
    most: Fraction | None = Fraction(len(likely))
    if not closed and reaches_back:
        most = None if more is None else Fraction(len(likely) + more)
    support = _support(likely, {id(row) for row, _ in sure})
    why = None if most == len(sure) else NOT_ALL
    return FactValue(Fraction(len(sure)), most, support, because=why)


def _amount(
    query: History, rows: tuple[PastPeriod, ...], basis: Basis, *, closed: bool
) -> FactValue:
    """A sum, a mean or an extreme of what the periods have (往期数值)."""
    given = [getattr(row, query.history) for row in rows if row.basis.carries(basis)]
    numbers = [Fraction(number) for number in given if number is not None]
    if not closed or len(numbers) != len(rows):
        return FactValue.unknown(NOT_ALL)
    support = _support([(row, Truth.YES) for row in rows], {id(row) for row in rows})
    if query.take == "sum":
        return FactValue.exactly(sum(numbers, Fraction(0)), support)
    if not numbers:
        return FactValue(Fraction(0), Fraction(0), applicable=Truth.NO)
    value = {
        "mean": sum(numbers, Fraction(0)) / len(numbers),
        "min": min(numbers),
        "max": max(numbers),
    }[query.take]
    return FactValue.exactly(value, support)


def _where(query: History) -> Mapping[str, Any]:
    return {query.history: query.where}


def _truth(row: PastPeriod, where: Mapping[str, Any], basis: Basis) -> Truth:
    truth = matches(row, where)
    return truth if row.basis.carries(basis) or truth is Truth.NO else Truth.MAYBE


def _support(rows: Iterable[tuple[PastPeriod, Truth]], sure: set[int]) -> tuple[Support, ...]:
    found = (
        Support(
            row.to or LONG_AGO, f"history:{row.label or row.to or '?'}", certain=id(row) in sure
        )
        for row, _ in rows
    )
    return tuple(sorted(found))
