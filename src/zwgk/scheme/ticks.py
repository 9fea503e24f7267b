"""A rule that takes points for each percentage point (每个百分点扣分)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import ClassVar, Literal

from pydantic import Field

from zwgk.errors import Text
from zwgk.records import Id, Number
from zwgk.scheme.counted import Each, Limited
from zwgk.scheme.portion import Rate
from zwgk.scheme.rule import End, Facts, Fault, Hit, HitKind, Leaf, Part, number_text
from zwgk.scheme.spans import ZERO, called, number_shown, records_of, span_text, told


class PercentTicks(Limited):
    """Points for each percentage point below a target (每低一个百分点扣分), or above it.

    ``{kind: percent_ticks, fact: closed_rate, target: 95%, each: 1}``: 93 % costs 2 points;
    ``tick: 5`` counts steps of five percentage points, ``side: above`` those over the target.
    Of 94.5 % nothing is lost, because no whole point is; ``rounding: up`` counts one that is begun
    as a whole one, ``rounding: none`` by its size. A bonus is given instead of taken.
    """

    kind: ClassVar[str] = "percent_ticks"

    fact: Id
    target: Rate
    each: Each
    tick: Number = Field(default=Decimal(1), gt=0)
    side: Literal["below", "above"] = "below"
    rounding: Literal["down", "up", "none"] = "down"

    def needs(self) -> frozenset[str]:
        """The fact."""
        return frozenset({self.fact})

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """By the side on which points are counted; a bonus turns it."""
        del fact
        away = 1 if self.side == "below" else -1
        return -away if part is Part.BONUS else away

    def endless(self, facts: Facts) -> bool:
        """Where the value has no end on the side that counts."""
        value = facts[self.fact]
        return (value.least if self.side == "below" else value.most) is None

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """A floor or a cap that cannot be."""
        yield from super().faults(points)

    def misplaced(self, part: Part) -> Iterator[Fault]:
        """A floor where points are given."""
        if part is Part.BONUS and self.floor != 0:
            yield (
                ("floor",),
                Text("加分项没有 floor", "a bonus has no floor"),
                Text("上限写 cap", "its limit is written as cap"),
            )

    def _ticks(self, value: Fraction) -> Fraction:
        target = Fraction(self.target)
        gap = target - value if self.side == "below" else value - target
        ticks = max(ZERO, gap) * 100 / Fraction(self.tick)
        if self.rounding == "none":
            return ticks
        return Fraction(floor(ticks) if self.rounding == "down" else ceil(ticks))

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """What is surely counted, what may be, and what the limit absorbs."""
        value = facts[self.fact]
        near, far = (value.most, value.least)
        if self.side == "above":
            near, far = far, near
        each = Fraction(self.each)
        sure = ZERO if near is None else self._ticks(near) * each
        more = None if far is None else self._ticks(far) * each - sure
        bound, name = number_shown(value, Fraction(self.target)), called(self.fact, value)
        over = Text("高出", "above") if self.side == "above" else Text("低于", "below")
        tick = number_text(Fraction(self.tick))
        why = told(
            f"{name.zh}为 {span_text(value)}，每{over.zh} {bound} {tick} 个百分点计 {self.each} 分",
            f"{name.of('en')} is {span_text(value)}, {self.each} for each {tick} percentage "
            f"point {over.en} {bound}",
            value,
        )
        records = records_of(value)
        if leaf.part is Part.BONUS:
            return self._given(leaf, sure, more, end, Hit(ZERO, HitKind.BONUS, why, records))
        kind = HitKind.PENALTY if leaf.part is Part.PENALTY else HitKind.LOSS
        hits = [Hit(-sure, kind, why, records)] if sure else []
        if end is End.LEAST and more:
            hits.append(Hit(-more, HitKind.OPEN, why, records))
        return self.kept_in(leaf, hits, why if end is End.LEAST and more is None else None)

    def _given(
        self, leaf: Leaf, sure: Fraction, more: Fraction | None, end: End, hit: Hit
    ) -> list[Hit]:
        cap = leaf.points if self.cap is None else min(leaf.points, Fraction(self.cap))
        hits = [Hit(sure, HitKind.BONUS, hit.reason, hit.records)] if sure else []
        open_points = max(ZERO, cap - sure) if more is None else more
        if end is End.MOST and open_points:
            hits.append(Hit(open_points, HitKind.OPEN, hit.reason, hit.records))
        total = sum((one.points for one in hits), ZERO)
        if total > cap:
            limit = number_text(cap)
            why = Text(f"最多加 {limit} 分", f"at most {limit}")
            hits.append(Hit(cap - total, HitKind.CAP, why))
        return hits
