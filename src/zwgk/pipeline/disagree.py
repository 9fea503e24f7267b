"""Where declared points contradict each other (评定得分不一致): none is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue
from zwgk.pipeline.declared import most_of
from zwgk.records import Assessor, Declaration, Dossier
from zwgk.scheme import Part, Scheme, declared_fact, number_text
from zwgk.scoring import Finding, FindingKind, Score

ASSESSORS = {
    Assessor.SELF: Text("本单位", "the unit itself"),
    Assessor.REVIEW: Text("评审", "the review"),
    Assessor.PEER: Text("互评", "peers"),
    Assessor.PUBLIC: Text("公众", "the public"),
    Assessor.THIRD_PARTY: Text("第三方", "a third party"),
}


def disagreements(
    dossier: Dossier, scheme: Scheme, given: Mapping[str, FactValue], result: Score
) -> Iterator[Finding]:
    """Wholes against their parts, one assessor against itself, totals above the most there is."""
    yield from _against_parts(scheme, given, result)
    yield from _against_itself(dossier, scheme)
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
    groups: dict[tuple[str | None, Assessor], list[Declaration]] = {}
    for row in dossier.declarations or ():
        groups.setdefault((row.indicator, row.assessor), []).append(row)
    for (indicator, assessor), rows in sorted(groups.items(), key=lambda pair: str(pair[0])):
        last = max((row.on for row in rows if row.on is not None), default=None)
        points = {row.points for row in rows if row.on in {last, None}}
        if len(points) < 2:  # noqa: PLR2004  # two differ
            continue
        told = sorted(points)
        by = ASSESSORS[assessor]
        title = titles.get(indicator or "", Text("总分", "total"))
        yield _finding(
            "declared_twice",
            indicator or "total",
            Text(
                f"{title.zh}：{by.zh}给出不同的分："
                f"{'、'.join(number_text(Fraction(one)) for one in told)}，先后不明",
                f"{title.of('en')}: {by.en} gave different points, "
                f"{', '.join(number_text(Fraction(one)) for one in told)}, in no known order",
            ),
        )


def _above_full(dossier: Dossier, scheme: Scheme) -> Iterator[Finding]:
    """Stated totals that no unit can have: above the base points and all of the bonus."""
    if scheme.full is None:
        return
    bonus = sum(
        (most_of(node) for node in scheme.indicators if node.part is Part.BONUS), Fraction(0)
    )
    most = scheme.full + bonus
    for row in dossier.declarations or ():
        if row.indicator is None and row.points > most:
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
