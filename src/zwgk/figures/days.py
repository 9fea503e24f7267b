"""Days as reports print them (日期读法): whole, or without their day, month or year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from zwgk.records.numbers import read_number

__all__ = ["Day", "read_day"]

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LEAP_YEAR = 2000  # stands in where no year is printed, so that 29 February exists
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]\d{2}:\d{2}.*)?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<y>\d{4})([./])(?P<m>\d{1,2})\2(?P<d>\d{1,2})",
        r"(?P<y>\d{4})[-./](?P<m>\d{1,2})",
        r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
        r"(?P<y>\d{4})年(?P<m>\d{1,2})月份?(?:[初中底末]|[上中下]旬)?",
        r"(?P<y>\d{4})(?:年度?[初中底末]?)?",
        r"(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
        r"(?P<m>\d{1,2})月份?(?:[初中底末]|[上中下]旬)?",
        r"(?P<m>\d{2})-(?P<d>\d{2})",
        r"(?P<m>0[1-9]|1[0-2])",
        # the year of a document number: 某政办发〔2009〕73号
        r"[^\d〔\[【（(]{0,20}[〔\[【（(﹝](?P<y>\d{4})[〕\]】）)﹞].{0,12}",
    )
)
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十]+")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it is printed (日期); None is what was not printed."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> int:
        """1 for a year, 2 for a month, 3 for a day (精度)."""
        return 3 if self.day else 2 if self.month else 1

    def in_year(self, year: int | None) -> Day:
        """The same day in a year where it was printed without one (补年)."""
        return self if self.year is not None else Day(year, self.month, self.day)

    @property
    def first(self) -> date:
        """The earliest day that it may mean (最早)."""
        return self._date(self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day that it may mean (最晚)."""
        return self._date(self.month or 12, self.day or 31)

    def _date(self, month: int, day: int) -> date:
        year = self.year or _LEAP_YEAR
        return date(year, month, min(day, calendar.monthrange(year, month)[1]))

    def cut(self, precision: int) -> Day:
        """The same day, less exactly (按精度截取)."""
        return Day(
            self.year,
            self.month if precision > 1 else None,
            self.day if precision > 2 else None,  # noqa: PLR2004  # three parts make a day
        )

    def __str__(self) -> str:
        parts = (self.year and f"{self.year:04}", self.month and f"{self.month:02}",
                 self.day and f"{self.day:02}")  # fmt: skip
        return "-".join(part for part in parts if part)


def read_day(text: str) -> Day | None:
    """Read a printed day, month or year (日期), or None where the text is none.

    >>> str(read_day("2014年7月1日")), str(read_day("八月")), str(read_day("某发[2009]2号"))
    ('2014-07-01', '08', '2009')
    """
    plain = _NUMERALS.sub(_arabic, text.strip())
    for pattern in _PATTERNS:
        found = pattern.fullmatch(plain)
        if found:
            parts = found.groupdict()
            year, month, day = (int(parts[key]) if parts.get(key) else None for key in "ymd")
            return _checked(year, month, day)
    return None


def _arabic(found: re.Match[str]) -> str:
    number = read_number(found[0]).number
    return found[0] if number is None else str(number)


def _checked(year: int | None, month: int | None, day: int | None) -> Day | None:
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if month is not None and not 1 <= month <= 12:  # noqa: PLR2004  # months of a year
        return None
    if day is not None:
        days = calendar.monthrange(year or _LEAP_YEAR, month or 1)[1]
        if not 1 <= day <= days:
            return None
    return Day(year, month, day)
