"""Everything that plugins gave (注册表), with the owner of every name and every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from zwgk.duties import Duty
from zwgk.errors import InvalidInput, Place, PluginFault, Problem, Text
from zwgk.law import Rules, load_rules
from zwgk.plugins.hookspecs import FactProvider, PackagedDossier
from zwgk.plugins.shelf import Head, Shelf, head_of
from zwgk.records import RECORD_TYPES, Record
from zwgk.scheme import Fields, RuleKind, Scheme
from zwgk.source import did_you_mean
from zwgk.time import WorkCalendar

__all__ = ["Registry", "askable_tables"]

_VERDICT: Mapping[str, Any] = {
    "id": str,
    "kind": str,
    "status": Literal[
        "infeasible",
        "does_not_hold",
        "unverifiable",
        "holds_truncated",
        "holds_rounded",
        "holds",
        "not_applicable",
    ],
    "topic": str,
    "holds": bool,
    "advisory": bool,
}


@dataclass(frozen=True, slots=True)
class Registry:
    """What plugins gave (注册表), each name with one owner.

    ``schemes`` has every scheme by ``id@version``, and the latest version by ``id`` alone.
    The documents in the box are bound when they are asked for; each counts as there only if it
    binds. ``own_rules`` are the rules with those of plugins, or None where no plugin gave any.
    ``set_aside`` names every plugin, or gift of a plugin, that was set aside while loading.
    """

    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    rule_kinds: Mapping[str, type[RuleKind]] = field(default_factory=dict)
    record_types: Mapping[str, type[Record]] = field(default_factory=dict)
    own_rules: Rules | None = None
    calendars: Mapping[str, WorkCalendar] = field(default_factory=dict)
    facts: Mapping[str, FactProvider] = field(default_factory=dict)
    dossiers: tuple[PackagedDossier, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
    set_aside: tuple[PluginFault, ...] = ()

    @property
    def faults(self) -> tuple[PluginFault, ...]:
        """Everything that was set aside (插件故障); binds what was not asked for yet."""
        if not isinstance(self.schemes, Shelf):
            return self.set_aside
        self.schemes.bind_all()
        return (*self.set_aside, *self.schemes.faults)

    @property
    def heads(self) -> Mapping[str, Head]:
        """What stands at the head of each scheme (方案概要), by ``id@version``, without binding."""
        if isinstance(self.schemes, Shelf):
            return self.schemes.heads
        named = {name: one for name, one in self.schemes.items() if "@" in name}
        return {name: head_of(scheme) for name, scheme in named.items()}

    @property
    def rules(self) -> Rules:
        """The rules of law (法定时限): those in the box, and what plugins added to them."""
        return self.own_rules or load_rules()

    def scheme(self, name: str) -> Scheme:
        """The scheme of that id, or ``id@version``.

        Raises:
            InvalidInput: where there is none, with the nearest name; where it does not bind,
                with every fault of its document.
        """
        if name in self.schemes:
            return self.schemes[name]
        if isinstance(self.schemes, Shelf) and (refused := self.schemes.refused(name)):
            raise InvalidInput(refused)
        versions = [key for key in self.schemes if key.startswith(f"{name.split('@', 1)[0]}@")]
        known = versions or [key for key in self.schemes if "@" not in key]
        what = Text(f"没有方案“{name}”", f"there is no scheme '{name}'")
        hint = did_you_mean(name, known)
        if versions:
            listed = versions[-8:]
            hint = Text(f"可用：{'、'.join(listed)}", f"known: {', '.join(listed)}")
        raise InvalidInput([Problem(Place("scheme"), what, hint)])


def askable_tables(
    extra: Mapping[str, type[Record]], duty_fields: frozenset[str]
) -> dict[str, frozenset[str]]:
    """The tables that facts may ask, with their fields (可查询的数据表)."""
    kinds = {**RECORD_TYPES, **extra}
    tables: dict[str, frozenset[str]] = {
        name: Fields.of(kind.askable(), kind) for name, kind in kinds.items()
    }
    tables["verdicts"] = Fields.of(_VERDICT, _VERDICT)
    return {**tables, "duties": Fields.of(duty_fields, Duty)}
