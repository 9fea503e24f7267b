"""Days in their order (日期先后与一致), as far as they are printed."""

from __future__ import annotations

import re
from fractions import Fraction

from zwgk.errors import Text
from zwgk.figures.book import Book, Quantity
from zwgk.figures.days import Day, read_day
from zwgk.figures.identities import DateEqual, DateOrder, Equal, Identity
from zwgk.figures.judging import conclude, gap_verdict
from zwgk.figures.ordered import compare
from zwgk.figures.slips import slip
from zwgk.figures.spans import Span
from zwgk.figures.verdicts import Status, Suggestion, Verdict, Why

__all__ = ["in_order", "judge_date_equal", "judge_date_order"]

_YEAR = re.compile(r"\d{4}")


def judge_date_order(book: Book, identity: DateOrder) -> Verdict:
    """One day not after another (日期先后), as far as both are printed."""
    pair = _days(book, identity, identity.earlier, identity.later)
    if isinstance(pair, Verdict):
        return pair
    one, other = pair
    op = "<" if identity.strict else "<="
    status = in_order(one, other, strict=identity.strict)
    reason = Text(f"{one} {op} {other} {status.label.zh}", f"{one} {op} {other} {status.label.en}")
    days = _days_between(one, other)
    mend: list[Suggestion] = []
    if status.failing and not identity.strict:
        mend = [
            _redated("earlier", identity.earlier, one, other, up_to=True),
            _redated("later", identity.later, other, one, up_to=False),
        ]
    return conclude(
        identity, status, reason, computed=days, stated=None if days is None else Fraction(0),
        would_hold=mend,
    )  # fmt: skip


def in_order(one: Day, other: Day, *, strict: bool) -> Status:
    """Whether one day lies before another (先后), or is the same where that is allowed."""
    if one.precision == other.precision:
        fine = one.first < other.first if strict else one.first <= other.first
        return Status.HOLDS if fine else Status.DOES_NOT_HOLD
    return compare(_day_span(one), "<" if strict else "<=", _day_span(other))


def judge_date_equal(book: Book, identity: DateEqual | Equal) -> Verdict:
    """Two dates that should be one (日期一致), at the precision that both have."""
    pair = _days(book, identity, identity.left, identity.right)
    if isinstance(pair, Verdict):
        return pair
    one, other = pair
    common = min(one.precision, other.precision)
    same = one.cut(common) == other.cut(common)
    status = Status.HOLDS if same else Status.DOES_NOT_HOLD
    reason = Text(f"{one} 与 {other} {status.label.zh}", f"{one} and {other}: {status.label.en}")
    days = _days_between(other, one)
    mend: list[Suggestion] = []
    if not same:
        mend = [
            _redated("left", identity.left, one, other),
            _redated("right", identity.right, other, one),
        ]
    return conclude(
        identity, status, reason, computed=days, stated=None if days is None else Fraction(0),
        would_hold=mend,
    )  # fmt: skip


def _days(book: Book, identity: Identity, one: str, other: str) -> tuple[Day, Day] | Verdict:
    quantities = [book.quantity(one), book.quantity(other)]
    days = [read_day(quantity.printed) for quantity in quantities]
    unread = [quantity for quantity, day in zip(quantities, days, strict=True) if day is None]
    first, second = days
    if first is None or second is None:
        silent = [q for q in unread if q.reading.missing or q.reading.masked or q.not_applicable]
        gap = gap_verdict(identity, silent or [q for q in unread if not q.printed])
        if gap is not None:
            return gap
        names = [f"{q.name} 不是日期（{q.printed}）" for q in unread]
        english = [f"{q.name} is no date ({q.printed})" for q in unread]
        return conclude(identity, Status.UNVERIFIABLE, Text("；".join(names), "; ".join(english)))
    first, second = first.in_year(_year(quantities[0])), second.in_year(_year(quantities[1]))
    # a day printed without a year is read in the year of the other one
    first, second = first.in_year(second.year), second.in_year(first.year)
    return first, second


def _year(quantity: Quantity) -> int | None:
    """The year of the period that a figure is said of, where it is one year."""
    years = set(_YEAR.findall(quantity.period))
    return int(years.pop()) if len(years) == 1 else None


def _day_span(day: Day) -> Span:
    return Span(Fraction(day.first.toordinal()), Fraction(day.last.toordinal()))


def _days_between(one: Day, other: Day) -> Fraction | None:
    if one.precision == other.precision == 3:  # noqa: PLR2004  # whole days
        return Fraction((other.first - one.first).days)
    return None


def _redated(
    role: str, member: str, printed: Day, needed: Day, *, up_to: bool | None = None
) -> Suggestion:
    """The other date in place of this one."""
    value = str(needed)
    digits = [str(day).replace("-", "") for day in (printed, needed)]
    why = Why.VALUE
    if len(digits[0]) == len(digits[1]):
        why = slip(Fraction(digits[0]), 0, Fraction(digits[1]))
    if why not in {Why.ONE_DIGIT, Why.DIGITS_SWAPPED}:
        why = Why.VALUE
    least = None if up_to else value
    most = None if up_to is False else value
    return Suggestion(why=why, role=role, member=member, value=value, least=least, most=most)
