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
from importlib.util import find_spec
from types import ModuleType
from typing import ClassVar, TypeAlias

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
    "plugins_of",
]

_Faults: TypeAlias = Iterator[Text]


@dataclass(frozen=True, slots=True)
class Checked:
    """One promise looked at (一项检查): of what, and every way in which it is not kept.

    ``remarks`` are worth a look and break nothing.
    """

    what: str
    promise: Text
    broken: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return not self.broken


_LINTS = Text("通过方案检查", "it lints clean")
_EXAMPLES = Text("有示例且都相符", "it has examples, and they come out")
_SCHEME: dict[str, tuple[Text, Callable[[Scheme, Registry], _Faults]]] = {
    "examples": (_EXAMPLES, promises.examples),
    "adds_up": (Text("明细逐笔相加等于总分", "the ledger adds up"), promises.adds_up),
    "round_trip": (Text("结果写成 JSON 再读回不变", "JSON brings it back"), promises.round_trip),
    "order": (Text("记录的先后不影响结果", "the order of records is irrelevant"), promises.order),
}
_PLUGIN: dict[str, tuple[Text, Callable[[str, Registry], _Faults]]] = {
    "loads": (Text("加载无故障、名称不冲突", "it loads and takes no name"), gifts.loads),
    "gives": (Text("至少提供一样东西", "it gives something"), gifts.gives),
    "rule_kinds": (Text("评分规则守约", "its rules keep their contract"), gifts.rule_kinds),
    "record_types": (Text("数据表可读可写", "its tables are read and written"), gifts.record_types),
    "facts": (Text("取值函数给出取值", "its providers give values"), gifts.facts),
    "dossiers": (Text("随附卷宗可评价", "its dossiers can be assessed"), gifts.dossiers),
}


def check_scheme(scheme: Scheme, registry: Registry) -> list[Checked]:
    """Everything a scheme promises (方案符合性); one that is bound has no fault of lint."""
    what = f"{scheme.id}@{scheme.version}"
    warned = tuple(Text(one.of("zh"), one.of("en")) for one in scheme.warnings)
    unseen = promises.untouched(scheme, registry)
    untried = Text(
        f"示例未触及的规则：{'、'.join(unseen)}",
        f"rules that no example fires: {', '.join(unseen)}",
    )
    remarks = {"examples": (untried,) if unseen else ()}
    return [
        Checked(what, _LINTS, remarks=warned),
        *(
            Checked(what, words, tuple(check(scheme, registry)), remarks.get(name, ()))
            for name, (words, check) in _SCHEME.items()
        ),
    ]


def check_plugin(plugin: str, registry: Registry) -> list[Checked]:
    """Everything a plugin promises (插件符合性), and every scheme that it gives."""
    found = [
        Checked(plugin, words, tuple(check(plugin, registry))) for words, check in _PLUGIN.values()
    ]
    for scheme in gifts.schemes_of(plugin, registry):
        found += check_scheme(scheme, registry)
    return found


def plugins_of(package: str) -> tuple[tuple[str, ...], Registry]:
    """The plugins of a package (包内插件), and the registry that has them.

    ``package`` is the name of an installed distribution, of a plugin, or of a module; a module
    that no entry point names is taken as a plugin of that name.

    Raises:
        InvalidInput: where there is none of these.
    """
    wanted, found, known = _plain(package), set[str](), set[str]()
    installed: list[EntryPoint | _Module] = [*entry_points(group=GROUP)]
    for point in entry_points(group=GROUP):
        distribution = point.dist.name if point.dist else ""
        known |= {distribution, point.name}
        module = _plain(point.value.split(":", 1)[0])
        if wanted in {_plain(point.name), _plain(distribution), module} or (
            wanted and module.startswith(f"{wanted}.")
        ):
            found.add(point.name)
    if found:
        return tuple(sorted(found)), load_plugins()
    if not _is_module(package):
        what = Text(
            f"没有装上名为“{package}”的包、插件或模块",
            f"no package, plugin or module '{package}' is installed",
        )
        raise InvalidInput([Problem(Place("package"), what, did_you_mean(package, sorted(known)))])
    return (package,), load_plugins([*installed, _Module(package)])


def _plain(name: str) -> str:
    return name.replace("-", "_").lower()


def _is_module(name: str) -> bool:
    try:
        return bool(name) and find_spec(name) is not None
    except (ImportError, ValueError):
        return False
    except Exception:  # noqa: BLE001  # the package around it raises: loading it tells so
        return True


@dataclass(frozen=True, slots=True)
class _Module:
    """A module as a plugin that no entry point names."""

    name: str
    value: str = ""

    def load(self) -> ModuleType:
        return import_module(self.name)


def _kept(what: str, promise: Text, broken: Iterable[Text]) -> None:
    """Raise where a promise is not kept, with every way in which it is not."""
    told = list(broken)
    if told:
        zh = "".join(f"\n  · {one.zh}" for one in told)
        en = "".join(f"\n  - {one.of('en')}" for one in told)
        raise LawBroken(
            Text(f"{what}：未做到“{promise.zh}”{zh}", f"{what}: not kept: {promise.of('en')}{en}")
        )


def _named(given: str, key: str) -> None:
    if not given:
        raise LawBroken(Text(f'测试类里要写 {key} = "…"', f'the class of tests says {key} = "…"'))


class SchemeConformance:
    """What a scheme promises, as tests to inherit (方案符合性测试).

    ``scheme`` is its id, or ``id@version``; ``plugin`` the plugin or module that gives it, where
    it is not installed.
    """

    scheme: ClassVar[str] = ""
    plugin: ClassVar[str | None] = None

    def _bound(self, promise: Text) -> tuple[Scheme, Registry]:
        _named(self.scheme, "scheme")
        registry = load_plugins() if self.plugin is None else plugins_of(self.plugin)[1]
        try:
            return registry.scheme(self.scheme), registry
        except InvalidInput as found:
            told = [Text(found.of("zh"), found.of("en"))]
            # A stranger's document with faults was set aside while loading, with all of them.
            told += [Text(one.of("zh"), one.of("en")) for one in registry.set_aside]
            _kept(self.scheme, promise, told)
            raise

    def _check(self, name: str) -> None:
        words, check = _SCHEME[name]
        _kept(self.scheme, words, check(*self._bound(words)))

    def test_it_lints_clean(self) -> None:
        """Nothing is wrong with the document."""
        self._bound(_LINTS)

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

    plugin: ClassVar[str] = ""

    def _plugins(self) -> tuple[tuple[str, ...], Registry]:
        _named(self.plugin, "plugin")
        return plugins_of(self.plugin)

    def _check(self, name: str) -> None:
        plugins, registry = self._plugins()
        words, check = _PLUGIN[name]
        for plugin in plugins:
            _kept(plugin, words, check(plugin, registry))

    def test_it_loads_and_takes_no_name(self) -> None:
        """Its hooks are as agreed, nothing is set aside, no name is another's."""
        self._check("loads")

    def test_it_gives_something(self) -> None:
        """At least one hook gives at least one thing."""
        self._check("gives")

    def test_its_rules_keep_their_contract(self) -> None:
        """Exact points, ordered ends, true directions, for every rule in a scheme."""
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
        plugins, registry = self._plugins()
        for plugin in plugins:
            for scheme in gifts.schemes_of(plugin, registry):
                for checked in check_scheme(scheme, registry):
                    _kept(checked.what, checked.promise, checked.broken)
