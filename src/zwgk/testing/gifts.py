"""What a plugin's gifts promise (插件所给之物的承诺): tables, facts, dossiers, and all together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType

from zwgk.errors import InvalidInput, Text, ZwgkError
from zwgk.exchange import dossier_from, load_dossier
from zwgk.facts import Known
from zwgk.pipeline import assess
from zwgk.pipeline.values import checked
from zwgk.plugins import Registry
from zwgk.records import Record
from zwgk.scheme import Leaf, RuleKind, Scheme, raised_text
from zwgk.source import Source
from zwgk.testing.fitting import fitting_row
from zwgk.testing.promises import faults_in
from zwgk.testing.ruling import rule_faults

__all__ = ["dossiers", "facts", "gives", "loads", "record_types", "rule_kinds", "schemes_of"]


def loads(plugin: str, registry: Registry) -> Iterator[Text]:
    """Faults of the plugin (插件故障): hooks, names that have an owner, gifts set aside."""
    for fault in registry.faults:
        if fault.plugin == plugin:
            yield Text(fault.of("zh"), fault.of("en"))


def gives(plugin: str, registry: Registry) -> Iterator[Text]:
    """Nothing given at all (什么也没有提供)."""
    if plugin not in registry.owners.values():
        yield Text("没有提供任何东西", "nothing was given")


def schemes_of(plugin: str, registry: Registry) -> list[Scheme]:
    """Every version of every scheme of a plugin that binds (插件的方案)."""
    named = [name for name in _owned(plugin, registry, "scheme") if "@" in name]
    return [registry.schemes[name] for name in named if name in registry.schemes]


def _owned(plugin: str, registry: Registry, word: str) -> list[str]:
    """The names of one sort that a plugin owns."""
    listed = (name.split(" ", 1) for name, owner in registry.owners.items() if owner == plugin)
    return [name for sort, name in listed if sort == word]


def rule_kinds(plugin: str, registry: Registry) -> Iterator[Text]:
    """Rules that break the contract (评分规则), in any scheme, and kinds that none uses."""
    kinds = {registry.rule_kinds[name] for name in _owned(plugin, registry, "rule_kind")}
    if not kinds:
        return
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


def record_types(plugin: str, registry: Registry) -> Iterator[Text]:
    """Tables that a dossier cannot hold (数据表)."""
    for name in _owned(plugin, registry, "table"):
        kind = registry.record_types[name]
        missing = [one for one in (*kind.dated_by, *kind.derived) if not _has(kind, one)]
        if missing:
            yield Text(f"{name} 没有 {'、'.join(missing)}", f"{name} has no {', '.join(missing)}")
            continue
        try:
            row = fitting_row(kind, f"{name}.1", {}, lambda options: options[0])
        except (Exception, SystemExit) as cause:  # noqa: BLE001  # a stranger's record may raise anything
            words = raised_text(cause)
            yield Text(f"{name} 读入时出错：{words}", f"reading {name} raised {words}")
            continue
        if row is None:
            yield Text(
                f"没能造出 {name} 的一行；放宽必填字段", f"no row of {name} could be made; ask less"
            )
            continue
        yield from _table(name, row, registry)


def _has(kind: type[Record], name: str) -> bool:
    """Whether records have a field or a property of that name."""
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
    except (Exception, SystemExit) as cause:  # noqa: BLE001  # a stranger's record may raise anything
        words = raised_text(cause)
        yield Text(f"{name} 读写时出错：{words}", f"reading {name} raised {words}")
        return
    if again != dossier:
        yield Text(f"{name} 写成 JSON 再读回有出入", f"{name} differs after JSON")


def facts(plugin: str, registry: Registry) -> Iterator[Text]:
    """Providers that raise, or give no value (取值函数)."""
    nothing = Known(MappingProxyType({}))
    for name in _owned(plugin, registry, "fact"):
        try:
            checked(registry.facts[name](nothing))
        except (Exception, SystemExit) as cause:  # noqa: BLE001  # a stranger's code
            words = raised_text(cause)
            yield Text(
                f"卷宗空无一物时，{name} 出错：{words}",
                f"with nothing known, {name} raised {words}",
            )


def dossiers(plugin: str, registry: Registry) -> Iterator[Text]:
    """Packaged dossiers that cannot be assessed (随附卷宗)."""
    mine = set(_owned(plugin, registry, "dossier"))
    for packaged in registry.dossiers:
        if packaged.report not in mine:
            continue
        try:
            result = assess(
                load_dossier(packaged.path, registry),
                registry.scheme(packaged.scheme),
                as_of=packaged.as_of,
                rules=registry.rules,
                providers=registry.facts,
            )
            told = list(faults_in(result))
        except InvalidInput as found:
            told = [Text(found.of("zh"), found.of("en"))]
        except (Exception, SystemExit) as cause:  # noqa: BLE001  # a stranger's code
            words = raised_text(cause)
            told = [Text(f"评价时出错：{words}", f"assessing it raised {words}")]
        for one in told:
            yield Text(f"{packaged.report}：{one.zh}", f"{packaged.report}: {one.of('en')}")
