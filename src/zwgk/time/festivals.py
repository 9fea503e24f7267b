"""The statutory festivals of a year, and how far a notice may move days around them (法定节日)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, cast

from zwgk.errors import CalendarGap, Text
from zwgk.source import read_source

__all__ = ["Festival", "festivals", "statutory_days"]

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Festival:
    """One festival of one year (节日): its statutory days and what a notice may do around it.

    ``in_lieu`` statutory days fall on a weekend or on another festival's day. A plausible notice
    gives ``extra`` further weekdays off, all of them in ``may_be_off``, and orders
    ``extra - in_lieu`` weekends of ``may_work`` to be worked (调休): the days are conserved.
    """

    name: str
    year: int
    statutory: tuple[date, ...]
    in_lieu: int
    may_be_off: tuple[date, ...]
    off_most: int
    may_work: tuple[date, ...]
    work_most: int


@cache
def _law() -> dict[str, Any]:
    source = read_source(files("zwgk.time") / "data" / "holiday_law.json", name="holiday_law.json")
    return cast("dict[str, Any]", source.data)


def _blocks(year: int) -> dict[str, tuple[date, ...]]:
    law = _law()
    years: dict[str, list[str]] = law["moving"]["years"]
    versions = [one for one in law["versions"] if int(one["from"]) <= year]
    if str(year) not in years or not versions:
        first, last = law["versions"][0]["from"], max(years)
        raise CalendarGap(
            Text(
                f"{year} 年的节日不在表内（{first} 至 {last}），无法推算",
                f"the festivals of {year} are outside the table ({first} to {last})",
            )
        )
    moving = dict(zip(law["moving"]["columns"], years[str(year)], strict=True))
    blocks = {}
    for name, days in versions[-1]["days"].items():
        if name in moving:
            main = date.fromisoformat(f"{year}-{moving[name]}")
            blocks[name] = tuple(main + timedelta(days=int(offset)) for offset in days)
        else:
            blocks[name] = tuple(date.fromisoformat(f"{year}-{day}") for day in days)
    return blocks


@cache
def statutory_days(year: int) -> dict[date, str]:
    """The statutory rest days of a year and their festivals (法定节假日), 2008 to 2040.

    Source: 全国年节及纪念日放假办法, in its texts from 2008, 2014 and 2025.

    Raises:
        CalendarGap: for a year outside the table of moving days.
    """
    return {day: name for name, days in reversed(_blocks(year).items()) for day in days}


@cache
def festivals(year: int) -> tuple[Festival, ...]:
    """The seven festivals of a year, with the room that a plausible notice has (节日安排余地).

    Raises:
        CalendarGap: for a year outside the table of moving days.
    """
    room = _law()["arrangement"]["festivals"]
    named = statutory_days(year)
    rest = frozenset(named)
    made = []
    for name, days in _blocks(year).items():
        limits = room[name]
        in_lieu = sum(day.weekday() >= _SATURDAY or _taken(day, name, year) for day in days)
        around_off = _around(days, *map(int, limits["off"]))
        around_work = _around(days, *map(int, limits["work"]))
        made.append(
            Festival(
                name,
                year,
                days,
                in_lieu,
                tuple(day for day in around_off if day.weekday() < _SATURDAY and day not in rest),
                int(limits["off_most"]),
                tuple(day for day in around_work if day.weekday() >= _SATURDAY and day not in rest),
                int(limits["work_most"]),
            )
        )
    return tuple(made)


def _taken(day: date, name: str, year: int) -> bool:
    """Whether a day already belongs to another festival; of two, a fixed one owns it."""
    return any(
        other != name and day in days and (name == "中秋节" or other != "中秋节")
        for other, days in _blocks(year).items()
    )


def _around(days: tuple[date, ...], before: int, after: int) -> Iterator[date]:
    first = days[0] - timedelta(days=before)
    for step in range((days[-1] - days[0]).days + before + after + 1):
        yield first + timedelta(days=step)
