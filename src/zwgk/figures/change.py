"""This year against last year (同比): growth as a rate at its printed decimals, or as an amount."""

from __future__ import annotations

from fractions import Fraction

from zwgk.errors import Text
from zwgk.figures.additive import judge_difference, way
from zwgk.figures.book import Book, Quantity
from zwgk.figures.identities import Change
from zwgk.figures.judging import bounded_status, conclude, gap_verdict, unit_verdict
from zwgk.figures.rounding import conclude_rounded, divisor, mends
from zwgk.figures.spans import Span
from zwgk.figures.units import PERCENT, POINTS, conversion, unit_of
from zwgk.figures.verdicts import Status, Suggestion, Verdict, shown

__all__ = ["judge_change"]

_HUNDRED = Fraction(100)
_ALL = Span(Fraction(1), Fraction(1))


def judge_change(book: Book, identity: Change) -> Verdict:
    """This year against last year and the stated growth (同比)."""
    now, before, stated = book.quantities([identity.now, identity.before, identity.stated])
    rate = unit_of(stated.unit)[0] == PERCENT and stated.unit not in POINTS
    if (identity.measure or ("percent" if rate else "amount")) == "amount":
        return judge_difference(book, identity)
    gap = gap_verdict(identity, [now, before, stated])
    if gap is not None:
        return gap
    dimension, scale = unit_of(stated.unit)
    if dimension not in {"", PERCENT}:
        return unit_verdict(identity, (stated.unit, "%"))
    factors = conversion([now.unit, before.unit], before.unit)
    if isinstance(factors, tuple):
        return unit_verdict(identity, factors)
    per = _HUNDRED / scale * way(identity, stated)
    new, old = (now.number or Fraction(0)) * factors[0], before.number or Fraction(0)
    if old <= 0:
        reason = Text("上年不大于 0，增长率无从计算", "growth from zero or less has no rate")
        return conclude(identity, Status.NOT_APPLICABLE, reason, stated=stated.exact)
    if any(quantity.exact is None for quantity in (now, before, stated)):
        return _judge_bounded(identity, (now, before, stated), factors[0], per)
    computed = per * (new - old) / old
    pair = (new, old) if per > 0 else (old, new)
    times = "" if abs(per) == 1 else f" × {shown(abs(per))}"
    words = f"({shown(pair[0])} - {shown(pair[1])}) / {shown(old)}{times} = {shown(computed)}"

    def members(target: Span) -> list[Suggestion]:
        if identity.now == identity.before:
            return []  # one figure against itself: a change moves both
        ahead = target.times(1 / per).plus(_ALL)
        return mends(
            [
                ("now", now, ahead.times(old / factors[0])),
                ("before", before, divisor(new, ahead)),
            ]
        )

    verdict = conclude_rounded(identity, computed, stated, words, members)
    shares = {unit_of(quantity.unit)[0] for quantity in (now, before)} == {PERCENT}
    if verdict.failing and shares and per * (new - old) == _HUNDRED * (stated.number or 0):
        points = Text("；若指百分点则成立", "; as percentage points it would hold")
        reason = Text(verdict.reason.zh + points.zh, verdict.reason.of("en") + points.of("en"))
        return verdict.model_copy(update={"reason": reason})
    return verdict


def _judge_bounded(
    identity: Change, members: tuple[Quantity, Quantity, Quantity], factor: Fraction, per: Fraction
) -> Verdict:
    now, before, stated = members
    reason = Text(
        f"{before.printed} 到 {now.printed} 与 {stated.printed}，按界限判断",
        f"{before.printed} to {now.printed} and {stated.printed}, by their bounds",
    )
    spans = [quantity.span or Span(None, None) for quantity in members]
    times = spans[0].times(factor).over(spans[1])
    if times is None:
        return conclude(identity, Status.UNVERIFIABLE, reason)
    growth = times.plus(_ALL.times(Fraction(-1))).times(per)
    status = bounded_status(growth, spans[2], stated.step)
    computed = growth.least if growth.exact else None
    return conclude(identity, status, reason, computed=computed, stated=stated.exact)
