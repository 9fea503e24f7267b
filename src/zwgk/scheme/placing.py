"""Keys of a node where they make no sense (指标各键的检查), seen from the node itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from zwgk.errors import Text
from zwgk.scheme.bound import ZERO, Indicator
from zwgk.scheme.document import Document, Node
from zwgk.scheme.policy import Policy
from zwgk.scheme.rule import Part, number_text
from zwgk.source import did_you_mean

Found = Iterator[tuple[tuple[str | int, ...], Text, Text | None]]

_GIVING = frozenset({Part.BASE, Part.BONUS, Part.PENALTY})


def placing_faults(node: Node, part: Part, above: Part, *, top: bool) -> Found:
    """Keys that belong to other nodes (键的位置检查)."""
    if part is not above and above is not Part.BASE:
        yield (
            ("part",),
            Text(f"part 不能写在 {above} 部分之内", f"another part inside the {above} part"),
            Text("把该部分移到基础分节点下", "move it below a node with base points"),
        )
    begins = part is Part.BONUS and (top or above is Part.BASE)
    if node.gate is not None and not begins:
        yield (
            ("gate",),
            Text("gate 只用于最上一级的加分部分", "a gate belongs to a top bonus node"),
            Text("移到 part: bonus 的节点上", "move it to the node with part: bonus"),
        )
    yield from _veto_keys(node, part)
    if node.cap is not None and (part not in _GIVING or not node.parts):
        yield (
            ("cap",),
            Text("cap 只用于有下级指标的节点", "a cap belongs to a node with parts"),
            Text("末级指标的上限写在 rule 中", "the limit of a leaf is written in its rule"),
        )
    for name in ("na", "weight", "convert", "fail_below"):
        if getattr(node, name) is not None and part is not Part.BASE:
            yield (
                (name,),
                Text(f"{name} 只用于基础分", f"{name} belongs to base points"),
                Text(f"删去 {name}", f"remove {name}"),
            )
    extras = any(child.part in {Part.BONUS, Part.PENALTY} for child in node.parts)
    if "convert_bonus" in node.model_fields_set and (node.convert is None or not extras):
        yield (
            ("convert_bonus",),
            Text(
                "convert_bonus 只用于有 convert 且下有加分的节点",
                "convert_bonus belongs to a node with convert and a bonus among its parts",
            ),
            Text("删去 convert_bonus", "remove convert_bonus"),
        )


def _veto_keys(node: Node, part: Part) -> Found:
    if (node.effect is not None) != (part is Part.VETO and not node.parts):
        yield (
            ("effect",) if node.effect else (),
            Text(
                "一票否决的末级指标须写 effect，其他指标不得写",
                "every veto leaf has an effect, and nothing else has one",
            ),
            Text(
                "写 effect: zero、{fixed: …}、{ceiling: …} 或 {grade: …}",
                "write effect: zero, {fixed: …}, {ceiling: …} or {grade: …}",
            ),
        )
    for name in ("scope", "why"):
        if getattr(node, name) is not None and node.effect is None:
            yield (
                (name,),
                Text(f"{name} 只与 effect 同写", f"{name} belongs to an effect"),
                Text(f"删去 {name}", f"remove {name}"),
            )
    if part is not Part.VETO:
        return
    if node.points is not None:
        yield (
            ("points",),
            Text("一票否决没有分值", "a veto has no points"),
            Text("删去 points", "remove points"),
        )
    for name, given in (("applies", node.applies), ("unscored", node.unscored or None)):
        if given is not None:
            yield (
                (name,),
                Text(f"一票否决不写 {name}", f"a veto has no {name}"),
                Text("把条件写进 rule", "put the condition in its rule"),
            )


def scoring_faults(node: Node, document: Document) -> Found:
    """Points without a rule, and a rule without points (分值与规则须相配)."""
    if document.scored:
        if node.parts:
            return
        if node.points is not None and node.rule is None and node.share_of is None:
            yield (
                (),
                Text(f"指标“{node.id}”有分值而无规则", f"'{node.id}' has points but no rule"),
                Text(
                    "原文没有计分规则时写 rule: {kind: declared}",
                    "where the source prints no rule, write rule: {kind: declared}",
                ),
            )
        elif node.points is None and node.rule is not None:
            yield (
                (),
                Text(f"指标“{node.id}”有规则而无分值", f"'{node.id}' has a rule but no points"),
                Text(
                    "补写原文的分值；原文没有时改写 needs",
                    "add the source's points, or use needs instead",
                ),
            )
        return
    given = [
        name
        for name in ("points", "rule", "weight", "convert", "cap", "fail_below")
        if getattr(node, name) is not None and (name != "rule" or not node.parts)
    ]
    if given:
        yield (
            (given[0],),
            Text(
                "scored: false 的方案不得有分值和规则",
                "a scheme without points has no points and no rules",
            ),
            Text("删去 points，或删去 scored: false", "remove one of the two")
            if node.parts
            else Text("改写 needs，或删去 scored: false", "use needs, or remove scored: false"),
        )


def sum_faults(points: Fraction | None, children: Sequence[Indicator], part: Part) -> Found:
    """Points that are not the sum of their parts (分值合计检查)."""
    total = sum((child.brings for child in children), ZERO)
    weighted = any(child.weight is not None for child in children)
    if points is not None and part is Part.BASE and not weighted and total != points:
        yield (
            ("points",),
            Text(
                f"下级分值合计 {number_text(total)}，与 {number_text(points)} 不符",
                f"the parts add up to {number_text(total)}, not {number_text(points)}",
            ),
            Text("核对原文的分值", "check the points against the source"),
        )


def weight_faults(children: Sequence[Indicator]) -> Found:
    """Weights of siblings that are no hundred per cent (权重合计检查); places are by index."""
    base = [(index, child) for index, child in enumerate(children) if child.part is Part.BASE]
    if all(child.weight is None for _, child in base):
        return
    for index, child in base:
        if child.unscored:
            if child.weight:
                yield (
                    (index, "weight"),
                    Text("unscored 的指标不占权重", "what is unscored has no weight"),
                    Text("删去 weight 或 unscored", "remove weight or unscored"),
                )
        elif not child.weight:
            yield (
                (index, "weight") if child.weight is not None else (index,),
                Text(f"“{child.id}”没有权重", f"'{child.id}' has no weight"),
                Text(
                    "同级各项都写权重；只列示的写 unscored: true",
                    "give every sibling a weight; what is only shown is unscored: true",
                ),
            )
        elif not child.brings:
            yield (
                (index,),
                Text(f"“{child.id}”有权重而无分值", f"'{child.id}' has a weight but no points"),
                Text("写出它的满分", "give the points that it is assessed in"),
            )
    counted = [child for _, child in base if child.weight and not child.unscored]
    total = sum((child.weight or ZERO for child in counted), ZERO)
    if total != 100:  # noqa: PLR2004  # per cent
        yield (
            (base[0][0], "weight"),
            Text(
                f"同级权重合计 {number_text(total)}，不是 100",
                f"the weights of the siblings add up to {number_text(total)}, not 100",
            ),
            Text("核对原文的权重", "check the weights against the source"),
        )


def profile_faults(node: Node, document: Document) -> Found:
    """Profiles that nobody declared (类别检查)."""
    known = sorted(document.profiles)
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("profiles", index), name) for index, name in enumerate(node.profiles)
    ]
    if isinstance(node.points, Mapping):
        named += [(("points", name), name) for name in node.points]
    lacking = node.na
    if lacking is not None and lacking.policy is Policy.PROFILE:
        if lacking.sheet is None:
            yield (
                ("na",),
                Text("na: profile 须写 sheet", "na: profile needs a sheet"),
                Text("写 na: {policy: profile, sheet: …}", "write na: {policy: profile, sheet: …}"),
            )
        else:
            named.append((("na", "sheet"), lacking.sheet))
    for path, name in named:
        if name not in document.profiles:
            yield (
                path,
                Text(f"没有类别“{name}”", f"no profile '{name}'"),
                did_you_mean(name, known)
                if known
                else Text("在 profiles 中写出", "write it under profiles"),
            )
