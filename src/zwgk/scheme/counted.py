"""Rules that count occurrences (按次扣分、按次得分)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from zwgk.errors import Text
from zwgk.facts import FactValue, Support
from zwgk.records import Amount, Count, Id
from zwgk.scheme.rule import End, Facts, Fault, Hit, HitKind, Leaf, Part, RuleKind, number_text
from zwgk.scheme.spans import ZERO, because, records_of, span_hits, span_text


class _Counted(RuleKind):
    """What deductions and credits share: so many points for each occurrence of a fact."""

    per: Id
    each: Amount

    def needs(self) -> frozenset[str]:
        """The fact that is counted."""
        return frozenset({self.per})

    def _occurrences(
        self, value: FactValue, end_count: Fraction | None, free: int
    ) -> list[tuple[Support | None, Fraction]]:
        """What is counted, by date then id, without the first ``free``; records where known."""
        left = Fraction(free)
        counted: list[tuple[Support | None, Fraction]] = []
        sure = [s for s in value.support if s.certain]
        possible = [s for s in value.support if not s.certain]
        named = ZERO
        total = end_count if end_count is not None else sum((s.amount for s in value.support), ZERO)
        for support in [*sure, *possible]:
            amount = min(support.amount, total - named)
            if amount <= 0:
                continue
            named += amount
            used = min(left, amount)
            left -= used
            if amount > used:
                counted.append((support, amount - used))
        rest = max(ZERO, total - named - left)
        if rest:
            counted.append((None, rest))
        return counted


class Deduct(_Counted):
    """Points off for each occurrence (按次扣分), the first ``free`` of them free.

    The floor is 0 unless another is named; ``floor: none`` needs ``cap``, the most that can
    be taken.
    """

    kind: ClassVar[str] = "deduct"

    free: Count = 0
    floor: Amount | Literal["none"] = Decimal(0)
    cap: Amount | None = None

    def direction(self, fact: str) -> int:
        """More occurrences are never better."""
        del fact
        return -1

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """A deduction without end."""
        if self.floor == "none" and self.cap is None:
            yield (
                ("floor",),
                Text("floor: none 须同时写 cap", "floor: none needs a cap"),
                Text("写明最多扣几分", "say how much can be taken at most"),
            )
        if points is not None and self.floor != "none" and Fraction(self.floor) > points:
            yield ("floor",), Text("floor 高于指标分值", "the floor is above the points"), None

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """One entry an occurrence; what the floor or the cap absorbs is given back."""
        value = facts[self.per]
        count = value.least if end is End.MOST else value.most
        bottom = -leaf.points if leaf.part is Part.PENALTY else ZERO
        room = leaf.points if self.floor == "none" else leaf.points - Fraction(self.floor)
        if leaf.part is Part.PENALTY:
            room = -bottom
        if self.cap is not None:
            room = min(room, Fraction(self.cap)) if self.floor != "none" else Fraction(self.cap)
        kind = HitKind.PENALTY if leaf.part is Part.PENALTY else HitKind.LOSS
        each = Fraction(self.each)
        hits: list[Hit] = []
        for support, amount in self._occurrences(value, count, self.free):
            certain = support.certain if support else value.known
            hits.append(
                Hit(
                    -each * amount,
                    kind if certain else HitKind.OPEN,
                    _occurrence(self.per, support, amount, each, "扣", "taken"),
                    (support.record,) if support else (),
                )
            )
        taken = -sum((hit.points for hit in hits), ZERO)
        if count is None and taken < room:
            why = Text(
                f"{self.per} 不详。{because(value).zh}",
                f"{self.per} is not known. {because(value).en}",
            )
            hits.append(Hit(taken - room, HitKind.OPEN, why))
        elif taken > room:
            limit = number_text(room)
            hits.append(
                Hit(
                    taken - room,
                    HitKind.FLOOR if self.cap is None else HitKind.CAP,
                    Text(f"最多扣 {limit} 分", f"at most {limit} can be taken"),
                )
            )
        return hits


class Credit(_Counted):
    """Points for each instance (按次得分), up to ``cap`` (the points of the leaf if not given)."""

    kind: ClassVar[str] = "credit"

    cap: Amount | None = None

    def direction(self, fact: str) -> int:
        """More instances are never worse."""
        del fact
        return 1

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """A cap above the points of the leaf."""
        if points is not None and self.cap is not None and Fraction(self.cap) > points:
            yield ("cap",), Text("cap 高于指标分值", "the cap is above the points"), None

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """A bonus is listed instance by instance; of base points the shortfall is listed."""
        value = facts[self.per]
        cap = leaf.points if self.cap is None else Fraction(self.cap)
        each = Fraction(self.each)
        low = min(cap, max(ZERO, value.least or ZERO) * each)
        high = cap if value.most is None else min(cap, max(ZERO, value.most) * each)
        if leaf.part is not Part.BONUS or value.most is None:
            most = number_text(cap)
            why = Text(
                f"{self.per} 计 {span_text(value)} 次，每次 {self.each} 分，最多 {most} 分",
                f"{self.per} counts {span_text(value)}, {self.each} each, at most {most}",
            )
            sign = -1 if leaf.part is Part.PENALTY else 1
            ends = sorted([sign * low, sign * high])
            return span_hits(leaf, ends[0], ends[1], end, why, records_of(value))
        count = value.least if end is End.LEAST else value.most
        hits = [
            Hit(
                each * amount,
                HitKind.BONUS if (support.certain if support else value.known) else HitKind.OPEN,
                _occurrence(self.per, support, amount, each, "加", "added"),
                (support.record,) if support else (),
            )
            for support, amount in self._occurrences(value, count, 0)
        ]
        given = sum((hit.points for hit in hits), ZERO)
        if given > cap:
            limit = number_text(cap)
            hits.append(
                Hit(cap - given, HitKind.CAP, Text(f"最多加 {limit} 分", f"at most {limit}"))
            )
        return hits


def _occurrence(
    fact: str, support: Support | None, amount: Fraction, each: Fraction, zh: str, en: str
) -> Text:
    points = number_text(amount * each)
    if support is None:
        count = number_text(amount)
        return Text(f"{fact} {count} 次，{zh} {points} 分", f"{fact} {count} times, {points} {en}")
    return Text(f"{support.record}：{zh} {points} 分", f"{support.record}: {points} {en}")
