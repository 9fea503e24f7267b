"""What a plugin's gifts promise (插件所给之物的承诺): rules, tables, facts, dossiers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from types import MappingProxyType

from zwgk.errors import InvalidInput, Text, ZwgkError
from zwgk.exchange import dossier_from, load_dossier
from zwgk.facts import FactValue, Known
from zwgk.pipeline import assess
from zwgk.pipeline.values import checked
from zwgk.plugins import Registry
from zwgk.records import Dossier, Record
from zwgk.scheme import End, Hit, Leaf, Part, RuleKind, Scheme, raised_text
from zwgk.source import Source
from zwgk.testing.fitting import fitting_row

__all__ = [
    "dossiers",
    "facts",
    "gives",
    "loads",
    "record_types",
    "rule_faults",
    "rule_kinds",
    "schemes_of",
]

_NUMBERS = (Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3), Fraction(100))
_MOST_TRIED = 400


def loads(plugin: str, registry: Registry) -> Iterator[Text]:
    """Faults of the plugin (插件故障): hooks, names that have an owner, gifts set aside."""
    for fault in registry.faults:
        if fault.plugin == plugin:
            yield Text(fault.of("zh"), fault.of("en"))


def gives(plugin: str, registry: Registry) -> Iterator[Text]:
    """Nothing given at all (什么也没有提供)."""
    if plugin not in registry.owners.values():
        yield Text("没有提供任何东西", "nothing was given")


def owned(plugin: str, registry: Registry, word: str) -> list[str]:
    """The names of one sort that a plugin owns (插件名下的名称)."""
    listed = (name.split(" ", 1) for name, owner in registry.owners.items() if owner == plugin)
    return [name for sort, name in listed if sort == word]


def schemes_of(plugin: str, registry: Registry) -> list[Scheme]:
    """Every version of every scheme of a plugin that binds (插件的方案)."""
    named = [name for name in owned(plugin, registry, "scheme") if "@" in name]
    return [registry.schemes[name] for name in named if name in registry.schemes]


def rule_kinds(plugin: str, registry: Registry) -> Iterator[Text]:
    """Rules that break the contract (评分规则): of the plugin's schemes, and kinds in none."""
    kinds = {registry.rule_kinds[name] for name in owned(plugin, registry, "rule_kind")}
    used: set[type[RuleKind]] = set()
    for scheme in (registry.schemes[name] for name in registry.schemes if "@" in name):
        for node in scheme.walk():
            if node.rule is not None and type(node.rule) in kinds and node.is_leaf:
                used.add(type(node.rule))
                leaf = Leaf(node.id, node.points or Fraction(1), node.part)
                for words in rule_faults(node.rule, leaf):
                    yield Text(f"{node.id}：{words.zh}", f"{node.id}: {words.of('en')}")
    for kind in sorted(kinds - used, key=lambda one: one.kind):
        yield Text(
            f"没有方案用到评分规则“{kind.kind}”，无从检查；写一份用它的方案",
            f"no scheme uses the rule kind '{kind.kind}', so it cannot be tried; write one",
        )


def rule_faults(rule: RuleKind, leaf: Leaf) -> Iterator[Text]:
    """Where a rule breaks the contract of rule kinds (评分规则的约定), told once each.

    Its hits are hits with exact points; the least is never above the most; what is known
    better never widens the ends; a direction that it declares holds.
    """
    told: set[str] = set()
    try:
        names = sorted(rule.needs())
        for facts in _worlds(names):
            for words in _faults_in(rule, leaf, facts):
                if words.zh not in told:
                    told.add(words.zh)
                    yield words
    except Exception as cause:  # noqa: BLE001  # a stranger's rule may raise anything
        words = raised_text(cause)
        yield Text(f"规则出错：{words}", f"the rule raised {words}")


def _worlds(names: list[str]) -> Iterator[Mapping[str, FactValue]]:
    """Facts known and unknown, in many combinations."""
    unknown = FactValue.unknown(Text("不详", "not known"))
    known = [FactValue.exactly(number) for number in _NUMBERS]
    open_ended = FactValue(Fraction(1), None)
    between = FactValue(Fraction(1, 2), Fraction(3))
    options = [*known, between, open_ended, unknown]
    for _, chosen in zip(range(_MOST_TRIED), product(options, repeat=len(names)), strict=False):
        yield MappingProxyType(dict(zip(names, chosen, strict=True)))


def _faults_in(rule: RuleKind, leaf: Leaf, facts: Mapping[str, FactValue]) -> Iterator[Text]:
    if leaf.part is Part.VETO:
        rule.fires(facts)
        return
    ends: list[Fraction] = []
    for end in End:
        hits = rule.judge(leaf, facts, end)
        if not isinstance(hits, list) or not all(isinstance(hit, Hit) for hit in hits):
            yield Text("judge 给的不是 Hit 的列表", "judge gave no list of hits")
            return
        if not all(isinstance(hit.points, (int, Fraction)) for hit in hits):
            yield Text("得失分须是精确数（Fraction 或整数）", "points of a hit are exact numbers")
            return
        ends.append(sum((Fraction(hit.points) for hit in hits), Fraction(0)))
    least, most = ends
    if least > most:
        yield Text("最低端的分高于最高端", "the least points are above the most")
    if all(value.known for value in facts.values()) and least != most:
        yield Text("取值都已知，两端仍不同", "all facts are known, yet the ends differ")
    for name, value in facts.items():
        for number in _NUMBERS:
            if value.known or value.at_least(number) is value.at_most(number) is not None:
                continue
    yield from _directions(rule, leaf, facts, least)


def _directions(
    rule: RuleKind, leaf: Leaf, facts: Mapping[str, FactValue], points: Fraction
) -> Iterator[Text]:
    """A declared direction that does not hold between one number and the next."""
    for name, value in facts.items():
        way = rule.direction(name, leaf.part)
        if way not in {-1, 0, 1}:
            yield Text("direction 只能是 -1、0、1", "a direction is -1, 0 or 1")
        if not way or not all(one.known for one in facts.values()) or value.least is None:
            continue
        for more in (number for number in _NUMBERS if number > value.least):
            raised = {**facts, name: FactValue.exactly(more)}
            hits = rule.judge(leaf, MappingProxyType(raised), End.LEAST)
            other = sum((Fraction(hit.points) for hit in hits), Fraction(0))
            if (other - points) * way < 0:
                yield Text(
                    f"声明的方向不成立：{name} 增大，得分反向变动",
                    f"the declared direction of {name} does not hold",
                )


def record_types(plugin: str, registry: Registry) -> Iterator[Text]:
    """Tables that a dossier cannot hold (数据表)."""
    for name in owned(plugin, registry, "table"):
        kind = registry.record_types[name]
        missing = [one for one in (*kind.dated_by, *kind.derived) if not hasattr_(kind, one)]
        if missing:
            yield Text(
                f"{name} 没有 {'、'.join(missing)}", f"{name} has no {', '.join(missing)}"
            )
        row = fitting_row(kind, f"{name}.1", {}, lambda options: options[0])
        if row is None:
            yield Text(
                f"没能造出 {name} 的一行；放宽必填字段", f"no row of {name} could be made; ask less"
            )
            continue
        yield from _table(name, row, registry)


def hasattr_(kind: type[Record], name: str) -> bool:
    """Whether records have a field or a property of that name (是否有此字段)."""
    return name in kind.model_fields or hasattr(kind, name)


def _table(name: str, row: dict[str, object], registry: Registry) -> Iterator[Text]:
    data = {
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "unit": {"name": "示例单位（虚构）", "kind": "other", "fictitious": "true"},
        name: [row],
    }
    try:
        dossier = dossier_from(Source("fitting", data), registry)
        again = type(dossier).model_validate_json(dossier.model_dump_json(by_alias=True))
    except ZwgkError as found:
        yield Text(found.of("zh"), found.of("en"))
        return
    except Exception as cause:  # noqa: BLE001  # a stranger's record may raise anything
        words = raised_text(cause)
        yield Text(f"{name} 读写时出错：{words}", f"reading {name} raised {words}")
        return
    if again != dossier:
        yield Text(f"{name} 写成 JSON 再读回有出入", f"{name} differs after JSON")


def facts(plugin: str, registry: Registry) -> Iterator[Text]:
    """Providers that raise, or give no value (取值函数)."""
    nothing = Known(MappingProxyType({}))
    for name in owned(plugin, registry, "fact"):
        try:
            checked(registry.facts[name](nothing))
        except (Exception, SystemExit) as cause:  # noqa: BLE001  # a stranger's code
            words = raised_text(cause)
            yield Text(
                f"卷宗空无一物时，{name} 出错：{words}", f"with nothing known, {name} raised {words}"
            )


def dossiers(plugin: str, registry: Registry) -> Iterator[Text]:
    """Packaged dossiers that cannot be assessed (随附卷宗)."""
    mine = set(owned(plugin, registry, "dossier"))
    for packaged in registry.dossiers:
        if packaged.report not in mine:
            continue
        try:
            dossier: Dossier = load_dossier(packaged.path, registry)
            assess(
                dossier,
                registry.scheme(packaged.scheme),
                as_of=packaged.as_of,
                rules=registry.rules,
                providers=registry.facts,
            )
        except InvalidInput as found:
            yield Text(f"{packaged.report}：{found.of('zh')}", f"{packaged.report}: {found.of('en')}")
        except Exception as cause:  # noqa: BLE001  # a stranger's code
            words = raised_text(cause)
            yield Text(f"{packaged.report} 出错：{words}", f"{packaged.report} raised {words}")
