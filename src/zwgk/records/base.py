"""What all records share (记录): frozen, closed, dated, with a basis for being believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    SerializerFunctionWrapHandler,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from zwgk.errors import Text
from zwgk.source import fault
from zwgk.time import Cadence, Event, Period, parse_cadence, parse_period

ID_PATTERN = r"^[A-Za-z][A-Za-z0-9_.\-]*$"


class Model(BaseModel):
    """A frozen value that refuses unknown keys (封闭模型)."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True
    )


class Basis(StrEnum):
    """Why a record is believed (依据程度): said, backed by a document, or checked by a reviewer."""

    ASSERTED = "asserted"
    DOCUMENTED = "documented"
    VERIFIED = "verified"

    def carries(self, accepted: Basis) -> bool:
        """Whether a record of this basis is enough where ``accepted`` is asked for.

        >>> Basis.ASSERTED.carries(Basis.DOCUMENTED), Basis.VERIFIED.carries(Basis.DOCUMENTED)
        (False, True)
        """
        order = list(Basis)
        return order.index(self) >= order.index(accepted)


Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=120)]
Count = Annotated[int, Field(ge=0)]
Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
Number = Annotated[Decimal, Field(allow_inf_nan=False)]


def _label(value: Any) -> Any:
    return {"zh": value} if isinstance(value, str) else value


Label = Annotated[
    Text,
    BeforeValidator(_label),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
                    "required": ["zh"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


def _period(value: Any) -> Period:
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    try:
        return parse_period(value)
    except ValueError as cause:
        raise fault(
            Text(f"读不懂的期限“{value}”", f"unreadable limit {value!r}"),
            Text(str(cause), "write '20 working days', '20 days', '3 months'"),
        ) from cause


def _cadence(value: Any) -> Cadence:
    if isinstance(value, Cadence):
        return value
    try:
        return parse_cadence(value)
    except ValueError as cause:
        raise fault(
            Text(f"读不懂的公开频次“{value}”", f"unreadable cadence {value!r}"),
            Text(str(cause), "write 'monthly', 'quarterly', 'always_on' …"),
        ) from cause


Limit = Annotated[
    Period,
    PlainValidator(_period),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["20 working days", "20个工作日", "3 months"]}),
]
Rhythm = Annotated[
    Cadence,
    PlainValidator(_cadence),
    PlainSerializer(lambda cadence: cadence.data, return_type=Any),
    WithJsonSchema({"type": ["string", "object"], "examples": ["monthly", "quarterly"]}),
]


class Record(Model):
    """One thing that is known about a unit (记录), without judgement.

    A plugin's own table is a subclass with ``table`` set; ``derived`` names properties that
    facts may ask for beside the fields, ``dated_by`` the fields that say when it was so.
    """

    table: ClassVar[str] = ""
    derived: ClassVar[tuple[str, ...]] = ()
    dated_by: ClassVar[tuple[str, ...]] = ()

    id: Id
    basis: Basis = Basis.DOCUMENTED
    note: str = ""

    @property
    def day(self) -> date | None:
        """The first of the record's dates that is known (发生日期)."""
        for name in self.dated_by:
            value = getattr(self, name)
            if value is not None:
                return value.date() if hasattr(value, "date") else value  # type: ignore[no-any-return]
        return None

    @classmethod
    def askable(cls) -> frozenset[str]:
        """The names that a fact may use in ``where``: fields and derived properties."""
        return frozenset(cls.model_fields) | frozenset(cls.derived)


R = TypeVar("R", bound=Record)


class Table(Model, Generic[R]):
    """The records of one kind (数据表): a list, or rows that are known not to be all.

    ``complete: false`` makes every count of the table a lower bound.
    """

    rows: tuple[R, ...] = ()
    complete: bool = True

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return {"rows": value} if isinstance(value, (list, tuple)) else value

    @model_serializer(mode="wrap")
    def _as_list(self, handler: SerializerFunctionWrapHandler) -> Any:
        data = handler(self)
        return data["rows"] if self.complete else {"complete": False, "rows": data["rows"]}

    def __len__(self) -> int:
        return len(self.rows)

    def each(self) -> Iterator[R]:
        """The rows, one by one."""
        return iter(self.rows)


class LoggedEvent(Model):
    """One dated step of a request or a case (过程事件), as the clock of its rule knows it."""

    name: Id
    on: date
    number: Count | None = None
    until: date | None = None
    note: str = ""

    @property
    def event(self) -> Event:
        """The step as the clock takes it."""
        return Event(self.name, self.on, self.number, self.until, self.note)


def in_order(earlier: date | None, later: date | None, names: Sequence[str]) -> None:
    """Refuse two dates in the wrong order; a date that is not known is in order.

    Raises:
        PydanticCustomError: when ``later`` lies before ``earlier``.
    """
    if earlier is not None and later is not None and later < earlier:
        raise fault(
            Text(
                f"日期先后有误：{names[1]} {later} 早于 {names[0]} {earlier}",
                f"dates in the wrong order: {names[1]} {later} is before {names[0]} {earlier}",
            ),
            Text(
                "核对两个日期；只知其一时删去另一个", "check both dates; leave out the unknown one"
            ),
        )
