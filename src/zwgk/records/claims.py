"""What is said (陈述): figures, evidence, declarations, last period, identities, workflow."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from zwgk.errors import Text
from zwgk.records.base import (
    Amount,
    Basis,
    Day,
    Id,
    Model,
    Number,
    Pair,
    Record,
    SheetPoints,
    in_order,
)
from zwgk.source import Fault, fault, faults

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


class Evidence(Record):
    """A piece of evidence (佐证材料) for an indicator: what it shows and how well.

    ``topic`` is the thing shown, in the words of the scheme; ``value`` what it shows, as
    printed: a number, or yes or no (``true``/``false``, ``yes``/``no``, 是/否, 有). Evidence
    without a value shows that it exists; other words show nothing that counts.
    """

    table: ClassVar[str] = "evidence"
    dated_by: ClassVar[tuple[str, ...]] = ("on",)

    topic: Id
    title: str = ""
    indicator: str | None = None
    kind: Id = "document"
    value: str | None = None
    unit: str = ""
    bound: Bound = Bound.EXACT
    on: Day | None = None
    members: tuple[str, ...] | None = None


class Assessor(StrEnum):
    """Who gives points (评价主体): 自评, 复核, 第三方, 互评, 公众."""

    SELF = "self"
    REVIEW = "review"
    THIRD_PARTY = "third_party"
    PEER = "peer"
    PUBLIC = "public"


class Declaration(Model):
    """Points that somebody gave (申报得分): for an indicator, or without one the stated total.

    ``round`` tells several rounds of one assessor apart; ``override`` is final, whatever others
    gave, and needs its ``reason``. ``not_applicable`` says instead of points that the indicator
    does not apply, with reason and approver (缺项).
    """

    assessor: Assessor
    indicator: str | None = None
    points: SheetPoints | None = None
    round: int | None = Field(default=None, ge=1)
    override: bool = False
    not_applicable: bool = False
    reason: str = ""
    approver: str = ""
    on: Day | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one(self) -> Self:
        found: list[Fault] = []
        if self.not_applicable and (self.points is not None or self.indicator is None):
            found.append(
                Fault(
                    Text("缺项须写 indicator，不写 points", "not_applicable: indicator, no points"),
                    Text("删去 points，写明指标", "remove points and name the indicator"),
                )
            )
        if not self.not_applicable and self.points is None:
            found.append(
                Fault(
                    Text("缺少 points", "points are missing"),
                    Text("写得分；缺项写 not_applicable: true", "or write not_applicable: true"),
                )
            )
        lacking = [
            name
            for name, asked in (
                ("reason", self.not_applicable or self.override),
                ("approver", self.not_applicable),
            )
            if asked and not getattr(self, name)
        ]
        if lacking:
            found.append(
                Fault(
                    Text(f"须写明 {'、'.join(lacking)}", f"{' and '.join(lacking)} must be given"),
                    Text(
                        "缺项要有理由和批准人，改判要有理由",
                        "what does not apply has a reason and an approver, an override a reason",
                    ),
                )
            )
        if found:
            raise faults(found)
        return self


class PastPeriod(Model):
    """How an earlier period came out (往期结果): its total, grade and rank, as far as known.

    ``to`` is its last day; ``of`` the number of units that were ranked.
    """

    label: str = ""
    to: Day | None = None
    total: Number | None = None
    grade: str | None = None
    rank: int | None = Field(default=None, ge=1)
    of: int | None = Field(default=None, ge=1)
    basis: Basis = Basis.DOCUMENTED


class PastPeriods(Model):
    """Earlier periods, the earliest first (往期结果).

    A list says that there were none before them; ``{complete: false, rows: […]}`` that it does
    not reach back to the first.
    """

    rows: tuple[PastPeriod, ...] = ()
    complete: bool = True

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return {"rows": value} if isinstance(value, (list, tuple)) else value

    @model_validator(mode="after")
    def _order(self) -> Self:
        days = [row.to for row in self.rows if row.to is not None]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise fault(
                Text("往期须由早到晚排列，不得重复", "earlier periods come first, each once"),
                Text("按 to 的日期排列", "put them in the order of their last days"),
            )
        return self

    @model_serializer(mode="wrap")
    def _as_list(self, handler: SerializerFunctionWrapHandler) -> Any:
        data = handler(self)
        return data["rows"] if self.complete else {"complete": False, "rows": data["rows"]}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: Any, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core_schema)
        whole = handler.resolve_ref_schema(schema)
        if "rows" in whole.get("properties", {}):
            apart = dict(whole)
            rows = {k: v for k, v in apart["properties"]["rows"].items() if k != "default"}
            whole.clear()
            whole |= {"anyOf": [rows, apart]}
        return schema


class Previous(Model):
    """What the same unit reported for the period before (上期数据), and how earlier ones came out.

    ``total`` and ``grade`` are those of the period before; ``history`` those of several.
    """

    label: str = ""
    figures: dict[Id, Figure] = Field(default_factory=dict)
    total: Amount | None = None
    grade: str | None = None
    history: PastPeriods | None = None

    def past(self) -> PastPeriods | None:
        """The earlier periods that are told of (已知的往期); None where nothing is."""
        if self.history is not None:
            return self.history
        if self.total is None and self.grade is None:
            return None
        last = PastPeriod(label=self.label, total=self.total, grade=self.grade)
        return PastPeriods(rows=(last,), complete=False)

    def seen(self, as_of: date) -> "Previous":
        """The same as it was known on a day (截至某日所见): no period that ends later."""
        if self.history is None:
            return self
        rows = tuple(row for row in self.history.rows if row.to is None or row.to <= as_of)
        if rows == self.history.rows:
            return self
        history = self.history.model_copy(update={"rows": rows})
        return self.model_copy(update={"history": history})


class IdentityRecord(Model):
    """A relation between figures as written in a dossier (勾稽关系); its kind reads the rest."""

    model_config = ConfigDict(extra="allow")

    id: Id
    kind: Id

    @property
    def data(self) -> dict[str, object]:
        """The whole relation as it was written."""
        return {"id": self.id, "kind": self.kind, **(self.model_extra or {})}


class WorkflowStep(Record):
    """One dated step of a procedure (流程步骤) on a subject, such as audited or published.

    ``scope`` says what the subject is about, where that asks for more: ``finance`` (财务收支),
    ``decision`` (重大决策).
    """

    table: ClassVar[str] = "workflow"
    dated_by: ClassVar[tuple[str, ...]] = ("on",)

    subject: Id
    step: Id
    on: Day | None = None
    role: str = ""
    scope: Id | None = None


class ReportPeriod(Model):
    """The period of a dossier (报告期) ``{from, to}``, both days included.

    ``basis: asserted`` says that the report hides its year and the days were chosen for it.
    """

    model_config = ConfigDict(
        validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    basis: Basis = Basis.DOCUMENTED
    note: str = ""

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(Pair(self.first, self.last, ("from", "to")))
        return self
