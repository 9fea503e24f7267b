"""Both ends of a total (总分区间): reached where that can be shown, else only enclosing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from types import MappingProxyType

from zwgk.facts import Count, Distinct, FactValue, Truth
from zwgk.scheme import End, Indicator, Part, RuleKind, Scheme, number_text
from zwgk.scoring.charging import views_of
from zwgk.scoring.total import Total, total_at
from zwgk.scoring.tree import Marking

BRANCHES = 64
"""How many values of unknown facts that feed several leaves are tried, all together."""

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

    @property
    def grades(self) -> frozenset[str | None]:
        """The grades that can come out (可能的等次)."""
        return self.least.grades | self.greatest.grades


def ends_of(scheme: Scheme, facts: Facts) -> Ends:
    """The ends of a total (求总分两端), over every value of a fact that pulls both ways.

    Such a fact is tried value by value, up to ``BRANCHES`` in all; beyond that, and where its
    values are no whole numbers, the ends only enclose.
    """
    low, high, marking = leaf_ends(scheme, facts)
    tangled = _tangled(scheme, marking, low)
    if not tangled:
        return Ends(low, high, marking, low, high, exact=tangled is not None)
    values = [_values(scheme, name, facts[name]) for name in sorted(tangled)]
    if not all(values) or prod(map(len, values)) > BRANCHES:
        return Ends(low, high, marking, low, high, exact=False)
    branches: list[tuple[Total, Total]] = []
    for chosen in product(*values):
        settled = {
            name: replace(facts[name], least=value, most=value)
            for name, value in zip(sorted(tangled), chosen, strict=True)
        }
        least, greatest, branch = leaf_ends(scheme, {**facts, **settled})
        if _tangled(scheme, branch, least) != set():
            return Ends(low, high, marking, low, high, exact=False)
        branches.append((least, greatest))
    grades = frozenset(grade for ends in branches for end in ends for grade in end.grades)
    first = min((least for least, _ in branches), key=lambda total: total.points)
    last = max((greatest for _, greatest in branches), key=lambda total: total.points)
    return Ends(
        low, high, marking, replace(first, grades=grades), replace(last, grades=grades), exact=True
    )


def leaf_ends(scheme: Scheme, facts: Facts) -> tuple[Total, Total, Marking]:
    """Every leaf at its own ends; a rule that raised at one of them is left open at both."""
    # No rule of a plugin can change what another reads.
    marking = Marking(MappingProxyType(dict(facts)), views=views_of(scheme.walk(), facts))
    while True:
        known = len(marking.errors)
        low, high = total_at(scheme, End.LEAST, marking), total_at(scheme, End.MOST, marking)
        for node in scheme.walk():
            least, most = low.nodes[node.id].points, high.nodes[node.id].points
            if node.is_leaf and least > most:
                words = f"{number_text(least)} at least, {number_text(most)} at most"
                marking.error(node.id, ValueError(words))
        if len(marking.errors) == known:
            return low, high, marking
        marking.scored.clear()
        marking.over.clear()


def _values(scheme: Scheme, name: str, value: FactValue) -> list[Fraction]:
    """Every value that a fact may have, where it is a count or a yes or no; else none."""
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
    rule that raised, a leaf that may not apply without a policy for that, or a record that may be
    charged in one leaf or in another.
    """
    if (
        marking.errors
        or marking.views.loose
        or any(_lacks_policy(node, low) for node in scheme.walk())
    ):
        return None
    pulls: dict[str, list[int]] = {}
    lifted: set[str] = set()
    for node in scheme.walk():
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
        if node.effect is not None and Fraction(node.effect.fixed or 0) > low.unvetoed:
            lifted |= unknown  # a fixed total may lie above what there was
    return {
        name
        for name, ways in pulls.items()
        if len(ways) > 1 and (name in lifted or not _together(ways, marking.facts[name]))
    }


def _way(node: Indicator, rule: RuleKind, fact: str) -> int:
    """Which way a fact moves a leaf: more evidence never lowers it, else as its rule says."""
    return 1 if fact in node.charging.proofs else rule.direction(fact, node.part)


def _together(ways: list[int], value: FactValue) -> bool:
    """Whether all leaves of a fact are at their least, and at their most, for one value of it."""
    return set(ways) in ({1}, {-1}) and value.applicable is Truth.YES


def _lacks_policy(node: Indicator, low: Total) -> bool:
    return (
        bool(node.points)
        and node.part is Part.BASE
        and node.rule is not None
        and node.na is None
        and low.nodes[node.id].applicable is not Truth.YES
    )
