"""A leaf that follows another (一事多主体): the same events charged to another subject."""

from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.scheme.rule import End, Facts, Hit, HitKind, Leaf, Part, RuleKind, number_text
from zwgk.scheme.spans import ZERO


class Following(RuleKind):
    """A part of what another leaf is charged (按系数连带计分), for ``share_of`` and ``factor``.

    It is made when a scheme is bound and has no name in documents.
    """

    kind: ClassVar[str] = "share_of"

    rule: RuleKind
    of: str
    points: Fraction
    factor: Fraction

    @property
    def takes(self) -> bool:  # type: ignore[override]
        """As the leaf that it follows."""
        return self.rule.takes

    def needs(self) -> frozenset[str]:
        """What the rule of that leaf needs."""
        return self.rule.needs()

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """That of that rule."""
        return self.rule.direction(fact, part)

    def endless(self, facts: Facts) -> bool:
        """Where that rule is."""
        return self.rule.endless(facts)

    def reaches_ends(self, facts: Facts) -> bool:
        """Where that rule does."""
        return self.rule.reaches_ends(facts)

    def applicable(self, facts: Facts) -> Truth:
        """Where that rule is."""
        return self.rule.applicable(facts)

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """Its hits times the factor, within the points of this leaf."""
        factor = number_text(self.factor)
        hits = [
            replace(
                hit,
                points=hit.points * self.factor,
                reason=Text(
                    f"{self.of}：{hit.reason.zh}（按 {factor} 计）",
                    f"{self.of}: {hit.reason.of('en')} (times {factor})",
                ),
            )
            for hit in self.rule.judge(Leaf(self.of, self.points, leaf.part), facts, end)
        ]
        charged = sum((hit.points for hit in hits), ZERO)
        charged = charged if leaf.part is Part.BONUS else -charged
        if charged > leaf.points:
            back = charged - leaf.points
            sign, kind = (-1, HitKind.CAP) if leaf.part is Part.BONUS else (1, HitKind.FLOOR)
            limit = number_text(leaf.points)
            why = Text(f"以 {limit} 分为限", f"limited to {limit}")
            hits.append(Hit(sign * back, kind, why))
        return hits
