"""Every law holds for our calendar and rules, and each is able to fail, in its own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from zwgk.errors import CalendarGap, InvalidInput, Text
from zwgk.law import Deadline, deadline, load_rules
from zwgk.testing import laws, strategies
from zwgk.testing.laws import LawBroken
from zwgk.testing.slow_calendar import SlowCalendar
from zwgk.testing.strategies import Timeline
from zwgk.time import Event, EventInput, Notice, NoticeDay, WorkCalendar

CHINA = WorkCalendar.china()
REPLY = partial(deadline, "XXGK-REPLY")
TWENTY = partial(deadline, "20 working days")
IN_LAW = sorted(load_rules())
NUMBERS = st.integers(-60, 60)


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- they hold -----------------------------------------------------------------------------------


@given(calendar=strategies.calendars(), start=strategies.receipt_days(beyond=30), n=NUMBERS)
def test_our_calendar_keeps_the_laws_of_counting(
    calendar: WorkCalendar, start: date, n: int
) -> None:
    laws.counting_undoes_adding(calendar, start, n)
    laws.agrees_with(calendar, SlowCalendar.of(calendar), start, n)


@given(
    calendar=strategies.calendars(),
    start=strategies.receipt_days(beyond=30),
    n=st.integers(0, 60),
    m=st.integers(0, 60),
    sign=st.sampled_from([1, -1]),
)
def test_our_calendar_adds_in_steps(
    calendar: WorkCalendar, start: date, n: int, m: int, sign: int
) -> None:
    laws.adding_twice_is_adding_once(calendar, start, sign * n, sign * m)


@given(
    rule=st.sampled_from(IN_LAW),
    start=strategies.receipt_days(beyond=30),
    apart=st.integers(0, 90),
    calendar=strategies.calendars(),
)
def test_every_rule_is_monotone_and_ends_on_a_working_day(
    rule: str, start: date, apart: int, calendar: WorkCalendar
) -> None:
    clock = partial(deadline, rule)
    try:
        laws.due_is_monotone(clock, start, start + timedelta(days=apart), calendar)
        laws.final_due_is_a_workday(clock, start, (), calendar)
    except InvalidInput as bad:
        assert "小时" in str(bad)  # noqa: PT017  # limits in hours want a moment


@given(period=strategies.periods(), start=strategies.receipt_days(), apart=st.integers(0, 90))
def test_every_period_is_monotone(period: Any, start: date, apart: int) -> None:
    later = start + timedelta(days=apart)
    try:
        laws.due_is_monotone(partial(deadline, period), start, later, CHINA)
    except InvalidInput as bad:
        assert "小时" in str(bad)  # noqa: PT017  # as above


@given(
    timeline=st.one_of(
        strategies.request_timelines(),
        # the regulation of 2008 knows no corrections, fees and delays
        strategies.request_timelines(
            st.dates(date(2008, 5, 1), date(2019, 5, 14)),
            extension=15,
            correction=False,
            fee=False,
            delay=False,
        ),
    ),
    calendar=strategies.calendars(),
    shuffle=st.randoms(use_true_random=False),
    which=st.integers(0, 20),
)
def test_timelines_of_requests(
    timeline: Timeline, calendar: WorkCalendar, shuffle: Any, which: int
) -> None:
    start, events = timeline
    laws.final_due_is_a_workday(REPLY, start, events, calendar)
    laws.repeating_changes_nothing(REPLY, start, events, which, calendar)
    shuffled = list(events)
    shuffle.shuffle(shuffled)
    laws.order_is_irrelevant(REPLY, start, events, shuffled, calendar)


@settings(max_examples=60)
@given(
    timeline=strategies.request_timelines(correction=False, fee=False, delay=False),
    after=st.integers(1, 90),
)
def test_one_more_rest_day(timeline: Timeline, after: int) -> None:
    rest = timeline.start + timedelta(days=after)
    laws.a_rest_day_never_brings_it_forward(REPLY, *timeline, CHINA, rest)


@settings(max_examples=60)
@given(start=strategies.receipt_days(), before=st.integers(1, 30), n=st.integers(1, 20))
def test_one_more_rest_day_before_a_limit_that_counts_backwards(
    start: date, before: int, n: int
) -> None:
    backwards = [rule for rule in IN_LAW if load_rules()[rule].versions[-1].direction == "before"]
    assert backwards
    rest = start - timedelta(days=before)
    clock = partial(deadline, backwards[n % len(backwards)])
    laws.a_rest_day_never_brings_it_forward(clock, start, (), CHINA, rest)


@given(start=strategies.receipt_days(), gap=st.integers(0, 60), length=st.integers(0, 60))
def test_stops_move_the_reply(start: date, gap: int, length: int) -> None:
    begin = start + timedelta(days=gap)
    stop = (begin, begin + timedelta(days=length))
    laws.a_stop_moves_it_by_its_workdays(REPLY, start, stop, CHINA)


@settings(max_examples=60)
@given(
    timeline=strategies.request_timelines(st.dates(date(2026, 9, 1), date(2027, 6, 30)), length=90),
    first=strategies.plausible_notices(2027),
    second=strategies.plausible_notices(2028),
)
def test_a_notice_settles_inside_the_interval(
    timeline: Timeline, first: Notice, second: Notice
) -> None:
    laws.settles_inside_the_interval(REPLY, *timeline, CHINA, [first, second])


@given(
    timeline=strategies.request_timelines(
        strategies.receipt_days(first=day("2019-05-15"), beyond=200)
    )
)
def test_deadlines_round_trip(timeline: Timeline) -> None:
    found = REPLY(*timeline)
    laws.round_trips(found, Deadline.to_json, Deadline.from_json)


def test_a_law_says_whether_it_had_anything_to_say() -> None:
    start, later = day("2024-09-13"), day("2024-09-20")
    ended = Event("answered", later)
    assert laws.adding_twice_is_adding_once(CHINA, start, 3, 4)
    assert not laws.adding_twice_is_adding_once(CHINA, start, 3, -4)
    assert not laws.adding_twice_is_adding_once(CHINA, day("2026-12-20"), 30, 30)
    assert laws.counting_undoes_adding(CHINA, start, -20)
    assert not laws.counting_undoes_adding(CHINA, start, 0)
    assert not laws.counting_undoes_adding(CHINA, day("2026-12-20"), 30)
    assert laws.agrees_with(CHINA, SlowCalendar.of(CHINA), start, 20)
    assert not laws.agrees_with(CHINA, SlowCalendar.of(CHINA), day("2031-01-01"), 20)
    assert laws.due_is_monotone(REPLY, later, start, CHINA)
    # another version of the rule, and a duty without a day
    assert not laws.due_is_monotone(REPLY, day("2019-05-14"), day("2019-05-15"), CHINA)
    assert not laws.due_is_monotone(partial(deadline, "standing"), start, later, CHINA)
    assert laws.final_due_is_a_workday(REPLY, start, [ended], CHINA)
    assert not laws.final_due_is_a_workday(REPLY, start, [("consultation_sent", later)], CHINA)
    assert not laws.final_due_is_a_workday(
        REPLY, start, [("delayed_until", day("2024-12-01"))], CHINA
    )
    assert not laws.final_due_is_a_workday(partial(deadline, "20 days"), start, (), CHINA)
    assert laws.a_rest_day_never_brings_it_forward(REPLY, start, [ended], CHINA, later)
    rest_day = day("2024-09-21")
    assert not laws.a_rest_day_never_brings_it_forward(REPLY, start, (), CHINA, rest_day)
    corrected = [("correction_asked", later), ("corrected", later)]
    assert not laws.a_rest_day_never_brings_it_forward(REPLY, start, corrected, CHINA, later)
    assert not laws.a_rest_day_never_brings_it_forward(
        REPLY, start, [("consultation_sent", later)], CHINA, later
    )
    stop = (later, later + timedelta(days=10))
    assert laws.a_stop_moves_it_by_its_workdays(REPLY, start, stop, CHINA)
    assert not laws.a_stop_moves_it_by_its_workdays(
        REPLY, day("2026-12-10"), (day("2026-12-11"), day("2026-12-12")), CHINA
    )
    months = partial(deadline, "1 months")
    assert not laws.a_stop_moves_it_by_its_workdays(months, start, stop, CHINA)
    standing = partial(deadline, "standing")
    with pytest.raises(InvalidInput):
        laws.a_stop_moves_it_by_its_workdays(standing, start, stop, CHINA)
    assert laws.order_is_irrelevant(REPLY, start, [ended], [ended], CHINA)
    assert laws.repeating_changes_nothing(REPLY, start, [ended], 3, CHINA)
    assert not laws.repeating_changes_nothing(REPLY, start, [], 3, CHINA)
    # two different extensions are refused, however they are entered
    twice = [Event("extended", start, 5), Event("extended", later, 6)]
    assert not laws.order_is_irrelevant(REPLY, start, twice, twice[::-1], CHINA)
    assert not laws.settles_inside_the_interval(REPLY, day("2027-12-01"), (), CHINA, [])
    assert not laws.settles_inside_the_interval(REPLY, day("2041-12-01"), (), CHINA, [])
    assert not laws.settles_inside_the_interval(
        REPLY, start, [("consultation_sent", later)], CHINA, []
    )


# --- and each can fail ---------------------------------------------------------------------------


class Broken:
    """A calendar that counts wrongly in one way."""

    def __init__(self, fault: str) -> None:
        self.fault = fault

    def is_workday(self, day: date, /) -> bool:
        if self.fault == "make-up Saturdays forgotten" and day.weekday() >= 5:
            return False
        return CHINA.is_workday(day)

    def add_workdays(self, day: date, n: int, /) -> date:
        if self.fault == "a rest day counts as Day 1" and n > 0 and not CHINA.is_workday(day):
            n += 1  # counts from the next working day on
        if self.fault == "rolls at every step" and n:
            return CHINA.add_workdays(CHINA.add_workdays(day, n) + timedelta(days=1), 1)
        if self.fault == "lands on the day after":
            return CHINA.add_workdays(day, n) + timedelta(days=1)
        return CHINA.add_workdays(day, n)

    def count_workdays(self, after: date, until: date, /) -> int:
        if self.fault == "the first day counts":
            return CHINA.count_workdays(after, until) + CHINA.is_workday(after)
        return CHINA.count_workdays(after, until)


SATURDAY = day("2024-09-14")  # worked
SUNDAY = day("2024-09-22")  # off


@pytest.mark.parametrize(
    ("fault", "law", "words"),
    [
        (
            "a rest day counts as Day 1",
            lambda one: laws.counting_undoes_adding(one, SUNDAY, 3),
            "3 working days from 2024-09-22 lead to 2024-09-26, but 4 are counted between",
        ),
        (
            "the first day counts",
            lambda one: laws.counting_undoes_adding(one, SATURDAY, 3),
            "2024-09-14 加 3 个工作日得 2024-09-20，其间却数出 4 个",
        ),
        (
            "lands on the day after",
            lambda one: laws.counting_undoes_adding(one, day("2024-09-23"), 4),
            "2024-09-28, working day 4 from 2024-09-23, is no working day",
        ),
        (
            "rolls at every step",
            lambda one: laws.adding_twice_is_adding_once(one, day("2024-10-08"), 1, 1),
            "1 and then 1 working days lead to 2024-10-14, 2 at once to 2024-10-12",
        ),
        (
            "make-up Saturdays forgotten",
            lambda one: laws.agrees_with(one, SlowCalendar.of(CHINA), SATURDAY, 1),
            "whether 2024-09-14 is worked: one calendar says False, the other True",
        ),
        (
            "a rest day counts as Day 1",
            lambda one: laws.agrees_with(one, SlowCalendar.of(CHINA), SUNDAY, 1),
            "2024-09-22 起第 1 个工作日：一历为 2024-09-24，另一历为 2024-09-23",
        ),
        (
            "the first day counts",
            lambda one: laws.agrees_with(one, SlowCalendar.of(CHINA), SATURDAY, 4),
            "working days from 2024-09-14 to 2024-09-18: one calendar says 2, the other 1",
        ),
    ],
)
def test_a_broken_calendar_is_caught(fault: str, law: Callable[[Broken], bool], words: str) -> None:
    with pytest.raises(LawBroken, match=words):
        law(Broken(fault))
    assert law(Broken("none"))


def test_a_calendar_that_answers_beyond_its_notices_is_caught() -> None:
    cut = WorkCalendar(one for one in CHINA.notices if one.year < 2024)
    with pytest.raises(LawBroken, match="另一历为 未知的日子") as broken:
        laws.agrees_with(CHINA, cut, day("2024-05-06"), 1)
    assert broken.value.message.en.endswith("one calendar says True, the other unknown days")
    assert broken.value.message == Text(*str(broken.value).split("\n"))


def weekdays_only(
    start: date, events: Sequence[EventInput] = (), *, calendar: WorkCalendar
) -> Deadline:
    """Monday to Friday are working days, and nothing else."""
    found = deadline("20 working days", start, events, calendar=calendar)
    due = start
    for _ in range(20):
        due += timedelta(days=3 if due.weekday() == 4 else 2 if due.weekday() == 5 else 1)
    return replace(found, due=due, earliest=due, latest=due)


def rolls_back(
    start: date, events: Sequence[EventInput] = (), *, calendar: WorkCalendar
) -> Deadline:
    """Counts from the last working day before a rest day, twice over a weekend."""
    step = -(start.weekday() - 4) * 2 if start.weekday() >= 5 else 0
    return deadline("20 working days", start + timedelta(days=step), events, calendar=calendar)


def skips_rest_days(
    start: date, events: Sequence[EventInput] = (), *, calendar: WorkCalendar
) -> Deadline:
    """One day less for each rest day of the calendar's last overlay."""
    found = deadline("20 working days", start, events, calendar=calendar)
    due = None if found.due is None else found.due - timedelta(days=3 * len(calendar.overlays))
    return replace(found, due=due)


def counts_through_stops(
    start: date, events: Sequence[EventInput] = (), *, calendar: WorkCalendar
) -> Deadline:
    """A clock that nothing stops."""
    del events
    return deadline("20 working days", start, calendar=calendar)


def every_stop_moves(
    start: date, events: Sequence[EventInput] = (), *, calendar: WorkCalendar
) -> Deadline:
    """A clock that is moved by stops that began after its end, too."""
    found = deadline("20 working days", start, calendar=calendar)
    if found.due is not None and len(events) == 2:
        on = [Event.of(event).on for event in events]
        found = replace(found, due=calendar.add_workdays(found.due, (on[1] - on[0]).days))
    return found


def last_entry_wins(
    start: date, events: Sequence[EventInput] = (), *, calendar: WorkCalendar
) -> Deadline:
    """Takes its due day from the event that was entered last."""
    found = deadline("20 working days", start, calendar=calendar)
    return replace(found, due=Event.of(events[-1]).on)


def adds_up(start: date, events: Sequence[EventInput] = (), *, calendar: WorkCalendar) -> Deadline:
    """Adds a working day for every entry."""
    found = deadline("20 working days", start, calendar=calendar)
    if found.due is None or len(events) > 2:
        raise InvalidInput([])
    return replace(found, due=calendar.add_workdays(found.due, len(events)))


def guesses(start: date, events: Sequence[EventInput] = (), *, calendar: WorkCalendar) -> Deadline:
    """Gives its best reading as if it were certain."""
    found = deadline("20 working days", start, events, calendar=calendar)
    return replace(found, earliest=found.due, latest=found.due)


RECEIVED = day("2024-09-13")
ONE, OTHER = Event("answered", day("2024-09-20")), Event("answered", day("2024-09-23"))
OFF_2027 = [
    *(day("2027-01-01") + timedelta(days=step) for step in range(3)),
    *(day("2027-02-05") + timedelta(days=step) for step in range(8)),
    day("2027-04-05"),
    *(day("2027-05-01") + timedelta(days=step) for step in range(4)),
    day("2027-06-09"),
    day("2027-09-15"),
    *(day("2027-10-01") + timedelta(days=step) for step in range(5)),
]
WORKED_2027 = [day("2027-01-31"), day("2027-02-14")]
LONG_SPRING = Notice(
    2027,
    (
        *(NoticeDay(one, off=True) for one in OFF_2027),
        *(NoticeDay(one, off=False) for one in WORKED_2027),
    ),
)


@pytest.mark.parametrize(
    ("clock", "law", "words"),
    [
        (
            rolls_back,
            # Friday 09-06; Sunday 09-08 goes back four days to Wednesday 09-04
            lambda one: laws.due_is_monotone(one, day("2024-09-06"), day("2024-09-08"), CHINA),
            "2024-09-06 起算的 due 为 2024-10-11，2024-09-08 起算的反而为 2024-10-09",
        ),
        (
            weekdays_only,
            # 20 weekdays after Tuesday 09-03 are up on 10-01, a holiday
            lambda one: laws.final_due_is_a_workday(one, day("2024-09-03"), (), CHINA),
            "20 working days from 2024-09-03 end on 2024-10-01, which is no working day",
        ),
        (
            skips_rest_days,
            lambda one: laws.a_rest_day_never_brings_it_forward(
                one, RECEIVED, (), CHINA, day("2024-09-20")
            ),
            "with 2024-09-20 off the due day moves from 2024-10-17 to 2024-10-15",
        ),
        (
            counts_through_stops,
            lambda one: laws.a_stop_moves_it_by_its_workdays(
                one, RECEIVED, (day("2024-09-20"), day("2024-10-08")), CHINA
            ),
            r"8 working days inside the clock\) moves 2024-10-17 to 2024-10-17, not to 2024-10-29",
        ),
        (
            every_stop_moves,
            lambda one: laws.a_stop_moves_it_by_its_workdays(
                one, RECEIVED, (day("2024-10-17"), day("2024-10-20")), CHINA
            ),
            "停止（含 0 个工作日），到期日由 2024-10-17 变为 2024-10-22，应为 2024-10-17",
        ),
        (
            last_entry_wins,
            lambda one: laws.order_is_irrelevant(one, RECEIVED, [ONE, OTHER], [OTHER, ONE], CHINA),
            "结果由 running 2024-09-23 变为 running 2024-09-20",
        ),
        (
            adds_up,
            lambda one: laws.repeating_changes_nothing(one, RECEIVED, [ONE], 0, CHINA),
            "told twice the result is running 2024-10-21, not running 2024-10-18",
        ),
        (
            guesses,
            lambda one: laws.settles_inside_the_interval(
                one, day("2027-01-11"), (), CHINA, [LONG_SPRING]
            ),
            # to 02-04 eighteen days, most likely then 02-11 and 02-12; but 01-31 and 02-14 it is
            "the notices settle 2027-02-14, outside 2027-02-12 to 2027-02-12",
        ),
    ],
)
def test_a_broken_clock_is_caught(
    clock: laws.Clock, law: Callable[[laws.Clock], bool], words: str
) -> None:
    with pytest.raises(LawBroken, match=words):
        law(clock)
    assert law(TWENTY)


def test_a_fault_that_appears_with_a_repetition_is_caught() -> None:
    with pytest.raises(LawBroken, match="录入两次"):
        laws.repeating_changes_nothing(adds_up, RECEIVED, [ONE, OTHER], 0, CHINA)


def test_a_clock_that_gives_up_on_one_order_is_caught() -> None:
    def fragile(
        start: date, events: Sequence[EventInput] = (), *, calendar: WorkCalendar
    ) -> Deadline:
        if events[0] == OTHER:
            raise CalendarGap(Text("不知道", "do not know"))
        return counts_through_stops(start, events, calendar=calendar)

    with pytest.raises(LawBroken, match="变为 CalendarGap"):
        laws.order_is_irrelevant(fragile, RECEIVED, [ONE, OTHER], [OTHER, ONE], CHINA)


def test_a_reader_that_forgets_is_caught() -> None:
    found = REPLY(RECEIVED)

    def forgets(plain: Any) -> Deadline:
        return replace(Deadline.from_json(plain), steps=())

    with pytest.raises(LawBroken, match="written and read back"):
        laws.round_trips(found, Deadline.to_json, forgets)
    counter = iter(range(9))

    def unsteady(_: int) -> int:
        return next(counter)

    with pytest.raises(LawBroken, match="written again, 0 has become 1"):
        laws.round_trips(7, unsteady, lambda _: 7)


def test_a_law_can_be_assumed() -> None:
    """A property that the law has nothing to say of is no example."""
    seen = []

    @settings(max_examples=20, suppress_health_check=[HealthCheck.filter_too_much])
    @given(n=st.integers(0, 3))
    def only_where_it_speaks(n: int) -> None:
        assume(laws.counting_undoes_adding(CHINA, RECEIVED, n))
        seen.append(n)

    only_where_it_speaks()
    assert set(seen) == {1, 2, 3}
