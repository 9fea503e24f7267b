"""A clock folds the events of one matter into its state and its due day (时限时钟).

Events are folded day by day, so the order in which they are given is of no account. Within a
day the ends of stops come first, then their starts, then extensions, then the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby

from zwgk.errors import Place, Problem, Text
from zwgk.time.calendar import WorkCalendar
from zwgk.time.event import Effect, Event, Signal
from zwgk.time.measure import Measure
from zwgk.time.outlook import Pause, View
from zwgk.time.period import CalendarDays, Period, WorkingDays

__all__ = ["Clock", "ClockState", "Outcome", "Step"]


class ClockState(StrEnum):
    """Where a clock stands (时钟状态)."""

    RUNNING = "running"
    STOPPED = "stopped"
    WAITING = "waiting"
    CLOSED = "closed"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a count (计算步骤): its day, what happened in words, and the article for it."""

    on: date
    what: Text
    source: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a clock says (时钟结果).

    ``due`` is None while the clock stands, waits or is closed. ``earliest`` is then the first
    day on which it could fall due, ``remaining`` what is left of the limit, ``lapses`` the last
    day for what it waits for.
    """

    state: ClockState
    due: date | None
    earliest: date | None = None
    remaining: int | None = None
    waits_for: Text | None = None
    lapses: date | None = None
    met: date | None = None


@dataclass(slots=True)
class Clock:
    """One clock under one reading of the unknown days (时钟); ``run`` it once.

    ``faults`` then holds what cannot be in one timeline, ``unmatched`` the ends without a
    beginning, ``steps`` how the outcome came about.
    """

    period: Period
    start: date
    signals: Mapping[str, Signal]
    calendar: WorkCalendar
    rolls: bool = False
    view: View = View.SETTLED
    faults: list[Problem] = field(default_factory=list)
    unmatched: list[Problem] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    _measure: Measure = field(init=False)
    _origin: date = field(init=False)
    _pauses: list[Pause] = field(default_factory=list)
    _begun: dict[str, list[Event]] = field(default_factory=dict)
    _since: date | None = None
    _waits: dict[str, tuple[Event, date | None]] = field(default_factory=dict)
    _first: dict[str, Event] = field(default_factory=dict)
    _idle: set[str] = field(default_factory=set)
    _extension: Period | None = None
    _closed: bool = False
    _met: date | None = None

    def run(self, events: Iterable[Event]) -> Outcome:
        """Fold the events (推算); events must have been checked to be known to ``signals``.

        Raises:
            CalendarGap: where an unknown day is needed and the view is settled.
        """
        self._origin = self.start
        self._measure = Measure(self.calendar, self.view)
        ordered = sorted(set(events), key=lambda event: (event.on, event.name, repr(event)))
        delays = [one for one in ordered if self._effect(one) is Effect.DELAY]
        last = self.start
        self._say_start()
        for day, group in groupby(ordered, key=lambda event: event.on):
            todays = [one for one in group if self._effect(one) is not Effect.DELAY]
            if todays:
                self._fold(day, todays)
                last = day
        for other in delays[1:]:
            self._twice(delays[0], other)
        return self._outcome(last, delays[0] if delays else None)

    def _effect(self, event: Event) -> Effect:
        return self.signals[event.name].effect

    def _fold(self, day: date, events: Sequence[Event]) -> None:
        if self._closed or self._met:
            for event in events:
                self._say(event, "时限已结束，不再影响", "the clock had ended, nothing changes")
            return
        todays: dict[Effect, list[Event]] = {}
        for event in events:
            todays.setdefault(self._effect(event), []).append(event)
        ends = [*todays.get(Effect.GIVE, ()), *todays.get(Effect.LAPSE, ())]
        waited = [event for event in ends if self.signals[event.name].pair in self._waits]
        for event in waited:
            self._end_wait(event)
        self._turn(day, todays.get(Effect.GO, []), todays.get(Effect.STOP, []))
        for event in todays.get(Effect.ASK, ()):
            self._ask(event)
        for event in ends:
            if event not in waited:
                self._end_wait(event)
        for event in todays.get(Effect.EXTEND, ()):
            self._extend(event)
        for event in todays.get(Effect.DONE, ()):
            self._met = event.on
            self._say(event, "办结", "done")

    # --- where it stands ---------------------------------------------------------------

    def _end(self, pauses: Sequence[Pause] | None = None, origin: date | None = None) -> date:
        legs = [self.period] if self._extension is None else [self.period, self._extension]
        return self._measure.end(
            legs, origin or self._origin, self._pauses if pauses is None else pauses, self.rolls
        )

    def _stands(self) -> bool:
        """Whether a stop without end began before the due day."""
        return self._since is not None and self._since < self._end()

    def _expired(self, day: date) -> bool:
        """Whether the due day had passed before this day."""
        return not self._waits and not self._stands() and day > self._end()

    # --- stops -------------------------------------------------------------------------

    def _turn(self, day: date, ends: list[Event], starts: list[Event]) -> None:
        for event in starts:
            self._begun.setdefault(self.signals[event.name].pair, []).append(event)
            if self._expired(day):
                self._say(event, "到期之后开始，不影响", "began after the due day, changes nothing")
            else:
                self._say(event, "自次日起停止计算", "days after this one do not count")
        for event in ends:
            begun = self._begun.get(self.signals[event.name].pair)
            if begun:
                begun.pop()
            else:
                self._unmatched(event)
        going = any(self._begun.values())
        if going and self._since is None:
            self._since = day
        elif self._since is not None and not going:
            self._pauses.append((self._since, day))
            self._since = None
        for event in ends:
            if self._waits or self._since is not None:
                self._say(event, "仍有其他事由，继续停止", "other grounds remain, it still stands")
            else:
                due = self._end()
                self._say(event, f"自次日起继续计算，至 {due}", f"days count again, due {due}")

    # --- waiting on the applicant --------------------------------------------------------

    def _ask(self, event: Event) -> None:
        signal = self.signals[event.name]
        if (earlier := self._first.setdefault(signal.pair, event)) != event:
            self._twice(earlier, event)
            return
        last = self._measure.end([signal.within], self._origin) if signal.within else None
        if self._expired(event.on) or (last is not None and event.on > last):
            self._idle.add(signal.pair)
            limit = f"（应在 {last} 前）" if last else ""
            by = f" (it was due by {last})" if last else ""
            self._say(event, f"告知逾期{limit}，不停止计算", f"told too late{by}, stops nothing")
            return
        lapse = event.until
        if lapse is None and event.number is not None:
            lapse = self._measure.end([WorkingDays(event.number)], event.on)
        if lapse is None and signal.lapse is not None:
            lapse = self._measure.end([signal.lapse], event.on)
        self._waits[signal.pair] = (event, lapse)
        by_zh, by_en = (f"，限 {lapse} 前", f", by {lapse}") if lapse else ("", "")
        awaited = signal.awaited or signal.title
        self._say(event, f"等待{awaited.zh}{by_zh}", f"waits for {awaited.of('en')}{by_en}")

    def _end_wait(self, event: Event) -> None:
        signal = self.signals[event.name]
        wait = self._waits.pop(signal.pair, None)
        if wait is None:
            if signal.pair in self._idle:
                self._say(event, "时限未曾停止，不影响", "the clock never stopped, nothing changes")
            elif not self._closed:
                self._unmatched(event)
            return
        lapse = wait[1]
        late = signal.strict and lapse is not None and event.on > lapse
        if signal.effect is Effect.LAPSE or late:
            self._closed = True
            self._say(event, "逾期，视为放弃，时限终结", "too late: abandoned, the clock ends")
            return
        self._origin, self._pauses = event.on, []
        self._since = self._since and event.on
        lost, self._extension = self._extension, None
        self._first = {pair: asked[0] for pair, asked in self._waits.items()}
        self._idle.clear()
        zh, en = "时限自次日重新计算", "the limit starts anew on the next day"
        if not self._waits and self._since is None:
            due = self._end()
            zh, en = f"{zh}，至 {due}", f"{en}, due {due}"
        if lost is not None:
            zh, en = f"{zh}；此前的延长失效", f"{en}; the extension told before lapses"
        self._say(event, zh, en)

    # --- extension -----------------------------------------------------------------------

    def _extend(self, event: Event) -> None:
        signal = self.signals[event.name]
        if (earlier := self._first.setdefault(signal.pair, event)) != event:
            self._twice(earlier, event)
            return
        if self._expired(event.on):
            self._say(event, "到期之后才告知，无效", "told after the due day, void")
            return
        self._extension = _sized(signal.unit, event.number)
        zh, en = self._extension.text.zh, self._extension.text.en
        if self._waits or self._stands():
            self._say(event, f"延长{zh}", f"{en} more")
        else:
            due = self._end()
            self._say(event, f"延长{zh}，至 {due}", f"{en} more, due {due}")

    # --- the end -------------------------------------------------------------------------

    def _outcome(self, last: date, delay: Event | None) -> Outcome:
        if self._closed:
            return Outcome(ClockState.CLOSED, None)
        waiting, standing = bool(self._waits), not self._waits and self._stands()
        state = ClockState.MET if self._met else ClockState.RUNNING
        due: date | None
        if waiting:
            self._extension = None
            earliest, due = self._end((), last), None
        elif standing and self._since is not None:
            pause = [(self._since, last)] if last > self._since else []
            earliest = self._end([*self._pauses, *pause])
            due = earliest if self._met else None
        else:
            due = earliest = self._end()
        if delay is not None:
            return self._delayed(delay, state, earliest)
        if self._met or not (waiting or standing):
            return Outcome(state, due, due, met=self._met)
        if standing:
            left = self._remaining()
            self._conclude(last, f"停止中，余 {left}，恢复后续算", f"stands, {left} left")
            return Outcome(ClockState.STOPPED, None, earliest, left)
        event, lapse = next(iter(self._waits.values()))
        signal = self.signals[event.name]
        return Outcome(
            ClockState.WAITING, None, earliest, None, signal.awaited or signal.title, lapse
        )

    def _delayed(self, delay: Event, state: ClockState, end: date) -> Outcome:
        if delay.on <= end:
            self._say(delay, f"不晚于 {end}，不影响", f"not after {end}, changes nothing")
            return Outcome(state, end, end, met=self._met)
        self._say(delay, f"到期日定为 {delay.on}", f"the due day is set to {delay.on}")
        return Outcome(state, delay.on, delay.on, met=self._met)

    def _remaining(self) -> int | None:
        legs = [leg for leg in (self.period, self._extension) if leg is not None]
        total = 0
        for leg in legs:
            if not isinstance(leg, WorkingDays | CalendarDays) or type(leg) is not type(legs[0]):
                return None
            total += leg.count
        run = self._measure.run(
            self.period, self._origin, self._since or self._origin, self._pauses
        )
        return None if run is None else total - run

    # --- words ---------------------------------------------------------------------------

    def _say_start(self) -> None:
        due = self._end()
        self.steps.append(
            Step(
                self.start,
                Text(
                    f"当日不计，期限{self.period.text.zh}，至 {due}",
                    f"Day 0, {self.period.text.en}, due {due}",
                ),
            )
        )

    def _say(self, event: Event, zh: str, en: str) -> None:
        signal = self.signals[event.name]
        what = Text(f"{signal.title.zh}：{zh}", f"{signal.title.en}: {en}")
        self.steps.append(Step(event.on, what, signal.source, signal.article))

    def _conclude(self, day: date, zh: str, en: str) -> None:
        self.steps.append(Step(day, Text(zh, en)))

    def _twice(self, first: Event, second: Event) -> None:
        self.faults.append(
            Problem(
                Place("events", path=second.name),
                Text(
                    f"同一时限内两次{self.signals[second.name].title.zh}："
                    f"{_shown(first)} 与 {_shown(second)}",
                    f"two different '{second.name}' in one clock: "
                    f"{_shown(first)} and {_shown(second)}",
                ),
                Text("只保留有效的一次", "keep the one that holds"),
            )
        )

    def _unmatched(self, event: Event) -> None:
        self.unmatched.append(
            Problem(
                Place("events", path=event.name),
                Text(
                    f"{event.on} {self.signals[event.name].title.zh}：此前没有与之对应的事件",
                    f"{event.on} '{event.name}' has no earlier event that it could end",
                ),
                Text("补上开始的事件，或核对日期", "add the beginning, or check the dates"),
            )
        )


def _shown(event: Event) -> str:
    extra = event.number if event.number is not None else event.until or event.note
    return f"{event.on}" if extra in (None, "") else f"{event.on} ({extra})"


def _sized(unit: Period | None, number: int | None) -> Period:
    """An extension of this number in the unit of the rule; working days where none is named."""
    return (WorkingDays if unit is None else type(unit))(number or 0)  # type: ignore[call-arg]
