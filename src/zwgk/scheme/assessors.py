"""Points that somebody gave (评定得分): one assessor, or several with weights and rounds."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.records import Assessor, Model, SheetPoints
from zwgk.scheme.rule import End, Facts, Fault, Hit, Leaf, Part, RuleKind, number_text
from zwgk.scheme.spans import ZERO, declared_fact, records_of, span_hits

ASSESSORS = {
    Assessor.SELF: Text("本单位", "the unit itself"),
    Assessor.REVIEW: Text("评审", "the review"),
    Assessor.PEER: Text("互评", "peers"),
    Assessor.PUBLIC: Text("公众", "the public"),
    Assessor.THIRD_PARTY: Text("第三方", "a third party"),
}
"""What the assessors are called (评价主体名称)."""


def assessor_text(assessor: Assessor, round_: int | None = None) -> Text:
    """An assessor in words, with the round where there is one (评价主体与轮次)."""
    name = ASSESSORS[assessor]
    if round_ is None:
        return name
    return Text(f"{name.zh}第 {round_} 轮", f"{name.en}, round {round_}")


class Assessing(Model):
    """One of several assessors (评价主体之一): its weight, and the round where there are rounds."""

    assessor: Assessor
    weight: SheetPoints = Field(gt=0)
    round: int | None = Field(default=None, ge=1)


class Declared(RuleKind):
    """Points as an assessor gave them (评定得分).

    The first of ``accepts`` who gave points for the indicator stands; without one it is open.
    ``out_of: 100`` says that points are given of 100, whatever the leaf has. With several
    ``assessors`` the weighted mean stands: ``{kind: declared, out_of: 100, assessors:
    [{assessor: third_party, round: 1, weight: 15}, {assessor: third_party, round: 2, weight:
    25}], gap: 10}``. One who gave none leaves its part open (``missing: block``) or is left out
    (``renormalise``); two who differ by more than ``gap`` are a finding. A declaration with
    ``override`` is final.
    """

    kind: ClassVar[str] = "declared"

    accepts: tuple[Assessor, ...] = (Assessor.REVIEW, Assessor.THIRD_PARTY)
    out_of: SheetPoints | None = Field(default=None, gt=0)
    assessors: tuple[Assessing, ...] = ()
    missing: Literal["renormalise", "block"] = "block"
    gap: SheetPoints | None = None

    def needs(self) -> frozenset[str]:
        """Nothing but the declarations."""
        return frozenset()

    def applicable(self, facts: Facts) -> Truth:
        """Always."""
        del facts
        return Truth.YES

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """An assessor listed twice in one round, and words about assessors that are not listed."""
        del points
        listed = [(one.assessor, one.round) for one in self.assessors]
        for index, one in enumerate(listed):
            if one in listed[:index]:
                yield (
                    ("assessors", index),
                    Text("同一评价主体同一轮次写了两次", "one assessor twice in one round"),
                    Text("各轮写不同的 round", "give each round its number"),
                )
        for name in ("missing", "gap"):
            if name in self.model_fields_set and len(self.assessors) < 2:  # noqa: PLR2004  # two differ
                yield (
                    (name,),
                    Text(f"{name} 须有两个以上的 assessors", f"{name} needs two assessors or more"),
                    Text("写出 assessors，或删去此键", "list them, or remove this key"),
                )

    def of(self, leaf: Fraction) -> Fraction:
        """What points are given of (满分): the leaf's points unless the rule says otherwise."""
        return leaf if self.out_of is None else Fraction(self.out_of)

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """The declared points, or what is open without them."""
        value = facts.get(declared_fact(leaf.id))
        if value is not None and value.least is not None:
            got = value.least / self.of(leaf.points) * leaf.points
            given = number_text(value.least)
            why = Text(
                f"评定 {given} 分，满分 {number_text(self.of(leaf.points))} 分",
                f"given {given} of {number_text(self.of(leaf.points))}",
            )
            return self._hits(leaf, (got, got), end, why, records_of(value))
        if not self.assessors:
            why = Text("尚无评定得分", "no points were given yet")
            return self._hits(leaf, (ZERO, leaf.points), end, why, ())
        return self._together(leaf, facts, end)

    def _together(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """The weighted mean of those who gave points; what the others may give is open."""
        given = sure = lacking = ZERO
        told_zh, told_en = [], []
        records: list[str] = []
        for one in self.assessors:
            value = facts.get(declared_fact(leaf.id, one.assessor, one.round))
            name, weight = assessor_text(one.assessor, one.round), Fraction(one.weight)
            if value is None or value.least is None:
                lacking += weight
                told_zh.append(f"{name.zh}未评")
                told_en.append(f"{name.en} gave none")
                continue
            given += weight
            sure += weight * value.least / self.of(leaf.points)
            records += records_of(value)
            told_zh.append(f"{name.zh} {number_text(value.least)}")
            told_en.append(f"{name.en} {number_text(value.least)}")
        if self.missing == "renormalise" and given:
            lacking = ZERO
        whole = given + lacking
        ends = (sure / whole * leaf.points, (sure + lacking) / whole * leaf.points)
        why = Text(f"多方评定：{'，'.join(told_zh)}", f"assessed together: {'; '.join(told_en)}")
        return self._hits(leaf, ends, end, why, tuple(records))

    def _hits(
        self,
        leaf: Leaf,
        ends: tuple[Fraction, Fraction],
        end: End,
        why: Text,
        records: tuple[str, ...],
    ) -> list[Hit]:
        low, high = ends
        if leaf.part is Part.PENALTY:
            low, high = -high, -low
        return span_hits(leaf, low, high, end, why, records)
