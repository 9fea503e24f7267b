"""Scoring (计分): the engine, its results, its ledger and its explanations."""

from zwgk.scheme import number_text, percent_text
from zwgk.scoring.assessment import Assessment
from zwgk.scoring.engine import Score, score
from zwgk.scoring.explain import (
    KINDS,
    STATES,
    points_text,
    signed,
    state_text,
    value_text,
)
from zwgk.scoring.parts import (
    Bounds,
    Exact,
    FactResult,
    Finding,
    FindingKind,
    IndicatorResult,
    LedgerEntry,
    Ledgers,
    Settled,
    State,
    VetoResult,
)

__all__ = [
    "KINDS",
    "STATES",
    "Assessment",
    "Bounds",
    "Exact",
    "FactResult",
    "Finding",
    "FindingKind",
    "IndicatorResult",
    "LedgerEntry",
    "Ledgers",
    "Score",
    "Settled",
    "State",
    "VetoResult",
    "number_text",
    "percent_text",
    "points_text",
    "score",
    "signed",
    "state_text",
    "value_text",
]
