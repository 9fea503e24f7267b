"""Statutory rules as dated data, and when something is due under them (法定时限)."""

from __future__ import annotations

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

__all__ = [
    "EVENTS",
    "Certainty",
    "Citation",
    "Deadline",
    "DeadlineState",
    "EventKind",
    "EventRule",
    "Force",
    "Mark",
    "Rule",
    "RuleOnDay",
    "RuleVersion",
    "Rules",
    "deadline",
    "load_rules",
]
