"""Folding events without any law: calendar days, months, rolling, and forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import InvalidInput, Text
from zwgk.time import (
    CalendarDays,
    ClockState,
    Effect,
    Event,
    FixedDate,
    Folded,
    Hours,
    Measure,
    Overlay,
    Period,
    Signal,
    Span,
    View,
    WorkCalendar,
    WorkingDays,
    check_events,
    fold,
)
from zwgk.time.notices import NoticeDay, load_notice

CHINA = WorkCalendar.china()
START = date(2024, 9, 13)
SIGNALS = {
    "stop": Signal(Effect.STOP, Text("停", "stop"), "stop"),
    "go": Signal(Effect.GO, Text("续", "go"), "stop"),
    "more": Signal(Effect.EXTEND, Text("延", "more"), "more"),
    "months": Signal(Effect.EXTEND, Text("延", "more"), "more", unit=Span(months=3)),
    "years": Signal(Effect.EXTEND, Text("延", "more"), "more", unit=Span(1, 2)),
    "done": Signal(Effect.DONE, Text("完", "done")),
    "ask": Signal(Effect.ASK, Text("问", "ask"), "ask"),
    "give": Signal(Effect.GIVE, Text("给", "give"), "ask"),
    "lapse": Signal(Effect.LAPSE, Text("逾", "lapse"), "ask"),
}


def run(
    period: Period, *events: Event, start: date = START, rolls: bool = False,
    calendar: WorkCalendar = CHINA,
) -> Folded:  # fmt: skip
    return fold(period, start, events, SIGNALS, calendar, rolls=rolls)


def on(name: str, text: str, number: int | None = None) -> Event:
    return Event(name, date.fromisoformat(text), number)


def test_calendar_days_stand_still_too() -> None:
    stopped = [on("stop", "2024-09-20"), on("go", "2024-09-30")]
    assert run(CalendarDays(30), *stopped).outcome.due == date(2024, 10, 23)
    assert run(CalendarDays(30), stopped[0]).outcome.remaining == 23
    # two stops, the second beginning after the end as moved by the first
    late = [on("stop", "2024-10-24"), on("go", "2024-11-24")]
    assert run(CalendarDays(30), *stopped, *late).outcome.due == date(2024, 10, 23)
    again = [on("stop", "2024-10-20"), on("go", "2024-10-25")]
    assert run(CalendarDays(30), *stopped, *again).outcome.due == date(2024, 10, 28)


def test_months_stand_still_by_days() -> None:
    stopped = [on("stop", "2024-09-20"), on("go", "2024-09-30")]
    assert run(Span(months=1), *stopped).outcome.due == date(2024, 10, 23)
    open_end = run(Span(months=1), stopped[0]).outcome
    assert (open_end.state, open_end.remaining) == (ClockState.STOPPED, None)
    assert open_end.earliest == date(2024, 10, 13)


def test_extensions_in_each_unit() -> None:
    assert run(CalendarDays(10), on("more", "2024-09-20", 5)).outcome.due == date(2024, 9, 28)
    # a month ends on 10-13, a Sunday; five working days more: 14, 15, 16, 17, 18
    assert run(Span(months=1), on("more", "2024-09-20", 5)).outcome.due == date(2024, 10, 18)
    assert run(Span(months=1), on("months", "2024-09-20", 2)).outcome.due == date(2024, 12, 13)
    mixed = run(Span(months=1), on("more", "2024-09-20", 5), on("stop", "2024-10-15")).outcome
    assert mixed.remaining is None
    # told while it stands, before anything else is known
    told = run(CalendarDays(10), on("stop", "2024-09-20"), on("more", "2024-09-21", 5)).outcome
    assert told.remaining == 8


def test_an_extension_is_bounded_in_months_too() -> None:
    for name, number, faults in (
        ("months", 3, 0),
        ("months", 4, 1),
        ("years", 14, 0),
        ("years", 15, 1),
    ):
        _, found = check_events([(name, START, number)], SIGNALS, START)
        assert len(found) == faults


def test_a_last_day_rolls_off_rest_days_where_the_rule_says_so() -> None:
    """预算 approved 2025-09-12 and 20 days: 10-02 strictly, 10-09 rolled."""
    start = date(2025, 9, 12)
    assert run(CalendarDays(20), start=start).outcome.due == date(2025, 10, 2)
    assert run(CalendarDays(20), start=start, rolls=True).outcome.due == date(2025, 10, 9)
    start = date(2025, 1, 10)
    assert run(CalendarDays(20), start=start, rolls=True).outcome.due == date(2025, 2, 5)
    # a Saturday that is worked stays
    start = date(2025, 8, 31)
    assert run(Span(months=6), start=start, rolls=True).outcome.due == date(2026, 2, 28)
    assert run(WorkingDays(1), rolls=True).outcome.due == date(2024, 9, 14)


def test_a_roll_into_unknown_days_is_a_forecast() -> None:
    # 2027-02-06 is the first day of the Spring Festival
    found = run(CalendarDays(20), start=date(2027, 1, 17), rolls=True)
    assert not found.settled
    assert found.outcome.earliest is not None
    assert found.latest is not None
    assert found.outcome.earliest <= date(2027, 2, 10) <= found.latest
    assert run(CalendarDays(20), start=date(2027, 1, 17)).settled


def test_remaining_across_the_horizon_is_read_as_most_likely() -> None:
    events = [on("stop", "2026-12-31")]
    # 12-21 to 25 and 28 are known; 29, 30, 31 most likely worked: nine of twenty have run
    found = run(WorkingDays(20), *events, start=date(2026, 12, 20))
    assert (found.outcome.state, found.outcome.remaining) == (ClockState.STOPPED, 11)
    assert found.latest is None
    beyond = run(WorkingDays(5), on("stop", "2027-01-08"), start=date(2027, 1, 5))
    assert beyond.outcome.remaining == 2


def test_an_ask_without_a_limit_is_in_time_until_the_due_day() -> None:
    in_time = run(CalendarDays(5), on("ask", "2024-09-18"), on("give", "2024-09-20"))
    assert in_time.outcome.due == date(2024, 9, 25)
    late = run(CalendarDays(5), on("ask", "2024-09-19"), on("give", "2024-09-20"))
    assert late.outcome.due == date(2024, 9, 18)
    lapsed = run(CalendarDays(5), on("ask", "2024-09-18"), on("lapse", "2024-09-20"))
    assert lapsed.outcome.state is ClockState.CLOSED
    both = [on("ask", "2024-09-18"), on("lapse", "2024-09-20"), on("give", "2024-09-20")]
    with pytest.raises(InvalidInput, match="没有与之对应"):  # it cannot have come and lapsed
        run(CalendarDays(5), *both)


def test_only_what_leads_to_a_day_can_be_measured() -> None:
    with pytest.raises(InvalidInput, match="没有到期日"):
        Measure(CHINA).end([Hours(5)], START)
    assert Measure(CHINA).end([FixedDate(1, 31)], START) == date(2025, 1, 31)
    assert Measure(CHINA).run(Span(months=1), START, START, ()) is None
    # a pause that began after the span ended takes nothing away
    later = [(date(2024, 10, 14), date(2024, 10, 18))]
    for unit in (WorkingDays(20), CalendarDays(20)):
        run_days = Measure(CHINA).run(unit, START, date(2024, 9, 20), later)
        assert run_days == (4 if unit == WorkingDays(20) else 7)


@given(
    start=st.dates(date(2024, 1, 1), date(2026, 6, 1)),
    n=st.integers(1, 60),
    rest=st.sets(st.integers(0, 90), max_size=5),
)
def test_one_more_rest_day_never_makes_a_date_earlier(start: date, n: int, rest: set[int]) -> None:
    days = {min(start + timedelta(days=one), CHINA.horizon) for one in rest}
    overlay = Overlay("more rest", Text("x"), tuple(NoticeDay(day, off=True) for day in days))
    fewer = CHINA.with_overlay(overlay)
    before = run(WorkingDays(n), start=start)
    after = run(WorkingDays(n), start=start, calendar=fewer)
    assert before.outcome.due is not None
    assert after.outcome.due is not None
    assert after.outcome.due >= before.outcome.due


@given(
    start=st.dates(date(2023, 10, 1), date(2025, 10, 1)),
    spans=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 30)), max_size=4),
    n=st.integers(1, 40),
    working=st.booleans(),
)
def test_pauses_by_walking(
    start: date, spans: Sequence[tuple[int, int]], n: int, working: bool
) -> None:
    """Day by day: a day counts unless more stops were begun than ended before it."""
    events = []
    for number, (begin, length) in enumerate(spans):
        first = start + timedelta(days=begin)
        events.append(Event("stop", first, note=str(number)))
        events.append(Event("go", first + timedelta(days=length), note=str(number)))
    period = WorkingDays(n) if working else CalendarDays(n)
    found = run(period, *events, start=start).outcome.due
    day, left = start, n
    while left:
        day += timedelta(days=1)
        standing = sum(one.on < day for one in events if one.name == "stop") - sum(
            one.on < day for one in events if one.name == "go"
        )
        if not standing and (not working or CHINA.is_workday(day)):
            left -= 1
    assert found == day


def test_a_forecast_follows_both_courses_of_an_open_question() -> None:
    """An extension told on a day that may be the due day or the day after."""
    start = date(2027, 1, 20)
    forecasts = (View.BEST, View.EARLIEST, View.LATEST)
    views = [Measure(CHINA, one).end([WorkingDays(12)], start) for one in forecasts]
    earliest, latest = min(views), max(views)
    assert earliest < latest
    told = Event("more", latest, 5)
    found = run(WorkingDays(12), told, start=start)
    # not told in time, it would be due as early as without; in time, five days later
    assert found.outcome.earliest == earliest
    assert found.latest is not None
    assert found.latest > latest
    sure = run(WorkingDays(12), Event("more", earliest, 5), start=start)
    assert sure.outcome.earliest is not None
    assert sure.outcome.earliest > earliest


def test_notices_and_overlays_pass_as_they_are() -> None:
    notice = CHINA.notices[0]
    assert load_notice(notice) is notice
    day = {"name": "x", "date": date(2041, 1, 1), "isOffDay": True}
    assert load_notice({"year": 2041, "days": [day]}).days[0].day == date(2041, 1, 1)
