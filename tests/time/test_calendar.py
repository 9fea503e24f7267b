"""The shipped calendar against two other libraries, dated cases, and its laws."""

from __future__ import annotations

import hashlib
import json
import pickle
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import CalendarGap, InvalidInput
from zwgk.time import DayState, Notice, NoticeDay, WorkCalendar

CHINA = WorkCalendar.china()
FIRST, HORIZON = date(2008, 1, 1), date(2026, 12, 28)
DAYS = st.dates(FIRST, HORIZON)
INNER = st.dates(date(2009, 1, 1), date(2025, 6, 30))


def every_day(first: date = FIRST, last: date = HORIZON) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def test_no_day_differs_from_chinesecalendar_and_holidays() -> None:
    days = every_day()
    assert len(days) == 6937
    other = holidays.country_holidays("CN", years=range(2007, 2028))
    ours = {day: CHINA.is_workday(day) for day in days}
    assert ours == {day: chinese_calendar.is_workday(day) for day in days}
    assert ours == {day: other.is_working_day(day) for day in days}


def test_the_edges_of_what_is_known() -> None:
    assert (CHINA.first, CHINA.horizon) == (FIRST, HORIZON)
    assert CHINA.state(FIRST - timedelta(days=1)) is DayState.UNKNOWN
    assert CHINA.state(HORIZON) is DayState.WORK
    for day in (date(2007, 12, 31), date(2026, 12, 29), date(2026, 12, 31), date(2027, 3, 1)):
        assert CHINA.state(day) is DayState.UNKNOWN
        with pytest.raises(CalendarGap, match="with_notice"):
            CHINA.is_workday(day)
    # the last working day before the calendar's end can still be reached from outside
    assert CHINA.add_workdays(date(2026, 12, 29), -1) == HORIZON
    assert CHINA.add_workdays(date(2007, 12, 31), 1) == date(2008, 1, 2)
    assert CHINA.count_workdays(date(2007, 12, 31), date(2008, 1, 2)) == 1
    with pytest.raises(CalendarGap, match="从 2026-12-28 数 2 个工作日"):
        CHINA.add_workdays(HORIZON, 2)
    for start, count in ((date(2026, 12, 28), 1), (date(2008, 1, 1), -1), (date(2027, 3, 1), -1)):
        with pytest.raises(CalendarGap):
            CHINA.add_workdays(start, count)
    for span in ((HORIZON, date(2026, 12, 29)), (date(2007, 12, 30), FIRST)):
        with pytest.raises(CalendarGap):
            CHINA.count_workdays(*span)
    with pytest.raises(CalendarGap):
        CHINA.count_workdays(FIRST, date(2007, 12, 31))
    # [12-28, 12-29) holds the one known working day
    assert CHINA.count_workdays(date(2026, 12, 29), HORIZON) == -1
    assert CHINA.add_workdays(date(2031, 1, 1), 0) == date(2031, 1, 1)
    assert CHINA.count_workdays(date(2031, 1, 1), date(2031, 1, 1)) == 0


@pytest.mark.parametrize(
    ("received", "seven", "fifteen", "twenty", "forty"),
    [
        ("2019-05-14", "2019-05-23", "2019-06-04", "2019-06-12", "2019-07-10"),
        ("2019-05-15", "2019-05-24", "2019-06-05", "2019-06-13", "2019-07-11"),
        ("2020-01-20", "2020-02-06", "2020-02-18", "2020-02-25", "2020-03-24"),
        ("2024-09-13", "2024-09-25", "2024-10-11", "2024-10-17", "2024-11-14"),
        ("2024-09-14", "2024-09-26", "2024-10-12", "2024-10-18", "2024-11-15"),
        ("2025-01-20", "2025-02-05", "2025-02-14", "2025-02-21", "2025-03-21"),
        ("2025-09-26", "2025-10-13", "2025-10-23", "2025-10-30", "2025-11-27"),
        ("2025-09-28", "2025-10-14", "2025-10-24", "2025-10-31", "2025-11-28"),
        ("2025-10-01", "2025-10-16", "2025-10-28", "2025-11-04", "2025-12-02"),
        ("2025-12-25", "2026-01-06", "2026-01-16", "2026-01-23", "2026-02-27"),
    ],
)
def test_golden_dates(received: str, seven: str, fifteen: str, twenty: str, forty: str) -> None:
    """Counted with chinesecalendar, day by day."""
    start = date.fromisoformat(received)
    found = [CHINA.add_workdays(start, n).isoformat() for n in (7, 15, 20, 40)]
    assert found == [seven, fifteen, twenty, forty]


def test_make_up_weekends_are_worked() -> None:
    made_up = (
        "2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 "
        "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 "
        "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
    )
    found = [
        day.isoformat()
        for day in every_day(date(2024, 1, 1))
        if day.weekday() >= 5 and CHINA.is_workday(day)
    ]
    assert " ".join(found) == made_up
    assert CHINA.is_workday(date(2024, 2, 9))  # the day before the festival, until 2025


def test_a_count_that_starts_on_a_rest_day() -> None:
    # Saturday 2025-03-01: the first working day strictly after it is Monday the 3rd
    assert CHINA.add_workdays(date(2025, 3, 1), 1) == date(2025, 3, 3)
    assert CHINA.add_workdays(date(2025, 3, 2), -1) == date(2025, 2, 28)
    assert CHINA.count_workdays(date(2025, 3, 1), date(2025, 3, 3)) == 1
    # backwards [until, after): Friday 02-28 to Sunday 03-02 holds one working day
    assert CHINA.count_workdays(date(2025, 3, 2), date(2025, 2, 28)) == -1


# --- as of ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (
            "2015-05-12",
            "2015-05-13",
            {"2015-09-03": "off", "2015-09-04": "off", "2015-09-06": "work"},
        ),
        (
            "2019-03-21",
            "2019-03-22",
            {"2019-05-02": "off", "2019-05-03": "off", "2019-04-28": "work", "2019-05-05": "work"},
        ),
        ("2020-01-26", "2020-01-27", {"2020-01-31": "off", "2020-02-01": "off"}),
    ],
)
def test_an_amendment_is_known_from_the_day_it_was_announced(
    before: str, after: str, changed: dict[str, str]
) -> None:
    then = WorkCalendar.china(date.fromisoformat(before))
    now = WorkCalendar.china(as_of=date.fromisoformat(after))
    changes = then.diff(now)
    assert {str(one.day): one.after.value for one in changes} == changed
    assert all(one.page.startswith("https://www.gov.cn/zhengce/") for one in changes)
    assert {one.before for one in changes} <= {DayState.WORK, DayState.OFF}
    assert then.id != now.id


def test_each_year_begins_to_be_known_on_its_announcement() -> None:
    for notice in CHINA.notices:
        if notice.kind == "annual" and notice.announced and notice.year > 2008:
            day_before = notice.announced - timedelta(days=1)
            assert WorkCalendar.china(day_before).horizon.year == notice.year - 1
            assert WorkCalendar.china(notice.announced).horizon.year == notice.year
    assert WorkCalendar.china(date(2013, 12, 31)).horizon == date(2014, 12, 28)
    with pytest.raises(CalendarGap, match="没有已公布"):
        WorkCalendar.china(date(2007, 6, 1))


def test_late_december_belongs_to_the_next_notice() -> None:
    # the notice for 2019 made 2018-12-29 a working Saturday and 2018-12-31 a rest day
    before = WorkCalendar.china(date(2018, 12, 5))
    assert before.state(date(2018, 12, 29)) is DayState.UNKNOWN
    assert CHINA.state(date(2018, 12, 29)) is DayState.WORK
    assert CHINA.state(date(2018, 12, 31)) is DayState.OFF


# --- the laws -----------------------------------------------------------------------------


def slow_add(day: date, n: int) -> date:
    """The n-th working day, one day after the other, by another library."""
    step = timedelta(days=1 if n > 0 else -1)
    while n:
        day += step
        n -= (1 if n > 0 else -1) * chinese_calendar.is_workday(day)
    return day


@given(day=INNER, n=st.integers(-60, 60))
def test_adding_is_counting_one_by_one(day: date, n: int) -> None:
    assert CHINA.add_workdays(day, n) == slow_add(day, n)


@given(day=INNER, n=st.integers(-200, 200))
def test_counting_is_the_inverse_of_adding(day: date, n: int) -> None:
    assert CHINA.count_workdays(day, CHINA.add_workdays(day, n)) == n


@given(day=INNER, n=st.integers(0, 80), m=st.integers(0, 80))
def test_adding_in_two_steps_is_adding_once(day: date, n: int, m: int) -> None:
    assert CHINA.add_workdays(CHINA.add_workdays(day, n), m) == CHINA.add_workdays(day, n + m)


@given(day=INNER, later=INNER, n=st.integers(1, 80))
def test_adding_is_monotone(day: date, later: date, n: int) -> None:
    first, last = sorted((day, later))
    assert CHINA.add_workdays(first, n) <= CHINA.add_workdays(last, n)


@given(a=DAYS, b=DAYS, c=DAYS)
def test_counts_add_up(a: date, b: date, c: date) -> None:
    first, middle, last = sorted((a, b, c))
    whole = CHINA.count_workdays(first, last)
    assert whole == CHINA.count_workdays(first, middle) + CHINA.count_workdays(middle, last)
    assert whole == sum(CHINA.is_workday(day) for day in every_day(first + timedelta(days=1), last))


@given(day=DAYS)
def test_a_day_is_work_or_off_inside(day: date) -> None:
    assert CHINA.state(day) is (DayState.WORK if CHINA.is_workday(day) else DayState.OFF)


# --- notices --------------------------------------------------------------------------------

# The statutory days of 2027: New Year, the eve of the lunar year to its third day, Qingming, 1 and
# 2 May, Dragon Boat, Mid-Autumn, 1 to 3 October.
STATUTORY_2027 = (
    "2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-04-05",
    "2027-05-01", "2027-05-02", "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02",
    "2027-10-03",
)  # fmt: skip
# 6 and 7 February, 1 and 2 May, 2 and 3 October are weekend days: six are owed in lieu.
IN_LIEU_2027 = (
    "2027-02-09", "2027-02-10", "2027-05-03", "2027-05-04", "2027-10-04", "2027-10-05",
)  # fmt: skip


def rows(days: Iterable[str], *, off: bool = True) -> list[dict[str, object]]:
    return [{"name": "x", "date": day, "isOffDay": off} for day in days]


NEXT: dict[str, object] = {
    "year": 2027,
    "papers": ["https://example.org/2027"],
    "days": [
        *rows(STATUTORY_2027),
        *rows(IN_LIEU_2027),
        *rows(["2026-12-31"]),
        *rows(["2027-01-03"], off=False),
    ],
}


def test_the_next_notice_moves_the_horizon_and_late_december(tmp_path: Path) -> None:
    longer = CHINA.with_notice(NEXT)
    assert longer.horizon == date(2027, 12, 28)
    assert [longer.state(date(2026, 12, day)) for day in (29, 30, 31)] == [
        DayState.WORK, DayState.WORK, DayState.OFF,
    ]  # fmt: skip
    assert longer.is_workday(date(2027, 1, 3))
    assert CHINA.horizon == HORIZON
    path = tmp_path / "2027.json"
    path.write_text(json.dumps(NEXT, ensure_ascii=False), encoding="utf-8")
    assert CHINA.with_notice(path) == longer
    assert CHINA.with_notice(str(path)).id == longer.id
    assert WorkCalendar.from_notices([*CHINA.notices, NEXT]) == longer
    assert all(one.before is DayState.UNKNOWN for one in CHINA.diff(longer))
    assert len(CHINA.diff(longer)) == 365


@pytest.mark.parametrize("year", [2015, 2019, 2020])
def test_a_common_file_of_a_year_that_was_changed_is_read(year: int) -> None:
    """Such a file holds the days as they came out, and the pages of both notices.

    2015 and 2020 had days given beyond the exchange (3 September; 31 January and
    1 February), so weekdays off and weekends worked do not balance any more.
    """
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range(362)]
    rows = [
        {"name": "x", "date": day.isoformat(), "isOffDay": chinese_calendar.is_holiday(day)}
        for day in days
        if chinese_calendar.is_holiday(day) != (day.weekday() >= 5)
    ]
    read = WorkCalendar.from_notices([{"year": year, "papers": ["first", "second"], "days": rows}])
    assert all(read.is_workday(day) == chinese_calendar.is_workday(day) for day in days)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        # a part of the year, which would settle all the rest of it as the week has it
        (rows(["2027-01-01"]), "法定节假日 2027-02-05、2027-02-08、2027-04-05、2027-06-09、"),
        (rows(STATUTORY_2027[:-3]), "法定节假日 2027-10-01 没有放假"),
        ([*rows(STATUTORY_2027), *rows(IN_LIEU_2027[1:])], "另放工作日 6 天，实为 5 天"),
        (
            [*rows(STATUTORY_2027), *rows(IN_LIEU_2027), *rows(["2027-02-11"])],
            "另放工作日 6 天，实为 7 天",
        ),
        (
            [*rows(STATUTORY_2027), *rows(IN_LIEU_2027), *rows(["2027-02-20"], off=False)],
            "调休上班 1 天，加上补休 6 天，应另放工作日 7 天，实为 6 天",
        ),
        # a statutory day that is worked, though it is a Saturday
        (
            [*rows(IN_LIEU_2027), *rows(STATUTORY_2027[:2] + STATUTORY_2027[3:]),
             *rows(["2027-02-06"], off=False)],
            "法定节假日 2027-02-06 没有放假",
        ),
    ],
)  # fmt: skip
def test_a_notice_that_tells_a_part_of_its_year_settles_nothing(
    days: list[dict[str, object]], words: str
) -> None:
    told = {"year": 2027, "papers": ["x"], "days": days}
    for load in (CHINA.with_notice, lambda one: WorkCalendar.from_notices([*CHINA.notices, one])):
        with pytest.raises(InvalidInput, match=words) as caught:
            load(told)
        assert all(problem.hint for problem in caught.value.problems)


def test_statutory_days_on_a_weekend_need_no_row_and_a_change_is_never_whole() -> None:
    weekday = [day for day in STATUTORY_2027 if date.fromisoformat(day).weekday() < 5]
    bare = CHINA.with_notice({"year": 2027, "days": [*rows(weekday), *rows(IN_LIEU_2027)]})
    assert bare.count_workdays(date(2026, 12, 31), date(2027, 12, 28)) == (
        # of the 362 days from 1 January, a Friday, 258 are weekdays; seven statutory weekdays and
        # six in lieu are off
        258 - 7 - 6
    )
    gift = {"year": 2027, "kind": "amendment", "days": rows(["2027-09-03"])}
    assert not bare.with_notice(gift).is_workday(date(2027, 9, 3))
    with pytest.raises(InvalidInput, match="不全"):
        CHINA.with_notice(Notice(2027, (NoticeDay(date(2027, 1, 1), off=True),)))


def test_two_years_may_not_say_opposite_things_of_a_day() -> None:
    row = {"name": "x", "date": "2042-12-30", "isOffDay": False}
    years = [
        {"year": 2041, "days": rows(["2041-01-01"])},
        {"year": 2042, "days": [*rows(["2042-01-01"]), row]},
    ]
    off = {"year": 2043, "days": rows(["2042-12-30", "2043-01-01"])}
    with pytest.raises(InvalidInput, match="2042-12-30 在两年的通知里既放假又上班"):
        WorkCalendar.from_notices([*years, off])
    change = {"year": 2042, "kind": "amendment", "days": rows(["2042-12-30"])}
    same = {"year": 2043, "days": [*rows(["2043-01-01"]), row]}
    assert WorkCalendar.from_notices([*years, change, same]).horizon == date(2043, 12, 28)


def test_half_days_are_working_days() -> None:
    """妇女节、青年节、儿童节、建军节: half a day off for some people, a working day for all."""
    half = holidays.country_holidays("CN", years=range(2008, 2027), categories=("half_day",))
    on_weekdays = [
        day for day in half
        if day.weekday() < 5 and day <= HORIZON and not chinese_calendar.is_holiday(day)
    ]  # fmt: skip
    assert len(on_weekdays) > 40
    assert all(CHINA.is_workday(day) for day in on_weekdays)


def test_years_without_a_table_of_statutory_days_are_taken_as_told() -> None:
    lone = WorkCalendar.from_notices([{"year": 2041, "days": rows(["2041-01-01"])}])
    assert not lone.is_workday(date(2041, 1, 1))


def test_a_year_told_again_replaces_itself() -> None:
    days = [
        {"name": entry.name, "date": entry.day.isoformat(), "isOffDay": entry.off}
        for notice in CHINA.notices
        if notice.year == 2026
        for entry in notice.days
    ]
    same = CHINA.with_notice({"year": 2026, "papers": [CHINA.notices[-1].pages[0]], "days": days})
    assert same == CHINA
    amended = CHINA.with_notice(
        {
            "year": 2026,
            "kind": "amendment",
            "announced": "2026-08-01",
            "papers": ["x"],
            "days": [{"name": "临时", "date": "2026-09-01", "isOffDay": True}],
        }
    )
    (change,) = CHINA.diff(amended)
    assert (change.day, change.after, change.page) == (date(2026, 9, 1), DayState.OFF, "x")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"papers": [], "days": []}, "2027 年的安排是空的"),
        ({"days": []}, "2027 年的安排是空的"),
        ({"papers": []}, "2027 年的安排是空的"),
        ({"year": 2030}, "不属于 2030 年"),
        ({"year": "soon"}, "年份无效"),
        ({"year": True}, "年份无效"),
        ({"year": "9" * 5000}, "年份无效"),
        ({"year": 1900}, "年份无效"),
        ({"year": None}, "年份无效"),
        ({"days": [{"date": "2027-02-30", "isOffDay": True}]}, "读不懂的一天"),
        ({"days": [{"date": "2027-02-03"}]}, "读不懂的一天"),
        ({"days": ["2027-02-03"]}, "读不懂的一天"),
        ({"days": 5}, "读不懂的一天"),
        ({"kind": "draft"}, "不认识的通知种类"),
        ({"announced": "yesterday"}, "不是日期"),
        (
            {
                "days": [
                    {"date": "2027-02-03", "isOffDay": True},
                    {"date": "2027-02-03", "isOffDay": "false"},
                ]
            },
            "2027-02-03 既放假又上班",
        ),
    ],
)
def test_a_broken_notice_is_refused_with_its_fault(change: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        CHINA.with_notice(NEXT | change)
    assert all(problem.hint for problem in caught.value.problems)


def test_all_faults_of_a_notice_come_at_once() -> None:
    bad = {
        "year": 2027,
        "kind": "draft",
        "days": [{"date": "2028-01-01", "isOffDay": True}, {"date": "x", "isOffDay": True}],
    }
    with pytest.raises(InvalidInput) as caught:
        CHINA.with_notice(bad)
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    "festivals",
    [
        {"元旦": {"off": ["2027-01-03/2027-01-01"]}},
        {"元旦": {"off": ["2027-01-01/2027-01-02/2027-01-03"]}},
        {"元旦": {"off": 5}},
        {"元旦": 5},
        5,
    ],
)
def test_a_broken_record_of_our_own_form_is_refused(festivals: object) -> None:
    with pytest.raises(InvalidInput, match="读不懂的日子"):
        CHINA.with_notice({"year": 2027, "festivals": festivals})


def test_a_year_may_not_be_left_out() -> None:
    days = [{"date": "2042-01-01", "isOffDay": True}]
    with pytest.raises(InvalidInput, match="缺少 2027 年"):
        CHINA.with_notice({"year": 2042, "days": days})
    with pytest.raises(InvalidInput, match="只有变更通知"):
        CHINA.with_notice({"year": 2042, "kind": "amendment", "days": days})
    with pytest.raises(InvalidInput, match="应是一个映射"):
        CHINA.with_notice([1])  # type: ignore[arg-type]  # given wrongly on purpose


# --- overlays ---------------------------------------------------------------------------------


def test_shipped_overlays_move_the_days_of_their_place() -> None:
    guangxi = CHINA.with_overlay("guangxi_sanyuesan_2021")
    assert {str(one.day): one.after.value for one in CHINA.diff(guangxi)} == {
        "2021-04-14": "off",
        "2021-04-15": "off",
        "2021-04-16": "off",
        "2021-04-18": "work",
    }
    beijing = CHINA.with_overlay("beijing_organs_apec_2014")
    assert {str(one.day): one.after.value for one in CHINA.diff(beijing)} == {
        "2014-11-02": "work",
        "2014-11-07": "off",
        "2014-11-10": "off",
        "2014-11-11": "off",
        "2014-11-12": "off",
        "2014-11-15": "work",
    }
    assert len({CHINA.id, guangxi.id, beijing.id}) == 3
    assert "guangxi" in repr(guangxi)
    assert guangxi.with_notice(NEXT).state(date(2021, 4, 14)) is DayState.OFF


def test_an_overlay_of_ones_own(tmp_path: Path) -> None:
    own = {"name": "ours", "title": "本地", "off": ["2026-07-01"], "work": [date(2026, 7, 4)]}
    laid = CHINA.with_overlay(own)
    assert laid.state(date(2026, 7, 1)) is DayState.OFF
    assert laid.state(date(2026, 7, 4)) is DayState.WORK
    path = tmp_path / "o.json"
    path.write_text('{"name": "ours", "off": "2026-07-01"}', encoding="utf-8")
    assert CHINA.with_overlay(path).state(date(2026, 7, 1)) is DayState.OFF
    with pytest.raises(InvalidInput, match="已在日历中"):
        laid.with_overlay(own)


@pytest.mark.parametrize(
    ("overlay", "words"),
    [
        ("guangxi", "没有内置调整"),
        ({"name": "x", "off": ["2027-05-05"]}, "不在日历范围"),
        ({"name": "x"}, "没有任何日子"),
        ({"name": " ", "off": ["2026-05-05"]}, "要有名称"),
        ({"name": "x", "off": ["soon"]}, "不是日期"),
        ({"name": "x", "off": ["2026-05-05"], "work": ["2026-05-05"]}, "既放假又上班"),
    ],
)
def test_a_broken_overlay_is_refused(overlay: str | dict[str, object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        CHINA.with_overlay(overlay)


# --- what it is ----------------------------------------------------------------------------


def test_the_id_is_the_content() -> None:
    again = WorkCalendar.from_notices(CHINA.notices)
    assert again.id == CHINA.id
    assert again == CHINA
    assert hash(again) == hash(CHINA)
    assert CHINA.id.startswith("sha256:")
    assert WorkCalendar.china(date(2026, 1, 1)).id == CHINA.id
    assert pickle.loads(pickle.dumps(CHINA)) == CHINA  # noqa: S301  # our own bytes
    assert CHINA != "calendar"
    assert repr(CHINA) == "<WorkCalendar 2008-01-01 to 2026-12-28>"


def test_the_id_covers_every_day_every_page_and_every_overlay() -> None:
    """Worked out anew: bounds, a figure a day, pages, overlays, one a line."""
    guangxi = CHINA.with_overlay("guangxi_sanyuesan_2021")
    for calendar, names in ((CHINA, []), (guangxi, ["guangxi_sanyuesan_2021"])):
        figures = "".join(str(int(calendar.is_workday(day))) for day in every_day())
        pages = [page for notice in calendar.notices for page in notice.pages]
        text = "\n".join(["2008-01-01", "2026-12-28", figures, *pages, *names])
        assert calendar.id == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_what_is_no_day_is_refused() -> None:
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    for call in (
        lambda: CHINA.is_workday(moment),
        lambda: CHINA.state(moment),
        lambda: CHINA.add_workdays(moment, 1),
        lambda: CHINA.count_workdays(moment, date(2024, 2, 1)),
        lambda: CHINA.count_workdays(date(2024, 2, 1), moment),
        lambda: CHINA.add_workdays("2024-01-01", 1),  # type: ignore[arg-type]
        lambda: CHINA.add_workdays(date(2024, 1, 1), 1.0),  # type: ignore[arg-type]
        lambda: CHINA.add_workdays(date(2024, 1, 1), True),
        lambda: WorkCalendar.china(moment),
        lambda: CHINA.diff("x"),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidInput):
            call()


def test_a_subclass_of_date_counts_as_its_day() -> None:
    class Day(date):
        pass

    assert CHINA.add_workdays(Day(2019, 5, 14), 15) == date(2019, 6, 4)
    assert CHINA.is_workday(Day(2019, 5, 14))
    assert CHINA.count_workdays(Day(2019, 5, 14), Day(2019, 6, 4)) == 15


def test_importing_the_room_reads_no_file() -> None:
    code = (
        "import builtins, io, sys\n"
        "import zwgk.source\n"
        "seen = []\n"
        "sys.addaudithook(lambda name, args: seen.append(str(args[0])) if name == 'open' else 0)\n"
        "import zwgk.time, zwgk.law\n"
        "print([name for name in seen if name.endswith(('.json', '.yaml'))])\n"
    )
    done = subprocess.run(  # noqa: S603  # this very interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("day", "n", "hint"),
    [
        (date(2008, 1, 10), -20, "更早年份的通知没有载入"),
        (date(2007, 6, 1), 20, "更早年份的通知没有载入"),
        (date(2026, 12, 20), 20, "载入下一年的通知"),
        (date(2027, 3, 1), -5, "载入下一年的通知"),
    ],
)
def test_a_gap_says_which_notices_lack(day: date, n: int, hint: str) -> None:
    with pytest.raises(CalendarGap, match=hint):
        CHINA.add_workdays(day, n)
