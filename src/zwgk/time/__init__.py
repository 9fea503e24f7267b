"""Days, periods, cadences and clocks (时间): knows days, not governments."""

from __future__ import annotations

from zwgk.time.calendar import DayChange, WorkCalendar
from zwgk.time.day import BEIJING, DayState
from zwgk.time.notices import Notice, NoticeDay
from zwgk.time.overlays import Overlay

__all__ = ["BEIJING", "DayChange", "DayState", "Notice", "NoticeDay", "Overlay", "WorkCalendar"]
