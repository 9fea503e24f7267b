"""From parts to a total (总分): gates, vetoes, rounding, at each end of what is possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue, Truth
from zwgk.scheme import Band, Effect, End, Gate, Hit, HitKind, Indicator, Part, Scheme, number_text
from zwgk.scoring.tree import ZERO, Charge, Errors, Scored, half_up, score_node


@dataclass(frozen=True, slots=True)
class Total:
    """One end of the total (总分): rounded, with its ledger, its grade, and without the vetoes."""

    points: Fraction
    unvetoed: Fraction
    charges: tuple[Charge, ...]
    grade: str | None
    nodes: tuple[Scored, ...]
    fired: tuple[str, ...] = ()
    grades: frozenset[str | None] = frozenset()

    def find(self, name: str) -> Scored | None:
        """The result of that node."""
        return next((hit for node in self.nodes if (hit := node.find(name))), None)


def vetoes(scheme: Scheme, facts: Mapping[str, FactValue], errors: Errors) -> dict[str, Truth]:
    """Which vetoes fire (一票否决), as far as the facts tell; a rule that raises leaves it open."""
    found: dict[str, Truth] = {}
    for node in scheme.walk():
        if node.part is Part.VETO and node.is_leaf and node.rule is not None:
            try:
                found[node.id] = node.rule.fires(facts)
            except Exception as cause:  # noqa: BLE001  # a plugin's rule may raise anything
                errors.found[node.id] = Text(
                    f"规则出错：{type(cause).__name__}: {cause}", f"{type(cause).__name__}: {cause}"
                )
                found[node.id] = Truth.MAYBE
    return found


def total_at(scheme: Scheme, facts: Mapping[str, FactValue], end: End, errors: Errors) -> Total:
    """The total at one end (总分), over every way the unknown vetoes may fall."""
    nodes = tuple(score_node(node, facts, end, errors) for node in scheme.indicators)
    base = [
        _gated(node, result, nodes) for node, result in zip(scheme.indicators, nodes, strict=True)
    ]
    exact = sum((result.points for result in base), ZERO)
    charges = [charge for result in base for charge in result.charges]
    places = scheme.document.places
    points = half_up(exact, places)
    if points != exact:
        why = Text(f"总分保留 {places} 位小数", f"the total is rounded to {places} places")
        charges.append(Charge(scheme.id, Hit(points - exact, HitKind.ROUNDING, why)))
    fall = vetoes(scheme, facts, errors)
    unsure = [name for name, truth in fall.items() if truth is Truth.MAYBE]
    sure = [name for name, truth in fall.items() if truth is Truth.YES]
    # The lowest target of those that fire decides, so these choices reach every outcome.
    choices = [[], *([name] for name in unsure), *([unsure] if len(unsure) > 1 else [])]
    options = [
        _vetoed(scheme, points, tuple(charges), tuple(base), [*sure, *choice]) for choice in choices
    ]
    grades = frozenset(option.grade for option in options)
    choose = min if end is End.LEAST else max
    return replace(choose(options, key=lambda option: option.points), grades=grades)


def _rank(scheme: Scheme, grade: str | None) -> int:
    """0 for the best grade; of several that vetoes force, the worst stands."""
    ids = [band.id for band in scheme.document.grades]
    return ids.index(grade) if grade in ids else len(ids)


def _gated(node: Indicator, result: Scored, nodes: tuple[Scored, ...]) -> Scored:
    if node.gate is None or not result.points:
        return result
    reached = next((hit for top in nodes if (hit := top.find(node.gate.node))), None)
    got = ZERO if reached is None else reached.points
    if _opens(node.gate, got):
        return result
    bound = node.gate.above if node.gate.above is not None else node.gate.at_least
    word = "未超过" if node.gate.above is not None else "未达到"
    why = Text(
        f"加分未开启：{node.gate.node} 得 {number_text(got)} 分，{word} {bound}",
        f"the bonus stays shut: {node.gate.node} has {number_text(got)}, against {bound}",
    )
    charge = Charge(node.id, Hit(-result.points, HitKind.CAP, why), node.citation)
    return Scored(node.id, ZERO, (*result.charges, charge), result.applicable, result.children)


def _opens(gate: Gate, got: Fraction) -> bool:
    if gate.above is not None:
        return got > Fraction(gate.above)
    return got >= Fraction(gate.at_least or 0)


def _vetoed(
    scheme: Scheme,
    points: Fraction,
    charges: tuple[Charge, ...],
    nodes: tuple[Scored, ...],
    fired: list[str],
) -> Total:
    effects = [
        (node, node.effect)
        for name in fired
        if (node := scheme.indicator(name)) is not None and node.effect is not None
    ]
    targets = [(_target(effect, points), node.id) for node, effect in effects]
    forced = [effect.grade for _, effect in effects if effect.grade is not None]
    entries = list(charges)
    vetoed = points
    if targets and (lowest := min(targets))[0] != points:
        node = scheme.indicator(lowest[1])
        vetoed = lowest[0]
        if node is not None:
            why = Text(f"一票否决：{node.title.zh}", f"veto: {node.title.of('en')}")
            entries.append(Charge(node.id, Hit(vetoed - points, HitKind.VETO, why), node.citation))
    grade = grade_of(scheme.document.grades, vetoed)
    if forced:
        grade = max(forced, key=lambda name: _rank(scheme, name))
    return Total(vetoed, points, tuple(entries), grade, nodes, tuple(fired))


def _target(effect: Effect, points: Fraction) -> Fraction:
    if effect.fixed is not None:
        return Fraction(effect.fixed)
    return points if effect.ceiling is None else min(points, Fraction(effect.ceiling))


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
