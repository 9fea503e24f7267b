"""Rules that count occurrences (按次扣分、按次得分)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from zwgk.errors import Text
from zwgk.facts import FactValue, Support
from zwgk.records import Amount, Count, Id
from zwgk.scheme.rule import End, Facts, Fault, Hit, HitKind, Leaf, Part, RuleKind, number_text
from zwgk.scheme.spans import ZERO, called, records_of, span_hits, span_text, told

Each = Annotated[Amount, Field(gt=0)]


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """So many times, surely or possibly, with the record where one record is behind it."""

    amount: Fraction
    sure: bool
    support: Support | None
    records: tuple[str, ...]

    @property
    def order(self) -> tuple[date, str]:
        """By date, then id; what no record is behind comes last."""
        return (self.support.day, self.support.record) if self.support else (date.max, "")

    def reason(self, fact: Text, each: Fraction, done: Text) -> Text:
        """The occurrence in words, with its record and its day."""
        points = number_text(self.amount * each)
        if self.support is None:
            count = number_text(self.amount)
            return Text(
                f"{fact.zh}{count} 次，{done.zh} {points} 分",
                f"{fact.of('en')} {count} times, {points} {done.en}",
            )
        name, day = self.support.record, self.support.day
        dated = Text(f"（{day}）", f" ({day})")
        if day == date.min:  # a record without a day
            dated = Text("")
        return Text(
            f"{name}{dated.zh}：{done.zh} {points} 分", f"{name}{dated.en}: {points} {done.en}"
        )


class _Counted(RuleKind):
    """What deductions and credits share: so many points for each occurrence of a fact."""

    per: Id
    each: Each

    def needs(self) -> frozenset[str]:
        """The fact that is counted."""
        return frozenset({self.per})


class Deduct(_Counted):
    """Points off for each occurrence (按次扣分), the first ``free`` of them free.

    The floor is 0 unless another is named; ``floor: none`` needs ``cap``, the most that can
    be taken. In a penalty part the points of the leaf are the most that can be taken.
    """

    kind: ClassVar[str] = "deduct"
    parts: ClassVar[frozenset[Part]] = frozenset({Part.BASE, Part.PENALTY})

    free: Count = 0
    floor: Amount | Literal["none"] = Decimal(0)
    cap: Amount | None = None

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """More occurrences are never better, whatever they are taken from."""
        del fact, part
        return -1

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

    def _room(self, leaf: Leaf) -> tuple[Fraction, HitKind]:
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

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """One entry an occurrence; what the floor or the cap absorbs is given back."""
        value = facts[self.per]
        room, limit = self._room(leaf)
        kind = HitKind.PENALTY if leaf.part is Part.PENALTY else HitKind.LOSS
        each, done = Fraction(self.each), Text("扣", "taken")
        hits = [
            Hit(
                -each * found.amount,
                kind if found.sure else HitKind.OPEN,
                found.reason(called(self.per, value), each, done),
                found.records,
            )
            for found in _occurrences(value, with_possible=end is End.LEAST, free=self.free)
        ]
        taken = -sum((hit.points for hit in hits), ZERO)
        if end is End.LEAST and value.most is None and taken < room:
            name = called(self.per, value)
            why = told(
                f"{name.zh}不详",
                f"{name.of('en')} is not known",
                value,
            )
            hits.append(Hit(taken - room, HitKind.OPEN, why))
        elif taken > room:
            most = number_text(room)
            why = Text(f"最多扣 {most} 分", f"at most {most} can be taken")
            hits.append(Hit(taken - room, limit, why))
        return hits


class Credit(_Counted):
    """Points for each instance (按次得分), up to ``cap`` (the points of the leaf if not given)."""

    kind: ClassVar[str] = "credit"
    parts: ClassVar[frozenset[Part]] = frozenset({Part.BASE, Part.BONUS})

    cap: Amount | None = None

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """More instances are never worse."""
        del fact, part
        return 1

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """A cap above the points of the leaf."""
        if points is not None and self.cap is not None and Fraction(self.cap) > points:
            yield (
                ("cap",),
                Text("cap 高于指标分值", "the cap is above the points"),
                Text("核对原文的上限", "check the limit against the source"),
            )

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """A bonus is listed instance by instance; of base points the shortfall is listed."""
        value = facts[self.per]
        cap = leaf.points if self.cap is None else Fraction(self.cap)
        each = Fraction(self.each)
        if leaf.part is Part.BASE or (end is End.MOST and value.most is None):
            low = min(cap, max(ZERO, value.least or ZERO) * each)
            high = cap if value.most is None else min(cap, max(ZERO, value.most) * each)
            most, name = number_text(cap), called(self.per, value)
            why = Text(
                f"{name.zh}计 {span_text(value)} 次，每次 {self.each} 分，最多 {most} 分",
                f"{name.of('en')} counts {span_text(value)}, {self.each} each, at most {most}",
            )
            return span_hits(leaf, low, high, end, why, records_of(value))
        done = Text("加", "added")
        hits = [
            Hit(
                each * found.amount,
                HitKind.BONUS if found.sure else HitKind.OPEN,
                found.reason(called(self.per, value), each, done),
                found.records,
            )
            for found in _occurrences(value, with_possible=end is End.MOST, free=0)
        ]
        given = sum((hit.points for hit in hits), ZERO)
        if given > cap:
            limit = number_text(cap)
            hits.append(
                Hit(cap - given, HitKind.CAP, Text(f"最多加 {limit} 分", f"at most {limit}"))
            )
        return hits


def _occurrences(value: FactValue, *, with_possible: bool, free: int) -> list[_Occurrence]:
    """What is counted, by date then id, without the first ``free``: sure ones are freed first.

    Where the records do not add up to the value (a share, a number of different values, a
    figure), it is counted in one piece with all its records.
    """
    sure = max(ZERO, value.least or ZERO)
    found = _named(value) if _adds_up(value, sure) else _unnamed(value, sure)
    if not with_possible:
        found = [one for one in found if one.sure]
    left = Fraction(free)
    charged: list[_Occurrence] = []
    for one in sorted(found, key=lambda one: (not one.sure, one.order)):
        used = min(left, one.amount)
        left -= used
        if one.amount > used:
            charged.append(replace(one, amount=one.amount - used))
    return sorted(charged, key=lambda one: (one.order, not one.sure))


def _adds_up(value: FactValue, sure: Fraction) -> bool:
    certain = sum((s.amount for s in value.support if s.certain), ZERO)
    possible = sum((s.amount for s in value.support), ZERO)
    return (
        bool(value.support)
        and all(s.amount >= 0 for s in value.support)
        and certain == sure
        and (value.most is None or possible == value.most)
    )


def _named(value: FactValue) -> list[_Occurrence]:
    return [
        _Occurrence(Fraction(s.amount), s.certain, s, (s.record,))
        for s in value.support
        if s.amount
    ]


def _unnamed(value: FactValue, sure: Fraction) -> list[_Occurrence]:
    records = tuple(dict.fromkeys(records_of(value)))
    more = ZERO if value.most is None else max(ZERO, value.most - sure)
    return [
        _Occurrence(amount, certain, None, records)
        for amount, certain in ((sure, True), (more, False))
        if amount
    ]
