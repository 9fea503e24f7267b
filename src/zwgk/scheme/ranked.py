"""A rule whose points depend on other units (按名次得分)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from zwgk.errors import Text
from zwgk.records import Id, SheetPoints
from zwgk.scheme.rule import End, Facts, Fault, Hit, Leaf, Part, RuleKind, number_text
from zwgk.scheme.spans import ZERO, span_hits
from zwgk.source import fault


class Ranked(RuleKind):
    """Points by rank among units (按名次得分): open in an assessment of one unit.

    ``{kind: ranked, by: reports, points_by_rank: [60, 57, 54], otherwise: 50}``: the first by the
    fact gets 60, all after the third 50. ``{kind: ranked, by: reports, share_of_first: true}``:
    the first gets all points, others in proportion to its value. Without ``by`` it is the total
    of the other indicators that is ranked; ``best: least`` puts the smallest first. ``rank()``
    settles it when all units are assessed.
    """

    kind: ClassVar[str] = "ranked"
    parts: ClassVar[frozenset[Part]] = frozenset({Part.BASE, Part.BONUS})

    by: Id | None = None
    best: Literal["most", "least"] = "most"
    points_by_rank: tuple[SheetPoints, ...] = ()
    otherwise: SheetPoints | None = None
    share_of_first: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.points_by_rank) == self.share_of_first:
            raise fault(
                Text(
                    "写 points_by_rank 或 share_of_first 之一",
                    "write one of points_by_rank and share_of_first",
                ),
                Text("如 points_by_rank: [6, 5, 4]", "such as points_by_rank: [6, 5, 4]"),
            )
        if self.share_of_first and (self.by is None or self.best == "least"):
            raise fault(
                Text(
                    "share_of_first 须写 by，且以多者为先",
                    "share_of_first needs by, and the most comes first",
                ),
                Text("写 by: 取值编号", "write by: the id of a fact"),
            )
        return self

    def needs(self) -> frozenset[str]:
        """The fact by which units are ranked, if there is one."""
        return frozenset() if self.by is None else frozenset({self.by})

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """More points for a rank than the leaf has."""
        for index, given in enumerate(self.points_by_rank):
            if points is not None and Fraction(given) > points:
                yield (
                    ("points_by_rank", index),
                    Text(
                        f"第 {index + 1} 名 {given} 分超过指标分值 {number_text(points)}",
                        f"{given} is more than the indicator's {number_text(points)}",
                    ),
                    Text("核对原文的分值", "check the points against the source"),
                )
        if points is not None and self.otherwise is not None and Fraction(self.otherwise) > points:
            yield (
                ("otherwise",),
                Text("otherwise 超过指标分值", "otherwise is more than the indicator's points"),
                Text("核对原文的分值", "check the points against the source"),
            )

    def points_at(self, rank: int) -> Fraction:
        """The points of a rank, 1 the first (某名次的得分).

        >>> rule = Ranked(points_by_rank=("6", "5"), otherwise="1")
        >>> [str(rule.points_at(rank)) for rank in (1, 2, 3)]
        ['6', '5', '1']
        """
        if 1 <= rank <= len(self.points_by_rank):
            return Fraction(self.points_by_rank[rank - 1])
        return Fraction(self.otherwise or 0)

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """From the least to the most that any rank brings, open."""
        del facts
        low, high = ZERO, leaf.points
        if not self.share_of_first:
            given = [*map(Fraction, self.points_by_rank), Fraction(self.otherwise or 0)]
            low, high = min(given), max(given)
        why = Text("按名次得分，各单位评完后确定", "by rank: settled when all units are assessed")
        return span_hits(leaf, low, high, end, why, ())
