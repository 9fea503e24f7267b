"""Conditions on a record's fields (条件): equal, among, compared, between, there or missing."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from typing import Any

from zwgk.errors import Text
from zwgk.facts.value import Truth

Condition = Mapping[str, Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
OPERATORS = frozenset({*_COMPARE, "eq", "ne", "in", "not_in", "between", "has", "is"})


def check_where(
    where: Condition, askable: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], Text]]:
    """The faults of a condition (条件检查): unknown fields and operators, with their path."""
    for name, wanted in where.items():
        if name not in askable:
            yield (name,), Text(f"没有字段“{name}”", f"there is no field '{name}'")
        if isinstance(wanted, Mapping):
            for word, operand in wanted.items():
                if word not in OPERATORS:
                    yield (
                        (name, word),
                        Text(f"没有比较“{word}”", f"there is no comparison '{word}'"),
                    )
                elif isinstance(operand, Mapping) and (
                    set(operand) != {"field"} or operand["field"] not in askable
                ):
                    yield (
                        (name, word),
                        Text(
                            "与另一字段比较写作 {field: 字段名}",
                            "write {field: name} with a known field",
                        ),
                    )


def matches(row: object, where: Condition, hidden: frozenset[str] = frozenset()) -> Truth:
    """Whether a record meets all conditions (是否符合条件).

    A missing field, or a hidden one, leaves the answer open.
    """
    answer = Truth.YES
    for name, wanted in where.items():
        value = None if name in hidden else getattr(row, name)
        answer = answer & _meets(row, value, wanted, name in hidden)
        if answer is Truth.NO:
            return answer
    return answer


def _meets(row: object, value: object, wanted: Any, hidden: bool) -> Truth:
    if isinstance(wanted, Mapping):
        answer = Truth.YES
        for word, operand in wanted.items():
            if word == "is":
                here = Truth.MAYBE if hidden else Truth.of(_present(value))
                answer = answer & (here if operand == "present" else ~here)
            else:
                answer = answer & _compare(row, value, word, operand)
        return answer
    if isinstance(wanted, (list, tuple)):
        return _compare(row, value, "in", wanted)
    return _compare(row, value, "eq", wanted)


def _present(value: object) -> bool:
    return value is not None and value not in ((), "")


def _compare(row: object, value: object, word: str, operand: Any) -> Truth:
    if isinstance(operand, Mapping):
        operand = getattr(row, operand["field"])
        if operand is None:
            return Truth.MAYBE
    if value is None or value == "unknown":
        return Truth.MAYBE
    if word in {"ne", "not_in"}:
        return ~_compare(row, value, "eq" if word == "ne" else "in", operand)
    if word == "in":
        return Truth.of(any(_same(value, option) for option in operand))
    if word == "has":
        inside = value if isinstance(value, (list, tuple)) else ()
        return Truth.of(any(_same(member, operand) for member in inside))
    if word == "between":
        low, high = operand
        return _compare(row, value, "ge", low) & _compare(row, value, "le", high)
    if word == "eq":
        return Truth.of(_same(value, operand))
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
    if isinstance(value, date):
        day = as_day(wanted)
        mine = value.date() if isinstance(value, datetime) else value
        return (None, None) if day is None else (mine, day)
    return None, None


def as_number(value: object) -> Fraction | None:
    """A number in any of the forms it comes in, or None."""
    if isinstance(value, (int, Decimal, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


def as_day(value: object) -> date | None:
    """A day in any of the forms it comes in, or None."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
