"""Statutory deadlines, duties and score sheets of Chinese government units (政务公开).

The face of the package: each name is loaded from its room on first use.

>>> from datetime import date
>>> import zwgk
>>> str(zwgk.deadline("XXGK-REPLY", date(2019, 5, 14)).due)
'2019-06-04'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zwgk.duties import affected as affected
    from zwgk.errors import CalendarGap as CalendarGap
    from zwgk.errors import InvalidInput as InvalidInput
    from zwgk.errors import Place as Place
    from zwgk.errors import PluginFault as PluginFault
    from zwgk.errors import Problem as Problem
    from zwgk.errors import Text as Text
    from zwgk.errors import ZwgkError as ZwgkError
    from zwgk.exchange import load_dossier as load_dossier
    from zwgk.exchange import load_scheme as load_scheme
    from zwgk.facts import FactValue as FactValue
    from zwgk.figures import reconcile as reconcile
    from zwgk.law import Deadline as Deadline
    from zwgk.law import deadline as deadline
    from zwgk.pipeline import assess as assess
    from zwgk.pipeline import diff as diff
    from zwgk.pipeline import what_if as what_if
    from zwgk.plugins import PackagedDossier as PackagedDossier
    from zwgk.plugins import Registry as Registry
    from zwgk.plugins import hookimpl as hookimpl
    from zwgk.plugins import load_plugins as load_plugins
    from zwgk.records import Dossier as Dossier
    from zwgk.records import Record as Record
    from zwgk.scheme import End as End
    from zwgk.scheme import Hit as Hit
    from zwgk.scheme import HitKind as HitKind
    from zwgk.scheme import Leaf as Leaf
    from zwgk.scheme import RuleKind as RuleKind
    from zwgk.scoring import Assessment as Assessment
    from zwgk.scoring import rank as rank
    from zwgk.scoring import roll_up as roll_up
    from zwgk.time import Event as Event
    from zwgk.time import WorkCalendar as WorkCalendar

__version__ = "0.1.0"

_ROOMS = {
    "Assessment": "scoring",
    "CalendarGap": "errors",
    "Deadline": "law",
    "Dossier": "records",
    "End": "scheme",
    "Event": "time",
    "FactValue": "facts",
    "Hit": "scheme",
    "HitKind": "scheme",
    "InvalidInput": "errors",
    "Leaf": "scheme",
    "PackagedDossier": "plugins",
    "Place": "errors",
    "PluginFault": "errors",
    "Problem": "errors",
    "Record": "records",
    "Registry": "plugins",
    "RuleKind": "scheme",
    "Text": "errors",
    "WorkCalendar": "time",
    "ZwgkError": "errors",
    "affected": "duties",
    "assess": "pipeline",
    "deadline": "law",
    "diff": "pipeline",
    "hookimpl": "plugins",
    "load_dossier": "exchange",
    "load_plugins": "plugins",
    "load_scheme": "exchange",
    "rank": "scoring",
    "reconcile": "figures",
    "roll_up": "scoring",
    "what_if": "pipeline",
}

__all__ = [*sorted(_ROOMS), "__version__"]  # noqa: PLE0604  # built from the one list of names


def __getattr__(name: str) -> object:
    """Load a public name from its room when it is first asked for."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'zwgk' has no attribute {name!r}")
    return getattr(import_module(f"zwgk.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
