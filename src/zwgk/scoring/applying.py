"""What does not apply (缺项): whether a node applies, and where its points are settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import dropwhile

from zwgk.errors import Text
from zwgk.facts import FactValue, Truth
from zwgk.scheme import Indicator, Policy, excused_fact
from zwgk.scoring.marking import Choice, Marking

ONE = Fraction(1)


def applies(node: Indicator, marking: Marking) -> Truth:
    """Whether a node applies (是否适用), by itself: what it says, what was declared, its rule."""
    assumed = marking.assumed.get(node.id)
    if assumed is not None:
        return assumed
    known = marking.applies.get(node.id)
    if known is None:
        known = marking.applies[node.id] = _applies(node, marking)
    return known


def _applies(node: Indicator, marking: Marking) -> Truth:
    truth = standing(node, marking.facts)
    if node.rule is None or not node.is_leaf or truth is Truth.NO:
        return truth
    try:
        return truth & Truth(node.rule.applicable(marking.views.of(node, marking.facts)))
    except (Exception, SystemExit) as cause:  # noqa: BLE001  # a plugin's rule may raise anything
        marking.error(node.id, cause)
        return truth


def standing(node: Indicator, facts: Mapping[str, FactValue]) -> Truth:
    """Whether a node applies by what was declared and what it says itself, without its rule."""
    if excused_fact(node.id) in facts:
        return Truth.NO
    if node.applies is None:
        return Truth.YES
    value = facts[node.applies]
    return value.at_least(ONE) & value.applicable


def why_not(node: Indicator, facts: Mapping[str, FactValue]) -> Text:
    """Why a node does not apply (缺项缘由), with the approver where a dossier names one."""
    declared = facts.get(excused_fact(node.id))
    if declared is not None and declared.because is not None:
        return declared.because
    if node.applies is not None and standing(node, facts) is Truth.NO:
        title = facts[node.applies].title or Text(node.applies)
        return Text(f"不适用：{title.zh}", f"not applicable: {title.of('en')}")
    return Text("不适用", "not applicable")


def policy_of(node: Indicator) -> Policy | None:
    """Where its points go (缺项办法): as it says, or dropped where all of its parts are."""
    if node.na is not None:
        return node.na.policy
    base = [child for child in node.children if child.counts and child.worth]
    if base and all(policy_of(child) is Policy.DROP for child in base):
        return Policy.DROP
    return None


def moves(node: Indicator) -> bool:
    """Whether its points go elsewhere when it does not apply (分值转移)."""
    policy = policy_of(node)
    return policy is not None and policy not in {Policy.FULL, Policy.ZERO}


def choices_of(marking: Marking) -> dict[str, tuple[Choice, ...]]:
    """The nodes whose points go elsewhere if they do not apply, which is not known (缺项归属).

    They are listed under the node that settles where the points go, and under those between.
    """
    found: dict[str, list[Choice]] = {}
    _collect(marking.root, (), marking, found)
    return {name: tuple(nodes) for name, nodes in found.items()}


def _collect(
    node: Indicator,
    above: tuple[Indicator, ...],
    marking: Marking,
    found: dict[str, list[Choice]],
) -> None:
    if above and applies(node, marking) is Truth.NO:
        return
    unsure = applies(node, marking) is Truth.MAYBE
    if above and node.counts and node.worth and unsure and _matters(node, above[-1]):
        owner = _owner(node, above, marking)
        for between in dropwhile(lambda one: one.id != owner.id, (*above, node)):
            found.setdefault(between.id, []).append(Choice(node.id, owner.id))
    for child in node.children:
        _collect(child, (*above, node), marking, found)


def _matters(node: Indicator, parent: Indicator) -> bool:
    """Whether it matters beyond its own points that a node applies.

    Where points of a sibling are spread, what does not apply gets none of them.
    """
    if moves(node):
        return True
    spreading = {Policy.EVEN, Policy.PROPORTIONAL}
    return policy_of(node) is not None and any(
        policy_of(one) in spreading for one in parent.children if one.counts and one.worth
    )


def _owner(node: Indicator, above: Sequence[Indicator], marking: Marking) -> Indicator:
    """The lowest node above whose points tell all that this one's absence does.

    What is dropped lowers the maximum up to the node that converts; a node that may lose all of
    its parts may not apply itself.
    """
    policy = policy_of(node)
    drops = policy is Policy.DROP
    for parent in reversed(above[1:]):
        converts = parent.convert is not None or parent.weight is not None
        may_go = may_be_empty(parent, marking)
        drops = not converts and (drops or (may_go and _drops(parent)))
        if drops:
            continue
        if policy in {Policy.FULL, Policy.ZERO} or not may_go or not moves(parent):
            return parent
        policy = policy_of(parent)
        drops = policy is Policy.DROP
    return above[0]


def _drops(node: Indicator) -> bool:
    """Whether something below a node lowers the maximum when it does not apply."""
    return any(policy_of(one) is Policy.DROP for one in node.walk() if one.counts)


def may_be_empty(node: Indicator, marking: Marking) -> bool:
    """Whether it may be that no part of a node applies (可能全部缺项)."""
    base = [child for child in node.children if child.counts and child.worth]
    return bool(base) and all(
        moves(child) and (applies(child, marking) is not Truth.YES or may_be_empty(child, marking))
        for child in base
    )
