"""Statutory rules as dated data, and when something is due under them (法定时限)."""

from __future__ import annotations

from zwgk.law.accidents import AccidentGrade, GradeRow, accident_grade
from zwgk.law.counting import Counted, counted_under
from zwgk.law.deadline import deadline
from zwgk.law.events import EVENTS, EventKind
from zwgk.law.fees import Fee, FeePart, Tariff, information_fee
from zwgk.law.receipt import LegalDay, ReceiptChannel, ReplyChannel, received_on, replied_on
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
