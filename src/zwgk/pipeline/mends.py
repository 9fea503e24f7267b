"""What can be mended (可补救的问题): findings, and what the dossier says once each is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from zwgk.duties import Duty, DutyKind, Outcome
from zwgk.errors import Text
from zwgk.facts import Count, Query, Share
from zwgk.facts.printed import printed_value
from zwgk.facts.query import Change, Value
from zwgk.records import (
    RECORD_TYPES,
    Basis,
    Dossier,
    Evidence,
    Figure,
    LoggedEvent,
    Publication,
    Table,
)
from zwgk.scheme import AnyOf, Checklist, Indicator, Present, RuleKind, Scheme
from zwgk.scoring import Assessment, FactResult, Finding, FindingKind, State
from zwgk.time import BEIJING

Key = tuple[str, str]
_OPEN = frozenset({Outcome.OPEN, Outcome.OVERDUE})
_LACKING = frozenset({State.UNKNOWN, State.UNMET})


@dataclass(frozen=True, slots=True)
class Mend:
    """One finding mended (补救): what is done, and what the dossier then holds.

    ``changes`` are fields of records that are there, by table and id, ``added`` records that are
    not. Two mends that do the same thing do it once.
    """

    finding: Finding
    subject: str
    what: Text
    changes: Mapping[Key, Mapping[str, Any]]
    added: Mapping[Key, Any]


def mends(
    dossier: Dossier, scheme: Scheme, before: Assessment, as_of: date
) -> tuple[list[Mend], list[tuple[Finding, Text]]]:
    """The findings that can be mended (可补救), and the rest, each with the reason why not."""
    duties = {duty.id: duty for duty in before.duties}
    found: dict[str, Mend] = {}
    left: list[tuple[Finding, Text]] = []
    for finding in before.findings:
        made: Mend | Text | None = None
        if finding.kind is FindingKind.DUTY:
            made = _duty(finding, duties[finding.subject], dossier, as_of)
        elif finding.kind is FindingKind.LEAF:
            made = _leaf(finding, dossier, scheme, before, as_of)
        elif finding.kind is FindingKind.RECTIFICATION:
            table, _, name = finding.subject.partition(":")
            what = Text(f"{as_of} 整改", f"rectified on {as_of}")
            done = {(table, name): {"rectified": as_of}}
            made = Mend(finding, finding.subject, what, done, {})
        if isinstance(made, Mend):
            found.setdefault(made.subject, made)
        elif made is not None:
            left.append((finding, made))
    return list(found.values()), left


def mended(dossier: Dossier, chosen: Iterable[Mend]) -> Dossier:
    """The dossier when these are mended (补救后的卷宗), in whatever order."""
    changes: dict[str, dict[str, dict[str, Any]]] = {}
    added: dict[str, dict[str, Any]] = {}
    for mend in chosen:
        for (table, name), fields in mend.changes.items():
            changes.setdefault(table, {}).setdefault(name, {}).update(fields)
        for (table, name), row in mend.added.items():
            added.setdefault(table, {})[name] = row
    update: dict[str, Any] = {}
    for table in sorted(changes.keys() | added.keys()):
        mine = changes.get(table, {})
        if table == "figures":
            figures = dossier.figures or {}
            update[table] = figures | {
                name: figures[name].model_copy(update=fields) for name, fields in mine.items()
            }
            continue
        given = dossier.table(table)
        rows = [
            row.model_copy(update=mine[row.id]) if row.id in mine else row
            for row in (given.rows if given else ())
        ]
        rows += [row for _, row in sorted(added.get(table, {}).items())]
        # What nobody gave before is not complete with what is added now.
        kind = Table[RECORD_TYPES[table]] if given is None else None  # type: ignore[valid-type]
        update[table] = (
            given.model_copy(update={"rows": tuple(rows)})
            if given is not None
            else kind(rows=tuple(rows), complete=False)  # type: ignore[misc]
        )
    return dossier.model_copy(update=update)


def _duty(finding: Finding, duty: Duty, dossier: Dossier, as_of: date) -> Mend | Text:
    """What meets a duty on a day: late stays late."""
    if duty.outcome not in _OPEN or duty.kind is DutyKind.RECTIFY:
        return Text("已经逾期办结，无可补救", "it was met late: nothing mends that")
    starts = [day for day in (duty.opened, _counted(duty)) if day is not None]
    if any(day > as_of for day in starts):
        return Text("尚未到可办之日", "it cannot be done yet")
    what = Text(f"{as_of} 办理", f"done on {as_of}")
    table, _, name = duty.subject.partition(":")
    key = (table, name)
    fields: dict[str, Any]
    if table == "items":
        item, _, label = name.partition("/")
        row = Publication(
            id=_free(dossier, "publications", f"mend.{item}.{label}".replace("#", ".")),
            item=item,
            on=as_of,
            covers=None if label == "standing" else label,
            basis=Basis.VERIFIED,
        )
        return Mend(finding, duty.subject, what, {}, {("publications", row.id): row})
    if table == "requests":
        log = next(row.events for row in _rows(dossier, table) if row.id == name)
        fields = {"events": (*log, LoggedEvent(name="answered", on=as_of))}
    elif table == "incidents":
        # Limits run by the hour: nobody knows at which hour, so the end of the day is taken.
        fields = {"reported": datetime.combine(as_of, time(23, 59, 59), BEIJING)}
    else:
        fields = {{"cases": "completed", "feedback": "answered"}[table]: as_of}
    return Mend(finding, duty.subject, what, {key: fields}, {})


def _counted(duty: Duty) -> date | None:
    """The end of a slot's window: what is counted from there cannot be done before."""
    if duty.table != "items" or duty.counted_from is None:
        return None
    start = duty.counted_from.start
    return start.date() if isinstance(start, datetime) else start


def _leaf(
    finding: Finding, dossier: Dossier, scheme: Scheme, before: Assessment, as_of: date
) -> Mend | Text:
    """Evidence for what a leaf asks: what is only said is shown, what is not there is supplied."""
    node, result = scheme.indicator(finding.subject), before.indicator(finding.subject)
    if node is None or result is None or result.state not in _LACKING:
        return Text("部分做到，按已有记录计分", "met in part: scored by what is recorded")
    changes: dict[Key, Mapping[str, Any]] = {}
    added: dict[Key, Any] = {}
    for fact in sorted(node.facts()):
        value = before.fact(fact)
        for query in _queries(scheme, fact):
            changes |= _shown(query, value, dossier)
            if _supplies(node, fact, value, query):
                more, new = _supplied(query, dossier, as_of)
                changes |= {key: {**changes.get(key, {}), **one} for key, one in more.items()}
                added |= new
    if not changes and not added:
        if not node.facts():
            return Text("由评定方给分", "somebody else gives the points")
        return Text("不是补交佐证所能解决的", "evidence alone does not mend it")
    what = Text(f"{as_of} 补交佐证", f"evidence supplied on {as_of}")
    return Mend(finding, finding.subject, what, changes, added)


def _queries(scheme: Scheme, fact: str) -> Iterator[Query]:
    """The query of a fact, and those of the facts that it names."""
    query = scheme.queries.get(fact)
    if query is None:
        return
    yield query
    for part in (query.share, query.whole) if isinstance(query, Share) else ():
        if isinstance(part, Query):
            yield part
        else:
            yield from _queries(scheme, part)


def _shown(
    query: Query, value: FactResult | None, dossier: Dossier
) -> dict[Key, Mapping[str, Any]]:
    """The records of a fact that are only said, with evidence for them."""
    found: dict[Key, Mapping[str, Any]] = {}
    if value is None or value.known:
        return found
    proof = {"basis": Basis.VERIFIED}
    target = query.value if isinstance(query, Value) else None
    target = query.change if isinstance(query, Change) else target
    name = target.figure if target is not None else None
    if name in (dossier.figures or {}) and name is not None:
        found["figures", name] = proof
    for record in value.records:
        table, _, rest = record.partition(":")
        row = next((one for one in _rows(dossier, table) if one.id == rest.split("/")[0]), None)
        if row is not None and row.basis is Basis.ASSERTED:
            found[table, row.id] = proof
    return found


def _supplies(node: Indicator, fact: str, value: FactResult | None, query: Query) -> bool:
    """Whether a piece of evidence that something is there is what the leaf asks for.

    How great a number it would show, nobody can say beforehand.
    """
    if value is None or (value.least is not None and value.least >= 1):
        return False
    if fact in node.charging.proofs:
        return True
    counted = isinstance(query, Count) and query.count == "evidence"
    read = isinstance(query, Value) and query.value.evidence is not None
    rule = node.rule
    if rule is None:
        return (counted or read) and all(
            need.at_least is None or need.at_least <= 1 for need in node.needs if need.fact == fact
        )
    if rule.direction(fact, node.part) != 1:
        return False
    return counted or (read and _asks_whether(rule, fact))


def _asks_whether(rule: RuleKind, fact: str) -> bool:
    """Whether a rule reads a fact as yes or no."""
    if isinstance(rule, Present | AnyOf):
        return rule.at_least == 1
    if isinstance(rule, Checklist):
        return all(item.at_least in {None, 1} for item in rule.items if item.fact == fact)
    return False


def _supplied(
    query: Query, dossier: Dossier, as_of: date
) -> tuple[dict[Key, Mapping[str, Any]], dict[Key, Any]]:
    """Evidence that something is there: the piece that denied it is replaced, else one is added."""
    if isinstance(query, Value):
        where: Mapping[str, Any] = {"topic": query.value.evidence}
    elif isinstance(query, Count) and query.count == "evidence":
        where = query.where
    else:
        return {}, {}
    topic, kind = where.get("topic"), where.get("kind", "document")
    if not isinstance(topic, str) or not isinstance(kind, str):
        return {}, {}
    mine = [row for row in _rows(dossier, "evidence") if row.topic == topic]
    if mine and isinstance(query, Value):
        new: Mapping[str, Any] = {"basis": Basis.VERIFIED, "on": as_of, "value": None}
        return {("evidence", row.id): new for row in mine if _denies(row)}, {}
    name = _free(dossier, "evidence", f"mend.{topic}.{kind}")
    row = Evidence(id=name, topic=topic, kind=kind, on=as_of, basis=Basis.VERIFIED)
    return {}, {("evidence", name): row}


def _denies(row: Evidence) -> bool:
    """Whether a piece of evidence says no (否)."""
    if row.value is None:
        return False
    value = printed_value(Figure(value=row.value, unit=row.unit, bound=row.bound))
    return value.yes_no and value.most == Fraction(0)


def _rows(dossier: Dossier, table: str) -> tuple[Any, ...]:
    given = dossier.table(table)
    return given.rows if given is not None else ()


def _free(dossier: Dossier, table: str, name: str) -> str:
    """An id that no record has (未用编号)."""
    taken = {row.id for row in _rows(dossier, table)}
    while name in taken:
        name += "-"
    return name
