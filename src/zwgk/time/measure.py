"""How far a limit reaches when some days do not count (计量)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zwgk.errors import CalendarGap
from zwgk.time.calendar import WorkCalendar
from zwgk.time.day import wrong
from zwgk.time.outlook import Pause, View, best_workday, reach
from zwgk.time.period import CalendarDays, Hours, Period, Span, WorkingDays

__all__ = ["Measure"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """Periods laid end to end on one calendar under one reading of its unknown days (计量)."""

    calendar: WorkCalendar
    view: View = View.SETTLED

    def end(
        self,
        legs: Sequence[Period],
        start: date,
        pauses: Sequence[Pause] = (),
        rolls: bool = False,
    ) -> date:
        """The last day of the legs, one after the other (到期日); days in pauses do not count.

        With ``rolls`` a last day that is a rest day gives way to the next working day that counts.
        """
        at = start
        for leg in legs:
            if isinstance(leg, WorkingDays):
                at = reach(self.calendar, at, leg.count, pauses, self.view)
            else:
                at = self._leg(leg, at, pauses)
        if rolls and not isinstance(legs[-1], WorkingDays):
            at = reach(self.calendar, at - _DAY, 1, pauses, self.view)
        return at

    def _leg(self, leg: Period, start: date, pauses: Sequence[Pause]) -> date:
        end = None if isinstance(leg, Hours) else leg.due(start, self.calendar)
        if end is None:
            raise wrong("period", f"“{leg}”没有到期日可算", f"'{leg}' leads to no due day")
        if pauses and isinstance(leg, CalendarDays | Span):
            for pause_start, pause_end in pauses:
                if pause_start >= end:
                    break
                end += max(pause_end - max(pause_start, start), timedelta())
        return end

    def left(
        self, legs: Sequence[Period], start: date, until: date, pauses: Sequence[Pause]
    ) -> int | None:
        """How many days of the legs are left on a day (剩余天数), None if not countable."""
        total = 0
        for leg in legs:
            if type(leg) is not type(legs[0]) or not isinstance(leg, WorkingDays | CalendarDays):
                return None
            total += leg.count
        run = self.run(legs[0], start, until, pauses)
        return None if run is None else max(total - run, 0)  # none where the last day gives way

    def run(self, unit: Period, start: date, until: date, pauses: Sequence[Pause]) -> int | None:
        """How many days of this kind have run in (start, until] (已计天数), None if not countable.

        An unknown day counts as it most likely is.
        """
        if isinstance(unit, WorkingDays):
            return self._working(start, until) - sum(
                self._working(max(first, start), min(last, until)) for first, last in pauses
            )
        if isinstance(unit, CalendarDays):
            total = (until - start).days
            return total - sum(
                max((min(last, until) - max(first, start)).days, 0) for first, last in pauses
            )
        return None

    def _working(self, after: date, until: date) -> int:
        if until <= after:
            return 0
        try:
            return self.calendar.count_workdays(after, until)
        except CalendarGap:
            edge = min(max(after, self.calendar.horizon), until)
            known = self.calendar.count_workdays(after, edge) if after < edge else 0
            days = range(1, (until - edge).days + 1)
            return known + sum(best_workday(edge + timedelta(days=step)) for step in days)
