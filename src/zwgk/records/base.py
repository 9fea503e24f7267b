"""What all records share (记录): frozen, closed, dated, with a basis for being believed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Generic, NamedTuple, Self, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    SerializerFunctionWrapHandler,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from zwgk.errors import Text
from zwgk.source import Fault, fault, faults
from zwgk.time import BEIJING, Cadence, Event, Period

ID_PATTERN = r"^[A-Za-z][A-Za-z0-9_.\-]*$"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*")
_MOST_DIGITS = 40


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

    def carries(self, accepted: "Basis") -> bool:
        """Whether a record of this basis is enough where ``accepted`` is asked for.

        >>> Basis.ASSERTED.carries(Basis.DOCUMENTED), Basis.VERIFIED.carries(Basis.DOCUMENTED)
        (False, True)
        """
        order = list(Basis)
        return order.index(self) >= order.index(accepted)


Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=120)]
Count = Annotated[int, Field(ge=0)]


def _short(value: Decimal) -> Decimal:
    # 1e999999999 is short to write and would fill the memory as an exact fraction.
    if abs(value.adjusted()) > _MOST_DIGITS or len(value.as_tuple().digits) > _MOST_DIGITS:
        raise fault(
            Text(f"数字超过 {_MOST_DIGITS} 位", f"a number of more than {_MOST_DIGITS} digits"),
            Text("核对数字", "check the number"),
        )
    return value


Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False), AfterValidator(_short)]
SheetPoints = Annotated[
    Decimal, Field(ge=0, le=1_000_000, allow_inf_nan=False), AfterValidator(_short)
]
"""Points or a weight as a sheet prints them (分值): no sheet has a million."""

Number = Annotated[Decimal, Field(allow_inf_nan=False), AfterValidator(_short)]


def _day(value: Any) -> Any:
    # Digits alone would be read as seconds since 1970, a moment would lose its hour.
    if type(value) is date or (isinstance(value, str) and _DAY.fullmatch(value.strip())):
        return value
    raise fault(
        Text(f"“{value}”不是日期", f"'{value}' is not a date"),
        Text("写作 2024-03-05；日期不详时删去此键", "write 2024-03-05, or leave the key out"),
    )


def _moment(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and _MOMENT.fullmatch(value.strip())):
        return value
    raise fault(
        Text(f"“{value}”不是时刻", f"'{value}' is not a moment"),
        Text("写作 2024-03-05T10:00+08:00", "write 2024-03-05T10:00+08:00"),
    )


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]


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


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("写成一行文字 (write one text)")


def _period(value: Any) -> Period:
    if isinstance(value, Period):
        return value
    from zwgk.time import parse_period  # noqa: PLC0415  # patterns are made when words are read

    try:
        return parse_period(_text(value))
    except ValueError as cause:
        raise fault(
            Text(f"读不懂的期限“{value}”", f"unreadable limit {value!r}"),
            Text(str(cause), "write '20 working days', '20 days', '3 months'"),
        ) from cause


def _cadence(value: Any) -> Cadence:
    if isinstance(value, Cadence):
        return value
    from zwgk.time import parse_cadence  # noqa: PLC0415  # patterns are made when words are read

    try:
        return parse_cadence(value if isinstance(value, Mapping) else _text(value))
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
    PlainSerializer(lambda cadence: cadence.to_json(), return_type=dict[str, Any]),
    WithJsonSchema({"type": ["string", "object"], "examples": ["monthly", "quarterly"]}),
]


class Record(Model):
    """One thing that is known about a unit (记录), without judgement.

    A plugin's own table is a subclass with ``table`` set; ``derived`` names properties that
    facts may ask for beside the fields, ``dated_by`` the fields that say when it was so, and
    ``follows`` the fields without a day that are known only from the day of another.
    """

    table: ClassVar[str] = ""
    derived: ClassVar[tuple[str, ...]] = ()
    dated_by: ClassVar[tuple[str, ...]] = ()
    follows: ClassVar[Mapping[str, str]] = {}

    id: Id
    basis: Basis = Basis.DOCUMENTED
    note: str = ""

    @property
    def day(self) -> date | None:
        """The first of the record's dates that is known (发生日期)."""
        for name in self.dated_by:
            value = getattr(self, name)
            if isinstance(value, datetime):
                return value.astimezone(BEIJING).date()
            if value is not None:
                return value  # type: ignore[no-any-return]
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
        if isinstance(value, (list, tuple)):
            return {"rows": value}
        if isinstance(value, (Mapping, Table)):
            return value
        raise fault(
            Text("数据表应为列表", "a table should be a list"),
            Text(
                "写成 [ … ]，或 {complete: false, rows: [ … ]}",
                "write [ … ], or {complete: false, rows: [ … ]}",
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: Any, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core_schema)
        whole = handler.resolve_ref_schema(schema)
        if "rows" in whole.get("properties", {}):
            apart = dict(whole)
            whole.clear()
            whole |= {
                "anyOf": [
                    {k: v for k, v in apart["properties"]["rows"].items() if k != "default"},
                    apart,
                ]
            }
        return schema

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
    on: Day
    number: Count | None = None
    until: Day | None = None
    note: str = ""

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(Pair(self.on, self.until, ("on", "until")))
        return self

    @property
    def event(self) -> Event:
        """The step as the clock takes it."""
        return Event(self.name, self.on, self.number, self.until, self.note)


class Pair(NamedTuple):
    """Two days and their names (日期先后): the later may not lie before the earlier.

    ``at`` is where a fault stands, by default at the name of the later.
    """

    earlier: date | None
    later: date | None
    names: tuple[str, str]
    at: tuple[str | int, ...] = ()


def peek(thing: Any, name: str) -> Any:
    """A field of a record, or of the plain data of one (取字段); None where there is none."""
    value = thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
    return value.strip() if isinstance(value, str) else value


def disorder(*pairs: Pair) -> Iterator[Fault]:
    """The pairs whose days are in the wrong order (日期先后有误); an unknown day is in order."""
    for earlier, later, names, at in pairs:
        if earlier is not None and later is not None and later < earlier:
            yield Fault(
                Text(
                    f"日期先后有误：{names[1]} {later} 早于 {names[0]} {earlier}",
                    f"dates in the wrong order: {names[1]} {later} is before {names[0]} {earlier}",
                ),
                Text(
                    "核对两个日期；只知其一时删去另一个",
                    "check both dates; leave out the unknown one",
                ),
                at=at or (names[1],),
                sure=True,
            )


def in_order(*pairs: Pair) -> None:
    """Refuse dates in the wrong order (日期先后有误), all of them at once.

    Raises:
        PydanticCustomError: for every pair whose later day lies before its earlier one.
    """
    wrong = tuple(disorder(*pairs))
    if wrong:
        raise faults(wrong)


def steps_after(received: date, events: Iterable[LoggedEvent]) -> Iterator[Pair]:
    """No step of a log lies before its receipt (过程事件不早于收到)."""
    for index, step in enumerate(events):
        yield Pair(received, step.on, ("received", step.name), ("events", index, "on"))
