"""A calendar that counts day by day (逐日历): slow, plain, and sharing no code with ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from zwgk.errors import CalendarGap, Text

if TYPE_CHECKING:
    from zwgk.time import WorkCalendar

__all__ = ["SlowCalendar"]

_ONE_DAY = timedelta(days=1)
_WEEKEND = (6, 7)


class SlowCalendar:
    """Working days looked up one after the other in the notices' own lists (逐日历).

    A notice is the common ``{year, days: [{date, isOffDay}]}``, a later one goes before an
    earlier one; an overlay is ``{off: [dates], work: [dates]}`` and goes before both.

    >>> notice = {"year": 2025, "days": [{"date": "2025-01-01", "isOffDay": True},
    ...                                  {"date": "2025-01-26", "isOffDay": False}]}
    >>> slow = SlowCalendar([notice])
    >>> str(slow.add_workdays(date(2025, 1, 24), 1)), slow.is_workday(date(2025, 1, 1))
    ('2025-01-26', False)
    """

    def __init__(
        self,
        notices: Iterable[Mapping[str, Any]],
        overlays: Iterable[Mapping[str, Iterable[object]]] = (),
    ) -> None:
        told = list(notices)
        years = [int(notice["year"]) for notice in told]
        self.first = date(min(years), 1, 1)
        self.horizon = date(max(years), 12, 28)
        self._off: dict[date, bool] = {}
        for notice in told:
            for row in notice["days"]:
                self._off[date.fromisoformat(str(row["date"]))] = bool(row["isOffDay"])
        for overlay in overlays:
            for key, off in (("off", True), ("work", False)):
                for day in overlay.get(key, ()):
                    self._off[date.fromisoformat(str(day))] = off

    @classmethod
    def of(cls, calendar: WorkCalendar) -> SlowCalendar:
        """The same notices and overlays, as plain data (同一数据的逐日历)."""
        return cls(
            [
                {
                    "year": notice.year,
                    "days": [{"date": row.day, "isOffDay": row.off} for row in notice.days],
                }
                for notice in calendar.notices
            ],
            [
                {
                    "off": [row.day for row in overlay.days if row.off],
                    "work": [row.day for row in overlay.days if not row.off],
                }
                for overlay in calendar.overlays
            ],
        )

    def is_workday(self, day: date) -> bool:
        """Whether a day is a working day (是否工作日).

        Raises:
            CalendarGap: at a day that no notice tells.
        """
        if day < self.first or day > self.horizon:
            raise CalendarGap(Text(f"{day} 不在通知范围内", f"no notice tells {day}"))
        if day in self._off:
            return not self._off[day]
        return day.isoweekday() not in _WEEKEND

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th working day strictly after a day (第 n 个工作日), before it where n < 0.

        Raises:
            CalendarGap: where the count meets a day that no notice tells.
        """
        step = _ONE_DAY if n > 0 else -_ONE_DAY
        left = abs(n)
        while left > 0:
            day += step
            if self.is_workday(day):
                left -= 1
        return day

    def count_workdays(self, after: date, until: date) -> int:
        """Working days in (after, until] (工作日数), minus those in [until, after) when backwards.

        Raises:
            CalendarGap: where a day counted is one that no notice tells.
        """
        total = 0
        while after < until:
            after += _ONE_DAY
            total += self.is_workday(after)
        while after > until:
            after -= _ONE_DAY
            total -= self.is_workday(after)
        return total
