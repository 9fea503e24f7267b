"""What is charged beside the rule of a leaf (计分要求): one record once, evidence, overflow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue, Support, Truth
from zwgk.scheme import End, Hit, HitKind, Indicator, Leaf, number_text
from zwgk.scheme.occurrences import adds_up

ZERO = Fraction(0)
ONE = Fraction(1)
Facts = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class View:
    """The facts as one leaf sees them (本指标所见取值), without what is charged elsewhere.

    ``elsewhere`` tells of each record taken out which leaf it is charged in.
    """

    facts: Facts
    elsewhere: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Views:
    """The views of all leaves that charge a record once (不重复扣分).

    ``loose``: somewhere it is open in which of two leaves a record is charged, so that the ends
    of the total only enclose.
    """

    leaves: Mapping[str, View] = field(default_factory=dict)
    loose: bool = False

    def of(self, node: Indicator, facts: Facts) -> Facts:
        """The facts that a leaf sees; one that follows another sees that one's."""
        view = self.leaves.get(node.charging.share_of or node.id)
        return facts if view is None else view.facts


def views_of(leaves: Iterable[Indicator], facts: Facts) -> Views:
    """Charge each record of a group in one leaf (同一事实不重复扣分).

    A rule that raises is told where it is asked for points.
    """
    groups: dict[str, list[Indicator]] = {}
    for node in leaves:
        once = node.charging.once
        if once is not None and node.rule is not None and node.is_leaf:
            groups.setdefault(once.group, []).append(node)
    found: dict[str, View] = {}
    loose = False
    for group in groups.values():
        views, open_ = _group(group, facts)
        found |= views
        loose = loose or open_
    return Views(found, loose)


def _group(nodes: Sequence[Indicator], facts: Facts) -> tuple[dict[str, View], bool]:
    counted = {node.id: _counted(node, facts) for node in nodes}
    order = _precedence(nodes, facts)
    open_ended = [
        node for node in nodes if any(facts[n].most is None for n in node.charging.counts)
    ]
    loose = len(open_ended) > 1
    taken: dict[str, dict[str, tuple[Truth, str]]] = {node.id: {} for node in nodes}
    for about in sorted({name for names in counted.values() for name in names}):
        charged, where = Truth.NO, ""
        for node in sorted(nodes, key=lambda node: order(node, about)):
            here = counted[node.id].get(about)
            if here is None:
                continue
            if charged is not Truth.NO:
                taken[node.id][about] = (charged, where)
                loose = loose or charged is Truth.MAYBE
            if charged is not Truth.YES:
                charged = ~(~charged & ~here)
                where = node.id if here is Truth.YES or not where else where
    views: dict[str, View] = {}
    for node in nodes:
        names = node.charging.counts
        seen = {name: _without(facts[name], taken[node.id]) for name in names}
        loose = loose or any(open_ for _, open_ in seen.values())
        gone = {
            about: where for about, (sure, where) in taken[node.id].items() if sure is Truth.YES
        }
        views[node.id] = View({**facts, **{name: value for name, (value, _) in seen.items()}}, gone)
    return views, loose


def _counted(node: Indicator, facts: Facts) -> dict[str, Truth]:
    """What a leaf counts, surely or possibly, by what it is about."""
    found: dict[str, Truth] = {}
    for name in node.charging.counts:
        value = facts[name]
        told = adds_up(value)
        for support in value.support:
            sure = support.certain and told
            known = found.get(support.about, Truth.NO)
            found[support.about] = Truth.YES if sure else ~(~known & Truth.MAYBE)
    return found


@dataclass(frozen=True, slots=True)
class _Order:
    """Which leaf of a group comes first for a record: by the document, or where it costs most."""

    places: Mapping[str, int]
    costs: Mapping[str, Mapping[str, Fraction]]

    def __call__(self, node: Indicator, about: str) -> tuple[Fraction, int]:
        """The key to sort by."""
        return -self.costs.get(node.id, {}).get(about, ZERO), self.places[node.id]


def _precedence(nodes: Sequence[Indicator], facts: Facts) -> _Order:
    costs: dict[str, dict[str, Fraction]] = {}
    for node in nodes:
        once, rule = node.charging.once, node.rule
        if once is None or once.order == "document" or rule is None or node.points is None:
            continue
        about = {s.record: s.about for name in node.charging.counts for s in facts[name].support}
        mine = costs.setdefault(node.id, {})
        for hit in _judged(node, facts, End.LEAST):
            if len(hit.records) == 1 and hit.records[0] in about:
                name = about[hit.records[0]]
                mine[name] = mine.get(name, ZERO) + abs(hit.points)
    return _Order({node.id: place for place, node in enumerate(nodes)}, costs)


def _judged(node: Indicator, facts: Facts, end: End) -> list[Hit]:
    """What the rule says, or nothing where it raises: that is told when it is asked for points."""
    if node.rule is None or node.points is None:
        return []
    try:
        return list(node.rule.judge(Leaf(node.id, node.points, node.part), facts, end))
    except (Exception, SystemExit):  # noqa: BLE001  # a plugin's rule may raise anything
        return []


def _without(value: FactValue, taken: Mapping[str, tuple[Truth, str]]) -> tuple[FactValue, bool]:
    """A value without what is charged elsewhere, and whether its ends only enclose now."""
    mine = [support for support in value.support if support.about in taken]
    if not mine:
        return value, False
    if not adds_up(value):
        # Which of its records it counts is not known: all of those may be charged elsewhere.
        shared = sum((abs(support.amount) for support in mine), ZERO)
        least = None if value.least is None else max(ZERO, value.least - shared)
        return replace(value, least=least), True
    kept: list[Support] = []
    for support in value.support:
        sure, _ = taken.get(support.about, (Truth.NO, ""))
        if sure is Truth.NO:
            kept.append(support)
        elif sure is Truth.MAYBE:
            kept.append(replace(support, certain=False))
    least = sum((support.amount for support in kept if support.certain), ZERO)
    gone = sum((s.amount for s in value.support), ZERO) - sum((s.amount for s in kept), ZERO)
    most = None if value.most is None else value.most - gone
    return replace(value, least=least, most=most, support=tuple(kept)), False


def charged(
    node: Indicator, start: Fraction, hits: list[Hit], end: End, facts: Facts, views: Views
) -> list[Hit]:
    """The hits of a leaf, with what was charged elsewhere and the evidence it lacks (计分要求)."""
    return _with_evidence(
        node, start, [*_told_elsewhere(node, end, facts, views), *hits], end, facts
    )


def _told_elsewhere(node: Indicator, end: End, facts: Facts, views: Views) -> list[Hit]:
    """A pair of entries for each record that is charged in another leaf: they add up to nothing."""
    view = views.leaves.get(node.id)
    if view is None or not view.elsewhere:
        return []
    about = {s.record: s.about for name in node.charging.counts for s in facts[name].support}
    pairs: list[Hit] = []
    for hit in _judged(node, facts, end):
        where = view.elsewhere.get(about.get(hit.records[0], "")) if hit.records else None
        if where is None or len(hit.records) != 1:
            continue
        why = Text(f"{hit.records[0]} 已在 {where} 计分，不重复计", f"already charged in {where}")
        pairs += [hit, Hit(-hit.points, HitKind.CAP, why, hit.records)]
    return pairs


def _with_evidence(
    node: Indicator, start: Fraction, hits: list[Hit], end: End, facts: Facts
) -> list[Hit]:
    """Points that the evidence does not carry: lost where it is missing, else open."""
    asked = node.charging.proofs
    there = Truth.YES
    for name in asked:
        there = there & facts[name].at_least(ONE)
    got = start + sum((hit.points for hit in hits), ZERO)
    if there is Truth.YES or got <= 0:
        return hits
    lacking = [facts[name] for name in asked if facts[name].at_least(ONE) is not Truth.YES]
    titles = [value.title or Text("佐证材料", "evidence") for value in lacking]
    zh, en = "、".join(title.zh for title in titles), ", ".join(title.of("en") for title in titles)
    if there is Truth.NO and node.charging.missing == "zero":
        return [
            *hits,
            Hit(-got, HitKind.LOSS, Text(f"缺少{zh}，不得分", f"{en} is missing: no points")),
        ]
    if end is End.MOST:
        return hits
    return [
        *hits,
        Hit(-got, HitKind.OPEN, Text(f"{zh}待补或不详", f"{en} is not there, or not known")),
    ]


def absorbed(node: Indicator, hits: Iterable[Hit], facts: Facts, end: End) -> Fraction | None:
    """What the limits of a leaf gave back (未能扣下的分), None where it has no known end."""
    if end is End.LEAST and node.rule is not None and node.rule.endless(facts):
        return None
    return sum(
        (
            hit.points
            for hit in hits
            if hit.points > 0 and hit.kind in {HitKind.CAP, HitKind.FLOOR} and not hit.records
        ),
        ZERO,
    )


@dataclass(frozen=True, slots=True)
class Spill:
    """What an exhausted node takes further (追加扣除), None without end; ``sure`` is sure."""

    node: Indicator
    amount: Fraction | None
    sure: Fraction


def spilled(spills: Iterable[Spill], points: Fraction) -> tuple[list[Hit], Fraction | None]:
    """What overflows into a node that has so many points (追加扣除): the entries, and the rest.

    The rest is what it has no points for, None where there is no end to it.
    """
    hits: list[Hit] = []
    left = max(ZERO, points)
    rest: Fraction | None = ZERO
    for spill in spills:
        wanted = max(left, spill.sure) if spill.amount is None else spill.amount
        title = f"{spill.node.id} {spill.node.title.zh}"
        for amount, kind in (
            (min(spill.sure, wanted), HitKind.LOSS),
            (wanted - min(spill.sure, wanted), HitKind.OPEN),
        ):
            if amount:
                shown = number_text(amount)
                why = Text(
                    f"{title}扣完，追加扣除 {shown} 分",
                    f"{spill.node.id} is exhausted: {shown} more are taken",
                )
                hits.append(Hit(-amount, kind, why))
        over = max(ZERO, wanted - left)
        if over:
            why = Text("本级已扣完", "nothing is left to take")
            hits.append(Hit(over, HitKind.FLOOR, why))
        left -= wanted - over
        rest = None if spill.amount is None or rest is None else rest + over
    return hits, rest
