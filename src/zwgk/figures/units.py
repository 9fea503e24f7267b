"""Units of figures (计量单位): which may be compared, and by what factor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

__all__ = [
    "FRACTION",
    "ONE",
    "PERCENT",
    "POINTS",
    "Unit",
    "conversion",
    "product_scale",
    "quotient_units",
    "unit_of",
]

PERCENT = "percent"
FRACTION = "几分之几"  # the unit of 三分之二 and 2/3, which are parts of one, not of a hundred
POINTS = frozenset({"个百分点", "百分点"})
"""Differences of shares (百分点), which are amounts and no rates."""
ONE = Fraction(1)  # the factor where nothing is converted; told by identity, which is quick

# (dimension, factor to its base); words that are not listed count things, whatever they are
# called: 件, 条 and 人次 may be added and compared, money, area and time may not.
_DIMENSIONS: dict[str, dict[str, int | str]] = {
    "money": {"元": 1, "圆": 1, "元整": 1, "圆整": 1, "角": "1/10", "块": 1},
    PERCENT: {
        "%": 1, "％": 1, "个百分点": 1, "百分点": 1, "‰": "1/10", "‱": "1/100", "成": 10, "倍": 100,
        FRACTION: 100,
    },
    "length": {"米": 1, "m": 1, "厘米": "1/100", "公里": 1000, "千米": 1000, "km": 1000},
    "area": {
        "平方米": 1, "㎡": 1, "m²": 1, "平米": 1, "公顷": 10_000, "亩": "2000/3",
        "平方公里": 10**6, "平方千米": 10**6,
    },
    "time": {"小时": 1, "个小时": 1, "分钟": "1/60", "天": 24, "日": 24},
    "working days": {"工作日": 1, "个工作日": 1},
    "mass": {"吨": 1000, "公斤": 1, "千克": 1, "克": "1/1000"},
}  # fmt: skip
_KNOWN = {
    name: (dimension, Fraction(factor))
    for dimension, names in _DIMENSIONS.items()
    for name, factor in names.items()
}
_MULTIPLES = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3}
_MULTIPLE = re.compile("|".join(_MULTIPLES))
_OTHER_MONEY = re.compile(r"[美欧港日澳]元")

Unit = tuple[str, Fraction]


@lru_cache(maxsize=4096)
def unit_of(words: str) -> Unit:
    """Dimension and factor of a unit (计量单位); a figure without a unit has dimension ``""``.

    >>> unit_of("万元"), unit_of("件"), unit_of("")
    (('money', Fraction(10000, 1)), ('count', Fraction(1, 1)), ('', Fraction(1, 1)))
    """
    if not words:
        return "", Fraction(1)
    if words in _KNOWN:
        return _KNOWN[words]
    found = _MULTIPLE.match(words)
    if found:
        dimension, factor = unit_of(words[found.end() :])
        return dimension or "count", factor * _MULTIPLES[found[0]]
    if _OTHER_MONEY.fullmatch(words):
        return words, Fraction(1)
    return "count", Fraction(1)


def conversion(units: Iterable[str], into: str) -> list[Fraction] | tuple[str, str]:
    """The factor of each unit into another (换算系数), or the pair that cannot be compared.

    A member without a unit takes the one of the others.
    """
    given = list(units)
    into = into or next((unit for unit in given if unit), "")
    if all(not words or words == into for words in given):
        return [ONE] * len(given)
    dimension, scale = unit_of(into)
    factors = []
    for words in given:
        other, factor = unit_of(words or into)
        if dimension and other != dimension:
            return words, into
        factors.append(ONE if factor == scale else factor / scale)
    return factors


def quotient_units(above: str, below: str, stated: str) -> tuple[str, str] | list[str]:
    """The units of dividend and divisor that give the stated one (商的单位), or the odd pair.

    万元 over 人 stated in 元 is read in 元; two sums of money are brought to one unit. The pair
    that cannot be compared comes as a tuple, the two units as a list.
    """
    over, per, under = stated.partition("/")
    if per:
        return [over or above, under or below]
    dimension, kinds = unit_of(stated)[0], (unit_of(above)[0], unit_of(below)[0])
    if dimension in {"", PERCENT}:
        return [below, below] if kinds[0] == kinds[1] else [above, below]
    if kinds[0] in {"", dimension}:
        return [stated, below]
    return [above, below] if dimension == "count" else (above, stated)


def product_scale(units: Iterable[str], into: str) -> Fraction | tuple[str, str]:
    """What a product of such units is to be multiplied by (乘积换算), or the odd pair.

    A percentage is a part of one (20% of 500 is 100), 8小时/日 times 5日 are 40小时. Units are
    converted where a factor has one of the stated kind; a factor without one may have it.

    >>> product_scale(["%", ""], ""), product_scale(["万元/件", "件"], "元")
    (Fraction(1, 100), Fraction(10000, 1))
    """
    given = list(units)
    rates = [_rate(words) for words in given]
    parts = _multiplied(scale / 100 for kind, scale in rates if kind == PERCENT)
    dimension, scale = _rate(into)
    if dimension == PERCENT:
        return parts * 100 / scale
    kinds = [kind for kind, _ in rates if kind not in {"", PERCENT}]
    if dimension in kinds or (dimension == "area" and kinds.count("length") > 1):
        others = _multiplied(other for kind, other in rates if kind not in {"", PERCENT})
        return parts * others / scale
    foreign = next((word for word, (kind, _) in zip(given, rates, strict=True)
                    if kind not in {"", PERCENT, "count"}), None)  # fmt: skip
    if dimension not in {"", "count"} and foreign is not None and "" not in given:
        return foreign, into
    return parts


def _rate(words: str) -> Unit:
    """Dimension and factor of a unit that may be one per another (元/人)."""
    over, _, under = words.partition("/")
    dimension, factor = unit_of(over)
    return dimension, factor / unit_of(under)[1]


def _multiplied(factors: Iterable[Fraction]) -> Fraction:
    product = ONE
    for factor in factors:
        product *= factor
    return product
