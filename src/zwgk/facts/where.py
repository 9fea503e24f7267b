"""Conditions on a record's fields (条件): equal, among, compared, between, there or missing."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from zwgk.errors import Text
from zwgk.facts.value import Truth
from zwgk.time import BEIJING

Condition = Mapping[str, Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
_MOST_DIGITS = 100
OPERATORS = frozenset({*_COMPARE, "eq", "ne", "in", "not_in", "between", "has", "is"})


def check_where(
    where: Condition, askable: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], Text]]:
    """The faults of a condition (条件检查), with their path: fields, operators, operands."""
    for name, wanted in where.items():
        if name not in askable:
            yield (name,), one_of(Text(f"没有字段“{name}”", f"there is no field '{name}'"), askable)
        if isinstance(wanted, Mapping):
            if not wanted:
                yield (name,), Text("没有写条件", "there is no condition")
            for word, operand in wanted.items():
                what = _operand_fault(word, operand, askable)
                if what is not None:
                    yield (name, word), what
        elif wanted is None or not all(_plain_value(one) for one in _listed(wanted)):
            yield (
                (name,),
                Text("写一个值、几个值或一个比较", "write a value, values or a comparison"),
            )


def one_of(what: Text, known: Iterable[str]) -> Text:
    """A fault of a name, and the names that there are (可用的名称)."""
    names = sorted(known)
    return Text(
        f"{what.zh}；可用：{'、'.join(names)}", f"{what.of('en')}; known: {', '.join(names)}"
    )


def _operand_fault(word: str, operand: Any, askable: frozenset[str]) -> Text | None:
    if word not in OPERATORS:
        return one_of(Text(f"没有比较“{word}”", f"there is no comparison '{word}'"), OPERATORS)
    if isinstance(operand, Mapping):
        known = set(operand) == {"field"} and operand["field"] in askable
        if known and word not in {"in", "not_in", "between", "is"}:
            return None
        return Text("与另一字段比较写作 {field: 字段名}", "write {field: name} with a known field")
    if word == "is":
        if operand in ("present", "missing"):
            return None
        return Text("is 后写 present 或 missing", "write is: present or is: missing")
    if word in {"in", "not_in", "between"}:
        good = isinstance(operand, (list, tuple)) and all(_plain_value(one) for one in operand)
        if good and (word != "between" or len(operand) == 2):  # noqa: PLR2004  # low and high
            return None
        return Text("写成 [ … ]；between 写两个值", "write [ … ]; between takes two values")
    return None if _plain_value(operand) else Text("写一个值", "write one value")


def _plain_value(value: object) -> bool:
    return value is not None and not isinstance(value, (Mapping, list, tuple))


def _listed(wanted: Any) -> Any:
    return wanted if isinstance(wanted, (list, tuple)) else (wanted,)


def matches(row: object, where: Condition, hidden: frozenset[str] = frozenset()) -> Truth:
    """Whether a record meets all conditions (是否符合条件).

    A missing field, or a hidden one, leaves the answer open.
    """
    answer = Truth.YES
    for name, wanted in where.items():
        answer = answer & _meets(row, name, wanted, hidden)
        if answer is Truth.NO:
            return answer
    return answer


def may_be(where: Condition, name: str, value: object) -> bool:
    """Whether a condition leaves a field this value (是否可能), whatever the others say."""
    wanted = where.get(name)
    if isinstance(wanted, Mapping):  # another field may be anything
        wanted = {word: one for word, one in wanted.items() if not isinstance(one, Mapping)}
    if wanted is None:
        return True
    return _meets(SimpleNamespace(**{name: value}), name, wanted, frozenset()) is not Truth.NO


def value_of(row: object, name: str, hidden: frozenset[str] = frozenset()) -> Any:
    """What a record says of a field (字段取值), None where it says nothing.

    Empty text says nothing; an empty list says that there is none.
    """
    value = None if name in hidden else getattr(row, name)
    return None if isinstance(value, str) and not value else value


def _meets(row: object, name: str, wanted: Any, hidden: frozenset[str]) -> Truth:
    value = value_of(row, name, hidden)
    if isinstance(wanted, Mapping):
        answer = Truth.YES
        for word, operand in wanted.items():
            if word == "is":
                here = Truth.MAYBE if name in hidden else Truth.of(_present(value))
                answer = answer & (here if operand == "present" else ~here)
            elif isinstance(operand, Mapping):
                other = value_of(row, operand["field"], hidden)
                answer = answer & (Truth.MAYBE if other is None else _compare(value, word, other))
            else:
                answer = answer & _compare(value, word, operand)
        return answer
    return _compare(value, "in", _listed(wanted))


def _present(value: object) -> bool:
    return value is not None and value not in ((), "")


def _compare(value: object, word: str, operand: Any) -> Truth:
    if value is None or value == "unknown":
        return Truth.MAYBE
    if word in {"ne", "not_in"}:
        return ~_compare(value, "eq" if word == "ne" else "in", operand)
    if word == "in":
        return Truth.of(any(_same(value, option) for option in operand))
    if word == "has":
        inside = value if isinstance(value, (list, tuple)) else ()
        return Truth.of(any(_same(member, operand) for member in inside))
    if word == "between":
        low, high = operand
        return _compare(value, "ge", low) & _compare(value, "le", high)
    if word == "eq":
        return Truth.of(_same(value, operand))
    if isinstance(value, str):  # a printed number has an order, other text has none
        value = as_number(value)
    left, right = _ordered(value, operand)
    return Truth.MAYBE if left is None else Truth.of(_COMPARE[word](left, right))


def _same(value: object, wanted: object) -> bool:
    left, right = _ordered(value, wanted)
    return left == right if left is not None else _plain(value) == _plain(wanted)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value if isinstance(value, Enum) else value)


def _ordered(value: object, wanted: object) -> tuple[Any, Any]:
    """Both as numbers or both as days, or (None, None) where they have no common order."""
    if isinstance(value, bool) or isinstance(wanted, bool):
        return None, None
    if isinstance(value, (int, Decimal, Fraction)):
        number = as_number(wanted)
        return (None, None) if number is None else (Fraction(value), number)
    if isinstance(value, datetime):
        moment = _as_moment(wanted)
        if moment is not None:
            return value, moment
    if isinstance(value, date):
        day = as_day(wanted)
        return (None, None) if day is None else (as_day(value), day)
    return None, None


def as_number(value: object) -> Fraction | None:
    """A number in any of the forms it comes in, or None."""
    if isinstance(value, (int, Decimal, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    # 1e999999999 is short to write and would fill the memory as a fraction
    short = number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS
    return Fraction(number) if short else None


def as_day(value: object) -> date | None:
    """A Beijing date in any of the forms it comes in, or None."""
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _as_moment(value: object) -> datetime | None:
    """A moment with its offset, or None for a date and for all else."""
    if not isinstance(value, datetime):
        try:
            value = datetime.fromisoformat(str(value))
        except ValueError:
            return None
    return value if value.utcoffset() is not None else None
