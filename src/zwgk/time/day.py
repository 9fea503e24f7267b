"""What a day is to a working-day calendar, and what counts as a day (日子)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from zwgk.errors import InvalidInput, Place, Problem, Text

__all__ = ["BEIJING", "DayState", "beijing_day", "beijing_moment", "number", "plain_day", "wrong"]

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")


class DayState(StrEnum):
    """What a calendar says of a day (日子状态): a working day, a rest day, or not known yet."""

    WORK = "work"
    OFF = "off"
    UNKNOWN = "unknown"


def wrong(
    where: str, zh: str, en: str, hint_zh: str = "", hint_en: str = "", *, path: str = ""
) -> InvalidInput:
    """One fault of an argument, ready to raise (参数有误)."""
    hint = Text(hint_zh, hint_en) if hint_zh else None
    return InvalidInput([Problem(Place(where, path=path), Text(zh, en), hint)])


_MOST = 10**18


def number(given: object) -> str:
    """What was given for a number, in a message (数字的写法); Python writes out no huge ones."""
    if isinstance(given, int) and abs(given) >= _MOST:
        return f"{'-' if given < 0 else ''}{_MOST:.0e}…"
    return repr(given)


def plain_day(day: object, where: str) -> date:
    """A date without a clock time (日期), or a fault that says what was given instead.

    Raises:
        InvalidInput: for a ``datetime`` (whose day depends on a zone) and for anything else.
    """
    if type(day) is date:
        return day
    if isinstance(day, datetime):
        raise wrong(
            where,
            f"要的是日期，给的是时刻 {day.isoformat()}",
            f"a date is wanted, not the moment {day.isoformat()}",
            "给出北京时间的日期",
            "give the date in Beijing time",
        )
    if isinstance(day, date):
        return date(day.year, day.month, day.day)
    raise wrong(
        where,
        f"不是日期：{day!r}",
        f"not a date: {day!r}",
        "给出 datetime.date",
        "give a datetime.date",
    )


def beijing_day(moment: date, where: str) -> date:
    """The Beijing date of a date or of an aware moment (北京日期).

    >>> from datetime import UTC
    >>> str(beijing_day(datetime(2024, 3, 1, 17, 0, tzinfo=UTC), "start"))
    '2024-03-02'

    Raises:
        InvalidInput: for a moment without a zone.
    """
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return _in_beijing(moment, where).date()
    return plain_day(moment, where)


def beijing_moment(moment: object, where: str) -> datetime:
    """An aware moment in UTC+08:00 (北京时刻).

    Raises:
        InvalidInput: for a date, and for a moment without a zone.
    """
    if isinstance(moment, datetime) and moment.utcoffset() is not None:
        return _in_beijing(moment, where)
    raise wrong(
        where,
        f"以小时计的时限要有时差的时刻，而不是 {moment}",
        f"a limit in hours needs a moment with its offset, not {moment}",
        "写成 2024-03-01T08:30:00+08:00",
        "write 2024-03-01T08:30:00+08:00",
    )


def _in_beijing(moment: datetime, where: str) -> datetime:
    try:
        return moment.astimezone(BEIJING)
    except OverflowError:
        raise wrong(
            where,
            f"换算为北京时间后超出日期范围：{moment}",
            f"in Beijing time it leaves the range of dates: {moment}",
            "核对年份",
            "check the year",
        ) from None
