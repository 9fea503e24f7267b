"""Every way in which it may turn out what applies (缺项分支), up to a limit."""

from __future__ import annotations

from itertools import product

from zwgk.facts import Truth
from zwgk.scheme import Indicator
from zwgk.scoring.marking import Marking

BRANCHES = 64
"""How many ways are tried, all together."""

_YES_NO = (Truth.YES, Truth.NO)


def branches(node: Indicator, marking: Marking) -> list[Marking]:
    """The scoring once for each way that what this node settles may turn out; none if it is known.

    Beyond the limit all, none, and each left open enclose what can come out.
    """
    open_ = [one for one in marking.choices.get(node.id, ()) if one.id not in marking.assumed]
    if not open_:
        return []
    names = [one.id for one in open_]
    stale = _touched(node, frozenset(names))
    if 2 ** len(names) <= BRANCHES:
        ways = [dict(zip(names, way, strict=True)) for way in product(_YES_NO, repeat=len(names))]
    else:
        marking.loose.add(node.id)
        ways = [dict.fromkeys(names, truth) for truth in (*_YES_NO, Truth.MAYBE)]
    return [marking.assuming(way, stale) for way in ways]


def _touched(node: Indicator, names: frozenset[str]) -> frozenset[int]:
    """The nodes that are scored anew where it is assumed that some of them apply or not."""
    found: set[int] = set()

    def look(one: Indicator) -> bool:
        below = [look(child) for child in one.children]
        touched = one.id in names or any(below) or one.gate is not None
        if touched:
            found.add(id(one))
        return touched

    look(node)
    return frozenset(found)
