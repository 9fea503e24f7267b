"""Statutory rules as dated data, and when something is due under them (法定时限)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from zwgk.law.deadline import deadline
from zwgk.law.events import EVENTS, EventKind
from zwgk.law.result import Certainty, Citation, Deadline, DeadlineState
from zwgk.law.rules import (
    EventRule,
    Force,
    Mark,
    Rule,
    RuleOnDay,
    Rules,
    RuleVersion,
    load_rules,
)

if TYPE_CHECKING:
    from zwgk.law.accidents import AccidentGrade, GradeRow, accident_grade
    from zwgk.law.counting import Counted, counted_under
    from zwgk.law.fees import Fee, FeePart, Tariff, information_fee
    from zwgk.law.receipt import LegalDay, ReceiptChannel, ReplyChannel, received_on, replied_on

__all__ = [
    "EVENTS",
    "AccidentGrade",
    "Certainty",
    "Citation",
    "Counted",
    "Deadline",
    "DeadlineState",
    "EventKind",
    "EventRule",
    "Fee",
    "FeePart",
    "Force",
    "GradeRow",
    "LegalDay",
    "Mark",
    "ReceiptChannel",
    "ReplyChannel",
    "Rule",
    "RuleOnDay",
    "RuleVersion",
    "Rules",
    "Tariff",
    "accident_grade",
    "counted_under",
    "deadline",
    "information_fee",
    "load_rules",
    "received_on",
    "replied_on",
]

# What no clock needs is loaded when it is first asked for.
_HOMES = {
    "AccidentGrade": "accidents",
    "Counted": "counting",
    "Fee": "fees",
    "FeePart": "fees",
    "GradeRow": "accidents",
    "LegalDay": "receipt",
    "ReceiptChannel": "receipt",
    "ReplyChannel": "receipt",
    "Tariff": "fees",
    "accident_grade": "accidents",
    "counted_under": "counting",
    "information_fee": "fees",
    "received_on": "receipt",
    "replied_on": "receipt",
}


def __getattr__(name: str) -> object:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'zwgk.law' has no attribute {name!r}")
    return getattr(import_module(f"zwgk.law.{_HOMES[name]}"), name)
