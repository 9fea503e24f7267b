"""From a document to a scheme that can be scored (绑定): all faults at once, each with a mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from pydantic import ValidationError

from zwgk.errors import InvalidInput, Problem, Text
from zwgk.facts import Query, Share
from zwgk.scheme.bound import Indicator, Scheme
from zwgk.scheme.document import Document, Node
from zwgk.scheme.rule import Part, RuleKind, can_veto, number_text
from zwgk.source import Source, did_you_mean, problems_of

Path: TypeAlias = tuple[str | int, ...]
Tables: TypeAlias = Mapping[str, frozenset[str]]


def bind(
    document: Document,
    kinds: Mapping[str, type[RuleKind]],
    tables: Tables,
    source: Source,
    providers: frozenset[str] = frozenset(),
) -> Scheme:
    """Look up rule kinds, check parameters, facts and sums (绑定方案).

    ``tables`` are the tables a fact may ask, with their fields; ``providers`` the facts that
    plugins give by code.

    Raises:
        InvalidInput: with every fault of the document.
    """
    binder = _Binder(document, kinds, source, frozenset(document.facts) | providers)
    nodes = tuple(
        binder.node(node, ("indicators", index), Part.BASE)
        for index, node in enumerate(document.indicators)
    )
    binder.check_facts(tables)
    binder.check_whole(nodes)
    if binder.problems:
        raise InvalidInput(sorted(binder.problems, key=lambda problem: problem.place))
    return Scheme(document, nodes, dict(document.facts), source, tuple(binder.warnings))


@dataclass
class _Binder:
    document: Document
    kinds: Mapping[str, type[RuleKind]]
    source: Source
    facts: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def fault(self, path: Path, what: Text, hint: Text | None = None) -> None:
        self.problems.append(self.source.problem(path, what, hint))

    def node(self, node: Node, path: Path, above: Part) -> Indicator:
        part = node.part or above
        children = tuple(
            self.node(child, (*path, "parts", index), part)
            for index, child in enumerate(node.parts)
        )
        points = None if node.points is None else Fraction(node.points)
        rule = self._rule(node, path, points)
        for index, need in enumerate(node.needs):
            self._known((*path, "needs", index), need.fact)
        self._placing(node, path, part, above)
        if children:
            self._sum(points, children, path, part)
        elif part is not Part.VETO:
            self._scoring(node, path, rule)
        return Indicator(
            node.id,
            node.title,
            points,
            part,
            children,
            rule,
            node.needs,
            None if node.cap is None else Fraction(node.cap),
            node.gate,
            node.effect,
            node.na,
            node.places,
            node.citation,
            node.note,
        )

    def _rule(self, node: Node, path: Path, points: Fraction | None) -> RuleKind | None:
        if node.rule is None:
            return None
        here = (*path, "rule")
        if node.parts:
            self.fault(
                here,
                Text("有下级指标的节点不写 rule", "a node with parts has no rule"),
                Text("把规则写在末级指标上", "move the rule to the leaves"),
            )
        name = str(node.rule.get("kind", ""))
        kind = self.kinds.get(name)
        if kind is None:
            self.fault(
                (*here, "kind"),
                Text(f"没有评分规则“{name}”", f"no rule kind '{name}'"),
                did_you_mean(name, sorted(self.kinds)),
            )
            return None
        data = {key: value for key, value in node.rule.items() if key != "kind"}
        try:
            rule = kind.model_validate(data)
        except ValidationError as cause:
            self.problems += problems_of(cause, kind, self.source, here)
            return None
        for fact in sorted(rule.needs()):
            self._known(here, fact)
        for where, what, hint in rule.faults(points):
            self.fault((*here, *where), what, hint)
        return rule

    def _known(self, path: Path, fact: str) -> None:
        if fact not in self.facts:
            self.fault(
                path,
                Text(f"取值“{fact}”无人提供", f"nobody gives the fact '{fact}'"),
                did_you_mean(fact, sorted(self.facts))
                if self.facts
                else Text("在 facts 中写出该取值", "write it under facts"),
            )

    def _placing(self, node: Node, path: Path, part: Part, above: Part) -> None:
        top = len(path) == 2  # noqa: PLR2004  # ("indicators", n)
        if node.part is not None and node.part is not above and not top:
            self.fault(
                (*path, "part"),
                Text("part 只能写在最上一级", "part belongs to the top level"),
                Text("把该部分移到最上一级", "move it to the top level"),
            )
        if (node.effect is not None) != (part is Part.VETO and not node.parts):
            self.fault(
                (*path, "effect") if node.effect else path,
                Text(
                    "一票否决的末级指标须写 effect，其他指标不得写",
                    "every veto leaf has an effect, and nothing else has one",
                ),
                Text("写 effect: zero、{fixed: …}、{ceiling: …} 或 {grade: …}", "write an effect"),
            )
        if node.gate is not None and not (top and part is Part.BONUS):
            self.fault(
                (*path, "gate"),
                Text("gate 只用于最上一级的加分部分", "a gate belongs to a top bonus node"),
            )
        if node.cap is not None and part not in {Part.BONUS, Part.PENALTY}:
            self.fault(
                (*path, "cap"),
                Text("cap 只用于加分和扣分部分", "cap is for bonus and penalty parts"),
            )
        if part is Part.VETO and node.points is not None:
            self.fault((*path, "points"), Text("一票否决没有分值", "a veto has no points"))

    def _scoring(self, node: Node, path: Path, rule: RuleKind | None) -> None:
        if not self.document.scored:
            if node.points is not None:
                self.fault(
                    (*path, "points"),
                    Text("scored: false 的方案不得有分值", "a scheme without points has points"),
                    Text("删去 points，或删去 scored: false", "remove one of the two"),
                )
        elif node.points is not None and node.rule is None:
            self.fault(
                path,
                Text(f"指标“{node.id}”有分值而无规则", f"'{node.id}' has points but no rule"),
                Text(
                    "原文没有计分规则时写 rule: {kind: declared}",
                    "where the source prints no rule, write rule: {kind: declared}",
                ),
            )
        elif node.points is None and rule is not None:
            self.fault(
                path,
                Text(f"指标“{node.id}”有规则而无分值", f"'{node.id}' has a rule but no points"),
                Text(
                    "补写原文的分值；原文没有时改写 needs",
                    "add the source's points, or use needs instead",
                ),
            )

    def _sum(
        self, points: Fraction | None, children: tuple[Indicator, ...], path: Path, part: Part
    ) -> None:
        given = [child.points for child in children if child.points is not None]
        total = sum(given, Fraction(0))
        if points is not None and part is Part.BASE and total != points:
            self.fault(
                (*path, "points"),
                Text(
                    f"下级分值合计 {number_text(total)}，与 {number_text(points)} 不符",
                    f"the parts add up to {number_text(total)}, not {number_text(points)}",
                ),
                Text("核对原文的分值", "check the points against the source"),
            )

    def check_facts(self, tables: Tables) -> None:
        for name, query in self.document.facts.items():
            for where, what in query.faults(tables):
                self.fault(
                    ("facts", name, *where),
                    what,
                    Text("可用的表和字段见 docs/reference.md", "see docs/reference.md"),
                )
            for part in _named(query):
                if part not in self.document.facts:
                    self._known(("facts", name), part)
                elif isinstance(self.document.facts[part], Share):
                    self.fault(
                        ("facts", name),
                        Text(f"占比不能再引用占比“{part}”", f"a share of the share '{part}'"),
                    )

    def check_whole(self, nodes: tuple[Indicator, ...]) -> None:
        everyone = [node for top in nodes for node in top.walk()]
        for name, count in Counter(node.id for node in everyone).items():
            if count > 1:
                self.fault(
                    ("indicators",),
                    Text(f"指标编号“{name}”重复", f"indicator '{name}' twice"),
                    Text("每个指标用一个编号", "give every indicator an id of its own"),
                )
        self._full(nodes)
        self._grades(everyone)
        by_id = {node.id: node for node in everyone}
        for index, node in enumerate(nodes):
            if node.gate is None:
                continue
            target = by_id.get(node.gate.node)
            where = ("indicators", index, "gate", "node")
            if target is None or target.part is not Part.BASE:
                self.fault(
                    where,
                    Text(
                        f"门槛所指“{node.gate.node}”不是基础分节点",
                        f"'{node.gate.node}' is no node with base points",
                    ),
                    did_you_mean(node.gate.node, sorted(by_id)),
                )
            elif target.places is None:
                self.warnings.append(
                    self.source.problem(
                        where,
                        Text(
                            f"节点“{target.id}”没有写 places，门槛按未取整的分值比较",
                            f"'{target.id}' has no places: the gate compares exact points",
                        ),
                        Text("写明保留几位小数", "say how it is rounded"),
                    )
                )

    def _full(self, nodes: tuple[Indicator, ...]) -> None:
        full = self.document.full
        if not self.document.scored:
            if full is not None:
                self.fault(
                    ("full",),
                    Text("scored: false 的方案不得有总分", "no points, so no total"),
                    Text("删去 full", "remove full"),
                )
            return
        if full is None:
            self.fault(
                (),
                Text("缺少总分 full", "full is missing"),
                Text(
                    "写出原文的总分；原文没有时写 scored: false",
                    "write the source's total, or scored: false where it has none",
                ),
            )
            return
        total = sum((base_points(node) for node in nodes), Fraction(0))
        if total != Fraction(full):
            self.fault(
                ("full",),
                Text(
                    f"基础分合计 {number_text(total)}，与总分 {full} 不符",
                    f"the base points add up to {number_text(total)}, not {full}",
                ),
                Text("核对各指标分值与总分", "check the points and the total"),
            )

    def _grades(self, nodes: list[Indicator]) -> None:
        bands = self.document.grades
        if bands and not self.document.scored:
            self.fault(("grades",), Text("没有总分，不能有等次", "no total, so no grades"))
        ends = [band.start if band.start is not None else band.above for band in bands]
        open_ends = [index for index, end in enumerate(ends) if end is None]
        if bands and open_ends != [len(bands) - 1]:
            self.fault(
                ("grades",),
                Text("只有最后一个等次不写 from", "only the last grade has no from"),
                Text("由高到低排列，末档不写 from", "order them from the best down"),
            )
        numbers = [end for end in ends if end is not None]
        if any(a <= b for a, b in pairwise(numbers)):
            self.fault(("grades",), Text("等次须由高到低排列", "grades fall from the best down"))
        known = {band.id for band in bands}
        for node in nodes:
            if node.effect and node.effect.grade and node.effect.grade not in known:
                self.fault(
                    ("grades",),
                    Text(
                        f"没有等次“{node.effect.grade}”（{node.id} 的否决效果）",
                        f"no grade '{node.effect.grade}', named by {node.id}",
                    ),
                    did_you_mean(node.effect.grade, sorted(known)),
                )
            if node.part is Part.VETO and node.is_leaf:
                self._veto(node)

    def _veto(self, node: Indicator) -> None:
        if node.rule is None or not can_veto(type(node.rule)):
            self.fault(
                ("indicators",),
                Text(
                    f"否决“{node.id}”缺少能触发的规则",
                    f"the veto '{node.id}' has no rule that can fire",
                ),
                Text("写 rule: {kind: present, fact: …}", "use rule: {kind: present, fact: …}"),
            )


def base_points(node: Indicator) -> Fraction:
    """The base points that a node brings (基础分): its own, else those of its parts."""
    if node.part is not Part.BASE:
        return Fraction(0)
    if node.points is not None:
        return node.points
    return sum((base_points(child) for child in node.children), Fraction(0))


def _named(query: Query) -> Iterator[str]:
    if isinstance(query, Share):
        for part in (query.share, query.whole):
            if isinstance(part, str):
                yield part
            else:
                yield from _named(part)
