"""This year against last year (同比): growth as a rate at its printed decimals, or as an amount."""

from __future__ import annotations

from fractions import Fraction

from zwgk.errors import Text
from zwgk.figures.additive import judge_difference, way
from zwgk.figures.book import Book
from zwgk.figures.identities import Change
from zwgk.figures.judging import conclude, gap_verdict, unit_verdict
from zwgk.figures.rounding import conclude_rounded, divisor, mends
from zwgk.figures.spans import Span
from zwgk.figures.units import PERCENT, POINTS, conversion, unit_of
from zwgk.figures.verdicts import Status, Suggestion, Verdict, shown

__all__ = ["judge_change"]

_HUNDRED = Fraction(100)


def judge_change(book: Book, identity: Change) -> Verdict:
    """This year against last year and the stated growth (同比)."""
    now, before, stated = book.quantities([identity.now, identity.before, identity.stated])
    rate = unit_of(stated.unit)[0] == PERCENT and stated.unit not in POINTS
    if (identity.measure or ("percent" if rate else "amount")) == "amount":
        return judge_difference(book, identity)
    gap = gap_verdict(identity, [now, before, stated])
    if gap is not None:
        return gap
    factors = conversion([now.unit, before.unit], before.unit)
    if isinstance(factors, tuple):
        return unit_verdict(identity, factors)
    if any(quantity.exact is None for quantity in (now, before, stated)):
        reason = Text("含约数或界限，无法核对增长率", "bounded numbers have no rate of growth")
        return conclude(identity, Status.UNVERIFIABLE, reason)
    new, old = (now.number or Fraction(0)) * factors[0], before.number or Fraction(0)
    if old == 0:
        reason = Text("上年为 0，增长率无从计算", "growth from zero has no rate")
        return conclude(identity, Status.NOT_APPLICABLE, reason, stated=stated.number)
    sign = way(identity, stated)
    computed = sign * _HUNDRED * (new - old) / old
    pair = (new, old) if sign > 0 else (old, new)
    words = f"({shown(pair[0])} - {shown(pair[1])}) / {shown(old)} × 100 = {shown(computed)}"

    def members(target: Span) -> list[Suggestion]:
        if identity.now == identity.before:
            return []  # one figure against itself: a change moves both
        ahead = target.times(Fraction(sign)).plus(Span(_HUNDRED, _HUNDRED))
        return mends(
            [
                ("now", now, ahead.times(old / _HUNDRED / factors[0])),
                ("before", before, divisor(_HUNDRED * new, ahead)),
            ]
        )

    verdict = conclude_rounded(identity, computed, stated, words, members)
    shares = {unit_of(quantity.unit)[0] for quantity in (now, before)} == {PERCENT}
    if verdict.failing and shares and sign * (new - old) == stated.number:
        points = Text("；若指百分点则成立", "; as percentage points it would hold")
        reason = Text(verdict.reason.zh + points.zh, verdict.reason.of("en") + points.of("en"))
        return verdict.model_copy(update={"reason": reason})
    return verdict
