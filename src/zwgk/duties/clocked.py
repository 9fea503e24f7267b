"""Limits against what was done (限时事项): publications, replies, cases, reports, rectification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from zwgk.duties.duty import (
    Duty,
    DutyKind,
    LimitKind,
    Outcome,
    day_of,
    from_deadline,
)
from zwgk.duties.framing import Framing
from zwgk.errors import CalendarGap, InvalidInput, Place, Problem, Text
from zwgk.law import Deadline, DeadlineState, Rules, deadline
from zwgk.law.events import BARE, EVENTS
from zwgk.records import (
    Basis,
    CaseKind,
    Dossier,
    Feedback,
    FoundProblem,
    Hazard,
    Incident,
    LoggedEvent,
    Request,
    ServiceCase,
)
from zwgk.time import BEIJING, Event, Period, WorkCalendar


@dataclass(frozen=True, slots=True)
class Clocks(Framing):
    """Runs the clocks of a dossier's records on one day (时限计算); faults are gathered."""

    dossier: Dossier
    as_of: date
    calendar: WorkCalendar
    rules: Rules
    problems: list[Problem] = field(default_factory=list)
    not_yet: frozenset[str] = frozenset()

    def run(
        self, place: str, limit: Period | str, start: date, events: Sequence[LoggedEvent] = ()
    ) -> Deadline | None:
        """The deadline of one record, or None with its faults noted."""
        log: list[Event] = [step.event for step in events]
        try:
            found = deadline(
                limit, start, log, calendar=self.calendar, rules=self.rules, as_of=self.as_of
            )
        except InvalidInput as bad:
            for problem in bad.problems:
                path = f"{place} {problem.place.path}".rstrip()
                self.problems.append(
                    Problem(Place("dossier", path=path), problem.what, problem.hint)
                )
            return None
        except CalendarGap as gap:
            self.problems.append(gap.at(Place("dossier", path=place)))
            return None
        # A rule that did not bind on that day owes nothing.
        return None if found.state is DeadlineState.NOT_IN_FORCE else found

    def ours(self, duties: Iterable[Duty]) -> Iterator[Duty]:
        """The duties of the period: those whose due day it holds.

        Without a due day a duty belongs to every period from the one in which it began to the
        one in which it ended. One whose provisional days lie in two periods may belong to each.
        """
        period = self.dossier.period
        for duty in duties:
            if duty.due is not None:
                ends = duty.earliest or duty.due, duty.latest or date.max
                inside = [period.first <= day <= period.last for day in ends]
                if all(inside):
                    yield duty
                elif ends[0] <= period.last and ends[1] >= period.first:
                    yield duty.model_copy(update={"straddles": True})
                continue
            begun = duty.opened is None or duty.opened <= period.last
            if begun and (duty.ended is None or duty.ended >= period.first):
                yield duty

    def requests(self) -> Iterator[Duty]:
        """Replies to requests for information."""
        for row in self.dossier.requests.rows if self.dossier.requests else ():
            yield from self._request(row)

    def _request(self, row: Request) -> Iterator[Duty]:
        found = self.run(f"requests:{row.id}", row.rule, row.received, row.events)
        if found is not None:
            duty = self.timed_duty(
                row,
                "requests",
                DutyKind.REPLY,
                LimitKind.STATUTORY,
                found,
                row.received,
                row.answered,
                title=row.subject,
                events=row.events,
            )
            ended = row.outcome is not None and row.answered is None
            yield _answered_some_day(duty) if ended else duty

    def feedback(self) -> Iterator[Duty]:
        """Replies to feedback that has a limit."""
        for row in self.dossier.feedback.rows if self.dossier.feedback else ():
            yield from self._feedback(row)

    def _feedback(self, row: Feedback) -> Iterator[Duty]:
        limits: list[tuple[LimitKind, Period | str | None]] = [
            (LimitKind.STATUTORY, row.rule),
            (LimitKind.PROMISED, row.limit),
        ]
        for kind, limit in limits:
            if limit is None:
                continue
            if row.received is None:
                why = Text("收到日期不详", "the day of receipt is not known")
                yield self.unknown_duty(
                    row, "feedback", DutyKind.REPLY, kind, why, met=row.answered
                )
                continue
            found = self.run(f"feedback:{row.id}", limit, row.received)
            if found is not None:
                yield self.timed_duty(
                    row,
                    "feedback",
                    DutyKind.REPLY,
                    kind,
                    found,
                    row.received,
                    row.answered,
                )

    def cases(self) -> Iterator[Duty]:
        """Completion of service cases, under the statutory and the promised limit apart."""
        for row in self.dossier.cases.rows if self.dossier.cases else ():
            yield from self._case(row)

    def _case(self, row: ServiceCase) -> Iterator[Duty]:
        start = row.accepted or row.received
        limits: list[tuple[LimitKind, Period | str | None]] = [
            (LimitKind.STATUTORY, row.statutory or row.rule),
            (LimitKind.PROMISED, row.promised),
        ]
        if row.kind is not CaseKind.IMMEDIATE and not any(limit for _, limit in limits):
            why = Text("没有写明办理时限", "no limit is given")
            for kind, _ in limits:
                yield self.unknown_duty(
                    row,
                    "cases",
                    DutyKind.COMPLETE,
                    kind,
                    why,
                    opened=start,
                    met=row.completed,
                    title=row.title,
                )
        for kind, limit in limits:
            if limit is None:
                continue
            if row.rule is not None and not isinstance(limit, str) and _of_law(row.events):
                why = Text(
                    "补正、缴费对此时限的效果没有规定",
                    "nothing says what a correction or a fee does to this limit",
                )
                yield self.unknown_duty(
                    row, "cases", DutyKind.COMPLETE, kind, why, opened=start, met=row.completed
                )
                continue
            found = self.run(f"cases:{row.id}", limit, start, row.events)
            if found is not None:
                yield self.timed_duty(
                    row,
                    "cases",
                    DutyKind.COMPLETE,
                    kind,
                    found,
                    start,
                    row.completed or day_of(found.met),
                    title=row.title,
                    events=row.events,
                )
        if row.kind is CaseKind.IMMEDIATE and row.promised is None:
            yield self.set_duty(
                row,
                "cases",
                DutyKind.COMPLETE,
                LimitKind.PROMISED,
                start,
                start,
                row.completed,
                row.title,
                Text("即办件按当日办结计（本库的读法）", "done the same day (our reading)"),
            )

    def hazards(self) -> Iterator[Duty]:
        """Rectification of hazards by the day that was set."""
        for row in self.dossier.hazards.rows if self.dossier.hazards else ():
            yield self._rectify(row, "hazards", row.found)

    def found(self) -> Iterator[Duty]:
        """Rectification of problems found by the day that was set."""
        for row in self.dossier.found.rows if self.dossier.found else ():
            yield self._rectify(row, "found", row.on)

    def _rectify(self, row: Hazard | FoundProblem, table: str, opened: date | None) -> Duty:
        return self.set_duty(
            row,
            table,
            DutyKind.RECTIFY,
            LimitKind.SET,
            opened,
            row.due,
            row.rectified,
            row.title,
            None if row.due else Text("没有写明整改期限", "no day was set"),
        )

    def incidents(self) -> Iterator[Duty]:
        """Reports of accidents, by the hour."""
        for row in self.dossier.incidents.rows if self.dossier.incidents else ():
            yield from self._incident(row)

    def _incident(self, row: Incident) -> Iterator[Duty]:
        subject = f"incidents:{row.id}"
        if row.told is None:
            why = Text("接报时刻不详", "when it was told is not known")
            yield self.unknown_duty(
                row,
                "incidents",
                DutyKind.REPORT,
                LimitKind.STATUTORY,
                why,
                opened=day_of(row.occurred),
                met=day_of(row.reported),
                title=row.field,
                rule=row.rule,
            )
            return
        found = self.run(subject, row.rule, row.told)
        if found is None:
            return
        fields = from_deadline(found, None, self.as_of)
        met = day_of(row.reported)
        if isinstance(found.due, datetime):
            fields |= _by_hour(row.reported, found.due, self.as_of)
        elif met is not None:
            fields = from_deadline(found, met, self.as_of)
        yield Duty.model_validate(
            {
                "id": subject,
                "kind": DutyKind.REPORT,
                "subject": subject,
                "title": row.field,
                "limit": LimitKind.STATUTORY,
                "opened": day_of(row.told),
                "basis": row.basis,
                "met_on_word": met is not None and row.basis is Basis.ASSERTED,
                **fields,
                "met": met,
            }
        )


def _answered_some_day(duty: Duty) -> Duty:
    """A request of which the outcome is known and the day is not: perhaps in time, perhaps not."""
    if duty.outcome not in {Outcome.OPEN, Outcome.OVERDUE}:
        return duty
    why = Text("已有处理结果，答复日期不详", "it has an outcome; the day of the reply is not known")
    return duty.model_copy(update={"outcome": Outcome.UNKNOWN, "days_late": None, "note": why})


def _of_law(events: Sequence[LoggedEvent]) -> bool:
    """Whether a log holds steps whose effect only a law can tell."""
    return any(step.name in EVENTS and step.name not in BARE for step in events)


def _by_hour(reported: datetime | None, due: datetime, as_of: date) -> dict[str, object]:
    """An hour limit: to the minute where it was met, to the day where it was not."""
    if reported is None:
        last = due.astimezone(BEIJING).date()
        late = as_of > last
        days = (as_of - last).days if late else None
        return {"outcome": Outcome.OVERDUE if late else Outcome.OPEN, "days_late": days}
    if reported <= due:
        return {"outcome": Outcome.ON_TIME, "days_late": 0}
    days = (reported.astimezone(BEIJING).date() - due.astimezone(BEIJING).date()).days
    return {"outcome": Outcome.LATE, "days_late": days or 1}
