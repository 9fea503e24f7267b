"""From a document to a scheme that can be scored (绑定): all faults at once, each with a mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from pydantic import ValidationError

from zwgk.errors import InvalidInput, Problem, Text
from zwgk.scheme.bound import Indicator, Path, Placed, Provider, Scheme, base_points
from zwgk.scheme.document import Document, Node, shape
from zwgk.scheme.following import Following
from zwgk.scheme.leaf_binding import Spot, can_follow, follow_fault, implied_facts, spots
from zwgk.scheme.leaf_keys import Charging, leaf_key_faults
from zwgk.scheme.named import by_id
from zwgk.scheme.rule import Part, RuleKind, names_of, number_text, raised_text
from zwgk.scheme.whole import Tables, Whole
from zwgk.source import Source, did_you_mean, problems_of

Providers = Mapping[str, Provider] | frozenset[str]
_Made: TypeAlias = tuple[RuleKind | None, frozenset[str]]
_NOTHING: _Made = (None, frozenset())


def read_scheme(
    source: Source,
    kinds: Mapping[str, type[RuleKind]],
    tables: Tables,
    providers: Providers = frozenset(),
) -> Scheme:
    """A scheme from its text (读入方案): its shape, then its binding.

    Keys that nobody knows are told together with the faults of the rest.

    Raises:
        InvalidInput: with every fault of the document.
    """
    document, problems = shape(source)
    if document is None:
        raise InvalidInput(by_id(problems, source.data))
    try:
        scheme = bind(document, kinds, tables, source, providers)
    except InvalidInput as found:
        problems += found.problems
    if problems:
        found_all = sorted(problems, key=lambda problem: problem.place)
        raise InvalidInput(by_id(found_all, source.data))
    return replace(scheme, warnings=tuple(by_id(scheme.warnings, source.data)))


def bind(
    document: Document,
    kinds: Mapping[str, type[RuleKind]],
    tables: Tables,
    source: Source,
    providers: Providers = frozenset(),
) -> Scheme:
    """Look up rule kinds, check parameters, facts and sums (绑定方案).

    ``tables`` are the tables a fact may ask, with their fields; ``providers`` the facts that
    plugins give by code, by id.

    Raises:
        InvalidInput: with every fault of the document.
    """
    binder = _Binder(document, kinds, source, frozenset(document.facts) | frozenset(providers))
    binder.spots = spots(document)
    nodes = tuple(
        binder.node(node, ("indicators", index), Part.BASE)
        for index, node in enumerate(document.indicators)
    )
    whole = Whole(document, source, nodes, tuple(binder.placed), binder.facts)
    problems = [*binder.problems, *whole.problems(tables)]
    if problems:
        told = {(problem.place, problem.what): problem for problem in problems}
        raise InvalidInput(sorted(told.values(), key=lambda problem: problem.place))
    return Scheme(
        document,
        nodes,
        {**document.facts, **implied_facts(document)},
        source,
        tuple(whole.warnings()),
        dict(providers) if isinstance(providers, Mapping) else {},
    )


@dataclass
class _Binder:
    document: Document
    kinds: Mapping[str, type[RuleKind]]
    source: Source
    facts: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    spots: dict[str, Spot] = field(default_factory=dict)

    def fault(self, path: Path, what: Text, hint: Text | None = None) -> None:
        self.problems.append(self.source.problem(path, what, hint))

    def node(self, node: Node, path: Path, above: Part) -> Indicator:
        part = node.part or above
        mine = len(self.placed)
        children = tuple(
            self.node(child, (*path, "parts", index), part)
            for index, child in enumerate(node.parts)
        )
        points = None if node.points is None else Fraction(node.points)
        rule, asks = self._rule(node, path, points, part)
        passes_on = any(child.charging.overflow == "parent" for child in children)
        for at, what, hint in leaf_key_faults(
            node, rule, part, leaf=not children, passes_on=passes_on
        ):
            self.fault((*path, *at), what, hint)
        charging = Charging.of(node, rule)
        for index, need in enumerate(node.needs):
            self._known((*path, "needs", index), need.fact)
        self._placing(node, path, part, above)
        if children:
            self._sum(points, children, path, part)
        elif part is not Part.VETO:
            self._scoring(node, path)
        bound = Indicator(
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
            asks | set(charging.proofs),
            charging,
        )
        self.placed.insert(mine, (bound, path))
        return bound

    def _rule(self, node: Node, path: Path, points: Fraction | None, part: Part) -> _Made:
        if node.share_of is not None:
            return self._following(node, path, part)
        if node.rule is None:
            return _NOTHING
        here = (*path, "rule")
        if node.parts:
            self.fault(
                here,
                Text("有下级指标的节点不写 rule", "a node with parts has no rule"),
                Text("把规则写在末级指标上", "move the rule to the leaves"),
            )
        if "kind" not in node.rule:
            self.fault(
                here,
                Text("规则缺少“kind”", "the rule has no 'kind'"),
                Text(
                    f"可用：{'、'.join(sorted(self.kinds))}",
                    f"known: {', '.join(sorted(self.kinds))}",
                ),
            )
            return _NOTHING
        name = str(node.rule["kind"])
        kind = self.kinds.get(name)
        if kind is None:
            self.fault(
                (*here, "kind"),
                Text(f"没有评分规则“{name}”", f"no rule kind '{name}'"),
                did_you_mean(name, sorted(self.kinds)),
            )
            return _NOTHING
        if part is not Part.VETO and part not in kind.parts:
            listed = "、".join(sorted(kind.parts))
            self.fault(
                (*here, "kind"),
                Text(f"规则“{name}”不能用于 {part} 部分", f"'{name}' makes no sense in {part}"),
                Text(f"可用于：{listed}", f"it belongs to: {', '.join(sorted(kind.parts))}"),
            )
        return self._made(kind, node.rule, here, points, part)

    def _following(self, node: Node, path: Path, part: Part) -> _Made:
        """The rule of another leaf, for a leaf that has a share of what that one is charged."""
        if node.rule is not None or node.parts:
            self.fault(
                (*path, "share_of"),
                Text("share_of 的指标没有自己的规则和下级", "share_of has no rule and no parts"),
                Text("删去 rule 和 parts", "remove rule and parts"),
            )
        target = self.spots.get(node.share_of or "")
        if target is None or not can_follow(part, target):
            what, hint = follow_fault(node, part, target, sorted(self.spots))
            self.fault((*path, "share_of"), what, hint)
            return _NOTHING
        theirs = None if target.node.points is None else Fraction(target.node.points)
        rule, asks = self._rule(target.node, target.path, theirs, part)
        if rule is None or theirs is None or node.factor is None:
            return _NOTHING
        factor = Fraction(node.factor)
        return Following(rule=rule, of=target.node.id, points=theirs, factor=factor), asks

    def _made(
        self,
        kind: type[RuleKind],
        given: Mapping[str, object],
        here: Path,
        points: Fraction | None,
        part: Part,
    ) -> _Made:
        try:
            rule = kind.model_validate(
                {key: value for key, value in given.items() if key != "kind"}
            )
            needs = names_of(rule.needs())
            faults = [*rule.faults(points), *rule.misplaced(part)]
            if not names_of(rule.counts()) <= needs:
                raise ValueError("counts() names facts that needs() does not")  # noqa: TRY301  # told below
        except ValidationError as cause:
            self.problems += problems_of(cause, kind, self.source, here)
            return _NOTHING
        except (Exception, SystemExit) as cause:  # noqa: BLE001  # a plugin's rule may raise anything
            words = raised_text(cause)
            self.fault(
                here,
                Text(f"规则“{kind.kind}”出错：{words}", f"rule kind '{kind.kind}' raised {words}"),
                Text("请联系提供该规则的插件", "tell the plugin that gives this rule kind"),
            )
            return _NOTHING
        for fact in sorted(needs):
            self._known(here, fact)
        for where, what, hint in faults:
            self.fault((*here, *where), what, hint)
        return rule, needs

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
                Text(
                    "写 effect: zero、{fixed: …}、{ceiling: …} 或 {grade: …}",
                    "write effect: zero, {fixed: …}, {ceiling: …} or {grade: …}",
                ),
            )
        if node.gate is not None and not (top and part is Part.BONUS):
            self.fault(
                (*path, "gate"),
                Text("gate 只用于最上一级的加分部分", "a gate belongs to a top bonus node"),
                Text("移到 part: bonus 的节点上", "move it to the node with part: bonus"),
            )
        if node.cap is not None and (part not in {Part.BONUS, Part.PENALTY} or not node.parts):
            self.fault(
                (*path, "cap"),
                Text(
                    "cap 只用于有下级指标的加分和扣分节点",
                    "a cap belongs to a bonus or penalty node with parts",
                ),
                Text("末级指标的上限写在 rule 中", "the limit of a leaf is written in its rule"),
            )
        if node.na is not None and node.parts:
            self.fault(
                (*path, "na"),
                Text("na 只用于末级指标", "na belongs to a leaf"),
                Text("写在各末级指标上", "write it on the leaves"),
            )
        if part is Part.VETO and node.points is not None:
            self.fault(
                (*path, "points"),
                Text("一票否决没有分值", "a veto has no points"),
                Text("删去 points", "remove points"),
            )

    def _scoring(self, node: Node, path: Path) -> None:
        if not self.document.scored:
            if node.points is not None or node.rule is not None:
                self.fault(
                    (*path, "points" if node.points is not None else "rule"),
                    Text(
                        "scored: false 的方案不得有分值和规则",
                        "a scheme without points has no points and no rules",
                    ),
                    Text("改写 needs，或删去 scored: false", "use needs, or remove scored: false"),
                )
        elif node.points is not None and node.rule is None and node.share_of is None:
            self.fault(
                path,
                Text(f"指标“{node.id}”有分值而无规则", f"'{node.id}' has points but no rule"),
                Text(
                    "原文没有计分规则时写 rule: {kind: declared}",
                    "where the source prints no rule, write rule: {kind: declared}",
                ),
            )
        elif node.points is None and node.rule is not None:
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
        if not self.document.scored and points is not None:
            self.fault(
                (*path, "points"),
                Text(
                    "scored: false 的方案不得有分值和规则",
                    "a scheme without points has no points and no rules",
                ),
                Text("删去 points，或删去 scored: false", "remove one of the two"),
            )
            return
        total = sum((base_points(child) for child in children), Fraction(0))
        if points is not None and part is Part.BASE and total != points:
            self.fault(
                (*path, "points"),
                Text(
                    f"下级分值合计 {number_text(total)}，与 {number_text(points)} 不符",
                    f"the parts add up to {number_text(total)}, not {number_text(points)}",
                ),
                Text("核对原文的分值", "check the points against the source"),
            )
