"""Declared points (申报得分): which of them count, what the unit claims, where they disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.facts import FactValue, Support
from zwgk.records import Assessor, Declaration, Dossier
from zwgk.scheme import (
    Assessing,
    Declared,
    Indicator,
    Part,
    Scheme,
    declared_fact,
    excused_fact,
    number_text,
    ratio,
)
from zwgk.scoring import Finding, FindingKind
from zwgk.source import did_you_mean

ZERO = Fraction(0)
DEFAULT = (Assessor.REVIEW, Assessor.THIRD_PARTY)


def declarations(dossier: Dossier, scheme: Scheme, perspective: str) -> dict[str, FactValue]:
    """The declarations that count, as facts keyed by indicator (计入的评定得分).

    The first assessor in the rule's ``accepts`` stands; from the unit's own perspective its
    own declaration is accepted after those. An override stands above all; where a leaf takes
    several assessors together, each of them is a fact of its own.

    Raises:
        InvalidInput: for a declaration that names no indicator, or more points than it has.
    """
    given = dossier.declarations or ()
    _check(given, scheme)
    found: dict[str, FactValue] = {}
    for node in scheme.walk():
        final = _first([row for row in given if row.override], node, perspective)
        several = assessors_of(node)
        for one in several:
            chosen = _last(given, one.assessor, node.id, one.round)
            if chosen is not None and one.assessor in accepted(node, perspective):
                found[declared_fact(node.id, one.assessor, one.round)] = _value(chosen)
        if final is None and not several:
            final = _first(given, node, perspective)
        elif final is None and perspective == "self" and not _any_given(found, node):
            final = _last(given, Assessor.SELF, node.id)
        if final is not None:
            found[declared_fact(node.id)] = _value(final)
        excused = _excused(given, node, perspective)
        if excused is not None and (final is None or _day(final) <= _day(excused)):
            found[excused_fact(node.id)] = _lacking(excused)
    return found


def _day(row: Declaration) -> date:
    return row.on or date.min


def _excused(given: Sequence[Declaration], node: Indicator, perspective: str) -> Declaration | None:
    """The latest word of somebody who may say so that an indicator does not apply (缺项)."""
    heard = accepted(node, perspective)
    rows = [
        row
        for row in given
        if row.not_applicable and row.indicator == node.id and row.assessor in heard
    ]
    return max(rows, key=lambda row: (_day(row), row.approver, row.reason), default=None)


def _lacking(row: Declaration) -> FactValue:
    """That an indicator does not apply, why, and who approved it."""
    name = f"declarations:{row.assessor}/{row.indicator}#na"
    why = Text(
        f"不适用：{row.reason}（{row.approver}认定）",
        f"not applicable: {row.reason} (approved by {row.approver})",
    )
    support = (Support(_day(row), name, Fraction(1)),)
    return FactValue(Fraction(1), Fraction(1), support, because=why)


def assessors_of(node: Indicator) -> tuple[Assessing, ...]:
    """The assessors whose points a leaf takes together (多方评定), if there are several."""
    return node.rule.assessors if isinstance(node.rule, Declared) else ()


def _any_given(found: Mapping[str, FactValue], node: Indicator) -> bool:
    names = (declared_fact(node.id, one.assessor, one.round) for one in assessors_of(node))
    return any(name in found for name in names)


def _value(chosen: Declaration) -> FactValue:
    points = Fraction(chosen.points or 0)
    round_ = "" if chosen.round is None else f"#{chosen.round}"
    name = f"declarations:{chosen.assessor}/{chosen.indicator}{round_}"
    return FactValue.exactly(points, (Support(chosen.on or date.min, name, points),))


def _first(given: Sequence[Declaration], node: Indicator, perspective: str) -> Declaration | None:
    """What the first of those who may give points to a node gave it."""
    each = (_last(given, assessor, node.id) for assessor in accepted(node, perspective))
    return next((chosen for chosen in each if chosen is not None), None)


def accepted(node: Indicator, perspective: str) -> Sequence[Assessor]:
    """Who may give points to a node, the first of them first; itself only when asked for."""
    accepts = node.rule.accepts if isinstance(node.rule, Declared) else DEFAULT
    listed = (one.assessor for one in assessors_of(node))
    if perspective == "self":
        return tuple(dict.fromkeys((*accepts, *listed, Assessor.SELF)))
    return [one for one in dict.fromkeys((*accepts, *listed)) if one is not Assessor.SELF]


def _last(
    given: Sequence[Declaration],
    assessor: Assessor,
    indicator: str | None,
    round_: int | None = None,
) -> Declaration | None:
    """The latest points of an assessor; of several on one day and round, the lowest stand."""
    mine = [
        row
        for row in given
        if row.assessor is assessor
        and row.indicator == indicator
        and row.points is not None
        and round_ in {None, row.round}
    ]
    return max(
        mine,
        key=lambda row: (row.on or date.min, row.round or 0, -(row.points or 0)),
        default=None,
    )


def _check(given: Sequence[Declaration], scheme: Scheme) -> None:
    problems = []
    nodes = {node.id: node for node in scheme.walk()}
    for index, declaration in enumerate(given):
        if declaration.indicator is None:
            continue
        place = Place("dossier", path=f"declarations[{index}]")
        node = nodes.get(declaration.indicator)
        if node is None:
            what = Text(
                f"方案 {scheme.id} 没有指标“{declaration.indicator}”",
                f"scheme {scheme.id} has no indicator '{declaration.indicator}'",
            )
            hint = did_you_mean(declaration.indicator, list(nodes))
            problems.append(Problem(place, what, hint))
            continue
        if declaration.not_applicable and node.part is Part.VETO:
            what = Text(f"否决“{node.id}”不能缺项", f"the veto '{node.id}' always applies")
            hint = Text("删去该申报", "remove the declaration")
            problems.append(Problem(place, what, hint))
        most = given_of(node)
        if scheme.scored and declaration.points is not None and declaration.points > most:
            what = Text(
                f"“{node.id}”评定 {declaration.points} 分，超过分值 {number_text(most)}",
                f"'{node.id}' is given {declaration.points}, more than its {number_text(most)}",
            )
            hint = Text("核对分值与评定得分", "check the points of the sheet and those given")
            problems.append(Problem(place, what, hint))
    if problems:
        raise InvalidInput(problems)


def given_of(node: Indicator) -> Fraction:
    """What points for a node are given of (评分满分): the most it has, unless its rule says."""
    if isinstance(node.rule, Declared) and node.rule.out_of is not None:
        return Fraction(node.rule.out_of)
    return most_of(node)


def most_of(node: Indicator) -> Fraction:
    """The most that can be given to a node: its points or its limit, else those of its parts."""
    if node.part is Part.BASE:
        if node.is_leaf:
            return node.points or ZERO
        more = (most_of(child) for child in node.children if child.part is Part.BONUS)
        return sum(more, node.raw if node.convert is None else node.convert)
    limits = [limit for limit in (node.points, node.cap) if limit is not None]
    if limits:
        return min(limits)
    return sum((most_of(child) for child in node.children), ZERO)


def stated(
    dossier: Dossier, scheme: Scheme
) -> tuple[dict[str, Fraction], Fraction | None, list[Finding]]:
    """What the unit gave itself (自评): by indicator, in all, and where it contradicts itself.

    The sum is that of the topmost declared nodes, or the stated total where only that is given.
    """
    given = dossier.declarations or ()
    own: dict[str, Fraction] = {}
    for node in scheme.walk():
        mine = _last(given, Assessor.SELF, node.id)
        if mine is not None and mine.points is not None:
            own[node.id] = Fraction(mine.points)
            if isinstance(node.rule, Declared) and node.points is not None:
                own[node.id] *= node.points / node.rule.of(node.points)
            if node.is_leaf and node.convert is not None and node.points:
                own[node.id] *= node.convert / node.points
    differences: list[Finding] = []
    parts = _below(scheme.root, own, differences)
    total = _last(given, Assessor.SELF, None)
    printed = None if total is None else Fraction(total.points or 0)
    if not parts:
        return own, printed, differences
    summed = sum(parts, ZERO)
    if printed is not None and printed != summed:
        differences.append(_difference("total", summed, printed, "各项自评合计", "自评总分"))
    return own, summed, differences


def _below(node: Indicator, own: dict[str, Fraction], differences: list[Finding]) -> list[Fraction]:
    """What was declared below a node, as points of that node."""
    converted = Fraction(1)
    if node.convert is not None and node.raw:
        converted = node.convert / node.raw
    return [
        part * ratio(child) * (converted if child.counts else 1)
        for child in node.children
        if not child.unscored
        for part in _topmost(child, own, differences)
    ]


def _topmost(
    node: Indicator, own: dict[str, Fraction], differences: list[Finding]
) -> Iterator[Fraction]:
    below = _below(node, own, differences)
    if node.id not in own:
        yield from below
        return
    mine = -own[node.id] if node.part is Part.PENALTY else own[node.id]
    summed = sum(below, ZERO)
    # Parts that are not all declared can only be too many, not too few.
    whole = all(_covered(child, own) for child in node.children)
    if below and (summed != mine if whole else abs(summed) > abs(mine)):
        differences.append(_difference(node.id, summed, mine, "下级自评合计", "本级自评"))
    yield mine


def _covered(node: Indicator, own: dict[str, Fraction]) -> bool:
    if node.id in own:
        return True
    return bool(node.children) and all(_covered(child, own) for child in node.children)


def _difference(
    subject: str, summed: Fraction, printed: Fraction, left: str, right: str
) -> Finding:
    gap = number_text(abs(summed - printed))
    return Finding(
        kind=FindingKind.DECLARED,
        state="difference",
        subject=subject,
        what=Text(
            f"{left} {number_text(summed)} 与{right} {number_text(printed)} 相差 {gap}",
            f"{number_text(summed)} in parts, {number_text(printed)} as a whole: {gap} apart",
        ),
    )
