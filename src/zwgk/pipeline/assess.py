"""The whole way on one screen (评价): dossier → duties → facts → points → findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from zwgk.duties import DutyKind, Owed, as_seen, owed
from zwgk.errors import PluginFault, Text
from zwgk.facts import Known, Rows
from zwgk.figures import Verdict
from zwgk.law import Rules, load_rules
from zwgk.pipeline.asked import rules_named, sheet_for, usable
from zwgk.pipeline.declared import declarations, stated
from zwgk.pipeline.findings import findings
from zwgk.pipeline.values import fact_values
from zwgk.records import Basis, Dossier, Figure, Table, uncollected
from zwgk.scheme import Scheme
from zwgk.scoring import Assessment, score
from zwgk.time import WorkCalendar

if TYPE_CHECKING:
    from zwgk.plugins import FactProvider

Perspective = Literal["review", "self"]


@uncollected()
def assess(
    dossier: Dossier,
    scheme: Scheme,
    *,
    as_of: date,
    perspective: Perspective = "review",
    calendar: WorkCalendar | None = None,
    rules: Rules | None = None,
    providers: Mapping[str, FactProvider] | None = None,
    faults: tuple[PluginFault, ...] = (),
) -> Assessment:
    """Assess one unit under one scheme on one day (评价).

    ``perspective="self"`` takes the unit's own declared points as given, and the result says
    so; ``"review"`` never does. ``providers`` are facts that plugins give by code; ``faults``
    are carried into the result. Nothing dated after ``as_of`` is seen.

    Raises:
        InvalidInput: for declarations that the scheme has no place for, for a unit that none of
            its sheets is for, for items under a rule
            that nobody knows, for records whose events contradict each other, and for a
            ``scheme`` or ``perspective`` that is none.
            A day that no notice tells is told as a fault of its record.
    """
    usable(scheme, perspective)
    calendar = calendar or WorkCalendar.china()
    rules = rules or load_rules()
    rules_named(dossier, rules)
    scheme = sheet_for(scheme, dossier)
    seen = as_seen(dossier, as_of)
    duties = owed(dossier, as_of=as_of, calendar=calendar, rules=rules)
    verdicts = reconciled(seen, scheme, as_of)
    known = what_is_known(seen, duties, verdicts, scheme.document.basis)
    given = declarations(seen, scheme, perspective)
    raised: dict[str, Text] = {}
    providers = {**scheme.providers, **(providers or {})}
    facts = {**fact_values(scheme, known, providers, raised), **given}
    said = {**fact_values(scheme, asserted(known), providers, raised), **given}
    own, declared, differences = stated(seen, scheme)
    result = score(scheme, facts, said, own)
    listed = tuple(duty for kind in duties.values() for duty in kind.duties)
    return Assessment(
        scheme=scheme.id,
        version=scheme.version,
        profile=scheme.profile,
        scheme_title=scheme.title,
        source=scheme.document.source,
        verified=scheme.document.verified,
        unit=seen.unit.name,
        unit_kind=seen.unit.kind,
        unit_level=seen.unit.level,
        title=seen.title,
        first=seen.period.first,
        last=seen.period.last,
        as_of=as_of,
        perspective=perspective,
        calendar=calendar.id,
        scored=scheme.scored,
        reason=result.reason,
        full=result.full,
        total=result.total,
        unvetoed=result.unvetoed,
        grade=result.grade,
        grade_title=next(
            (band.title for band in scheme.document.grades if band.id == result.grade), None
        ),
        bounds=result.bounds,
        declared=declared,
        settled=result.settled,
        completeness=result.completeness,
        indicators=result.indicators,
        ledger=result.ledger,
        ledgers=result.ledgers,
        vetoes=result.vetoes,
        facts=result.facts,
        duties=listed,
        verdicts=verdicts,
        findings=findings(seen, scheme, result, listed, verdicts, differences, given),
        faults=(*(str(fault) for fault in faults), *(str(text) for text in raised.values())),
    )


def reconciled(dossier: Dossier, scheme: Scheme, as_of: date | None = None) -> tuple[Verdict, ...]:
    """The verdicts on the identities of the dossier and of the scheme (勾稽核对)."""
    from zwgk.figures import reconcile_dossier  # noqa: PLC0415  # loaded when sums are done

    return reconcile_dossier(dossier, scheme.document.identities, as_of=as_of)


def what_is_known(
    dossier: Dossier, duties: Mapping[DutyKind, Owed], verdicts: tuple[Verdict, ...], basis: Basis
) -> Known:
    """Everything that facts may be asked of (取值范围)."""
    from zwgk.figures import known_figures, last_figures  # noqa: PLC0415  # as above

    tables = {
        name: Rows(_in_period(name, table, dossier), complete=table.complete)
        for name in type(dossier).model_fields
        if (table := dossier.table(name)) is not None
    }
    tables["verdicts"] = Rows(tuple(_VerdictRow(verdict) for verdict in verdicts))
    kinds = {
        str(kind): Rows(group.duties, group.present, group.complete, group.sources)
        for kind, group in duties.items()
    }
    figures = known_figures(dossier) or dossier.figures
    previous = last_figures(dossier) or (dossier.previous.figures if dossier.previous else None)
    # Providers of plugins read these; what one of them changed, the next would read.
    return Known(
        MappingProxyType(tables),
        MappingProxyType(kinds),
        _fixed(figures),
        _fixed(previous),
        basis,
        None if dossier.previous is None else dossier.previous.past(),
        dossier.period.last,
    )


def _fixed(figures: Mapping[str, Figure] | None) -> Mapping[str, Figure] | None:
    return None if figures is None else MappingProxyType(dict(figures))


class _VerdictRow:
    """A verdict as facts see it: its own words, verified because anybody can redo the sum."""

    basis = Basis.VERIFIED
    day = None

    def __init__(self, verdict: Verdict) -> None:
        self.id, self.kind, self.status = verdict.id, verdict.kind, verdict.status
        # a relation without a topic is of no topic, not of one that is unknown
        self.topic, self.advisory, self.holds = (
            verdict.topic or "-",
            verdict.advisory,
            verdict.holds,
        )


# What happens once belongs to the period in which it happened; what stands belongs to all.
_HAPPENS = frozenset(
    {
        "publications",
        "requests",
        "cases",
        "appeals",
        "incidents",
        "inspections",
        "activities",
        "feedback",
    }
)

# A fault stands from the day it was found until it is rectified.
_UNTIL_RECTIFIED = frozenset({"hazards", "found"})


def _in_period(name: str, table: Table[Any], dossier: Dossier) -> tuple[Any, ...]:
    period = dossier.period
    if name in _UNTIL_RECTIFIED:
        return tuple(
            row
            for row in table.rows
            if (row.day is None or row.day <= period.last)
            and (row.rectified is None or row.rectified >= period.first)
        )
    if name not in _HAPPENS:
        return table.rows
    return tuple(
        row for row in table.rows if row.day is None or period.first <= row.day <= period.last
    )


def asserted(known: Known) -> Known:
    """The same, with every assertion accepted (按自述)."""
    return replace(known, basis=Basis.ASSERTED)


__all__ = ["Perspective", "assess", "reconciled", "what_is_known"]
