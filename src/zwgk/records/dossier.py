"""Everything known about one unit in one period (卷宗): the tables and what ties them together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import ValidationInfo, create_model, model_validator

from zwgk.errors import Text
from zwgk.records.annual_report import AnnualReport
from zwgk.records.base import Id, Model, Record, Table, peek
from zwgk.records.claims import (
    Declaration,
    Evidence,
    IdentityRecord,
    Previous,
    ReportPeriod,
    WorkflowStep,
)
from zwgk.records.covers import unlike_any_label
from zwgk.records.disclosure import Appeal, Feedback, Institution, Item, Publication, Request
from zwgk.records.figure import Figure
from zwgk.records.safety import ControlIndicator, Hazard, Incident
from zwgk.records.service import Activity, FoundProblem, Inspection, ServiceCase
from zwgk.records.unit import Unit, tree_faults
from zwgk.source import Fault, faults


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """A duplicate id or a reference to nothing (编号与引用问题), with its path in the dossier."""

    path: tuple[str | int, ...]
    what: Text
    hint: Text | None


class Dossier(Model):
    """All that is known about a unit for a period (卷宗).

    A table that is absent is unknown; an empty one says that there is none; one with
    ``complete: false`` makes its counts lower bounds. ``figures`` is a mapping of id to a
    figure or to its number as printed.
    """

    period: ReportPeriod
    unit: Unit
    title: str = ""
    source: str = ""
    items: Table[Item] | None = None
    publications: Table[Publication] | None = None
    requests: Table[Request] | None = None
    cases: Table[ServiceCase] | None = None
    appeals: Table[Appeal] | None = None
    incidents: Table[Incident] | None = None
    controls: Table[ControlIndicator] | None = None
    hazards: Table[Hazard] | None = None
    inspections: Table[Inspection] | None = None
    activities: Table[Activity] | None = None
    institutions: Table[Institution] | None = None
    feedback: Table[Feedback] | None = None
    found: Table[FoundProblem] | None = None
    figures: dict[Id, Figure] | None = None
    annual_report: AnnualReport | None = None
    evidence: Table[Evidence] | None = None
    declarations: tuple[Declaration, ...] | None = None
    previous: Previous | None = None
    identities: tuple[IdentityRecord, ...] | None = None
    workflow: Table[WorkflowStep] | None = None

    def table(self, name: str) -> Table[Any] | None:
        """The table of that name, or None where the dossier does not have it."""
        value = getattr(self, name, None)
        return value if isinstance(value, Table) else None

    @model_validator(mode="after")
    def _ties(self, info: ValidationInfo) -> Self:
        # A loader that knows the places of the text asks loose_ends() itself, for all of them.
        if not (info.context or {}).get("ties_checked"):
            found = [Fault(end.what, end.hint) for end in loose_ends(self)]
            if found:
                raise faults(found)
        return self


RECORD_TYPES: dict[str, type[Record]] = {
    kind.table: kind
    for kind in (
        Item,
        Publication,
        Request,
        ServiceCase,
        Appeal,
        Incident,
        ControlIndicator,
        Hazard,
        Inspection,
        Activity,
        Institution,
        Feedback,
        FoundProblem,
        Evidence,
        WorkflowStep,
    )
}


def dossier_type(extra: Mapping[str, type[Record]] | None = None) -> type[Dossier]:
    """The dossier model with the tables that plugins add (含插件数据表的卷宗模型)."""
    if not extra:
        return Dossier
    fields: dict[str, Any] = {
        name: (Table[kind] | None, None)  # type: ignore[valid-type]
        for name, kind in sorted(extra.items())
    }
    return create_model("Dossier", __base__=Dossier, **fields)


# Not told, or told to be so; anything else leaves open what the table lacks.
_COMPLETE = frozenset({"none", "true", "yes", "on", "y", "t", "1"})
_REFERENCES = (
    ("publications", "item", "items"),
    ("cases", "item", "items"),
    ("appeals", "request", "requests"),
)


def loose_ends(dossier: Any) -> Iterator[LooseEnd]:
    """Ids used twice and references to nothing, in a dossier or in the plain data of one.

    A reference is judged only where the table it points into is there and complete.
    """
    tables = {
        name: _rows(peek(dossier, name))
        for name in (dossier if isinstance(dossier, Mapping) else type(dossier).model_fields)
        if name not in {"unit", "period", "figures", "declarations", "previous"}
    }
    for name, (rows, _) in tables.items():
        yield from _doubles(name, rows)
    yield from _unreadable_covers(dossier, tables.get("publications", ([], False))[0])
    for name, field, target in _REFERENCES:
        rows, known = tables.get(name, ([], False))[0], tables.get(target)
        if known is not None and known[1]:
            ids = [peek(row, "id") for row in known[0]]
            yield from _dangling(name, rows, field, ids, target)
    unit = peek(dossier, "unit")
    for one in () if isinstance(unit, Unit) else tree_faults(unit):
        yield LooseEnd(("unit", *one.at), one.what, one.hint)
    ids = [peek(unit, "id") or "unit", *(peek(row, "id") for row in peek(unit, "units") or ())]
    yield from _dangling("items", tables.get("items", ([], False))[0], "responsible", ids, "unit")


def _unreadable_covers(dossier: Any, rows: list[Any]) -> Iterator[LooseEnd]:
    terms = peek(peek(dossier, "unit"), "terms") or ()
    names = [peek(one, "name") for one in terms] if isinstance(terms, (list, tuple)) else []
    if any(isinstance(name, str) and unlike_any_label(name) for name in names):
        return  # terms that are named by numbers alone: another such name may be another term
    for index, row in enumerate(rows):
        covers = peek(row, "covers")
        if isinstance(covers, str) and covers and unlike_any_label(covers):
            yield LooseEnd(
                ("publications", index, "covers"),
                Text(f"covers“{covers}”不是期次", f"covers {covers!r} is no label of a slot"),
                Text(
                    "写作 2024-03、2024-Q1、2024-H1、2024、2024-W05 或 2024-03-05；不详时删去此键",
                    "write 2024-03, 2024-Q1, 2024-H1, 2024, 2024-W05 or 2024-03-05, or nothing",
                ),
            )


def _rows(table: Any) -> tuple[list[Any], bool]:
    complete = peek(table, "complete")
    rows = table if isinstance(table, (list, tuple)) else peek(table, "rows")
    usable = list(rows) if isinstance(rows, (list, tuple)) else []
    return usable, table is not None and str(complete).lower() in _COMPLETE


def _doubles(name: str, rows: list[Any]) -> Iterator[LooseEnd]:
    ids = [peek(row, "id") for row in rows]
    counts = Counter(value for value in ids if isinstance(value, str))
    seen: set[str] = set()
    for index, value in enumerate(ids):
        if isinstance(value, str) and counts[value] > 1:
            if value in seen:
                yield LooseEnd(
                    (name, index, "id"),
                    Text(f"编号“{value}”在 {name} 中重复", f"id {value!r} is used twice in {name}"),
                    Text("每条记录用一个编号", "give every record an id of its own"),
                )
            seen.add(value)


def _dangling(
    name: str, rows: list[Any], field: str, known: Iterable[Any], target: str
) -> Iterator[LooseEnd]:
    ids = {value for value in known if isinstance(value, str)}
    for index, row in enumerate(rows):
        value = peek(row, field)
        if isinstance(value, str) and value not in ids:
            yield LooseEnd(
                (name, index, field),
                Text(
                    f"{field}“{value}”在 {target} 中找不到",
                    f"{field} {value!r} refers to nothing in {target}",
                ),
                Text(
                    "改正编号，或在 unit.units 中列出该单位", "correct it, or list it in unit.units"
                )
                if target == "unit"
                else Text(
                    f"改正编号，或在 {target} 中补上该记录（不全时写 complete: false）",
                    f"correct the id, or add the record to {target} (complete: false if partial)",
                ),
            )
