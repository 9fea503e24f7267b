"""What is said (陈述): evidence, declarations, last period, identities, workflow."""

from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, ClassVar, Self

from pydantic import (
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
from zwgk.records.figure import Bound, Figure
from zwgk.source import Fault, fault, faults


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
