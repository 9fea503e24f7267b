"""Bad input of deadlines: one clear error each, and all faults of a timeline at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from zwgk.errors import CalendarGap, InvalidInput, Problem
from zwgk.law import deadline
from zwgk.time import (
    Cadence,
    CadenceKind,
    CalendarDays,
    Hours,
    Span,
    WorkCalendar,
    WorkingDays,
)

START = date(2024, 9, 13)


def only(*given: Any, **more: Any) -> Problem:
    with pytest.raises(InvalidInput) as bad:
        deadline(*given, **more)
    (problem,) = bad.value.problems
    return problem


@pytest.mark.parametrize("limit", ["24 hours", "AQ-UNIT", Hours(1)])
@pytest.mark.parametrize("start", [datetime(2024, 9, 13, 8), START])
def test_hours_want_a_moment_with_its_offset(limit: Any, start: date) -> None:
    problem = only(limit, start)
    assert problem.what.zh.startswith("以小时计的时限要有时差的时刻")
    assert problem.hint is not None
    assert "+08:00" in problem.hint.zh


def test_days_want_a_date() -> None:
    assert "要的是日期，给的是时刻" in only("20 working days", datetime(2024, 9, 13, 8)).what.zh
    # an aware moment has a Beijing date: 17:00 UTC is the next day
    late = datetime(2024, 9, 12, 17, tzinfo=UTC)
    assert deadline("20 working days", late).start == START
    for start in ("2024-09-13", None, 20240913):
        assert "不是日期" in only("XXGK-REPLY", start).what.zh


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("0 working days", 25_000), ("1000000 working days", 25_000), ("零个工作日", 25_000),
        ("1000000个工作日", 25_000), ("0 days", 36_600), ("1000000日内", 36_600),
        ("0 hours", 87_840), ("1000000 hours", 87_840), ("0个月", 1_200), ("1000000 months", 1_200),
    ],
)  # fmt: skip
def test_a_period_of_nothing_or_of_a_million(text: str, most: int) -> None:
    problem = only(text, START)
    assert problem.what.zh.startswith(f"“{text}”：期限必须是 1 至 {most} 的整数")
    assert f"from 1 to {most} is wanted" in problem.what.of("en")


@pytest.mark.parametrize("make", [WorkingDays, CalendarDays, Hours, lambda n: Span(months=n)])
@pytest.mark.parametrize("count", [0, -1, 10**6, 1.5, True])
def test_no_such_period_can_be_made(make: Any, count: Any) -> None:
    with pytest.raises(ValueError, match=r"期限必须是|非负整数"):
        make(count)


def test_a_day_before_the_data() -> None:
    with pytest.raises(CalendarGap) as gap:
        deadline("20 working days", date(2007, 6, 1))
    assert "从 2007-06-01 数 20 个工作日超出日历已知的 2008-01-01" in str(gap.value)
    assert "更早年份的通知没有载入" in str(gap.value)
    assert "no notices of earlier years are loaded" in gap.value.of("en")
    with pytest.raises(CalendarGap, match="2040"):
        deadline("20 working days", date(2045, 1, 1))
    with pytest.raises(CalendarGap, match="更早年份"):
        WorkCalendar.china().add_workdays(date(2007, 6, 1), 1)


def test_an_unknown_rule_has_a_hint() -> None:
    for given in ("XXGK-REPLYY", "xxgk-reply"):
        problem = only(given, START)
        assert problem.hint is not None
        assert "XXGK-REPLY" in problem.hint.zh
    assert "不是规则编号，也不是期限：20" in only(20, START).what.zh


def test_an_event_that_the_version_does_not_know() -> None:
    """The regulation of 2008 knew no correction; that of 2019 does."""
    asked = [("correction_asked", date(2019, 5, 15))]
    problem = only("XXGK-REPLY", date(2019, 5, 14), asked)
    assert problem.what.zh == "此时限没有“correction_asked”这种事件"
    assert problem.hint is not None
    assert "extended" in problem.hint.zh
    assert deadline("XXGK-REPLY", date(2019, 5, 15), asked).state == "waiting"
    misspelt = only("XXGK-REPLY", START, [("corected", START)])
    assert misspelt.hint is not None
    assert "corrected" in misspelt.hint.zh


@pytest.mark.parametrize(
    ("sent", "answered"),
    [("consultation_sent", "consultation_answered"), ("correction_asked", "corrected")],
)
def test_an_end_before_its_start(sent: str, answered: str) -> None:
    events = [(sent, date(2024, 9, 20)), (answered, date(2024, 9, 18))]
    problem = only("XXGK-REPLY", START, events)
    assert problem.place.path == answered
    assert "2024-09-18" in problem.what.zh
    assert "此前没有与之对应的事件" in problem.what.zh


def test_all_faults_of_a_timeline_at_once() -> None:
    events: list[Any] = [
        ("consultation_sent", date(2024, 9, 1)),  # before the start
        ("corrrected", date(2024, 9, 20)),  # misspelt
        ("extended", date(2024, 9, 20)),  # without its number
        ("extended", date(2024, 9, 20), 21),  # one too many
        ("received", date(2024, 9, 14)),  # not the start
        ("answered", "2024-09-20"),  # not a date
        7,
    ]
    with pytest.raises(InvalidInput) as bad:
        deadline("XXGK-REPLY", START, events)
    assert len(bad.value.problems) == len(events)
    assert bad.value.of("en").startswith("7 problems\n")


# After 9999-12-31 there is no date; 0001-01-01 01:00 at +14:00 is a day earlier in Beijing.
@pytest.mark.parametrize(
    ("rule", "start", "events"),
    [
        ("5 working days", date.max, []),
        ("XXGK-PRO", date.max, []),
        ("CNT-UNIT", datetime(1, 1, 1, 1, tzinfo=timezone(timedelta(hours=14))), []),
        ("YQ-24", datetime(1, 1, 1, 1, tzinfo=timezone(timedelta(hours=14))), []),
    ],
)
def test_the_ends_of_all_dates_are_told_in_words(
    rule: str, start: date, events: list[tuple[str, date]]
) -> None:
    with pytest.raises((InvalidInput, CalendarGap)) as raised:
        deadline(rule, start, events)
    assert "日期范围" in str(raised.value) or "不在表内" in str(raised.value)


def test_a_stop_on_the_last_of_all_days() -> None:
    """30 days from 9999-11-21 end on 12-21; a stop that begins after that changes nothing."""
    found = deadline("XF-FUHE-DECIDE", date(9999, 11, 21), [("excluded_from", date.max)])
    assert (found.state, found.due) == ("running", date(9999, 12, 21))


HUGE = 10**5000  # Python refuses to write it out


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: deadline("XXGK-REPLY", START, [("extended", START, HUGE)]), "天数 1e\\+18… 无效"),
        (
            lambda: deadline("XXGK-REPLY", START, [("answered", START, -HUGE)]),
            "天数 -1e\\+18… 无效",
        ),
        (lambda: WorkCalendar.china().add_workdays(START, HUGE), "数 1e\\+18… 个工作日"),
        (lambda: WorkCalendar.china().add_workdays(START, -HUGE), "数 -1e\\+18… 个工作日"),
        (lambda: WorkingDays(HUGE), "not 1e\\+18…"),
        (lambda: Cadence(CadenceKind.MONTHLY, HUGE), "1000\\): 1e\\+18…"),
    ],
)
def test_numbers_too_long_to_be_written(ask: Callable[[], object], words: str) -> None:
    with pytest.raises((InvalidInput, CalendarGap, ValueError), match=words):
        ask()
