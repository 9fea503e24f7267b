"""Slots: the stretches of time in each of which something is owed (期次)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from zwgk.errors import CalendarGap
from zwgk.time.calendar import WorkCalendar
from zwgk.time.day import DayState, plain_day, wrong
from zwgk.time.measure import Measure
from zwgk.time.outlook import View, best_workday
from zwgk.time.period import Period

__all__ = ["SLOTTED", "DueDay", "Slot", "SlotKind", "Term", "slots"]

_DAY = timedelta(days=1)
_LONGEST = 36_600


@dataclass(frozen=True, slots=True)
class Term:
    """A school term (学期): its name, first and last day."""

    name: str
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"学期“{self.name}”止早于起 (the term ends before it begins)")


@dataclass(frozen=True, slots=True)
class Slot:
    """One time that something is owed (期次): its window, and the day it is due.

    ``closes`` is the due day. Where the due day hangs on days that no notice tells yet,
    ``earliest`` and ``latest`` bound it and ``certain`` is False; so it is for a slot that is
    only owed if such a day is a working day. ``ends`` is the window's own last day, from which a
    later due day is counted.
    """

    label: str
    opens: date
    closes: date
    due: date
    earliest: date
    latest: date
    certain: bool = True
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day something is due (到期日), with its bounds where no notice tells the days yet.

    ``certain`` says that the loaded notices settle it; ``due``, ``earliest`` and ``latest`` are
    then equal.
    """

    due: date
    earliest: date
    latest: date
    certain: bool = True

    @classmethod
    def of(cls, work_out: Callable[[View], date]) -> DueDay:
        """The day as the notices settle it, else as it most likely is, and its two ends.

        ``work_out`` gives the day under one reading of the days that no notice tells.

        Raises:
            CalendarGap: where no forecast helps either.
        """
        try:
            day = work_out(View.SETTLED)
        except CalendarGap:
            due, *ends = (work_out(view) for view in (View.BEST, View.EARLIEST, View.LATEST))
            return cls(due, min(ends), max(ends), certain=False)
        return cls(day, day, day)


class _Window(NamedTuple):
    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SlotKind:
    """How one kind of cadence cuts time (期次划分): which window holds a day, and each window."""

    index: Callable[[date], int] | None = None
    window: Callable[[int], _Window] | None = None
    part: str = ""

    @property
    def by_term(self) -> bool:
        """Whether the windows are school terms or their thirds (按学期)."""
        return self.index is None


def _months(size: int, label: Callable[[int, int], str]) -> SlotKind:
    """Windows of ``size`` months, labelled by year and number in the year."""

    def index(day: date) -> int:
        return (day.year * 12 + day.month - 1) // size

    def window(number: int) -> _Window:
        year, start = divmod(number * size, 12)
        after_year, after = divmod(number * size + size, 12)
        end = date(after_year, after + 1, 1) - _DAY if after_year <= date.max.year else date.max
        return _Window(label(year, start // size + 1), date(year, start + 1, 1), end)

    return SlotKind(index, window)


def _week(number: int) -> _Window:
    monday = date.fromordinal(number * 7 + 1)
    year, week, _ = monday.isocalendar()
    return _Window(f"{year}-W{week:02}", monday, monday + 6 * _DAY)


def _day(number: int) -> _Window:
    day = date.fromordinal(number)
    return _Window(day.isoformat(), day, day)


def _december(year: int) -> _Window:
    return _Window(f"{year}/end", date(year, 12, 1), date(year, 12, 31))


_YEARLY = _months(12, lambda year, _: f"{year}")

SLOTTED: Mapping[str, SlotKind] = MappingProxyType(
    {
        "daily": SlotKind(date.toordinal, _day),
        "weekly": SlotKind(lambda day: (day.toordinal() - 1) // 7, _week),
        "monthly": _months(1, lambda year, month: f"{year}-{month:02}"),
        "quarterly": _months(3, lambda year, quarter: f"{year}-Q{quarter}"),
        "half_yearly": _months(6, lambda year, half: f"{year}-H{half}"),
        "yearly": _YEARLY,
        "per_year_count": _YEARLY,
        # our own reading: the sources say 年终, 年底 and give no days
        "year_end": SlotKind(lambda day: day.year, _december),
        "per_semester": SlotKind(),
        # our own reading: a term is cut into three equal parts
        "term_start": SlotKind(part="start"),
        "term_mid": SlotKind(part="mid"),
        "term_end": SlotKind(part="end"),
    }
)
"""The kinds of cadence that have slots, by the name of the kind."""

_PARTS = ("start", "mid", "end")


def slots(
    kind: str,
    count: int,
    due_after: Period | None,
    span: tuple[date, date],
    calendar: WorkCalendar,
    terms: Iterable[Term] = (),
) -> tuple[Slot, ...]:
    """Every slot of a kind whose due day lies in a span (展开期次), ``count`` to a window."""
    first, last = plain_day(span[0], "slots"), plain_day(span[1], "slots")
    if last < first:
        raise wrong(
            "slots",
            f"止于 {last}，早于起日 {first}",
            f"the span ends {last}, before it begins {first}",
            "核对起止",
            "check both ends",
        )
    if (last - first).days > _LONGEST:
        raise wrong(
            "slots",
            f"{first} 至 {last} 超过一百年",
            f"{first} to {last} is more than a hundred years",
            "缩短起止",
            "ask for a shorter span",
        )
    cut = SLOTTED[kind]
    found = _by_term(cut, terms) if cut.by_term else _by_date(cut, last)
    made: list[Slot] = []
    for window in found:
        slot = _slot(window, due_after, calendar)
        if slot.due < first and not cut.by_term:
            break
        if not first <= slot.due <= last:
            continue
        if kind == "daily":
            state = calendar.state(window.first)
            if state is DayState.OFF or not _may_work(window.first, state):
                continue
            slot = replace(slot, certain=slot.certain and state is DayState.WORK)
        made.append(slot)
    made.sort(key=lambda slot: (slot.due, slot.opens, slot.label))
    if count == 1:
        return tuple(made)
    return tuple(
        replace(slot, label=f"{slot.label}#{number}")
        for slot in made
        for number in range(1, count + 1)
    )


def _by_date(cut: SlotKind, last: date) -> Iterator[_Window]:
    """Windows backwards in time, from the one that holds the last day."""
    if cut.index is None or cut.window is None:
        return
    for number in range(cut.index(last), cut.index(date.min + 400 * _DAY), -1):
        yield cut.window(number)


def _by_term(cut: SlotKind, terms: Iterable[Term]) -> Iterator[_Window]:
    for term in terms:
        if not cut.part:
            yield _Window(term.name, term.first, term.last)
            continue
        days, at = (term.last - term.first).days + 1, _PARTS.index(cut.part)
        start, stop = days * at // 3, max(days * (at + 1) // 3, 1)
        yield _Window(
            f"{term.name}/{cut.part}", term.first + start * _DAY, term.first + (stop - 1) * _DAY
        )


def _slot(window: _Window, due_after: Period | None, calendar: WorkCalendar) -> Slot:
    label, opens, end = window
    if due_after is None:
        return Slot(label, opens, end, end, end, end)
    found = DueDay.of(lambda view: Measure(calendar, view).end([due_after], end))
    return Slot(
        label, opens, found.due, found.due, found.earliest, found.latest, found.certain, end
    )


def _may_work(day: date, state: DayState) -> bool:
    return state is DayState.WORK or best_workday(day)
