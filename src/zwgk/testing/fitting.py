"""Dossiers that fit a scheme (与方案相合的卷宗): rows for the tables it asks, values it looks for.

Every choice is left to the caller, so that Hypothesis may draw it and a check without
Hypothesis may take it from a seed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from pydantic import ValidationError

from zwgk.errors import InvalidInput
from zwgk.exchange import dossier_from
from zwgk.facts import Query
from zwgk.plugins import Registry
from zwgk.records import RECORD_TYPES, Dossier, Level, Record, UnitKind
from zwgk.records.base import ID_PATTERN
from zwgk.scheme import Declared, Fields, Scheme, number_text
from zwgk.source import Source

__all__ = [
    "AS_OF",
    "PLACEHOLDER",
    "Asked",
    "Choose",
    "fitting_data",
    "fitting_dossier",
    "fitting_row",
]

AS_OF = date(2025, 1, 31)
"""A day after the period of every fitting dossier (2024)."""

T = TypeVar("T")

_ID = re.compile(ID_PATTERN)
_FIRST = date(2024, 1, 1)
_DUTIES_FROM = (
    "items", "publications", "requests", "cases", "feedback", "incidents", "hazards", "found"
)  # fmt: skip
PLACEHOLDER = "x1"
"""Stands where any word may."""

_TRIES: tuple[Any, ...] = (
    PLACEHOLDER,
    "2024-05-06",
    "2024-05-06T08:00+08:00",
    "20 working days",
    "quarterly",
    "1",
    "true",
    [],
    {},
)
_MOST_ROWS = 3


class Choose(Protocol):
    """Takes one of several options (任选其一); the first should be the plainest."""

    def __call__(self, options: Sequence[T], /) -> T:
        """One of the options."""
        ...


def fitting_dossier(scheme: Scheme, registry: Registry, choose: Choose) -> Dossier:
    """A dossier that fits a scheme (与方案相合的卷宗), ready to be assessed.

    A table whose rows contradict each other is left out.
    """
    data = fitting_data(scheme, registry, choose)
    while True:
        try:
            return dossier_from(Source("fitting", data), registry)
        except InvalidInput as found:
            paths = {problem.place.path.split(".")[0].split("[")[0] for problem in found.problems}
            wrong = (paths & data.keys()) - {"period", "unit"}
            if not wrong:
                raise
            data = {key: value for key, value in data.items() if key not in wrong}


def fitting_data(scheme: Scheme, registry: Registry, choose: Choose) -> dict[str, Any]:
    """The plain data of such a dossier (卷宗数据), every scalar as text."""
    asked = Asked()
    for query in scheme.queries.values():
        asked.take(query)
    kinds: dict[str, type[Record]] = {**RECORD_TYPES, **registry.record_types}
    if "duties" in asked.tables:
        for name in _DUTIES_FROM:
            asked.tables.setdefault(name, {})
    unit = {"name": "示例单位（虚构）", "kind": choose(list(UnitKind)).value, "fictitious": "true"}
    if scheme.document.profiles:
        unit["level"] = choose(list(Level)).value
    data: dict[str, Any] = {
        "period": {"from": _FIRST.isoformat(), "to": "2024-12-31"},
        "unit": unit,
    }
    for name in sorted(asked.tables.keys() & kinds.keys() - {"evidence"}):
        _table(data, name, kinds[name], asked, choose)
    _evidence(data, asked, choose)
    _figures(data, asked, choose)
    declared = list(_declarations(scheme, choose))
    if declared:
        data["declarations"] = declared
    return data


@dataclass
class Asked:
    """What queries ask for (所问): tables with the values compared, topics, figures."""

    tables: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    topics: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    changed: bool = False

    def take(self, query: Query) -> None:
        """Note what a query asks for (记下所问)."""
        self._take(query.model_dump(mode="json", by_alias=True))

    def ids(self, table: str) -> list[str]:
        """The rows of a table that are asked for by their ids (按编号所问)."""
        named = list(self.tables.get(table, {}).get("id", ()))
        if table == "items":
            named += self.tables.get("publications", {}).get("item", ())
        return list(dict.fromkeys(one for one in named if _ID.fullmatch(one)))

    def _take(self, query: Mapping[str, Any]) -> None:
        for head in ("count", "sum", "min", "max", "distinct"):
            table = query.get(head)
            if isinstance(table, str):
                wanted = self.tables.setdefault(table, {})
                if isinstance(query.get("field"), str):
                    wanted.setdefault(query["field"], [])
                for name, condition in (query.get("where") or {}).items():
                    wanted.setdefault(name, []).extend(_plain(condition))
        for head in ("value", "change"):
            target = query.get(head)
            if isinstance(target, Mapping):
                self.topics |= {target["evidence"]} if target.get("evidence") else set()
                self.figures |= {target["figure"]} if target.get("figure") else set()
                self.changed = self.changed or head == "change"
        for head in ("share", "in"):
            if isinstance(query.get(head), Mapping):
                self._take(query[head])


def _plain(condition: Any) -> Iterator[str]:
    """The plain values in a condition."""
    if isinstance(condition, Mapping):
        for word, inner in condition.items():
            if word not in {"is", "field"}:  # words about a value, not values
                yield from _plain(inner)
    elif isinstance(condition, (list, tuple)):
        for inner in condition:
            yield from _plain(inner)
    elif condition is not None:
        yield str(condition).lower() if isinstance(condition, bool) else str(condition)


def _table(
    data: dict[str, Any],
    name: str,
    kind: type[Record],
    asked: Asked,
    choose: Choose,
) -> None:
    """A table: there with some rows, there without any, known in part, or not there at all."""
    state = choose(("whole", "whole", "whole", "part", "absent"))
    if state == "absent":
        return
    listed = data.get("items", [])
    listed = listed["rows"] if isinstance(listed, dict) else listed
    rows, ids, wanted = [], asked.ids(name), asked.tables[name]
    for number in range(choose(range(_MOST_ROWS + 1))):
        called = ids[number] if number < len(ids) else f"{name}.{number + 1}"
        row = fitting_row(kind, called, wanted, choose)
        if row is not None:
            if name == "publications" and listed:
                row["item"] = choose([one["id"] for one in listed])
            rows.append(row)
    data[name] = rows if state == "whole" else {"complete": "false", "rows": rows}


def fitting_row(
    kind: type[Record], name: str, wanted: Mapping[str, list[Any]], choose: Choose
) -> dict[str, Any] | None:
    """A row of a table (数据行) that its record type takes, or None where none was found.

    ``wanted`` are values by field that a scheme compares with.
    """
    fields = Fields.of(kind.askable(), kind)
    base = _FIRST + timedelta(days=choose((35, 178, 324)))
    row: dict[str, Any] = {"id": name}
    required = [one for one, info in kind.model_fields.items() if info.is_required()]
    for one in dict.fromkeys([*required, *kind.dated_by, *sorted(wanted)]):
        # A rule of law must be one that is known; without one the law's own stands.
        if one in {"id", "rule"} or one not in kind.model_fields:
            continue
        value: Any = _value(fields, one, wanted.get(one, ()), base, choose)
        if value is not None and "tuple" in str(kind.model_fields[one].annotation):
            value = [value]
        if value is not None or one in required:
            row[one] = value
    if "answered" in kind.derived and choose((True, False)):
        on = base + timedelta(days=choose((3, 45)))
        row["events"] = [{"name": "answered", "on": on.isoformat()}]
    return _mended(kind, row, required)


def _value(
    fields: Fields, name: str, wanted: Sequence[Any], base: date, choose: Choose
) -> str | None:
    holds = fields.holds(name)
    options: list[str | None] = [*wanted]
    if holds and all(isinstance(one, str) for one in holds):
        options += [str(one) for one in holds]
    elif holds == (bool,):
        options += ["true", "false"]
    elif holds == (date,):
        options += [(base + timedelta(days=more)).isoformat() for more in (0, 3, 45)]
    elif holds and all(isinstance(one, type) and one is not str for one in holds):
        options += ["1", "0", "7"]
    else:
        options += [PLACEHOLDER]
    return choose([*dict.fromkeys(options), None])


def _mended(
    kind: type[Record], row: dict[str, Any], required: Sequence[str]
) -> dict[str, Any] | None:
    """The row without what its type refuses; what it asks for is tried in turn."""
    tries = {name: iter(_TRIES) for name in required}
    for _ in range(len(_TRIES) * max(1, len(required))):
        try:
            kind.model_validate(row)
        except ValidationError as cause:
            wrong = {str(one["loc"][0]) for one in cause.errors() if one["loc"]}
            wrong = wrong & row.keys() or {
                one for one in row if one not in required and one != "id"
            }
            if not wrong:
                return None
            for name in wrong:
                following = next(tries.get(name, iter(())), None)
                if following is None:
                    row.pop(name, None)
                else:
                    row[name] = following
        else:
            return row
    return None


def _evidence(data: dict[str, Any], asked: Asked, choose: Choose) -> None:
    wanted = asked.tables.get("evidence", {})
    topics = sorted({*asked.topics, *wanted.get("topic", ())})
    if not topics or choose(("there", "there", "absent")) == "absent":
        return
    rows = []
    for number, topic in enumerate(topics):
        value = choose(("1", None, "0", "95%", "3", "absent"))
        if value != "absent":
            row = {"id": f"e{number}", "topic": topic, "on": "2024-06-28"}
            rows.append(row if value is None else {**row, "value": value})
    data["evidence"] = rows if choose((True, False)) else {"complete": "false", "rows": rows}


def _figures(data: dict[str, Any], asked: Asked, choose: Choose) -> None:
    def some() -> dict[str, str]:
        values = {name: choose(("10", "0", "7", "95%", "")) for name in sorted(asked.figures)}
        return {name: value for name, value in values.items() if value}

    if asked.figures and choose(("there", "there", "absent")) == "there":
        data["figures"] = some()
    if asked.changed and choose(("there", "absent")) == "there":
        data["previous"] = {"figures": some()}


def _declarations(scheme: Scheme, choose: Choose) -> Iterator[dict[str, str]]:
    """Points for leaves that take them, from those whom they accept."""
    for node in scheme.walk():
        if node.points is None or not isinstance(node.rule, Declared):
            continue
        most = node.rule.of(node.points)
        listed = [(str(one.assessor), one.round) for one in node.rule.assessors]
        for assessor, round_ in listed or [(str(choose(node.rule.accepts)), None)]:
            share = choose((2, 0, 1, None))
            if share is not None:
                points = number_text(most * share / 2)
                given = {"assessor": assessor, "indicator": node.id, "points": points}
                yield given if round_ is None else {**given, "round": str(round_)}
