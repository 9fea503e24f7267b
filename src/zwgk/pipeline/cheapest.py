"""The cheapest set of mends that reaches a goal (最省办法), without looking at every set.

Mends are decided one after the other. Of the sets decided so far, two are alike when the facts
that a later mend, or a part of the sheet that does not add up, can still see are the same in both.
Then whatever is mended later changes both in the same way, and the one that costs no less and has
no more points anywhere (summed apart under every node that rounds, caps, converts or opens
something) is dropped. That holds as far as a total never falls when what it is made of rises;
where a sheet can do otherwise (a fixed score below a fail line, a gated penalty, bands with gaps)
only sets with the same points are alike. Nothing is supposed of the mends themselves: one may
lower a total.

What a mend touches is seen by looking at it alone and at all others without it, and taken for
any mend where a fact does not add up record by record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heapreplace

from zwgk.facts import Count, Share
from zwgk.facts.query import Sum, Value
from zwgk.pipeline.mends import Mend
from zwgk.records import Dossier
from zwgk.scheme import HitKind, Indicator, Part, Scheme
from zwgk.scheme.document import Node
from zwgk.scheme.leaf_binding import spots
from zwgk.scoring import Assessment, LedgerEntry, State

MOST = 20
"""Up to so many findings the cheapest set is found; beyond, one is looked for greedily."""

LIMIT = 20_000
"""No more sets than these are looked at; where that is not enough the search is greedy, too."""

Chosen = frozenset[int]
NONE: Chosen = frozenset()
ZERO = Fraction(0)
_OF_NODES = frozenset(
    {HitKind.ROUNDING, HitKind.CAP, HitKind.FLOOR, HitKind.CONVERSION, HitKind.NA}
)


@dataclass
class Looks:
    """What was looked at (已评价的组合): each set of mends is assessed once."""

    scheme: Scheme
    dossier: Dossier
    mends: Sequence[Mend]
    look: Callable[[Chosen], Assessment]
    before: Assessment
    seen: dict[Chosen, Assessment] = field(default_factory=dict)

    def at(self, chosen: Chosen) -> Assessment:
        """The assessment with these mended."""
        if not chosen:
            return self.before
        if chosen not in self.seen:
            self.seen[chosen] = self.look(chosen)
        return self.seen[chosen]

    def __len__(self) -> int:
        return len(self.seen) + 1

    @cached_property
    def every(self) -> Chosen:
        """All mends."""
        return frozenset(range(len(self.mends)))

    def contexts(self) -> Iterator[Assessment]:
        """Nothing and everything, each mend alone, and all but each."""
        yield from (self.before, self.at(self.every))
        for index in self.every:
            yield from (self.at(frozenset({index})), self.at(self.every - {index}))


@dataclass(frozen=True, slots=True)
class Found:
    """The set that was found, or none (所得组合), and whether none is cheaper."""

    chosen: Chosen | None
    exact: bool


def cheapest(
    looks: Looks, prices: Sequence[Fraction], reaches: Callable[[Assessment], bool]
) -> Found:
    """The cheapest set of mends that reaches the goal (最省办法)."""
    best = _greedy(looks, prices, reaches)
    if len(looks.mends) > MOST:
        return Found(best, exact=False)
    sight = Sight(looks)
    start = len(looks)
    states: list[Chosen] = [NONE]
    order = sorted(looks.every, key=lambda index: (sight.leaves_of(index), index))
    for step, index in enumerate(order):
        later = frozenset(order[step + 1 :])
        grown = [*states]
        for state in states:
            more = state | {index}
            if best is not None and _cost(more, prices) >= _cost(best, prices):
                continue
            if len(looks) - start > LIMIT:
                return Found(best, exact=False)
            if reaches(looks.at(more)):
                best = more
            else:
                grown.append(more)
        states = _undominated(grown, sight, later, prices)
    return Found(best, exact=True)


def _cost(chosen: Iterable[int], prices: Sequence[Fraction]) -> Fraction:
    return sum((prices[index] for index in chosen), ZERO)


def _greedy(
    looks: Looks, prices: Sequence[Fraction], reaches: Callable[[Assessment], bool]
) -> Chosen | None:
    """A set that reaches the goal, by the best gain for its cost each time; None if it gets stuck.

    A gain is looked at anew when its mend comes first: mending one thing seldom makes another
    worth more. What turns out not to be needed is left out again, the dearest first.
    """
    chosen = NONE

    def worth(index: int) -> tuple[bool, bool, Fraction, int]:
        gain = _least(looks.at(chosen | {index})) - _least(looks.at(chosen))
        return gain <= 0, bool(prices[index]), -gain / (prices[index] or 1), index

    queue = sorted(map(worth, looks.every))
    fresh = set(looks.every)
    while not reaches(looks.at(chosen)):
        while queue and queue[0][-1] not in fresh:
            fresh.add(queue[0][-1])
            heapreplace(queue, worth(queue[0][-1]))
        if queue and queue[0][0] and len(fresh) < len(queue):
            queue, fresh = sorted(worth(entry[-1]) for entry in queue), set(looks.every)
        if not queue or queue[0][0]:
            if not reaches(looks.at(looks.every)):
                return None
            chosen = looks.every
            break
        chosen |= {heappop(queue)[-1]}
        fresh = set()
    for index in sorted(chosen, key=lambda one: (-prices[one], one)):
        if reaches(looks.at(chosen - {index})):
            chosen -= {index}
    return chosen


def _least(one: Assessment) -> Fraction:
    return ZERO if one.bounds is None else Fraction(one.bounds.least)


def _undominated(
    states: Iterable[Chosen], sight: Sight, later: Chosen, prices: Sequence[Fraction]
) -> list[Chosen]:
    """The sets that no other makes needless."""
    kept: dict[object, list[tuple[Fraction, ...]]] = {}
    found: list[Chosen] = []
    costs = {state: _cost(state, prices) for state in states}
    points = {state: sight.points(state) for state in costs}

    def best_first(state: Chosen) -> tuple[Fraction, list[Fraction], list[int]]:
        return costs[state], [-one for one in points[state]], sorted(state)

    for state in sorted(costs, key=best_first):
        alike = kept.setdefault(sight.signature(state, later), [])
        if not any(sight.as_good(other, points[state]) for other in alike):
            alike.append(points[state])
            found.append(state)
    return found


def _entries(one: Assessment) -> tuple[LedgerEntry, ...]:
    return (one.ledger if one.ledgers is None else one.ledgers.least) or ()


class Sight:
    """What of the sheet each mend can touch (影响范围), and what can still be seen later."""

    def __init__(self, looks: Looks) -> None:
        self.looks, self.scheme = looks, looks.scheme
        self.nodes: dict[str, Node] = {
            name: spot.node for name, spot in spots(self.scheme.document).items()
        }
        self.parents = {child.id: node.id for node in self.scheme.walk() for child in node.children}
        self.contexts = list(looks.contexts())
        self.tangled = self._tangled()
        self.touched = {name: self._touching(name) for name in self._facts()}
        counted = [node for node in self.scheme.walk() if node.is_leaf and node.rule is not None]
        self.leaves = {
            node.id: node
            for node in [*counted, *(n for n in self.scheme.walk() if n.charging.share_of)]
            if self._by(node)
        }
        overflows = any(node.overflow is not None for node in self.nodes.values())
        rigid = overflows or self._may_not_apply()
        self.free = {
            name for name, node in self.leaves.items() if not rigid and self._adds_up(node)
        }
        self.marks = self._marked()
        self.ordered = self._ordered()

    def leaves_of(self, index: int) -> list[str]:
        """The leaves that a mend touches."""
        return sorted(name for name, node in self.leaves.items() if index in self._by(node))

    def signature(self, chosen: Chosen, later: Chosen) -> object:
        """What a later mend, or a part that does not add up, sees of a set (尚可见的取值)."""
        one = self.looks.at(chosen)
        if one.ledger is None and one.ledgers is None:
            return chosen
        seen = {
            fact
            for name, node in self.leaves.items()
            if name not in self.free or self._by(node) & later
            for fact in node.facts()
            if self.touched.get(fact)
        }
        return tuple((name, self._value(name, one, chosen)) for name in sorted(seen))

    def points(self, chosen: Chosen) -> tuple[Fraction, ...]:
        """Points at the least end, each under the nearest marked node, before it acts on them."""
        sums = dict.fromkeys(self.marks, ZERO)
        for entry in _entries(self.looks.at(chosen)):
            if entry.kind is HitKind.VETO or self._of_node(entry):
                continue
            sums[next(one for one in self._way(entry.indicator) if one in sums)] += entry.amount
        return tuple(sums.values())

    def _of_node(self, entry: LedgerEntry) -> bool:
        """Whether an entry is what a node did to its sum, not what a leaf was charged."""
        return entry.kind in _OF_NODES and entry.indicator not in self.leaves

    def as_good(self, one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> bool:
        """Whether a set with such points can do all that another can."""
        if not self.ordered:
            return one == other
        return all(mine >= theirs for mine, theirs in zip(one, other, strict=True))

    def _way(self, name: str) -> list[str]:
        """A node, all above it, and the whole."""
        way = [name]
        while way[-1] in self.parents:
            way.append(self.parents[way[-1]])
        return [*way, ""]

    def _facts(self) -> list[str]:
        return sorted({value.id for one in self.contexts for value in one.facts})

    def _by(self, node: Indicator) -> Chosen:
        return NONE.union(*(self.touched.get(fact, NONE) for fact in node.facts()))

    def _touching(self, name: str) -> Chosen:
        """The mends that change a fact; where it does not add up by record, any may."""
        every = self.looks.every
        query = self.scheme.queries.get(name)
        parts = [query]
        if isinstance(query, Share):
            parts = [
                self.scheme.queries.get(part) if isinstance(part, str) else part
                for part in (query.share, query.whole)
            ]
        plain = all(
            isinstance(part, Value)
            or (isinstance(part, Count) and part.count != "verdicts")
            or (isinstance(part, Sum) and part.sum != "verdicts")
            for part in parts
        )
        if not plain:
            first = self.contexts[0].fact(name)
            return every if any(one.fact(name) != first for one in self.contexts) else NONE
        base, full = self.contexts[0].fact(name), self.contexts[1].fact(name)
        return frozenset(
            index
            for index in every
            if self.looks.at(frozenset({index})).fact(name) != base
            or self.looks.at(every - {index}).fact(name) != full
        )

    def _value(self, name: str, one: Assessment, chosen: Chosen) -> object:
        """A fact as rules see it: a count by its ends, anything else by what was mended of it."""
        value, by = one.fact(name), self.touched[name]
        if value is None or not isinstance(self.scheme.queries.get(name), Count):
            return chosen & by
        if any(node.charging.once for node in self.leaves.values() if name in node.facts()):
            return chosen & by
        return (value.least, value.most, value.applicable, chosen & by & self.tangled)

    def _tangled(self) -> Chosen:
        """The mends that concern a record, or make a table, that another concerns too."""
        owners: dict[object, set[int]] = {}
        for index, mend in enumerate(self.looks.mends):
            keys: set[object] = {*mend.changes, *mend.added}
            keys |= {table for table, _ in mend.added if self.looks.dossier.table(table) is None}
            for key in keys:
                owners.setdefault(key, set()).add(index)
        return NONE.union(*(some for some in owners.values() if len(some) > 1))

    def _may_not_apply(self) -> bool:
        """Whether mending changes what applies: that moves the worth of everything else."""
        states = [
            tuple(result.state is State.NOT_APPLICABLE for result in one.indicators if result.leaf)
            for one in self.contexts
        ]
        values = [tuple(value.applicable for value in one.facts) for one in self.contexts]
        return len(set(states)) > 1 or len(set(values)) > 1

    def _adds_up(self, node: Indicator) -> bool:
        """Whether the points of a leaf are a part of the sums above it, and nothing else."""
        charging = node.charging
        if node.part is Part.VETO or charging.once or charging.share_of:
            return False
        followed = {other.charging.share_of for other in self.scheme.walk()}
        given = {row.indicator for row in self.looks.dossier.declarations or ()}
        above = self._way(node.id)[1:]
        return node.id not in followed and not given.intersection(above) and not self._shared(node)

    def _shared(self, node: Indicator) -> bool:
        """Whether an unknown fact feeds another leaf, too: their ends then hang together."""
        unknown = {value.id for one in self.contexts for value in one.facts if not value.known}
        mine = node.facts() & unknown
        return any(
            mine & other.facts()
            for other in self.scheme.walk()
            if other.id != node.id and other.rule is not None
        )

    def _marked(self) -> list[str]:
        """The whole, and the nodes that do something with their sum, or are looked at by one."""
        watched = {node.gate.node for node in self.nodes.values() if node.gate is not None}
        watched |= {node.scope for node in self.nodes.values() if node.scope is not None}
        fails = [node.fail_below for node in self.nodes.values() if node.fail_below is not None]
        watched |= {fail.scope for fail in fails if fail.scope is not None}
        watched |= {e.indicator for one in self.contexts for e in _entries(one) if self._of_node(e)}
        found = [""]
        for name, node in self.nodes.items():
            keys = (node.places, node.cap, node.gate, node.fail_below, node.convert, node.na)
            acts = any(one is not None for one in keys) or self._limits(name)
            if name in watched or (node.parts and acts):
                found.append(name)
        return found

    def _limits(self, name: str) -> bool:
        """Whether a node of a bonus or penalty has points, which are its limit."""
        bound = self.scheme.indicator(name)
        return bound is not None and bound.part is not Part.BASE and bound.points is not None

    def _ordered(self) -> bool:
        """Whether more points below never make fewer above, nor a worse grade."""
        for name, node in self.nodes.items():
            bound = self.scheme.indicator(name)
            if node.gate is not None and bound is not None and bound.part is Part.PENALTY:
                return False
            fail = node.fail_below
            if fail is not None and fail.effect is not None and fail.effect.fixed is not None:
                return False
        bands = self.scheme.document.grades
        return all(band.to is None and band.below is None for band in bands)
