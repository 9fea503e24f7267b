"""Where declared points contradict each other (评定得分不一致): none is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue
from zwgk.pipeline.declared import accepted, assessors_of
from zwgk.records import Assessor, Declaration, Dossier
from zwgk.scheme import (
    ASSESSORS,
    Assessing,
    Declared,
    Part,
    Scheme,
    assessor_text,
    attainable,
    declared_fact,
    excused_fact,
    number_text,
)
from zwgk.scoring import Finding, FindingKind, Score


def disagreements(
    dossier: Dossier, scheme: Scheme, given: Mapping[str, FactValue], result: Score
) -> Iterator[Finding]:
    """Wholes against their parts, assessors against each other and themselves, odd totals."""
    yield from _against_parts(scheme, given, result)
    yield from _against_itself(dossier, scheme)
    yield from _apart(scheme, given)
    yield from _not_listed(dossier, scheme)
    yield from _by_rule(dossier, scheme, result)
    yield from _own_word(dossier, scheme, given)
    yield from _above_full(dossier, scheme)


def _finding(state: str, subject: str, what: Text) -> Finding:
    return Finding(kind=FindingKind.DECLARED, state=state, subject=subject, what=what)


def _against_parts(
    scheme: Scheme, given: Mapping[str, FactValue], result: Score
) -> Iterator[Finding]:
    """Points given for a node as a whole that its parts cannot add up to; the parts stand."""
    indicators = {node.id: node for node in scheme.walk()}
    for node in result.indicators:
        value = given.get(declared_fact(node.id))
        if node.leaf or value is None or value.least is None:
            continue
        whole = -value.least if indicators[node.id].part is Part.PENALTY else value.least
        if node.least is None or node.most is None or node.least <= whole <= node.most:
            continue
        ends = [number_text(abs(end)) for end in (node.least, node.most)]
        span = ends[0] if node.least == node.most else "–".join(ends)
        points = number_text(value.least)
        yield _finding(
            "whole_and_parts",
            node.id,
            Text(
                f"{node.title.zh}：整项评定 {points} 分，下级合计 {span} 分，以下级为准",
                f"{node.title.of('en')}: {points} given as a whole, its parts come to {span}; "
                "the parts stand",
            ),
        )


def _against_itself(dossier: Dossier, scheme: Scheme) -> Iterator[Finding]:
    """Different points of one assessor for one thing, where no day tells which came later."""
    titles = {node.id: node.title for node in scheme.walk()}
    groups: dict[tuple[str | None, Assessor, int | None], list[Declaration]] = {}
    for row in dossier.declarations or ():
        if row.points is not None:
            groups.setdefault((row.indicator, row.assessor, row.round), []).append(row)
    for (indicator, assessor, round_), rows in sorted(
        groups.items(), key=lambda pair: str(pair[0])
    ):
        final = [row for row in rows if row.override] or rows
        last = max((row.on for row in final if row.on is not None), default=None)
        points = {row.points for row in final if row.on in {last, None}}
        if len(points) < 2:  # noqa: PLR2004  # two differ
            continue
        told = sorted(Fraction(one) for one in points if one is not None)
        by = assessor_text(assessor, round_)
        title = titles.get(indicator or "", Text("总分", "total"))
        yield _finding(
            "declared_twice",
            indicator or "total",
            Text(
                f"{title.zh}：{by.zh}给出不同的分：{'、'.join(map(number_text, told))}，先后不明",
                f"{title.of('en')}: {by.en} gave different points, "
                f"{', '.join(map(number_text, told))}, in no known order",
            ),
        )


def _apart(scheme: Scheme, given: Mapping[str, FactValue]) -> Iterator[Finding]:
    """Assessors of one leaf that differ by more than its rule lets pass (评分差距)."""
    for node in scheme.walk():
        gap = node.rule.gap if isinstance(node.rule, Declared) else None
        points: list[tuple[Fraction, Assessing]] = []
        for one in assessors_of(node) if gap is not None else ():
            value = given.get(declared_fact(node.id, one.assessor, one.round))
            if value is not None and value.least is not None:
                points.append((value.least, one))
        points.sort(key=lambda pair: pair[0])
        if not points or gap is None or points[-1][0] - points[0][0] <= gap:
            continue
        ends = [(number_text(got), assessor_text(one.assessor, one.round)) for got, one in points]
        (least, low), (most, high) = ends[0], ends[-1]
        difference, allowed = number_text(points[-1][0] - points[0][0]), number_text(Fraction(gap))
        yield _finding(
            "gap",
            node.id,
            Text(
                f"{node.title.zh}：{high.zh} {most} 分，{low.zh} {least} 分，"
                f"相差 {difference}，超过 {allowed}",
                f"{node.title.of('en')}: {most} by {high.en}, {least} by {low.en}, "
                f"{difference} apart, more than {allowed}",
            ),
        )


def _not_listed(dossier: Dossier, scheme: Scheme) -> Iterator[Finding]:
    """Points for a leaf by an assessor that it does not take (未列入的评价主体)."""
    declared = {node.id: node for node in scheme.walk() if isinstance(node.rule, Declared)}
    for row in dossier.declarations or ():
        node = declared.get(row.indicator or "")
        if node is None or row.points is None or row.assessor is Assessor.SELF:
            continue
        several = assessors_of(node)
        if row.override and several:
            continue
        listed = [(one.assessor, one.round) for one in several] or [
            (one, None) for one in accepted(node, "review")
        ]
        if any(one is row.assessor and round_ in {None, row.round} for one, round_ in listed):
            continue
        by, points = assessor_text(row.assessor, row.round), number_text(Fraction(row.points))
        yield _finding(
            "not_listed",
            node.id,
            Text(
                f"{node.title.zh}：{by.zh}所评 {points} 分不在评分办法之列，未计入",
                f"{node.title.of('en')}: the {points} by {by.en} are not counted: it is not listed",
            ),
        )


def _by_rule(dossier: Dossier, scheme: Scheme, result: Score) -> Iterator[Finding]:
    """Points given for a leaf that a rule judges, and that come out otherwise (按规则计分)."""
    judged = {
        node.id: node
        for node in scheme.walk()
        if node.is_leaf and node.rule is not None and not isinstance(node.rule, Declared)
    }
    reached = {node.id: (node.least, node.most) for node in result.indicators}
    for row in dossier.declarations or ():
        node = judged.get(row.indicator or "")
        if node is None or row.points is None or row.assessor is Assessor.SELF:
            continue
        points = Fraction(row.points) * (-1 if node.part is Part.PENALTY else 1)
        if reached.get(node.id) == (points, points):
            continue
        by, shown = assessor_text(row.assessor, row.round), number_text(Fraction(row.points))
        yield _finding(
            "by_rule",
            node.id,
            Text(
                f"{node.title.zh}：按规则计分，{by.zh}所评 {shown} 分未采用",
                f"{node.title.of('en')}: judged by its rule, the {shown} by {by.en} are not taken",
            ),
        )


def _own_word(
    dossier: Dossier, scheme: Scheme, given: Mapping[str, FactValue]
) -> Iterator[Finding]:
    """What the unit itself says does not apply, and nobody else (自报缺项未认定)."""
    titles = {node.id: node.title for node in scheme.walk()}
    for row in dossier.declarations or ():
        name = row.indicator or ""
        if not row.not_applicable or row.assessor is not Assessor.SELF:
            continue
        if name in titles and excused_fact(name) not in given:
            yield _finding(
                "not_applicable",
                name,
                Text(
                    f"{titles[name].zh}：本单位自报缺项，未经评审认定，未采用",
                    f"{titles[name].of('en')}: said not to apply by the unit alone, not taken",
                ),
            )


def _above_full(dossier: Dossier, scheme: Scheme) -> Iterator[Finding]:
    """Stated totals that no unit can have: above the base points and all of the bonus."""
    if scheme.full is None:
        return
    most = attainable(scheme.root)
    for row in dossier.declarations or ():
        if row.indicator is None and row.points is not None and row.points > most:
            by = ASSESSORS[row.assessor]
            yield _finding(
                "above_full",
                "total",
                Text(
                    f"{by.zh}所报总分 {number_text(Fraction(row.points))} 超过本方案最多可得的 "
                    f"{number_text(most)} 分",
                    f"the total stated by {by.en}, {number_text(Fraction(row.points))}, is above "
                    f"the {number_text(most)} that can be had",
                ),
            )
