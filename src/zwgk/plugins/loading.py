"""Loading plugins (加载插件): each is loaded and asked alone, and a faulty one is set aside."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from inspect import isabstract
from typing import Any, Protocol

import pluggy

from zwgk.duties import DUTY_FIELDS
from zwgk.errors import InvalidInput, PluginFault, Text
from zwgk.law import Rules, load_rules
from zwgk.plugins import hookspecs
from zwgk.plugins.hookspecs import HOOK_API, PackagedDossier
from zwgk.plugins.registry import Registry, askable_tables
from zwgk.records import RECORD_TYPES, Dossier, Record, dossier_type
from zwgk.scheme import KINDS, Provider, RuleKind, Scheme, raised_text, read_scheme
from zwgk.source import read_source
from zwgk.time import WorkCalendar

GROUP = "zwgk"


class Found(Protocol):
    """What a plugin is loaded from (插件入口): an entry point, or anything shaped like one."""

    @property
    def name(self) -> str:
        """The plugin's name."""

    def load(self) -> Any:
        """The plugin's module or object."""


def load_plugins(found: Iterable[Found] | None = None) -> Registry:
    """Load every installed plugin (加载全部插件); a faulty one never stops the others.

    ``found`` are entry points; those of the group ``zwgk`` where none are given.
    """
    if found is None:
        installed: dict[str, EntryPoint] = {}
        points = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
        for point in points:
            # An editable install may list the same entry twice; the same value is one plugin.
            installed.setdefault(f"{point.name}={point.value}", point)
        found = installed.values()
    loader = _Loader()
    # A plugin that prints would stand in the middle of a result.
    with redirect_stdout(sys.stderr):
        for entry in sorted(found, key=lambda entry: (not _built_in(entry), entry.name)):
            loader.load(entry)
        return loader.registry()


def _built_in(entry: Found) -> bool:
    """Whether it is one of ours, which are asked first: no stranger takes their names."""
    return str(getattr(entry, "value", "")).startswith("zwgk.schemes.")


class _Loader:
    def __init__(self) -> None:
        self.faults: list[PluginFault] = []
        self.owners: dict[str, str] = {}
        self.plugins: dict[str, Any] = {}

    def fault(self, plugin: str, doing: Text, cause: BaseException | str) -> None:
        if isinstance(cause, InvalidInput):
            self.faults.append(PluginFault(plugin, doing, str(cause), cause.problems))
            return
        words = cause if isinstance(cause, str) else raised_text(cause)
        self.faults.append(PluginFault(plugin, doing, words))

    def load(self, entry: Found) -> None:
        doing = Text("加载", "loading")
        if entry.name in self.plugins:
            self.fault(
                entry.name, doing, "同名插件已加载 / a plugin of this name is loaded already"
            )
            return
        try:
            plugin = entry.load()
            api = getattr(plugin, "ZWGK_HOOK_API", HOOK_API)
            if api != HOOK_API:
                self.fault(
                    entry.name,
                    doing,
                    f"为接口 {api} 而写，本版接口为 {HOOK_API}"
                    f" / written for hook API {api}, this is {HOOK_API}",
                )
                return
            # A manager of its own: what one plugin breaks in it, no other sees.
            manager = pluggy.PluginManager(GROUP)
            manager.add_hookspecs(hookspecs)
            manager.register(plugin, entry.name)
            manager.check_pending()
            if not manager.get_hookcallers(plugin):
                self.fault(
                    entry.name,
                    doing,
                    "没有带 @hookimpl 的接口函数 / no function with @hookimpl",
                )
                return
        except (Exception, SystemExit) as cause:  # noqa: BLE001  # a stranger's code may raise anything
            self.fault(entry.name, doing, cause)
            return
        self.plugins[entry.name] = manager

    def gifts(self, hook: str, doing: Text) -> Iterator[tuple[str, Any]]:
        """What each plugin gives for one hook; one that raises on the way gives nothing there."""
        for name, manager in self.plugins.items():
            listed: list[Any] = []
            try:
                for given in getattr(manager.hook, hook)():
                    if isinstance(given, (str, bytes)):
                        raise TypeError(f"{_shown(given)} 不是列表 / is no list")  # noqa: TRY301
                    listed += given.items() if isinstance(given, Mapping) else given
            except (Exception, SystemExit) as cause:  # noqa: BLE001  # as above
                self.fault(name, doing, cause)
                continue
            yield from [(name, gift) for gift in listed]

    def own(self, plugin: str, name: str, doing: Text) -> bool:
        """Give a name its one owner; the second giver is a fault that names both."""
        if name in self.owners:
            first = self.owners[name]
            self.fault(plugin, doing, f"{name} 已由“{first}”提供 / '{first}' gave {name} first")
            return False
        self.owners[name] = plugin
        return True

    def registry(self) -> Registry:
        kinds = self._kinds()
        record_types = self._record_types()
        facts = self._mapping("zwgk_facts", "fact", Text("提供取值函数", "giving facts"), callable)
        calendars = self._mapping(
            "zwgk_calendars",
            "calendar",
            Text("提供日历", "giving calendars"),
            lambda gift: isinstance(gift, WorkCalendar),
        )
        rules = self._rules()
        tables = askable_tables(record_types, DUTY_FIELDS)
        schemes = self._schemes(kinds, tables, facts)
        return Registry(
            schemes,
            kinds,
            record_types,
            rules,
            calendars,
            facts,
            self._dossiers(schemes),
            dict(sorted(self.owners.items())),
            tuple(self.faults),
        )

    def _kinds(self) -> dict[str, type[RuleKind]]:
        kinds = {kind.kind: kind for kind in KINDS}
        self.owners |= {f"rule_kind {name}": "zwgk" for name in kinds}
        doing = Text("提供评分规则", "giving rule kinds")
        for plugin, kind in self.gifts("zwgk_rule_kinds", doing):
            usable = isinstance(kind, type) and issubclass(kind, RuleKind)
            if not usable or not isinstance(getattr(kind, "kind", None), str) or isabstract(kind):
                shown = _shown(kind)
                self.fault(
                    plugin,
                    doing,
                    f"{shown} 不是完整的、带 kind 的 RuleKind 子类"
                    f" / {shown} is no finished RuleKind with a kind",
                )
            elif self.own(plugin, f"rule_kind {kind.kind}", doing):
                kinds[kind.kind] = kind
        return kinds

    def _record_types(self) -> dict[str, type[Record]]:
        doing = Text("提供数据表", "giving record types")
        found: dict[str, type[Record]] = {}
        taken = {*RECORD_TYPES, *Dossier.model_fields, "duties", "verdicts"}
        for plugin, kind in self.gifts("zwgk_record_types", doing):
            usable = isinstance(kind, type) and issubclass(kind, Record)
            if not usable or not isinstance(kind.table, str) or not kind.table:
                shown = _shown(kind)
                self.fault(
                    plugin,
                    doing,
                    f"{shown} 不是带 table 的 Record 子类 / {shown} is no Record with a table",
                )
            elif kind.table in taken:
                self.fault(plugin, doing, f"数据表 {kind.table} 属于 zwgk / zwgk owns {kind.table}")
            elif not _TABLE.fullmatch(kind.table) or hasattr(Dossier, kind.table):
                self.fault(
                    plugin,
                    doing,
                    f"“{kind.table}”不能作数据表名 / '{kind.table}' cannot name a table",
                )
            elif self._fits(plugin, kind, doing) and self.own(plugin, f"table {kind.table}", doing):
                found[kind.table] = kind
        return found

    def _fits(self, plugin: str, kind: type[Record], doing: Text) -> bool:
        """Whether a dossier can have a table of such records."""
        try:
            kind.askable()
            dossier_type({kind.table: kind}).model_rebuild()
        except (Exception, SystemExit) as cause:  # noqa: BLE001  # as above
            self.fault(plugin, doing, cause)
            return False
        return True

    def _mapping(
        self, hook: str, word: str, doing: Text, usable: Callable[[Any], bool]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for plugin, gift in self.gifts(hook, doing):
            if not isinstance(gift, tuple) or len(gift) != 2 or not usable(gift[1]):  # noqa: PLR2004
                shown = _shown(gift)
                self.fault(plugin, doing, f"不可用：{shown} / cannot be used: {shown}")
            elif self.own(plugin, f"{word} {gift[0]}", doing):
                found[str(gift[0])] = gift[1]
        return found

    def _rules(self) -> Rules | None:
        rules: Rules | None = None
        doing = Text("提供法定时限", "giving rules of law")
        for plugin, file in self.gifts("zwgk_rules", doing):
            before = rules or load_rules()
            try:
                rules = before.with_document(read_source(file))
            except (Exception, SystemExit) as cause:  # noqa: BLE001  # as above
                self.fault(plugin, doing, cause)
                continue
            # An id that is taken is refused above: each rule of law has one owner.
            self.owners |= {f"rule {name}": plugin for name in rules if name not in before}
        return rules

    def _schemes(
        self,
        kinds: Mapping[str, type[RuleKind]],
        tables: Mapping[str, frozenset[str]],
        providers: Mapping[str, Provider],
    ) -> dict[str, Scheme]:
        doing = Text("提供方案", "giving schemes")
        found: dict[str, Scheme] = {}
        for plugin, file in self.gifts("zwgk_schemes", doing):
            try:
                scheme = read_scheme(read_source(file), kinds, tables, providers)
            except (Exception, SystemExit) as cause:  # noqa: BLE001  # as above
                self.fault(plugin, doing, cause)
                continue
            if self._owns_scheme(plugin, scheme, doing):
                found[f"{scheme.id}@{scheme.version}"] = scheme
        latest: dict[str, Scheme] = {}
        for scheme in found.values():
            newest = latest.get(scheme.id)
            if newest is None or _version(newest) < _version(scheme):
                latest[scheme.id] = scheme
        return dict(sorted({**found, **latest}.items()))

    def _owns_scheme(self, plugin: str, scheme: Scheme, doing: Text) -> bool:
        """An id belongs to the plugin that gave it first; that plugin may give more versions."""
        first = self.owners.get(f"scheme {scheme.id}")
        if first is not None and first != plugin:
            self.fault(
                plugin, doing, f"方案 {scheme.id} 已由“{first}”提供 / '{first}' gave it first"
            )
            return False
        self.owners[f"scheme {scheme.id}"] = plugin
        return self.own(plugin, f"scheme {scheme.id}@{scheme.version}", doing)

    def _dossiers(self, schemes: Mapping[str, Scheme]) -> tuple[PackagedDossier, ...]:
        doing = Text("提供随附卷宗", "giving dossiers")
        found: list[PackagedDossier] = []
        for plugin, gift in self.gifts("zwgk_dossiers", doing):
            if not _is_packaged(gift):
                shown = _shown(gift)
                self.fault(plugin, doing, f"不是 PackagedDossier：{shown} / no PackagedDossier")
            elif gift.scheme not in schemes:
                self.fault(
                    plugin,
                    doing,
                    f"{gift.report} 所用方案 {gift.scheme} 不存在"
                    f" / {gift.report} names no known scheme",
                )
            elif self.own(plugin, f"dossier {gift.report}", doing):
                found.append(gift)
        return tuple(sorted(found, key=lambda gift: gift.report))


_TABLE = re.compile(r"[a-z][a-z0-9_]*")


def _is_packaged(gift: Any) -> bool:
    """Whether it is a packaged dossier with words where words belong, and a day."""
    return isinstance(gift, PackagedDossier) and all(
        isinstance(part, kind)
        for part, kind in ((gift.report, str), (gift.scheme, str), (gift.as_of, date))
    )


def _version(scheme: Scheme) -> list[tuple[int, str]]:
    """A version in the order of its numbers: 10 comes after 9."""
    parts = re.findall(r"\d+|\D+", scheme.version)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _shown(thing: object) -> str:
    """A stranger's object in words, also where its own words fail."""
    try:
        return repr(thing)
    except Exception:  # noqa: BLE001  # a stranger's repr may raise anything
        return f"<{type(thing).__name__}>"


__all__ = ["GROUP", "Found", "load_plugins"]
