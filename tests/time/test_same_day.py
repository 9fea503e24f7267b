"""Events of one day, and what is told while a clock stands, counted on a calendar by hand."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from zwgk.errors import Text
from zwgk.time import CalendarDays, ClockState, Effect, Event, Folded, Signal, WorkCalendar, fold

START = date(2024, 9, 13)
SIGNALS = {
    "stop": Signal(Effect.STOP, Text("停", "stop"), "stop"),
    "go": Signal(Effect.GO, Text("续", "go"), "stop"),
    "more": Signal(Effect.EXTEND, Text("延", "more"), "more"),
    "done": Signal(Effect.DONE, Text("完", "done")),
}


def run(days: int, *events: Event) -> Folded:
    return fold(CalendarDays(days), START, events, SIGNALS, WorkCalendar.china())


def on(name: str, text: str, number: int | None = None) -> Event:
    return Event(name, date.fromisoformat(text), number)


def test_an_extension_told_with_the_answer_counts() -> None:
    # ten days end on 09-23, five more on 09-28: extended first, then answered
    for events in permutations([on("more", "2024-09-20", 5), on("done", "2024-09-20")]):
        told = run(10, *events)
        found = told.outcome
        assert (found.state, found.met) == (ClockState.MET, date(2024, 9, 20))
        assert found.due == date(2024, 9, 28)
        assert [step.what.zh for step in told.steps[1:]] == [
            "延：延长5日，至 2024-09-28",
            "完：时限完成",
        ]


def test_a_stop_that_ends_and_one_that_begins_on_the_day_of_an_extension() -> None:
    # stopped 09-16 to 09-18: two days do not count, so 09-25; five more: 09-30
    day = [on("go", "2024-09-18"), on("more", "2024-09-18", 5), on("done", "2024-09-18")]
    for events in permutations(day):
        found = run(10, on("stop", "2024-09-16"), *events).outcome
        assert (found.state, found.due) == (ClockState.MET, date(2024, 9, 30))


def test_the_earliest_day_of_a_clock_that_stands() -> None:
    # Stopped on 09-20 with three of ten days left; nothing else is known: as if it went on.
    assert run(10, on("stop", "2024-09-20")).outcome.earliest == date(2024, 9, 23)
    # Extended by five on 09-22, still standing: 09-21 and 09-22 do not count: 09-28 and 2 days.
    told = run(10, on("stop", "2024-09-20"), on("more", "2024-09-22", 5)).outcome
    assert (told.state, told.due) == (ClockState.STOPPED, None)
    assert told.earliest == date(2024, 9, 30)
