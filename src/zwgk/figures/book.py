"""The figures of one report, read once (数字簿): each with its range, unit, or why it has none."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, get_args

from pydantic import ValidationError

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.figures.member import is_id, literal_text, some
from zwgk.figures.spans import Span
from zwgk.figures.units import FRACTION
from zwgk.figures.verdicts import shown
from zwgk.records.figure import Derivation
from zwgk.records.numbers import BoundWord, Reading, read_number
from zwgk.source import Source, problems_of

__all__ = ["Book", "Quantity"]

_KEYS = frozenset(
    {"value", "unit", "bound", "period", "kind", "label", "said", "basis", "note", "derived"}
)
# The bounds, and other words for them that importers write.
_BOUNDS = {word: word for word in get_args(BoundWord)} | {
    None: "exact", "": "exact", "approx": "approximate", "at_most": "within",
}  # fmt: skip
_HIDDEN = frozenset({"masked", "missing"})
_NOT_APPLICABLE = frozenset({"不适用", "不涉及", "缺项"})
_SCALES = {1: "", 100: "百", 1000: "千", 10**4: "万", 10**8: "亿"}
_LONGEST = 40  # digits of a number that a suggestion writes out
_FEW = 20  # so many misspelt ids get a suggestion; looking for one is slow


class Quantity(NamedTuple):
    """One member of an identity as it was read (成员数值).

    ``unit`` are the words behind the number, ``suffix`` those that were printed with it. Where
    there is no number (missing, masked, unreadable), ``gap`` says which. ``derived`` is what a
    figure computed from others may be; such a one is printed nowhere and cannot be misprinted.
    ``fixed`` says that a bound or a unit was told beside the number, and would stay with another.
    """

    name: str
    printed: str
    reading: Reading
    unit: str = ""
    suffix: str = ""
    bound: str = "exact"
    period: str = ""
    kind: str = ""
    literal: bool = False
    gap: Text | None = None
    derived: Span | None = None
    fixed: bool = False

    @property
    def number(self) -> Fraction | None:
        """The number, in its own unit (数值)."""
        return self.reading.number

    @property
    def exact(self) -> Fraction | None:
        """The number where it is neither bounded nor missing (确数)."""
        return self.reading.number if self.bound == "exact" else None

    @property
    def span(self) -> Span | None:
        """What the number may mean (区间), or None where there is none."""
        if self.derived is not None or self.reading.number is None:
            return self.derived
        return _span(self.reading, self.bound)

    @property
    def step(self) -> Fraction | None:
        """The worth of the last printed digit (末位单位); None where there is none.

        三分之二 has none, nor has what was computed.
        """
        no_digits = self.reading.fraction or self.derived is not None
        return None if no_digits else self.reading.step

    @property
    def quotient(self) -> bool:
        """Whether it was computed by dividing or multiplying (算得的商积), to no set digits."""
        return self.derived is not None and self.reading.fraction

    @property
    def not_applicable(self) -> bool:
        """Whether the report says that there is nothing to state (不适用)."""
        return self.printed.strip() in _NOT_APPLICABLE

    def written(self, number: Fraction, places: int | None = None) -> str | None:
        """Another number printed the way this one is, or None where it would not read so."""
        scale = _SCALES.get(self.reading.scale)
        if self.derived is not None or self.fixed or scale is None:
            return None
        trend = self.reading.trend
        size = (abs(number) if trend else number) / self.reading.scale
        if self.reading.fraction:
            text = f"{size.numerator}/{size.denominator}"
        else:
            text = shown(size, places)
        if len(text) > _LONGEST or Fraction(text) != size:
            return None
        if trend and (number < 0) != ((self.reading.number or 0) < 0):
            trend = "下降" if number < 0 else "增长"
        written = f"{trend}{text}{scale}{self.suffix}"
        plain = not (trend or scale or self.suffix or self.reading.fraction)
        return written if plain or read_number(written).number == number else None


class Book:
    """All figures of a report by id (数字簿), each read when it is first asked for."""

    def __init__(self, figures: object, name: str = "figures") -> None:
        """Take the figures as they are; ``name`` is what faults call them.

        Raises:
            InvalidInput: for ids that are none, and values that are no figure, all at once.
        """
        self.derivations: dict[str, Derivation] = {}
        self._read: dict[str, Quantity] = {}
        self._unknown = 0
        self._by_value: dict[tuple[int | Fraction, str], list[str]] | None = None
        if not isinstance(figures, Mapping):
            what = Text("数字应为编号到数值的键值对", "figures should be a mapping of id to figure")
            hint = Text("写成 {编号: 数值}", "write {id: number}")
            raise InvalidInput([Problem(Place(name), what, hint)])
        problems = []
        for number, value in figures.items():
            if not is_id(str(number)):
                what = Text(f"“{number}”不是数字编号", f"'{number}' is not the id of a figure")
                hint = Text(
                    "以字母开头，后接字母、数字、_ . -", "a letter, then letters, digits, _ . -"
                )
            elif type(value) is str or (what := _fault(value)) is None:  # type: ignore[assignment]
                if type(value) is not str and (told := _derivation(value)) is not None:
                    try:
                        self.derivations[str(number)] = Derivation.model_validate(told)
                    except ValidationError as cause:
                        source = Source(name, {str(number): {"derived": told}})
                        problems += problems_of(cause, Derivation, source, (str(number), "derived"))
                continue
            else:
                hint = Text(
                    "写成数字文字，或 {value, unit, bound, …}",
                    "write it as text, or as {value, unit, bound, …}",
                )
            problems.append(Problem(Place(name, path=str(number)), what, hint))
        if problems:
            raise InvalidInput(problems)
        self._figures: Mapping[str, object] = figures

    @property
    def figures(self) -> Mapping[str, object]:
        """The figures as they were given (原始数字)."""
        return self._figures

    def put(self, quantity: Quantity) -> None:
        """Take a figure that was computed from others (派生数字)."""
        self._read[quantity.name] = quantity

    def quantity(self, member: str) -> Quantity:
        """The figure or literal that a member stands for (成员数值)."""
        known = self._read.get(member)
        if known is None:
            known = self._read[member] = (
                self._figure(member)
                if member in self._figures or is_id(member)
                else _quantity(member, member, literal=True)
            )
        return known

    def quantities(self, members: Iterable[str]) -> list[Quantity]:
        """Several members, in order (各成员)."""
        return [self.quantity(member) for member in members]

    def with_value(self, number: Fraction, unit: str) -> Sequence[str]:
        """The ids of all exact figures of this value and unit (同值数字), in their order."""
        if self._by_value is None:
            self._by_value = {}
            for name in self._figures:
                quantity = self.quantity(name)
                value = quantity.exact
                if value is not None:
                    self._by_value.setdefault((_key(value), quantity.unit), []).append(name)
        return self._by_value.get((_key(number), unit), ())

    def _figure(self, name: str) -> Quantity:
        if name not in self._figures:
            self._unknown += 1
            near = some(self._figures) if self._unknown <= _FEW else []
            close = difflib.get_close_matches(name, near, n=1, cutoff=0.7)
            zh, en = f"没有数字 {name}", f"there is no figure {name}"
            if close:
                zh, en = f"{zh}（是否想写 {close[0]}？）", f"{en} (did you mean {close[0]}?)"
            return Quantity(name, "", read_number(None), gap=Text(zh, en))
        value = self._figures[name]
        text = literal_text(value)
        if text is not None and text.isascii() and text.isdigit():
            return Quantity(name, text, read_number(text))  # as nearly all are
        if text is not None or value is None:
            return _quantity(name, text)
        if isinstance(value, Mapping):
            return self._mapping(name, value)
        return _quantity(
            name,
            value.printed,  # type: ignore[attr-defined]
            str(getattr(value, "unit", "")),
            str(getattr(value, "bound", "exact")),
            str(getattr(value, "period", "")),
            str(getattr(value, "kind", "")),
        )

    @staticmethod
    def _mapping(name: str, value: Mapping[object, object]) -> Quantity:
        get = value.get
        if get("bound") in _HIDDEN:  # said in so many words; what stands there is no number
            text = literal_text(get("value")) or ""
            masked = get("bound") == "masked"
            reading = Reading(None, masked=masked, text=text if masked else "")
            return Quantity(name, text, reading, gap=_gap(name, text, reading), fixed=True)
        return _quantity(
            name,
            literal_text(get("value")),
            str(get("unit") or ""),
            _BOUNDS[get("bound")],
            str(get("period") or ""),
            str(get("kind") or ""),
        )


def _fault(value: object) -> Text | None:
    """What keeps a value from being a figure, or None where it is one."""
    if not isinstance(value, (dict, Mapping)):  # a dict is told at once, other mappings slowly
        fine = value is None or literal_text(value) is not None or hasattr(value, "printed")
        return None if fine else Text("不是数字", "this is no figure")
    if not value.keys() <= _KEYS:
        odd = min(str(key) for key in value if key not in _KEYS)
        return Text(f"不认识的键“{odd}”", f"unknown key '{odd}'")
    printed, bound = value.get("value"), value.get("bound")
    if printed is not None and literal_text(printed) is None:
        return Text("数值应为文字", "the value should be text")
    if printed is not None and value.get("derived") is not None:
        return Text("派生数字不另写 value", "a derived figure has no value of its own")
    words = bound is None or isinstance(bound, str)
    if not words or (bound not in _BOUNDS and bound not in _HIDDEN):
        return Text(f"不认识的界限“{bound}”", f"unknown bound '{bound}'")
    for key in ("unit", "period"):
        said = value.get(key)
        if said is not None and literal_text(said) is None:
            return Text(f"“{key}”应为文字", f"'{key}' should be text")
    return None


def _derivation(value: object) -> object:
    """How a figure is computed, where it is."""
    mapping = isinstance(value, (dict, Mapping))
    return value.get("derived") if mapping else getattr(value, "derived", None)  # type: ignore[attr-defined]


def _key(number: Fraction) -> int | Fraction:
    """The number to look up by; integers are found much faster and equal their fractions."""
    return number.numerator if number.denominator == 1 else number


def _quantity(
    name: str,
    printed: str | None,
    unit: str = "",
    bound: str = "exact",
    period: str = "",
    kind: str = "",
    *,
    literal: bool = False,
) -> Quantity:
    reading = read_number(printed)
    text, suffix = printed or "", reading.unit
    fixed = bound != "exact"
    bound = bound if fixed else reading.bound
    if reading.number is None:
        gap = _gap(name, text, reading)
        return Quantity(
            name, text, reading, unit, "", bound, period, kind, literal, gap, fixed=fixed
        )
    if reading.scale > 1 and not suffix and unit[:1] in {"万", "亿", "千"}:
        # 30万 in a column of 万元 is said twice, not multiplied twice
        unit, fixed = unit.lstrip("万亿千"), True
    if reading.fraction and not unit:
        unit = FRACTION
    return Quantity(
        name, text, reading, suffix or unit, suffix, bound, period, kind, literal, fixed=fixed
    )


def _gap(name: str, text: str, reading: Reading) -> Text:
    if reading.missing:
        return Text(f"{name} 缺失", f"{name} is missing")
    if reading.masked:
        seen = (f"（{text}）", f" ({text})") if text else ("", "")
        return Text(f"{name} 被遮盖{seen[0]}", f"{name} is masked{seen[1]}")
    if text.strip() in _NOT_APPLICABLE:
        return Text(f"{name} 不适用", f"{name} is not applicable")
    return Text(f"{name} 读不出数字（{text}）", f"{name} cannot be read as a number ({text})")


def _span(reading: Reading, bound: str) -> Span:
    number = reading.number or Fraction(0)
    if bound == "exact":
        return Span(number, number)
    if bound == "at_least":
        return Span(number, None)
    if bound == "more_than":
        return Span(number, None, least_open=True)
    if bound in {"within", "less_than"}:
        low = None if number < 0 else Fraction(0)
        return Span(low, number, most_open=bound == "less_than")
    if reading.fraction:  # 约三分之二 is nearer to it than to a half or to five sixths
        return Span(number - Fraction(1, 2 * number.denominator),
                    number + Fraction(1, 2 * number.denominator))  # fmt: skip
    # 约 promises no digits below the last one that is not zero: 约240 is 235 to 245
    step = reading.step
    while number and number % (step * 10) == 0:
        step *= 10
    return Span(number - step / 2, number + step / 2)
