"""Whether the ends of a total can be reached (区间是否取得到), or only enclose what is possible."""

from __future__ import annotations

from fractions import Fraction

from zwgk.facts import FactValue, Truth
from zwgk.scheme import Indicator, Part, Scheme
from zwgk.scoring.total import Total
from zwgk.scoring.tree import Marking


def reached(scheme: Scheme, marking: Marking, low: Total) -> bool:
    """Whether some completion of the unknown facts gives each end (区间为确界).

    It does where no unknown fact feeds two leaves, or all leaves it feeds move the total the
    same way. A rule that raised, and a leaf that may not apply without a policy for that, are
    only enclosed.
    """
    if marking.errors or any(_lacks_policy(node, low) for node in scheme.walk()):
        return False
    pulls: dict[str, list[int]] = {}
    lifted: set[str] = set()
    for node in scheme.walk():
        if node.rule is None:
            continue
        try:
            if not node.rule.reaches_ends(marking.facts):
                return False
            ways = {name: node.rule.direction(name, node.part) for name in node.asks}
        except (Exception, SystemExit):  # noqa: BLE001  # a plugin's rule may raise anything
            return False
        unknown = {name for name in ways if not marking.facts[name].known}
        sign = -1 if node.part is Part.VETO else 1
        for name in unknown:
            pulls.setdefault(name, []).append(sign * ways[name])
        if node.effect is not None and Fraction(node.effect.fixed or 0) > low.unvetoed:
            lifted |= unknown  # a fixed total may lie above what there was
    return all(
        len(ways) == 1 or (name not in lifted and _together(ways, marking.facts[name]))
        for name, ways in pulls.items()
    )


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
