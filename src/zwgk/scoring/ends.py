"""Both ends of a total (总分区间): reached where that can be shown, else only enclosing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from types import MappingProxyType

from zwgk.facts import Count, Distinct, FactValue, Truth
from zwgk.scheme import Effect, End, Indicator, Part, RuleKind, Scheme, number_text
from zwgk.scoring.applying import applies, choices_of, may_be_empty, standing
from zwgk.scoring.branching import BRANCHES
from zwgk.scoring.charging import views_of
from zwgk.scoring.forces import scopes_of
from zwgk.scoring.marking import Marking
from zwgk.scoring.total import Grades, Total, grades_between, total_at

Facts = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Ends:
    """Both ends of a total (总分两端); ``low`` and ``high`` hold each leaf at its own ends.

    ``least`` and ``greatest`` are the ends of the total, ``exact`` where each is reached by some
    completion of the unknown facts; ``grades`` are all that can come out.
    """

    low: Total
    high: Total
    marking: Marking
    least: Total
    greatest: Total
    exact: bool
    grades: Grades


def ends_of(scheme: Scheme, facts: Facts) -> Ends:
    """The ends of a total (求总分两端), over every value of a fact that pulls both ways.

    Such a fact is tried value by value, up to ``BRANCHES`` in all; beyond that, and where its
    values are no whole numbers, the ends only enclose.
    """
    low, high, marking = leaf_ends(scheme, facts)
    grades = grades_between(scheme, low, high)
    if may_be_empty(scheme.root, marking):  # then nothing is scored, and nothing graded
        return Ends(low, high, marking, low, high, exact=False, grades=grades | {None})
    tangled = _tangled(scheme, marking, low)
    if not tangled:
        return Ends(low, high, marking, low, high, tangled is not None, grades)
    enclosed = Ends(low, high, marking, low, high, exact=False, grades=grades)
    values = [_values(scheme, name, facts[name]) for name in sorted(tangled)]
    if not all(values) or prod(map(len, values)) > BRANCHES:
        return enclosed
    branches: list[tuple[Total, Total]] = []
    for chosen in product(*values):
        settled = {
            name: replace(facts[name], least=value, most=value)
            for name, value in zip(sorted(tangled), chosen, strict=True)
        }
        least, greatest, branch = leaf_ends(scheme, {**facts, **settled})
        if _tangled(scheme, branch, least) != set():
            return enclosed
        branches.append((least, greatest))
    grades = frozenset().union(*(grades_between(scheme, *pair) for pair in branches))
    first = min((least for least, _ in branches), key=lambda total: total.points)
    last = max((greatest for _, greatest in branches), key=lambda total: total.points)
    may_stop = any(total.may_stop for pair in branches for total in pair)
    first, last = replace(first, may_stop=may_stop), replace(last, may_stop=may_stop)
    return Ends(low, high, marking, first, last, exact=True, grades=grades)


def leaf_ends(scheme: Scheme, facts: Facts) -> tuple[Total, Total, Marking]:
    """Every leaf at its own ends; a rule that raised at one of them is left open at both."""
    # No rule of a plugin can change what another reads.
    marking = Marking(
        scheme.root,
        MappingProxyType(dict(facts)),
        views=views_of(_standing(scheme.root, facts), facts),
        scopes=scopes_of(scheme.root),
    )
    while True:
        known = len(marking.errors)
        marking.choices = choices_of(marking)
        low, high = total_at(scheme, End.LEAST, marking), total_at(scheme, End.MOST, marking)
        for (name, _), ends in marking.judged.items():
            least, most = ends.get(End.LEAST), ends.get(End.MOST)
            if least is not None and most is not None and least > most:
                words = f"{number_text(least)} at least, {number_text(most)} at most"
                marking.error(name, ValueError(words))
        if len(marking.errors) == known:
            return low, high, marking
        marking.scored.clear()
        marking.over.clear()
        marking.loose.clear()
        marking.judged.clear()


def _standing(node: Indicator, facts: Facts) -> Iterator[Indicator]:
    """The nodes that are not told to be out, so that a record can be charged in them."""
    if standing(node, facts) is Truth.NO:
        return
    yield node
    for child in node.children:
        yield from _standing(child, facts)


def _values(scheme: Scheme, name: str, value: FactValue) -> list[Fraction]:
    """Every value that a fact may have, where it is a count or a yes or no; else none.

    One that only tells whether nodes apply has two that matter: below 1, or not.
    """
    if all(name not in node.asks for node in scheme.walk()):
        return [Fraction(0), Fraction(1)]
    whole = value.yes_no or isinstance(scheme.queries.get(name), Count | Distinct)
    if not whole or value.least is None or value.most is None:
        return []
    if value.applicable is not Truth.YES or value.most - value.least >= BRANCHES:
        return []
    steps = int(value.most - value.least)
    return [value.least + step for step in range(steps + 1)]


def _tangled(scheme: Scheme, marking: Marking, low: Total) -> set[str] | None:
    """The unknown facts that pull several leaves both ways (相互牵扯的取值).

    There are none where no unknown fact feeds two leaves, or all leaves it feeds move the total
    the same way: then each end is reached. None says that the ends enclose for another reason: a
    rule that raised, a node that may not apply without a policy for that, too many of those, or a
    record that may be charged in one leaf or in another.
    """
    if marking.errors or marking.views.loose or marking.loose:
        return None
    lined = list(_lined(marking))
    if any(standing(node, marking.facts) is not Truth.MAYBE for node in lined):
        return None
    pulls: dict[str, list[int]] = {node.applies: [0, 0] for node in lined if node.applies}
    lifted: set[str] = set()
    for node in scheme.walk():
        if node.applies is not None and standing(node, marking.facts) is Truth.MAYBE:
            pulls.setdefault(node.applies, []).append(0)
        if node.rule is None:
            continue
        try:
            if not node.rule.reaches_ends(marking.facts):
                return None
            ways = {name: _way(node, node.rule, name) for name in node.asks}
        except (Exception, SystemExit):  # noqa: BLE001  # a plugin's rule may raise anything
            return None
        unknown = {name for name in ways if not marking.facts[name].known}
        sign = -1 if node.part is Part.VETO else 1
        for name in unknown:
            pulls.setdefault(name, []).append(sign * ways[name])
        if node.effect is not None and _lifts(node.effect, node.scope, low):
            lifted |= unknown  # a fixed total may lie above what there was
    return {
        name
        for name, ways in pulls.items()
        if len(ways) > 1 and (name in lifted or not _together(ways, marking.facts[name]))
    }


def _lined(marking: Marking) -> Iterator[Indicator]:
    """The nodes that may not apply and have to do with a fail line (不合格线所涉缺项).

    Such a line may bring less where its node applies, so the least of both is not the least.
    """
    for node in marking.root.walk():
        fail = node.fail
        if fail is None or fail.effect is None or not fail.effect.touches_points:
            continue
        for owed in (node, *marking.above(node.id)):
            if owed.id in {fail.scope, marking.root.id}:
                break
            if applies(owed, marking) is Truth.MAYBE:
                yield owed
            elif may_be_empty(owed, marking):
                yield from (one for one in owed.walk() if applies(one, marking) is Truth.MAYBE)


def _way(node: Indicator, rule: RuleKind, fact: str) -> int:
    """Which way a fact moves a leaf: more evidence never lowers it, else as its rule says."""
    return 1 if fact in node.charging.proofs else rule.direction(fact, node.part)


def _together(ways: list[int], value: FactValue) -> bool:
    """Whether all leaves of a fact are at their least, and at their most, for one value of it."""
    return set(ways) in ({1}, {-1}) and value.applicable is Truth.YES


def _lifts(effect: Effect, scope: str | None, low: Total) -> bool:
    """Whether what an effect fixes may be more than there was."""
    there = min(low.unvetoed, low.whole.points) if scope is None else low.nodes[scope].points
    return Fraction(effect.fixed or 0) > there
