"""From parts to a node (汇总): weights, what does not apply, conversion, each once and exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.scheme import End, Hit, HitKind, Indicator, Policy, number_text
from zwgk.scoring.applying import moves, policy_of
from zwgk.scoring.marking import ZERO, Charge, Marking, Scored, amounts, times

Kids = Sequence[tuple[Indicator, Scored]]


@dataclass(slots=True)
class Base:
    """The base points of a node, as its parts are added up (基础分汇总)."""

    points: Fraction
    charges: list[Charge]
    gone: Fraction = ZERO

    def add(self, node: Indicator, amount: Fraction, kind: HitKind, why: Text) -> None:
        """One entry of the node itself, if it changes anything."""
        if amount:
            self.points += amount
            self.charges.append(Charge(node.id, Hit(amount, kind, why), node.citation))


def empty(kids: Kids) -> bool:
    """Whether no part with base points is left to score (全部缺项)."""
    base = [(child, result) for child, result in kids if child.counts and child.worth]
    return bool(base) and all(_left(child, result) for child, result in base)


def based(node: Indicator, kids: Kids, end: End, marking: Marking) -> Base:
    """The exact base points of a node: its parts by weight, and what of them does not apply."""
    base = Base(ZERO, [])
    got: list[tuple[Indicator, Fraction]] = []
    lacking: list[Indicator] = []
    for child, result in kids:
        if not child.counts:
            continue
        factor = Fraction(1) if child.worth == child.brings else child.worth / child.brings
        points = result.points * factor
        base.points += points
        base.charges += times(result.charges, factor)
        base.gone += result.gone * factor
        if _left(child, result):
            lacking.append(child)
        elif child.worth and result.applicable is not Truth.NO:
            got.append((child, points))
    for child in lacking:
        policy = policy_of(child)
        if policy is Policy.DROP:
            base.gone += child.worth
        elif policy in {Policy.EVEN, Policy.PROPORTIONAL}:
            _spread(node, child, got, base, end, marking)
    _scale(node, kids, [child for child in lacking if policy_of(child) is Policy.SCALE], base)
    return base


def _left(child: Indicator, result: Scored) -> bool:
    return result.applicable is Truth.NO and moves(child)


def _spread(
    node: Indicator,
    lacking: Indicator,
    got: Sequence[tuple[Indicator, Fraction]],
    base: Base,
    end: End,
    marking: Marking,
) -> None:
    """What one part lacks, given to its siblings: in equal shares, or as they have points."""
    if not got:
        # Nothing says where they go: any part of them may count.
        marking.loose.add(node.id)
        if end is End.MOST:
            why = Text(
                f"缺项 {lacking.id} 的分值无处可去",
                f"the points of {lacking.id} have nowhere to go",
            )
            base.add(node, lacking.worth, HitKind.OPEN, why)
        return
    even = lacking.na is not None and lacking.na.policy is Policy.EVEN
    credited = lacking.na is not None and lacking.na.got == "full"
    whole = sum((child.worth for child, _ in got), ZERO)
    for child, points in got:
        share = lacking.worth / len(got) if even else lacking.worth * child.worth / whole
        more = share if credited else points * share / child.worth
        added = number_text(share)
        why = Text(
            f"缺项 {lacking.id} 的 {number_text(lacking.worth)} 分，分给 {child.id} {added} 分",
            f"of the {number_text(lacking.worth)} points of {lacking.id}, {added} go to {child.id}",
        )
        base.add(node, more, HitKind.NA, why)


def _scale(node: Indicator, kids: Kids, lacking: Sequence[Indicator], base: Base) -> None:
    """What the rest got, times all points over those that are left."""
    if not lacking:
        return
    whole = sum((child.worth for child, _ in kids if child.counts), ZERO) - base.gone
    left = whole - sum((child.worth for child in lacking), ZERO)
    names = "、".join(child.id for child in lacking)
    shown = f"{number_text(base.points)} × {number_text(whole)}/{number_text(left)}"
    why = Text(f"缺项 {names}：其余得分 {shown}", f"{names} not applicable: the rest, {shown}")
    base.add(node, base.points * whole / left - base.points, HitKind.NA, why)


def converted(node: Indicator, base: Base, extra: Base, *, root: bool) -> Scored:
    """The points of a node from its base points and its bonus: converted once, and exactly."""
    left = node.raw - base.gone
    if node.convert is None:
        if node.weight is not None and base.gone:
            why = Text(
                f"缺项后满分 {number_text(left)}，按满分 {number_text(node.raw)} 折算",
                f"{number_text(left)} apply: as of {number_text(node.raw)}",
            )
            base.add(node, base.points * node.raw / left - base.points, HitKind.NA, why)
            base.gone = ZERO
        charges = (*base.charges, *extra.charges)
        return Scored(node.id, base.points + extra.points, charges, gone=base.gone)
    before = node.convert_bonus == "before"
    inner = base.points + extra.points if before else base.points
    inside = tuple([*base.charges, *extra.charges] if before else base.charges)
    begin, factor = (node.raw, Fraction(1)) if root else (node.convert, node.convert / node.raw)
    inside = times(inside, factor)
    value = inner * node.convert / left
    difference = value - begin - amounts(inside)
    shown = f"{number_text(inner)}/{number_text(left)} × {number_text(node.convert)}"
    why = Text(f"折算：{shown}", f"converted: {shown}")
    if difference:
        inside += (Charge(node.id, Hit(difference, HitKind.CONVERSION, why), node.citation),)
    if before:
        return Scored(node.id, value, inside)
    return Scored(node.id, value + extra.points, (*inside, *extra.charges))
