"""What a printed figure may be (印出的值): a number with its bounds, a share, yes or no, a text."""

from __future__ import annotations

from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts.value import FactValue
from zwgk.records import Bound, Figure

__all__ = ["printed_value"]

_YES = frozenset({"true", "yes", "y", "是", "有", "已有", "具备", "√", "✓"})
_NO = frozenset({"false", "no", "n", "否", "不具备"})
_SHARES = {"%": 100, "％": 100, "﹪": 100, "percent": 100, "‰": 1000}


def printed_value(figure: Figure) -> FactValue:
    """The value that a printed figure or a piece of evidence gives (取值).

    ``true``/``yes``/``是``/``有`` are 1 and ``false``/``no``/``否`` 0, in any case; 无 is 0.
    Per cent and per mille are the share itself: ``95%`` is 19/20. Any other words are kept as a
    text; as a number they are not known, and so have no ends.
    """
    words = (figure.value or "").strip()
    said = words.casefold()
    if said in _YES or said in _NO:
        answer = Fraction(int(said in _YES))
        return FactValue(answer, answer, yes_no=True)
    reading = figure.reading
    if reading.masked or reading.missing or not words:
        return FactValue.unknown(Text("数字缺失或被遮盖", "the number is missing or masked"))
    if reading.number is None:
        text = Text(f"“{words}”不是数字，也不是“是”或“否”", f"'{words}' is no number, yes or no")
        return FactValue(None, None, words=words, because=text, stated=True)
    scale = _SHARES.get(reading.unit) or _SHARES.get(figure.unit.strip().casefold())
    bound = figure.bound if figure.bound is not Bound.EXACT else Bound(reading.bound)
    inexact = Text(f"原文为“{words}”", f"printed {words}")
    why = None if bound is Bound.EXACT else inexact
    least, most = _ends(reading.number / (scale or 1), bound)
    if scale:
        return FactValue(least, most, because=why, percent=True)
    return FactValue(least, most, words=words, because=why)


def _ends(number: Fraction, bound: Bound) -> tuple[Fraction | None, Fraction | None]:
    """About a number is on its side of zero; within it is between zero and it."""
    side = (
        (Fraction(0), None) if number > 0 else (None, Fraction(0)) if number < 0 else (None, None)
    )
    ends: dict[Bound, tuple[Fraction | None, Fraction | None]] = {
        Bound.EXACT: (number, number),
        Bound.AT_LEAST: (number, None),
        Bound.MORE_THAN: (number, None),
        Bound.WITHIN: (Fraction(0), number) if number >= 0 else side,
        Bound.LESS_THAN: (Fraction(0), number) if number >= 0 else side,
        Bound.APPROXIMATE: side,
    }
    return ends[bound]
