"""An empty dossier for a scheme (卷宗骨架): the tables that it asks, and which facts ask them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from zwgk.duties import owed
from zwgk.exchange import dossier_from
from zwgk.facts import Count, Known, Query, Rows, Share
from zwgk.facts.query import Change, History
from zwgk.plugins import Registry
from zwgk.records import RECORD_TYPES, Record
from zwgk.records.names import table_name
from zwgk.scheme import Declared, Scheme, number_text
from zwgk.source import Source
from zwgk.testing.fitting import PLACEHOLDER, Asked, fitting_row
from zwgk.time import WorkCalendar

__all__ = ["Needed", "needed"]

_FILL = "填写"
# What tells when a duty of a table is due and whether it was kept, beside the required fields.
_CLOCKS: dict[str, dict[str, Any]] = {
    "items": {"cadence": "每季度"},
    "publications": {"formed": "2024-02-05"},
    "cases": {"kind": "promised", "promised": "5个工作日", "completed": "2024-02-08"},
    "feedback": {"limit": "15个工作日", "answered": "2024-02-08"},
    "found": {"due": "2024-03-05", "rectified": "2024-02-08"},
    "hazards": {"due": "2024-03-05", "rectified": "2024-02-08"},
    "incidents": {"told": "2024-05-06T08:10+08:00", "reported": "2024-05-06T08:40+08:00"},
}


@dataclass(frozen=True, slots=True)
class Needed:
    """A part of a dossier that a scheme asks for (所需数据): who asks, and how it is written.

    ``asked_by`` names facts with their indicators, ``lines`` are YAML.
    """

    title: str
    asked_by: tuple[str, ...]
    lines: tuple[str, ...]


def needed(scheme: Scheme, registry: Registry, year: int) -> list[Needed]:
    """The parts of a dossier that a scheme asks for (所需数据), in the order of the dossier.

    Days in its examples lie in ``year``; what is to be filled in is left blank or says so.
    """
    found = [*_tables(scheme, registry, year), *_stated(scheme)]
    declared = tuple(_declared(scheme))
    if declared:
        found.append(Needed(table_name("declarations").zh, (), ("declarations:", *declared)))
    return found


def _tables(scheme: Scheme, registry: Registry, year: int) -> Iterator[Needed]:
    kinds: dict[str, type[Record]] = {**RECORD_TYPES, **registry.record_types}
    duties = _duties(registry)
    all_asked = Asked()
    asking: dict[str, list[str]] = {}
    owing: set[str] = set()
    for name, query in scheme.queries.items():
        mine = Asked()
        mine.take(query)
        all_asked.take(query)
        behind = set(_behind(query, scheme, duties))
        owing |= behind
        for table in {*mine.tables, *behind}:
            asking.setdefault(table, []).append(_called(name, query, scheme))
    for table, kind in kinds.items():
        if table in asking and (table != "evidence" or not all_asked.topics):
            wanted = all_asked.tables.get(table, {})
            called = (*all_asked.ids(table), f"{table[0]}1")[0]
            row = fitting_row(kind, called, wanted, lambda options: options[0]) or {"id": called}
            if table in owing:
                row = dict(_with_clock(kind, row, _CLOCKS.get(table, {}), wanted))
            line = f"  - {_flow(_to_fill(kind, row), year)}"
            yield Needed(table_name(table).zh, tuple(asking[table]), (f"{table}:", line))


def _with_clock(
    kind: type[Record], row: Mapping[str, Any], clock: Mapping[str, Any], wanted: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The row with what the limit of its duty is counted from and kept by, where that fits."""
    asked = {name: row[name] for name in wanted if name in row}
    made = {**row, **clock, **asked}
    try:
        kind.model_validate(made)
    except ValidationError:  # what the queries ask for does not go with it
        return row
    return made


def _to_fill(kind: type[Record], row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with words that ask to be filled in, where words may stand."""
    made = dict(row)
    for name, value in row.items():
        if value == PLACEHOLDER:
            try:
                kind.model_validate({**made, name: _FILL})
            except ValidationError:  # an id, which is no words
                continue
            made[name] = _FILL
    return made


def _called(name: str, query: Query, scheme: Scheme) -> str:
    """A fact with its title, and the indicators that read it."""
    readers = "、".join(node.id for node in scheme.walk() if name in node.facts())
    title = f" {query.title.zh}" if query.title else ""
    return f"{name}{title}" + (f"（{readers}）" if readers else "")


def _duties(registry: Registry) -> Known:
    """What is known of the duties of a unit about which nothing is: where each would come from."""
    data = {"period": {"from": "2024-01-01", "to": "2024-12-31"}}
    empty = dossier_from(Source("empty", {**data, "unit": {"name": _FILL, "kind": "other"}}))
    china = WorkCalendar.china()
    groups = owed(empty, as_of=date(2025, 1, 31), calendar=china, rules=registry.rules)
    return Known({}, {str(kind): Rows((), sources=one.sources) for kind, one in groups.items()})


def _behind(query: Query, scheme: Scheme, duties: Known) -> Iterator[str]:
    """The tables from which the duties come that a query counts."""
    parts: list[object] = [query]
    while parts:
        part = parts.pop()
        if isinstance(part, Share):
            parts += [
                scheme.queries.get(one) if isinstance(one, str) else one
                for one in (part.share, part.whole)
            ]
        elif isinstance(part, Count) and part.count == "duties":
            yield from (source.table for source in duties.rows("duties", part.where).sources)


def _stated(scheme: Scheme) -> Iterator[Needed]:
    """Evidence by topic, figures by id, and what the last period said of them."""
    topics: dict[str, list[str]] = {}
    figures: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    past: list[str] = []
    for name, query in scheme.queries.items():
        asked, called = Asked(), _called(name, query, scheme)
        asked.take(query)
        for topic in asked.topics:
            topics.setdefault(topic, []).append(called)
        for figure in asked.figures:
            figures.setdefault(figure, []).append(called)
            if isinstance(query, Change):
                before.setdefault(figure, []).append(called)
        past += [called] if isinstance(query, History) else []
    rows = (
        f"  - {_flow({'id': f'e{number}', 'topic': topic})}  # {_line(topics[topic])}"
        for number, topic in enumerate(sorted(topics), 1)
    )
    if topics:
        yield Needed(table_name("evidence").zh, (), ("evidence:", *rows))
    if figures:
        yield Needed(table_name("figures").zh, (), ("figures:", *_blank(figures, "  ")))
    if before:
        lines = ("previous:", "  figures:", *_blank(before, "    "))
        yield Needed("上期（previous）", tuple(past), lines)
    elif past:
        lines = ("previous:", "  history: {complete: false, rows: []}")
        yield Needed("往期（previous）", tuple(past), lines)


def _blank(figures: Mapping[str, Iterable[str]], indent: str) -> Iterator[str]:
    """Figures whose numbers are not filled in, which is to say missing."""
    for name in sorted(figures):
        yield f"{indent}{name}:  # {_line(figures[name])}"


def _line(words: Iterable[str]) -> str:
    """Words on one line, whatever YAML takes for the end of one."""
    return " ".join("；".join(words).split())


def _declared(scheme: Scheme) -> Iterator[str]:
    for node in scheme.walk():
        if isinstance(node.rule, Declared) and node.points is not None:
            most = number_text(node.rule.of(node.points))
            listed = [(str(one.assessor), one.round) for one in node.rule.assessors]
            for assessor, round_ in listed or [(str(node.rule.accepts[0]), None)]:
                turn = "" if round_ is None else f"round: {round_}, "
                row = f"{{assessor: {assessor}, indicator: {node.id}, {turn}points: }}"
                yield f"  - {row}  # {_line([node.title.zh])}，满分 {most}"


def _flow(value: Any, year: int = 0) -> str:
    """A value in the flow style of YAML; words that YAML would misread are quoted."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one, year)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one, year) for one in value) + "]"
    text = str(value).replace("2024-", f"{year:04}-")
    plain = text.strip() == text and not set(text) & set(",:#[]{}&*!|>'\"%@`\n")
    return text if text and plain else "'" + text.replace("'", "''") + "'"
