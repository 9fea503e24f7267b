"""Scoring one end of what is possible (计分): exact points and ledger entries, node by node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue, Truth
from zwgk.scheme import (
    End,
    Hit,
    HitKind,
    Indicator,
    Leaf,
    Part,
    base_points,
    declared_fact,
    number_text,
)

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Charge:
    """A ledger entry before it is numbered (分项): the indicator it belongs to and the hit."""

    indicator: str
    hit: Hit
    citation: str = ""

    @property
    def points(self) -> Fraction:
        """The signed change of points."""
        return self.hit.points


@dataclass(frozen=True, slots=True)
class Scored:
    """What a node got at one end (得分): its exact points after its own rounding, and why."""

    id: str
    points: Fraction
    charges: tuple[Charge, ...] = ()
    applicable: Truth = Truth.YES
    children: tuple[Scored, ...] = ()

    def find(self, name: str) -> Scored | None:
        """The result of that node, here or below."""
        if self.id == name:
            return self
        return next((hit for child in self.children if (hit := child.find(name))), None)


@dataclass(slots=True)
class Errors:
    """Rules that raised (规则出错), by indicator; the leaf then stays open."""

    found: dict[str, Text] = field(default_factory=dict)


def half_up(value: Fraction, places: int) -> Fraction:
    """Rounded half away from zero (四舍五入), exactly.

    >>> half_up(Fraction("80.005"), 2), half_up(Fraction("-0.5"), 0)
    (Fraction(8001, 100), Fraction(-1, 1))
    """
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def to_decimal(value: Fraction, places: int) -> Decimal:
    """An exact fraction of so many places as a decimal that prints all of them."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP
    )


def score_node(node: Indicator, facts: Mapping[str, FactValue], end: End, errors: Errors) -> Scored:
    """Score a node and all below it at one end (逐级计分).

    A base node starts from its points and loses; a bonus node starts from nothing.
    """
    if node.part is Part.VETO:
        return Scored(node.id, ZERO)
    given = _given(node, facts)
    if given is not None:
        return _rounded(node, given)
    if node.is_leaf:
        return _rounded(node, _leaf(node, facts, end, errors))
    children = tuple(score_node(child, facts, end, errors) for child in node.children)
    points = sum((child.points for child in children), ZERO)
    charges = tuple(charge for child in children for charge in child.charges)
    applicable = Truth.YES
    if all(child.applicable is Truth.NO for child in children):
        applicable = Truth.NO
    result = Scored(node.id, points, charges, applicable, children)
    return _rounded(node, _capped(node, result))


def _given(node: Indicator, facts: Mapping[str, FactValue]) -> Scored | None:
    """Points that a reviewer gave to a node as a whole, whose leaves nobody judged."""
    value = facts.get(declared_fact(node.id))
    if node.is_leaf or value is None or value.least is None or node.part is not Part.BASE:
        return None
    leaves = [leaf for leaf in node.walk() if leaf.is_leaf]
    if not all(leaf.rule is None or leaf.rule.kind == "declared" for leaf in leaves):
        return None
    if any(declared_fact(below.id) in facts for below in node.walk() if below is not node):
        return None
    full = base_points(node)
    if value.least == full:
        return Scored(node.id, full)
    why = Text(
        f"整项评定 {number_text(value.least)} 分，满分 {number_text(full)} 分",
        f"given {number_text(value.least)} of {number_text(full)} as a whole",
    )
    records = tuple(support.record for support in value.support)
    hit = Hit(value.least - full, HitKind.LOSS, why, records)
    return Scored(node.id, value.least, (Charge(node.id, hit, node.citation),))


def _leaf(node: Indicator, facts: Mapping[str, FactValue], end: End, errors: Errors) -> Scored:
    if node.points is None or node.rule is None:
        return Scored(node.id, ZERO)
    start = node.points if node.part is Part.BASE else ZERO
    leaf = Leaf(node.id, node.points, node.part)
    try:
        applicable = node.rule.applicable(facts)
        options = [] if applicable is Truth.NO else [node.rule.judge(leaf, facts, end)]
        _check(node, start, options)
    except Exception as cause:  # noqa: BLE001  # a plugin's rule may raise anything
        errors.found[node.id] = Text(
            f"规则出错：{type(cause).__name__}: {cause}", f"{type(cause).__name__}: {cause}"
        )
        return _open(node, start, end, errors.found[node.id])
    if applicable is not Truth.YES:
        if node.na is None:
            why = Text(
                "是否适用未定，且方案没有写明缺项办法"
                if applicable is Truth.MAYBE
                else "不适用，且方案没有写明缺项办法",
                "it may not apply, and the scheme names no policy for that",
            )
            return replace(_open(node, start, end, why), applicable=applicable)
        options.append(_na_hits(node))
    results = [_with(node, start, hits) for hits in options]
    choose: Callable[..., Scored] = min if end is End.LEAST else max
    return replace(choose(results, key=lambda result: result.points), applicable=applicable)


def _check(node: Indicator, start: Fraction, options: list[list[Hit]]) -> None:
    """A rule may not give more than the points of its leaf."""
    for hits in options:
        got = start + sum((hit.points for hit in hits), ZERO)
        if node.points is not None and got > node.points:
            raise ValueError(f"{number_text(got)} > {number_text(node.points)}")


def _na_hits(node: Indicator) -> list[Hit]:
    if node.na == "full" or node.part is not Part.BASE or node.points is None:
        return []
    return [
        Hit(
            -node.points,
            HitKind.NA,
            Text("不适用，按方案记零分", "not applicable: zero by the scheme"),
        )
    ]


def _open(node: Indicator, start: Fraction, end: End, why: Text) -> Scored:
    points = node.points or ZERO
    lowest = ZERO if node.part is Part.BASE else -points if node.part is Part.PENALTY else ZERO
    highest = ZERO if node.part is Part.PENALTY else points
    target = lowest if end is End.LEAST else highest
    hits = [] if target == start else [Hit(target - start, HitKind.OPEN, why)]
    return _with(node, start, hits)


def _with(node: Indicator, start: Fraction, hits: list[Hit]) -> Scored:
    charges = tuple(Charge(node.id, hit, node.citation) for hit in hits)
    return Scored(node.id, start + sum((hit.points for hit in hits), ZERO), charges)


def _capped(node: Indicator, result: Scored) -> Scored:
    limit = node.cap
    if limit is None and node.part is not Part.BASE:
        limit = node.points
    if limit is None or node.part is Part.BASE or abs(result.points) <= limit:
        return result
    kept = limit if result.points > 0 else -limit
    why = Text(
        f"本部分以 {number_text(limit)} 分为限", f"this part is limited to {number_text(limit)}"
    )
    charge = Charge(node.id, Hit(kept - result.points, HitKind.CAP, why), node.citation)
    return replace(result, points=kept, charges=(*result.charges, charge))


def _rounded(node: Indicator, result: Scored) -> Scored:
    if node.places is None:
        return result
    points = half_up(result.points, node.places)
    if points == result.points:
        return result
    why = Text(f"保留 {node.places} 位小数", f"rounded to {node.places} places")
    charge = Charge(node.id, Hit(points - result.points, HitKind.ROUNDING, why))
    return replace(result, points=points, charges=(*result.charges, charge))
