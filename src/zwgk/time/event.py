"""What happened to a running clock (时限事件), and what each kind of event does to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.source import did_you_mean
from zwgk.time.day import beijing_day, beijing_moment, plain_day, wrong
from zwgk.time.period import CalendarDays, Period, Span, WorkingDays

__all__ = ["Effect", "Event", "EventInput", "Signal", "check_events"]

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
    fields: tuple[object, object, object] = (event.name, event.number, event.note)
    name, number, note = fields
    return (
        isinstance(name, str)
        and (number is None or isinstance(number, int))
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


@dataclass(frozen=True, slots=True)
class Signal:
    """What one name of an event means under one version of a rule (事件定义).

    ``pair`` joins the events of one matter. ``within`` is how long after the start an ASK is in
    time (none: as long as the clock runs), ``lapse`` how long the asked-for may take, ``strict``
    that it is worth nothing later; ``unit`` is the longest extension, in the unit it counts.
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


def check_events(
    events: Iterable[EventInput], signals: Mapping[str, Signal], start: date
) -> tuple[tuple[Event, ...], list[Problem]]:
    """The events that can be folded, and every fault of each single one (核对事件).

    Where the start is a moment, so must the events be; else they become Beijing dates.
    """
    to_moment = isinstance(start, datetime)
    every: object = events
    if not isinstance(every, Iterable):
        raise _no_event(every)
    good: list[Event] = []
    faults: list[Problem] = []
    for given in events:
        try:
            event = Event.of(given)
            if to_moment or type(event.on) is not date:
                where = f"events: {event.name}"
                on = beijing_moment(event.on, where) if to_moment else beijing_day(event.on, where)
                event = replace(event, on=on)
            if event.until is not None:
                plain_day(event.until, f"events: {event.name}")
        except InvalidInput as bad:
            faults += bad.problems
            continue
        found = list(_faults(event, signals.get(event.name), signals, start))
        faults += found
        if not found:
            good.append(event)
    return tuple(good), faults


def _faults(
    event: Event, signal: Signal | None, signals: Mapping[str, Signal], start: date
) -> Iterator[Problem]:
    if signal is None:
        yield Problem(
            _place(event),
            Text(f"此时限没有“{event.name}”这种事件", f"this limit knows no event '{event.name}'"),
            did_you_mean(event.name, sorted(signals)),
        )
        return
    if event.on < start:
        yield Problem(
            _place(event),
            Text(f"{event.on} 早于起算日 {start}", f"{event.on} is before the start {start}"),
            Text("核对日期", "check the dates"),
        )
    if signal.effect is Effect.START and event.on > start:
        yield Problem(
            _place(event),
            Text(f"收到日 {event.on} 不是起算日 {start}", f"{event.on} is not the start {start}"),
            Text("以收到日为起算日", "start on the day of receipt"),
        )
    if event.until is not None and event.until < event.on:
        yield Problem(
            _place(event),
            Text(f"止于 {event.until}，早于 {event.on}", f"{event.until} is before {event.on}"),
            Text("核对日期", "check the dates"),
        )
    extends = signal.effect is Effect.EXTEND
    most = _most(signal.unit) if extends else _LONGEST
    if (extends or event.number is not None) and not (
        type(event.number) is int and 0 < event.number <= most
    ):
        yield Problem(
            _place(event),
            Text(
                f"天数 {event.number} 无效，应为 1 至 {most}",
                f"{event.number} is no usable number, 1 to {most} is",
            ),
            Text("写明天数，如 (extended, 日期, 20)", "say how many, as in (extended, date, 20)"),
        )


def _place(event: Event) -> Place:
    return Place("events", path=event.name)


def _most(unit: Period | None) -> int:
    if isinstance(unit, Span):
        return unit.years * 12 + unit.months
    return unit.count if isinstance(unit, WorkingDays | CalendarDays) else _LONGEST


_LONGEST = 1_000
