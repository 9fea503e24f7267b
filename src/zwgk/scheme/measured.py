"""Rules that measure a number (比例、分档)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Self

from pydantic import Field, model_validator

from zwgk.errors import Text
from zwgk.records import Id, Model, SheetPoints
from zwgk.scheme.portion import Rate
from zwgk.scheme.rule import End, Facts, Fault, Hit, Leaf, Part, RuleKind, number_text
from zwgk.scheme.spans import (
    ZERO,
    called,
    number_shown,
    records_of,
    span_hits,
    span_text,
    told,
    turned,
)
from zwgk.source import fault


class Share(RuleKind):
    """Points in proportion to a share (按比例得分): all at ``target``, the same part below it."""

    kind: ClassVar[str] = "share"

    fact: Id
    target: Rate = Field(default=Decimal(1), gt=0)

    def needs(self) -> frozenset[str]:
        """The fact."""
        return frozenset({self.fact})

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """More is never worse, but in a penalty."""
        del fact
        return turned(1, part)

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """The part of the points that the share reaches."""
        value = facts[self.fact]
        target = Fraction(self.target)
        low = max(ZERO, min(value.least or ZERO, target)) / target * leaf.points
        high = (
            leaf.points
            if value.most is None
            else max(ZERO, min(value.most, target)) / target * leaf.points
        )
        goal, name = number_shown(value, target), called(self.fact, value)
        why = told(
            f"{name.zh}为 {span_text(value)}，目标 {goal}",
            f"{name.of('en')} is {span_text(value)}, the target {goal}",
            value,
        )
        if leaf.part is Part.PENALTY:
            low, high = -high, -low
        return span_hits(leaf, low, high, end, why, records_of(value))


class Step(Model):
    """One step (档次): the points from a number upwards, or up to a number."""

    at_least: Rate | None = None
    at_most: Rate | None = None
    points: SheetPoints

    def reached(self, value: Fraction) -> bool:
        """Whether a value lies on this step or a better one."""
        if self.at_least is not None and value < Fraction(self.at_least):
            return False
        return self.at_most is None or value <= Fraction(self.at_most)


class Steps(RuleKind):
    """Points by steps (分档得分): the first step that the fact reaches, else ``otherwise``."""

    kind: ClassVar[str] = "steps"

    fact: Id
    steps: tuple[Step, ...]
    otherwise: SheetPoints = Decimal(0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.steps:
            raise fault(Text("没有分档", "no steps"), Text("至少写一档", "write one or more"))
        downward = all(s.at_least is not None and s.at_most is None for s in self.steps)
        upward = all(s.at_most is not None and s.at_least is None for s in self.steps)
        ends = [s.at_least if downward else s.at_most for s in self.steps]
        in_order = all(
            a is not None and b is not None and (a > b if downward else a < b)
            for a, b in pairwise(ends)
        )
        if not (downward or upward) or not in_order:
            raise fault(
                Text(
                    "分档须全写 at_least 且由高到低，或全写 at_most 且由低到高",
                    "steps all have at_least, falling, or all have at_most, rising",
                ),
                Text("从最好的一档写起", "begin with the best step"),
            )
        return self

    def needs(self) -> frozenset[str]:
        """The fact."""
        return frozenset({self.fact})

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """By the order of the points along the steps."""
        del fact
        points = [*(step.points for step in self.steps), self.otherwise]
        falling = all(a >= b for a, b in pairwise(points))
        if not falling:
            return 0
        return turned(1 if self.steps[0].at_least is not None else -1, part)

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """A step with more points than the leaf has."""
        for index, step in enumerate(self.steps):
            if points is not None and Fraction(step.points) > points:
                yield (
                    ("steps", index, "points"),
                    Text(
                        f"该档 {step.points} 分超过指标分值 {number_text(points)}",
                        f"{step.points} is more than the indicator's {number_text(points)}",
                    ),
                    Text("核对原文的分值", "check the points against the source"),
                )
        if points is not None and Fraction(self.otherwise) > points:
            yield (
                ("otherwise",),
                Text(
                    f"otherwise {self.otherwise} 分超过指标分值 {number_text(points)}",
                    f"{self.otherwise} is more than the indicator's {number_text(points)}",
                ),
                Text("核对原文的分值", "check the points against the source"),
            )

    def _points(self, value: Fraction) -> Fraction:
        return Fraction(next((s.points for s in self.steps if s.reached(value)), self.otherwise))

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """The least and the most points over all values that are still possible."""
        value = facts[self.fact]
        edges = [
            Fraction(s.at_least if s.at_least is not None else s.at_most or 0) for s in self.steps
        ]
        # Every step begins at an edge and holds it, so an edge stands for its whole step, and
        # one value beyond the last edge stands for what no step reaches.
        tried = [*edges, min(edges) - 1, max(edges) + 1]
        if value.least is not None:
            tried = [number for number in tried if number > value.least] + [value.least]
        if value.most is not None:
            tried = [number for number in tried if number < value.most] + [value.most]
        got = sorted(self._points(number) for number in tried)
        low, high = got[0], got[-1]
        name = called(self.fact, value)
        why = told(
            f"{name.zh}为 {span_text(value)}",
            f"{name.of('en')} is {span_text(value)}",
            value,
        )
        if leaf.part is Part.PENALTY:
            low, high = -high, -low
        return span_hits(leaf, low, high, end, why, records_of(value))
