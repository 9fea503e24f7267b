"""Quotients and products at their printed decimals (占比、比值、乘积)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from zwgk.errors import Text
from zwgk.figures.book import Book, Quantity
from zwgk.figures.identities import Identity, Percentage, Product, Ratio
from zwgk.figures.judging import bounded_status, conclude, gap_verdict, series, unit_verdict
from zwgk.figures.rounding import Goal, conclude_rounded, divisor, mends, target_of
from zwgk.figures.spans import Span, too_long, total_of
from zwgk.figures.units import (
    ONE,
    PERCENT,
    conversion,
    product_scale,
    quotient_units,
    unit_of,
)
from zwgk.figures.verdicts import Status, Suggestion, Verdict, shown
from zwgk.records.numbers import read_number

__all__ = ["judge_percentage", "judge_product", "judge_ratio"]

_ZERO, _HUNDRED = Fraction(0), Fraction(100)
_MOST_MEMBERS = 20
_MOST_SHOWN = 8


@dataclass(frozen=True)
class _Group:
    """Members that are added up: the numerator, the denominator, or one factor."""

    roles: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    factors: tuple[Fraction, ...]

    @property
    def span(self) -> Span:
        total = Span(Fraction(0), Fraction(0))
        for quantity, factor in zip(self.quantities, self.factors, strict=True):
            total = total.plus((quantity.span or Span(None, None)).times(factor))
        return total

    @cached_property
    def numbers(self) -> tuple[Fraction, ...]:
        return tuple(
            _ZERO
            if (number := quantity.number) is None
            else number
            if factor is ONE
            else number * factor
            for quantity, factor in zip(self.quantities, self.factors, strict=True)
        )

    @cached_property
    def total(self) -> Fraction:
        return total_of(self.numbers)

    @property
    def text(self) -> str:
        terms = [(1, number) for number in self.numbers]
        return series(terms) if len(terms) == 1 else f"({series(terms)})"

    def weight(self, name: str) -> Fraction:
        """How often a figure counts in the sum."""
        pairs = zip(self.quantities, self.factors, strict=True)
        return total_of(factor for quantity, factor in pairs if quantity.name == name)


def _group(book: Book, role: str, members: Sequence[str], into: str) -> _Group | tuple[str, str]:
    quantities = tuple(book.quantities(members))
    units = [quantity.unit for quantity in quantities]
    factors = conversion(units, into)
    if isinstance(factors, tuple):
        return factors
    roles = tuple(f"{role}[{number}]" for number in range(len(members)))
    return _Group(roles, quantities, tuple(factors))


def judge_percentage(book: Book, identity: Percentage) -> Verdict:
    """A part of a whole in per cent against what is printed (占比)."""
    stated = book.quantity(identity.stated)
    dimension, scale = unit_of(stated.unit)
    if dimension not in {"", PERCENT}:
        return unit_verdict(identity, (stated.unit, "%"))
    whole_unit = next((q.unit for q in book.quantities(identity.whole) if q.unit), "")
    part = _group(book, "part", identity.part, whole_unit)
    whole = _group(book, "whole", identity.whole, whole_unit)
    return _judge_quotient(identity, part, whole, stated, _HUNDRED / scale)


def judge_ratio(book: Book, identity: Ratio) -> Verdict:
    """One sum over another against what is printed (比值)."""
    stated = book.quantity(identity.stated)
    above = book.quantities(identity.numerator)
    below = book.quantities(identity.denominator)
    units = [next((q.unit for q in side if q.unit), "") for side in (above, below)]
    into = quotient_units(units[0], units[1], stated.unit)
    if isinstance(into, tuple):
        return unit_verdict(identity, into)
    numerator = _group(book, "numerator", identity.numerator, into[0])
    denominator = _group(book, "denominator", identity.denominator, into[1])
    scale = unit_of(stated.unit)[1] if unit_of(stated.unit)[0] == PERCENT else None
    return _judge_quotient(
        identity, numerator, denominator, stated, _HUNDRED / scale if scale else Fraction(1)
    )


def _judge_quotient(
    identity: Identity,
    above: _Group | tuple[str, str],
    below: _Group | tuple[str, str],
    stated: Quantity,
    per: Fraction,
) -> Verdict:
    if isinstance(above, tuple):
        return unit_verdict(identity, above)
    if isinstance(below, tuple):
        return unit_verdict(identity, below)
    quantities = [*above.quantities, *below.quantities, stated]
    gap = gap_verdict(identity, quantities)
    if gap is not None:
        return gap
    exact = all(quantity.exact is not None for quantity in quantities)
    if exact and below.total == 0:
        return _over_nothing(identity, above, stated, _Quotient(above, below, per))
    if not exact:
        return _judge_bounded(identity, above, below, stated, per)
    computed = per * above.total / below.total
    hundred = " × 100" if per == _HUNDRED else ""
    words = f"{above.text} / {below.text}{hundred} = {shown(computed)}"
    mends = _Quotient(above, below, per)
    return conclude_rounded(identity, computed, stated, words, mends.members)


def _over_nothing(
    identity: Identity, above: _Group, stated: Quantity, quotient: _Quotient
) -> Verdict:
    if above.total == 0:
        reason = Text("除数与被除数都为 0，无从计算", "nothing out of nothing, there is no share")
        return conclude(identity, Status.NOT_APPLICABLE, reason, stated=stated.number)
    reason = Text(
        f"{above.text} 除以 0，所列 {stated.printed} 不可能",
        f"{above.text} over 0, {stated.printed} cannot be",
    )
    mend = [] if stated.name in quotient.names else quotient.members(target_of(stated))
    return conclude(identity, Status.INFEASIBLE, reason, stated=stated.number, would_hold=mend)


def _judge_bounded(
    identity: Identity, above: _Group, below: _Group, stated: Quantity, per: Fraction
) -> Verdict:
    span = above.span.over(below.span)
    words = [
        " ".join(quantity.printed for quantity in group.quantities[:_MOST_SHOWN])
        for group in (above, below)
    ]
    reason = Text(
        f"{words[0]} / {words[1]} 与 {stated.printed}，按界限判断",
        f"{words[0]} / {words[1]} and {stated.printed}, by their bounds",
    )
    if span is None or stated.span is None:
        return conclude(identity, Status.UNVERIFIABLE, reason)
    status = bounded_status(span.times(per), stated.span, stated.step)
    computed = None
    if span.exact and span.least is not None:
        computed = span.least * per
    return conclude(identity, status, reason, computed=computed, stated=stated.exact)


@dataclass(frozen=True, slots=True)
class _Quotient:
    """What the members of a quotient would have to be for its result to lie in a range."""

    above: _Group
    below: _Group
    per: Fraction

    @property
    def names(self) -> frozenset[str]:
        return frozenset(q.name for q in (*self.above.quantities, *self.below.quantities))

    def members(self, target: Span) -> list[Suggestion]:
        rows = [
            *zip(self.above.roles, self.above.quantities, strict=True),
            *zip(self.below.roles, self.below.quantities, strict=True),
        ]
        seen: set[str] = set()
        found: list[Suggestion] = []
        for role, quantity in rows[:_MOST_MEMBERS]:
            if not quantity.literal and quantity.name in seen:
                continue
            seen.add(quantity.name)
            mended = mends([(role, quantity, self._goal(role, quantity, target))])
            found += [entry for entry in mended if self._works(role, quantity, entry, target)]
        return found

    def _weights(self, role: str, quantity: Quantity) -> tuple[Fraction, Fraction]:
        if not quantity.literal:
            return self.above.weight(quantity.name), self.below.weight(quantity.name)
        for group, weights in ((self.above, (1, 0)), (self.below, (0, 1))):
            if role in group.roles:
                factor = group.factors[group.roles.index(role)]
                return weights[0] * factor, weights[1] * factor
        return Fraction(0), Fraction(0)

    def _goal(self, role: str, quantity: Quantity, target: Span) -> Span | None:
        """The range of the member; one counted above and below moves both at once."""
        up, down = self._weights(role, quantity)
        number = quantity.number or Fraction(0)
        above, below = self.above.total - up * number, self.below.total - down * number
        if not down:
            goal = target.times(below / self.per).plus(Span(-above, -above))
            return goal.times(1 / up) if up else None
        if not up:
            sum_below = divisor(above * self.per, target)
            return sum_below and sum_below.plus(Span(-below, -below)).times(1 / down)
        if target.least is None or target.most is None:
            return None
        slopes = [self.per * up - end * down for end in (target.least, target.most)]
        if slopes[0] * slopes[1] <= 0:
            return None
        ends = [
            (end * below - self.per * above) / slope
            for end, slope in zip((target.least, target.most), slopes, strict=True)
        ]
        opens = (target.least_open, target.most_open)
        if ends[0] > ends[1]:
            ends, opens = ends[::-1], opens[::-1]
        return Span(ends[0], ends[1], *opens)

    def _works(self, role: str, quantity: Quantity, entry: Suggestion, target: Span) -> bool:
        """Whether the suggested value and the ends of its range do what they promise."""
        up, down = self._weights(role, quantity)
        number = quantity.number or Fraction(0)
        for written in (entry.value, entry.least, entry.most):
            if written is None:
                continue
            moved = (read_number(written).number or Fraction(0)) - number
            below = self.below.total + down * moved
            if not below:
                return False
            if not target.holds(self.per * (self.above.total + up * moved) / below):
                return False
        return True


def judge_product(book: Book, identity: Product) -> Verdict:
    """Factors multiplied against what is printed (乘积)."""
    stated = book.quantity(identity.stated)
    factors = book.quantities(identity.factors)
    gap = gap_verdict(identity, [*factors, stated])
    if gap is not None:
        return gap
    scale = product_scale([quantity.unit for quantity in factors], stated.unit)
    if isinstance(scale, tuple):
        return unit_verdict(identity, scale)
    if too_long(quantity.number for quantity in factors):
        reason = Text("乘积太长，无从核对", "the product is too long to compare")
        return conclude(identity, Status.UNVERIFIABLE, reason)
    if any(quantity.exact is None for quantity in (*factors, stated)):
        span: Span | None = Span(scale, scale)
        for quantity in factors:
            span = span.by(quantity.span or Span(None, None)) if span is not None else None
        said = " × ".join(quantity.printed for quantity in factors[:_MOST_SHOWN])
        reason = Text(
            f"{said} 与 {stated.printed}，按界限判断",
            f"{said} and {stated.printed}, by their bounds",
        )
        status = Status.UNVERIFIABLE
        if span is not None and stated.span is not None:
            status = bounded_status(span, stated.span, stated.step)
        return conclude(identity, status, reason, stated=stated.exact)
    computed = scale
    for quantity in factors:
        computed *= quantity.number or Fraction(0)
    words = " × ".join(_as_factor(quantity) for quantity in factors[:_MOST_SHOWN])
    more = f" × … ({len(factors)})" if len(factors) > _MOST_SHOWN else ""
    words = f"{words}{more} = {shown(computed)}"

    def members(target: Span) -> list[Suggestion]:
        return mends(_factor_goals(factors, computed, target))

    return conclude_rounded(identity, computed, stated, words, members)


def _as_factor(quantity: Quantity) -> str:
    """A factor as it is multiplied; of a percentage its sign is a part of it."""
    number = shown(quantity.number or Fraction(0))
    return f"{number}{quantity.unit}" if unit_of(quantity.unit)[0] == PERCENT else number


def _factor_goals(factors: Sequence[Quantity], computed: Fraction, target: Span) -> Iterator[Goal]:
    names = [quantity.name for quantity in factors]
    for number, quantity in enumerate(factors[:_MOST_MEMBERS]):
        rest = computed / quantity.number if quantity.number else Fraction(0)
        if rest and (names.count(quantity.name) == 1 or quantity.literal):
            yield f"factors[{number}]", quantity, target.times(1 / rest)
