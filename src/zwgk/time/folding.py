"""A clock, settled by the notices loaded or else forecast with its bounds (时钟推算)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from zwgk.errors import CalendarGap, InvalidInput, Problem
from zwgk.time.calendar import WorkCalendar
from zwgk.time.clock import Clock
from zwgk.time.event import Event, Signal
from zwgk.time.outcome import Outcome, Step
from zwgk.time.outlook import View
from zwgk.time.period import Period

__all__ = ["Folded", "fold"]

_MOST_BRANCHES = 64


class Folded(NamedTuple):
    """What a clock says, the latest due day, its steps, and whether it is settled (推算结果)."""

    outcome: Outcome
    latest: date | None
    steps: Sequence[Step]
    settled: bool


def fold(
    period: Period,
    start: date,
    events: Sequence[Event],
    signals: Mapping[str, Signal],
    calendar: WorkCalendar,
    *,
    rolls: bool = False,
    faults: Sequence[Problem] = (),
) -> Folded:
    """Fold checked events into an outcome (推算); ``faults`` are those the check found.

    The bounds of a forecast hold for every plausible notice: where an event may have been in
    time or late, both are followed.

    Raises:
        InvalidInput: for a timeline that cannot be, with every fault.
        CalendarGap: for days before the calendar or beyond every forecast.
    """
    clock = Clock(period, start, signals, calendar, rolls)
    try:
        _run(clock, events, faults)
        outcome = clock.outcome()
    except CalendarGap:
        clocks = list(_branches(clock, events, faults))
    else:
        return Folded(outcome, outcome.due, clock.steps, settled=True)
    early = [one.outcome(View.EARLIEST).earliest for one in clocks]
    late = [one.outcome(View.LATEST).due for one in clocks]
    best = clocks[0].outcome()
    if best.earliest is not None:
        best = replace(best, earliest=min(day for day in early if day is not None))
    latest = best.due and max(day for day in late if day is not None)
    return Folded(best, latest, clocks[0].steps, settled=False)


def _run(clock: Clock, events: Sequence[Event], faults: Sequence[Problem]) -> None:
    clock.run(events)
    # with an event left out as faulty, another may only seem to have no beginning
    found = [*faults, *clock.faults, *([] if faults else clock.unmatched)]
    if found:
        raise InvalidInput(found)


def _branches(clock: Clock, events: Sequence[Event], faults: Sequence[Problem]) -> Iterator[Clock]:
    """The most likely course first, then every other that unknown days leave open."""
    waiting: list[tuple[bool, ...]] = [()]
    for choices in waiting:
        one = Clock(
            clock.period,
            clock.start,
            clock.signals,
            clock.calendar,
            clock.rolls,
            View.BEST,
            choices,
        )
        _run(one, events, faults)
        yield one
        for at in range(len(choices), len(one.answers)):
            if len(waiting) < _MOST_BRANCHES:
                waiting.append((*one.answers[:at], not one.answers[at]))
