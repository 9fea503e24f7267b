"""What may be meant but seldom is (方案提醒): it binds, and still somebody should look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from zwgk.errors import Problem, Text
from zwgk.facts import Count, Query, Share
from zwgk.scheme.bands import Band
from zwgk.scheme.bound import ZERO, Indicator, Path, Placed, attainable
from zwgk.scheme.document import Document
from zwgk.scheme.forced import begin
from zwgk.scheme.idle import beyond_one, idle
from zwgk.scheme.policy import Policy
from zwgk.scheme.rule import Part, number_text
from zwgk.source import Source

Found = Iterator[tuple[Path, Text, Text]]


def remarks(
    document: Document,
    trees: Mapping[str | None, Indicator],
    placed: Sequence[Placed],
    source: Source,
) -> Iterator[Problem]:
    """The warnings of a scheme whose sheets are bound (方案提醒), each with place and mend."""
    for path, what, hint in (
        *_any_limit(document),
        *_unrounded(placed),
        *_bands(document, trees),
        *_limits(document, trees, placed),
        *_dead(placed),
        *idle(placed),
        *beyond_one(document, placed),
        *_nowhere(placed),
        *_uncited(document, placed),
    ):
        yield source.problem(path, what, hint)


def _any_limit(document: Document) -> Found:
    for name, query in document.facts.items():
        for step, count in _counts(query):
            kinds = count.where.get("kind")
            listed = kinds if isinstance(kinds, list) else [kinds]
            if (
                count.count == "duties"
                and count.per == "subject"
                and "per" not in count.model_fields_set
                and "outcome" in count.where
                and "limit" not in count.where
                and "complete" in listed
            ):
                yield (
                    ("facts", name, *step, "where"),
                    Text(
                        "办件可有法定和承诺两个时限，此处没有写明按哪一个；"
                        "两个都有时以结果较差的为准",
                        "a case may have a statutory and a promised limit, and none is named; "
                        "where it has both, the worse outcome counts",
                    ),
                    Text(
                        "写 limit: promised 或 limit: statutory；"
                        "两者都要时写 limit: [statutory, promised]",
                        "write limit: promised or limit: statutory; "
                        "for both, limit: [statutory, promised]",
                    ),
                )


def _counts(query: Query) -> Iterator[tuple[Path, Count]]:
    """The counts of a query, and where they stand in it."""
    if isinstance(query, Count):
        yield (), query
    elif isinstance(query, Share):
        for key, part in (("share", query.share), ("in", query.whole)):
            if not isinstance(part, str):
                for step, count in _counts(part):
                    yield (key, *step), count


def _unrounded(placed: Sequence[Placed]) -> Found:
    """Gates and fail lines on points that are not rounded."""
    nodes = {node.id: node for node, _ in placed}
    mend = Text("写明保留几位小数", "say how it is rounded")
    for node, path in placed:
        target = node.gate and nodes.get(node.gate.node)
        if target and target.places is None:
            yield (
                (*path, "gate", "node"),
                Text(
                    f"节点“{target.id}”没有写 places，门槛按未取整的分值比较",
                    f"'{target.id}' has no places: the gate compares exact points",
                ),
                mend,
            )
        if node.fail is not None and node.places is None:
            yield (
                (*path, "fail_below"),
                Text(
                    f"节点“{node.id}”没有写 places，不合格线按未取整的分值比较",
                    f"'{node.id}' has no places: the fail line compares exact points",
                ),
                mend,
            )


def _bands(document: Document, trees: Mapping[str | None, Indicator]) -> Found:
    bands = document.grades
    if not bands or not document.scored:
        return
    most = max(attainable(root) for root in trees.values())
    for index, band in enumerate(bands):
        low = begin(band)
        if low is not None and (low[0] > most or (low[1] and low[0] == most)):
            yield (
                ("grades", index),
                Text(
                    f"等次“{band.title.zh}”达不到：最多可得 {number_text(most)} 分",
                    f"the grade '{band.id}' cannot be reached: {number_text(most)} at most",
                ),
                Text("核对等次的起点与总分", "check where it begins against the total"),
            )
    places = document.places if document.bands_places is None else document.bands_places
    step = Fraction(1, 10**places)
    plain = [(index, band) for index, band in enumerate(bands) if not band.ranked]
    for (_, better), (index, worse) in pairwise(plain):
        low, high = begin(better), _top(worse, step)
        if low is None or high is None:
            continue
        first = low[0] + step if low[1] else low[0]
        if high + step < first:
            yield (
                ("grades", index),
                Text(
                    f"{number_text(high)} 与 {number_text(first)} 之间没有等次",
                    f"no grade between {number_text(high)} and {number_text(first)}",
                ),
                Text(
                    "写 bands_places 先取整再定等次，或改用相接的起止点",
                    "round first with bands_places, or let the grades meet",
                ),
            )
        elif high >= first:
            yield (
                ("grades", index),
                Text(
                    f"{number_text(first)} 到 {number_text(high)} 有两个等次，以较好的为准",
                    f"two grades from {number_text(first)} to {number_text(high)}: "
                    "the better one stands",
                ),
                Text("核对各档的起止点", "check where the grades begin and end"),
            )


def _top(band: Band, step: Fraction) -> Fraction | None:
    """The best points of a grade, on the grid of what totals can be; None where it says none."""
    if band.below is not None:
        grid = -(-Fraction(band.below) // step) * step
        return grid - step
    return None if band.to is None else Fraction(band.to) // step * step


def _limits(
    document: Document, trees: Mapping[str | None, Indicator], placed: Sequence[Placed]
) -> Found:
    """Limits that can never act."""
    hint = Text("核对原文的上限", "check the limit against the source")
    for node, path in placed:
        limit = node.cap
        if limit is None:
            continue
        have = sum((child.points or ZERO for child in node.children), ZERO)
        if node.part is Part.BONUS:
            have = sum(map(attainable, node.children), ZERO)
        elif node.part is Part.BASE:
            have = attainable(_uncapped(node))
        if node.points is not None and node.part is not Part.BASE:
            have = min(have, node.points)
        if limit > have:
            yield (
                (*path, "cap"),
                Text(
                    f"上限 {number_text(limit)} 高于最多可得的 {number_text(have)} 分",
                    f"the cap {number_text(limit)} is above the {number_text(have)} there are",
                ),
                hint,
            )
    if document.cap is not None:
        have = max(attainable(_uncapped(root)) for root in trees.values())
        if Fraction(document.cap) > have:
            yield (
                ("cap",),
                Text(
                    f"上限 {document.cap} 高于最多可得的 {number_text(have)} 分",
                    f"the cap {document.cap} is above the {number_text(have)} there are",
                ),
                hint,
            )


def _uncapped(node: Indicator) -> Indicator:
    return replace(node, cap=None)


def _dead(placed: Sequence[Placed]) -> Found:
    """Rules, gates and lines that change nothing."""
    nodes = {node.id: node for node, _ in placed}
    for node, path in placed:
        if node.rule is not None and node.points == 0 and not node.unscored:
            yield (
                (*path, "points"),
                Text("分值为 0，规则不起作用", "no points: its rule changes nothing"),
                Text("只列示的写 unscored: true", "what is only shown is unscored: true"),
            )
        if node.gate is not None and (target := nodes.get(node.gate.node)) is not None:
            yield from _gate(node, target, path)
        if node.fail is not None and not node.fail.below:
            yield (
                (*path, "fail_below"),
                Text("没有低于 0 的得分", "nothing is below 0"),
                Text("核对不合格线", "check the line"),
            )


def _gate(node: Indicator, target: Indicator, path: Path) -> Found:
    if node.gate is None:
        return
    most, above, at_least = attainable(target), node.gate.above, node.gate.at_least
    if (above is not None and above >= most) or (at_least is not None and at_least > most):
        yield (
            (*path, "gate"),
            Text(
                f"门槛达不到：“{target.id}”最多 {number_text(most)} 分",
                f"the gate never opens: '{target.id}' has {number_text(most)} at most",
            ),
            Text("核对门槛与分值", "check the gate against the points"),
        )
    if at_least == 0:
        yield (
            (*path, "gate"),
            Text("门槛总是开的", "the gate is always open"),
            Text("删去 gate，或核对数值", "remove the gate, or check its number"),
        )


def _nowhere(placed: Sequence[Placed]) -> Found:
    """Nodes all of whose parts hand their points to each other, and nothing says what then."""
    for node, path in placed:
        base = [child for child in node.children if child.counts and child.worth]
        moves = [child for child in base if child.na is not None and not child.na.keeps]
        if not base or len(moves) < len(base) or node.na is not None:
            continue
        if all(child.na is not None and child.na.policy is Policy.DROP for child in moves):
            continue  # the maximum of the node is then nothing, and so up
        yield (
            path,
            Text(
                f"“{node.id}”各项都缺项时，分值无处可去",
                f"where no part of '{node.id}' applies, its points have nowhere to go",
            ),
            Text("给本节点也写 na", "give the node a policy of its own: na"),
        )


def _uncited(document: Document, placed: Sequence[Placed]) -> Found:
    """Vetoes without a reason, and indicators without a citation beside others that have one."""
    if not document.source.strip():
        yield (
            ("source",),
            Text("没有写来源", "no source is given"),
            Text("写出办法的名称和文号", "name the document and its number"),
        )
    for node, path in placed:
        if node.effect is not None and node.why is None and not node.citation and not node.note:
            yield (
                path,
                Text(f"否决“{node.id}”没有依据", f"the veto '{node.id}' has no reason"),
                Text("写 why 或 citation", "write why or citation"),
            )
        if node.fail is not None and node.fail.why is None and not node.citation:
            yield (
                (*path, "fail_below"),
                Text(f"“{node.id}”的不合格线没有依据", f"the line of '{node.id}' has no reason"),
                Text("写 why 或 citation", "write why or citation"),
            )
    yield from _lacking_citation(placed)


def _lacking_citation(placed: Sequence[Placed]) -> Found:
    cited = {path for node, path in placed if node.citation}
    if not cited:
        return
    lacking = [
        (node, path)
        for node, path in placed
        if node.is_leaf
        and node.points is not None
        and not any(path[:end] in cited for end in range(2, len(path) + 1, 2))
    ]
    if lacking:
        names = [node.id for node, _ in lacking]
        shown = "、".join(names[:3]) + (f" 等 {len(names)} 项" if len(names) > 3 else "")  # noqa: PLR2004  # the first few
        yield (
            lacking[0][1],
            Text(
                f"没有依据：{shown}（其他指标有）",
                f"no citation: {', '.join(names[:3])}"
                f"{' …' if len(names) > 3 else ''} ({len(names)} of them; others have one)",  # noqa: PLR2004  # as above
            ),
            Text("写 citation", "write citation"),
        )


def validity_gaps(documents: Sequence[tuple[Document, Source]]) -> Iterator[Problem]:
    """Days between two versions of one scheme on which none or both are in force (有效期空档)."""
    by_id: dict[str, list[tuple[Document, Source]]] = {}
    for document, source in documents:
        if document.valid is not None:
            by_id.setdefault(document.id, []).append((document, source))
    for listed in by_id.values():
        ordered = sorted(listed, key=lambda pair: (_start(pair[0]), pair[0].version))
        for (earlier, _), (later, source) in pairwise(ordered):
            end = earlier.valid.end if earlier.valid else None
            start = _start(later)
            if end == start:
                continue
            if end is not None and end < start:
                what = Text(
                    f"{end} 至 {start} 没有一版有效（上一版 {earlier.version}）",
                    f"no version is in force from {end} to {start} (before it: {earlier.version})",
                )
            else:
                what = Text(
                    f"{start} 起与第 {earlier.version} 版同时有效",
                    f"from {start} in force together with version {earlier.version}",
                )
            mend = Text("核对两版的 valid", "check the valid of both versions")
            yield source.problem(("valid",), what, mend)


def _start(document: Document) -> date:
    return (document.valid.start if document.valid else None) or date.min
