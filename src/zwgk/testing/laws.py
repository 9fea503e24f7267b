"""Laws that every calendar and every statutory clock keeps (法则), to be tried on one's own.

A law of a calendar takes anything that counts; a law of a clock takes a ``Clock``, such as
``partial(zwgk.deadline, "XXGK-REPLY")``, or one's own rule with ``rules=``. Each is tried on one
example at a time: it raises ``LawBroken`` with words of its own, and returns whether it had
anything to say, so that a property test can ``assume`` it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from zwgk.errors import CalendarGap, InvalidInput, Text
from zwgk.law import Certainty, Deadline
from zwgk.testing.tried import Clock, Counts, LawBroken
from zwgk.time import (
    DayState,
    Event,
    EventInput,
    Notice,
    NoticeDay,
    Overlay,
    WorkCalendar,
    WorkingDays,
    parse_period,
)

__all__ = [
    "Clock",
    "Counts",
    "LawBroken",
    "a_rest_day_never_brings_it_forward",
    "a_stop_moves_it_by_its_workdays",
    "adding_twice_is_adding_once",
    "agrees_with",
    "counting_undoes_adding",
    "due_is_monotone",
    "final_due_is_a_workday",
    "order_is_irrelevant",
    "repeating_changes_nothing",
    "round_trips",
    "settles_inside_the_interval",
]

Value = TypeVar("Value")

_RESTARTS = frozenset({"correction_asked", "fee_noticed"})


# --- calendars ---------------------------------------------------------------------------------


def adding_twice_is_adding_once(calendar: Counts, day: date, n: int, m: int) -> bool:
    """Adding n and then m working days is adding n + m (分两次加等于一次加).

    For n and m of one sign; where the one leaves the known days, so does the other.
    """
    if n * m < 0:
        return False
    once = _unless_gap(lambda: calendar.add_workdays(day, n + m))
    twice = _unless_gap(lambda: calendar.add_workdays(calendar.add_workdays(day, n), m))
    _demand(
        once == twice,
        f"从 {day} 先加 {n} 再加 {m} 个工作日得 {_told(twice)}，一次加 {n + m} 个得 {_told(once)}",
        f"from {day}, {n} and then {m} working days lead to {_told(twice, 'en')}, "
        f"{n + m} at once to {_told(once, 'en')}",
    )
    return once is not None


def counting_undoes_adding(calendar: Counts, day: date, n: int) -> bool:
    """Between a day and the n-th working day after it lie n working days (加与数互逆)."""
    end = _unless_gap(lambda: calendar.add_workdays(day, n))
    if end is None or n == 0:
        return False
    _demand(
        calendar.is_workday(end),
        f"{day} 起第 {n} 个工作日 {end} 不是工作日",
        f"{end}, working day {n} from {day}, is no working day",
    )
    counted = calendar.count_workdays(day, end)
    _demand(
        counted == n,
        f"{day} 加 {n} 个工作日得 {end}，其间却数出 {counted} 个",
        f"{n} working days from {day} lead to {end}, but {counted} are counted between",
    )
    return True


def agrees_with(calendar: Counts, other: Counts, day: date, n: int) -> bool:
    """Two calendars say the same of a day and of n days around it (两历一致)."""
    until = day + timedelta(days=n)
    questions: list[tuple[str, str, Callable[[Counts], object]]] = [
        (f"{day} 是否工作日", f"whether {day} is worked", lambda one: one.is_workday(day)),
        (
            f"{day} 起第 {n} 个工作日",
            f"working day {n} from {day}",
            lambda one: one.add_workdays(day, n),
        ),
        (
            f"{day} 至 {until} 的工作日数",
            f"working days from {day} to {until}",
            lambda one: one.count_workdays(day, until),
        ),
    ]
    said = False
    for zh, en, question in questions:
        ours, theirs = (_answer(question, one) for one in (calendar, other))
        _demand(
            ours == theirs,
            f"{zh}：一历为 {_told(ours)}，另一历为 {_told(theirs)}",
            f"{en}: one calendar says {_told(ours, 'en')}, the other {_told(theirs, 'en')}",
        )
        said = said or ours is not None
    return said


# --- clocks ------------------------------------------------------------------------------------


def due_is_monotone(clock: Clock, start: date, later: date, calendar: WorkCalendar) -> bool:
    """What begins later is not due earlier (起算日越晚，到期日不会越早).

    Within one version of the rule and without events; the bounds of a forecast keep it too.
    """
    if later < start:
        start, later = later, start
    first, second = (_ask(clock, day, (), calendar) for day in (start, later))
    if first is None or second is None or first.version != second.version:
        return False
    for name in ("due", "earliest", "latest"):
        one, other = getattr(first, name), getattr(second, name)
        if one is None or other is None:
            return False
        _demand(
            one <= other,
            f"{start} 起算的 {name} 为 {one}，{later} 起算的反而为 {other}",
            f"begun on {start} the {name} day is {one}, begun on {later} it is {other}",
        )
    return True


def final_due_is_a_workday(
    clock: Clock, start: date, events: Sequence[EventInput], calendar: WorkCalendar
) -> bool:
    """A settled limit in working days ends on a working day (工作日时限止于工作日).

    Nothing is said of a day that an event sets (``delayed_until``).
    """
    found = _ask(clock, start, events, calendar)
    if found is None or found.due is None or found.certainty is not Certainty.FINAL:
        return False
    limit = parse_period(found.limit) if found.limit else None
    if not isinstance(limit, WorkingDays):
        return False
    if any(event.name == "delayed_until" for event in map(Event.of, events)):
        return False
    _demand(
        calendar.is_workday(found.due),
        f"{limit.text.zh}自 {start} 起，止于 {found.due}，当日不是工作日",
        f"{found.limit} from {start} end on {found.due}, which is no working day",
    )
    return True


def a_rest_day_never_brings_it_forward(
    clock: Clock, start: date, events: Sequence[EventInput], calendar: WorkCalendar, day: date
) -> bool:
    """One more rest day never makes a due day earlier (多放一天假，到期日不会提前).

    A limit that is counted backwards moves the other way. Nothing is said where the clock may
    start anew (correction, fee): whether it does hangs on days that the rest day moves.
    """
    if calendar.state(day) is not DayState.WORK:
        return False
    if any(event.name in _RESTARTS for event in map(Event.of, events)):
        return False
    rest = Text(f"{day} 放假", f"{day} off")
    longer = calendar.with_overlay(Overlay(f"rest {day}", rest, (NoticeDay(day, off=True),)))
    before, after = (_ask(clock, start, events, one) for one in (calendar, longer))
    if before is None or after is None or before.due is None or after.due is None:
        return False
    backwards = before.direction == "before"
    holds = after.due <= before.due if backwards else after.due >= before.due
    _demand(
        holds,
        f"{start} 起算，{day} 改为放假后，到期日由 {before.due} 变为 {after.due}",
        f"begun on {start}, with {day} off the due day moves from {before.due} to {after.due}",
    )
    return True


def a_stop_moves_it_by_its_workdays(
    clock: Clock,
    start: date,
    stop: tuple[date, date],
    calendar: WorkCalendar,
    names: tuple[str, str] = ("consultation_sent", "consultation_answered"),
) -> bool:
    """A stop moves the date by the working days it holds, or not at all (停止多少，顺延多少).

    A stop that begins before the due day and holds k whole working days, those of (begin, end],
    moves it by exactly k; one that begins on the due day or later by 0. ``names`` are the events
    that stop the clock and set it going. Only for settled limits in working days.
    """
    begin, end = stop
    plain = _ask(clock, start, (), calendar)
    stopped = _ask(clock, start, [(names[0], begin), (names[1], end)], calendar)
    if plain is None or stopped is None or plain.due is None or stopped.due is None:
        return False
    if Certainty.PROVISIONAL in (plain.certainty, stopped.certainty):
        return False
    if not isinstance(parse_period(plain.limit), WorkingDays):
        return False
    if begin >= plain.due:
        wanted, k = plain.due, 0
    else:
        k = calendar.count_workdays(begin, end)
        wanted = calendar.add_workdays(plain.due, k)
    _demand(
        stopped.due == wanted,
        f"{start} 起算，{begin} 至 {end} 停止（含 {k} 个工作日），到期日由 {plain.due} 变为 "
        f"{stopped.due}，应为 {wanted}",
        f"begun on {start}, a stop from {begin} to {end} ({k} working days inside the clock) "
        f"moves {plain.due} to {stopped.due}, not to {wanted}",
    )
    return True


def order_is_irrelevant(
    clock: Clock,
    start: date,
    events: Sequence[EventInput],
    shuffled: Sequence[EventInput],
    calendar: WorkCalendar,
) -> bool:
    """The order in which events are given is of no account (录入先后不影响结果)."""
    one, other = (_whole(clock, start, given, calendar) for given in (events, shuffled))
    _demand(
        one == other,
        f"{start} 起算，同样的事件换了录入次序，结果由 {_shown(one)} 变为 {_shown(other)}",
        f"begun on {start}, the same events in another order give {_shown(other)}, "
        f"not {_shown(one)}",
    )
    return isinstance(one, Deadline)


def repeating_changes_nothing(
    clock: Clock, start: date, events: Sequence[EventInput], which: int, calendar: WorkCalendar
) -> bool:
    """An event told twice is told once (同一事件重复录入不影响结果)."""
    if not events:
        return False
    again = events[which % len(events)]
    one, other = (_whole(clock, start, given, calendar) for given in (events, [*events, again]))
    _demand(
        one == other,
        f"{start} 起算，{_event(again)} 录入两次，结果由 {_shown(one)} 变为 {_shown(other)}",
        f"begun on {start}, with {_event(again)} told twice the result is {_shown(other)}, "
        f"not {_shown(one)}",
    )
    return isinstance(one, Deadline)


def settles_inside_the_interval(
    clock: Clock,
    start: date,
    events: Sequence[EventInput],
    calendar: WorkCalendar,
    notices: Iterable[Notice],
) -> bool:
    """What a plausible notice settles lay inside the interval given before (区间包含定后日期).

    A date that was final stays as it was. ``notices`` are loaded in order; nothing is said where
    they do not settle the date, or where it is no longer a date.
    """
    settled_by = calendar
    for notice in notices:
        settled_by = settled_by.with_notice(notice)
    before, after = (_ask(clock, start, events, one) for one in (calendar, settled_by))
    if before is None or after is None or after.due is None:
        return False
    if before.earliest is None or before.latest is None or after.certainty is not Certainty.FINAL:
        return False
    _demand(
        before.earliest <= after.due <= before.latest,
        f"{start} 起算，通知公布后定为 {after.due}，不在此前的 {before.earliest} 至 "
        f"{before.latest} 之内",
        f"begun on {start}, the notices settle {after.due}, outside {before.earliest} to "
        f"{before.latest}",
    )
    return True


def round_trips(
    value: Value, write: Callable[[Value], object], read: Callable[[Any], Value]
) -> bool:
    """Written to JSON and read back, a value is the same (导出再读入不变).

    For a deadline: ``round_trips(found, Deadline.to_json, Deadline.from_json)``.
    """
    plain = write(value)
    text = json.dumps(plain, ensure_ascii=False)
    again = read(json.loads(text))
    _demand(
        again == value,
        f"导出再读入，{value} 变成了 {again}",
        f"written and read back, {value} has become {again}",
    )
    rewritten = json.dumps(write(again), ensure_ascii=False)
    _demand(
        rewritten == text,
        f"再次导出的文字不同：{text} 变成了 {rewritten}",
        f"written again, {text} has become {rewritten}",
    )
    return True


# --- helpers -----------------------------------------------------------------------------------


class _Refused(NamedTuple):
    """Input that a clock refused: the faults, in whatever order they were found."""

    faults: frozenset[str]


def _demand(holds: bool, zh: str, en: str) -> None:
    if not holds:
        raise LawBroken(Text(zh, en))


def _unless_gap(question: Callable[[], Value]) -> Value | None:
    try:
        return question()
    except CalendarGap:
        return None


def _answer(question: Callable[[Counts], object], calendar: Counts) -> object:
    return _unless_gap(lambda: question(calendar))


def _ask(
    clock: Clock, start: date, events: Sequence[EventInput], calendar: WorkCalendar
) -> Deadline | None:
    return _unless_gap(lambda: clock(start, events, calendar=calendar))


def _whole(
    clock: Clock, start: date, events: Sequence[EventInput], calendar: WorkCalendar
) -> Deadline | _Refused | None:
    try:
        return _ask(clock, start, events, calendar)
    except InvalidInput as bad:
        return _Refused(frozenset(map(str, bad.problems)))


def _told(answer: object, lang: str = "zh") -> str:
    if answer is None:
        return "unknown days" if lang == "en" else "未知的日子"
    return str(answer)


def _event(event: EventInput) -> str:
    one = Event.of(event)
    return f"{one.name} {one.on}"


def _shown(found: Deadline | _Refused | None) -> str:
    if isinstance(found, Deadline):
        return f"{found.state} {found.due}"
    return "CalendarGap" if found is None else "; ".join(sorted(found.faults))
