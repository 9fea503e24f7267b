"""Points by rank (按名次得分): leaves that wait for the ranks of all units, settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.scheme import HitKind, Indicator, Part, Ranked, Scheme, number_text
from zwgk.scheme.across import Ranking
from zwgk.scoring.assessment import Assessment
from zwgk.scoring.engine import together
from zwgk.scoring.explain import state_text
from zwgk.scoring.field import Ends, Field
from zwgk.scoring.marking import ZERO, half_up, to_decimal
from zwgk.scoring.parts import (
    Bounds,
    Finding,
    FindingKind,
    IndicatorResult,
    LedgerEntry,
    Ledgers,
    Points,
    Settled,
    State,
)
from zwgk.scoring.regrading import grade_title, grades_between, no_rank, stops

Open: TypeAlias = tuple[Fraction | None, Fraction | None]
"""Both ends of a value (取值两端), None where it has no end."""

_FINE = 9
"""Decimals of a fact that units are ranked by: two of them may be as near as that."""


def settled_by_rank(
    given: Sequence[Assessment], scheme: Scheme, ranking: Ranking
) -> list[Assessment]:
    """The assessments of one group with their leaves by rank settled (按名次得分定分).

    A leaf is settled where its points go straight into the total: no node above it rounds, caps,
    converts, weights or gates, and no veto acts on the points. Elsewhere it stays open. Leaves
    ranked by a fact come first, then those ranked by the total of the other indicators.
    """
    found = list(given)
    rules = {node.id: node.rule for node in scheme.walk() if isinstance(node.rule, Ranked)}
    for name in sorted(rules, key=lambda name: rules[name].by is None):
        rule = rules[name]
        with_it = [index for index, one in enumerate(found) if _counts(one, name, rule)]
        values = [_value(found[index], name, rule) for index in with_it]
        worth = [result.points or ZERO for one in with_it if (result := found[one].indicator(name))]
        shares = list(_points(values, worth, rule, ranking))
        for index, points in zip(with_it, shares, strict=True):
            sheet = scheme.sheets.get(found[index].profile or "", scheme)
            node = sheet.indicator(name)
            if node is not None and _straight(node, sheet) and _waits(found[index], node, sheet):
                found[index] = _with(found[index], node, points, scheme)
    return found


def _counts(one: Assessment, name: str, rule: Ranked) -> bool:
    """Whether a unit is ranked for that leaf: it has it, and it applies."""
    result = one.indicator(name)
    applies = result is not None and result.state is not State.NOT_APPLICABLE
    return applies and (rule.by is not None or one.bounds is not None)


def _straight(node: Indicator, scheme: Scheme) -> bool:
    """Whether nothing stands between a leaf and the total."""
    above = [one for one in scheme.root.walk() if any(below is node for below in one.walk())]
    watched = {one.gate.node for one in scheme.walk() if one.gate is not None}
    scopes = {one.scope for one in scheme.walk()} | {
        one.fail.scope for one in scheme.walk() if one.fail is not None
    }
    for one in above:
        acts = (one.weight, one.convert, one.cap, one.gate, one.fail)
        rounds = one.places is not None and one.id != scheme.root.id
        limits = one is not node and one.part is not Part.BASE and one.points is not None
        if any(act is not None for act in acts) or rounds or limits:
            return False
        if one.id in watched or one.id in scopes:
            return False
    return True


def _waits(one: Assessment, node: Indicator, scheme: Scheme) -> bool:
    """Whether an assessment has that leaf, open, and nothing acts on the points of the whole."""
    result = one.indicator(node.id)
    if result is None or result.least == result.most or one.bounds is None or one.rolled_up:
        return False
    ledgers = _ledgers(one)
    forced = any(entry.kind is HitKind.VETO for end in ledgers for entry in end)
    plain = all(
        entry.amount == entry.points
        for end in ledgers
        for entry in end
        if entry.indicator == node.id
    )
    sure = all(fact.applicable is not Truth.MAYBE for fact in one.facts)
    quiet = all(veto.fired is Truth.NO or not _of_points(veto.id, scheme) for veto in one.vetoes)
    return plain and sure and quiet and not forced and stops(scheme, one) is Truth.NO


def _of_points(name: str, scheme: Scheme) -> bool:
    node = scheme.indicator(name)
    return node is not None and any(
        effect is not None and effect.touches_points
        for effect in (node.effect, None if node.fail is None else node.fail.effect)
    )


def _ledgers(one: Assessment) -> tuple[tuple[LedgerEntry, ...], tuple[LedgerEntry, ...]]:
    if one.ledgers is not None:
        return one.ledgers.least, one.ledgers.greatest
    return one.ledger or (), one.ledger or ()


def _value(one: Assessment, name: str, rule: Ranked) -> Open:
    """What a unit is ranked by, at both ends; None is no end."""
    if rule.by is not None:
        fact = one.fact(rule.by)
        return (None, None) if fact is None else (fact.least, fact.most)
    ends = []
    for entries in _ledgers(one):
        rest = sum((e.amount for e in entries if not _rounding(e, one)), Fraction(one.full or 0))
        ends.append(rest - _got(entries, one.indicator(name)))
    return ends[0], ends[1]


def _rounding(entry: LedgerEntry, one: Assessment) -> bool:
    return entry.kind is HitKind.ROUNDING and entry.indicator == one.scheme


def _got(entries: Sequence[LedgerEntry], leaf: IndicatorResult | None) -> Fraction:
    """What a leaf has at one end of the total."""
    if leaf is None:
        return ZERO
    start = (leaf.points or ZERO) if leaf.part is Part.BASE else ZERO
    return sum((entry.amount for entry in entries if entry.indicator == leaf.id), Fraction(start))


def _points(
    values: Sequence[Open],
    worth: Sequence[Fraction],
    rule: Ranked,
    ranking: Ranking,
) -> Iterator[tuple[Ends, Text]]:
    """The least and the most points of each unit, and why."""
    told = [value for pair in values for value in pair if value is not None]
    low, high = min(told, default=ZERO) - 1, max(told, default=ZERO) + 1
    sign = -1 if rule.best == "least" else 1
    spans: list[Ends] = []
    for least, most in values:
        ends = (low if least is None else least), (high if most is None else most)
        spans.append((min(sign * end for end in ends), max(sign * end for end in ends)))
    if rule.share_of_first:
        for index, (least, most) in enumerate(values):
            others = [pair for place, pair in enumerate(values) if place != index]
            ends = _of_first(least, most, others)
            first = Text("按与第一名之比得分", "in proportion to the first")
            yield (worth[index] * ends[0], worth[index] * ends[1]), first
        return
    field = Field.of(spans, _FINE)
    for mine in spans:
        best, worst = field.ranks(mine, ranking)
        given = [rule.points_at(place) for place in range(best, worst + 1)]
        zh = f"第 {best} 名" if best == worst else f"第 {best} 至 {worst} 名"
        en = f"rank {best}" if best == worst else f"rank {best} to {worst}"
        yield (min(given), max(given)), Text(f"{zh}，共 {len(spans)} 个", f"{en} of {len(spans)}")


def _of_first(
    least: Fraction | None,
    most: Fraction | None,
    others: Sequence[Open],
) -> Ends:
    """The least and the most that a value can be of the greatest; of nothing it is nothing."""
    low = max(ZERO, least or ZERO)
    tops = [pair[1] for pair in others]
    bottom = ZERO
    if None not in tops:
        first = max([low, *(top for top in tops if top is not None)])
        bottom = low / first if first > 0 else ZERO
    if most is None:
        return bottom, Fraction(1)
    first = max([most, *(pair[0] or ZERO for pair in others)])
    return bottom, max(ZERO, most) / first if first > 0 else ZERO


def _with(one: Assessment, node: Indicator, given: tuple[Ends, Text], scheme: Scheme) -> Assessment:
    """The assessment with the points of that leaf, and all that follows from them."""
    (least, most), why = given
    settled = least == most
    ends = [
        _entries(entries, node, points, why, scheme, one, settled=settled)
        for entries, points in zip(_ledgers(one), (least, most), strict=True)
    ]
    full, places = Fraction(one.full or 0), scheme.document.places
    totals = [full + sum((entry.amount for entry in end), ZERO) for end in ends]
    same = totals[0] == totals[1]
    grades = grades_between(scheme, one, (totals[0], totals[1]), no_rank)
    grade = next(iter(grades)) if len(grades) == 1 else None
    indicators = _indicators(one, node, (least, most))
    return one.model_copy(
        update={
            "total": to_decimal(totals[0], places) if same else None,
            "bounds": Bounds(
                least=to_decimal(totals[0], places),
                greatest=to_decimal(totals[1], places),
                exact=one.bounds is not None and one.bounds.exact,
            ),
            "grade": grade,
            "grade_title": grade_title(scheme, grade),
            "ledger": ends[0] if same else None,
            "ledgers": None if same else Ledgers(least=ends[0], greatest=ends[1]),
            "indicators": indicators,
            "findings": _findings(one, node, indicators),
            **(_settled(one, node, least) if settled else {}),
        }
    )


def _entries(
    entries: Sequence[LedgerEntry],
    node: Indicator,
    points: Fraction,
    why: Text,
    scheme: Scheme,
    one: Assessment,
    *,
    settled: bool,
) -> tuple[LedgerEntry, ...]:
    base = node.part is Part.BASE
    amount = points - (node.points or ZERO) if base else points
    kind = (HitKind.LOSS if base else HitKind.BONUS) if settled else HitKind.OPEN
    kept = [e for e in entries if e.indicator != node.id and not _rounding(e, one)]
    if amount:
        kept.append(_entry(node.id, kind, amount, why, node.citation))
    exact = Fraction(one.full or 0) + sum((entry.amount for entry in kept), ZERO)
    places = scheme.document.places
    rounded = half_up(exact, places)
    if rounded != exact:
        told = Text(f"总分保留 {places} 位小数", f"the total is rounded to {places} places")
        kept.append(_entry(one.scheme, HitKind.ROUNDING, rounded - exact, told))
    return tuple(
        entry.model_copy(update={"id": f"L{number:03d}"}) for number, entry in enumerate(kept, 1)
    )


def _entry(
    name: str, kind: HitKind, amount: Fraction, why: Text, citation: str = ""
) -> LedgerEntry:
    points = Points(amount)
    return LedgerEntry(
        id="L000",
        indicator=name,
        kind=kind,
        points=points,
        amount=points,
        reason=why,
        citation=citation,
    )


def _indicators(one: Assessment, node: Indicator, points: Ends) -> tuple[IndicatorResult, ...]:
    """The results with that leaf settled, and the nodes above it."""
    results = {result.id: result for result in one.indicators}
    leaf = results[node.id]
    moved = points[0] - (leaf.least or ZERO), points[1] - (leaf.most or ZERO)
    state = State.UNKNOWN
    if points[0] == points[1]:
        state = State.UNMET if points[0] <= 0 else State.PARTLY
        state = State.MET if points[0] == node.points else state
    results[node.id] = leaf.model_copy(
        update={"least": Points(points[0]), "most": Points(points[1]), "state": state}
    )
    above = leaf.parent
    while above is not None:
        result = results[above]
        below = [child.state for child in results.values() if child.parent == above]
        update: dict[str, object] = {"state": together(below)}
        if result.least is not None and result.most is not None:
            update |= {
                "least": Points(result.least + moved[0]),
                "most": Points(result.most + moved[1]),
            }
        results[above] = result.model_copy(update=update)
        above = result.parent
    return tuple(results.values())


def _settled(one: Assessment, node: Indicator, points: Fraction) -> dict[str, object]:
    """What is known now, where a base leaf was settled."""
    if node.part is not Part.BASE or node.points is None:
        return {}
    of, share = one.settled.of, one.completeness
    applicable = Fraction(of) / share if share else Fraction(one.full or 0)
    known = Settled(points=Points(one.settled.points + points), of=Points(of + node.points))
    whole = Points(Fraction(known.of) / applicable) if applicable else None
    return {"settled": known, "completeness": whole}


def _findings(
    one: Assessment, node: Indicator, indicators: Sequence[IndicatorResult]
) -> tuple[Finding, ...]:
    """The findings with what is now known of the leaf."""
    result = next(result for result in indicators if result.id == node.id)
    found: list[Finding] = []
    for finding in one.findings:
        if finding.kind is not FindingKind.LEAF or finding.subject != node.id:
            found.append(finding)
        elif result.state not in {None, State.MET}:
            words = state_text(result.state, node.part)
            what = Text(
                f"{node.title.zh}：{words.zh}（{number_text(result.least)} 分）",
                f"{node.title.of('en')}: {words.en} ({number_text(result.least)})",
            )
            state = str(result.state.value if result.state else "")
            found.append(finding.model_copy(update={"state": state, "what": what}))
    return tuple(found)
