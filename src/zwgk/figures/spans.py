"""Ranges that a printed number may mean (区间): exact, bounded on one side, or rounded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Span", "half_up", "rounded_span", "too_long", "total_of", "toward_zero"]

_MOST_BITS = 12_000  # some 3,600 digits; Python writes out 4,300


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from ``least`` to ``most`` (区间); None is no end, an open end is excluded."""

    least: Fraction | None
    most: Fraction | None
    least_open: bool = False
    most_open: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is one number (确数)."""
        least, most = self.least, self.most
        return least is not None and (least is most or least == most)

    def plus(self, other: Span) -> Span:
        """All sums of a number here and a number there."""
        return Span(
            None if self.least is None or other.least is None else self.least + other.least,
            None if self.most is None or other.most is None else self.most + other.most,
            self.least_open or other.least_open,
            self.most_open or other.most_open,
        )

    def times(self, factor: Fraction) -> Span:
        """Every number multiplied; a negative factor turns the ends round."""
        least = None if self.least is None else self.least * factor
        most = None if self.most is None else self.most * factor
        if factor < 0:
            return Span(most, least, self.most_open, self.least_open)
        return Span(least, most, self.least_open, self.most_open)

    def over(self, other: Span) -> Span | None:
        """All quotients, where nothing here is negative and everything there is positive."""
        if self.least is None or self.least < 0 or other.least is None or other.least <= 0:
            return None
        least = Fraction(0) if other.most is None else self.least / other.most
        most = None if self.most is None else self.most / other.least
        return Span(
            least,
            most,
            self.least_open or other.most_open or other.most is None,
            self.most_open or other.least_open,
        )

    def by(self, other: Span) -> Span | None:
        """All products of numbers that are not negative."""
        if self.least is None or self.least < 0 or other.least is None or other.least < 0:
            return None
        most = None if self.most is None or other.most is None else self.most * other.most
        return Span(
            self.least * other.least,
            most,
            self.least_open or other.least_open,
            self.most_open or other.most_open,
        )

    def below(self, other: Span, *, strictly: bool) -> bool:
        """Whether every number here is less than (or, not ``strictly``, equal to) all there."""
        if self.most is None or other.least is None:
            return False
        if self.most == other.least:
            return not strictly or self.most_open or other.least_open
        return self.most < other.least

    def apart(self, other: Span) -> bool:
        """Whether no number lies in both."""
        return self.below(other, strictly=True) or other.below(self, strictly=True)

    def inside(self, other: Span) -> bool:
        """Whether every number here lies there too."""
        low = other.least is None or (
            self.least is not None
            and (
                self.least > other.least
                or (self.least == other.least and (self.least_open or not other.least_open))
            )
        )
        high = other.most is None or (
            self.most is not None
            and (
                self.most < other.most
                or (self.most == other.most and (self.most_open or not other.most_open))
            )
        )
        return low and high

    def holds(self, number: Fraction) -> bool:
        """Whether the number lies in it."""
        return Span(number, number).inside(self)


def total_of(numbers: Iterable[Fraction]) -> Fraction:
    """A sum (合计); nearly all numbers are whole, and integers add up faster."""
    whole, rest = 0, Fraction(0)
    for number in numbers:
        if number.denominator == 1:
            whole += number.numerator
        else:
            rest += number
    return rest + whole


def too_long(numbers: Iterable[Fraction | None]) -> bool:
    """Whether a product of these has more digits than anybody prints (数太长)."""
    above = below = 0
    for number in numbers:
        if number is not None:
            above += number.numerator.bit_length()
            below += number.denominator.bit_length()
    return max(above, below) > _MOST_BITS


def half_up(number: Fraction, step: Fraction) -> Fraction:
    """The nearest multiple of ``step`` (四舍五入), the half away from zero."""
    units = abs(number) / step
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return step * whole * (1 if number >= 0 else -1)


def toward_zero(number: Fraction, step: Fraction) -> Fraction:
    """The multiple of ``step`` that cutting off gives (截尾)."""
    whole = abs(number) // step
    return step * whole * (1 if number >= 0 else -1)


def rounded_span(number: Fraction, step: Fraction) -> Span:
    """Every number that rounds to this one (四舍五入区间), half away from zero."""
    half = step / 2
    return Span(number - half, number + half, least_open=number <= 0, most_open=number >= 0)
