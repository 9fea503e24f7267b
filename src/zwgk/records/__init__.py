"""What is known (记录): typed, frozen, closed, without judgement."""

from importlib import import_module
from typing import TYPE_CHECKING

from zwgk.records.annual_form import AnnualForm, annual_form
from zwgk.records.annual_report import (
    AnnualReport,
    AppealRow,
    AppealTable,
    CellAt,
    Quoted,
    RequestRow,
)
from zwgk.records.base import (
    Amount,
    Basis,
    Count,
    Id,
    Label,
    Limit,
    LoggedEvent,
    Model,
    Number,
    Record,
    Rhythm,
    SheetPoints,
    Table,
)
from zwgk.records.claims import (
    Assessor,
    Declaration,
    Evidence,
    IdentityRecord,
    PastPeriod,
    PastPeriods,
    Previous,
    ReportPeriod,
    WorkflowStep,
)
from zwgk.records.disclosure import (
    Appeal,
    Feedback,
    Institution,
    Item,
    Openness,
    Publication,
    Request,
)
from zwgk.records.dossier import RECORD_TYPES, Dossier, LooseEnd, dossier_type, loose_ends
from zwgk.records.figure import Bound, Figure
from zwgk.records.many import uncollected
from zwgk.records.safety import ControlIndicator, Hazard, HazardLevel, Incident
from zwgk.records.service import (
    Activity,
    CaseKind,
    FoundProblem,
    Inspection,
    Satisfaction,
    ServiceCase,
)
from zwgk.records.unit import Body, Level, Role, SchoolTerm, Staff, SubUnit, Unit, UnitKind

if TYPE_CHECKING:
    from zwgk.records.numbers import Reading, read_number

__all__ = [
    "RECORD_TYPES",
    "Activity",
    "Amount",
    "AnnualForm",
    "AnnualReport",
    "Appeal",
    "AppealRow",
    "AppealTable",
    "Assessor",
    "Basis",
    "Body",
    "Bound",
    "CaseKind",
    "CellAt",
    "ControlIndicator",
    "Count",
    "Declaration",
    "Dossier",
    "Evidence",
    "Feedback",
    "Figure",
    "FoundProblem",
    "Hazard",
    "HazardLevel",
    "Id",
    "IdentityRecord",
    "Incident",
    "Inspection",
    "Institution",
    "Item",
    "Label",
    "Level",
    "Limit",
    "LoggedEvent",
    "LooseEnd",
    "Model",
    "Number",
    "Openness",
    "PastPeriod",
    "PastPeriods",
    "Previous",
    "Publication",
    "Quoted",
    "Reading",
    "Record",
    "ReportPeriod",
    "Request",
    "RequestRow",
    "Rhythm",
    "Role",
    "Satisfaction",
    "SchoolTerm",
    "ServiceCase",
    "SheetPoints",
    "Staff",
    "SubUnit",
    "Table",
    "Unit",
    "UnitKind",
    "WorkflowStep",
    "annual_form",
    "dossier_type",
    "loose_ends",
    "read_number",
    "uncollected",
]


def __getattr__(name: str) -> object:
    """Load what reads printed numbers when it is first asked for."""
    if name not in {"Reading", "read_number"}:
        raise AttributeError(f"module 'zwgk.records' has no attribute {name!r}")
    return getattr(import_module("zwgk.records.numbers"), name)
