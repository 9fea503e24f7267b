"""Rules that ask whether something is there (有无): one fact, or any one of several."""

from abc import abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from pydantic import Field

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.records import Id, SheetPoints
from zwgk.scheme.portion import Portion, Rate
from zwgk.scheme.rule import End, Facts, Fault, Hit, Leaf, Part, RuleKind, number_text
from zwgk.scheme.spans import called, number_shown, records_of, span_hits, span_text, told, turned


class Reaching(RuleKind):
    """What both share (有无): all points where it is there, else the part in ``otherwise``."""

    at_least: Rate = Field(default=Decimal(1))
    otherwise: Portion = Decimal(0)

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """More is never worse, but in a penalty."""
        del fact
        return turned(1, part)

    @abstractmethod
    def there(self, facts: Facts) -> Truth:
        """Whether it is there."""

    def given(self, leaf: Leaf, reached: Truth, lacking: Fraction) -> tuple[Fraction, Fraction]:
        """The least and the most points (得分两端): all of them, or what is left without it."""
        sign = -1 if leaf.part is Part.PENALTY else 1
        ends = (
            sign * (leaf.points if reached is Truth.YES else lacking),
            sign * (lacking if reached is Truth.NO else leaf.points),
        )
        return min(ends), max(ends)


class Present(Reaching):
    """All points when a fact reaches ``at_least`` (有则得分); when not, none, or a part, or less.

    ``{kind: present, fact: plan, otherwise: 50%}``: without it half of the points.
    ``{kind: present, fact: plan, miss: 2}``: without it 2 points below zero (有得分，无倒扣).
    In a veto the rule fires when the fact reaches it.
    """

    kind: ClassVar[str] = "present"

    fact: Id
    miss: SheetPoints = Decimal(0)

    def needs(self) -> frozenset[str]:
        """The fact."""
        return frozenset({self.fact})

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """A part that is kept, and a cost below zero, for the same thing."""
        del points
        if self.miss and self.otherwise:
            yield (
                ("miss",),
                Text("otherwise 与 miss 不能同时写", "otherwise and miss exclude each other"),
                Text("保留部分分写 otherwise，倒扣写 miss", "keep one of them"),
            )

    def misplaced(self, part: Part) -> Iterator[Fault]:
        """A cost below zero anywhere but among the base points."""
        if self.miss and part is not Part.BASE:
            yield (
                ("miss",),
                Text("miss 只用于基础分", "miss belongs to base points"),
                Text("倒扣项写 part: penalty", "what only costs is part: penalty"),
            )

    def fires(self, facts: Facts) -> Truth:
        """Whether the fact applies and reaches the number."""
        return facts[self.fact].applicable & self.there(facts)

    def there(self, facts: Facts) -> Truth:
        """Whether the fact reaches the number."""
        return facts[self.fact].at_least(Fraction(self.at_least))

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """All of the points, or what is left without it."""
        value = facts[self.fact]
        bound, name = number_shown(value, Fraction(self.at_least)), called(self.fact, value)
        why = told(
            f"{name.zh}为 {span_text(value)}，要求至少 {bound}",
            f"{name.of('en')} is {span_text(value)}, at least {bound} is asked",
            value,
        )
        lacking = Fraction(self.otherwise) * leaf.points - Fraction(self.miss)
        low, high = self.given(leaf, self.there(facts), lacking)
        return span_hits(leaf, low, high, end, why, records_of(value))


class AnyOf(Reaching):
    """All points when any one of several facts reaches ``at_least`` (有一件即可).

    ``{kind: any_of, facts: [text, picture, video], otherwise: 50%}``: without any of them half
    of the points. In a veto the rule fires when any of them is reached.
    """

    kind: ClassVar[str] = "any_of"

    facts: tuple[Id, ...] = Field(min_length=1)

    def needs(self) -> frozenset[str]:
        """All of the facts."""
        return frozenset(self.facts)

    def applicable(self, facts: Facts) -> Truth:
        """Unless none of the facts applies."""
        lacking = Truth.YES
        for name in self.facts:
            lacking = lacking & ~facts[name].applicable
        return ~lacking

    def fires(self, facts: Facts) -> Truth:
        """Whether any of them is reached."""
        return self.there(facts)

    def there(self, facts: Facts) -> Truth:
        """Whether any of them applies and reaches the number."""
        nothing = Truth.YES
        for name in self.facts:
            value = facts[name]
            nothing = nothing & ~(value.applicable & value.at_least(Fraction(self.at_least)))
        return ~nothing

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """All of the points, or what is left without any of them."""
        each = [(called(name, facts[name]), span_text(facts[name])) for name in self.facts]
        bound = number_text(Fraction(self.at_least))
        zh = "、".join(f"{name.zh}为 {value}" for name, value in each)
        en = ", ".join(f"{name.of('en')} is {value}" for name, value in each)
        why = Text(
            f"{zh}，要求有一项至少 {bound}", f"{en}; at least {bound} is asked of one of them"
        )
        records = [record for name in self.facts for record in records_of(facts[name])]
        low, high = self.given(leaf, self.there(facts), Fraction(self.otherwise) * leaf.points)
        return span_hits(leaf, low, high, end, why, tuple(dict.fromkeys(records)))
