"""What is owed and when (应办事项): slots and deadlines matched with what was done."""

from zwgk.duties.affected import Affected, affected
from zwgk.duties.agenda import Agenda, agenda
from zwgk.duties.duty import (
    DUTY_FIELDS,
    OUTCOMES,
    CountedFrom,
    Duty,
    DutyKind,
    LimitKind,
    Outcome,
    outcome_of,
    weaker,
)
from zwgk.duties.owed import Owed, Source, as_seen, owed

__all__ = [
    "DUTY_FIELDS",
    "OUTCOMES",
    "Affected",
    "Agenda",
    "CountedFrom",
    "Duty",
    "DutyKind",
    "LimitKind",
    "Outcome",
    "Owed",
    "Source",
    "affected",
    "agenda",
    "as_seen",
    "outcome_of",
    "owed",
    "weaker",
]
