"""Figures that must agree (勾稽): identities between reported numbers, and their verdicts.

Numbers are taken as printed, exactly and without tolerance; a failing identity says which member
would have to be what.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zwgk.figures.derived import derivation_faults
    from zwgk.figures.identities import IDENTITY_KINDS, Identity
    from zwgk.figures.mend import apply
    from zwgk.figures.reading import read_identities
    from zwgk.figures.reconciliation import reconcile
    from zwgk.figures.request_log import table_three
    from zwgk.figures.verdicts import Status, Suggestion, Verdict, Why
    from zwgk.figures.whole import (
        all_figures,
        known_figures,
        last_figures,
        reconcile_dossier,
        suspects,
    )

__all__ = [
    "IDENTITY_KINDS",
    "Identity",
    "Status",
    "Suggestion",
    "Verdict",
    "Why",
    "all_figures",
    "apply",
    "derivation_faults",
    "known_figures",
    "last_figures",
    "read_identities",
    "reconcile",
    "reconcile_dossier",
    "suspects",
    "table_three",
]

# No module has the name of a function: it would take its place when loaded. A verdict is a small
# thing; the room behind it is loaded when there is something to add up.
_HOMES = {
    "IDENTITY_KINDS": "identities",
    "Identity": "identities",
    "Status": "verdicts",
    "Suggestion": "verdicts",
    "Verdict": "verdicts",
    "Why": "verdicts",
    "all_figures": "whole",
    "apply": "mend",
    "derivation_faults": "derived",
    "known_figures": "whole",
    "last_figures": "whole",
    "read_identities": "reading",
    "reconcile": "reconciliation",
    "reconcile_dossier": "whole",
    "suspects": "whole",
    "table_three": "request_log",
}


def __getattr__(name: str) -> object:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'zwgk.figures' has no attribute {name!r}")
    return getattr(import_module(f"zwgk.figures.{_HOMES[name]}"), name)
