"""The clock of a request against a second one that walks day by day and shares no code with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st

from zwgk.law import Certainty, Deadline, deadline
from zwgk.testing import strategies
from zwgk.testing.slow_calendar import SlowCalendar
from zwgk.testing.strategies import Timeline
from zwgk.time import Event, Notice, WorkCalendar

CHINA = WorkCalendar.china()
DAY = timedelta(days=1)


class Told(NamedTuple):
    """What a clock says: state, due day, working days left, last day for the payment."""

    state: str
    due: date | None = None
    remaining: int | None = None
    lapses: date | None = None


class Walk:
    """A request followed one day after the other: counted, stopped, waiting, restarted, over."""

    def __init__(
        self, start: date, events: Sequence[Event], is_workday: Callable[[date], bool]
    ) -> None:
        self.is_workday = is_workday
        self.today = self.start = start
        self.events = set(events)
        delays = [event.on for event in events if event.name == "delayed_until"]
        self.told_day = delays[0] if delays else None
        self.waits: dict[str, date | None] = {}  # what for, and the last day for it
        self.paying_days = self.open_sent = 0
        self.met: date | None = None
        self.restart()

    def restart(self) -> None:
        """Count anew from today; a day told for earlier than today was told for the old count."""
        self.counted = self.extra = self.since_start = 0
        self.seven_over = False
        self.due: date | None = None
        if self.told_day is not None and self.told_day < self.today:
            self.told_day = None

    def until(self, last: date) -> Told:
        """Walk to the last day of which something is known, and on until there is an answer."""
        while True:
            if self.morning() or self.evening():
                return Told("closed")
            if self.today >= last and (told := self.told()):
                return told
            self.today += DAY

    def morning(self) -> bool:
        """The day itself; true where an unpaid fee has ended the request the day before."""
        pay_by = self.waits.get("fee")
        if pay_by is not None and self.today > pay_by and not self.met:
            return True
        works = self.today > self.start and self.is_workday(self.today)
        self.seven_over = self.since_start >= 7
        self.since_start += works
        if works and "fee" in self.waits and pay_by is None:
            self.paying_days += 1
            self.waits["fee"] = self.today if self.paying_days == 20 else None
        if works and not self.waits and not self.open_sent and self.due is None:
            self.counted += 1
            if self.counted == 20 + self.extra:
                self.due = self.today
        return False

    def evening(self) -> bool:
        """What happened today, in the order of the law; true where the request is over."""
        todays = [event for event in self.events if event.on == self.today and not self.met]
        names = [event.name for event in todays]
        waited = list(self.waits)
        if self.given(waited, names):
            return True
        self.open_sent += names.count("consultation_sent") - names.count("consultation_answered")
        on_time = bool(self.waits) or self.today <= (self.told_day or self.due or date.max)
        if "correction_asked" in names and on_time and not self.seven_over:
            self.waits["correction"] = None
        on_time = on_time or bool(self.waits)
        if "fee_noticed" in names and on_time:
            self.waits["fee"], self.paying_days = None, 0
        if self.given([one for one in self.waits if one not in waited], names):
            return True
        for event in todays:
            on_time = bool(self.waits) or self.today <= (self.told_day or self.due or date.max)
            if event.name == "extended" and on_time:
                self.extra = event.number or 0
                self.due = None if self.due == self.today else self.due
        if "answered" in names:
            self.met, self.open_sent = self.today, 0  # as if the consultation ended with it
        return False

    def given(self, waits: Sequence[str], names: Sequence[str]) -> bool:
        """What is waited for has come: count anew. It has lapsed: the request is over."""
        ends = {"correction": ("corrected", "correction_lapsed"), "fee": ("fee_paid", "fee_lapsed")}
        for one in waits:
            given, lapsed = ends[one]
            if lapsed in names:
                return True
            if given in names:
                del self.waits[one]
                self.restart()
        return False

    def told(self) -> Told | None:
        """What can be said once nothing more is known to happen, or None if days must be seen."""
        due = self.told_day or self.due
        if self.waits and self.met:
            return Told("met")
        if self.waits:
            oldest = next(iter(self.waits))
            lapses = self.waits[oldest]
            unseen = oldest == "fee" and lapses is None
            return None if unseen else Told("waiting", None, None, lapses)
        if due is not None:
            return Told("met" if self.met else "running", due)
        if self.open_sent:
            return Told("stopped", None, 20 + self.extra - self.counted)
        return None


def slowly(
    timeline: Timeline, is_workday: Callable[[date], bool], as_of: date | None = None
) -> Told:
    happened = [one.on for one in timeline.events if one.name != "delayed_until"]  # told for later
    last = max([timeline.start, as_of or timeline.start, *happened])
    return Walk(timeline.start, timeline.events, is_workday).until(last)


def told_by(found: Deadline) -> Told:
    return Told(found.state.value, found.due, found.remaining, found.lapses)


def settled(timeline: Timeline, as_of: date | None) -> None:
    found = deadline("XXGK-REPLY", *timeline, as_of=as_of)
    assert found.certainty is Certainty.FINAL
    assert told_by(found) == slowly(timeline, chinese_calendar.is_workday, as_of)


SETTLED = st.dates(date(2019, 5, 15), date(2025, 9, 1))


@given(
    timeline=st.one_of(
        strategies.request_timelines(SETTLED, length=70),
        strategies.request_timelines(SETTLED, most_stops=1, length=45),
    ),
    later=st.none() | st.integers(0, 120),
)
def test_the_clock_agrees_with_one_that_walks_day_by_day(
    timeline: Timeline, later: int | None
) -> None:
    settled(timeline, None if later is None else timeline.start + later * DAY)


def plain(notice: Notice) -> dict[str, Any]:
    days = [{"date": row.day, "isOffDay": row.off} for row in notice.days]
    return {"year": notice.year, "days": days}


def forecast(timeline: Timeline, as_of: date | None, told: Sequence[Notice]) -> Deadline:
    """What is said now holds when the notices have come, whatever they are."""
    found = deadline("XXGK-REPLY", *timeline, as_of=as_of)
    notices = [*(plain(one) for one in CHINA.notices), *(plain(one) for one in told)]
    truth = slowly(timeline, SlowCalendar(notices).is_workday, as_of)
    if found.certainty is Certainty.FINAL:
        assert told_by(found) == truth
        return found
    if found.state != "unknown":
        assert found.state.value == truth.state
    if truth.due is not None:
        assert found.earliest is not None
        assert found.earliest <= truth.due <= (found.latest or date.max)
    elif found.latest is not None:
        assert truth.state == "closed"  # of what may be closed, the bounds are those of the rest
    return found


@given(
    timeline=strategies.request_timelines(
        st.dates(date(2026, 10, 20), date(2027, 6, 1)), length=70
    ),
    later=st.none() | st.integers(0, 90),
    told=st.tuples(strategies.plausible_notices(2027), strategies.plausible_notices(2028)),
)
def test_a_forecast_holds_for_every_plausible_notice(
    timeline: Timeline, later: int | None, told: Sequence[Notice]
) -> None:
    forecast(timeline, None if later is None else timeline.start + later * DAY, told)
