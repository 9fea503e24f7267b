"""What may be said of days that no notice has told yet (暂定日期): earliest, best, latest.

A plausible notice keeps every statutory day off, conserves days festival by festival, and moves
days only within the windows observed so far. The bounds are taken over all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

from zwgk.errors import CalendarGap, Text
from zwgk.time.calendar import WorkCalendar
from zwgk.time.festivals import Festival, festivals, statutory_days

__all__ = ["Pause", "View", "best_workday", "reach", "reach_back"]

Pause: TypeAlias = tuple[date, date]
"""A stretch of days that do not count: (start, end], the start itself counts."""

_SATURDAY = 5
_DAY = timedelta(days=1)


class View(Enum):
    """How unknown days are read (读法): not at all, at best, or to the earliest or latest end."""

    SETTLED = "settled"
    BEST = "best"
    EARLIEST = "earliest"
    LATEST = "latest"


def reach(
    calendar: WorkCalendar,
    start: date,
    count: int,
    pauses: Sequence[Pause] = (),
    view: View = View.SETTLED,
) -> date:
    """The day on which ``count`` working days have run since ``start`` (到期日).

    Days in a pause do not count; pauses are in order and do not overlap. ``start`` is Day 0.

    Raises:
        CalendarGap: at an unknown day where the view is settled, and for a year outside the
            table of festivals in the other views.
    """
    at, left = start, count
    for pause_start, pause_end in pauses:
        if pause_end <= at:
            continue
        if pause_start <= at:
            at = pause_end
            continue
        try:
            due = calendar.add_workdays(at, left)
            if due <= pause_start:
                return due
            left -= calendar.count_workdays(at, pause_start)
        except CalendarGap:
            if _hopeless(calendar, start, view):
                raise
            return _beyond(calendar, start, count, pauses, view)
        at = pause_end
    try:
        return calendar.add_workdays(at, left)
    except CalendarGap:
        if _hopeless(calendar, start, view):
            raise
        return _beyond(calendar, start, count, pauses, view)


def _hopeless(calendar: WorkCalendar, start: date, view: View) -> bool:
    """Whether no forecast helps: none is wanted, or the days lie before the first notice."""
    return view is View.SETTLED or start < calendar.first - _DAY


def _beyond(
    calendar: WorkCalendar, start: date, count: int, pauses: Sequence[Pause], view: View
) -> date:
    """The same count, day by day from the horizon on."""
    left, at = count, start
    if start < calendar.horizon:
        left -= calendar.count_workdays(start, calendar.horizon)
        left += sum(_known_inside(calendar, start, pause) for pause in pauses)
        at = calendar.horizon
    tally = _Tally(calendar, view)
    day = at
    while tally.count < left:
        if day == date.max:
            raise CalendarGap(
                Text(f"从 {start} 起算超出了日期范围", f"counting from {start} leaves all dates")
            )
        day += _DAY
        if not any(pause_start < day <= pause_end for pause_start, pause_end in pauses):
            tally.add(day)
    return day


def reach_back(calendar: WorkCalendar, start: date, count: int, view: View) -> date:
    """The day that lies ``count`` working days before ``start`` (提前工作日), in a forecast.

    Under ``EARLIEST`` as many days as possible are worked, so the day lies nearest the start.

    Raises:
        CalendarGap: for a year outside the table of festivals, and before the first notice.
    """
    if start <= calendar.horizon:
        return calendar.add_workdays(start, -count)
    tally, day = _Tally(calendar, view), start
    while tally.count < count:
        day -= _DAY
        if day <= calendar.horizon:
            return calendar.add_workdays(day + _DAY, tally.count - count)
        tally.add(day)
    return day


def _known_inside(calendar: WorkCalendar, start: date, pause: Pause) -> int:
    first, last = max(pause[0], start), min(pause[1], calendar.horizon)
    return calendar.count_workdays(first, last) if first < last else 0


class _Tally:
    """Working days among days added in order, at best or at an extreme."""

    def __init__(self, calendar: WorkCalendar, view: View) -> None:
        self._after = calendar.horizon
        self._view = view
        self._plain = 0
        self._moved: dict[Festival, tuple[int, int]] = {}
        self._effect = 0

    @property
    def count(self) -> int:
        return self._plain + self._effect

    def add(self, day: date) -> None:
        if self._view is View.BEST:
            self._plain += best_workday(day)
            return
        weekday = day.weekday() < _SATURDAY
        if weekday and day not in statutory_days(day.year):
            self._plain += 1
        for festival in _near(day):
            off, work = self._moved.get(festival, (0, 0))
            before = self._extreme(festival, off, work)
            if weekday:
                off += day in festival.may_be_off
            else:
                work += day in festival.may_work
            self._moved[festival] = (off, work)
            self._effect += self._extreme(festival, off, work) - before

    def _extreme(self, festival: Festival, off: int, work: int) -> int:
        """The largest or smallest change of the count that this festival may bring.

        ``off`` and ``work`` are how many of the days it may move have been added.
        """
        may_be_off, may_work = _unknown_slots(festival, self._after)
        changes = []
        for extra in range(festival.in_lieu, min(festival.off_most, may_be_off) + 1):
            worked = extra - festival.in_lieu
            if worked > min(festival.work_most, may_work):
                break
            if self._view is View.EARLIEST:
                changes.append(min(worked, work) - max(0, extra - (may_be_off - off)))
            else:
                changes.append(max(0, worked - (may_work - work)) - min(extra, off))
        extreme = max if self._view is View.EARLIEST else min
        return extreme(changes, default=0)


@lru_cache(maxsize=4096)
def _unknown_slots(festival: Festival, horizon: date) -> tuple[int, int]:
    return (
        sum(day > horizon for day in festival.may_be_off),
        sum(day > horizon for day in festival.may_work),
    )


@lru_cache(maxsize=4096)
def _near(day: date) -> tuple[Festival, ...]:
    """The festivals that may move this day; New Year's may move days of the year before."""
    years = (day.year, day.year + 1) if day.month == 12 else (day.year,)  # noqa: PLR2004  # December
    found = []
    for year in years:
        try:
            of_year = festivals(year)
        except CalendarGap:
            if year == day.year:
                raise
            continue
        found += [one for one in of_year if day in one.may_be_off or day in one.may_work]
    return tuple(found)


@lru_cache(maxsize=4096)
def best_workday(day: date) -> bool:
    """Whether a day not told yet is most likely a working day (推测的工作日).

    Statutory days are off, and for each one that falls on a weekend the first weekday after
    its festival; no weekend is worked.

    Raises:
        CalendarGap: for a year outside the table of moving days.
    """
    return day.weekday() < _SATURDAY and day not in _best_off(day.year)


@lru_cache(maxsize=64)
def _best_off(year: int) -> frozenset[date]:
    off = set(statutory_days(year))
    for festival in festivals(year):
        day, owed = festival.statutory[-1], festival.in_lieu
        while owed:
            day += _DAY
            if day.weekday() < _SATURDAY and day not in off:
                off.add(day)
                owed -= 1
    return frozenset(off)
