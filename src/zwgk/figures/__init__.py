"""Figures that must agree (勾稽): identities between reported numbers, and their verdicts.

Numbers are taken as printed, exactly and without tolerance; a failing identity says which member
would have to be what.
"""

from __future__ import annotations

from zwgk.figures.identities import IDENTITY_KINDS, Identity, read_identities
from zwgk.figures.mend import apply
from zwgk.figures.reconcile import reconcile
from zwgk.figures.verdicts import Status, Suggestion, Verdict, Why

__all__ = [
    "IDENTITY_KINDS",
    "Identity",
    "Status",
    "Suggestion",
    "Verdict",
    "Why",
    "apply",
    "read_identities",
    "reconcile",
]
