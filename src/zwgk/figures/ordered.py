"""Order (大小关系): one sum against another, with their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zwgk.errors import Text
from zwgk.figures.book import Book, Quantity
from zwgk.figures.identities import Inequality
from zwgk.figures.judging import conclude, gap_verdict, series, unit_verdict
from zwgk.figures.rounding import mends
from zwgk.figures.spans import Span
from zwgk.figures.units import conversion
from zwgk.figures.verdicts import Status, Suggestion, Verdict

__all__ = ["compare", "judge_inequality", "spread"]

_WHOLE = Fraction(100)
_LIMITS = frozenset(
    {("<", "within"), ("<", "less_than"), ("<=", "within"), (">", "at_least"), (">=", "at_least")}
)
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def judge_inequality(book: Book, identity: Inequality) -> Verdict:
    """Two sums by their order (大小关系), with their bounds."""
    left, right = book.quantities(identity.left), book.quantities(identity.right)
    quantities = [*left, *right]
    gap = gap_verdict(identity, quantities)
    if gap is not None:
        return gap
    units = [quantity.unit for quantity in quantities]
    factors = conversion(units, next((unit for unit in units[len(left) :] if unit), ""))
    if isinstance(factors, tuple):
        return unit_verdict(identity, factors)
    sides = [
        spread(left, factors[: len(left)]),
        _limit(right, identity.op) or spread(right, factors[len(left) :]),
    ]
    status = compare(sides[0], identity.op, sides[1])
    words = [_words(left, factors[: len(left)]), _words(right, factors[len(left) :])]
    state = status.label
    reason = Text(
        f"{words[0]} {identity.op} {words[1]} {state.zh}",
        f"{words[0]} {identity.op} {words[1]} {state.en}",
    )
    mend: list[Suggestion] = []
    alone = len(set(identity.members)) == len(identity.members)
    if status.failing and alone and sides[0].exact and sides[1].exact:
        if len(left) == 1:
            mend += mends([("left[0]", left[0], _needed(identity.op, sides[1], factors[0]))])
        if len(right) == 1:
            op = _FLIPPED[identity.op]
            mend += mends([("right[0]", right[0], _needed(op, sides[0], factors[-1]))])
    numbers = [
        sum(((q.number or Fraction(0)) * f for q, f in pairs), Fraction(0))
        for pairs in (
            zip(left, factors[: len(left)], strict=True),
            zip(right, factors[len(left) :], strict=True),
        )
    ]
    return conclude(
        identity, status, reason, computed=numbers[0], stated=numbers[1], would_hold=mend
    )


def _limit(right: Sequence[Quantity], op: str) -> Span | None:
    """A bound on the right in the direction of the comparison is a limit (限值), not a range.

    ``days <= 五天以内`` asks for five days at most, ``times >= 5次以上`` for five at least.
    """
    number, bound = right[0].number, right[0].bound
    if len(right) > 1 or number is None or (op, bound) not in _LIMITS:
        return None
    return Span(number, number)


def spread(quantities: Sequence[Quantity], factors: Sequence[Fraction]) -> Span:
    """What a sum of numbers may be (合计区间), each in the unit of the sum."""
    total = Span(Fraction(0), Fraction(0))
    for quantity, factor in zip(quantities, factors, strict=True):
        total = total.plus(_at_most_all(quantity).times(factor))
    return total


def _at_most_all(quantity: Quantity) -> Span:
    """What a number may mean; a share has an end at 100 per cent, growth has none."""
    span = quantity.span or Span(None, None)
    share = quantity.unit == "%" and quantity.kind != "change"
    if not share or span.most is not None or span.least is None:
        return span
    if span.least > _WHOLE or (span.least_open and span.least == _WHOLE):
        return span  # 超过100%: no share of a whole, whatever it is
    return Span(span.least, _WHOLE, span.least_open)


def _words(quantities: Sequence[Quantity], factors: Sequence[Fraction]) -> str:
    if len(quantities) == 1 and quantities[0].exact is None:
        return quantities[0].printed
    return series(
        [(1, (q.number or Fraction(0)) * f) for q, f in zip(quantities, factors, strict=True)]
    )


def compare(left: Span, op: str, right: Span) -> Status:
    """Two ranges by their order (比较): what must be, what cannot be, or what nobody can tell."""
    if op in {">", ">="}:
        return compare(right, _FLIPPED[op], left)
    if op in {"<", "<="}:
        if left.below(right, strictly=op == "<"):
            return Status.HOLDS
        # not (left <= right) is right < left, and not (left < right) is right <= left
        if right.below(left, strictly=op == "<="):
            return Status.DOES_NOT_HOLD
        return Status.UNVERIFIABLE
    same = left.exact and right.exact and left.least == right.least
    if not same and not left.apart(right):
        return Status.UNVERIFIABLE
    return Status.HOLDS if same == (op == "==") else Status.DOES_NOT_HOLD


def _needed(op: str, other: Span, factor: Fraction) -> Span | None:
    """What a number has to be to stand in this order to the other."""
    ends = {
        "<": Span(None, other.most, most_open=True),
        "<=": Span(None, other.most),
        ">": Span(other.least, None, least_open=True),
        ">=": Span(other.least, None),
        "==": other,
    }
    span = ends.get(op)
    return None if span is None else span.times(1 / factor)
