"""What a plugin may give (插件接口): hooks only give, none takes or changes another's gift."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeAlias

import pluggy

from zwgk.records import Record
from zwgk.scheme import Provider, RuleKind
from zwgk.time import WorkCalendar

HOOK_API = 1

hookspec = pluggy.HookspecMarker("zwgk")
hookimpl = pluggy.HookimplMarker("zwgk")

File: TypeAlias = Path | Traversable
FactProvider: TypeAlias = Provider


@dataclass(frozen=True, slots=True)
class PackagedDossier:
    """A dossier that a plugin ships as an example (随附卷宗): which report, scheme and day."""

    report: str
    path: File
    scheme: str
    as_of: date


@hookspec
def zwgk_schemes() -> Iterable[File]:
    """Scheme documents, as files (考核方案文档)."""
    raise NotImplementedError


@hookspec
def zwgk_rule_kinds() -> Iterable[type[RuleKind]]:
    """Rule kinds that scheme documents may name (评分规则类型)."""
    raise NotImplementedError


@hookspec
def zwgk_record_types() -> Iterable[type[Record]]:
    """Records with a table of their own in a dossier (数据表类型)."""
    raise NotImplementedError


@hookspec
def zwgk_rules() -> Iterable[File]:
    """Documents with rules of law (法定时限规则)."""
    raise NotImplementedError


@hookspec
def zwgk_calendars() -> Mapping[str, WorkCalendar]:
    """Calendars by name, such as that of a region (工作日历)."""
    raise NotImplementedError


@hookspec
def zwgk_facts() -> Mapping[str, FactProvider]:
    """Facts worked out by code (取值函数), by id; they cannot be computed over columns."""
    raise NotImplementedError


@hookspec
def zwgk_dossiers() -> Iterable[PackagedDossier]:
    """Packaged example dossiers (随附卷宗)."""
    raise NotImplementedError
