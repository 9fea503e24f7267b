"""Grades, vetoes, fail lines and gates against the whole document (等次、否决与门槛检查)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from zwgk.errors import Text
from zwgk.scheme.bands import Band
from zwgk.scheme.bound import Indicator, Path, Placed
from zwgk.scheme.document import Document
from zwgk.scheme.effects import Effect
from zwgk.scheme.rule import Part, can_veto, number_text
from zwgk.source import did_you_mean

Found = Iterator[tuple[Path, Text, Text]]


def band_faults(document: Document) -> Found:
    """Grades out of order, twice, or without a total (等次检查)."""
    bands = document.grades
    if bands and not document.scored:
        yield (
            ("grades",),
            Text("没有总分，不能有等次", "no total, so no grades"),
            Text("删去 grades", "remove grades"),
        )
    if document.bands_places is not None and document.bands_places > document.places:
        yield (
            ("bands_places",),
            Text(
                f"bands_places {document.bands_places} 多于总分的位数 {document.places}",
                f"bands_places {document.bands_places} is more than the total has: "
                f"{document.places}",
            ),
            Text(
                "定等次前只能取得更粗；或改 places", "round coarser before grading, or mend places"
            ),
        )
    seen: set[str] = set()
    for index, band in enumerate(bands):
        if band.id in seen:
            yield (
                ("grades", index, "id"),
                Text(f"等次编号“{band.id}”重复", f"grade '{band.id}' twice"),
                Text("每个等次用一个编号", "give every grade an id of its own"),
            )
        seen.add(band.id)
        last = index == len(bands) - 1
        if (begin(band) is None and not band.ranked) != last or (last and band.ranked):
            yield (
                ("grades", index),
                Text(
                    "只有最后一个等次不写 from 或 above",
                    "only the last grade has no from or above",
                ),
                Text("由高到低排列，末档不写 from", "order them from the best down"),
            )
    begins = [(index, begin(band)) for index, band in enumerate(bands) if not band.ranked]
    for (_, upper), (index, lower) in pairwise(begins):
        if upper is not None and lower is not None and upper <= lower:
            yield (
                ("grades", index),
                Text("等次须由高到低排列", "grades fall from the best down"),
                Text("核对各档的起点", "check where each grade begins"),
            )


def begin(band: Band) -> tuple[Fraction, bool] | None:
    """Where a grade begins (等次起点); above a number lies higher than from it."""
    if band.above is not None:
        return Fraction(band.above), True
    return None if band.start is None else (Fraction(band.start), False)


def veto_faults(placed: Sequence[Placed]) -> Found:
    """Vetoes whose rule cannot fire (否决规则检查)."""
    for node, path in placed:
        if node.part is not Part.VETO or not node.is_leaf:
            continue
        if node.rule is None or not can_veto(type(node.rule)):
            yield (
                path,
                Text(
                    f"否决“{node.id}”缺少能触发的规则",
                    f"the veto '{node.id}' has no rule that can fire",
                ),
                Text("写 rule: {kind: present, fact: …}", "use rule: {kind: present, fact: …}"),
            )


def effect_faults(document: Document, placed: Sequence[Placed]) -> Found:
    """Effects on grades and nodes that are not there (否决效果检查)."""
    base = {node.id: node.places for node, _ in placed if node.counts}
    names = {path: node.id for node, path in placed}
    for node, path in placed:
        if node.effect is not None:
            yield from _effect(node.effect, node.scope, path, base, document)
        fail = node.fail
        if fail is None:
            continue
        here = (*path, "fail_below")
        owners = [names[path[:end]] for end in range(2, len(path) + 1, 2)]
        above = {name: base[name] for name in owners if name in base}
        if fail.effect is not None:
            yield from _effect(fail.effect, fail.scope, here, above, document)
        elif not document.grades or fail.scope is not None:
            yield (
                here,
                Text("不合格线没有效果", "the fail line has no effect"),
                Text(
                    "写出 grades（不写 effect 时为末档），或写 effect",
                    "add grades, of which it gives the last, or write an effect",
                ),
            )
        fixed = fail.effect.fixed if fail.effect is not None else None
        if fixed is not None and fixed > fail.below:
            yield (
                (*here, "effect"),
                Text(
                    f"低于 {fail.below} 反得 {fixed}",
                    f"what is below {fail.below} would have {fixed}",
                ),
                Text("核对固定得分与不合格线", "check the fixed score against the line"),
            )
        if fail.below > node.brings:
            yield (
                (*here, "below"),
                Text(
                    f"不合格线 {fail.below} 高于满分 {number_text(node.brings)}",
                    f"the line {fail.below} is above the {number_text(node.brings)} points",
                ),
                Text("核对原文", "check the source"),
            )


def _effect(
    effect: Effect,
    scope: str | None,
    path: Path,
    scopes: Mapping[str, int | None],
    document: Document,
) -> Found:
    places = document.places if scope is None else scopes.get(scope)
    for key, points in (("fixed", effect.fixed), ("ceiling", effect.ceiling)):
        if points is not None and places is not None and round(points, places) != points:
            yield (
                (*path, "effect"),
                Text(
                    f"{key} {points} 的小数多于所作用之分的 {places} 位",
                    f"{key} {points} has more than the {places} places of what it acts on",
                ),
                Text("改 places，或写至多同样位数的分", "change places, or write fewer decimals"),
            )
    known = sorted(band.id for band in document.grades)
    for key, named in (("grade", effect.grade), ("grade_ceiling", effect.grade_ceiling)):
        if named and named not in known:
            yield (
                (*path, "effect", key),
                Text(f"没有等次“{named}”", f"no grade '{named}'"),
                did_you_mean(named, known) if known else Text("写出 grades", "add grades"),
            )
    if not known and (effect.lower is not None or effect.bar_top):
        yield (
            (*path, "effect"),
            Text("方案没有等次", "the scheme has no grades"),
            Text("写出 grades", "add grades"),
        )
    if scope is None:
        return
    if scope not in scopes:
        yield (
            (*path, "scope"),
            Text(f"scope 所指“{scope}”不是其基础分节点", f"'{scope}' is no node with base points"),
            did_you_mean(scope, sorted(scopes))
            if scopes
            else Text("删去 scope", "remove the scope"),
        )
    if effect.touches_grade or effect.stop:
        yield (
            (*path, "scope"),
            Text("等次属于总分，不能限于一个节点", "a grade is of the whole, not of a node"),
            Text("删去 scope，或只写分值效果", "remove the scope, or the grade"),
        )


def gate_faults(placed: Sequence[Placed]) -> Found:
    """Gates on nodes that are no base, or wait for themselves (门槛检查)."""
    nodes = {node.id: node for node, _ in placed}
    known = sorted(name for name, node in nodes.items() if node.part is Part.BASE)
    for node, path in placed:
        if node.gate is None:
            continue
        if node.gate.node not in known:
            yield (
                (*path, "gate", "node"),
                Text(
                    f"门槛所指“{node.gate.node}”不是基础分节点",
                    f"'{node.gate.node}' is no node with base points",
                ),
                did_you_mean(node.gate.node, known),
            )
        elif node.part is Part.BONUS and _waits(nodes, node.gate.node, node.id, set()):
            yield (
                (*path, "gate", "node"),
                Text(
                    f"门槛所指“{node.gate.node}”又取决于“{node.id}”",
                    f"'{node.gate.node}' itself depends on '{node.id}'",
                ),
                Text("改指加分以外的节点", "name a node that the bonus is no part of"),
            )


def _waits(nodes: dict[str, Indicator], name: str, gated: str, seen: set[str]) -> bool:
    """Whether a node has the gated one in it, or a bonus whose gate leads to it."""
    if name in seen or name not in nodes:
        return False
    seen.add(name)
    below = list(nodes[name].walk())
    return any(one.id == gated for one in below) or any(
        one.gate is not None and _waits(nodes, one.gate.node, gated, seen) for one in below
    )
