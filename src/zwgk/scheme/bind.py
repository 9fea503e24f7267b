"""From a document to a scheme that can be scored (绑定): all faults at once, each with a mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from pydantic import ValidationError

from zwgk.errors import InvalidInput, Problem, Text
from zwgk.scheme.bound import Indicator, Path, Placed, Provider, Scheme, summed
from zwgk.scheme.document import Document, Node, shape
from zwgk.scheme.effects import Effect, Fail
from zwgk.scheme.following import Following
from zwgk.scheme.leaf_binding import Spot, can_follow, follow_fault, implied_facts, spots
from zwgk.scheme.leaf_keys import Charging, leaf_key_faults
from zwgk.scheme.named import by_id
from zwgk.scheme.placing import (
    bound_faults,
    placing_faults,
    profile_faults,
    scoring_faults,
    sum_faults,
    weight_faults,
)
from zwgk.scheme.profiles import amount_of, on_sheet
from zwgk.scheme.remarks import remarks
from zwgk.scheme.rule import Fault, Part, RuleKind, names_of, raised_text
from zwgk.scheme.whole import Tables, Whole
from zwgk.source import Source, did_you_mean, problems_of

Providers = Mapping[str, Provider] | frozenset[str]
Faults: TypeAlias = Iterator[Fault]
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
    noticed: tuple[Problem, ...] = ()
    try:
        scheme = bind(document, kinds, tables, source, providers)
        noticed = scheme.warnings
    except InvalidInput as found:
        problems += found.problems
        noticed = found.remarks
    if problems:
        found_all = sorted(problems, key=lambda problem: problem.place)
        raise InvalidInput(by_id(found_all, source.data), by_id(noticed, source.data))
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
    binder.ids, binder.listed = sorted(binder.spots), sorted(binder.facts)
    trees = {name: binder.tree(name) for name in (None, *document.profiles)}
    whole = Whole(document, source, trees, tuple(binder.placed), binder.facts)
    problems = [*binder.problems, *whole.problems(tables)]
    noticed = tuple(remarks(document, trees, tuple(binder.placed), source))
    if problems:
        told = {(problem.place, problem.what): problem for problem in problems}
        raise InvalidInput(sorted(told.values(), key=lambda problem: problem.place), noticed)
    scheme = Scheme(
        document,
        trees[None],
        {**document.facts, **implied_facts(document)},
        source,
        noticed,
        dict(providers) if isinstance(providers, Mapping) else {},
    )
    sheets = {
        name: replace(scheme, root=root, profile=name)
        for name, root in trees.items()
        if name is not None
    }
    return replace(scheme, sheets=sheets)


@dataclass
class _Binder:
    document: Document
    kinds: Mapping[str, type[RuleKind]]
    source: Source
    facts: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    spots: dict[str, Spot] = field(default_factory=dict)
    profile: str | None = None
    beside: bool = False
    ids: Sequence[str] = ()
    listed: Sequence[str] = ()

    def fault(self, path: Path, what: Text, hint: Text | None = None) -> None:
        self.problems.append(self.source.problem(path, what, hint))

    def tree(self, profile: str | None) -> Indicator:
        """The sheet of a profile as one node; without one it holds the indicators of all."""
        self.profile = profile
        document, before = self.document, len(self.placed)
        children = self.parts(document.indicators, ("indicators",), Part.BASE)
        full = amount_of(document.full, profile)
        root = Indicator(
            document.id,
            document.title,
            None if full is None else Fraction(full),
            Part.BASE,
            children,
            convert=None if document.convert is None else Fraction(document.convert),
            convert_bonus=document.convert_bonus,
            cap=None if document.cap is None else Fraction(document.cap),
            places=document.places,
            instead=self.instead(document.indicators, ("indicators",), Part.BASE),
        )
        if profile is not None:
            del self.placed[before:]  # the sheet of all has them already
        root = summed(root)
        for at, what, hint in bound_faults(root) if document.scored else ():
            self.fault(at, what, hint)
        return root

    def parts(self, nodes: tuple[Node, ...], path: Path, above: Part) -> tuple[Indicator, ...]:
        """The nodes that are on the sheet, bound."""
        listed = [
            (index, self.node(node, (*path, index), above))
            for index, node in enumerate(nodes)
            if on_sheet(node.profiles, node.points, self.profile)
        ]
        listed = [
            (index, node) for index, node in listed if node.children or not nodes[index].parts
        ]
        bound = tuple(node for _, node in listed)
        if self.profile is not None or not self.document.profiles:
            for (at, *rest), what, hint in weight_faults(bound):
                self.fault((*path, listed[int(at)][0], *rest), what, hint)
        return bound

    def instead(
        self, nodes: tuple[Node, ...], path: Path, above: Part
    ) -> dict[str, tuple[Indicator, ...]]:
        """The same nodes on other sheets, for what takes its siblings from one when it lacks."""
        sheets = {
            node.na.sheet
            for node in nodes
            if node.na is not None and node.na.sheet in self.document.profiles
        }
        if not sheets:
            return {}
        if self.beside:
            self.fault(
                path,
                Text(
                    "na: profile 的同级之内不能再用 na: profile",
                    "na: profile inside the siblings of another na: profile",
                ),
                Text("只在一级使用", "use it on one level only"),
            )
            return {}
        self.beside = True
        mine, placed, found = self.profile, list(self.placed), {}
        for sheet in sorted(filter(None, sheets)):
            self.profile = sheet
            children = self.parts(nodes, path, above)
            root = summed(Indicator(self.document.id, self.document.title, None, above, children))
            found[sheet] = root.children
        self.profile, self.placed[:], self.beside = mine, placed, False
        return found

    def node(self, node: Node, path: Path, above: Part) -> Indicator:
        part = node.part or above
        mine = len(self.placed)
        children = self.parts(node.parts, (*path, "parts"), part)
        given = amount_of(node.points, self.profile)
        points = None if given is None else Fraction(given)
        rule, asks = self._rule(node, path, points, part)
        passes_on = any(child.charging.overflow == "parent" for child in children)
        charging = Charging.of(node, rule)
        for at, what, hint in (
            *leaf_key_faults(node, rule, part, leaf=not children, passes_on=passes_on),
            *placing_faults(node, part, above, top=len(path) == 2),  # noqa: PLR2004  # ("indicators", n)
            *(() if part is Part.VETO else scoring_faults(node, self.document)),
            *profile_faults(node, self.document),
            *self._summing(points, children, part),
        ):
            self.fault((*path, *at), what, hint)
        for index, need in enumerate(node.needs):
            self._known((*path, "needs", index), need.fact)
        if node.applies is not None:
            self._known((*path, "applies"), node.applies)
        bound = summed(
            Indicator(
                id=node.id,
                title=node.title,
                points=points,
                part=part,
                children=children,
                rule=rule,
                needs=node.needs,
                weight=_exact(node.weight),
                convert=_exact(node.convert),
                convert_bonus=node.convert_bonus,
                cap=_exact(node.cap),
                gate=node.gate,
                effect=node.effect,
                scope=node.scope,
                why=node.why,
                fail=self._fail(node),
                applies=node.applies,
                na=node.na,
                unscored=node.unscored,
                places=node.places,
                citation=node.citation,
                verified=node.verified,
                note=node.note,
                asks=asks | set(charging.proofs),
                charging=charging,
                instead=self.instead(node.parts, (*path, "parts"), part),
            )
        )
        for at, what, hint in bound_faults(bound) if self.document.scored else ():
            self.fault((*path, *at), what, hint)
        self.placed.insert(mine, (bound, path))
        return bound

    def _fail(self, node: Node) -> Fail | None:
        """A fail line with its effect; without one it gives the last grade."""
        fail, grades = node.fail_below, self.document.grades
        if fail is None or fail.effect is not None or not grades:
            return fail
        return fail.model_copy(update={"effect": Effect(grade=grades[-1].id)})

    def _summing(
        self, points: Fraction | None, children: tuple[Indicator, ...], part: Part
    ) -> Faults:
        """Where all sheets stand together, there is nothing to add up."""
        together = self.profile is None and self.document.profiles
        if children and self.document.scored and not together:
            yield from sum_faults(points, children, part)

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
            what, hint = follow_fault(node, part, target, self.ids)
            self.fault((*path, "share_of"), what, hint)
            return _NOTHING
        theirs = _exact(amount_of(target.node.points, self.profile))
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
                did_you_mean(fact, self.listed)
                if self.listed
                else Text("在 facts 中写出该取值", "write it under facts"),
            )


def _exact(given: Decimal | None) -> Fraction | None:
    return None if given is None else Fraction(given)
