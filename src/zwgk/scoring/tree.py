"""Scoring one end of what is possible (计分): exact points and ledger entries, node by node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.scheme import (
    Declared,
    End,
    Gate,
    Hit,
    HitKind,
    Indicator,
    Leaf,
    Part,
    Policy,
    RuleKind,
    declared_fact,
    number_text,
)
from zwgk.scoring.applying import applies, moves, policy_of, why_not
from zwgk.scoring.branching import branches
from zwgk.scoring.charging import Spill, absorbed, charged, spilled
from zwgk.scoring.checked import check_hits
from zwgk.scoring.forces import Forced, forced, forced_why, forces_on, ways
from zwgk.scoring.marking import ZERO, Charge, Marking, Scored, half_up, results_by_id, times
from zwgk.scoring.summing import Base, based, converted, empty

Choose = Callable[..., Scored]


def score_node(node: Indicator, end: End, marking: Marking) -> Scored:
    """Score a node and all below it at one end (逐级计分).

    A base node starts from its points and loses; a bonus node starts from nothing. Where it is
    not known what applies, every way is tried in the node that settles what becomes of the points.
    """
    key = (id(node), end)  # on another sheet a node of the same name has other points
    done = marking.scored.get(key)
    if done is not None:
        return done
    branching = branches(node, marking)
    if not branching:
        result = _scored(node, end, marking)
    else:
        results = [(_scored(node, end, branch), branch) for branch in branching]
        result, taken = _choose(end)(results, key=lambda pair: pair[0].points)
        marking.over |= taken.over
        if len({one.applicable for one, _ in results}) > 1:
            result = replace(result, applicable=Truth.MAYBE)
    marking.scored[key] = result
    return result


def _choose(end: End) -> Callable[..., tuple[Scored, Marking]]:
    return min if end is End.LEAST else max


def _scored(node: Indicator, end: End, marking: Marking) -> Scored:
    if node.part is Part.VETO:
        below = tuple(score_node(child, end, marking) for child in node.children)
        return Scored(node.id, ZERO, children=below)
    truth = applies(node, marking)
    if truth is Truth.NO:
        result = _lacking(node, end, marking, _nothing(node).children)
    elif node.is_leaf:
        result = _finished(node, _leaf(node, end, marking), end, marking)
    else:
        parts = _given(node, end, marking) or _summed(node, end, marking)
        if parts.applicable is Truth.NO:
            result = _lacking(node, end, marking, parts.children)
        else:
            result = _finished(node, parts, end, marking)
    if truth is not Truth.MAYBE or node.id in marking.errors:
        return result
    without = _lacking(node, end, marking, result.children)
    choose: Choose = min if end is End.LEAST else max
    best = choose((result, without), key=lambda one: one.points)
    return replace(best, applicable=Truth.MAYBE)


def _nothing(node: Indicator) -> Scored:
    """What does not apply, and nothing below it."""
    below = tuple(_nothing(child) for child in node.children)
    return Scored(node.id, ZERO, (), Truth.NO, below)


def _lacking(node: Indicator, end: End, marking: Marking, children: tuple[Scored, ...]) -> Scored:
    """A node that does not apply: none of its points, or all, or open where nothing says which."""
    nothing = Scored(node.id, ZERO, (), Truth.NO, children)
    if not node.counts or not node.brings:
        return nothing
    policy = policy_of(node)
    why = why_not(node, marking.facts)
    if policy is Policy.FULL:
        return replace(nothing, points=node.brings)
    unsure = applies(node, marking) is Truth.MAYBE
    if policy is None or (moves(node) and unsure):
        marking.loose.add(node.id)
        why = Text(
            "是否适用未定，且方案没有写明缺项办法" if unsure else "不适用，且方案没有写明缺项办法",
            "it may not apply, and the scheme names no policy for that",
        )
        kind = HitKind.OPEN
        lost = node.brings if end is End.LEAST else ZERO
    else:
        kind, lost = HitKind.NA, node.brings
        if policy is Policy.ZERO:
            why = Text(f"{why.zh}，按方案记零分", f"{why.of('en')}: zero by the scheme")
    hits = [Hit(-lost, kind, why)] if lost else []
    start = node.brings
    if node is marking.root and start != node.raw:
        start, shown = node.raw, f"{number_text(node.raw)} → {number_text(node.brings)}"
        told = Text(f"折算：{shown}", f"converted: {shown}")
        hits.insert(0, Hit(node.brings - node.raw, HitKind.CONVERSION, told))
    return replace(_with(node, start, hits), applicable=Truth.NO, children=children)


def _summed(node: Indicator, end: End, marking: Marking) -> Scored:
    parts, moved = _on_other_sheet(node, end, marking)
    scored = {part.id: score_node(part, end, marking) for part in parts}
    kids = [(part, scored[part.id]) for part in parts]
    children = tuple(
        scored.get(child.id) or score_node(child, end, marking) for child in node.children
    )
    if node.part is not Part.BASE:
        base = _extras(kids)
        return Scored(node.id, base.points, tuple(base.charges), children=children)
    if empty(kids):
        return Scored(node.id, ZERO, (), Truth.NO, children)
    base, extra = based(node, kids, end, marking), _extras(kids)
    base.charges += moved  # the points of the other sheet are summed up already
    root = node is marking.root
    # What is taken from a total is taken from its bonus too.
    whole = base.points + (extra.points if root and node.convert is None else ZERO)
    givers = [child for child in node.children if flows(child, "parent")]
    if root:
        tops = {child.id for child in givers}
        givers = [one for one in node.walk() if flows(one, "total") or one.id in tops]
    for charge in overflow(node, givers, whole, end, marking):
        base.points += charge.amount
        base.charges.append(charge)
    return replace(converted(node, base, extra, root=root), children=children)


def _extras(kids: Sequence[tuple[Indicator, Scored]]) -> Base:
    """What parts add beside base points: bonus and penalty."""
    found = Base(ZERO, [])
    for child, result in kids:
        if child.part is not Part.BASE and not child.unscored:
            found.points += result.points
            found.charges += result.charges
    return found


def _on_other_sheet(
    node: Indicator, end: End, marking: Marking
) -> tuple[Sequence[Indicator], list[Charge]]:
    """The parts as another sheet has them, where one that does not apply says so.

    They are judged on that sheet alone: points given for it may be more than their own has.
    """
    lacking = next(
        (
            child
            for child in node.children
            if policy_of(child) is Policy.PROFILE
            and score_node(child, end, marking).applicable is Truth.NO
        ),
        None,
    )
    if lacking is None or lacking.na is None or lacking.na.sheet is None:
        return node.children, []
    sheet = lacking.na.sheet
    there = {child.id: child for child in node.instead.get(sheet, ())}
    found: list[Indicator] = []
    charges = []
    for child in node.children:
        if child is lacking or not child.counts:
            found.append(child)
            continue
        other = there.get(child.id)
        worth = ZERO if other is None else other.worth
        if other is not None:
            found.append(other)
        if worth != child.worth:
            why = Text(
                f"缺项 {lacking.id}：{child.id} 按 {sheet} 类 {number_text(worth)} 分",
                f"{lacking.id} not applicable: {child.id} has {number_text(worth)} as in {sheet}",
            )
            hit = Hit(worth - child.worth, HitKind.NA, why)
            charges.append(Charge(node.id, hit, node.citation))
    return found, charges


def flows(node: Indicator, into: str) -> bool:
    """Whether what a node cannot bear is taken from there (是否追加扣除)."""
    return node.charging.overflow == into


def overflow(
    receiver: Indicator, givers: Sequence[Indicator], points: Fraction, end: End, marking: Marking
) -> tuple[Charge, ...]:
    """What exhausted nodes take from one that has so many points (追加扣除)."""
    if not givers:
        return ()
    spills = []
    for node in givers:
        score_node(node, End.MOST, marking)  # what is taken at the best end is surely taken
        sure, amount = marking.over.get((node.id, End.MOST)), marking.over.get((node.id, end), ZERO)
        spills.append(Spill(node, amount, sure or ZERO))
    hits, rest = spilled(spills, points)
    if receiver.charging.overflow is not None:
        marking.over[receiver.id, end] = rest
    return tuple(Charge(receiver.id, hit, receiver.citation) for hit in hits)


def _given(node: Indicator, end: End, marking: Marking) -> Scored | None:
    """Points that a reviewer gave to a node as a whole; they settle what nobody gave below it.

    What is known below must leave room for them, and what is open there must wait for a
    declaration too: facts that are not known are never replaced by a word.
    """
    value = marking.facts.get(declared_fact(node.id))
    if value is None or value.least is None:
        return None
    whole = -value.least if node.part is Part.PENALTY else value.least
    ends = {one: _summed(node, one, marking) for one in End}
    least, most = ends[End.LEAST], ends[End.MOST]
    if least.points == most.points or not least.points <= whole <= most.points:
        return None  # the parts are known, or contradict the whole: the parts stand
    low, high = results_by_id(least.children), results_by_id(most.children)
    for below in node.walk():
        settled = not below.is_leaf or low[below.id].points == high[below.id].points
        if not settled and not isinstance(below.rule, Declared):
            return None
    # The end at which nothing is lost or gained where nobody gave points: the rest is one entry.
    plain, kind, word = {
        Part.BONUS: (least, HitKind.BONUS, "加"),
        Part.PENALTY: (most, HitKind.PENALTY, "扣"),
    }.get(node.part, (most, HitKind.LOSS, "评"))
    charges = plain.charges
    if whole != plain.points:
        given = number_text(abs(whole))
        why = Text(f"整项{word} {given} 分", f"{given} given as a whole")
        records = tuple(support.record for support in value.support)
        hit = Hit(whole - plain.points, kind, why, records)
        charges = (*charges, Charge(node.id, hit, node.citation))
    shown = {least.points: least, most.points: most}.get(whole, ends[end])
    return Scored(node.id, whole, charges, Truth.YES, shown.children, whole=True, gone=plain.gone)


def _leaf(node: Indicator, end: End, marking: Marking) -> Scored:
    if node.points is None or node.rule is None:
        return Scored(node.id, ZERO)
    result = _of_rule(node, node.points, node.rule, end, marking)
    if node.convert is None:
        return result
    factor = node.convert / node.points
    return replace(result, points=result.points * factor, charges=times(result.charges, factor))


def _of_rule(
    node: Indicator, points: Fraction, rule: RuleKind, end: End, marking: Marking
) -> Scored:
    start = points if node.part is Part.BASE else ZERO
    if node.id in marking.errors:
        marking.over[node.id, end] = None if end is End.LEAST else ZERO
        return _open(node, start, end, marking.errors[node.id])
    leaf = Leaf(node.id, points, node.part)
    try:
        hits = _judged(node, rule, leaf, start, end, marking)
    except (Exception, SystemExit) as cause:  # noqa: BLE001  # a plugin's rule may raise anything
        marking.over[node.id, end] = None if end is End.LEAST else ZERO
        return _open(node, start, end, marking.error(node.id, cause))
    result = replace(_with(node, start, hits), full=points)
    marking.judged.setdefault((node.id, points), {})[end] = result.points
    return result


def _judged(
    node: Indicator, rule: RuleKind, leaf: Leaf, start: Fraction, end: End, marking: Marking
) -> list[Hit]:
    """What a leaf is charged if it applies (逐条计分)."""
    hits = list(rule.judge(leaf, marking.views.of(node, marking.facts), end))
    check_hits(node, start, hits)
    hits = charged(node, start, hits, end, marking.facts, marking.views)
    if node.charging.overflow is not None:
        # What may not apply may as well take nothing.
        none = end is End.MOST and applies(node, marking) is not Truth.YES
        facts = marking.views.of(node, marking.facts)
        marking.over[node.id, end] = ZERO if none else absorbed(node, hits, facts, end)
    return hits


def _open(node: Indicator, start: Fraction, end: End, why: Text) -> Scored:
    points = node.points or ZERO
    lowest = -points if node.part is Part.PENALTY else ZERO
    highest = ZERO if node.part is Part.PENALTY else points
    target = lowest if end is End.LEAST else highest
    hits = [] if target == start else [Hit(target - start, HitKind.OPEN, why)]
    return _with(node, start, hits)


def _with(node: Indicator, start: Fraction, hits: list[Hit]) -> Scored:
    charges = tuple(Charge(node.id, hit, node.citation) for hit in hits)
    return Scored(node.id, start + sum((hit.points for hit in hits), ZERO), charges)


def _finished(node: Indicator, result: Scored, end: End, marking: Marking) -> Scored:
    """Its limit, its rounding, the vetoes that act on it, and whether its gate is open."""
    root = node is marking.root
    result = _rounded(node, _capped(node, result), "总分" if root else "")
    if not root and not marking.lenient:
        result = _forced(node, result, end, marking)
    return _gated(node, result, end, marking)


def _capped(node: Indicator, result: Scored) -> Scored:
    limit = node.cap
    if limit is None and node.part is not Part.BASE and not node.is_leaf:
        limit = node.points
    if limit is None or abs(result.points) <= limit:
        return result
    kept = limit if result.points > 0 else -limit
    why = Text(
        f"本部分以 {number_text(limit)} 分为限", f"this part is limited to {number_text(limit)}"
    )
    return result.changed(node, kept, HitKind.CAP, why)


def _rounded(node: Indicator, result: Scored, what: str) -> Scored:
    if node.places is None:
        return result
    points = half_up(result.points, node.places)
    en = "the total is rounded" if what else "rounded"
    why = Text(f"{what}保留 {node.places} 位小数", f"{en} to {node.places} places")
    return result.changed(node, points, HitKind.ROUNDING, why)


def _forced(node: Indicator, result: Scored, end: End, marking: Marking) -> Scored:
    """The points of a node after the vetoes and fail lines whose scope it is."""
    forces = forces_on(node.id, result, marking, score_node)
    if not forces:
        return result
    options = [forced(result.points, some) for some in ways(forces)]
    choose: Callable[..., Forced] = min if end is End.LEAST else max
    chosen = choose(options, key=lambda option: option.order)
    if not chosen.consistent(forces, end):
        marking.loose.add(node.id)
    if chosen.decisive is None:
        return result
    return result.changed(node, chosen.points, HitKind.VETO, forced_why(chosen.decisive))


def _gated(node: Indicator, result: Scored, end: End, marking: Marking) -> Scored:
    if node.gate is None or not result.points:
        return result
    target = marking.node(node.gate.node)
    if any(choice.owner != target.id for choice in marking.open_at(target.id)):
        marking.loose.add(node.id)  # what applies for the gate may differ from what does elsewhere
    got = score_node(target, end, marking).points
    if _opens(node.gate, got):
        return result
    bound = node.gate.above if node.gate.above is not None else node.gate.at_least
    word = "未超过" if node.gate.above is not None else "未达到"
    why = Text(
        f"加分未开启：{node.gate.node} 得 {number_text(got)} 分，{word} {bound}",
        f"the bonus stays shut: {node.gate.node} has {number_text(got)}, against {bound}",
    )
    return result.changed(node, ZERO, HitKind.CAP, why)


def _opens(gate: Gate, got: Fraction) -> bool:
    if gate.above is not None:
        return got > Fraction(gate.above)
    return got >= Fraction(gate.at_least or 0)
