"""How often something is owed (公开频次)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

from zwgk.errors import Text
from zwgk.time.calendar import WorkCalendar
from zwgk.time.day import number, plain_day
from zwgk.time.measure import Measure
from zwgk.time.outlook import View, reach_back
from zwgk.time.period import CalendarDays, Hours, Period, Span, Standing, WorkingDays
from zwgk.time.slots import SLOTTED, DueDay, Slot, Term, slots

__all__ = ["WORDS", "Bound", "Cadence", "CadenceKind"]

Bound: TypeAlias = Literal["exact", "at_least", "at_most"]


class CadenceKind(StrEnum):
    """Kinds of frequency (频次种类); those that fill the year with slots ``expand``."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    YEAR_END = "year_end"
    PER_YEAR_COUNT = "per_year_count"
    PER_SEMESTER = "per_semester"
    TERM_START = "term_start"
    TERM_MID = "term_mid"
    TERM_END = "term_end"
    ALWAYS_ON = "always_on"
    FIXED = "fixed"
    CONTINUOUS_24H = "continuous_24h"
    EVENT_BEFORE = "event_before"
    EVENT_DURING = "event_during"
    EVENT_SAME_TIME = "event_same_time"
    EVENT_AFTER = "event_after"
    REALTIME = "realtime"
    REALTIME_ON_SUBMISSION = "realtime_on_submission"
    IMMEDIATE = "immediate"
    WITHIN_DAYS = "within_days"
    WITHIN_PROMISE = "within_promise"
    WITHIN_STATUTORY_LIMIT = "within_statutory_limit"
    SAME_TIME = "same_time"
    ON_REQUEST = "on_request"
    AD_HOC = "ad_hoc"
    PERIODIC = "periodic"
    BY_STAGE = "by_stage"
    BY_ROTATION = "by_rotation"
    SEVERAL_PER_YEAR = "several_per_year"


WORDS = {
    CadenceKind.DAILY: Text("每日", "daily"),
    CadenceKind.WEEKLY: Text("每周", "weekly"),
    CadenceKind.MONTHLY: Text("每月", "monthly"),
    CadenceKind.QUARTERLY: Text("每季度", "quarterly"),
    CadenceKind.HALF_YEARLY: Text("每半年", "half-yearly"),
    CadenceKind.YEARLY: Text("每年", "yearly"),
    CadenceKind.YEAR_END: Text("年终", "at the end of the year"),
    CadenceKind.PER_YEAR_COUNT: Text("全年", "in the year"),
    CadenceKind.PER_SEMESTER: Text("每学期", "each term"),
    CadenceKind.TERM_START: Text("开学", "at the start of the term"),
    CadenceKind.TERM_MID: Text("期中", "in mid-term"),
    CadenceKind.TERM_END: Text("期末", "at the end of the term"),
    CadenceKind.ALWAYS_ON: Text("长期", "always"),
    CadenceKind.FIXED: Text("固定", "fixed"),
    CadenceKind.CONTINUOUS_24H: Text("二十四小时", "around the clock"),
    CadenceKind.EVENT_BEFORE: Text("事前", "before the event"),
    CadenceKind.EVENT_DURING: Text("事中", "during the event"),
    CadenceKind.EVENT_SAME_TIME: Text("同时", "together with the event"),
    CadenceKind.EVENT_AFTER: Text("事后", "after the event"),
    CadenceKind.REALTIME: Text("及时", "promptly"),
    CadenceKind.REALTIME_ON_SUBMISSION: Text("有报送即公示", "as soon as submitted"),
    CadenceKind.IMMEDIATE: Text("即时", "at once"),
    CadenceKind.WITHIN_DAYS: Text("限期", "within days"),
    CadenceKind.WITHIN_PROMISE: Text("承诺时限内", "within the promised limit"),
    CadenceKind.WITHIN_STATUTORY_LIMIT: Text("法定时限内", "within the statutory limit"),
    CadenceKind.SAME_TIME: Text("同步", "at the same time"),
    CadenceKind.ON_REQUEST: Text("依申请", "on request"),
    CadenceKind.AD_HOC: Text("随时", "at any time"),
    CadenceKind.PERIODIC: Text("定期", "regularly"),
    CadenceKind.BY_STAGE: Text("按阶段", "by stage"),
    CadenceKind.BY_ROTATION: Text("轮流", "in turn"),
    CadenceKind.SEVERAL_PER_YEAR: Text("每年几次", "several times a year"),
}
_STANDING = frozenset(
    {CadenceKind.ALWAYS_ON, CadenceKind.FIXED, CadenceKind.CONTINUOUS_24H},
)
_BEFORE = frozenset({CadenceKind.EVENT_BEFORE})
_AFTER = frozenset(
    {CadenceKind.EVENT_AFTER, CadenceKind.REALTIME_ON_SUBMISSION, CadenceKind.WITHIN_DAYS,
     CadenceKind.REALTIME, CadenceKind.IMMEDIATE, CadenceKind.EVENT_DURING},
)  # fmt: skip
_BOUNDS = {"exact": ("", ""), "at_least": ("至少", "at least "), "at_most": ("至多", "at most ")}
_MOST_TIMES = 1000


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often something is owed (公开频次).

    ``count`` is how many times a slot, ``most`` the upper end of a range, ``bound`` whether
    ``count`` is a minimum (以上) or a maximum, of which nothing is owed. ``due_after`` moves the
    due day past the end of a slot's own window; for an event it says how long after it, for
    ``event_before`` how long ahead. ``event`` names the event, ``display`` the least time on show.

    >>> rule = Cadence(CadenceKind.MONTHLY, due_after=CalendarDays(15))
    >>> days = rule.slots(date(2024, 3, 1), date(2024, 3, 31), WorkCalendar.china())
    >>> [(slot.label, str(slot.due)) for slot in days]
    [('2024-02', '2024-03-15')]
    """

    kind: CadenceKind
    count: int = 1
    due_after: Period | None = None
    bound: Bound = "exact"
    most: int | None = None
    event: str = ""
    display: Period | None = None
    note: str = ""

    def __post_init__(self) -> None:
        counts = [self.count] if self.most is None else [self.count, self.most]
        if any(type(one) is not int or not 0 < one <= _MOST_TIMES for one in counts):
            told = ", ".join(map(number, counts))
            raise ValueError(f"次数应为 1 至 {_MOST_TIMES} (times, 1 to {_MOST_TIMES}): {told}")
        if self.most is not None and self.most < self.count:
            raise ValueError(f"次数上下限颠倒 (most is below count): {counts}")
        if isinstance(self.due_after, Hours | Standing) and self.expands:
            raise ValueError("频次的到期日不能以小时计或长期 (due_after must lead to a day)")

    @property
    def expands(self) -> bool:
        """Whether it fills a span of time with slots (可展开)."""
        return self.kind.value in SLOTTED and self.bound != "at_most"

    @property
    def standing(self) -> bool:
        """Whether it holds all the time (长期有效)."""
        return self.kind in _STANDING

    @property
    def needs_terms(self) -> bool:
        """Whether its slots come from school terms (需要校历)."""
        return self.expands and SLOTTED[self.kind.value].by_term

    def slots(
        self, first: date, last: date, calendar: WorkCalendar, terms: Iterable[Term] = ()
    ) -> tuple[Slot, ...]:
        """Every slot whose due day lies in [first, last] (应公开期次), in order.

        Empty for what is bound to events, standing or vague. A working day that no notice tells
        yet is read as it most likely is, and its slot is not ``certain``.

        Raises:
            InvalidInput: for a span that ends before it begins.
            CalendarGap: where days are needed that no forecast tells.
        """
        if not self.expands:
            return ()
        return slots(self.kind.value, self.count, self.due_after, (first, last), calendar, terms)

    @property
    def after_event(self) -> Period | None:
        """How long after its event it is due (事后时限), None where no number of days is known."""
        if self.kind not in _AFTER or isinstance(self.due_after, Standing | Hours):
            return None
        return self.due_after

    @property
    def before_event(self) -> Period | None:
        """How long ahead of its event it is due (事前时限): a day where no number is given.

        None for what is not owed before an event, and where the number leads to no day.
        """
        if self.kind not in _BEFORE:
            return None
        ahead = CalendarDays(1) if self.due_after is None else self.due_after
        return ahead if isinstance(ahead, WorkingDays | CalendarDays | Span) else None

    def event_due(self, on: date, calendar: WorkCalendar) -> DueDay | None:
        """The due day for one event (事件到期日), None where no number of days is known.

        The day of the event itself does not count. What is owed before an event without a
        number is due on the day before it. Past the last notice the day has its bounds, as
        ``deadline()`` gives them.

        >>> rule = Cadence(CadenceKind.EVENT_BEFORE, due_after=WorkingDays(5))
        >>> str(rule.event_due(date(2024, 9, 13), WorkCalendar.china()).due)
        '2024-09-06'

        Raises:
            InvalidInput: for what is no date.
            CalendarGap: for working days before the calendar or beyond every forecast.
        """
        on = plain_day(on, "event_due")
        if (ahead := self.before_event) is not None:
            return DueDay.of(lambda view: _ahead(on, ahead, calendar, view))
        if (after := self.after_event) is None:
            return None
        return DueDay.of(lambda view: Measure(calendar, view).end([after], on))

    @property
    def text(self) -> Text:
        """The cadence in words (频次文字)."""
        words = WORDS[self.kind]
        zh, en = words.zh, words.of("en")
        several = self.count > 1 or self.most is not None or self.bound != "exact"
        if several:
            range_zh = f"{self.count}" if self.most is None else f"{self.count}至{self.most}"
            least_zh, least_en = _BOUNDS[self.bound]
            range_en = range_zh.replace("至", " to ")
            zh, en = f"{zh}{least_zh}{range_zh}次", f"{en}, {least_en}{range_en} times"
        if self.due_after is not None:
            link_zh = "提前" if self.kind in _BEFORE else "后" if self.kind in _AFTER else "期满后"
            link_en = " ahead" if self.kind in _BEFORE else " after"
            zh = f"{zh}，{link_zh}{self.due_after.text.zh}{'' if self.kind in _BEFORE else '内'}"
            en = f"{en}, {self.due_after.text.of('en')}{link_en}"
        return Text(zh, en)

    def to_json(self) -> dict[str, object]:
        """The mapping that ``parse_cadence`` reads back (导出)."""
        plain: dict[str, object] = {"kind": self.kind.value}
        if self.count != 1:
            plain["count"] = self.count
        for key in ("due_after", "display"):
            if (period := getattr(self, key)) is not None:
                plain[key] = str(period)
        for key in ("most", "event", "note"):
            if value := getattr(self, key):
                plain[key] = value
        if self.bound != "exact":
            plain["bound"] = self.bound
        return plain

    def __str__(self) -> str:
        parts = [self.kind.value]
        if self.count != 1:
            parts.append(f"{self.count} times")
        if self.due_after is not None:
            parts.append(f"due after {self.due_after}")
        return ", ".join(parts)


def _ahead(on: date, ahead: Period, calendar: WorkCalendar, view: View) -> date:
    if isinstance(ahead, CalendarDays | Span):
        return ahead.before(on)
    count = ahead.count if isinstance(ahead, WorkingDays) else 0
    if view is View.SETTLED:
        return calendar.add_workdays(on, -count)
    return reach_back(calendar, on, count, view)
