"""Working days by the notices that were announced (工作日历)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from zwgk.errors import CalendarGap, Text
from zwgk.time.day import DayState, number, plain_day, wrong
from zwgk.time.notices import Notice, NoticeDay, NoticeInput, load_notice, shipped_notices
from zwgk.time.overlays import Overlay, OverlayInput, load_overlay

__all__ = ["DayChange", "WorkCalendar"]

# The days after 28 December may still be moved by the notice for the next year: the blocks of
# 2008, 2012 and 2019 began on 29 to 31 December of the year before.
_LAST_SURE = (12, 28)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that two calendars see differently (变动日), with the page that moved it."""

    day: date
    before: DayState
    after: DayState
    page: str = ""


class WorkCalendar:
    """Working days from the first of January of the first year announced (工作日历).

    Monday to Friday are working days (国务院令第146号第七条) unless a notice says otherwise. A day
    is work, off or unknown; unknown is every day before ``first`` and after ``horizon``, which is
    28 December of the last year announced.

    >>> china = WorkCalendar.china()
    >>> str(china.add_workdays(date(2024, 9, 13), 20)), str(china.horizon)
    ('2024-10-17', '2026-12-28')
    """

    __slots__ = (
        "_base",
        "_before",
        "_days",
        "_id",
        "_last_worked",
        "_size",
        "first",
        "horizon",
        "notices",
        "overlays",
    )

    first: date
    horizon: date
    notices: tuple[Notice, ...]
    overlays: tuple[Overlay, ...]

    def __init__(self, notices: Iterable[Notice], overlays: Iterable[Overlay] = ()) -> None:
        self.notices = _in_force(notices)
        self.overlays = tuple(overlays)
        years = sorted({notice.year for notice in self.notices if notice.kind == "annual"})
        if not years:
            raise CalendarGap(Text("没有已公布的放假通知", "no notice has been announced"))
        _check_years(years, self.notices)
        self.first = date(years[0], 1, 1)
        self.horizon = date(years[-1], *_LAST_SURE)
        self._base = self.first.toordinal()
        self._size = self.horizon.toordinal() - self._base + 1
        self._id = ""
        self._tabulate()

    @classmethod
    def china(cls, as_of: date | None = None) -> WorkCalendar:
        """The shipped national calendar, 2008 to 2026 (全国日历); with ``as_of``, as known then.

        Raises:
            CalendarGap: where nothing had been announced by that day.
        """
        return _china(None if as_of is None else plain_day(as_of, "as_of"))

    @classmethod
    def from_notices(cls, notices: Iterable[NoticeInput]) -> WorkCalendar:
        """A calendar of these notices alone (按通知建历), given as files, mappings or records.

        Raises:
            InvalidInput: for a broken notice, or a year left out between two others.
        """
        return cls(load_notice(notice) for notice in notices)

    def with_notice(self, notice: NoticeInput) -> WorkCalendar:
        """This calendar and one more notice (载入新通知); of a known year, it replaces that year.

        Raises:
            InvalidInput: for a broken notice, or one that leaves out a year.
        """
        return WorkCalendar([*self.notices, load_notice(notice)], self.overlays)

    def with_overlay(self, overlay: OverlayInput) -> WorkCalendar:
        """This calendar with the days of one region or organ on top (地方或单位的调整).

        Raises:
            InvalidInput: for a broken or unknown overlay, a name already laid, and days outside
                the calendar.
        """
        laid = load_overlay(overlay)
        if any(one.name == laid.name for one in self.overlays):
            raise wrong(
                "overlay",
                f"调整“{laid.name}”已在日历中",
                f"overlay '{laid.name}' is already on the calendar",
                "同一调整只载入一次",
                "lay it once",
            )
        for entry in laid.days:
            if not self.first <= entry.day <= self.horizon:
                raise wrong(
                    "overlay",
                    f"{entry.day} 不在日历范围 {self.first} 至 {self.horizon} 内",
                    f"{entry.day} is outside {self.first} to {self.horizon}",
                    "先载入那一年的通知",
                    "load the notice of that year first",
                )
        return WorkCalendar(self.notices, [*self.overlays, laid])

    @property
    def id(self) -> str:
        """The content of this calendar as a hash (日历指纹): days, pages and overlays."""
        if not self._id:
            parts = [
                self.first.isoformat(),
                self.horizon.isoformat(),
                "".join(
                    "01"[after > before]
                    for before, after in zip(self._before, self._before[1:], strict=False)
                ),
                *(page for notice in self.notices for page in notice.pages),
                *(overlay.name for overlay in self.overlays),
            ]
            digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
            self._id = f"sha256:{digest}"
        return self._id

    def state(self, day: date) -> DayState:
        """Whether a day is work, off or unknown (日子状态)."""
        at = plain_day(day, "state").toordinal() - self._base
        if not 0 <= at < self._size:
            return DayState.UNKNOWN
        return DayState.WORK if self._before[at + 1] > self._before[at] else DayState.OFF

    def is_workday(self, day: date) -> bool:
        """Whether a day is a working day (是否工作日).

        Raises:
            CalendarGap: at an unknown day.
        """
        if type(day) is not date:
            day = plain_day(day, "is_workday")
        at = day.toordinal() - self._base
        if not 0 <= at < self._size:
            raise self._gap(day)
        return self._before[at + 1] > self._before[at]

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th working day strictly after a day (第 n 个工作日), also of a rest day.

        Negative ``n`` counts strictly before; zero gives the day itself.

        Raises:
            CalendarGap: where the count leaves the known days.
        """
        try:  # the usual case; all else is looked at more closely below
            if type(n) is int and n > 0:
                return self._days[self._last_worked[day] + n]
        except (KeyError, IndexError, TypeError):  # suppress() takes as long again
            pass
        if type(day) is not date:
            day = plain_day(day, "add_workdays")
        if type(n) is not int:
            raise wrong(
                "add_workdays", f"不是整数：{n!r}", f"not a whole number: {n!r}", "给出整数", "int"
            )
        if n == 0:
            return day
        at = day.toordinal() - self._base
        if n > 0 and -1 <= at < self._size:
            index = self._before[at + 1] + n - 1
            if index < len(self._days):
                return self._days[index]
        elif n < 0 and 0 <= at <= self._size:
            index = self._before[at] + n
            if index >= 0:
                return self._days[index]
        raise self._gap(day, n)

    def count_workdays(self, after: date, until: date) -> int:
        """Working days in (after, until] (工作日数), negative for [until, after) when backwards.

        Raises:
            CalendarGap: where the span leaves the known days.
        """
        if type(after) is not date:
            after = plain_day(after, "count_workdays")
        if type(until) is not date:
            until = plain_day(until, "count_workdays")
        start, end = after.toordinal() - self._base, until.toordinal() - self._base
        if start == end:
            return 0
        shift = 1 if end > start else 0  # forwards the start is left out, backwards it is too
        if min(start, end) + shift < 0 or max(start, end) + shift > self._size:
            raise self._gap(until if not 0 <= end < self._size else after)
        return self._before[end + shift] - self._before[start + shift]

    def diff(self, other: WorkCalendar) -> tuple[DayChange, ...]:
        """The days on which ``other`` says something else (两历之差), with the page saying it."""
        if not isinstance(other, WorkCalendar):
            raise wrong("diff", f"不是日历：{other!r}", f"not a calendar: {other!r}")
        pages = {
            entry.day: notice.pages[0] if notice.pages else ""
            for notice in other.notices
            for entry in notice.days
        }
        pages.update({entry.day: one.source for one in other.overlays for entry in one.days})
        start, end = min(self.first, other.first), max(self.horizon, other.horizon)
        changes = []
        for step in range((end - start).days + 1):
            day = start + timedelta(days=step)
            before, after = self.state(day), other.state(day)
            if before != after:
                changes.append(DayChange(day, before, after, pages.get(day, "")))
        return tuple(changes)

    def _tabulate(self) -> None:
        special = {entry.day: entry.off for notice in self.notices for entry in notice.days}
        special.update({entry.day: entry.off for one in self.overlays for entry in one.days})
        self._days: list[date] = []
        self._before = [0] * (self._size + 1)
        # of each day, where the last working day up to it stands in the list of working days
        self._last_worked = {self.first - timedelta(days=1): -1}
        for at in range(self._size):
            day = date.fromordinal(self._base + at)
            if not special.get(day, day.weekday() >= _SATURDAY):
                self._days.append(day)
            self._before[at + 1] = len(self._days)
            self._last_worked[day] = len(self._days) - 1

    def _gap(self, day: date, n: int | None = None) -> CalendarGap:
        what_zh = f"{day}" if n is None else f"从 {day} 数 {number(n)} 个工作日"
        what_en = f"{day} is" if n is None else f"{number(n)} working days from {day} are"
        outside_zh = f"{what_zh}超出日历已知的 {self.first} 至 {self.horizon}"
        outside_en = f"{what_en} outside the known days {self.first} to {self.horizon}"
        back = n is not None and n < 0 and day <= self.horizon + timedelta(days=1)
        if day < self.first or back:
            return CalendarGap(
                Text(
                    f"{outside_zh}，更早年份的通知没有载入",
                    f"{outside_en}, no notices of earlier years are loaded",
                ),
                Text("可用 with_notice 载入", "load them with with_notice"),
            )
        return CalendarGap(
            Text(outside_zh, outside_en),
            Text(
                "用 with_notice 载入下一年的通知，或用 deadline() 得到暂定日期",
                "load the next notice with with_notice, or ask deadline() for a provisional date",
            ),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkCalendar) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        names = "".join(f" + {one.name}" for one in self.overlays)
        return f"<WorkCalendar {self.first} to {self.horizon}{names}>"


@cache
def _china(as_of: date | None) -> WorkCalendar:
    notices = shipped_notices()
    if as_of is not None:
        notices = tuple(
            notice for notice in notices if notice.known_from and notice.known_from <= as_of
        )
    return WorkCalendar(notices)


def _in_force(given: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices by year, each year's amendments after it; a year told again replaces itself."""
    by_year: dict[int, list[Notice]] = {}
    for notice in given:
        if notice.kind == "annual":
            by_year[notice.year] = [notice]
        else:
            kept = by_year.setdefault(notice.year, [])
            if notice not in kept:
                kept.append(notice)
    return tuple(notice for year in sorted(by_year) for notice in by_year[year])


def _check_years(years: list[int], notices: tuple[Notice, ...]) -> None:
    for year in range(years[0], years[-1] + 1):
        if year not in years:
            raise wrong(
                "notices",
                f"缺少 {year} 年的放假通知",
                f"the notice for {year} is missing",
                f"先载入 {year} 年",
                f"load {year} first",
            )
    told: dict[date, NoticeDay] = {}
    for notice in notices:
        for row in notice.days if notice.kind == "annual" else ():
            if told.setdefault(row.day, row).off != row.off:
                raise wrong(
                    "notices",
                    f"{row.day} 在两年的通知里既放假又上班",
                    f"the notices of two years have {row.day} both off and working",
                    "核对两份通知；确属变更的写 kind: amendment",
                    "check both; a true change is of kind: amendment",
                )
        if notice.year not in years:
            raise wrong(
                "notices",
                f"{notice.year} 年只有变更通知，没有年度通知",
                f"{notice.year} has an amendment but no annual notice",
                f"先载入 {notice.year} 年的年度通知",
                f"load the annual notice for {notice.year} first",
            )
