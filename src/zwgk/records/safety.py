"""Safety (安全生产): incidents, control indicators, hazards."""

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from zwgk.records.base import Amount, Count, Day, Id, Moment, Number, Pair, Record, in_order


class HazardLevel(StrEnum):
    """Level of a hazard (隐患级别)."""

    GENERAL = "general"
    MAJOR = "major"


class Incident(Record):
    """An accident (事故): when it happened, was told and was reported; what it cost.

    Moments carry their offset (``2024-03-05T10:00+08:00``): the reporting limits of
    国务院令第493号 run by the hour. ``loss`` is in yuan.
    """

    table: ClassVar[str] = "incidents"
    dated_by: ClassVar[tuple[str, ...]] = ("occurred",)

    field: Id
    occurred: Moment
    told: Moment | None = None
    reported: Moment | None = None
    rule: str = "AQ-UNIT"
    deaths: Count | None = None
    injuries: Count | None = None
    loss: Amount | None = None
    responsible: bool | None = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(
            Pair(self.occurred, self.told, ("occurred", "told")),
            Pair(
                self.told or self.occurred,
                self.reported,
                ("told" if self.told else "occurred", "reported"),
            ),
        )
        return self


class ControlIndicator(Record):
    """A control indicator (控制指标): this year, last year or the stated change, and the limit."""

    table: ClassVar[str] = "controls"
    derived: ClassVar[tuple[str, ...]] = ("growth", "last")

    field: Id
    indicator: Id
    actual: Number | None = None
    previous: Number | None = None
    change: Number | None = None
    limit: Number | None = None
    unit: str = ""

    @property
    def growth(self) -> Number | None:
        """The stated change; where none is stated, this year less last year; else None."""
        if self.change is not None or self.actual is None or self.previous is None:
            return self.change
        return self.actual - self.previous

    @property
    def last(self) -> Number | None:
        """Last year's value as stated; where it is not, this year less the stated change."""
        if self.previous is not None or self.actual is None or self.change is None:
            return self.previous
        return self.actual - self.change


class Hazard(Record):
    """A hazard found (隐患): level, listed for supervision or not, due and rectified."""

    table: ClassVar[str] = "hazards"
    dated_by: ClassVar[tuple[str, ...]] = ("found",)

    found: Day
    title: str = ""
    level: HazardLevel = HazardLevel.GENERAL
    listed: bool | None = None
    due: Day | None = None
    rectified: Day | None = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(
            Pair(self.found, self.due, ("found", "due")),
            Pair(self.found, self.rectified, ("found", "rectified")),
        )
        return self
