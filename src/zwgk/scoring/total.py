"""From parts to a total (总分): gates, vetoes, rounding, at each end of what is possible."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.scheme import Band, End, Gate, Hit, HitKind, Indicator, Part, Scheme, number_text
from zwgk.scoring.tree import (
    ZERO,
    Charge,
    Marking,
    Scored,
    flows,
    half_up,
    overflow,
    results_by_id,
    score_node,
)


@dataclass(frozen=True, slots=True)
class Total:
    """One end of the total (总分): rounded, with its ledger, its grade, and without the vetoes.

    ``grades`` are those of every way the unknown vetoes may fall; ``nodes`` the results by
    indicator.
    """

    points: Fraction
    unvetoed: Fraction
    charges: tuple[Charge, ...]
    grade: str | None
    nodes: Mapping[str, Scored]
    fired: tuple[str, ...] = ()
    grades: frozenset[str | None] = frozenset()


def vetoes(scheme: Scheme, marking: Marking) -> dict[str, Truth]:
    """Which vetoes fire (一票否决), as far as the facts tell; a rule that raises leaves it open."""
    found: dict[str, Truth] = {}
    for node in scheme.walk():
        if node.part is Part.VETO and node.is_leaf and node.rule is not None:
            try:
                found[node.id] = Truth(node.rule.fires(marking.facts))
            except (Exception, SystemExit) as cause:  # noqa: BLE001  # a plugin's rule may raise anything
                marking.error(node.id, cause)
                found[node.id] = Truth.MAYBE
    return found


def total_at(scheme: Scheme, end: End, marking: Marking) -> Total:
    """The total at one end (总分), over every way the unknown vetoes may fall."""
    scored = [score_node(node, end, marking) for node in scheme.indicators]
    by_id = results_by_id(scored)
    tops = [
        _gated(node, result, by_id) for node, result in zip(scheme.indicators, scored, strict=True)
    ]
    by_id |= {result.id: result for result in tops}
    exact = sum((result.points for result in tops), ZERO)
    charges = [charge for result in tops for charge in result.charges]
    more = into_total(scheme, exact, end, marking)
    exact += sum((charge.points for charge in more), ZERO)
    charges += more
    places = scheme.document.places
    points = half_up(exact, places)
    if points != exact:
        why = Text(f"总分保留 {places} 位小数", f"the total is rounded to {places} places")
        charges.append(Charge(scheme.id, Hit(points - exact, HitKind.ROUNDING, why)))
    fall = vetoes(scheme, marking)
    nodes = [node for node in scheme.walk() if node.id in fall]
    sure = [node for node in nodes if fall[node.id] is Truth.YES]
    # One veto stands for all of one effect. Of those that fire, at most two decide: the lowest
    # fixed total and the lowest ceiling, or the worst grade; so pairs reach every outcome.
    unsure = {node.effect: node for node in nodes if fall[node.id] is Truth.MAYBE}
    choices = [some for count in range(3) for some in combinations(unsure.values(), count)]
    options = [_vetoed(scheme, points, [*sure, *some]) for some in choices]
    choose: Callable[..., _Vetoed] = min if end is End.LEAST else max
    chosen = choose(options, key=lambda option: option.points)
    return Total(
        points=chosen.points,
        unvetoed=points,
        charges=(*charges, *chosen.charges(points)),
        grade=chosen.grade,
        nodes=by_id,
        fired=tuple(node.id for node in chosen.fired),
        grades=frozenset(option.grade for option in options),
    )


def into_total(scheme: Scheme, points: Fraction, end: End, marking: Marking) -> tuple[Charge, ...]:
    """What exhausted indicators take from the total (从总分追加扣除)."""
    givers = [
        node
        for node in scheme.walk()
        if flows(node, "total") or (flows(node, "parent") and node in scheme.indicators)
    ]
    root = Indicator(scheme.id, scheme.title, None, Part.BASE)
    return overflow(root, givers, points, end, marking)


def _rank(scheme: Scheme, grade: str | None) -> int:
    """0 for the best grade; of several that vetoes force, the worst stands."""
    ids = [band.id for band in scheme.document.grades]
    return ids.index(grade) if grade in ids else len(ids)


def _gated(node: Indicator, result: Scored, results: Mapping[str, Scored]) -> Scored:
    if node.gate is None or not result.points:
        return result
    got = results[node.gate.node].points
    if _opens(node.gate, got):
        return result
    bound = node.gate.above if node.gate.above is not None else node.gate.at_least
    word = "未超过" if node.gate.above is not None else "未达到"
    why = Text(
        f"加分未开启：{node.gate.node} 得 {number_text(got)} 分，{word} {bound}",
        f"the bonus stays shut: {node.gate.node} has {number_text(got)}, against {bound}",
    )
    charge = Charge(node.id, Hit(-result.points, HitKind.CAP, why), node.citation)
    return replace(result, points=ZERO, charges=(*result.charges, charge))


def _opens(gate: Gate, got: Fraction) -> bool:
    if gate.above is not None:
        return got > Fraction(gate.above)
    return got >= Fraction(gate.at_least or 0)


@dataclass(frozen=True, slots=True)
class _Vetoed:
    """What becomes of the total when these vetoes fire, and which of them decides it."""

    points: Fraction
    grade: str | None
    decisive: Indicator | None
    fired: tuple[Indicator, ...]

    def charges(self, plain: Fraction) -> list[Charge]:
        """The entry of the veto that decides, where it changes anything."""
        if self.decisive is None or self.points == plain:
            return []
        node = self.decisive
        why = Text(f"一票否决：{node.title.zh}", f"veto: {node.title.of('en')}")
        hit = Hit(self.points - plain, HitKind.VETO, why)
        return [Charge(node.id, hit, node.citation)]


def _vetoed(scheme: Scheme, plain: Fraction, fired: Sequence[Indicator]) -> _Vetoed:
    """The total when these vetoes fire: the lowest fixed total, then the lowest ceiling."""
    points, decisive = plain, None
    fixed = [
        (Fraction(node.effect.fixed), node)
        for node in fired
        if node.effect is not None and node.effect.fixed is not None
    ]
    ceilings = [
        (Fraction(node.effect.ceiling), node)
        for node in fired
        if node.effect is not None and node.effect.ceiling is not None
    ]
    if fixed:
        points, decisive = min(fixed, key=_first)
    if ceilings and (lowest := min(ceilings, key=_first))[0] < points:
        points, decisive = lowest
    grade = grade_of(scheme.document.grades, points)
    forced = [node.effect.grade for node in fired if node.effect and node.effect.grade is not None]
    if forced:
        grade = max(forced, key=lambda name: _rank(scheme, name))
    return _Vetoed(points, grade, decisive, tuple(fired))


def _first(pair: tuple[Fraction, Indicator]) -> Fraction:
    return pair[0]


def grade_of(bands: tuple[Band, ...], points: Fraction) -> str | None:
    """The grade that a total falls into (等次), or None in a scheme without grades.

    >>> grade_of((), Fraction(90)) is None
    True
    """
    for band in bands:
        if band.start is not None and points >= Fraction(band.start):
            return band.id
        if band.above is not None and points > Fraction(band.above):
            return band.id
        if band.start is None and band.above is None:
            return band.id
    return None
