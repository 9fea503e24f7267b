"""What came of a comparison (核对结论): status, the sum itself, and what would make it hold."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from zwgk.errors import Text

__all__ = ["Status", "Suggestion", "Verdict", "Why", "as_decimal", "shown"]

_SHOWN_PLACES = 6
_EXACT_PLACES = 20
_FINEST = 10 ** (_EXACT_PLACES - 1)


class Status(StrEnum):
    """How an identity came out (核对结果), the ones that need work first."""

    INFEASIBLE = "infeasible"
    DOES_NOT_HOLD = "does_not_hold"
    UNVERIFIABLE = "unverifiable"
    HOLDS_TRUNCATED = "holds_truncated"
    HOLDS_ROUNDED = "holds_rounded"
    HOLDS = "holds"
    NOT_APPLICABLE = "not_applicable"

    @property
    def failing(self) -> bool:
        """Whether the figures contradict each other (不成立)."""
        return self in {Status.INFEASIBLE, Status.DOES_NOT_HOLD}

    @property
    def label(self) -> Text:
        """The status in words (结论文字)."""
        return _STATUS_WORDS[self]


_STATUS_WORDS = {
    Status.INFEASIBLE: Text("不可能", "impossible"),
    Status.DOES_NOT_HOLD: Text("不成立", "does not hold"),
    Status.UNVERIFIABLE: Text("无法核对", "cannot be checked"),
    Status.HOLDS_TRUNCATED: Text("截尾后成立", "holds by cutting off"),
    Status.HOLDS_ROUNDED: Text("四舍五入后成立", "holds by rounding"),
    Status.HOLDS: Text("成立", "holds"),
    Status.NOT_APPLICABLE: Text("不适用", "not applicable"),
}


class Why(StrEnum):
    """How a number may have gone wrong (可能的差错), slips of the pen first."""

    UNIT_SLIP = "unit_slip"
    DECIMAL_SLIP = "decimal_slip"
    DIGITS_SWAPPED = "digits_swapped"
    DIGIT_DROPPED = "digit_dropped"
    DIGIT_ADDED = "digit_added"
    ONE_DIGIT = "one_digit"
    COUNTED_TWICE = "counted_twice"
    LEFT_OUT = "left_out"
    MISSING = "missing"
    VALUE = "value"

    @property
    def label(self) -> Text:
        """The slip in words (差错文字)."""
        return _WHY_WORDS[self]


_WHY_WORDS = {
    Why.UNIT_SLIP: Text("单位差错（如元与万元）", "a unit slip (such as 元 for 万元)"),
    Why.DECIMAL_SLIP: Text("小数点错位", "a slip of the decimal point"),
    Why.DIGITS_SWAPPED: Text("数字颠倒", "swapped digits"),
    Why.DIGIT_DROPPED: Text("漏写一位", "a dropped digit"),
    Why.DIGIT_ADDED: Text("多写一位", "an added digit"),
    Why.ONE_DIGIT: Text("一位数字有误", "one wrong digit"),
    Why.COUNTED_TWICE: Text("重复计入或不应计入", "counted twice, or not a part"),
    Why.LEFT_OUT: Text("漏计", "left out"),
    Why.MISSING: Text("缺失", "missing"),
    Why.VALUE: Text("数值有误", "another value"),
}


class Suggestion(BaseModel):
    """One change that alone would make an identity hold (订正建议).

    ``role`` is the place in the identity (``total``, ``parts[1]``), ``member`` the figure or the
    literal that stands there, ``value`` what it would have to be, as printed. Where a whole range
    would do, ``least`` and ``most`` bound it and ``value`` is the likeliest in it. With
    ``counted_twice`` the member is to be taken out, with ``left_out`` to be added at ``role``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    why: Why
    role: str
    member: str
    value: str | None = None
    least: str | None = None
    most: str | None = None

    @property
    def sayable(self) -> bool:
        """Whether it names a value, or needs none; a computed number can be given none."""
        return self.value is not None or self.why in {Why.COUNTED_TWICE, Why.LEFT_OUT}

    @property
    def text(self) -> Text:
        """The suggestion in words (建议文字)."""
        why = self.why.label
        if self.why is Why.COUNTED_TWICE:
            return Text(
                f"去掉 {self.member} 即成立（{why.zh}）",
                f"holds without {self.member} ({why.en})",
            )
        if self.why is Why.LEFT_OUT:
            return Text(
                f"加上 {self.member} 即成立（{why.zh}）", f"holds with {self.member} ({why.en})"
            )
        zh, en = f"{self.value}", f"{self.value}"
        if self.least != self.most:
            if self.least is None:
                span_zh, span_en = f"不大于 {self.most}", f"at most {self.most}"
            elif self.most is None:
                span_zh, span_en = f"不小于 {self.least}", f"at least {self.least}"
            else:
                span_zh, span_en = f"{self.least} 至 {self.most}", f"{self.least} to {self.most}"
            if None in (self.least, self.most) and self.value in (self.least, self.most):
                zh, en = span_zh, span_en  # the value is the very end of the range
            else:
                zh, en = f"{zh}（{span_zh}）", f"{en} ({span_en})"
        return Text(f"{self.member} 应为 {zh}：{why.zh}", f"{self.member} would be {en}: {why.en}")


class Verdict(BaseModel):
    """Whether reported figures agree (核对结论).

    ``computed`` and ``stated`` are in the unit of the stated member, ``difference`` is computed
    less stated (of dates: days); numbers without a last decimal are cut to six places, half up.
    ``members`` are the figure ids and literals compared, in order.

    >>> from zwgk.figures import reconcile
    >>> figures = {"urged": "132", "ordered": "263", "found": "307"}
    >>> row = {"id": "fire", "kind": "sum", "parts": ["urged", "ordered"], "total": "found"}
    >>> verdict = reconcile(figures, [row])[0]
    >>> verdict.status.value, verdict.computed, verdict.difference
    ('does_not_hold', Decimal('395'), Decimal('88'))
    >>> print(verdict.reason.zh)
    132 + 263 = 395，与 307 相差 88
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str
    kind: str
    status: Status
    computed: Decimal | None = None
    stated: Decimal | None = None
    difference: Decimal | None = None
    reason: Text
    would_hold: tuple[Suggestion, ...] = ()
    members: tuple[str, ...] = ()
    label: Text | None = None
    topic: str = ""
    advisory: bool = False

    @property
    def failing(self) -> bool:
        """Whether the figures contradict each other (不成立); an advisory relation only warns."""
        return self.status.failing and not self.advisory

    @property
    def holds(self) -> bool | None:
        """Whether it holds, exactly or as printed (成立); None where that cannot be told."""
        if self.status in {Status.UNVERIFIABLE, Status.NOT_APPLICABLE}:
            return None
        return not self.status.failing


def as_decimal(number: Fraction) -> Decimal:
    """A number as a decimal (小数): exact where it ends, else six places, half away from zero.

    >>> as_decimal(Fraction(1, 4)), as_decimal(Fraction(9600, 37286))
    (Decimal('0.25'), Decimal('0.257469'))
    """
    return Decimal(number.numerator if number.denominator == 1 else shown(number))


def shown(number: Fraction, places: int | None = None) -> str:
    """A number in digits (数字文字), with exactly ``places`` decimals where they are given.

    >>> shown(Fraction(5, 2)), shown(Fraction(5, 2), 2), shown(Fraction(1, 3))
    ('2.5', '2.50', '0.333333')
    """
    if places is None:
        if number.denominator == 1:
            return str(number.numerator)
        if _FINEST % number.denominator:
            return shown(number, _SHOWN_PLACES)
        places = next(end for end in range(1, _EXACT_PLACES) if 10**end % number.denominator == 0)
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if number < 0 and whole else ""
    digits = str(whole).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
