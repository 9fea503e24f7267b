"""What a new notice moves (受影响事项): open duties whose due day is another on a new calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zwgk.duties.duty import CountedFrom, Duty, Outcome, day_of
from zwgk.errors import InvalidInput, Lang, Place, Problem
from zwgk.law import Deadline, Rules, deadline
from zwgk.time import Notice, Overlay, WorkCalendar

__all__ = ["Affected", "affected"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Affected:
    """An open duty whose due day moves (受影响事项): the deadline before and after, and why.

    ``notices`` and ``overlays`` are those that only one of the two calendars knows and that
    change a day between the start and the due days.
    """

    duty: Duty
    old: Deadline
    new: Deadline
    notices: tuple[Notice, ...]
    overlays: tuple[Overlay, ...] = ()

    @property
    def old_due(self) -> date | None:
        """The due day by the old calendar (原到期日)."""
        return day_of(self.old.due)

    @property
    def new_due(self) -> date | None:
        """The due day by the new calendar (新到期日)."""
        return day_of(self.new.due)

    def line(self, lang: Lang = "zh") -> str:
        """The move on one line (变动说明), with the page of each notice."""
        pages = [page for notice in self.notices for page in notice.pages]
        pages += [overlay.source or overlay.title.of(lang) for overlay in self.overlays]
        why = f"（{'、'.join(pages)}）" if lang == "zh" else f" ({', '.join(pages)})"
        name = f"{self.duty.id} {self.duty.title}".rstrip()
        return f"{name}：{self.old_due} → {self.new_due}{why if pages else ''}"


def affected(
    duties: Iterable[Duty], old: WorkCalendar, new: WorkCalendar, *, rules: Rules | None = None
) -> tuple[Affected, ...]:
    """Open duties whose due day moves from one calendar to another (受影响事项), by new due day.

    A duty is open that is neither met nor waived, overdue ones too: a longer holiday may put
    them right. Each is counted anew on both calendars, from what it carries; a day that was set
    by a person moves with no calendar. A clock that stands has no due day and is left out.

    Raises:
        InvalidInput: for duties whose rule is not among ``rules``, all at once.
        CalendarGap: for days before a calendar or beyond every forecast.
    """
    found: list[Affected] = []
    faults: list[Problem] = []
    for duty in duties:
        origin = duty.counted_from
        if origin is None or duty.met is not None or duty.outcome is Outcome.WAIVED:
            continue
        try:
            before, after = (_again(origin, one, rules) for one in (old, new))
        except InvalidInput as bad:
            faults += [
                Problem(Place("duties", path=duty.id), one.what, one.hint) for one in bad.problems
            ]
            continue
        if before.due != after.due:
            found.append(Affected(duty, before, after, *_causes(before, after, old, new)))
    if faults:
        raise InvalidInput(faults)
    return tuple(sorted(found, key=lambda one: (one.new_due or date.max, one.duty.id)))


def _again(origin: CountedFrom, calendar: WorkCalendar, rules: Rules | None) -> Deadline:
    events = [step.event for step in origin.events]
    return deadline(origin.limit, origin.start, events, calendar=calendar, rules=rules)


def _causes(
    before: Deadline, after: Deadline, old: WorkCalendar, new: WorkCalendar
) -> tuple[tuple[Notice, ...], tuple[Overlay, ...]]:
    """What only one of the calendars knows and what changed a day that was counted."""
    ends = [day_of(one) for one in (before.start, before.due, after.due)]
    days = [one for one in ends if one is not None]
    changed = frozenset(_changed(old, new, min(days), max(days)))
    notices = [
        *(one for one in new.notices if one not in old.notices),
        *(one for one in old.notices if one not in new.notices),
    ]
    overlays = [
        *(one for one in new.overlays if one not in old.overlays),
        *(one for one in old.overlays if one not in new.overlays),
    ]
    return (
        tuple(one for one in notices if any(_tells(one, day) for day in changed)),
        tuple(one for one in overlays if any(row.day in changed for row in one.days)),
    )


def _changed(old: WorkCalendar, new: WorkCalendar, first: date, last: date) -> Iterator[date]:
    for step in range((last - first).days + 1):
        day = first + step * _DAY
        if old.state(day) is not new.state(day):
            yield day


def _tells(notice: Notice, day: date) -> bool:
    """Whether a notice says what this day is: by name, or by leaving it as the week has it."""
    if any(row.day == day for row in notice.days):
        return True
    of_year = date(notice.year - 1, 12, 29) <= day <= date(notice.year, 12, 28)
    return notice.kind == "annual" and of_year
