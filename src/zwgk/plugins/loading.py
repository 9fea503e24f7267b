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
from zwgk.errors import InvalidInput, PluginFault, Text, ZwgkError
from zwgk.law import Rules, load_rules
from zwgk.plugins import hookspecs
from zwgk.plugins.hookspecs import HOOK_API, File, PackagedDossier
from zwgk.plugins.registry import Registry, askable_tables
from zwgk.plugins.shelf import Head, Shelf, read_head
from zwgk.records import RECORD_TYPES, Dossier, Record, dossier_type
from zwgk.records.base import ID_PATTERN
from zwgk.scheme import KINDS, Provider, RuleKind, Scheme, raised_text, read_scheme
from zwgk.source import did_you_mean, read_source
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
        self.ours: set[str] = set()

    def fault(self, plugin: str, doing: Text, cause: BaseException | Text) -> None:
        self.faults.append(_set_aside(plugin, doing, cause))

    def load(self, entry: Found) -> None:
        doing = Text("加载", "loading")
        if entry.name in self.plugins:
            words = Text("同名插件已加载", "a plugin of this name is loaded already")
            self.fault(entry.name, doing, words)
            return
        try:
            plugin = entry.load()
            api = getattr(plugin, "ZWGK_HOOK_API", HOOK_API)
            if api != HOOK_API:
                words = Text(
                    f"为接口 {_shown(api)} 而写，本版接口为 {HOOK_API}",
                    f"written for hook API {_shown(api)}, this is {HOOK_API}",
                )
                self.fault(entry.name, doing, words)
                return
            # A manager of its own: what one plugin breaks in it, no other sees.
            manager = pluggy.PluginManager(GROUP)
            manager.add_hookspecs(hookspecs)
            manager.register(plugin, entry.name)
            misspelt = _misspelt(manager)
            if misspelt is not None:
                self.fault(entry.name, doing, misspelt)
                return
            if not manager.get_hookcallers(plugin):
                words = Text("没有带 @hookimpl 的接口函数", "no function with @hookimpl")
                self.fault(entry.name, doing, words)
                return
        except pluggy.PluginValidationError as cause:
            words = Text(f"接口函数的写法不符：{cause}", f"a hook is not as agreed: {cause}")
            self.fault(entry.name, doing, words)
            return
        except (Exception, SystemExit) as cause:  # noqa: BLE001  # a stranger's code may raise anything
            self.fault(entry.name, doing, cause)
            return
        self.plugins[entry.name] = manager
        if _built_in(entry):
            self.ours.add(entry.name)

    def gifts(self, hook: str, doing: Text) -> Iterator[tuple[str, Any]]:
        """What each plugin gives for one hook; one that raises on the way gives nothing there."""
        for name, manager in self.plugins.items():
            listed: list[Any] = []
            try:
                for given in getattr(manager.hook, hook)():
                    if isinstance(given, Mapping):
                        listed += given.items()
                    elif isinstance(given, Iterable) and not isinstance(given, (str, bytes)):
                        listed += given
                    else:
                        words = Text(f"{_shown(given)} 不是列表", f"{_shown(given)} is no list")
                        self.fault(name, doing, words)
            except (Exception, SystemExit) as cause:  # noqa: BLE001  # as above
                self.fault(name, doing, cause)
                continue
            yield from [(name, gift) for gift in listed]

    def own(self, plugin: str, name: str, doing: Text) -> bool:
        """Give a name its one owner; the second giver is a fault that names both."""
        if name in self.owners:
            first = self.owners[name]
            words = Text(f"{name} 已由“{first}”提供", f"'{first}' gave {name} first")
            self.fault(plugin, doing, words)
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
                words = Text(
                    f"{shown} 不是完整的、带 kind 的 RuleKind 子类",
                    f"{shown} is no finished RuleKind with a kind",
                )
                self.fault(plugin, doing, words)
            elif self._named(plugin, kind.kind, doing) and self.own(
                plugin, f"rule_kind {kind.kind}", doing
            ):
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
                words = Text(
                    f"{shown} 不是带 table 的 Record 子类", f"{shown} is no Record with a table"
                )
                self.fault(plugin, doing, words)
            elif kind.table in taken:
                words = Text(f"数据表 {kind.table} 属于 zwgk", f"zwgk owns {kind.table}")
                self.fault(plugin, doing, words)
            elif not _TABLE.fullmatch(kind.table) or hasattr(Dossier, kind.table):
                words = Text(f"“{kind.table}”不能作数据表名", f"'{kind.table}' cannot name a table")
                self.fault(plugin, doing, words)
            elif self._fits(plugin, kind, doing) and self.own(plugin, f"table {kind.table}", doing):
                found[kind.table] = kind
        return found

    def _named(self, plugin: str, name: object, doing: Text) -> bool:
        """Whether a document can name it: no two names may look alike."""
        if isinstance(name, str) and _NAME.fullmatch(name):
            return True
        shown = _shown(name)
        words = Text(
            f"{shown} 不能作名称：以字母开头，后接字母、数字、_ . -",
            f"{shown} cannot be a name: a letter, then letters, digits, _ . -",
        )
        self.fault(plugin, doing, words)
        return False

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
                self.fault(plugin, doing, Text(f"不可用：{shown}", f"cannot be used: {shown}"))
            elif self._named(plugin, gift[0], doing) and self.own(
                plugin, f"{word} {gift[0]}", doing
            ):
                found[gift[0]] = gift[1]
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
    ) -> Shelf:
        doing = Text("提供方案", "giving schemes")

        def bound(plugin: str, file: File) -> Scheme | PluginFault:
            try:
                return read_scheme(read_source(file), kinds, tables, providers)
            except (Exception, SystemExit) as cause:  # noqa: BLE001  # as above
                return _set_aside(plugin, doing, cause)

        shelf = Shelf(bound)
        for plugin, file in self.gifts("zwgk_schemes", doing):
            # The box's own documents are bound by its tests, so here when they are asked for.
            if plugin in self.ours and (head := _head(file)) is not None:
                if self._owns_scheme(plugin, head.id, head.version, doing):
                    shelf.put_head(plugin, head, file)
                continue
            made = bound(plugin, file)
            if isinstance(made, PluginFault):
                self.faults.append(made)
            elif self._owns_scheme(plugin, made.id, made.version, doing):
                shelf.put(made)
        return shelf

    def _owns_scheme(self, plugin: str, name: str, version: str, doing: Text) -> bool:
        """An id belongs to the plugin that gave it first; that plugin may give more versions."""
        first = self.owners.get(f"scheme {name}")
        if first is not None and first != plugin:
            words = Text(
                f"方案 {name} 已由“{first}”提供", f"'{first}' gave the scheme {name} first"
            )
            self.fault(plugin, doing, words)
            return False
        self.owners[f"scheme {name}"] = plugin
        return self.own(plugin, f"scheme {name}@{version}", doing)

    def _dossiers(self, schemes: Shelf) -> tuple[PackagedDossier, ...]:
        doing = Text("提供随附卷宗", "giving dossiers")
        found: list[PackagedDossier] = []
        for plugin, gift in self.gifts("zwgk_dossiers", doing):
            if not _is_packaged(gift):
                shown = _shown(gift)
                words = Text(f"不是 PackagedDossier：{shown}", f"no PackagedDossier: {shown}")
                self.fault(plugin, doing, words)
            elif not schemes.names(gift.scheme):
                words = Text(
                    f"{gift.report} 所用方案 {gift.scheme} 不存在",
                    f"{gift.report} names no known scheme: {gift.scheme}",
                )
                self.fault(plugin, doing, words)
            elif self.own(plugin, f"dossier {gift.report}", doing):
                found.append(gift)
        return tuple(sorted(found, key=lambda gift: gift.report))


_NAME = re.compile(ID_PATTERN)
_TABLE = re.compile(r"[a-z][a-z0-9_]*")


def _is_packaged(gift: Any) -> bool:
    """Whether it is a packaged dossier with words where words belong, and a day."""
    return isinstance(gift, PackagedDossier) and all(
        isinstance(part, kind)
        for part, kind in ((gift.report, str), (gift.scheme, str), (gift.as_of, date))
    )


def _head(file: File) -> Head | None:
    """The head of a document; nothing where it has faults, which binding tells."""
    try:
        return read_head(file)
    except ZwgkError:
        return None


def _misspelt(manager: pluggy.PluginManager) -> Text | None:
    """A hook that nobody asks for, with the nearest that there is."""
    for name, caller in vars(manager.hook).items():
        if not name.startswith("_") and not caller.has_spec():
            known = sorted(one for one in vars(hookspecs) if one.startswith("zwgk_"))
            hint = did_you_mean(name, known)
            return Text(f"没有接口 {name}；{hint.zh}", f"there is no hook {name}; {hint.en}")
    return None


def _set_aside(plugin: str, doing: Text, cause: BaseException | Text) -> PluginFault:
    """A plugin's fault in both languages, with the problems of its document."""
    if isinstance(cause, InvalidInput):
        words = Text(cause.of("zh"), cause.of("en"))
        return PluginFault(plugin, doing, words, cause.problems)
    return PluginFault(
        plugin, doing, cause if isinstance(cause, Text) else Text(raised_text(cause))
    )


def _shown(thing: object) -> str:
    """A stranger's object in words, also where its own words fail."""
    try:
        return repr(thing)
    except Exception:  # noqa: BLE001  # a stranger's repr may raise anything
        return f"<{type(thing).__name__}>"


__all__ = ["GROUP", "Found", "load_plugins"]
