"""Slips of the pen (笔误): which one leads from a needed number to the printed one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zwgk.figures.verdicts import Why

__all__ = ["slip", "variants"]

_UNIT_FACTORS = frozenset({Fraction(10**4), Fraction(10**8)})
_POINT_FACTORS = tuple(Fraction(10) ** power for power in (1, 2, 3))


def slip(printed: Fraction, places: int, needed: Fraction) -> Why:
    """The slip that turns ``needed`` into ``printed`` (笔误种类), or another value.

    >>> slip(Fraction(132), 0, Fraction(123)).value, slip(Fraction(160), 0, Fraction(16)).value
    ('digits_swapped', 'decimal_slip')
    """
    if printed == 0 or needed == 0 or (printed < 0) != (needed < 0):
        return Why.VALUE
    factor = max(printed / needed, needed / printed)
    if factor in _UNIT_FACTORS:
        return Why.UNIT_SLIP
    if factor in _POINT_FACTORS:
        return Why.DECIMAL_SLIP
    scaled = abs(needed) * 10**places
    if scaled.denominator != 1:
        return Why.VALUE
    return _digit_slip(str(abs(printed * 10**places)), str(scaled))


def _digit_slip(printed: str, needed: str) -> Why:
    if len(printed) == len(needed):
        wrong = [at for at, (a, b) in enumerate(zip(printed, needed, strict=True)) if a != b]
        if len(wrong) == 1:
            return Why.ONE_DIGIT
        swapped = wrong[-1] - wrong[0] == 1 and len(wrong) == 2  # noqa: PLR2004  # a pair
        if swapped and printed[wrong[0]] + printed[wrong[1]] == needed[wrong[1]] + needed[wrong[0]]:
            return Why.DIGITS_SWAPPED
    elif len(needed) == len(printed) + 1 and _without_one(needed, printed):
        return Why.DIGIT_DROPPED
    elif len(printed) == len(needed) + 1 and _without_one(printed, needed):
        return Why.DIGIT_ADDED
    return Why.VALUE


def _without_one(longer: str, shorter: str) -> bool:
    """Whether one digit taken from the longer leaves the shorter."""
    at = next((at for at, sign in enumerate(shorter) if longer[at] != sign), len(shorter))
    return longer[at + 1 :] == shorter[at:]


def variants(printed: Fraction, places: int) -> Iterator[tuple[Why, Fraction]]:
    """Every number of which a slip makes the printed one (笔误还原), likeliest slips first."""
    scale = 10**places
    digits = str(abs(printed * scale))
    sign = -1 if printed < 0 else 1
    for factor in sorted(_UNIT_FACTORS):
        yield Why.UNIT_SLIP, printed * factor
        yield Why.UNIT_SLIP, printed / factor
    for factor in _POINT_FACTORS:
        yield Why.DECIMAL_SLIP, printed * factor
        yield Why.DECIMAL_SLIP, printed / factor
    for why, text in _rewritten(digits):
        yield why, sign * Fraction(int(text), scale)


def _rewritten(digits: str) -> Iterator[tuple[Why, str]]:
    for at in range(len(digits) - 1):
        pair = digits[at + 1] + digits[at]
        yield Why.DIGITS_SWAPPED, digits[:at] + pair + digits[at + 2 :]
    for at in range(len(digits)):
        for digit in "0123456789":
            if digit != digits[at]:
                yield Why.ONE_DIGIT, digits[:at] + digit + digits[at + 1 :]
    for at in range(len(digits) + 1):
        for digit in "0123456789":
            yield Why.DIGIT_DROPPED, digits[:at] + digit + digits[at:]
    if len(digits) > 1:
        for at in range(len(digits)):
            yield Why.DIGIT_ADDED, digits[:at] + digits[at + 1 :]
