"""Service and work (办事与工作): cases, activities, inspections, problems found."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from zwgk.records.base import (
    Amount,
    Count,
    Day,
    Id,
    Limit,
    LoggedEvent,
    Pair,
    Record,
    in_order,
    steps_after,
)


class CaseKind(StrEnum):
    """Kind of service case (办件类型): 即办件, 承诺件, 上报件, 联办件."""

    IMMEDIATE = "immediate"
    PROMISED = "promised"
    REPORTED = "reported"
    JOINT = "joint"


class Satisfaction(StrEnum):
    """Five levels of 好差评 (满意度); the last two are 差评 (国办发〔2019〕51号)."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class ServiceCase(Record):
    """A service case (办件): received, handled under a statutory and a promised limit, closed.

    ``accepted`` is the day of acceptance when it differs from receipt; the limits run from it.
    ``statutory`` is a limit in words, or ``rule`` names the law; ``promised`` the promise. With
    none of them whether it was done in time is not known, except for one to be done at once.
    """

    table: ClassVar[str] = "cases"
    dated_by: ClassVar[tuple[str, ...]] = ("received",)
    follows: ClassVar[Mapping[str, str]] = {"satisfaction": "completed"}

    kind: CaseKind
    received: Day
    accepted: Day | None = None
    title: str = ""
    item: Id | None = None
    window: str = ""
    agent: bool | None = None
    statutory: Limit | None = None
    promised: Limit | None = None
    rule: str | None = None
    events: tuple[LoggedEvent, ...] = ()
    completed: Day | None = None
    satisfaction: Satisfaction | None = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        began = "accepted" if self.accepted else "received"
        in_order(
            Pair(self.received, self.accepted, ("received", "accepted")),
            Pair(self.accepted or self.received, self.completed, (began, "completed")),
            *steps_after(self.received, self.events),
        )
        return self


class Activity(Record):
    """Training, publicity, a meeting or a drill (培训、宣传等活动): sessions, persons, hours."""

    table: ClassVar[str] = "activities"
    dated_by: ClassVar[tuple[str, ...]] = ("on",)

    kind: Id
    title: str = ""
    on: Day | None = None
    until: Day | None = None
    sessions: Count | None = None
    persons: Count | None = None
    hours: Amount | None = None
    copies: Count | None = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(Pair(self.on, self.until, ("on", "until")))
        return self


class Inspection(Record):
    """An inspection made or undergone (检查): of what, when, how many units and faults."""

    table: ClassVar[str] = "inspections"
    dated_by: ClassVar[tuple[str, ...]] = ("on",)

    kind: Id = "inspection"
    title: str = ""
    on: Day | None = None
    units: Count | None = None
    hazards: Count | None = None


class FoundProblem(Record):
    """A problem found and its rectification (问题与整改): measure, owner by role, due, done."""

    table: ClassVar[str] = "found"
    derived: ClassVar[tuple[str, ...]] = ("open",)
    dated_by: ClassVar[tuple[str, ...]] = ("on",)

    title: str
    category: str = ""
    on: Day | None = None
    measure: str = ""
    owner: str = ""
    due: Day | None = None
    rectified: Day | None = None

    @property
    def open(self) -> bool:
        """Whether no rectification is recorded."""
        return self.rectified is None

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(
            Pair(self.on, self.due, ("on", "due")),
            Pair(self.on, self.rectified, ("on", "rectified")),
        )
        return self
