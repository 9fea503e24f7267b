"""A rule that looks line by line (清单)."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.records import Id, Label, Model, SheetPoints
from zwgk.scheme.portion import Portion, Rate
from zwgk.scheme.rule import End, Facts, Fault, Hit, Leaf, Part, RuleKind, number_text, percent_text
from zwgk.scheme.spans import ZERO, all_or_nothing, records_of, span_hits, turned
from zwgk.source import fault


class CheckItem(Model):
    """One line of a checklist (清单项): a fact and what it should be, at least 1 if not said."""

    id: Id
    title: Label
    fact: Id
    at_least: Rate | None = None
    at_most: Rate | None = None
    points: SheetPoints | None = None
    share: Portion | None = None

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

    Each line has its own ``points``, adding up to the leaf's, or its ``share`` of them, adding
    up to 1: ``{kind: checklist, items: [{id: shown, title: 有标识, fact: shown, share: 50%}, …]}``;
    or no line has any, and the leaf's points are given only when all lines are fulfilled
    (``score: all``).
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
        shares = [item.share for item in self.items if item.share is not None]
        total = sum(map(Fraction, given), ZERO)
        if self.score == "all":
            if given or shares:
                yield (
                    ("items",),
                    Text("score: all 时各项不写分值", "score: all has no line points"),
                    Text("删去各项的 points", "remove the points of the lines"),
                )
        elif shares:
            parts = sum(map(Fraction, shares), ZERO)
            if given or len(shares) != len(self.items) or parts != 1:
                yield (
                    ("items",),
                    Text(
                        f"清单各项比例合计 {percent_text(parts)}，应为各项都写、合计 100%",
                        f"the shares add up to {percent_text(parts)}, not to 100% over all lines",
                    ),
                    Text("逐项写 share，不写 points", "give every line a share and no points"),
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
            if item.share is not None:
                points = Fraction(item.share) * leaf.points
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
