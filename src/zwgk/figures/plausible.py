"""Numbers and quotients against the bounds that a scheme supplies (合理性)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zwgk.errors import Text
from zwgk.figures.book import Book, Quantity
from zwgk.figures.identities import Plausibility
from zwgk.figures.judging import conclude, gap_verdict, unit_verdict
from zwgk.figures.ordered import spread
from zwgk.figures.rounding import Goal, divisor, mends
from zwgk.figures.spans import Span
from zwgk.figures.units import ONE, PERCENT, conversion, quotient_units, unit_of
from zwgk.figures.verdicts import Status, Verdict, shown

__all__ = ["judge_plausibility"]

_MOST_MENDED = 20


@dataclass(frozen=True, slots=True)
class _Side:
    """Numbers that are added up, with the factor of each into one unit."""

    role: str
    quantities: Sequence[Quantity]
    factors: Sequence[Fraction]

    @property
    def span(self) -> Span:
        return spread(self.quantities, self.factors) if self.quantities else Span(ONE, ONE)

    @property
    def total(self) -> Fraction:
        """The sum, where it is exact."""
        return self.span.least or Fraction(0)

    def goals(self, needed: Span | None) -> Iterator[Goal]:
        """What each member has to be for the sum to lie in a range."""
        pairs = zip(self.quantities, self.factors, strict=True)
        for number, (quantity, factor) in enumerate(list(pairs)[:_MOST_MENDED]):
            rest = self.total - (quantity.number or 0) * factor
            goal = None if needed is None else needed.plus(Span(-rest, -rest)).times(1 / factor)
            yield f"{self.role}[{number}]", quantity, goal


def judge_plausibility(book: Book, identity: Plausibility) -> Verdict:
    """A number or a quotient against the bounds of a scheme (合理性)."""
    value, per = book.quantities(identity.value), book.quantities(identity.per)
    ends = [None if end is None else book.quantity(end) for end in (identity.least, identity.most)]
    bounds = [end for end in ends if end is not None]
    gap = gap_verdict(identity, [*value, *per, *bounds])
    if gap is not None:
        return gap
    into = next((end.unit for end in bounds if end.unit), "")
    units = [next((q.unit for q in side if q.unit), "") for side in (value, per)]
    pair = quotient_units(units[0], units[1], into) if per else [into or units[0], ""]
    if isinstance(pair, tuple):
        return unit_verdict(identity, pair)
    converted = []
    for side, unit in ((value, pair[0]), (per, pair[1]), (bounds, into)):
        factors = conversion([quantity.unit for quantity in side], unit)
        if isinstance(factors, tuple):
            return unit_verdict(identity, factors)
        converted.append(factors)
    above, below = _Side("value", value, converted[0]), _Side("per", per, converted[1])
    numbers = [
        (end.number or Fraction(0)) * factor
        for end, factor in zip(bounds, converted[2], strict=True)
    ]
    least = numbers[0] if ends[0] is not None else None
    most = numbers[-1] if ends[1] is not None else None
    dimension, scale = unit_of(into)
    return _judge(
        identity,
        above,
        below,
        Span(least, most),
        100 / scale if per and dimension == PERCENT else ONE,
    )


def _judge(
    identity: Plausibility, above: _Side, below: _Side, allowed: Span, times: Fraction
) -> Verdict:
    if below.span.exact and not below.total:
        reason = Text("除数为 0，无从计算", "there is nothing to divide by")
        return conclude(identity, Status.NOT_APPLICABLE, reason)
    if above.span.exact and below.span.exact:
        quotient = above.total * times / below.total
        span: Span | None = Span(quotient, quotient)
    else:
        span = above.span.over(below.span) if below.quantities else above.span
        span = None if span is None else span.times(times)
    status = Status.UNVERIFIABLE
    if span is not None and span.inside(allowed):
        status = Status.HOLDS
    elif span is not None and span.apart(allowed):
        status = Status.DOES_NOT_HOLD
    computed = span.least if span is not None and span.exact else None
    words = "?" if computed is None else shown(computed)
    low, high = ("…" if end is None else shown(end) for end in (allowed.least, allowed.most))
    reason = Text(f"{words}，合理范围 {low} 至 {high}", f"{words}, plausible from {low} to {high}")
    alone = len(set(identity.members)) == len(identity.members)
    mend = []
    if status.failing and computed is not None and alone:
        mend = mends(
            [
                *above.goals(allowed.times(below.total / times)),
                *below.goals(divisor(above.total * times, allowed)),
            ]
        )
    stated = _nearest(computed, allowed)
    return conclude(identity, status, reason, computed=computed, stated=stated, would_hold=mend)


def _nearest(number: Fraction | None, allowed: Span) -> Fraction | None:
    """The number itself, or the end of the range that it is beyond."""
    if number is None:
        return None
    if allowed.least is not None and number < allowed.least:
        return allowed.least
    return allowed.most if allowed.most is not None and number > allowed.most else number
