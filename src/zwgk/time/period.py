"""Lengths of time that law counts in different ways (期限): different types, never bare numbers."""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias, TypeVar

from dateutil.relativedelta import relativedelta

from zwgk.errors import Text
from zwgk.time.calendar import WorkCalendar
from zwgk.time.day import beijing_moment, number, plain_day, wrong

__all__ = [
    "CalendarDays",
    "FixedDate",
    "Hours",
    "MonthEnd",
    "Period",
    "Span",
    "Standing",
    "UnknownForm",
    "WorkingDays",
]


class UnknownForm(ValueError):
    """Words that have no form of a period (不是期限), unlike a period of an absurd length."""


MonthEnd: TypeAlias = Literal["clip", "up"]
Moment = TypeVar("Moment", date, datetime)

MOST = {"working days": 25_000, "days": 36_600, "hours": 87_840, "months": 1_200}
"""The longest period of each unit: a hundred years (hours: ten). More is a slip of the pen."""


def _whole(count: object, unit: str) -> None:
    if type(count) is not int or not 0 < count <= MOST[unit]:
        raise ValueError(
            f"期限必须是 1 至 {MOST[unit]} 的整数，而不是 {number(count)} "
            f"(a whole number of {unit} from 1 to {MOST[unit]} is wanted, not {number(count)})"
        )


def _reach(start: Moment, step: timedelta | relativedelta, where: str) -> Moment:
    try:
        return start + step
    except (OverflowError, ValueError):
        raise wrong(
            where,
            f"从 {start} 起算超出了日期范围",
            f"counting from {start} leaves the range of dates",
            "核对起算日与期限",
            "check the start and the period",
        ) from None


@lru_cache(maxsize=256)
def _working(count: int) -> Text:
    return Text(f"{count}个工作日", f"{count} working day{'s' * (count > 1)}")


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A number of working days (工作日); the day it starts from is not counted.

    >>> str(WorkingDays(20)), str(WorkingDays(20).due(date(2025, 3, 3), WorkCalendar.china()))
    ('20 working days', '2025-03-31')
    """

    count: int

    def __post_init__(self) -> None:
        _whole(self.count, "working days")

    def due(self, start: date, calendar: WorkCalendar) -> date:
        """The last day of the period (到期日).

        Raises:
            CalendarGap: where the calendar does not reach so far.
        """
        return calendar.add_workdays(start, self.count)

    @property
    def text(self) -> Text:
        """The period in words (期限文字)."""
        return _working(self.count)

    def __str__(self) -> str:
        return f"{self.count} working days"


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """A number of calendar days (自然日); the day it starts from is not counted.

    >>> str(CalendarDays(20).due(date(2025, 9, 12)))
    '2025-10-02'
    """

    count: int

    def __post_init__(self) -> None:
        _whole(self.count, "days")

    def due(self, start: date, calendar: WorkCalendar | None = None) -> date:
        """The last day of the period (到期日); it does not roll over rest days by itself."""
        del calendar
        return _reach(plain_day(start, "due"), timedelta(days=self.count), "due")

    def before(self, end: date) -> date:
        """The day that lies so long before another (提前)."""
        return _reach(plain_day(end, "before"), timedelta(days=-self.count), "before")

    @property
    def text(self) -> Text:
        """The period in words (期限文字)."""
        return Text(f"{self.count}日", f"{self.count} day{'s' * (self.count > 1)}")

    def __str__(self) -> str:
        return f"{self.count} days"


@dataclass(frozen=True, slots=True)
class Span:
    """Years, months and days (年月日): years and months are added together, then the days.

    The end is the corresponding day, else the month's last day (民法典第二百零二条).

    >>> str(Span(months=1).due(date(2025, 1, 31))), str(Span(1, 2, 3))
    ('2025-02-28', '1 years 2 months 3 days')
    """

    years: int = 0
    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        parts = (self.years, self.months, self.days)
        if any(type(part) is not int or part < 0 for part in parts):
            raise ValueError(f"年、月、日必须是非负整数 (whole numbers are wanted): {parts}")
        _whole(self.years * 12 + self.months, "months")
        if self.days > MOST["days"]:
            _whole(self.days, "days")

    def due(
        self, start: date, calendar: WorkCalendar | None = None, *, month_end: MonthEnd = "clip"
    ) -> date:
        """The last day of the period (到期日); ``up`` takes 1 March for 31 January and a month."""
        del calendar
        start = plain_day(start, "due")
        end = _reach(start, relativedelta(years=self.years, months=self.months), "due")
        if month_end == "up" and end.day != start.day:
            end += timedelta(days=1)
        return _reach(end, timedelta(days=self.days), "due")

    def before(self, end: date) -> date:
        """The day that lies so long before another (提前)."""
        months = relativedelta(years=-self.years, months=-self.months)
        day = _reach(plain_day(end, "before"), months, "before")
        return _reach(day, timedelta(days=-self.days), "before")

    @property
    def text(self) -> Text:
        """The period in words (期限文字)."""
        given = [
            (self.years, "年", "year"),
            (self.months, "个月", "month"),
            (self.days, "日", "day"),
        ]
        used = [part for part in given if part[0]]
        return Text(
            "".join(f"{count}{zh}" for count, zh, _ in used),
            " ".join(f"{count} {en}{'s' * (count > 1)}" for count, _, en in used),
        )

    def __str__(self) -> str:
        given = [(self.years, "years"), (self.months, "months"), (self.days, "days")]
        return " ".join(f"{count} {unit}" for count, unit in given if count)


@dataclass(frozen=True, slots=True)
class Hours:
    """A number of hours (小时), from moment to moment; nights and holidays count too.

    Source: 民法典第二百零一条第二款.
    """

    count: int

    def __post_init__(self) -> None:
        _whole(self.count, "hours")

    def due(self, start: datetime, calendar: WorkCalendar | None = None) -> datetime:
        """The last moment (到期时刻), in UTC+08:00.

        Raises:
            InvalidInput: for a date, or a moment without a zone.
        """
        del calendar
        return _reach(beijing_moment(start, "due"), timedelta(hours=self.count), "due")

    @property
    def text(self) -> Text:
        """The period in words (期限文字)."""
        return Text(f"{self.count}小时", f"{self.count} hour{'s' * (self.count > 1)}")

    def __str__(self) -> str:
        return f"{self.count} hours"


@dataclass(frozen=True, slots=True)
class FixedDate:
    """A day of every year (每年某日前): the first one strictly after the start.

    29 February falls on the 28th where the year has none.

    >>> str(FixedDate(1, 31).due(date(2023, 12, 31))), str(FixedDate(1, 31).due(date(2024, 1, 31)))
    ('2024-01-31', '2025-01-31')
    """

    month: int
    day: int

    def __post_init__(self) -> None:
        whole = type(self.month) is int and type(self.day) is int and 1 <= self.month <= 12  # noqa: PLR2004  # months of a year
        if not whole or not 1 <= self.day <= gregorian.monthrange(2024, self.month)[1]:
            month, day = number(self.month), number(self.day)
            raise ValueError(f"没有 {month} 月 {day} 日这一天 (no such day of a year)")

    def in_year(self, year: int) -> date:
        """This day in a year (该年的这一天)."""
        return date(year, self.month, min(self.day, gregorian.monthrange(year, self.month)[1]))

    def due(self, start: date, calendar: WorkCalendar | None = None) -> date:
        """The first such day strictly after the start (到期日)."""
        del calendar
        start = plain_day(start, "due")
        this_year = self.in_year(start.year)
        if this_year > start:
            return this_year
        if start.year == date.max.year:
            raise wrong("due", f"{start} 之后没有这样的日子", f"no such day after {start}")
        return self.in_year(start.year + 1)

    @property
    def text(self) -> Text:
        """The period in words (期限文字)."""
        month = gregorian.month_name[self.month]
        return Text(f"每年{self.month}月{self.day}日前", f"by {self.day} {month} of every year")

    def __str__(self) -> str:
        return f"every year by {self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing duty (长期公开): it holds all the time and has no due day."""

    def due(self, start: date, calendar: WorkCalendar | None = None) -> None:
        """None: a standing duty never falls due (长期有效)."""
        del start, calendar

    @property
    def text(self) -> Text:
        """The period in words (期限文字)."""
        return Text("长期", "standing")

    def __str__(self) -> str:
        return "standing"


Period: TypeAlias = WorkingDays | CalendarDays | Span | Hours | FixedDate | Standing
