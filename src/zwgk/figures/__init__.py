"""Figures that must agree (勾稽): identities between reported numbers, and their verdicts.

Numbers are taken as printed, exactly and without tolerance; a failing identity says which member
would have to be what.
"""

from __future__ import annotations

from zwgk.figures.identities import IDENTITY_KINDS, Identity
from zwgk.figures.mend import apply
from zwgk.figures.reading import read_identities
from zwgk.figures.reconcile import reconcile
from zwgk.figures.request_log import table_three
from zwgk.figures.verdicts import Status, Suggestion, Verdict, Why
from zwgk.figures.whole import all_figures, last_figures, reconcile_dossier, suspects

__all__ = [
    "IDENTITY_KINDS",
    "Identity",
    "Status",
    "Suggestion",
    "Verdict",
    "Why",
    "all_figures",
    "apply",
    "last_figures",
    "read_identities",
    "reconcile",
    "reconcile_dossier",
    "suspects",
    "table_three",
]
