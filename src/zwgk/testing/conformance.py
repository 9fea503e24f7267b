"""What every scheme and every plugin promises (符合性), as plain checks and as classes to inherit.

    class TestMyPlugin(PluginConformance):
        plugin = "my_plugin"

The checks need neither pytest nor Hypothesis: ``zwgk conform`` runs them from the plain wheel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import ClassVar

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.plugins import GROUP, Registry, load_plugins
from zwgk.scheme import Scheme
from zwgk.source import did_you_mean
from zwgk.testing import gifts, promises
from zwgk.testing.tried import LawBroken

__all__ = [
    "Checked",
    "PluginConformance",
    "SchemeConformance",
    "check_plugin",
    "check_scheme",
    "entry_points_of",
    "registry_with",
]

Faults = Iterator[Text]


@dataclass(frozen=True, slots=True)
class Checked:
    """One promise looked at (一项检查): of what, and every way in which it is not kept."""

    what: str
    promise: Text
    broken: tuple[Text, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return not self.broken


SCHEME_PROMISES: dict[str, tuple[Text, Callable[[Scheme, Registry], Faults]]] = {
    "lint": (Text("通过方案检查", "it lints clean"), promises.lints),
    "examples": (Text("有示例且都相符", "it has examples, and they come out"), promises.examples),
    "adds_up": (Text("明细逐笔相加等于总分", "the ledger adds up"), promises.adds_up),
    "round_trip": (Text("结果写成 JSON 再读回不变", "JSON brings it back"), promises.round_trip),
    "order": (Text("记录的先后不影响结果", "the order of records is irrelevant"), promises.order),
}
PLUGIN_PROMISES: dict[str, tuple[Text, Callable[[str, Registry], Faults]]] = {
    "loads": (Text("加载无故障、名称不冲突", "it loads and takes no name"), gifts.loads),
    "gives": (Text("至少提供一样东西", "it gives something"), gifts.gives),
    "rule_kinds": (Text("评分规则两端有序", "the ends of its rules are ordered"), gifts.rule_kinds),
    "record_types": (Text("数据表可读可写", "its tables are read and written"), gifts.record_types),
    "facts": (Text("取值函数给出取值", "its providers give values"), gifts.facts),
    "dossiers": (Text("随附卷宗可评价", "its dossiers can be assessed"), gifts.dossiers),
}


def check_scheme(scheme: Scheme, registry: Registry) -> list[Checked]:
    """Everything a scheme promises (方案符合性)."""
    return [
        Checked(f"{scheme.id}@{scheme.version}", words, tuple(check(scheme, registry)))
        for words, check in SCHEME_PROMISES.values()
    ]


def check_plugin(plugin: str, registry: Registry) -> list[Checked]:
    """Everything a plugin promises (插件符合性), and every scheme that it gives."""
    found = [
        Checked(plugin, words, tuple(check(plugin, registry)))
        for words, check in PLUGIN_PROMISES.values()
    ]
    for scheme in gifts.schemes_of(plugin, registry):
        found += check_scheme(scheme, registry)
    return found


def entry_points_of(package: str) -> tuple[EntryPoint, ...]:
    """The plugins of a package (包内插件): by its name, its module, or the plugin's own name.

    Raises:
        InvalidInput: where no installed plugin is called so.
    """
    wanted = _plain(package)
    found, known = [], set[str]()
    for point in entry_points(group=GROUP):
        distribution = point.dist.name if point.dist else ""
        known |= {distribution, point.name}
        module = point.value.split(":", 1)[0]
        names = {_plain(point.name), _plain(distribution), _plain(module)}
        if wanted in names or _plain(module).startswith(f"{wanted}."):
            found.append(point)
    if not found:
        what = Text(f"没有装上名为“{package}”的插件", f"no plugin of '{package}' is installed")
        hint = did_you_mean(package, sorted(known - {""}))
        raise InvalidInput([Problem(Place("zwgk"), what, hint)])
    unique = {(point.name, point.value): point for point in found}
    return tuple(unique[key] for key in sorted(unique))


def _plain(name: str) -> str:
    return name.replace("-", "_").lower()


@dataclass(frozen=True, slots=True)
class _Module:
    """A module as a plugin that is not installed."""

    name: str
    module: ModuleType

    def load(self) -> ModuleType:
        return self.module


def registry_with(plugin: str) -> tuple[str, Registry]:
    """The registry with a plugin (含该插件的注册表), and the name it goes by.

    ``plugin`` is the name of an installed one, or a module that need not be installed.

    Raises:
        InvalidInput: where there is neither.
    """
    installed = [point for point in entry_points(group=GROUP) if plugin in (point.name, point.value)]
    if installed:
        return installed[0].name, load_plugins()
    try:
        module = import_module(plugin)
    except ImportError as cause:
        what = Text(f"没有插件，也没有模块“{plugin}”", f"no plugin and no module '{plugin}': {cause}")
        hint = did_you_mean(plugin, sorted({one.name for one in entry_points(group=GROUP)}))
        raise InvalidInput([Problem(Place("plugin"), what, hint)]) from cause
    points: list[EntryPoint | _Module] = list(entry_points(group=GROUP))
    return plugin, load_plugins([*points, _Module(plugin, module)])


def _kept(what: str, promise: Text, broken: Iterable[Text]) -> None:
    """Raise where a promise is not kept, with every way in which it is not."""
    told = list(broken)
    if told:
        raise LawBroken(
            Text(
                f"{what}：未做到“{promise.zh}”\n" + "\n".join(f"  · {one.zh}" for one in told),
                f"{what}: not kept: {promise.of('en')}\n"
                + "\n".join(f"  - {one.of('en')}" for one in told),
            )
        )


class SchemeConformance:
    """What a scheme promises, as tests to inherit (方案符合性测试).

    ``scheme`` is its id, or ``id@version``; ``plugin`` the plugin or module that gives it, where
    it is not installed.
    """

    scheme: ClassVar[str]
    plugin: ClassVar[str | None] = None

    def _check(self, name: str) -> None:
        registry = load_plugins() if self.plugin is None else registry_with(self.plugin)[1]
        words, check = SCHEME_PROMISES[name]
        _kept(self.scheme, words, check(registry.scheme(self.scheme), registry))

    def test_it_lints_clean(self) -> None:
        """Nothing is wrong with the document."""
        self._check("lint")

    def test_its_examples_come_out(self) -> None:
        """There are examples, and each comes out as it must."""
        self._check("examples")

    def test_its_ledger_adds_up(self) -> None:
        """On dossiers that fit it, full points plus all entries are the total, exactly."""
        self._check("adds_up")

    def test_json_brings_its_results_back(self) -> None:
        """A result that was written is read back the same."""
        self._check("round_trip")

    def test_the_order_of_records_is_irrelevant(self) -> None:
        """The same rows in another order give the same result."""
        self._check("order")


class PluginConformance:
    """What a plugin promises, as tests to inherit (插件符合性测试).

    ``plugin`` is the name of its entry point, or its module where it is not installed.
    """

    plugin: ClassVar[str]

    def _check(self, name: str) -> None:
        plugin, registry = registry_with(self.plugin)
        words, check = PLUGIN_PROMISES[name]
        _kept(plugin, words, check(plugin, registry))

    def test_it_loads_and_takes_no_name(self) -> None:
        """Its hooks are as agreed, nothing is set aside, no name is another's."""
        self._check("loads")

    def test_it_gives_something(self) -> None:
        """At least one hook gives at least one thing."""
        self._check("gives")

    def test_the_ends_of_its_rules_are_ordered(self) -> None:
        """Every rule of its schemes keeps the contract of rule kinds."""
        self._check("rule_kinds")

    def test_its_tables_are_read_and_written(self) -> None:
        """A dossier takes rows of its tables, and JSON brings them back."""
        self._check("record_types")

    def test_its_providers_give_values(self) -> None:
        """Its facts are values, also of a dossier with nothing in it."""
        self._check("facts")

    def test_its_dossiers_can_be_assessed(self) -> None:
        """Each packaged dossier loads and is assessed under its scheme."""
        self._check("dossiers")

    def test_its_schemes_conform(self) -> None:
        """Every scheme that it gives keeps what schemes promise."""
        plugin, registry = registry_with(self.plugin)
        for scheme in gifts.schemes_of(plugin, registry):
            for checked in check_scheme(scheme, registry):
                _kept(checked.what, checked.promise, checked.broken)
