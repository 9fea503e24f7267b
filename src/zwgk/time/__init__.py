"""Days, periods, cadences and clocks (时间): knows days, not governments."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from zwgk.time.cadence import Cadence, CadenceKind
from zwgk.time.calendar import DayChange, WorkCalendar
from zwgk.time.clock import Clock
from zwgk.time.day import BEIJING, DayState, beijing_day
from zwgk.time.event import Effect, Event, EventInput, Signal, check_events
from zwgk.time.folding import Folded, fold
from zwgk.time.measure import Measure
from zwgk.time.notices import Notice, NoticeDay
from zwgk.time.outcome import ClockState, Outcome, Step
from zwgk.time.outlook import View, reach, reach_back
from zwgk.time.overlays import Overlay
from zwgk.time.period import (
    CalendarDays,
    FixedDate,
    Hours,
    Period,
    Span,
    Standing,
    WorkingDays,
)
from zwgk.time.slots import DueDay, Slot, Term

if TYPE_CHECKING:
    from zwgk.time.cadence_text import parse_cadence
    from zwgk.time.period_text import parse_period
    from zwgk.time.wording import Wording, WordingKind, read_wording, read_wordings

__all__ = [
    "BEIJING",
    "Cadence",
    "CadenceKind",
    "CalendarDays",
    "Clock",
    "ClockState",
    "DayChange",
    "DayState",
    "DueDay",
    "Effect",
    "Event",
    "EventInput",
    "FixedDate",
    "Folded",
    "Hours",
    "Measure",
    "Notice",
    "NoticeDay",
    "Outcome",
    "Overlay",
    "Period",
    "Signal",
    "Slot",
    "Span",
    "Standing",
    "Step",
    "Term",
    "View",
    "Wording",
    "WordingKind",
    "WorkCalendar",
    "WorkingDays",
    "beijing_day",
    "check_events",
    "fold",
    "parse_cadence",
    "parse_period",
    "reach",
    "reach_back",
    "read_wording",
    "read_wordings",
]

# Whoever reads no words pays for none of the patterns that read them.
_READERS = {
    "Wording": "wording",
    "WordingKind": "wording",
    "parse_cadence": "cadence_text",
    "parse_period": "period_text",
    "read_wording": "wording",
    "read_wordings": "wording",
}


def __getattr__(name: str) -> object:
    """Load what reads words when it is first asked for."""
    if name not in _READERS:
        raise AttributeError(f"module 'zwgk.time' has no attribute {name!r}")
    return getattr(import_module(f"zwgk.time.{_READERS[name]}"), name)
