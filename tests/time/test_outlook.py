"""Provisional dates: the holiday law against another library, and the back-test of every year."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import CalendarGap
from zwgk.time import Notice, NoticeDay, View, WorkCalendar, reach, reach_back
from zwgk.time.festivals import Festival, festivals, statutory_days
from zwgk.time.notices import shipped_notices
from zwgk.time.outlook import best_workday

CHINA = WorkCalendar.china()
NAMES = {
    "元旦": "New Year's Day",
    "春节": "Chinese New Year",
    "清明节": "Tomb-Sweeping Day",
    "劳动节": "Labor Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}


@pytest.mark.parametrize("year", range(2008, 2041))
def test_statutory_days_are_those_of_another_library(year: int) -> None:
    # unless asked, the names come in the language of the machine
    other = holidays.country_holidays("CN", years=year, language="en_US")
    theirs = {
        day
        for day, name in other.items()
        if day.year == year and any(name.startswith(one) for one in NAMES.values())
        and "observed" not in name and "Extended" not in name
    }  # fmt: skip
    ours = statutory_days(year)
    assert set(ours) == theirs
    for day, name in ours.items():
        assert NAMES[name] in other[day]


@pytest.mark.parametrize("year", range(2027, 2041))
def test_the_best_reading_is_that_of_another_library(year: int) -> None:
    """Statutory days off and days in lieu after them, no weekend worked.

    That library gives no day in lieu where the Mid-Autumn Festival falls on National Day's days;
    the notice for 2020 did, and so do we, in 2028 and 2031.
    """
    other = holidays.country_holidays("CN", years=[year - 1, year, year + 1])
    days = [date(year, 1, 1) + timedelta(days=step) for step in range(365)]
    differing = {day for day in days if best_workday(day) != other.is_working_day(day)}
    assert differing == {date(2028, 10, 5), date(2031, 10, 6)} & set(days)


def test_years_outside_the_table_are_refused() -> None:
    for year in (2007, 2041):
        with pytest.raises(CalendarGap, match="2008 至 2040"):
            statutory_days(year)
    with pytest.raises(CalendarGap):
        reach(CHINA, date(2040, 12, 20), 20, (), View.LATEST)
    # New Year's Day of 2041 cannot be told, but the days before it can
    assert reach(CHINA, date(2040, 11, 1), 20, (), View.BEST) == date(2040, 11, 29)


@pytest.mark.parametrize("notice", [one for one in shipped_notices() if one.kind == "annual"])
def test_every_annual_notice_is_a_plausible_one(notice: Notice) -> None:
    """Statutory days off, days conserved, moves within the windows and at most so many."""
    off = {entry.day for entry in notice.days if entry.off}
    work = {entry.day for entry in notice.days if not entry.off}
    statutory = statutory_days(notice.year)
    assert set(statutory) <= off
    extra = {day for day in off if day.weekday() < 5} - set(statutory)
    spread = festivals(notice.year)
    assert len(extra) - len(work) == sum(one.in_lieu for one in spread)
    assert extra <= {day for one in spread for day in one.may_be_off}
    assert work <= {day for one in spread for day in one.may_work}
    for one in spread:
        near = extra & set(one.may_be_off)
        alone = near - {day for other in spread if other != one for day in other.may_be_off}
        assert len(alone) <= one.off_most
        near = work & set(one.may_work)
        alone = near - {day for other in spread if other != one for day in other.may_work}
        assert len(alone) <= one.work_most


@pytest.mark.parametrize(("count", "starts", "exact"), [(20, 7043, 0.877), (40, 7519, 0.869)])
def test_back_test_of_every_year_withheld(count: int, starts: int, exact: float) -> None:
    """Each year's notice withheld; truth is that year's notice as it was first announced."""
    annual = {one.year: one for one in shipped_notices() if one.kind == "annual"}
    widths, hits, tried = [], 0, 0
    for year in range(2009, 2027):
        known = WorkCalendar(one for one in shipped_notices() if one.year < year)
        first = {year: annual[year]}
        if year < 2026:
            first[year + 1] = annual[year + 1]
        truth = WorkCalendar([*known.notices, *first.values()])
        start = date(year, 1, 1) - timedelta(days=120)
        while start <= date(year, 12, 28):
            try:
                true = truth.add_workdays(start, count)
            except CalendarGap:  # the year after is not announced yet
                break
            earliest, best, latest = (
                reach(known, start, count, (), view)
                for view in (View.EARLIEST, View.BEST, View.LATEST)
            )
            assert earliest <= true <= latest
            assert earliest <= best <= latest
            if latest > known.horizon:
                tried += 1
                widths.append((latest - earliest).days)
                hits += best == true
            else:
                assert earliest == best == latest == true
            start += timedelta(days=1)
    assert tried == starts
    assert sum(widths) / tried <= 2  # at most 4 were asked for
    assert sorted(widths)[tried // 2] == 0
    assert hits / tried >= exact


def arranged(one: Festival, data: st.DataObject) -> dict[date, bool]:
    """Days of one festival as some plausible notice may put them."""
    most = min(
        one.off_most, len(one.may_be_off), one.in_lieu + min(one.work_most, len(one.may_work))
    )
    extra = data.draw(st.integers(one.in_lieu, most))
    days = dict.fromkeys(one.statutory, True)
    off = data.draw(st.permutations(one.may_be_off))[:extra]
    work = data.draw(st.permutations(one.may_work))[: extra - one.in_lieu]
    return days | dict.fromkeys(off, True) | dict.fromkeys(work, False)


@given(data=st.data(), start=st.dates(date(2026, 10, 1), date(2027, 11, 20)), n=st.integers(1, 60))
def test_every_plausible_notice_settles_inside_the_bounds(
    data: st.DataObject, start: date, n: int
) -> None:
    notices = []
    for year in (2027, 2028):
        days: dict[date, bool] = {}
        for one in festivals(year):
            mine = {day: off for day, off in arranged(one, data).items() if day > CHINA.horizon}
            if set(days) & set(mine) - set(one.statutory):
                return  # two festivals moved one day: no such notice
            days |= mine
        rows = tuple(NoticeDay(day, off) for day, off in sorted(days.items()))
        notices.append(Notice(year, rows))
    if any(
        sum(not entry.off for entry in one.days) - sum(
            entry.off and entry.day.weekday() < 5 and entry.day not in statutory_days(one.year)
            for entry in one.days
        ) != -sum(festival.in_lieu for festival in festivals(one.year))
        for one in notices
    ):  # fmt: skip
        return  # a day before the horizon was moved: the notice is not plausible any more
    settled = WorkCalendar([*CHINA.notices, *notices]).add_workdays(start, n)
    assert reach(CHINA, start, n, (), View.EARLIEST) <= settled
    assert settled <= reach(CHINA, start, n, (), View.LATEST)


@given(
    start=st.dates(date(2026, 9, 1), date(2028, 6, 1)),
    n=st.integers(1, 60),
    view=st.sampled_from([View.BEST, View.EARLIEST, View.LATEST]),
)
def test_a_forecast_is_monotone_and_ordered(start: date, n: int, view: View) -> None:
    due = reach(CHINA, start, n, (), view)
    assert due > start
    assert reach(CHINA, start + timedelta(days=1), n, (), view) >= due
    assert reach(CHINA, start, n + 1, (), view) > due
    earliest = reach(CHINA, start, n, (), View.EARLIEST)
    assert earliest <= reach(CHINA, start, n) if due <= CHINA.horizon else earliest <= due


@given(start=st.dates(date(2027, 1, 10), date(2028, 6, 1)), n=st.integers(1, 40))
def test_counting_back_in_a_forecast(start: date, n: int) -> None:
    nearest = reach_back(CHINA, start, n, View.EARLIEST)
    best = reach_back(CHINA, start, n, View.BEST)
    farthest = reach_back(CHINA, start, n, View.LATEST)
    assert farthest <= best <= nearest < start


def test_counting_back_over_the_horizon() -> None:
    # from Wednesday 2026-12-30: the 29th (most likely), then 28 and Friday 25 are known
    assert reach_back(CHINA, date(2026, 12, 30), 3, View.BEST) == date(2026, 12, 25)


def test_counting_back_inside_a_forecast_by_hand() -> None:
    # before Friday 2027-01-08, no festival near: Thursday the 7th, then Wednesday the 6th
    assert reach_back(CHINA, date(2027, 1, 8), 2, View.BEST) == date(2027, 1, 6)
    # a weekend between: Monday 18, then Friday 15
    assert reach_back(CHINA, date(2027, 1, 19), 2, View.LATEST) == date(2027, 1, 15)


def test_counting_back_sees_the_last_known_day() -> None:
    rest = {"name": "rest", "off": ["2026-12-28"]}
    known = CHINA.with_overlay(rest)
    # the 29th most likely, the 28th is off, so the second is Friday the 25th
    assert reach_back(known, date(2026, 12, 30), 2, View.BEST) == date(2026, 12, 25)


def test_a_count_from_before_the_calendar_is_refused() -> None:
    with pytest.raises(CalendarGap):
        reach(CHINA, date(2007, 6, 1), 20, (), View.BEST)


@given(
    start=st.dates(date(2024, 1, 1), date(2027, 3, 1)),
    n=st.integers(1, 40),
    gap=st.integers(0, 60),
    length=st.integers(0, 60),
)
def test_a_pause_moves_the_day_by_its_working_days(
    start: date, n: int, gap: int, length: int
) -> None:
    """Across the horizon too, where days are read as they most likely are."""
    pause = (start + timedelta(days=gap), start + timedelta(days=gap + length))
    plain = reach(CHINA, start, n, (), View.BEST)
    paused = reach(CHINA, start, n, [pause], View.BEST)
    if pause[0] >= plain:
        assert paused == plain
        return
    day, left = start, n  # day by day
    while left:
        day += timedelta(days=1)
        if not pause[0] < day <= pause[1]:
            left -= reach(CHINA, day - timedelta(days=1), 1, (), View.BEST) == day
    assert paused == day
