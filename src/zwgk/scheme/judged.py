"""Rules that look whether something is there (评定、有无、清单)."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.records import Amount, Assessor, Id, Label, Model, Number
from zwgk.scheme.rule import End, Facts, Fault, Hit, Leaf, Part, RuleKind, number_text
from zwgk.scheme.spans import (
    ZERO,
    all_or_nothing,
    called,
    declared_fact,
    number_shown,
    records_of,
    span_hits,
    span_text,
    told,
    turned,
)
from zwgk.source import fault


class Declared(RuleKind):
    """Points as an assessor gave them (评定得分).

    The first of ``accepts`` who gave points for the indicator stands; without one it is open.
    """

    kind: ClassVar[str] = "declared"

    accepts: tuple[Assessor, ...] = (Assessor.REVIEW, Assessor.THIRD_PARTY)

    def needs(self) -> frozenset[str]:
        """Nothing but the declaration."""
        return frozenset()

    def applicable(self, facts: Facts) -> Truth:
        """Always."""
        del facts
        return Truth.YES

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """The declared points, or all of them open."""
        value = facts.get(declared_fact(leaf.id))
        if value is None or value.least is None:
            why = Text("尚无评定得分", "no points were given yet")
            low, high = (-leaf.points, ZERO) if leaf.part is Part.PENALTY else (ZERO, leaf.points)
            return span_hits(leaf, low, high, end, why, ())
        got = -value.least if leaf.part is Part.PENALTY else value.least
        why = Text(
            f"评定 {number_text(value.least)} 分，满分 {number_text(leaf.points)} 分",
            f"given {number_text(value.least)} of {number_text(leaf.points)}",
        )
        return span_hits(leaf, got, got, end, why, records_of(value))


class Present(RuleKind):
    """All points when a fact reaches ``at_least`` (有则得分), none when it does not.

    In a veto the rule fires when the fact reaches it.
    """

    kind: ClassVar[str] = "present"

    fact: Id
    at_least: Number = Field(default=Decimal(1))

    def needs(self) -> frozenset[str]:
        """The fact."""
        return frozenset({self.fact})

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """More is never worse, but in a penalty."""
        del fact
        return turned(1, part)

    def fires(self, facts: Facts) -> Truth:
        """Whether the fact applies and reaches the number."""
        return facts[self.fact].applicable & self._reached(facts)

    def _reached(self, facts: Facts) -> Truth:
        return facts[self.fact].at_least(Fraction(self.at_least))

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """All or nothing."""
        value = facts[self.fact]
        reached = self._reached(facts)
        bound, name = number_shown(value, Fraction(self.at_least)), called(self.fact, value)
        why = told(
            f"{name.zh}为 {span_text(value)}，要求至少 {bound}",
            f"{name.of('en')} is {span_text(value)}, at least {bound} is asked",
            value,
        )
        low, high = all_or_nothing(leaf, reached)
        return span_hits(leaf, low, high, end, why, records_of(value))


class CheckItem(Model):
    """One line of a checklist (清单项): a fact and what it should be, at least 1 if not said."""

    id: Id
    title: Label
    fact: Id
    at_least: Number | None = None
    at_most: Number | None = None
    points: Amount | None = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise fault(
                Text("at_least 大于 at_most", "at_least is above at_most"),
                Text("核对上下限", "check the two ends"),
            )
        return self

    def met(self, facts: Facts) -> Truth:
        """Whether the line is fulfilled."""
        value, answer = facts[self.fact], Truth.YES
        if self.at_most is not None:
            answer = answer & value.at_most(Fraction(self.at_most))
        if self.at_least is not None or self.at_most is None:
            bound = Decimal(1) if self.at_least is None else self.at_least
            answer = answer & value.at_least(Fraction(bound))
        return answer


_STATE = {
    Truth.YES: Text("做到", "met"),
    Truth.NO: Text("未做到", "not met"),
    Truth.MAYBE: Text("不详", "not known"),
}


class Checklist(RuleKind):
    """Points line by line (清单逐项得分).

    Each line has its own ``points``, adding up to the leaf's; or no line has any, and the
    leaf's points are given only when all lines are fulfilled (``score: all``).
    """

    kind: ClassVar[str] = "checklist"

    items: tuple[CheckItem, ...]
    score: Literal["each", "all"] = "each"

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.items:
            raise fault(Text("清单没有项目", "no lines"), Text("至少写一项", "write one or more"))
        return self

    def needs(self) -> frozenset[str]:
        """The facts of all lines."""
        return frozenset(item.fact for item in self.items)

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """More is never worse where no line of the fact has an upper limit, and so on."""
        lines = [item for item in self.items if item.fact == fact]
        if all(item.at_most is None for item in lines):
            return turned(1, part)
        falling = all(item.at_most is not None and item.at_least is None for item in lines)
        return turned(-1 if falling else 0, part)

    def reaches_ends(self, facts: Facts) -> bool:
        """Not where lines that pull in different ways share an unknown fact."""
        lines = Counter(item.fact for item in self.items)
        return all(
            facts[name].known or count == 1 or self.direction(name) for name, count in lines.items()
        )

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """Lines of one id, and lines whose points do not add up to the leaf's."""
        ids = [item.id for item in self.items]
        for index, name in enumerate(ids):
            if name in ids[:index]:
                yield (
                    ("items", index, "id"),
                    Text(f"清单项编号“{name}”重复", f"line '{name}' twice"),
                    Text("每项用一个编号", "give every line an id of its own"),
                )
        given = [item.points for item in self.items if item.points is not None]
        total = sum(map(Fraction, given), ZERO)
        if self.score == "all":
            if given:
                yield (
                    ("items",),
                    Text("score: all 时各项不写分值", "score: all has no line points"),
                    Text("删去各项的 points", "remove the points of the lines"),
                )
        elif points is not None and (len(given) != len(self.items) or total != points):
            yield (
                ("items",),
                Text(
                    f"清单各项分值合计 {number_text(total)}，与指标分值 {number_text(points)} 不符",
                    f"the lines add up to {number_text(total)}, not {number_text(points)}",
                ),
                Text("逐项写 points，或写 score: all", "give points to every line, or score: all"),
            )

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """One entry for each line that is not fulfilled, or not known to be."""
        truths = [item.met(facts) for item in self.items]
        if self.score == "all":
            return self._all(leaf, facts, end, truths)
        hits: list[Hit] = []
        for item, truth in zip(self.items, truths, strict=True):
            points, state = Fraction(item.points or 0), _STATE[truth]
            why = Text(f"{item.title.zh}：{state.zh}", f"{item.title.of('en')}: {state.en}")
            line = Leaf(item.id, points, leaf.part)
            low, high = all_or_nothing(line, truth)
            hits += span_hits(line, low, high, end, why, records_of(facts[item.fact]))
        return hits

    def _all(self, leaf: Leaf, facts: Facts, end: End, truths: list[Truth]) -> list[Hit]:
        together = Truth.YES
        for truth in truths:
            together = together & truth
        lacking = [
            item.title
            for item, truth in zip(self.items, truths, strict=True)
            if truth is not Truth.YES
        ]
        why = Text(
            f"未全部做到：{'、'.join(title.zh for title in lacking)}",
            f"not all are met: {', '.join(title.of('en') for title in lacking)}",
        )
        if not lacking:
            why = Text("全部做到", "all are met")
        records = tuple(name for item in self.items for name in records_of(facts[item.fact]))
        low, high = all_or_nothing(leaf, together)
        return span_hits(leaf, low, high, end, why, tuple(dict.fromkeys(records)))
