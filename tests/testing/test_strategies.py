"""What the strategies give, the slow calendar by hand, and what Hypothesis knows by itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from importlib.metadata import entry_points

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

import zwgk
from zwgk import testing
from zwgk.errors import CalendarGap
from zwgk.law import deadline
from zwgk.testing import registration, strategies
from zwgk.testing.slow_calendar import SlowCalendar
from zwgk.testing.strategies import Timeline
from zwgk.time import (
    Cadence,
    CalendarDays,
    FixedDate,
    Hours,
    Notice,
    Period,
    Span,
    Standing,
    Term,
    WorkCalendar,
    WorkingDays,
    parse_cadence,
    parse_period,
)
from zwgk.time.festivals import festivals, statutory_days

CHINA = WorkCalendar.china()


# --- the slow calendar, by hand --------------------------------------------------------------


def test_the_slow_calendar_by_hand() -> None:
    first = {
        "year": 2024,
        "days": [
            {"date": "2024-05-01", "isOffDay": True},
            {"date": "2024-05-02", "isOffDay": True},
            {"date": "2024-05-11", "isOffDay": False},
        ],
    }
    # an amendment takes back 05-02; a region rests on 05-03
    slow = SlowCalendar(
        [first, {"year": 2024, "days": [{"date": date(2024, 5, 2), "isOffDay": False}]}],
        [{"off": ["2024-05-03"]}],
    )
    assert (slow.first, slow.horizon) == (date(2024, 1, 1), date(2024, 12, 28))
    worked = [day for day in range(1, 13) if slow.is_workday(date(2024, 5, day))]
    assert worked == [2, 6, 7, 8, 9, 10, 11]
    assert slow.add_workdays(date(2024, 4, 30), 2) == date(2024, 5, 6)
    assert slow.add_workdays(date(2024, 5, 6), -2) == date(2024, 4, 30)
    assert slow.add_workdays(date(2030, 5, 6), 0) == date(2030, 5, 6)
    assert slow.count_workdays(date(2024, 4, 30), date(2024, 5, 6)) == 2
    # [04-30, 05-06) holds 04-30 and 05-02
    assert slow.count_workdays(date(2024, 5, 6), date(2024, 4, 30)) == -2
    for outside in (date(2023, 12, 31), date(2024, 12, 29)):
        with pytest.raises(CalendarGap):
            slow.is_workday(outside)
    # 2024-12-28 is a Saturday
    assert slow.add_workdays(date(2024, 12, 29), -1) == date(2024, 12, 27)
    with pytest.raises(CalendarGap):
        slow.add_workdays(date(2024, 12, 27), 1)


def test_the_slow_calendar_uses_nothing_of_ours() -> None:
    code = (
        "import sys; import zwgk.testing.slow_calendar; "
        "print(sorted(n for n in sys.modules if n.startswith('zwgk')))"
    )
    out = subprocess.run(  # noqa: S603  # this very interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = ["zwgk", "zwgk.errors", "zwgk.testing", "zwgk.testing.slow_calendar"]
    assert out.stdout.strip() == str(loaded)


# --- what is drawn ---------------------------------------------------------------------------


@given(notice=st.integers(2008, 2040).flatmap(strategies.plausible_notices))
def test_a_plausible_notice_is_one(notice: Notice) -> None:
    """The definition again: statutory days off, days conserved, moves inside the windows."""
    off = {row.day for row in notice.days if row.off}
    work = {row.day for row in notice.days if not row.off}
    statutory = set(statutory_days(notice.year))
    assert statutory <= off
    assert not off & work
    extra = {day for day in off if day.weekday() < 5} - statutory
    spread = festivals(notice.year)
    assert len(extra) - len(work) == sum(one.in_lieu for one in spread)
    assert extra <= {day for one in spread for day in one.may_be_off}
    assert work <= {day for one in spread for day in one.may_work}
    assert all(day > date(notice.year - 1, 12, 28) for day in extra | work)


@given(notice=strategies.plausible_notices(2027, date(2027, 1, 31)))
def test_a_notice_moves_nothing_that_is_settled(notice: Notice) -> None:
    moved = {row.day for row in notice.days} - set(statutory_days(2027))
    assert all(day > date(2027, 1, 31) for day in moved)


def test_there_is_no_notice_where_its_days_are_settled_already() -> None:
    # 2027-02-06 and 02-07 fall on a weekend and must be given back in the weekdays after them
    with pytest.raises(Unsatisfiable):
        find(strategies.plausible_notices(2027, date(2027, 6, 30)), lambda _: True)


@given(calendar=strategies.calendars())
def test_calendars_begin_in_2008_and_answer(calendar: WorkCalendar) -> None:
    assert calendar.first == date(2008, 1, 1)
    assert calendar.is_workday(date(2008, 1, 2))


@pytest.mark.parametrize(
    "wanted",
    [
        lambda one: one.horizon.year == 2008,
        lambda one: one.horizon.year == 2027,
        lambda one: bool(one.overlays),
        # 2020-01-31 was worked until four days before it
        lambda one: one.horizon.year == 2020 and one.is_workday(date(2020, 1, 31)),
    ],
)
def test_every_sort_of_calendar_is_drawn(wanted: Callable[[WorkCalendar], bool]) -> None:
    found = find(strategies.calendars(), wanted)
    assert wanted(found)


@settings(max_examples=20)
@given(calendar=strategies.calendars(truncated=False))
def test_only_whole_calendars_on_request(calendar: WorkCalendar) -> None:
    assert calendar.horizon >= CHINA.horizon


@given(data=st.data(), first=st.none() | st.dates(date(2020, 1, 1), date(2026, 6, 1)))
def test_receipt_days_stay_inside(data: st.DataObject, first: date | None) -> None:
    day = data.draw(strategies.receipt_days(first=first, beyond=10))
    assert (first or CHINA.first) <= day <= CHINA.horizon + timedelta(days=10)


@settings(max_examples=20)
@given(day=strategies.receipt_days(first=date(2026, 12, 27)))
def test_receipt_days_where_no_festival_is_left(day: date) -> None:
    assert date(2026, 12, 27) <= day <= CHINA.horizon


@given(timeline=strategies.request_timelines())
def test_a_timeline_is_never_contradictory(timeline: Timeline) -> None:
    start, events = timeline
    assert all(start <= event.on <= start + timedelta(days=120) for event in events)
    assert deadline("XXGK-REPLY", start, events).start == start


@pytest.mark.parametrize(
    "name",
    [
        "consultation_sent", "consultation_answered", "extended", "correction_asked", "corrected",
        "correction_lapsed", "fee_noticed", "fee_paid", "fee_lapsed", "delayed_until", "answered",
    ],
)  # fmt: skip
def test_every_sort_of_event_is_drawn(name: str) -> None:
    found = find(
        strategies.request_timelines(), lambda one: any(event.name == name for event in one.events)
    )
    assert name in {event.name for event in found.events}


@given(
    timeline=strategies.request_timelines(
        st.just(date(2024, 3, 1)),
        stops=(),
        extension=0,
        correction=False,
        fee=False,
        delay=False,
        length=3,
    )
)
def test_a_timeline_without_what_was_left_out(timeline: Timeline) -> None:
    assert timeline.start == date(2024, 3, 1)
    assert {event.name for event in timeline.events} <= {"answered"}


@given(timeline=strategies.request_timelines(stops=[("excluded_from", "excluded_to")]))
def test_other_stops(timeline: Timeline) -> None:
    stops = {event.name for event in timeline.events if "excluded" in event.name}
    assert stops <= {"excluded_from", "excluded_to"}
    assert not {event for event in timeline.events if event.name.startswith("consultation")}


@given(period=strategies.periods())
def test_periods_read_back(period: Period) -> None:
    assert parse_period(str(period)) == period
    assert parse_period(period.text.zh) == period


@pytest.mark.parametrize("kind", [WorkingDays, CalendarDays, Span, Hours, FixedDate, Standing])
def test_periods_of_one_kind(kind: type[Period]) -> None:
    @settings(max_examples=10)
    @given(strategies.periods(kind))
    def check(period: Period) -> None:
        assert type(period) is kind

    check()


@given(cadence=strategies.cadences())
def test_cadences_read_back(cadence: Cadence) -> None:
    assert parse_cadence(cadence.to_json()) == cadence


@settings(max_examples=40)
@given(cadence=strategies.cadences(expanding=True), term=strategies.terms())
def test_expanding_cadences_have_slots(cadence: Cadence, term: Term) -> None:
    assert cadence.expands
    first, last = date(2022, 1, 1), date(2022, 12, 31)
    for slot in cadence.slots(first, last, CHINA, [term]):
        assert slot.opens <= slot.due
        assert first <= slot.due <= last


# --- Hypothesis ------------------------------------------------------------------------------


@settings(max_examples=10)
@pytest.mark.parametrize(
    "kind",
    [WorkingDays, CalendarDays, Span, Hours, FixedDate, Cadence, Term, Notice, WorkCalendar],
)
@given(data=st.data())
def test_hypothesis_knows_our_types(kind: type[object], data: st.DataObject) -> None:
    assert isinstance(data.draw(st.from_type(kind)), kind)


def test_the_entry_point_is_there_and_costs_nothing() -> None:
    names = [one.value for one in entry_points(group="hypothesis") if one.name == "zwgk"]
    assert names == ["zwgk.testing.registration:register"]
    code = (
        "import hypothesis, sys; light = {'zwgk.time', 'pydantic'} & set(sys.modules); "
        "from zwgk.time import WorkingDays; from hypothesis import strategies as st; "
        "print(light, 'zwgk.testing.strategies' in sys.modules, len(sys.meta_path)); "
        "print(type(st.from_type(WorkingDays).example()).__name__)"
    )
    out = subprocess.run(  # noqa: S603  # this very interpreter
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    waiting = len([one for one in sys.meta_path if type(one).__name__ == "_FirstImport"])
    assert waiting == 0
    lines = out.stdout.splitlines()
    assert lines[0].startswith("set() False ")
    assert lines[1] == "WorkingDays"


def test_registering_again_is_harmless() -> None:
    before = list(sys.meta_path)
    registration.register()
    assert sys.meta_path == before  # the types are loaded, nothing waits for them


def test_the_parts_of_the_room() -> None:
    assert testing.slow_calendar is import_module("zwgk.testing.slow_calendar")
    assert not hasattr(testing, "fast_calendar")
    assert "testing" not in zwgk.__all__
