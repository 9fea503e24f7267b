"""Whether what a fact asks for can be there at all (取值条件检查): values against their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic import AwareDatetime

from zwgk.errors import Text
from zwgk.facts import Count, Query, Share, as_number
from zwgk.facts.query import Distinct, Extreme, Sum
from zwgk.facts.where import as_day
from zwgk.source import did_you_mean

Path: TypeAlias = tuple[str | int, ...]
Fault: TypeAlias = tuple[Path, Text, Text]

# Texts that hold a number as it was printed.
_PRINTED = frozenset({("evidence", "value")})


class Fields(frozenset[str]):
    """The fields of a table that a fact may ask for (可查询字段), and what each may hold.

    ``source`` is the class of its records, or the type of each field by name; a type is looked
    at only when its field is asked for.
    """

    __slots__ = ("source",)

    source: type | Mapping[str, Any]

    @classmethod
    def of(cls, names: Iterable[str], source: type | Mapping[str, Any]) -> Fields:
        """The fields of these names."""
        fields = cls(names)
        fields.source = source
        return fields

    def holds(self, name: str) -> tuple[type, ...] | tuple[str, ...]:
        """The types, or the words, that a field may hold; nothing where that is not known."""
        if isinstance(self.source, Mapping):
            return _parts(self.source.get(name))
        field = getattr(self.source, "model_fields", {}).get(name)
        if field is not None:
            return _parts(field.annotation)
        getter = getattr(getattr(self.source, name, None), "fget", None)
        try:
            return _parts(get_type_hints(getter, include_extras=True).get("return"))
        except (NameError, TypeError):  # a stranger's words for a type may name anything
            return ()


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The plain types of an annotation; the words where it lists words."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _parts(get_args(annotation)[0])
    if origin is Literal:
        return get_args(annotation)
    if origin in {Union, UnionType}:
        options = [one for one in get_args(annotation) if one is not type(None)]
        return tuple(part for one in options for part in _parts(one))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(str(member.value) for member in annotation)
    if isinstance(annotation, type) and origin is None:
        if annotation is AwareDatetime or issubclass(annotation, date):
            return (date,)
        return (annotation,)
    return (annotation,) if origin is None and annotation is not None else ()


def value_faults(query: Query, tables: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    """The values in ``where`` that no record can have, and sums of what is no number.

    Tables and fields that nobody knows are told elsewhere.
    """
    for step, table, summed, where in _asked(query):
        fields = tables.get(table)
        if not isinstance(fields, Fields):
            continue
        if summed in fields and not _adds_up(table, summed, fields):
            yield (
                (*step, "field"),
                Text(f"{table} 的 {summed} 不是数字", f"{summed} of {table} is no number"),
                Text("count 计件数，distinct 计不同的值", "use count, or distinct for words"),
            )
        for name, wanted in where.items():
            if name in fields:
                holds = fields.holds(name)
                for path, value in _values(wanted):
                    for what, hint in _fault(name, holds, value):
                        yield (*step, "where", name, *path), what, hint


def _asked(query: Query) -> Iterator[tuple[Path, str, str, Mapping[str, Any]]]:
    """What a query asks: its place in the fact, the table, the field that is added up, where."""
    match query:
        case Count():
            yield (), query.count, "", query.where
        case Sum():
            yield (), query.sum, query.field, query.where
        case Extreme():
            yield (), query.table, query.field, query.where
        case Distinct():
            yield (), query.distinct, "", query.where
        case Share():
            for key, part in (("share", query.share), ("in", query.whole)):
                if isinstance(part, Query):
                    for step, *rest in _asked(part):
                        yield ((key, *step), *rest)  # type: ignore[misc]  # mypy#1533
        case _:
            return


def _values(wanted: Any) -> Iterator[tuple[Path, object]]:
    """Each value that a condition compares with, and its place in the condition."""
    if isinstance(wanted, Mapping):
        for word, operand in wanted.items():
            if word != "is" and not isinstance(operand, Mapping):
                yield from (((word, *path), value) for path, value in _values(operand))
    elif isinstance(wanted, (list, tuple)):
        yield from (((index,), value) for index, value in enumerate(wanted))
    else:
        yield (), wanted


def _adds_up(table: str, name: str, fields: Fields) -> bool:
    holds = fields.holds(name)
    numbers = [one for one in holds if _is_number(one)]
    return not holds or bool(numbers) or (table, name) in _PRINTED


def _is_number(kind: object) -> bool:
    plain = isinstance(kind, type) and kind is not bool
    return plain and issubclass(kind, (int, Decimal, Fraction))  # type: ignore[arg-type]


def _fault(name: str, holds: tuple[Any, ...], value: object) -> Iterator[tuple[Text, Text]]:
    if not holds:
        return
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    if all(isinstance(one, str) for one in holds):
        if shown not in holds:
            what = Text(f"{name} 没有值“{shown}”", f"{name} is never '{shown}'")
            yield what, did_you_mean(shown, list(holds))
    elif holds == (bool,):
        if shown not in {"true", "false"}:
            what = Text(
                f"{name} 是是非值，“{shown}”不是", f"{name} is true or false, not '{shown}'"
            )
            yield what, Text("写 true 或 false", "write true or false")
    elif holds == (date,):
        if as_day(value) is None and as_day(shown[:10]) is None:
            what = Text(f"{name} 是日期，“{shown}”不是", f"{name} is a date, '{shown}' is not")
            yield what, Text("写作 2024-03-05", "write 2024-03-05")
    elif all(map(_is_number, holds)) and as_number(value) is None:
        what = Text(f"{name} 是数字，“{shown}”不是", f"{name} is a number, '{shown}' is not")
        yield what, Text("只写数字", "write digits only")
