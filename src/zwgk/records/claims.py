"""What is said (陈述): figures, evidence, declarations, last period, identities, workflow."""

from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, model_validator

from zwgk.records.base import Amount, Basis, Day, Id, Model, Pair, Record, in_order

if TYPE_CHECKING:
    from zwgk.records.numbers import Reading


class Bound(StrEnum):
    """How a printed number is meant (数值界限): 恰为, 不少于, 余, 以内, 约."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    WITHIN = "within"
    APPROXIMATE = "approximate"


class Figure(Model):
    """A reported number (数字) as printed, with unit, period, bound and where it was said."""

    label: str = ""
    value: str | None = None
    unit: str = ""
    period: str = ""
    bound: Bound = Bound.EXACT
    kind: Id = "count"
    said: str = ""
    basis: Basis = Basis.DOCUMENTED
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        return value if isinstance(value, dict | Figure) else {"value": value}

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
    """Points that somebody gave (申报得分): for an indicator, or without one the stated total."""

    assessor: Assessor
    indicator: str | None = None
    points: Amount
    on: Day | None = None
    note: str = ""


class Previous(Model):
    """What the same unit reported for the period before (上期数据)."""

    label: str = ""
    figures: dict[Id, Figure] = Field(default_factory=dict)
    total: Amount | None = None
    grade: str | None = None


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
    """One dated step of a procedure (流程步骤) on a subject, such as audited or published."""

    table: ClassVar[str] = "workflow"
    dated_by: ClassVar[tuple[str, ...]] = ("on",)

    subject: Id
    step: Id
    on: Day | None = None
    role: str = ""


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
