"""The values of all facts of a scheme (全部取值): queries worked out, providers asked with care."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import NoneType
from typing import TYPE_CHECKING

from zwgk.errors import Text
from zwgk.facts import FactValue, Known, Support, Truth, evaluate
from zwgk.scheme import Scheme, raised_text

if TYPE_CHECKING:
    from zwgk.plugins import FactProvider


def fact_values(
    scheme: Scheme,
    known: Known,
    providers: Mapping[str, FactProvider],
    raised: dict[str, Text],
) -> dict[str, FactValue]:
    """The values of all facts of a scheme (全部取值).

    A provider that raises, or gives no value, leaves its fact unknown and is noted in ``raised``.
    """
    values = {
        name: replace(evaluate(query, known, scheme.queries), title=query.title)
        for name, query in scheme.queries.items()
    }
    for name in sorted(scheme.needs() - values.keys()):
        try:
            value = checked(providers[name](known))
        except (Exception, SystemExit) as cause:  # noqa: BLE001  # a plugin may raise anything
            told = raised_text(cause)
            why = Text(f"取值函数“{name}”出错：{told}", f"the provider of '{name}' raised {told}")
            raised.setdefault(name, why)
            value = FactValue(None, None, because=why)
        values[name] = value
    return values


def checked(value: object) -> FactValue:
    """A value that code gave for a fact (取值函数所给), if it can be one.

    Raises:
        TypeError: for what is no FactValue, or has parts of another type.
        ValueError: where the least is above the most.
    """
    if not isinstance(value, FactValue):
        raise TypeError(f"{type(value).__name__} is no FactValue")
    ends: tuple[object, ...] = (value.least, value.most)
    for end in ends:
        if end is not None and (isinstance(end, bool) or not isinstance(end, (int, Fraction))):
            raise TypeError(f"{end!r} is not exact")
    if value.least is not None and value.most is not None and value.least > value.most:
        raise ValueError(f"the least, {value.least}, is above the most, {value.most}")
    parts: list[tuple[object, type | tuple[type, ...]]] = [
        (value.because, (Text, NoneType)),
        (value.words, (str, NoneType)),
        (value.title, (Text, NoneType)),
        (value.applicable, Truth),
        (value.support, tuple),
        *((one, Support) for one in value.support),
    ]
    if not all(isinstance(part, kind) for part, kind in parts):
        raise TypeError("a part of the FactValue is of another type")
    return value
