"""Hypothesis strategies for days, calendars, periods, timelines and dossiers (测试数据生成).

The only module of this package that imports Hypothesis.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from zwgk.plugins import Registry
from zwgk.records import Dossier
from zwgk.scheme import Scheme
from zwgk.testing.fitting import fitting_dossier
from zwgk.time import (
    Cadence,
    CadenceKind,
    CalendarDays,
    Event,
    FixedDate,
    Hours,
    Notice,
    NoticeDay,
    Period,
    Span,
    Standing,
    Term,
    WorkCalendar,
    WorkingDays,
)
from zwgk.time.festivals import festivals
from zwgk.time.overlays import shipped_overlays

__all__ = [
    "Timeline",
    "cadences",
    "calendars",
    "dossiers",
    "notices",
    "periods",
    "plausible_notices",
    "receipt_days",
    "request_timelines",
    "terms",
]

_DAY = timedelta(days=1)
_CONSULTATION = (("consultation_sent", "consultation_answered"),)
_REGULATION = date(2019, 5, 15)  # 政府信息公开条例（2019年修订）: knows corrections
_TARIFF = date(2021, 1, 1)  # 国办函〔2020〕109号: fees
_LEAP_YEAR = 2024  # has every day that a year can have


class _Asked(NamedTuple):
    """What an applicant may be asked for, from when on, and the most days he surely has."""

    name: str
    given: str
    lapsed: str
    since: date
    longest: int


_CORRECTION = (_Asked("correction_asked", "corrected", "correction_lapsed", _REGULATION, 0),)
_FEE = (_Asked("fee_noticed", "fee_paid", "fee_lapsed", _TARIFF, 60),)  # 20 working days fit in


class Timeline(NamedTuple):
    """A request and what happened to it (申请及其经过): the day of receipt, and events."""

    start: date
    events: tuple[Event, ...]


# --- calendars ---------------------------------------------------------------------------------


@cache
def _cut(last: int) -> WorkCalendar:
    return WorkCalendar(one for one in WorkCalendar.china().notices if one.year <= last)


@cache
def _with_overlay(name: str) -> WorkCalendar:
    return WorkCalendar.china().with_overlay(name)


def calendars(*, truncated: bool = True) -> SearchStrategy[WorkCalendar]:
    """Calendars (工作日历): the shipped one whole, with a regional overlay, or one notice more.

    With ``truncated`` also as it was after the notice of any year, and on the eve of each
    amendment.
    """
    china = WorkCalendar.china()
    kinds: list[SearchStrategy[WorkCalendar]] = [st.just(china)]
    if truncated:
        years = sorted({notice.year for notice in china.notices})
        eves = [
            notice.known_from - _DAY
            for notice in china.notices
            if notice.kind == "amendment" and notice.known_from is not None
        ]
        kinds += [
            st.sampled_from(years).map(_cut),
            st.sampled_from(eves).map(lambda eve: WorkCalendar.china(as_of=eve)),
        ]
    kinds += [
        st.sampled_from(sorted(shipped_overlays())).map(_with_overlay),
        plausible_notices(china.horizon.year + 1).map(china.with_notice),
    ]
    return st.one_of(kinds)


def plausible_notices(year: int, after: date | None = None) -> SearchStrategy[Notice]:
    """Notices for a year as they may yet be announced (可能的放假通知), 2008 to 2040.

    Every statutory day is off; days are conserved festival by festival and moved only within
    the windows observed so far. ``after`` is the last day already settled, by default
    28 December of the year before.
    """
    return _plausible(year, after or date(year - 1, 12, 28))


def notices() -> SearchStrategy[Notice]:
    """Plausible notices (放假通知) for any year from 2008 to 2040."""
    return st.integers(2008, 2040).flatmap(plausible_notices)


@st.composite
def _plausible(draw: DrawFn, year: int, after: date) -> Notice:
    named: dict[date, NoticeDay] = {}
    for festival in festivals(year):
        for day in festival.statutory:
            named[day] = NoticeDay(day, off=True, name=festival.name)
    for festival in festivals(year):
        may_be_off = _free(festival.may_be_off, after, named)
        may_work = _free(festival.may_work, after, named)
        least = festival.in_lieu
        most = min(
            festival.off_most, len(may_be_off), least + min(festival.work_most, len(may_work))
        )
        if most < least:
            reject()
        extra = draw(st.integers(least, most))
        moved = [
            *((day, True) for day in _some(draw, may_be_off, extra)),
            *((day, False) for day in _some(draw, may_work, extra - least)),
        ]
        named |= {day: NoticeDay(day, off, festival.name) for day, off in moved}
    return Notice(year, tuple(sorted(named.values())))


def _free(days: Sequence[date], after: date, named: dict[date, NoticeDay]) -> list[date]:
    return [day for day in days if day > after and day not in named]


def _some(draw: DrawFn, days: list[date], count: int) -> list[date]:
    if not count:
        return []
    return draw(st.lists(st.sampled_from(days), min_size=count, max_size=count, unique=True))


# --- days and timelines ------------------------------------------------------------------------


def receipt_days(
    calendar: WorkCalendar | None = None, *, first: date | None = None, beyond: int = 0
) -> SearchStrategy[date]:
    """Days on which a matter may begin (收到日): any known day, often one beside a festival.

    Also often one in the last months before the horizon; from ``first`` on, and ``beyond`` so
    many days after the horizon.
    """
    calendar = WorkCalendar.china() if calendar is None else calendar
    begin = calendar.first if first is None else max(first, calendar.first)
    last = calendar.horizon + beyond * _DAY
    # weekends that are worked, and the first and last days of rest
    named = {row.day for notice in calendar.notices for row in notice.days}
    edges = sorted(day for day in named if day >= begin and not {day - _DAY, day + _DAY} <= named)
    every = [st.dates(begin, last), st.dates(max(begin, calendar.horizon - 90 * _DAY), last)]
    if edges:
        beside = st.builds(
            lambda day, step: min(max(day + step * _DAY, begin), last),
            st.sampled_from(edges),
            st.integers(-2, 2),
        )
        every.insert(1, beside)
    return st.one_of(every)


def request_timelines(
    starts: SearchStrategy[date] | None = None,
    *,
    stops: Sequence[tuple[str, str]] = _CONSULTATION,
    most_stops: int = 3,
    extension: int = 20,
    correction: bool = True,
    fee: bool = True,
    delay: bool = True,
    length: int = 120,
) -> SearchStrategy[Timeline]:
    """What may happen to a request (申请办理经过), in any order of entry and never contradictory.

    Under the regulation in force since 2019-05-15, where no other ``starts`` are given. Up to
    ``most_stops`` stops by the pairs of event names in ``stops``, some without an end; an
    extension of at most ``extension`` working days (0: none); with ``correction`` a correction
    notice, with ``fee`` a fee notice from 2021 on, each answered, lapsed or neither; with
    ``delay`` a day that was told; a reply. ``length`` is how many days after the start the last
    event may be.
    """
    return _timeline(
        receipt_days(first=_REGULATION) if starts is None else starts,
        tuple(stops),
        most_stops if stops else 0,
        extension,
        [*(_CORRECTION if correction else ()), *(_FEE if fee else ())],
        delay,
        length,
    )


@st.composite
def _timeline(
    draw: DrawFn,
    starts: SearchStrategy[date],
    stops: tuple[tuple[str, str], ...],
    most_stops: int,
    extension: int,
    asked: Sequence[_Asked],
    delay: bool,
    length: int,
) -> Timeline:
    start = draw(starts)

    def later(than: date) -> date:
        return than + draw(st.integers(0, length - (than - start).days)) * _DAY

    events: list[Event] = []
    for number in range(draw(st.integers(0, most_stops))):
        begun, ended = draw(st.sampled_from(stops))
        note = str(number + 1)  # tells two consultations of one day apart
        events.append(Event(begun, later(start), note=note))
        if draw(st.booleans()):
            events.append(Event(ended, later(events[-1].on), note=note))
    if extension and draw(st.booleans()):
        events.append(Event("extended", later(start), draw(st.integers(1, extension))))
    for one in asked:
        if one.since > start + length * _DAY or not draw(st.booleans()):
            continue
        notice = Event(one.name, later(max(start, one.since)))
        events.append(notice)
        end = draw(st.sampled_from(["", one.given, one.lapsed]))
        lapse = notice.on + one.longest * _DAY if end == one.lapsed else notice.on
        if end and lapse <= start + length * _DAY:
            events.append(Event(end, later(lapse)))
    if delay and draw(st.integers(0, 3)) == 0:
        events.append(Event("delayed_until", later(start)))
    if draw(st.booleans()):
        events.append(Event("answered", later(start)))
    return Timeline(start, tuple(draw(st.permutations(events))))


# --- periods and cadences ----------------------------------------------------------------------

_SPANS = st.builds(Span, st.integers(0, 10), st.integers(1, 24), st.integers(0, 60))
_FIXED = st.dates(date(_LEAP_YEAR, 1, 1), date(_LEAP_YEAR, 12, 31)).map(
    lambda day: FixedDate(day.month, day.day)
)
_PERIODS: dict[type[Period], SearchStrategy[Period]] = {
    WorkingDays: st.builds(WorkingDays, st.integers(1, 250)),
    CalendarDays: st.builds(CalendarDays, st.integers(1, 1_000)),
    Span: _SPANS,
    Hours: st.builds(Hours, st.integers(1, 720)),
    FixedDate: _FIXED,
    Standing: st.builds(Standing),
}


def periods(*kinds: type[Period]) -> SearchStrategy[Period]:
    """Periods (期限) of these types, of every type where none is named."""
    return st.one_of([_PERIODS[kind] for kind in kinds or _PERIODS])


def terms() -> SearchStrategy[Term]:
    """School terms (学期) of ten to twenty-five weeks."""
    return st.builds(
        lambda first, weeks: Term(
            f"{first.year}-{first.month:02}", first, first + timedelta(weeks=weeks)
        ),
        st.dates(date(2008, 1, 1), date(2026, 6, 30)),
        st.integers(10, 25),
    )


def cadences(*, expanding: bool = False) -> SearchStrategy[Cadence]:
    """Cadences (公开频次) of every kind; with ``expanding`` only those that have slots."""
    made = st.builds(
        _cadence,
        st.sampled_from(CadenceKind),
        st.integers(1, 12),
        st.one_of(st.none(), periods(WorkingDays, CalendarDays, Span)),
        st.sampled_from(["exact", "at_least", "at_most"]),
        st.one_of(st.none(), st.integers(0, 12)),
        st.sampled_from(["", "信息形成", "会议"]),
        st.one_of(st.none(), periods(CalendarDays)),
    )
    return made.filter(lambda cadence: cadence.expands) if expanding else made


def _cadence(
    kind: CadenceKind,
    count: int,
    due_after: Period | None,
    bound: str,
    more: int | None,
    event: str,
    display: Period | None,
) -> Cadence:
    most = None if more is None else count + more
    return Cadence(kind, count, due_after, bound, most, event, display)  # type: ignore[arg-type]  # sampled from its literals


# --- dossiers ----------------------------------------------------------------------------------


def dossiers(scheme: Scheme, registry: Registry) -> SearchStrategy[Dossier]:
    """Dossiers (卷宗) that fit a scheme: rows for the tables it asks, values it looks for.

    Their period is 2024; a table may be there, empty, known in part, or absent.
    """

    @st.composite
    def made(draw: DrawFn) -> Dossier:
        return fitting_dossier(scheme, registry, lambda options: draw(st.sampled_from(options)))

    return made()
