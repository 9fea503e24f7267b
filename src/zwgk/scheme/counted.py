"""Rules that count occurrences (按次扣分、按次得分)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from zwgk.errors import Text
from zwgk.facts import FactValue
from zwgk.records import Count, Id, SheetPoints
from zwgk.scheme.occurrences import Occurrence, adds_up, occurrences, priced
from zwgk.scheme.rule import End, Facts, Fault, Hit, HitKind, Leaf, Part, RuleKind, number_text
from zwgk.scheme.spans import ZERO, called, records_of, span_hits, span_text, told

Each = Annotated[SheetPoints, Field(gt=0)]


class Limited(RuleKind):
    """What rules that take points share (扣分限度): a floor under the leaf, a cap on the rest."""

    takes: ClassVar[bool] = True

    floor: SheetPoints | Literal["none"] = Decimal(0)
    cap: SheetPoints | None = None

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """A deduction without end, and a floor above the points."""
        if self.floor == "none" and self.cap is None:
            yield (
                ("floor",),
                Text("floor: none 须同时写 cap", "floor: none needs a cap"),
                Text("写明最多扣几分", "say how much can be taken at most"),
            )
        if points is not None and self.floor != "none" and Fraction(self.floor) > points:
            yield (
                ("floor",),
                Text("floor 高于指标分值", "the floor is above the points"),
                Text("floor 是扣分后至少保留的分", "the floor is what is kept at least"),
            )

    def room(self, leaf: Leaf) -> tuple[Fraction, HitKind]:
        """How much can be taken at most, and what sets that limit."""
        cap = None if self.cap is None else Fraction(self.cap)
        if leaf.part is Part.PENALTY:
            return leaf.points if cap is None else min(cap, leaf.points), HitKind.CAP
        if self.floor == "none":
            return leaf.points if cap is None else cap, HitKind.CAP
        above_floor = leaf.points - Fraction(self.floor)
        if cap is not None and cap < above_floor:
            return cap, HitKind.CAP
        return above_floor, HitKind.FLOOR

    def kept_in(self, leaf: Leaf, hits: list[Hit], unknown: Text | None) -> list[Hit]:
        """The hits within the limit: what it absorbs is given back; ``unknown`` fills it."""
        room, limit = self.room(leaf)
        taken = -sum((hit.points for hit in hits), ZERO)
        if unknown is not None and taken < room:
            return [*hits, Hit(taken - room, HitKind.OPEN, unknown)]
        if taken > room:
            most = number_text(room)
            why = Text(f"最多扣 {most} 分", f"at most {most} can be taken")
            return [*hits, Hit(taken - room, limit, why)]
        return hits


class Counted(RuleKind):
    """What deductions and credits share (按次计分): so many points for each occurrence."""

    per: Id
    each: Each
    then: tuple[Each, ...] = ()
    also: dict[Id, Each] = Field(default_factory=dict)

    def needs(self) -> frozenset[str]:
        """The facts that are counted."""
        return frozenset({self.per, *self.also})

    def counts(self) -> frozenset[str]:
        """All of them, record by record."""
        return self.needs()

    def endless(self, facts: Facts) -> bool:
        """Where a count has no upper end."""
        return any(facts[name].most is None for name in self.needs())

    def lines(self) -> list[tuple[str, list[Fraction]]]:
        """Each fact with what its occurrences cost, one after the other (逐项单价)."""
        first = [Fraction(cost) for cost in (self.each, *self.then)]
        return [(self.per, first), *((name, [Fraction(one)]) for name, one in self.also.items())]

    def twice(self) -> Iterator[Fault]:
        """A fact that is counted twice."""
        if self.per in self.also:
            yield (
                ("also", self.per),
                Text(f"“{self.per}”已在 per 中计数", f"'{self.per}' is counted by per already"),
                Text("加重的扣分写 then", "what later ones cost is written under then"),
            )


class Deduct(Limited, Counted):
    """Points off for each occurrence (按次扣分), the first ``free`` of them free.

    ``{kind: deduct, per: late, each: 2, then: [5], also: {missing: 5}, cap: 10}``: the first
    late one costs 2, every later one 5, one that is missing 5, all together 10 at most. ``per``
    may be a sum, such as days late; ``cap_each`` is then the most that one record costs. ``free``
    and ``then`` concern ``per`` alone. The floor is 0 unless another is named; ``floor: none``
    needs ``cap``, the most that can be taken. In a penalty part the points of the leaf are the
    most that can be taken.
    """

    kind: ClassVar[str] = "deduct"
    parts: ClassVar[frozenset[Part]] = frozenset({Part.BASE, Part.PENALTY})

    free: Count = 0
    cap_each: Each | None = None

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """More occurrences are never better, whatever they are taken from."""
        del fact, part
        return -1

    def reaches_ends(self, facts: Facts) -> bool:
        """Not where one record has a cap and it is not known how many there are."""
        if self.cap_each is None:
            return True
        return all(not facts[name].most or adds_up(facts[name]) for name in self.needs())

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """Limits that cannot hold, and costs that cannot be told together."""
        yield from super().faults(points)
        yield from self.twice()
        if self.cap_each is not None and self.cap_each < max((self.each, *self.also.values())):
            yield (
                ("cap_each",),
                Text("cap_each 低于每次扣分", "cap_each is below what one occurrence costs"),
                Text("cap_each 是一条记录最多扣的分", "it is the most that one record costs"),
            )
        if self.cap_each is not None and self.then:
            yield (
                ("cap_each",),
                Text("cap_each 与 then 不能同时写", "cap_each and then exclude each other"),
                Text("只留其一", "keep one of them"),
            )

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """One entry an occurrence; what the floor or the cap absorbs is given back."""
        kind = HitKind.PENALTY if leaf.part is Part.PENALTY else HitKind.LOSS
        done, worst = Text("扣", "taken"), end is End.LEAST
        charged: list[tuple[Occurrence, Hit]] = []
        for name, costs in self.lines():
            value, free = facts[name], self.free if name == self.per else 0
            for one, cost in priced(occurrences(value, with_possible=worst, free=free), costs):
                points = self._at_most(one, cost, end)
                why = one.reason(called(name, value), points, done)
                hit = Hit(-points, kind if one.sure else HitKind.OPEN, why, one.records)
                charged.append((one, hit))
        charged.sort(key=lambda pair: pair[0].order)
        hits = [hit for _, hit in charged]
        return self.kept_in(leaf, hits, self._unknown(facts) if worst else None)

    def _at_most(self, one: Occurrence, cost: Fraction, end: End) -> Fraction:
        """What one record costs; of what no record is told it may be one or many."""
        if self.cap_each is None or (one.support is None and end is End.LEAST):
            return cost
        return min(cost, Fraction(self.cap_each))

    def _unknown(self, facts: Facts) -> Text | None:
        """Why there may be more, where a count has no upper end."""
        for name, _ in self.lines():
            value = facts[name]
            if value.most is None:
                title = called(name, value)
                return told(f"{title.zh}不详", f"{title.of('en')} is not known", value)
        return None


class Credit(Counted):
    """Points for each instance (按次得分), up to ``cap`` (the points of the leaf if not given).

    ``{kind: credit, per: national, each: 2, also: {provincial: 1}, cap: 6}``: 2 for each
    national prize, 1 for each provincial one, 6 at the most; ``then`` is what the second and
    later ones of ``per`` bring.
    """

    kind: ClassVar[str] = "credit"
    parts: ClassVar[frozenset[Part]] = frozenset({Part.BASE, Part.BONUS})

    cap: SheetPoints | None = None

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """More instances are never worse."""
        del fact, part
        return 1

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """A cap above the points of the leaf, and a fact that is counted twice."""
        yield from self.twice()
        if points is not None and self.cap is not None and Fraction(self.cap) > points:
            yield (
                ("cap",),
                Text("cap 高于指标分值", "the cap is above the points"),
                Text("核对原文的上限", "check the limit against the source"),
            )

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """A bonus is listed instance by instance; of base points the shortfall is listed."""
        cap = leaf.points if self.cap is None else Fraction(self.cap)
        open_ended = self.endless(facts)
        if leaf.part is Part.BASE or (end is End.MOST and open_ended):
            low = min(cap, self._worth(facts, End.LEAST))
            high = cap if open_ended else min(cap, self._worth(facts, End.MOST))
            records = [name for fact in self.counts() for name in records_of(facts[fact])]
            why = self._counted(facts, number_text(cap))
            return span_hits(leaf, low, high, end, why, tuple(sorted(set(records))))
        done = Text("加", "added")
        given: list[tuple[Occurrence, Hit]] = []
        for name, costs in self.lines():
            value = facts[name]
            found = occurrences(value, with_possible=end is End.MOST)
            for one, points in priced(found, costs):
                kind = HitKind.BONUS if one.sure else HitKind.OPEN
                why = one.reason(called(name, value), points, done)
                given.append((one, Hit(points, kind, why, one.records)))
        given.sort(key=lambda pair: pair[0].order)
        hits = [hit for _, hit in given]
        total = sum((hit.points for hit in hits), ZERO)
        if total > cap:
            limit = number_text(cap)
            why = Text(f"最多加 {limit} 分", f"at most {limit}")
            hits.append(Hit(cap - total, HitKind.CAP, why))
        return hits

    def _worth(self, facts: Facts, end: End) -> Fraction:
        total = ZERO
        for name, costs in self.lines():
            found = occurrences(facts[name], with_possible=end is End.MOST)
            total += sum((points for _, points in priced(found, costs)), ZERO)
        return total

    def _counted(self, facts: Facts, most: str) -> Text:
        """What was counted, in words."""

        def shown(name: str, costs: list[Fraction]) -> Text:
            value: FactValue = facts[name]
            title, times = called(name, value), span_text(value)
            each = number_text(costs[0])
            later = Text("")
            if costs[1:]:
                more = ", ".join(map(number_text, costs[1:]))
                later = Text(f"（此后 {more} 分）", f" (later ones {more})")
            return Text(
                f"{title.zh}计 {times} 次，每次 {each} 分{later.zh}",
                f"{title.of('en')} counts {times}, {each} each{later.en}",
            )

        told_all = [shown(name, costs) for name, costs in self.lines()]
        return Text(
            f"{'；'.join(one.zh for one in told_all)}，最多 {most} 分",
            f"{'; '.join(one.en for one in told_all)}, at most {most}",
        )
