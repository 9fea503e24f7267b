"""An example plugin for zwgk (示例插件): a town's reading room, all fictitious."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import ClassVar

from zwgk import End, FactValue, Hit, HitKind, Leaf, Record, RuleKind, Text, hookimpl

ZWGK_HOOK_API = 1


class Holding(Record):
    """Books of one class as counted on a day (馆藏)."""

    table: ClassVar[str] = "holdings"
    dated_by: ClassVar[tuple[str, ...]] = ("on",)

    on: date | None = None
    subject: str = ""
    books: int | None = None


class Ramp(RuleKind):
    """Nothing up to one number, everything from another on, evenly between (线性得分).

    ``{kind: ramp, fact: books, zero_at: 1000, full_at: 5000}``
    """

    kind: ClassVar[str] = "ramp"

    fact: str
    zero_at: Decimal
    full_at: Decimal

    def needs(self) -> frozenset[str]:
        """The one fact."""
        return frozenset({self.fact})

    def faults(self, points: Fraction | None) -> Iterator[tuple[tuple[str], Text, Text]]:
        """A ramp that does not rise."""
        del points
        if self.zero_at >= self.full_at:
            yield (
                ("full_at",),
                Text("full_at 须大于 zero_at", "full_at must be above zero_at"),
                Text("核对两个数", "check the two numbers"),
            )

    def judge(self, leaf: Leaf, facts: Mapping[str, FactValue], end: End) -> list[Hit]:
        """What the ramp does not reach is lost; of a bonus or penalty, what it reaches counts."""
        value = facts[self.fact]
        records = tuple(one.record for one in value.support)
        low, high = self._share(value.least, Fraction(0)), self._share(value.most, Fraction(1))
        if leaf.part == "base":
            why = Text(f"只达到 {high} 的分值", f"reaches {high} of the points")
            hits = [Hit((high - 1) * leaf.points, HitKind.LOSS, why, records)] if high < 1 else []
            if end is End.LEAST and low < high:
                unsure = Text(f"{self.fact} 未定", f"{self.fact} is not settled")
                hits.append(Hit((low - high) * leaf.points, HitKind.OPEN, unsure, records))
            return hits
        if leaf.part == "penalty":
            taken = high if end is End.LEAST else low
            why = Text(f"扣 {taken} 的分值", f"takes {taken} of the points")
            return [Hit(-taken * leaf.points, HitKind.PENALTY, why, records)] if taken else []
        got = low if end is End.LEAST else high
        why = Text(f"得 {got} 的分值", f"earns {got} of the points")
        return [Hit(got * leaf.points, HitKind.BONUS, why, records)] if got else []

    def direction(self, fact: str, part: str = "base") -> int:
        """More is better, except where it is a penalty."""
        del fact
        return -1 if part == "penalty" else 1

    def _share(self, number: Fraction | None, otherwise: Fraction) -> Fraction:
        """How far up the ramp a number stands; where it has no bound, at that end."""
        if number is None:
            return otherwise
        zero, full = Fraction(self.zero_at), Fraction(self.full_at)
        return min(max((number - zero) / (full - zero), Fraction(0)), Fraction(1))


@hookimpl
def zwgk_schemes() -> Iterable[Traversable]:
    """The scheme documents of this package (考核方案)."""
    return [files(__name__) / "reading_room.yaml"]


@hookimpl
def zwgk_rule_kinds() -> Iterable[type[RuleKind]]:
    """The rule kinds of this package (评分规则)."""
    return [Ramp]


@hookimpl
def zwgk_record_types() -> Iterable[type[Record]]:
    """The tables of this package (数据表)."""
    return [Holding]
