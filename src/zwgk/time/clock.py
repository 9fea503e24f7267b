"""A clock folds the events of one matter into its state and its due day (时限时钟).

Events are folded day by day, so the order in which they are given is of no account. Within a
day the ends of stops come first, then their starts, then extensions, then the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from zwgk.errors import Place, Problem, Text
from zwgk.time.calendar import WorkCalendar
from zwgk.time.event import Effect, Event, Signal
from zwgk.time.measure import Measure
from zwgk.time.outcome import ClockState, Outcome, Step
from zwgk.time.outlook import Pause, View
from zwgk.time.period import CalendarDays, Period, Span, WorkingDays

__all__ = ["Clock"]

_DAY = timedelta(days=1)
_NOT_FOLDED = (Effect.START, Effect.DELAY)  # the start is known, a delay is laid over the end


class _Wait(NamedTuple):
    """What the clock waits for: the notice, and the last day or the time for it."""

    event: Event
    by: date | None
    within: Period | None


@dataclass(slots=True)
class Clock:
    """One clock (时钟): ``run`` it once, then ask for its ``outcome`` in any view.

    Where unknown days leave open whether an event came in time, ``choices`` says so, one after
    the other; ``answers`` then holds what was taken, beyond the choices what is most likely.
    ``faults`` then holds what cannot be in one timeline, ``unmatched`` the ends without a
    beginning, ``steps`` how the outcome came about.
    """

    period: Period
    start: date
    signals: Mapping[str, Signal]
    calendar: WorkCalendar
    rolls: bool = False
    view: View = View.SETTLED
    choices: Sequence[bool] = ()
    answers: list[bool] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    unmatched: list[Problem] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    _measures: dict[View, Measure] = field(default_factory=dict)
    _asked: dict[object, bool] = field(default_factory=dict)
    _origin: date = field(init=False)
    _last: date = field(init=False)
    _delay: Event | None = None
    _due: date | None = None  # kept until what it hangs on changes
    _pauses: list[Pause] = field(default_factory=list)
    _begun: dict[str, list[Event]] = field(default_factory=dict)
    _since: date | None = None
    _waits: dict[str, _Wait] = field(default_factory=dict)
    _first: dict[str, Event] = field(default_factory=dict)
    _idle: set[str] = field(default_factory=set)
    _extension: Period | None = None
    _closed: bool = False
    _met: date | None = None

    def run(self, events: Iterable[Event]) -> None:
        """Fold the events (推算); they must have been checked to be known to ``signals``.

        Raises:
            CalendarGap: where an unknown day is needed and the view is settled.
        """
        self._origin = self._last = self.start
        ordered = sorted(set(events), key=lambda event: event.order)
        delays = [one for one in ordered if self._effect(one) is Effect.DELAY]
        for other in delays[1:]:
            self._twice(delays[0], other)
        self._delay = delays[0] if delays else None
        self._say_start()
        for day, group in groupby(ordered, key=lambda event: event.on):
            todays = [one for one in group if self._effect(one) not in _NOT_FOLDED]
            if todays:
                self._fold(day, todays)
                self._last = day
        self._conclude()

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
            self._say(event, "时限完成", "the clock ends")

    # --- where it stands ---------------------------------------------------------------

    def _measure(self, view: View | None = None) -> Measure:
        view = view or self.view
        if view not in self._measures:
            self._measures[view] = Measure(self.calendar, view)
        return self._measures[view]

    def _end(self, view: View | None = None) -> date:
        """The due day by the pauses that have ended."""
        if self._due is not None and view in (None, self.view):
            return self._due
        legs = [self.period] if self._extension is None else [self.period, self._extension]
        due = self._measure(view).end(legs, self._origin, self._pauses, self.rolls)
        if view in (None, self.view):
            self._due = due
        return due

    def _past(self, day: date, limit: Callable[[View], date], question: object) -> bool:
        """Whether a day is past a limit; where unknown days leave it open, a choice."""
        if self.view is View.SETTLED:
            return day > limit(self.view)
        if question in self._asked:
            return self._asked[question]
        past = day > limit(View.LATEST)
        if past != (day > limit(View.EARLIEST)):
            at = len(self.answers)
            past = self.choices[at] if at < len(self.choices) else day > limit(self.view)
            self.answers.append(past)
        self._asked[question] = past
        return past

    def _due_before(self, day: date) -> bool:
        if self.view is View.SETTLED:
            return day > self._end()
        state = (self._origin, tuple(self._pauses), self._extension)
        return self._past(day, self._end, ("due", day, state))

    def _stands(self) -> bool:
        """Whether a stop without end began before the due day."""
        if self._since is None or self._since == date.max:
            return False
        return not self._due_before(self._since + _DAY)

    def _expired(self, day: date) -> bool:
        """Whether the due day had passed before this day."""
        return not self._waits and not self._stands() and self._due_before(day)

    # --- stops -------------------------------------------------------------------------

    def _turn(self, day: date, ends: list[Event], starts: list[Event]) -> None:
        if not (ends or starts):
            return
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
            self._since = self._due = None
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
        within = signal.within
        told_late = within is not None and self._past(
            event.on,
            lambda view: self._measure(view).end([within], self._origin),
            ("within", event, self._origin),
        )
        if told_late or self._expired(event.on):
            self._idle.add(signal.pair)
            limit_zh, limit_en = ("", "")
            if within is not None:
                last = self._measure().end([within], self._origin)
                limit_zh, limit_en = f"（应不晚于 {last}）", f" (it was due by {last})"
            self._say(
                event, f"告知逾期{limit_zh}，不停止计算", f"told too late{limit_en}, stops nothing"
            )
            return
        lapse = signal.lapse if event.number is None else WorkingDays(event.number)
        wait = _Wait(event, event.until, None if event.until else lapse)
        self._waits[signal.pair] = wait
        by = self._lapse(wait, self.view)
        by_zh, by_en = (f"，不晚于 {by}", f", by {by}") if by else ("", "")
        awaited = signal.awaited or signal.title
        self._say(event, f"等待{awaited.zh}{by_zh}", f"waits for {awaited.of('en')}{by_en}")

    def _lapse(self, wait: _Wait, view: View) -> date | None:
        if wait.within is None:
            return wait.by
        return self._measure(view).end([wait.within], wait.event.on)

    def _end_wait(self, event: Event) -> None:
        signal = self.signals[event.name]
        wait = self._waits.pop(signal.pair, None)
        if wait is None:
            if signal.pair in self._idle:
                self._say(event, "时限未曾停止，不影响", "the clock never stopped, nothing changes")
            elif not self._closed:
                self._unmatched(event)
            return
        late = signal.strict and self._past(
            event.on, lambda view: self._lapse(wait, view) or date.max, ("lapse", event)
        )
        if signal.effect is Effect.LAPSE or late:
            self._closed = True
            self._say(event, "逾期，视为放弃，时限终结", "too late: abandoned, the clock ends")
            return
        self._origin, self._pauses, self._due = event.on, [], None
        self._since = self._since and event.on
        lost, self._extension = self._extension, None
        self._first = {pair: one.event for pair, one in self._waits.items()}
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
        in_days = isinstance(self.period, CalendarDays)
        unit = signal.unit or (self.period if in_days else None)
        self._extension, self._due = _sized(unit, event.number or 0), None
        zh, en = self._extension.text.zh, self._extension.text.en
        if self._waits or self._stands():
            self._say(event, f"延长{zh}", f"{en} more")
        else:
            due = self._end()
            self._say(event, f"延长{zh}，至 {due}", f"{en} more, due {due}")

    # --- the end -------------------------------------------------------------------------

    def outcome(self, view: View | None = None) -> Outcome:
        """What the clock says when all is folded (结果), in its own view or another."""
        view = view or self.view
        if self._closed:
            return Outcome(ClockState.CLOSED, None)
        state = ClockState.MET if self._met else ClockState.RUNNING
        standing = not self._waits and self._stands()
        earliest = self._first_due(view, standing=standing)
        if self._delay is not None:
            due = max(self._delay.on, earliest)
            return Outcome(state, due, due, met=self._met)
        if self._waits and not self._met:
            wait = next(iter(self._waits.values()))
            signal = self.signals[wait.event.name]
            awaited, lapses = signal.awaited or signal.title, self._lapse(wait, view)
            return Outcome(ClockState.WAITING, None, earliest, None, awaited, lapses)
        if self._waits:
            return Outcome(state, None, met=self._met)
        if standing and not self._met:
            return Outcome(ClockState.STOPPED, None, earliest, self._remaining())
        return Outcome(state, earliest, earliest, met=self._met)

    def _first_due(self, view: View, *, standing: bool) -> date:
        """The due day; while the clock stands or waits, as if it went on on the last day told."""
        if self._waits:
            return self._measure(view).end([self.period], self._last, (), self.rolls)
        if not standing or self._since is None or self._last <= self._since:
            return self._end(view)
        legs = [self.period] if self._extension is None else [self.period, self._extension]
        pauses = [*self._pauses, (self._since, self._last)]
        return self._measure(view).end(legs, self._origin, pauses, self.rolls)

    def _remaining(self) -> int | None:
        legs = [leg for leg in (self.period, self._extension) if leg is not None]
        total = 0
        for leg in legs:
            if not isinstance(leg, WorkingDays | CalendarDays) or type(leg) is not type(legs[0]):
                return None
            total += leg.count
        run = self._measure().run(
            self.period, self._origin, self._since or self._origin, self._pauses
        )
        return None if run is None else total - run

    def _conclude(self) -> None:
        if self._delay is not None and not self._closed:
            due, on = self._first_due(self.view, standing=self._stands()), self._delay.on
            if on > due:
                self._say(self._delay, f"到期日定为 {on}", f"the due day is set to {on}")
            else:
                self._say(self._delay, f"不晚于 {due}，不影响", f"not after {due}, nothing changes")
        elif not (self._closed or self._met or self._waits) and self._stands():
            left = self._remaining()
            zh, en = ("", "") if left is None else (f"，余 {left}", f", {left} left")
            self.steps.append(
                Step(self._last, Text(f"停止计算中{zh}，恢复后续算", f"the clock stands{en}"))
            )

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


def _sized(unit: Period | None, number: int) -> Period:
    """An extension of this number in a unit; working days where the unit has no such number."""
    if isinstance(unit, CalendarDays):
        return CalendarDays(number)
    return Span(months=number) if isinstance(unit, Span) else WorkingDays(number)
