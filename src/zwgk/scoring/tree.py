"""Scoring one end of what is possible (计分): exact points and ledger entries, node by node."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue, Truth
from zwgk.scheme import (
    Declared,
    End,
    Hit,
    HitKind,
    Indicator,
    Leaf,
    Part,
    RuleKind,
    declared_fact,
    number_text,
    raised_text,
)
from zwgk.scoring.charging import Spill, Views, absorbed, charged, spilled

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Charge:
    """A ledger entry before it is numbered (分项): the indicator it belongs to and the hit."""

    indicator: str
    hit: Hit
    citation: str = ""

    @property
    def points(self) -> Fraction:
        """The signed change of points."""
        return self.hit.points


@dataclass(frozen=True, slots=True)
class Scored:
    """What a node got at one end (得分): its exact points after its own rounding, and why.

    ``whole`` says that its points were given to it as a whole, not worked out from its parts.
    """

    id: str
    points: Fraction
    charges: tuple[Charge, ...] = ()
    applicable: Truth = Truth.YES
    children: tuple[Scored, ...] = ()
    whole: bool = False

    def walk(self) -> Iterator[Scored]:
        """The result and those below it, from the top."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Marking:
    """One scoring of one unit (一次计分): its facts, what was scored, and rules that raised.

    A rule that raised is noted by indicator; its leaf then stays open at both ends. ``over`` is
    what a node could not bear, for those that overflow.
    """

    facts: Mapping[str, FactValue]
    errors: dict[str, Text] = field(default_factory=dict)
    scored: dict[tuple[str, End], Scored] = field(default_factory=dict)
    views: Views = field(default_factory=Views)
    over: dict[tuple[str, End], Fraction | None] = field(default_factory=dict)

    def error(self, name: str, cause: BaseException) -> Text:
        """Note that the rule of an indicator raised, and how."""
        told = raised_text(cause)
        return self.errors.setdefault(name, Text(f"规则出错：{told}", f"the rule raised {told}"))


def half_up(value: Fraction, places: int) -> Fraction:
    """Rounded half away from zero (四舍五入), exactly.

    >>> half_up(Fraction("80.005"), 2), half_up(Fraction("-0.5"), 0)
    (Fraction(8001, 100), Fraction(-1, 1))
    """
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def to_decimal(value: Fraction, places: int) -> Decimal:
    """An exact fraction of so many places as a decimal that prints all of them.

    >>> to_decimal(Fraction(80), 2), to_decimal(Fraction(-1, 2), 1)
    (Decimal('80.00'), Decimal('-0.5'))
    """
    scaled = half_up(value, places) * 10**places
    return Decimal(f"{scaled.numerator}E-{places}")  # as text, no context rounds it


def score_node(node: Indicator, end: End, marking: Marking) -> Scored:
    """Score a node and all below it at one end (逐级计分).

    A base node starts from its points and loses; a bonus node starts from nothing.
    """
    done = marking.scored.get((node.id, end))
    if done is not None:
        return done
    if node.part is Part.VETO:
        below = tuple(score_node(child, end, marking) for child in node.children)
        result = Scored(node.id, ZERO, children=below)
    elif node.is_leaf:
        result = _rounded(node, _leaf(node, end, marking))
    else:
        parts = _given(node, end, marking) or _summed(node, end, marking)
        result = _rounded(node, _capped(node, parts))
    marking.scored[node.id, end] = result
    return result


def _summed(node: Indicator, end: End, marking: Marking) -> Scored:
    children = tuple(score_node(child, end, marking) for child in node.children)
    points = sum((child.points for child in children), ZERO)
    charges = tuple(charge for child in children for charge in child.charges)
    more = overflow(node, [c for c in node.children if flows(c, "parent")], points, end, marking)
    points += sum((charge.points for charge in more), ZERO)
    charges += more
    applicable = Truth.YES
    if all(child.applicable is Truth.NO for child in children):
        applicable = Truth.NO
    return Scored(node.id, points, charges, applicable, children)


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
    return Scored(node.id, whole, charges, Truth.YES, shown.children, whole=True)


def results_by_id(results: Iterable[Scored]) -> dict[str, Scored]:
    """Results and all below them by indicator (按编号)."""
    return {below.id: below for result in results for below in result.walk()}


def _leaf(node: Indicator, end: End, marking: Marking) -> Scored:
    if node.points is None or node.rule is None:
        return Scored(node.id, ZERO)
    start = node.points if node.part is Part.BASE else ZERO
    if node.id in marking.errors:
        marking.over[node.id, end] = None if end is End.LEAST else ZERO
        return _open(node, start, end, marking.errors[node.id])
    leaf = Leaf(node.id, node.points, node.part)
    try:
        applicable, options = _judged(node, node.rule, leaf, start, end, marking)
    except (Exception, SystemExit) as cause:  # noqa: BLE001  # a plugin's rule may raise anything
        marking.over[node.id, end] = None if end is End.LEAST else ZERO
        return _open(node, start, end, marking.error(node.id, cause))
    if applicable is not Truth.YES:
        if node.na is None and node.part is Part.BASE:
            why = Text(
                "是否适用未定，且方案没有写明缺项办法"
                if applicable is Truth.MAYBE
                else "不适用，且方案没有写明缺项办法",
                "it may not apply, and the scheme names no policy for that",
            )
            return replace(_open(node, start, end, why), applicable=applicable)
        options.append(_na_hits(node))
    results = [_with(node, start, hits) for hits in options]
    choose: Callable[..., Scored] = min if end is End.LEAST else max
    return replace(choose(results, key=lambda result: result.points), applicable=applicable)


def _judged(
    node: Indicator, rule: RuleKind, leaf: Leaf, start: Fraction, end: End, marking: Marking
) -> tuple[Truth, list[list[Hit]]]:
    """Whether a leaf applies, and what it is charged if it does (逐条计分)."""
    facts = marking.views.of(node, marking.facts)
    applicable = Truth(rule.applicable(facts))
    if applicable is Truth.NO:
        return applicable, []
    hits = list(rule.judge(leaf, facts, end))
    _check(node, start, [hits])
    hits = charged(node, start, hits, end, marking.facts, marking.views)
    if node.charging.overflow is not None:
        # What may not apply may as well take nothing.
        none = end is End.MOST and applicable is not Truth.YES
        marking.over[node.id, end] = ZERO if none else absorbed(node, hits, facts, end)
    return applicable, [hits]


def _check(node: Indicator, start: Fraction, options: list[list[Hit]]) -> None:
    """A rule gives exact points, and no more than its leaf has."""
    full = node.points or ZERO
    for hits in options:
        for hit in hits:
            _usable(hit)
            if not isinstance(hit.points, (int, Fraction)):
                raise TypeError(f"{hit.points!r} is not exact")
        got = start + sum((hit.points for hit in hits), ZERO)
        if node.part is Part.PENALTY and not -full <= got <= 0:
            raise ValueError(f"{number_text(got)} is not between -{number_text(full)} and 0")
        if got > full:
            raise ValueError(f"{number_text(got)} is more than {number_text(full)}")


def _usable(hit: object) -> None:
    """A hit is made of what the ledger can hold; a plugin may give anything."""
    if not isinstance(hit, Hit):
        raise TypeError(f"{type(hit).__name__} is no Hit")
    kind: object = hit.kind
    reason: object = hit.reason
    records: object = hit.records
    if not isinstance(kind, HitKind):
        raise TypeError(f"{kind!r} is no HitKind")
    if not isinstance(reason, Text):
        raise TypeError(f"the reason is a {type(reason).__name__}, no Text")
    if not isinstance(records, tuple) or not all(isinstance(one, str) for one in records):
        raise TypeError("the records are no tuple of record ids")


def _na_hits(node: Indicator) -> list[Hit]:
    if node.na == "full" or node.part is not Part.BASE or node.points is None:
        return []
    return [
        Hit(
            -node.points,
            HitKind.NA,
            Text("不适用，按方案记零分", "not applicable: zero by the scheme"),
        )
    ]


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


def _capped(node: Indicator, result: Scored) -> Scored:
    limit = node.cap
    if limit is None and node.part is not Part.BASE:
        limit = node.points
    if limit is None or node.part is Part.BASE or abs(result.points) <= limit:
        return result
    kept = limit if result.points > 0 else -limit
    why = Text(
        f"本部分以 {number_text(limit)} 分为限", f"this part is limited to {number_text(limit)}"
    )
    charge = Charge(node.id, Hit(kept - result.points, HitKind.CAP, why), node.citation)
    return replace(result, points=kept, charges=(*result.charges, charge))


def _rounded(node: Indicator, result: Scored) -> Scored:
    if node.places is None:
        return result
    points = half_up(result.points, node.places)
    if points == result.points:
        return result
    why = Text(f"保留 {node.places} 位小数", f"rounded to {node.places} places")
    charge = Charge(node.id, Hit(points - result.points, HitKind.ROUNDING, why))
    return replace(result, points=points, charges=(*result.charges, charge))
