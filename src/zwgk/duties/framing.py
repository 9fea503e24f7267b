"""Records turned into duties (记录成为应办事项): with a counted, a set or an unknown due day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zwgk.duties.duty import Duty, DutyKind, LimitKind, Outcome, from_deadline, outcome_of
from zwgk.errors import Text
from zwgk.law import Deadline
from zwgk.records import Basis, Feedback, LoggedEvent, Record, ServiceCase


class Framing:
    """How a record becomes a duty on the day of assessment (应办事项的成形)."""

    as_of: date

    def set_duty(
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
        """A duty with a day that a person set, or with none."""
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

    def timed_duty(
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
        """A duty whose deadline was counted."""
        promised = limit is LimitKind.PROMISED
        suffix = f"/{limit}" if _apart(row) else ""
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

    def unknown_duty(
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
            id=f"{table}:{row.id}" + (f"/{limit}" if _apart(row) else ""),
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


def _apart(row: Record) -> bool:
    """Whether a record may be owed by two limits, so that its duties need names of their own."""
    if isinstance(row, Feedback):
        return row.limit is not None and row.rule is not None
    return isinstance(row, ServiceCase)
