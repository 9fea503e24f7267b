"""Limits against what was done (限时事项): publications, replies, cases, reports, rectification."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from zwgk.duties.duty import (
    Duty,
    DutyKind,
    LimitKind,
    Outcome,
    day_of,
    from_deadline,
    outcome_of,
)
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
    Item,
    LoggedEvent,
    Openness,
    Publication,
    Record,
    Request,
    ServiceCase,
)
from zwgk.time import BEIJING, Event, Period, WorkCalendar

PROACTIVE_RULE = "XXGK-PRO"


@dataclass(frozen=True, slots=True)
class Clocks:
    """Runs the clocks of a dossier's records on one day (时限计算); faults are gathered."""

    dossier: Dossier
    as_of: date
    calendar: WorkCalendar
    rules: Rules
    problems: list[Problem] = field(default_factory=list)

    def run(
        self, place: str, limit: Period | str, start: date, events: Sequence[LoggedEvent] = ()
    ) -> Deadline | None:
        """The deadline of one record, or None with its faults noted."""
        log: list[Event] = [step.event for step in events]
        try:
            found = deadline(limit, start, log, calendar=self.calendar, rules=self.rules)
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

    def ours(self, duty: Duty) -> bool:
        """Whether a duty belongs to the period: the period holds its due day.

        Without a due day it belongs to every period from the one in which it began to the one
        in which it ended.
        """
        period = self.dossier.period
        if duty.due is not None:
            return period.first <= duty.due <= period.last
        begun = duty.opened is None or duty.opened <= period.last
        return begun and (duty.ended is None or duty.ended >= period.first)

    def publications(self) -> Iterator[Duty]:
        """Publications whose information was formed on a known day, under their limit."""
        items = {item.id: item for item in self.dossier.items.rows} if self.dossier.items else {}
        for publication in self.dossier.publications.rows if self.dossier.publications else ():
            item = items.get(publication.item or "")
            if publication.formed is not None and (
                item is None or item.openness is Openness.PROACTIVE
            ):
                yield from self._publication(publication, item, publication.formed)

    def _publication(self, row: Publication, item: Item | None, formed: date) -> Iterator[Duty]:
        limit, kind = _limit_of(item)
        found = self.run(f"publications:{row.id}", limit, formed)
        if found is not None:
            yield self._duty(
                row,
                "publications",
                DutyKind.PUBLISH,
                kind,
                found,
                formed,
                row.on,
                title=row.title or (item.title if item else ""),
                item=row.item,
            )

    def requests(self) -> Iterator[Duty]:
        """Replies to requests for information."""
        for row in self.dossier.requests.rows if self.dossier.requests else ():
            yield from self._request(row)

    def _request(self, row: Request) -> Iterator[Duty]:
        found = self.run(f"requests:{row.id}", row.rule, row.received, row.events)
        if found is not None:
            yield self._duty(
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

    def feedback(self) -> Iterator[Duty]:
        """Replies to feedback that has a limit."""
        for row in self.dossier.feedback.rows if self.dossier.feedback else ():
            yield from self._feedback(row)

    def _feedback(self, row: Feedback) -> Iterator[Duty]:
        limit = row.limit or row.rule
        if limit is None:
            return
        kind = LimitKind.PROMISED if row.limit else LimitKind.STATUTORY
        if row.received is None:
            why = Text("收到日期不详", "the day of receipt is not known")
            yield self._unknown(row, "feedback", DutyKind.REPLY, kind, why, met=row.answered)
            return
        found = self.run(f"feedback:{row.id}", limit, row.received)
        if found is not None:
            yield self._duty(
                row, "feedback", DutyKind.REPLY, kind, found, row.received, row.answered
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
        for kind, limit in limits:
            if limit is None:
                continue
            if row.rule is not None and not isinstance(limit, str) and _of_law(row.events):
                why = Text(
                    "补正、缴费对此时限的效果没有规定",
                    "nothing says what a correction or a fee does to this limit",
                )
                yield self._unknown(
                    row, "cases", DutyKind.COMPLETE, kind, why, opened=start, met=row.completed
                )
                continue
            found = self.run(f"cases:{row.id}", limit, start, row.events)
            if found is not None:
                yield self._duty(
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
            yield self._set(
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
        return self._set(
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

    def _set(
        self,
        row: Record,
        table: str,
        kind: DutyKind,
        limit: LimitKind,
        opened: date | None,
        due: date | None,
        met: date | None,
        title: str,
        note: Text | None,
    ) -> Duty:
        outcome: Outcome
        days: int | None = None
        if due is None:
            outcome = Outcome.OPEN if met is None else Outcome.ON_TIME
        else:
            outcome, days = outcome_of(met, due, (due, due), self.as_of, promised=False)
        return Duty(
            id=f"{table}:{row.id}" + ("/promised" if limit is LimitKind.PROMISED else ""),
            kind=kind,
            subject=f"{table}:{row.id}",
            title=title,
            limit=limit,
            opened=opened,
            due=due,
            earliest=due,
            latest=due,
            met=met,
            outcome=outcome,
            days_late=days,
            basis=row.basis,
            met_on_word=met is not None and row.basis is Basis.ASSERTED,
            note=note,
        )

    def incidents(self) -> Iterator[Duty]:
        """Reports of accidents, by the hour."""
        for row in self.dossier.incidents.rows if self.dossier.incidents else ():
            yield from self._incident(row)

    def _incident(self, row: Incident) -> Iterator[Duty]:
        subject = f"incidents:{row.id}"
        if row.told is None:
            why = Text("接报时刻不详", "when it was told is not known")
            yield self._unknown(
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

    def _duty(
        self,
        row: Record,
        table: str,
        kind: DutyKind,
        limit: LimitKind,
        found: Deadline,
        opened: date,
        met: date | None,
        *,
        title: str = "",
        item: str | None = None,
        events: Sequence[LoggedEvent] = (),
    ) -> Duty:
        promised = limit is LimitKind.PROMISED
        suffix = f"/{limit}" if table == "cases" else ""
        return Duty.model_validate(
            {
                "id": f"{table}:{row.id}{suffix}",
                "kind": kind,
                "subject": f"{table}:{row.id}",
                "title": title,
                "item": item,
                "limit": limit,
                "opened": opened,
                "basis": row.basis,
                "met_on_word": met is not None and row.basis is Basis.ASSERTED,
                **from_deadline(found, met, self.as_of, promised=promised, events=events),
            }
        )

    def _unknown(
        self,
        row: Record,
        table: str,
        kind: DutyKind,
        limit: LimitKind,
        why: Text,
        *,
        opened: date | None = None,
        met: date | None = None,
        title: str = "",
        rule: str | None = None,
    ) -> Duty:
        """A duty of which the due day cannot be told."""
        return Duty(
            id=f"{table}:{row.id}" + (f"/{limit}" if table == "cases" else ""),
            kind=kind,
            subject=f"{table}:{row.id}",
            title=title,
            limit=limit,
            opened=opened,
            met=met,
            outcome=Outcome.UNKNOWN,
            rule=rule,
            basis=row.basis,
            met_on_word=met is not None and row.basis is Basis.ASSERTED,
            note=why,
        )


def _limit_of(item: Item | None) -> tuple[Period | str, LimitKind]:
    """How soon information is owed once it was formed: as its item says, else as the law does."""
    if item is not None and (given := item.limit or item.rule) is not None:
        return given, LimitKind.STATUTORY
    if item is not None and item.cadence is not None and item.cadence.after_event is not None:
        return item.cadence.after_event, LimitKind.CADENCE
    return PROACTIVE_RULE, LimitKind.STATUTORY


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
