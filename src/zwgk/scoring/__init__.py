"""Scoring (计分): the engine, its results, its ledger and its explanations."""

from zwgk.scheme import number_text, percent_text
from zwgk.scoring.assessment import Assessment
from zwgk.scoring.engine import Score, score
from zwgk.scoring.explain import (
    KINDS,
    STATES,
    points_shown,
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
from zwgk.scoring.ranks import rank
from zwgk.scoring.roll_up import roll_up
from zwgk.scoring.standing import RolledUnit, Standing

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
    "RolledUnit",
    "Score",
    "Settled",
    "Standing",
    "State",
    "VetoResult",
    "number_text",
    "percent_text",
    "points_shown",
    "points_text",
    "rank",
    "roll_up",
    "score",
    "signed",
    "state_text",
    "value_text",
]
