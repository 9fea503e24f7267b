"""Figures as a report prints them (数字), and figures that follow from others."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, GetJsonSchemaHandler, model_validator

from zwgk.errors import Text
from zwgk.records.base import Basis, Id, Model
from zwgk.source import fault

if TYPE_CHECKING:
    from zwgk.records.numbers import Reading


class Bound(StrEnum):
    """How a printed number is meant (数值界限): 恰为, 不少于, 余, 以内, 不足, 约."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    WITHIN = "within"
    LESS_THAN = "less_than"
    APPROXIMATE = "approximate"


def _alone(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else [value]


def _as_text(value: Any) -> Any:
    plain = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return str(value) if plain else value


_Members = Annotated[tuple[Annotated[str, BeforeValidator(_as_text)], ...], BeforeValidator(_alone)]


class Derivation(Model):
    """How a figure follows from others (派生数字的算法); members are ids or numbers.

    ``sum`` takes ``parts`` and ``minus``, ``product`` takes ``factors``, ``ratio`` a
    ``numerator`` and a ``denominator``, ``percentage`` a ``part`` and a ``whole``.
    """

    kind: Literal["sum", "product", "ratio", "percentage"]
    parts: _Members = ()
    minus: _Members = ()
    factors: _Members = ()
    numerator: _Members = ()
    denominator: _Members = ()
    part: _Members = ()
    whole: _Members = ()

    @property
    def members(self) -> tuple[str, ...]:
        """Every figure and number that it is computed from, in order (成员)."""
        return tuple(member for _, member in self.roles())

    def roles(self) -> list[tuple[str, str]]:
        """Each member with the field that names it (成员位置)."""
        return [(name, member) for name in _TERMS[self.kind] for member in getattr(self, name)]

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        terms = _TERMS[self.kind]
        lacking = [name for name in terms if name != "minus" and not getattr(self, name)]
        odd = [name for name in type(self).model_fields if name not in {"kind", *terms}]
        odd = [name for name in odd if getattr(self, name)]
        if lacking or odd:
            raise fault(
                Text(
                    f"{self.kind} 由 {'、'.join(terms)} 算出，{'、'.join(lacking or odd)} 有误",
                    f"{self.kind} is computed from {', '.join(terms)}: {', '.join(lacking or odd)}",
                ),
                Text("补上所缺成员，删去多余的", "give what is lacking, remove what is too much"),
            )
        return self


_TERMS = {
    "sum": ("parts", "minus"),
    "product": ("factors",),
    "ratio": ("numerator", "denominator"),
    "percentage": ("part", "whole"),
}


class Figure(Model):
    """A reported number (数字) as printed, with unit, period, bound and where it was said.

    ``derived`` says instead of a value how it follows from other figures (派生数字).
    """

    label: str = ""
    value: str | None = None
    unit: str = ""
    period: str = ""
    bound: Bound = Bound.EXACT
    kind: Id = "count"
    said: str = ""
    basis: Basis = Basis.DOCUMENTED
    note: str = ""
    derived: Derivation | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        return value if isinstance(value, dict | Figure) else {"value": value}

    @model_validator(mode="after")
    def _printed_or_derived(self) -> Self:
        if self.derived is not None and self.value is not None:
            raise fault(
                Text("派生数字不另写 value", "a derived figure has no value of its own"),
                Text(
                    "删去其一；要核对所印的数，写成勾稽关系",
                    "remove one; to check a printed number, write an identity",
                ),
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: Any, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core_schema)
        whole = handler.resolve_ref_schema(schema)
        if "properties" in whole:
            apart = dict(whole)
            whole.clear()
            whole |= {"anyOf": [{"type": ["string", "number", "null"]}, apart]}
        return schema

    @cached_property
    def reading(self) -> "Reading":
        """The printed words read as a number, or marked as missing, masked or unreadable."""
        from zwgk.records.numbers import read_number  # noqa: PLC0415  # patterns are made when words are read

        return read_number(self.value)

    @property
    def number(self) -> Fraction | None:
        """The number, or None where it is missing, masked or unreadable."""
        return self.reading.number

    @property
    def printed(self) -> str | None:
        """The number as printed."""
        return self.value
