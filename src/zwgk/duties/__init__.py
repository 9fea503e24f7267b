"""What is owed and when (应办事项): slots and deadlines matched with what was done."""

from zwgk.duties.duty import (
    DUTY_FIELDS,
    OUTCOMES,
    Duty,
    DutyKind,
    LimitKind,
    Outcome,
    outcome_of,
    weaker,
)
from zwgk.duties.owed import Owed, as_seen, owed

__all__ = [
    "DUTY_FIELDS",
    "OUTCOMES",
    "Duty",
    "DutyKind",
    "LimitKind",
    "Outcome",
    "Owed",
    "as_seen",
    "outcome_of",
    "owed",
    "weaker",
]
