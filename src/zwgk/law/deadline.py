"""From a rule, a start and events to a deadline (到期日推算)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from zwgk.errors import CalendarGap, InvalidInput, Place, Problem, Text
from zwgk.law.events import ALWAYS, BARE, EVENTS
from zwgk.law.result import Certainty, Citation, Deadline, DeadlineState
from zwgk.law.rules import Force, Mark, Rule, Rules, RuleVersion, load_rules
from zwgk.source import did_you_mean
from zwgk.time import (
    CalendarDays,
    ClockState,
    Event,
    EventInput,
    FixedDate,
    Hours,
    Outcome,
    Period,
    Signal,
    Span,
    Standing,
    Step,
    View,
    WorkCalendar,
    WorkingDays,
    beijing_day,
    check_events,
    fold,
    reach_back,
)
from zwgk.time.day import beijing_moment, plain_day, wrong
from zwgk.time.period import UnknownForm

__all__ = ["deadline"]

_WORST_LAST = (Mark.READ, Mark.EXCERPT, Mark.CHOICE, Mark.MEMORY)
_STATES = {one.value: DeadlineState(one.value) for one in ClockState}  # faster than by its value
_FORECASTS = (View.BEST, View.EARLIEST, View.LATEST)


class _Asked(NamedTuple):
    """What is to be worked out, and where it stands in the law, if it does."""

    calendar: WorkCalendar
    start: date
    rule: Rule | None = None
    version: RuleVersion | None = None
    period: Period | None = None
    as_of: date | None = None

    @property
    def signals(self) -> Mapping[str, Signal]:
        if self.version is not None:
            return self.version.signals
        return _bare_signals(isinstance(self.period, FixedDate | Hours | Standing))


def deadline(
    rule_id_or_period: str | Period,
    start: date,
    events: Iterable[EventInput] = (),
    *,
    calendar: WorkCalendar | None = None,
    rules: Rules | None = None,
    as_of: date | None = None,
) -> Deadline:
    """When something is due that began on ``start`` (到期日), by a rule of law or a bare period.

    The rule's version is the one in force on the start (for a request: the day of receipt; the
    law is silent, this is our own choice). Events may come in any order. ``as_of`` is a day up to
    which no more is known to have happened: a fee that was not paid in time by then has closed
    the clock; without it, only a later event shows that time went by.

    >>> str(deadline("XXGK-REPLY", date(2019, 5, 14)).due)
    '2019-06-04'
    >>> str(deadline("20 working days", date(2019, 5, 15)).due)
    '2019-06-13'

    Raises:
        InvalidInput: for an unknown rule id, a naive moment, and every fault of the events.
        CalendarGap: for days before the calendar or beyond every forecast.
    """
    calendar = WorkCalendar.china() if calendar is None else _calendar(calendar)
    if as_of is not None:
        as_of = plain_day(as_of, "as_of")
    found = _resolve(rule_id_or_period, rules)
    if not isinstance(found, Rule):
        return _limited(_Asked(calendar, start, None, None, found, as_of), events)
    if isinstance(start, datetime) and any(isinstance(v.limit, Hours) for v in found.versions):
        start = beijing_moment(start, "start")
    force, version = found.on(beijing_day(start, "start"))
    if version is None:
        return _not_bound(_Asked(calendar, start, found), force)
    return _limited(_Asked(calendar, start, found, version, version.limit, as_of), events)


def _calendar(given: object) -> WorkCalendar:
    if isinstance(given, WorkCalendar):
        return given
    raise wrong(
        "calendar",
        f"不是日历：{given!r}",
        f"not a calendar: {given!r}",
        "用 WorkCalendar.china() 或 WorkCalendar.from_notices(…)",
        "use WorkCalendar.china() or WorkCalendar.from_notices(…)",
    )


def _resolve(given: str | Period, rules: Rules | None) -> Rule | Period:
    if not isinstance(given, str):
        if isinstance(given, Period):
            return given
        raise wrong(
            "deadline",
            f"不是规则编号，也不是期限：{given!r}",
            f"neither a rule id nor a period: {given!r}",
            "写规则编号，如 XXGK-REPLY，或期限，如 20个工作日",
            "give a rule id such as XXGK-REPLY, or a period such as 20 working days",
        )
    rules = load_rules() if rules is None else rules
    if given in rules:
        return rules[given]
    from zwgk.time import parse_period  # noqa: PLC0415  # patterns are made when words are read

    try:
        return parse_period(given)
    except UnknownForm:
        problem = Problem(
            Place("deadline"),
            Text(
                f"没有编号为“{given}”的规则，也不是期限",
                f"'{given}' is neither a rule nor a period",
            ),
            did_you_mean(given.upper(), list(rules)),
        )
        raise InvalidInput([problem]) from None
    except ValueError as bad:
        raise wrong("deadline", f"“{given}”：{bad}", f"'{given}': {bad}") from None


@cache
def _bare_signals(fixed: bool) -> Mapping[str, Signal]:
    names = (*ALWAYS, "delayed_until") if fixed else BARE
    kinds = {name: EVENTS[name] for name in names}
    return {
        name: Signal(kind.effect, kind.title, kind.pair, also=kind.also)
        for name, kind in kinds.items()
    }


def _limited(asked: _Asked, events: Iterable[EventInput]) -> Deadline:
    period = asked.period
    if isinstance(period, Hours):
        return _in_hours(asked, period, events)
    if type(asked.start) is not date:
        asked = asked._replace(start=beijing_day(asked.start, "start"))
    if period is None or isinstance(period, Standing):
        return _endless(asked, events)
    if asked.version is not None and asked.version.direction == "before":
        return _backwards(asked, period, events)
    return _forwards(asked, period, events)


def _forwards(asked: _Asked, period: Period, events: Iterable[EventInput]) -> Deadline:
    """The usual way: a clock that runs from the start."""
    known, faults = check_events(events, asked.signals, asked.start)
    version = asked.version
    rolls, by = (version.rolls, version.rolled_by) if version is not None else (False, ("", ""))
    found = fold(
        period, asked.start, known, asked.signals, asked.calendar,
        rolls=rolls, rolled_by=by, until=asked.as_of, faults=faults,
    )  # fmt: skip
    outcome, latest, steps = found.outcome, found.latest, found.steps
    if found.settled:
        return _deadline(asked, outcome, latest, Certainty.FINAL, steps, used=known)
    steps = [*steps, _unsettled(asked.calendar, outcome.earliest, latest, found.states)]
    return _deadline(asked, outcome, latest, Certainty.PROVISIONAL, steps, used=known)


def _unsettled(
    calendar: WorkCalendar,
    earliest: date | None,
    latest: date | None,
    states: Sequence[ClockState] = (),
) -> Step:
    zh = "放假安排只公布到这一天，此后按法定节假日推算，日期暂定"
    en = "no notice tells the days after this one; the date is provisional"
    if earliest:
        zh, en = f"{zh}，最早 {earliest}", f"{en}, earliest {earliest}"
    if latest:
        zh, en = f"{zh}，最晚 {latest}", f"{en}, latest {latest}"
    if len(states) > 1:
        labels = [DeadlineState(one.value).label for one in states]
        zh = f"{zh}；状态不定：{'或'.join(one.zh for one in labels)}"
        en = f"{en}; the state is open: {' or '.join(one.of('en') for one in labels)}"
    return Step(calendar.horizon, Text(zh, en))


# --- other ways ------------------------------------------------------------------------------


def _backwards(asked: _Asked, period: Period, events: Iterable[EventInput]) -> Deadline:
    """A day by which something must be done before the start."""
    start, calendar = asked.start, asked.calendar
    met = _only_answer(asked, events, date.min, ["answered"])
    certainty = Certainty.FINAL
    if isinstance(period, WorkingDays):
        try:
            due = earliest = latest = calendar.add_workdays(start, -period.count)
        except CalendarGap:
            certainty = Certainty.PROVISIONAL
            due, latest, earliest = (
                reach_back(calendar, start, period.count, view) for view in _FORECASTS
            )
    else:
        due = earliest = latest = _ago(period, start)
    text = period.text
    steps = [
        Step(start, Text(f"当日不计，提前{text.zh}，至迟 {due}", f"{text.en} before, by {due}"))
    ]
    if certainty is Certainty.PROVISIONAL:
        steps.append(_unsettled(calendar, earliest, latest))
    outcome = Outcome(_state(met), due, earliest, met=met)
    return _deadline(asked, outcome, latest, certainty, steps)


def _ago(period: Period, start: date) -> date:
    if isinstance(period, CalendarDays | Span):
        return period.before(start)
    raise wrong(
        "deadline",
        f"“{period}”不能倒推",
        f"'{period}' cannot be counted backwards",
        "用工作日、日或月",
        "use working days, days or months",
    )


def _in_hours(asked: _Asked, period: Hours, events: Iterable[EventInput]) -> Deadline:
    due = period.due(asked.start)  # type: ignore[arg-type]  # a date is refused there
    began = due - timedelta(hours=period.count)
    asked = asked._replace(start=began)
    met = _only_answer(asked, events, began)
    text = period.text
    step = Step(
        began, Text(f"自此时起{text.zh}，至 {due}", f"{text.en} from this moment, due {due}")
    )
    return _deadline(asked, Outcome(_state(met), due, due, met=met), due, Certainty.FINAL, [step])


def _endless(asked: _Asked, events: Iterable[EventInput]) -> Deadline:
    """A duty without a number: standing, or due promptly."""
    met = _only_answer(asked, events, asked.start)
    words = Text("长期有效，没有到期日", "a standing duty, without a due day")
    if asked.version is not None and asked.version.words is not None:
        told = asked.version.words
        words = Text(f"{told.zh}：法律未定天数", f"{told.of('en')}: the law gives no number")
    outcome = Outcome(_state(met), None, met=met)
    return _deadline(asked, outcome, None, Certainty.FINAL, [Step(asked.start, words)])


def _only_answer(
    asked: _Asked, events: Iterable[EventInput], start: date, names: Sequence[str] = ALWAYS
) -> date | None:
    """The day of the answer, for limits that nothing stops or moves."""
    signals = {name: asked.signals[name] for name in names}
    known, faults = check_events(events, signals, start)
    if faults:
        raise InvalidInput(faults)
    return min((event.on for event in known if event.name == "answered"), default=None)


_citation = cache(Citation)  # few documents, many deadlines


def _state(met: date | None) -> ClockState:
    return ClockState.MET if met else ClockState.RUNNING


# --- the result ------------------------------------------------------------------------------


def _deadline(
    asked: _Asked,
    outcome: Outcome,
    latest: date | None,
    certainty: Certainty,
    steps: Sequence[Step],
    state: DeadlineState | None = None,
    used: Sequence[Event] = (),
) -> Deadline:
    rule, version = asked.rule, asked.version
    every = [*steps]
    if rule and version:
        ends = outcome.met or latest or outcome.due
        every = [*_basis(rule, version, asked.start, ends), *steps]
    if version is not None and version.silence is not None:
        every.append(Step(asked.start, version.silence, version.source, version.article))
    cited = dict.fromkeys([(one.source, one.article) for one in every if one.source])
    return Deadline(
        rule.id if rule else "",
        version.id if version else "",
        state or _STATES[outcome.state],
        asked.start,
        "" if asked.period is None else str(asked.period),
        outcome.due,
        outcome.earliest,
        latest,
        certainty,
        tuple(every),
        tuple([_citation(*one) for one in cited]),
        None if version is None else _mark(version, _day(asked.start), used),
        asked.calendar.id,
        outcome.remaining,
        outcome.waits_for,
        outcome.lapses,
        outcome.met,
        version.bound if version else "at_most",
        version.direction if version else "after",
    )


def _day(start: date) -> date:
    return start if type(start) is date else beijing_day(start, "start")


def _basis(rule: Rule, version: RuleVersion, day: date, ends: date | None) -> list[Step]:
    chosen, *special = rule.openings[version.id]
    basis = [
        Step(day, chosen, version.source, version.article),
        *[Step(day, words) for words in special],
    ]
    if version.to is not None and ends is not None and version.to <= _day(ends):
        kept = Text(
            f"此版自 {version.to} 起失效；未见过渡规定，仍按起算之日有效的版本（D，本库所定）",
            f"this version is out of force from {version.to}; no clause on running limits was "
            "found, the version of the start is kept (D, our own choice)",
        )
        basis.append(Step(day, kept))
    return basis


def _mark(version: RuleVersion, day: date, used: Iterable[Event]) -> Mark:
    """The weakest mark among the version and the events that were used."""
    marks = [*version.marks_on(day)]
    marks += [rule.mark for event in used if (rule := version.events.get(event.name))]
    return max(marks, key=_WORST_LAST.index)


def _not_bound(asked: _Asked, force: Force) -> Deadline:
    """The answer for a day on which the rule did not bind, or it is not known whether it did."""
    rule = asked.rule
    asked = asked._replace(start=beijing_day(asked.start, "start"))
    title = rule.title if rule else Text("")
    if force is Force.NOT_KNOWN:
        state = DeadlineState.UNKNOWN
        words = Text(
            f"{title.zh}：当日是否有效没有核对，不能说没有期限",
            f"{title.of('en')}: whether it bound on this day was not read; that is not 'no duty'",
        )
    else:
        state = DeadlineState.NOT_IN_FORCE
        words = Text(f"{title.zh}：当日无此规定", f"{title.of('en')}: not in force on this day")
    step = Step(asked.start, words)
    outcome = Outcome(ClockState.RUNNING, None)
    return _deadline(asked, outcome, None, Certainty.FINAL, [step], state)
