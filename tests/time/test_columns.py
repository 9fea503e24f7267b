"""Columns of days against the calendar that answers one day at a time."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import CalendarGap, InvalidInput
from zwgk.testing import strategies
from zwgk.testing.slow_calendar import SlowCalendar
from zwgk.time import WorkCalendar
from zwgk.time.columns import Days, add_workdays

CHINA = WorkCalendar.china()


def column(days: list[date]) -> Days:
    return np.array(days, dtype="datetime64[D]")


def one_by_one(days: list[date], n: int, calendar: WorkCalendar) -> list[date | None]:
    found: list[date | None] = []
    for day in days:
        try:
            found.append(calendar.add_workdays(day, n))
        except CalendarGap:
            found.append(None)
    return found


@given(
    days=st.lists(st.dates(date(2007, 1, 1), date(2028, 1, 1)), max_size=60),
    n=st.integers(-300, 300),
    calendar=strategies.calendars(),
)
def test_every_day_is_as_the_calendar_says(
    days: list[date], n: int, calendar: WorkCalendar
) -> None:
    found = add_workdays(column(days), n, calendar)
    expected = one_by_one(days, n, calendar)
    assert found.days.tolist() == expected
    assert found.unknown.tolist() == [day is None for day in expected]


@pytest.mark.parametrize("n", [-40, -1, 1, 20])
def test_every_day_of_the_calendar_and_its_edges(n: int) -> None:
    slow = SlowCalendar.of(CHINA)
    first, last = date(2007, 12, 20), date(2027, 1, 10)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    found = add_workdays(column(days), n, CHINA)
    assert found.days.tolist() == one_by_one(days, n, CHINA)
    for at in [*range(30), *range(3000, 3060), *range(len(days) - 60, len(days))]:
        try:
            expected = slow.add_workdays(days[at], n)
        except CalendarGap:
            assert found.unknown[at]
        else:
            assert found.days[at] == np.datetime64(expected)


def test_days_far_away_and_missing_ones_are_masked() -> None:
    days = np.array(["NaT", "0001-01-01", "9999-12-31", "2024-09-13"], dtype="datetime64[D]")
    edge = np.array([np.iinfo(np.int64).max, np.iinfo(np.int64).min + 1]).view("datetime64[D]")
    for n, last in ((20, "2024-10-17"), (-20, "2024-08-16")):
        found = add_workdays(days, n)
        assert found.unknown.tolist() == [True, True, True, False]
        assert found.days.astype(str).tolist() == ["NaT", "NaT", "NaT", last]
        assert found.masked.mask.tolist() == found.unknown.tolist()
        assert found.masked.compressed().astype(str).tolist() == [last]
        assert add_workdays(edge, n).unknown.all()
    for n in (10**6, -(10**6)):
        assert add_workdays(days, n).unknown.all()


def test_no_working_day_is_the_day_itself() -> None:
    days = np.array(["NaT", "2031-01-01"], dtype="datetime64[D]")
    found = add_workdays(days, 0)
    assert found.days.astype(str).tolist() == ["NaT", "2031-01-01"]
    assert found.unknown.tolist() == [True, False]
    found.days[1] = np.datetime64("2000-01-01")
    assert str(days[1]) == "2031-01-01"  # a copy


def test_shapes_strides_masks_and_whole_blocks() -> None:
    days = np.arange("2023-01-01", "2024-01-01", dtype="datetime64[D]")[:364]
    flat = add_workdays(days, 20).days
    assert add_workdays(days.reshape(7, 52), 20).days.shape == (7, 52)
    assert (add_workdays(days.reshape(7, 52), 20).days.reshape(-1) == flat).all()
    assert (add_workdays(days[::3], 20).days == flat[::3]).all()
    assert (add_workdays(days.reshape(7, 52).T, 20).days == flat.reshape(7, 52).T).all()
    assert add_workdays(days[:0], 20).days.size == 0
    hidden = np.ma.MaskedArray(days, np.arange(364) % 2 == 0)
    assert add_workdays(hidden, 20).unknown.tolist() == [at % 2 == 0 for at in range(364)]
    assert (add_workdays(hidden, 20).days[1::2] == flat[1::2]).all()
    many = np.tile(days, 300)  # more than three blocks, the last one not full
    assert (add_workdays(many, 20).days == np.tile(flat, 300)).all()
    assert str(days[0]) == "2023-01-01"  # what was given is not touched


@pytest.mark.parametrize(
    ("days", "n", "words"),
    [
        ([date(2024, 1, 1)], 20, "给的是 list"),
        (np.array(["2024-01-01T00:00"], dtype="datetime64[m]"), 20, r"datetime64\[m\]"),
        (np.array([1, 2]), 20, "int64"),
        (column([date(2024, 1, 1)]), 1.5, "不是可用的整数：1.5"),
        (column([date(2024, 1, 1)]), True, "不是可用的整数：True"),
        (column([date(2024, 1, 1)]), 2**40, "不是可用的整数"),
    ],
)
def test_bad_input(days: Any, n: Any, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        add_workdays(days, n)


def test_what_is_no_calendar() -> None:
    calendar: Any = 7
    with pytest.raises(InvalidInput, match="不是日历：7"):
        add_workdays(column([date(2024, 1, 1)]), 20, calendar)


def test_numpy_is_only_loaded_with_this_module() -> None:
    code = "import sys, zwgk.law, zwgk.time; print('numpy' in sys.modules)"
    out = subprocess.run(  # noqa: S603  # this very interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "False"
