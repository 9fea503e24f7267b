"""A clock folds the events of one matter into its state and its due day (时限时钟).

Events are folded day by day, so the order in which they are given is of no account. Within a
day the ends of stops come first, then their starts, then extensions, then the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

from zwgk.errors import Problem, Text
from zwgk.time.calendar import WorkCalendar
from zwgk.time.course import Course
from zwgk.time.event import Effect, Event, Signal, no_beginning, told_twice, too_early
from zwgk.time.measure import Measure
from zwgk.time.outcome import ClockState, Outcome, Step
from zwgk.time.outlook import Pause, View
from zwgk.time.period import Period, WorkingDays

__all__ = ["Clock"]

_DAY = timedelta(days=1)
_ONLY = Course()  # in the settled view nothing is open, and nothing is noted
_SETTLED = View.SETTLED  # a name of its own: an enum is slow to look into, and this is asked often
_TURNS = frozenset({Effect.GO, Effect.STOP})
_LAID = frozenset({Effect.START, Effect.DELAY})  # known before the fold, not folded
_RANKS = {Effect.ASK: 2, Effect.GIVE: 3, Effect.LAPSE: 3, Effect.EXTEND: 4, Effect.DONE: 5}


class _Wait(NamedTuple):
    """What the clock waits for: the notice, and the last day or the time for it."""

    event: Event
    by: date | None
    within: Period | None


@dataclass(slots=True)
class Clock:
    """One clock (时钟): ``run`` it once, then ask for its ``outcome`` in any view.

    ``until`` is a day up to which nothing else is known to have happened: what lapses by itself
    has lapsed by then. ``rolled_by`` is the article that gives way to rest days, ``course`` says
    how days that no notice tells are read. Once it has run, ``faults`` holds what cannot be in
    one timeline, ``unmatched`` the ends without a beginning, ``steps`` how it all came about.
    """

    period: Period
    start: date
    signals: Mapping[str, Signal]
    calendar: WorkCalendar
    rolls: bool = False
    rolled_by: tuple[str, str] = ("", "")
    until: date | None = None
    course: Course = field(default_factory=lambda: _ONLY)
    faults: list[Problem] = field(default_factory=list)
    unmatched: list[Problem] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    _own: Measure = field(init=False)
    _origin: date = field(init=False)
    _last: date = field(init=False)
    _legs: list[Period] = field(init=False)
    _delay: Event | None = None
    _due: date | None = None  # kept until what it hangs on changes
    _pauses: list[Pause] = field(default_factory=list)
    _begun: dict[str, list[Event]] = field(default_factory=dict)
    _since: date | None = None
    _waits: dict[str, _Wait] = field(default_factory=dict)
    _first: dict[str, Event] = field(default_factory=dict)
    _idle: set[str] = field(default_factory=set)
    _closed: bool = False
    _met: date | None = None

    def run(self, events: Iterable[Event]) -> None:
        """Fold the events (推算); they must have been checked to be known to ``signals``.

        Raises:
            CalendarGap: where an unknown day is needed and the view is settled.
        """
        self._own = Measure(self.calendar, self.course.view)
        self._origin = self._last = self.start
        self._legs = [self.period]
        each = {event.order: event for event in events}  # what is told twice is told once
        by_day: dict[date, list[Event]] = {}
        for order in sorted(each):
            event = each[order]
            effect = self.signals[event.name].effect
            if effect not in _LAID:
                by_day.setdefault(event.on, []).append(event)
            elif effect is Effect.DELAY:
                self._lay(event)
        zh, en = f"当日不计，期限{self.period.text.zh}", f"Day 0, {self.period.text.en}"
        self._note(self.start, *((zh, en) if self._delay else self._to_the_end(zh, en)))
        for day, todays in by_day.items():
            self._fold(day, todays)
        self._conclude()

    def _fold(self, day: date, events: list[Event]) -> None:
        if self._waits and not self._met:
            self._lapse_before(day)
        if self._closed or self._met:
            for event in events:
                self._say(event, "时限已结束，不再影响", "the clock had ended, nothing changes")
            return
        self._last = day
        if len(events) > 1:
            events.sort(key=self._rank)
        turns: list[Event] = []
        for event in events:
            effect = self.signals[event.name].effect
            if effect in _TURNS:  # all of a day at once
                turns.append(event)
                continue
            if turns:
                self._turn(day, turns)
                turns = []
            self._DO[effect](self, event)
        if turns:
            self._turn(day, turns)

    def _rank(self, event: Event) -> int:
        signal = self.signals[event.name]
        if signal.effect in _TURNS:
            return 1
        if signal.pair in self._waits and signal.effect is not Effect.ASK:
            return 0
        return _RANKS[signal.effect]

    # --- where it stands ---------------------------------------------------------------

    def _measure(self, view: View) -> Measure:
        return self._own if view is self.course.view else Measure(self.calendar, view)

    def _end(self, view: View | None = None) -> date:
        """The due day by the pauses that have ended, or the one that was told."""
        if self._delay is not None:
            return self._delay.on
        if view is not None and view is not self.course.view:
            return self._reach(self._measure(view), self.rolls)
        if self._due is None:
            self._due = self._reach(self._own, self.rolls)
        return self._due

    def _reach(self, measure: Measure, rolls: bool) -> date:
        return measure.end(self._legs, self._origin, self._pauses, rolls)

    def _due_before(self, day: date) -> bool:
        if self.course.view is _SETTLED:
            return day > self._end()
        state = (self._origin, tuple(self._pauses), tuple(self._legs))
        return self.course.past(day, self._end, ("due", state))

    def _stands(self) -> bool:
        """Whether a stop without end began before the due day; a day that was told stays."""
        if self._since is None or self._delay is not None or self._since == date.max:
            return False
        return not self._due_before(self._since + _DAY)

    def _expired(self, day: date) -> bool:
        """Whether the due day had passed before this day."""
        return not self._waits and not self._stands() and self._due_before(day)

    # --- stops -------------------------------------------------------------------------

    def _turn(self, day: date, events: Sequence[Event]) -> None:
        ends: list[Event] = []
        for event in events:
            signal = self.signals[event.name]
            if signal.effect is Effect.GO:
                ends.append(event)
                continue
            self._begun.setdefault(signal.pair, []).append(event)
            if self._expired(day):
                self._say(event, "到期之后开始，不影响", "began after the due day, changes nothing")
            else:
                self._say(event, "自次日起停止计算", "days after this one do not count")
        for event in ends:
            signal = self.signals[event.name]
            begun = self._begun.get(signal.pair)
            if begun:
                begun.pop()
            else:
                self.unmatched.append(no_beginning(event, signal.title))
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
                self._say(event, *self._to_the_end("自次日起继续计算", "days count again"))

    # --- waiting on the applicant --------------------------------------------------------

    def _ask(self, event: Event) -> None:
        signal = self.signals[event.name]
        if (earlier := self._first.setdefault(signal.pair, event)) != event:
            self.faults.append(told_twice(earlier, event, signal.title))
            return
        within = signal.within
        told_late = within is not None and self.course.past(
            event.on,
            lambda view: self._measure(view).end([within], self._origin),
            ("within", event.name, self._origin),
        )
        if told_late or self._expired(event.on):
            self._idle.add(signal.pair)
            limit_zh, limit_en = ("", "")
            if within is not None:
                last = self._own.end([within], self._origin)
                limit_zh, limit_en = f"（应不晚于 {last}）", f" (it was due by {last})"
            self._say(
                event, f"告知逾期{limit_zh}，不停止计算", f"told too late{limit_en}, stops nothing"
            )
            return
        lapse = signal.lapse if event.number is None else WorkingDays(event.number)
        wait = _Wait(event, event.until, None if event.until else lapse)
        self._waits[signal.pair] = wait
        by = self._lapse(wait, self.course.view)
        by_zh, by_en = (f"，不晚于 {by}", f", by {by}") if by else ("", "")
        awaited = self._awaited(wait)
        self._say(event, f"等待{awaited.zh}{by_zh}", f"waits for {awaited.of('en')}{by_en}")

    def _lapse(self, wait: _Wait, view: View) -> date | None:
        if wait.within is None:
            return wait.by
        return self._measure(view).end([wait.within], wait.event.on)

    def _lapse_before(self, day: date) -> None:
        """Close the clock if what it waits for had to come before this day, and did not."""
        for wait in self._waits.values():
            if self._closed or not self._lapsed(wait, day):
                continue
            by = min(self._lapse(wait, self.course.view) or date.max, day - _DAY)
            awaited, self._closed = self._awaited(wait), True
            self._say(
                wait.event,
                f"至 {by} 未等到{awaited.zh}，视为放弃，时限终结",
                f"{awaited.of('en')} did not come by {by}: abandoned, the clock ends",
                on=by + _DAY,
            )

    def _lapsed(self, wait: _Wait, day: date) -> bool:
        if not self.signals[wait.event.name].strict:
            return False
        question = ("lapse", wait.event)
        return self.course.past(day, lambda view: self._lapse(wait, view) or date.max, question)

    def _awaited(self, wait: _Wait) -> Text:
        return (signal := self.signals[wait.event.name]).awaited or signal.title

    def _end_wait(self, event: Event) -> None:
        signal = self.signals[event.name]
        wait = self._waits.pop(signal.pair, None)
        if wait is None:
            if signal.pair in self._idle:
                self._say(event, "时限未曾停止，不影响", "the clock never stopped, nothing changes")
            else:
                self.unmatched.append(no_beginning(event, self.signals[event.name].title))
        elif signal.effect is Effect.LAPSE:
            self._lapse_on(event, wait)
        else:
            self._restart(event)

    def _lapse_on(self, event: Event, wait: _Wait) -> None:
        view = self.course.view if self.course.view is _SETTLED else View.EARLIEST
        by = self._lapse(wait, view)
        if by is not None and event.on < by:
            self.faults.append(too_early(event, by))
        self._closed = True
        self._say(event, "逾期，视为放弃，时限终结", "too late: abandoned, the clock ends")

    def _restart(self, event: Event) -> None:
        self._origin, self._pauses, self._due = event.on, [], None
        self._since = self._since and event.on
        extended, self._legs = len(self._legs) > 1, [self.period]
        self._first = {pair: one.event for pair, one in self._waits.items()}
        late = self._delay is not None and self._delay.on < event.on
        self._delay = None if late else self._delay
        zh, en = "时限自次日重新计算", "the limit starts anew on the next day"
        if not self._waits and self._since is None:
            zh, en = self._to_the_end(zh, en)
        if extended:
            zh, en = f"{zh}；此前的延长失效", f"{en}; the extension told before lapses"
        if late:  # it was told for the clock that is discarded
            zh, en = f"{zh}；此前告知的延迟日期失效", f"{en}; the day told before lapses"
        self._say(event, zh, en)

    # --- extension, delay, answer ----------------------------------------------------------

    def _extend(self, event: Event) -> None:
        signal = self.signals[event.name]
        earlier = self._first.setdefault(signal.pair, event)
        if earlier is not event and earlier != event:
            self.faults.append(told_twice(earlier, event, signal.title))
            return
        if self._expired(event.on):
            self._say(event, "到期之后才告知，无效", "told after the due day, void")
            return
        more = signal.extension(self.period, event.number or 0)
        self._legs, self._due = [self.period, more], None
        zh, en = f"延长{more.text.zh}", f"{more.text.en} more"
        open_ended = self._waits or self._stands()
        self._say(event, *((zh, en) if open_ended else self._to_the_end(zh, en)))

    def _lay(self, delay: Event) -> None:
        """Take the day that was told as the due day, whatever the limit gives."""
        if self._delay is None:
            self._delay = delay
        else:
            self.faults.append(told_twice(self._delay, delay, self.signals[delay.name].title))

    def _done(self, event: Event) -> None:
        self._met = event.on
        self._say(event, "时限完成", "the clock ends")

    _DO: ClassVar[Mapping[Effect, Callable[[Clock, Event], None]]] = {
        Effect.ASK: _ask,
        Effect.GIVE: _end_wait,
        Effect.LAPSE: _end_wait,
        Effect.EXTEND: _extend,
        Effect.DONE: _done,
    }

    # --- the end -------------------------------------------------------------------------

    def outcome(self, view: View | None = None) -> Outcome:
        """What the clock says when all is folded (结果), in its own view or another."""
        view = view or self.course.view
        if self._closed:
            return Outcome(ClockState.CLOSED, None)
        if self._waits:
            return self._waiting(view)
        standing = self._stands()
        earliest = self._first_due(view) if standing else self._end(view)
        if self._met:
            return Outcome(ClockState.MET, earliest, earliest, met=self._met)
        if standing:
            return Outcome(ClockState.STOPPED, None, earliest, self._remaining())
        return Outcome(ClockState.RUNNING, earliest, earliest)

    def _waiting(self, view: View) -> Outcome:
        if self._met:
            return Outcome(ClockState.MET, None, met=self._met)
        wait = next(iter(self._waits.values()))
        # as if it came on the last day told; a day that was told for later stays
        if self._delay is not None and self._delay.on >= self._last:
            earliest = self._delay.on
        else:
            earliest = self._measure(view).end([self.period], self._last, (), self.rolls)
        lapses = self._lapse(wait, view)
        return Outcome(ClockState.WAITING, None, earliest, None, self._awaited(wait), lapses)

    def _first_due(self, view: View) -> date:
        """The due day of a clock that stands, as if it went on on the last day told."""
        if self._since is None or self._last <= self._since:
            return self._end(view)
        pauses = [*self._pauses, (self._since, self._last)]
        return self._measure(view).end(self._legs, self._origin, pauses, self.rolls)

    def _remaining(self) -> int | None:
        until = self._since or self._origin
        return self._own.left(self._legs, self._origin, until, self._pauses)

    def _conclude(self) -> None:
        if self._waits and not (self._closed or self._met) and self.until is not None:
            self._lapse_before(self.until)
        if self._closed:
            return
        if self._delay is not None:
            on = self._delay.on
            self._say(self._delay, f"到期日定为 {on}", f"the due day is set to {on}")
        elif self._waits or (self._stands() and self._met):
            return
        elif self._stands():
            left = self._remaining()
            zh, en = ("", "") if left is None else (f"，余 {left}", f", {left} left")
            self._note(self._last, f"停止计算中{zh}，恢复后续算", f"the clock stands{en}")
        elif self.rolls and (due := self._end()) != (last := self._reach(self._own, rolls=False)):
            zh, en = f"最后一日不是工作日，顺延至 {due}", f"the last day is no working day: {due}"
            self._note(last, zh, en, *self.rolled_by)

    # --- words ---------------------------------------------------------------------------

    def _to_the_end(self, zh: str, en: str) -> tuple[str, str]:
        return f"{zh}，至 {self._end()}", f"{en}, due {self._end()}"

    def _say(self, event: Event, zh: str, en: str, on: date | None = None) -> None:
        signal = self.signals[event.name]
        zh, en = f"{signal.title.zh}：{zh}", f"{signal.title.en}: {en}"
        self._note(on or event.on, zh, en, signal.source, signal.article)

    def _note(self, on: date, zh: str, en: str, source: str = "", article: str = "") -> None:
        self.steps.append(Step(on, Text(zh, en), source, article))
