"""A clock, settled by the notices loaded or else forecast with its bounds (时钟推算)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from zwgk.errors import CalendarGap, InvalidInput, Problem, Text
from zwgk.time.calendar import WorkCalendar
from zwgk.time.clock import Clock
from zwgk.time.course import Course
from zwgk.time.event import Event, Signal
from zwgk.time.outcome import ClockState, Outcome, Step
from zwgk.time.outlook import View
from zwgk.time.period import Period

__all__ = ["Folded", "fold"]

_MOST_BRANCHES = 256


class Folded(NamedTuple):
    """What a clock says, the latest due day, its steps, and whether it is settled (推算结果).

    ``latest`` is None where there is no last day: while the clock stands, waits, or may do so.
    ``states`` are those that it may be in, the most likely first.
    """

    outcome: Outcome
    latest: date | None
    steps: Sequence[Step]
    settled: bool
    states: tuple[ClockState, ...] = ()


def fold(
    period: Period,
    start: date,
    events: Sequence[Event],
    signals: Mapping[str, Signal],
    calendar: WorkCalendar,
    *,
    rolls: bool = False,
    rolled_by: tuple[str, str] = ("", ""),
    until: date | None = None,
    faults: Sequence[Problem] = (),
) -> Folded:
    """Fold checked events into an outcome (推算); ``faults`` are those the check found.

    ``until`` is a day up to which nothing else is known to have happened. The bounds of a
    forecast hold for every plausible notice: where an event may have been in time or late, both
    are followed, and where they end in different states the state is not known.

    Raises:
        InvalidInput: for a timeline that cannot be, with every fault.
        CalendarGap: for days before the calendar or beyond every forecast.
    """
    clock = Clock(period, start, signals, calendar, rolls, rolled_by, until)
    try:
        clock.run(events)
        outcome = clock.outcome()
    except CalendarGap:
        try:
            return _forecast(_possible(clock, events, faults))
        except CalendarGap:
            if faults:
                raise InvalidInput(faults) from None
            raise
    if found := _wrong(clock, faults):
        raise InvalidInput(found)
    return Folded(outcome, outcome.due, clock.steps, True, (outcome.state,))


def _wrong(clock: Clock, faults: Sequence[Problem]) -> list[Problem]:
    # with an event left out as faulty, another may only seem to have no beginning
    if faults:
        return [*faults, *clock.faults]
    return clock.faults + clock.unmatched


def _forecast(clocks: Sequence[Clock]) -> Folded:
    """What holds in every course that the unknown days leave open."""
    outcomes = [one.outcome() for one in clocks]
    best = outcomes[0]
    states = tuple(dict.fromkeys(one.state for one in outcomes))
    # what is closed never falls due: the bounds are those of the other courses
    going = [one for one in clocks if one.outcome().state is not ClockState.CLOSED]
    early = [one.outcome(View.EARLIEST).earliest for one in going]
    late = [one.outcome(View.LATEST).due for one in going]
    earliest = min((day for day in early if day is not None), default=None)
    latest = max((day for day in late if day is not None), default=None)
    outcome = best._replace(earliest=earliest)
    if len(states) > 1:
        met = next((one.met for one in outcomes if one.met is not None), None)
        outcome = Outcome(ClockState.UNKNOWN, best.due, earliest, met=met)
    return Folded(
        outcome, None if None in late else latest, clocks[0].steps, settled=False, states=states
    )


def _possible(clock: Clock, events: Sequence[Event], faults: Sequence[Problem]) -> list[Clock]:
    """Every course without a fault; what did happen shows that the others did not.

    Raises:
        InvalidInput: where no course is without a fault, with those of the most likely one.
    """
    good: list[Clock] = []
    refused: list[list[Problem]] = []
    for one in _branches(clock, events):
        if found := _wrong(one, faults):
            refused.append(found)
        else:
            good.append(one)
    if not good:
        raise InvalidInput(refused[0])
    return good


def _branches(clock: Clock, events: Sequence[Event]) -> Iterator[Clock]:
    """The most likely course first, then every other that unknown days leave open."""
    waiting: list[tuple[bool, ...]] = [()]
    for choices in waiting:
        if len(waiting) > _MOST_BRANCHES:
            raise CalendarGap(
                Text(
                    f"从 {clock.start} 起的事件太多取决于未公布的日子",
                    f"too much of what happened since {clock.start} hangs on days not told yet",
                )
            )
        one = Clock(
            clock.period,
            clock.start,
            clock.signals,
            clock.calendar,
            clock.rolls,
            clock.rolled_by,
            clock.until,
            Course(View.BEST, choices),
        )
        one.run(events)
        yield one
        taken = one.course.answers
        open_ones = range(len(choices), len(taken))
        waiting.extend((*taken[:at], not taken[at]) for at in open_ones)
