"""Periods: dated cases by the articles, text forms, and the laws of counting."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import CalendarGap, InvalidInput
from zwgk.time import (
    BEIJING,
    CalendarDays,
    FixedDate,
    Hours,
    Period,
    Span,
    Standing,
    WorkCalendar,
    WorkingDays,
    beijing_day,
    parse_period,
)
from zwgk.time.period_text import chinese_number

CHINA = WorkCalendar.china()
DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))
PERIODS: st.SearchStrategy[Period] = st.one_of(
    st.builds(WorkingDays, st.integers(1, 25_000)),
    st.builds(CalendarDays, st.integers(1, 36_600)),
    st.builds(Span, st.integers(0, 50), st.integers(1, 300), st.integers(0, 400)),
    st.builds(Span, st.integers(1, 90)),
    st.builds(Hours, st.integers(1, 87_840)),
    st.builds(FixedDate, st.integers(1, 12), st.integers(1, 28)),
    st.just(Standing()),
)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("20 working days", WorkingDays(20)),
        ("1 working day", WorkingDays(1)),
        ("20个工作日", WorkingDays(20)),
        ("二十个工作日", WorkingDays(20)),
        ("20工作日", WorkingDays(20)),
        ("２０个工作 日内", WorkingDays(20)),
        ("十五个工作日之内", WorkingDays(15)),
        ("20 days", CalendarDays(20)),
        ("20日内", CalendarDays(20)),
        ("三十日", CalendarDays(30)),
        ("六十天以内", CalendarDays(60)),
        ("30个自然日", CalendarDays(30)),
        ("一百零五日", CalendarDays(105)),
        ("2 weeks", CalendarDays(14)),
        ("一周内", CalendarDays(7)),
        ("3 months", Span(months=3)),
        ("3个月", Span(months=3)),
        ("六个月内", Span(months=6)),
        ("半年", Span(months=6)),
        ("一个季度", Span(months=3)),
        ("1 years 2 months 3 days", Span(1, 2, 3)),
        ("1 year 2 months 3 days", Span(1, 2, 3)),
        ("1年2个月3日", Span(1, 2, 3)),
        ("两年", Span(2)),
        ("24 hours", Hours(24)),
        ("24小时", Hours(24)),
        ("四十八小时内", Hours(48)),
        ("every year by 01-31", FixedDate(1, 31)),
        ("by 1-31", FixedDate(1, 31)),
        ("每年1月31日前", FixedDate(1, 31)),
        ("每年三月三十一日以前", FixedDate(3, 31)),
        ("standing", Standing()),
        ("长期公开", Standing()),
        ("永久", Standing()),
    ],
)
def test_the_accepted_forms(text: str, period: Period) -> None:
    assert parse_period(text) == period


@pytest.mark.parametrize(
    "bad",
    [
        "", "20", "soon", "0 days", "0个工作日", "1000000 days", "1000000 working days", "-3 days",
        "3.5 days", "by 02-30", "每年13月1日前", "二十二十日", "十十日", "days", "20 working", "日",
        "0 months 3 days", "20 个 月 亮", "2000 years",
        "20①个工作日", "²0 days",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_the_forms(bad: str) -> None:
    with pytest.raises(ValueError, match=r"期限|没有|不是"):
        parse_period(bad)
    with pytest.raises(ValueError, match="20个工作日"):
        parse_period(None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "given_count"),
    [(WorkingDays, 0), (WorkingDays, True), (CalendarDays, 2.0), (Hours, -1), (CalendarDays, "3")],
)
def test_a_count_must_be_whole_and_within_reason(make: type[WorkingDays], given_count: int) -> None:
    with pytest.raises(ValueError, match="期限必须是"):
        make(given_count)


def test_spans_and_dates_must_make_sense() -> None:
    spans: list[list[Any]] = [[0, 0, 3], [1, -1, 0], [1.0, 0, 0], [0, 1, 50_000]]
    for bad in spans:
        with pytest.raises(ValueError, match=r"期限|年、月、日"):
            Span(*bad)
    for month, day in ((0, 1), (13, 1), (2, 30), (4, 31), (1, 0)):
        with pytest.raises(ValueError, match="没有"):
            FixedDate(month, day)


@given(period=PERIODS)
def test_the_text_forms_read_back(period: Period) -> None:
    assert parse_period(str(period)) == period
    assert parse_period(period.text.zh) == period
    assert parse_period(period.text.zh + ("" if period == Standing() else "内")) == period or (
        isinstance(period, FixedDate)
    )


@given(number=st.integers(1, 9999))
def test_chinese_numerals_read_back(number: int) -> None:
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + units[place]
            zero = False
        else:
            zero = True
    assert chinese_number(text) == number
    if 10 <= number <= 19:
        assert chinese_number(text.removeprefix("一")) == number
    assert chinese_number(str(number)) == number
    assert chinese_number("".join(digits[int(one)] for one in str(number))) == number


# --- months: 民法典第二百零二条 ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "span", "clip", "up"),
    [
        ("2025-01-31", Span(months=1), "2025-02-28", "2025-03-01"),
        ("2024-01-31", Span(months=1), "2024-02-29", "2024-03-01"),
        ("2025-08-31", Span(months=6), "2026-02-28", "2026-03-01"),
        ("2024-02-29", Span(years=1), "2025-02-28", "2025-03-01"),
        ("2024-02-29", Span(years=4), "2028-02-29", "2028-02-29"),
        # years and months are added together and clipped once: to 2025-03-31, not over February
        ("2024-01-31", Span(1, 2), "2025-03-31", "2025-03-31"),
        ("2024-01-31", Span(1, 1, 3), "2025-03-03", "2025-03-04"),
        ("2025-03-15", Span(months=3), "2025-06-15", "2025-06-15"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(
    start: str, span: Span, clip: str, up: str
) -> None:
    day = date.fromisoformat(start)
    assert span.due(day).isoformat() == clip
    assert span.due(day, CHINA, month_end="up").isoformat() == up


@given(day=DAYS, years=st.integers(0, 30), months=st.integers(0, 40))
def test_months_by_the_almanac(day: date, years: int, months: int) -> None:
    if years + months == 0:
        return
    total = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = total // 12, total % 12 + 1
    last = calendar.monthrange(year, month)[1]
    assert Span(years, months).due(day) == date(year, month, min(day.day, last))


@given(day=DAYS, later=DAYS, period=PERIODS.filter(lambda one: isinstance(one, Span | FixedDate)))
def test_due_is_monotone_in_the_start(day: date, later: date, period: Span) -> None:
    first, last = sorted((day, later))
    assert period.due(first) <= period.due(last)


# --- the others ----------------------------------------------------------------------------------


def test_working_and_calendar_days_are_different() -> None:
    start = date(2025, 3, 3)
    assert WorkingDays(20).due(start, CHINA) == date(2025, 3, 31)
    assert CalendarDays(20).due(start, CHINA) == date(2025, 3, 23)
    assert CalendarDays(20).before(date(2025, 3, 23)) == start
    assert Span(months=1, days=2).before(date(2025, 3, 31)) == date(2025, 2, 26)
    with pytest.raises(CalendarGap):
        WorkingDays(20).due(date(2026, 12, 20), CHINA)


@given(day=DAYS, month=st.integers(1, 12), of_month=st.integers(1, 31))
def test_a_fixed_date_is_the_first_one_strictly_after(day: date, month: int, of_month: int) -> None:
    if of_month > calendar.monthrange(2024, month)[1]:
        return
    due = FixedDate(month, of_month).due(day)
    step = day + timedelta(days=1)
    while (step.month, step.day) != (month, of_month):
        clipped = (month, of_month) == (2, 29) and not calendar.isleap(step.year)
        if clipped and (step.month, step.day) == (2, 28):
            break
        step += timedelta(days=1)
    assert due == step


def test_hours_run_through_nights_and_holidays() -> None:
    start = datetime(2024, 10, 1, 16, 30, tzinfo=UTC)
    due = Hours(24).due(start)
    assert due.isoformat() == "2024-10-03T00:30:00+08:00"
    west = datetime(2024, 10, 1, 9, 30, tzinfo=timezone(timedelta(hours=-7)))
    assert Hours(24).due(west) == due
    for naive in (datetime(2024, 10, 1), date(2024, 10, 1)):
        with pytest.raises(InvalidInput, match="时差"):
            Hours(24).due(naive)  # type: ignore[arg-type]


def test_standing_never_falls_due() -> None:
    due: Callable[[date], object] = Standing().due
    assert due(date(2024, 1, 1)) is None


def test_the_ends_of_time_are_refused() -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: CalendarDays(36_600).due(date(9990, 1, 1)),
        lambda: Span(years=20).due(date(9990, 1, 1)),
        lambda: FixedDate(1, 1).due(date(9999, 1, 1)),
        lambda: Hours(87_840).due(datetime(9999, 1, 1, tzinfo=UTC)),
        lambda: CalendarDays(400).before(date(1, 1, 1)),
        lambda: CalendarDays(3).due(datetime(2024, 1, 1, tzinfo=UTC)),
        lambda: CalendarDays(3).due("2024-01-01"),  # type: ignore[arg-type]
    )
    for call in calls:
        with pytest.raises(InvalidInput):
            call()


def test_a_moment_has_a_beijing_day() -> None:
    assert beijing_day(datetime(2024, 3, 1, 17, tzinfo=UTC), "start") == date(2024, 3, 2)
    assert beijing_day(datetime(2024, 3, 1, 17, tzinfo=BEIJING), "start") == date(2024, 3, 1)
    with pytest.raises(InvalidInput):
        beijing_day(datetime(2024, 3, 1, 17), "start")
