"""What happened to a running clock (时限事件), and what each kind of event does to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.source import did_you_mean
from zwgk.time.day import beijing_day, beijing_moment, number, plain_day, wrong
from zwgk.time.period import CalendarDays, Period, Span, WorkingDays

__all__ = [
    "Effect",
    "Event",
    "EventInput",
    "Signal",
    "check_events",
    "no_beginning",
    "told_twice",
    "too_early",
]

_CHECK = Text("核对日期", "check the dates")
_HOW_MANY = Text(
    "写明天数，如 (extended, 日期, 20)；卷宗里写 number: 20",
    "say how many, as in (extended, date, 20); in a dossier number: 20",
)
_EXTRAS = (int, str, date, type(None))  # a tuple: this is asked for every event


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event of a clock (时限事件).

    ``on`` is a Beijing date; for limits in hours a moment with a zone. ``number`` is what the
    event counts (an extension: its working days); ``until`` a day that it sets (a correction
    notice: the last day for correcting). Events that are equal count once; a ``note`` tells two
    of one kind and day apart.
    """

    name: str
    on: date
    number: int | None = None
    until: date | None = None
    note: str = ""

    @property
    def order(self) -> tuple[date, str, int, date, str]:
        """Where it stands among other events (先后)."""
        return (self.on, self.name, self.number or 0, self.until or date.min, self.note)

    @classmethod
    def of(cls, given: EventInput) -> Event:
        """An event from ``(name, date)`` or ``(name, date, number-or-note)`` (读事件).

        >>> Event.of(("extended", date(2024, 9, 30), 20)).number
        20

        Raises:
            InvalidInput: for any other shape.
        """
        if isinstance(given, Event):
            if not _whole(given):
                raise _no_event(given)
            return given
        whole: object = given
        parts = whole if isinstance(whole, list | tuple) else ()
        extra = parts[2] if len(parts) == 3 else None  # noqa: PLR2004  # name, date, one more
        named = len(parts) in (2, 3) and isinstance(parts[0], str)
        if not named or not isinstance(extra, _EXTRAS):
            raise _no_event(given)
        name, on = parts[0], parts[1]
        moment = on if isinstance(on, datetime) else plain_day(on, "events")
        if extra is None:
            return cls(name, moment)
        return cls(
            name,
            moment,
            extra if isinstance(extra, int) else None,
            extra if isinstance(extra, date) else None,
            extra if isinstance(extra, str) else "",
        )


EventInput: TypeAlias = "Event | Sequence[object]"


def _whole(event: Event) -> bool:
    """Whether the fields are of their kinds; a caller may have given anything."""
    name: object = event.name
    count: object = event.number
    note: object = event.note
    return (
        isinstance(name, str)
        and (count is None or isinstance(count, int))
        and isinstance(note, str)
    )


def _no_event(given: object) -> InvalidInput:
    return wrong(
        "events",
        f"不是事件：{given!r}",
        f"not an event: {given!r}",
        "写 (名称, 日期) 或 (名称, 日期, 数或备注)",
        "write (name, date) or (name, date, number-or-note)",
    )


class Effect(StrEnum):
    """What an event does to a clock (事件效果)."""

    START = "start"
    """Tells the start once more."""
    ASK = "ask"
    """Discards the clock and waits for the applicant."""
    GIVE = "give"
    """What was waited for has come: the clock starts anew."""
    LAPSE = "lapse"
    """It never came: the clock is closed."""
    STOP = "stop"
    """The clock stands; days after this one do not count."""
    GO = "go"
    """The clock goes on; days after this one count again."""
    EXTEND = "extend"
    """Adds to the limit."""
    DELAY = "delay"
    """Its own date is the new due day."""
    DONE = "done"
    """What was owed is done."""

    __hash__ = str.__hash__  # that of an enum is slow, and the fold looks effects up


@dataclass(frozen=True, slots=True)
class Signal:
    """What one name of an event means under one version of a rule (事件定义).

    ``pair`` joins the events of one matter. ``within`` is how long after the start an ASK is in
    time (none: as long as the clock runs), ``lapse`` how long the asked-for may take, ``strict``
    that the clock is closed without another word when it has not come by then; ``unit`` is the
    longest extension, in the unit it counts; ``since`` the first day on which there is such an
    event, ``also`` other names that people write for it.
    """

    effect: Effect
    title: Text
    pair: str = ""
    source: str = ""
    article: str = ""
    within: Period | None = None
    lapse: Period | None = None
    strict: bool = False
    unit: Period | None = None
    awaited: Text | None = None
    since: date | None = None
    also: tuple[str, ...] = ()

    def extension(self, period: Period, count: int) -> Period:
        """An extension by a number (延长): in its unit, else in calendar days as the period is.

        Working days where neither has such a number.
        """
        unit = self.unit or period
        if isinstance(unit, CalendarDays):
            return CalendarDays(count)
        return Span(months=count) if isinstance(self.unit, Span) else WorkingDays(count)


def check_events(
    events: Iterable[EventInput], signals: Mapping[str, Signal], start: date
) -> tuple[tuple[Event, ...], list[Problem]]:
    """The events that can be folded, and every fault of each single one (核对事件).

    Where the start is a moment, so must the events be; else they become Beijing dates.
    """
    to_moment = isinstance(start, datetime)
    if not hasattr(events, "__iter__"):
        raise _no_event(events)
    good: list[Event] = []
    faults: list[Problem] = []
    for given in events:
        try:
            event = _read(given, to_moment)
        except InvalidInput as bad:
            faults += bad.problems
            continue
        if found := _faults(event, signals.get(event.name), signals, start):
            faults += found
        else:
            good.append(event)
    return tuple(good), faults


def _read(given: EventInput, to_moment: bool) -> Event:
    """The event, with its day as the limit counts it."""
    event = given if isinstance(given, Event) and _whole(given) else Event.of(given)
    if to_moment or type(event.on) is not date:
        where = f"events: {event.name}"
        on = beijing_moment(event.on, where) if to_moment else beijing_day(event.on, where)
        event = replace(event, on=on)
    if event.until is not None:
        plain_day(event.until, f"events: {event.name}")
    return event


def _faults(
    event: Event, signal: Signal | None, signals: Mapping[str, Signal], start: date
) -> list[Problem]:
    if signal is None:
        what = Text(
            f"此时限没有“{event.name}”这种事件", f"this limit knows no event '{event.name}'"
        )
        meant = next((name for name, one in signals.items() if event.name in one.also), event.name)
        return [Problem(_place(event), what, did_you_mean(meant, sorted(signals)))]
    found: list[Problem] = []
    if signal.since is not None and event.on < signal.since:
        what = Text(
            f"{event.on} 尚无“{event.name}”（{signal.title.zh}），自 {signal.since} 起才有",
            f"there was no '{event.name}' on {event.on}, only from {signal.since} on",
        )
        hint = Text("核对日期，或删去此事件", "check the date, or leave the event out")
        found.append(Problem(_place(event), what, hint))
    if event.on < start:
        what = Text(f"{event.on} 早于起算日 {start}", f"{event.on} is before the start {start}")
        found.append(Problem(_place(event), what, _CHECK))
    effect = signal.effect
    if effect is Effect.START and event.on > start:
        what = Text(f"收到日 {event.on} 不是起算日 {start}", f"{event.on} is not the start {start}")
        hint = Text("以收到日为起算日", "start on the day of receipt")
        found.append(Problem(_place(event), what, hint))
    if event.until is not None and event.until < event.on:
        what = Text(f"止于 {event.until}，早于 {event.on}", f"{event.until} is before {event.on}")
        found.append(Problem(_place(event), what, _CHECK))
    if event.until is not None and effect is not Effect.ASK:  # it would be lost without a word
        what = Text(
            f"{signal.title.zh}不带另一个日期（{event.until}）",
            f"'{event.name}' sets no other day ({event.until})",
        )
        found.append(Problem(_place(event), what, _LOST_DAYS.get(effect, _CHECK)))
    if event.number is not None or effect is Effect.EXTEND:
        most = _most(signal.unit) if effect is Effect.EXTEND else _LONGEST
        if type(event.number) is not int or not 0 < event.number <= most:
            given = event.note[:_LONGEST_NOTE] if event.number is None else number(event.number)
            what = Text(
                f"{f'天数 {given} 无效' if given else '没有写天数'}，应为 1 至 {most}",
                f"{given or 'nothing'} is no usable number, 1 to {most} is",
            )
            found.append(Problem(_place(event), what, _HOW_MANY))
    return found


def told_twice(first: Event, second: Event, title: Text) -> Problem:
    """Two different events where one clock has room for one (重复告知)."""
    return Problem(
        _place(second),
        Text(
            f"同一时限内两次{title.zh}：{_shown(first)} 与 {_shown(second)}",
            f"two different '{second.name}' in one clock: {_shown(first)} and {_shown(second)}",
        ),
        Text("只保留有效的一次", "keep the one that holds"),
    )


def no_beginning(event: Event, title: Text) -> Problem:
    """An end of what had not begun (没有起点)."""
    return Problem(
        _place(event),
        Text(
            f"{event.on} {title.zh}：此前没有与之对应的事件",
            f"{event.on} '{event.name}' has no earlier event that it could end",
        ),
        Text(
            "补上开始的事件（同日两件写不同的备注），或核对日期",
            "add the beginning (a note tells two of one day apart), or check the dates",
        ),
    )


def too_early(event: Event, last: date) -> Problem:
    """A lapse before the last day (尚未逾期)."""
    return Problem(
        _place(event),
        Text(
            f"{event.on} 尚未逾期，最后一日是 {last}",
            f"nothing had lapsed on {event.on}, the last day was {last}",
        ),
        _CHECK,
    )


def _shown(event: Event) -> str:
    extra = event.number if event.number is not None else event.until or event.note
    return f"{event.on}" if extra in (None, "") else f"{event.on} ({extra})"


def _place(event: Event) -> Place:
    return Place("events", path=event.name)


def _most(unit: Period | None) -> int:
    if isinstance(unit, Span):
        return unit.years * 12 + unit.months
    return unit.count if isinstance(unit, WorkingDays | CalendarDays) else _LONGEST


_LOST_DAYS = {
    Effect.DELAY: Text("事件的日期就是新的到期日", "the event's own date is the new due day"),
    Effect.STOP: Text("结束的日子写成另一个事件", "its end is an event of its own"),
}
_LONGEST = 1_000
_LONGEST_NOTE = 20  # of a note that a message repeats
