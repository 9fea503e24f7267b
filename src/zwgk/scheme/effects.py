"""What opens a bonus and what a veto does (门槛与否决): gates, effects, fail lines."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from zwgk.errors import Text
from zwgk.records import Id, Label, Model, SheetPoints
from zwgk.scheme.shorthand import Shorthand
from zwgk.source import fault


class Gate(Model):
    """When a bonus opens (门槛): the rounded points of a node are above a number, or reach it.

    The node is any with base points that the gated one is no part of.
    """

    node: Id
    above: SheetPoints | None = None
    at_least: SheetPoints | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.above is None) == (self.at_least is None):
            raise fault(
                Text("门槛写 above 或 at_least 之一", "a gate has above or at_least, not both"),
                Text("“超过”写 above，“达到”写 at_least", "'>' is above, '>=' is at_least"),
            )
        return self


class Effect(Shorthand):
    """What a veto does (否决效果), to points, to the grade, or to both.

    ``fixed`` points, at most ``ceiling`` points, ``zero``; ``stop``: no total, only ``grade``;
    ``grade`` itself, at best ``grade_ceiling``, ``lower`` by so many grades, ``bar_top``: never
    the best grade.
    """

    short: ClassVar[dict[str, Any]] = {"enum": ["zero", "bar_top"]}

    fixed: SheetPoints | None = None
    ceiling: SheetPoints | None = None
    stop: bool = False
    grade: Id | None = None
    grade_ceiling: Id | None = None
    lower: int | None = Field(default=None, ge=1)
    bar_top: bool = False

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: Any) -> Any:
        words: dict[str, Any] = {"zero": {"fixed": Decimal(0)}, "bar_top": {"bar_top": True}}
        return words.get(value, value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _something(self) -> Self:
        points = [self.fixed is not None, self.ceiling is not None, self.stop]
        if sum(points) > 1:
            raise fault(
                Text(
                    "fixed、ceiling、stop 只能写一个", "fixed, ceiling and stop exclude each other"
                ),
                Text(
                    "固定得分写 fixed，最高得分写 ceiling，停止计分写 stop",
                    "a fixed score is fixed, the most it can be is ceiling, no score is stop",
                ),
            )
        if self.stop and self.grade is None:
            raise fault(
                Text("停止计分须写明等次", "what stops the scoring must give the grade"),
                Text("写 {stop: true, grade: …}", "write {stop: true, grade: …}"),
            )
        if not any(points) and not self.touches_grade:
            raise fault(
                Text("否决没有写明效果", "the veto has no effect"),
                Text(
                    "写 zero、{fixed: 59}、{ceiling: 59} 或 {grade: …}",
                    "write zero, {fixed: 59}, {ceiling: 59} or {grade: …}",
                ),
            )
        return self

    @property
    def touches_grade(self) -> bool:
        """Whether it does something to the grade itself (直接影响等次)."""
        told = (self.grade, self.grade_ceiling, self.lower)
        return self.bar_top or any(one is not None for one in told)

    @property
    def touches_points(self) -> bool:
        """Whether it does something to points (影响得分)."""
        return self.fixed is not None or self.ceiling is not None


class Fail(Shorthand):
    """A node's own fail line (单项不合格线): it fires where its rounded points are below.

    Without an effect it gives the last grade.
    """

    short: ClassVar[dict[str, Any]] = {"type": ["number", "string"]}

    below: SheetPoints
    effect: Effect | None = None
    scope: Id | None = None
    why: Label | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        return value if isinstance(value, (dict, Fail)) else {"below": value}
