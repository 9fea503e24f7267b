"""Everything a unit owed in a period (应办事项汇总), and how it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zwgk.duties.clocked import Clocks
from zwgk.duties.duty import Duty, DutyKind
from zwgk.duties.slots import Shown, cadence_duties, unplanned
from zwgk.errors import InvalidInput
from zwgk.law import Rules
from zwgk.records import Dossier, Openness, Record, Table
from zwgk.time import BEIJING, WorkCalendar


@dataclass(frozen=True, slots=True)
class Owed:
    """The duties of one kind (某类应办事项): as complete as the tables they come from."""

    duties: tuple[Duty, ...]
    present: bool
    complete: bool


def owed(
    dossier: Dossier, *, as_of: date, calendar: WorkCalendar, rules: Rules
) -> dict[DutyKind, Owed]:
    """What was owed in the dossier's period (应办事项), by kind, in order of due day and id.

    Raises:
        InvalidInput: where the events of a record contradict each other or its rule, and where
            a record needs days that no notice and no forecast tells.
    """
    seen = as_seen(dossier, as_of)
    clocks = Clocks(seen, as_of, calendar, rules)
    planned = cadence_duties(seen, Shown.of(seen), as_of, calendar, clocks.problems)
    publish = [*planned, *clocks.publications()]
    found: dict[DutyKind, Owed] = {
        DutyKind.PUBLISH: _of(publish, [seen.items], clocks, more=_more_to_publish(seen)),
        DutyKind.REPLY: _of(
            [*clocks.requests(), *clocks.feedback()],
            [seen.requests, *([] if seen.feedback is None else [seen.feedback])],
            clocks,
        ),
        DutyKind.COMPLETE: _of(clocks.cases(), [seen.cases], clocks),
        DutyKind.REPORT: _of(clocks.incidents(), [seen.incidents], clocks),
        DutyKind.RECTIFY: _of(
            [*clocks.hazards(), *clocks.found()],
            [table for table in (seen.hazards, seen.found) if table is not None],
            clocks,
        ),
    }
    if clocks.problems:
        raise InvalidInput(clocks.problems)
    return found


def _more_to_publish(dossier: Dossier) -> bool:
    """Whether more was owed than is listed: no terms given, or days of formation not seen."""
    shown = dossier.publications
    formed = any(
        item.cadence is None and item.openness is Openness.PROACTIVE
        for item in (dossier.items.rows if dossier.items else ())
    )
    return unplanned(dossier) or (formed and (shown is None or not shown.complete))


def _of(
    duties: Iterable[Duty],
    tables: Sequence[Table[Any] | None],
    clocks: Clocks,
    *,
    more: bool = False,
) -> Owed:
    mine = sorted(
        (duty for duty in duties if clocks.ours(duty)), key=lambda d: (d.day or date.min, d.id)
    )
    present = bool(tables) and all(table is not None for table in tables)
    complete = (
        present and not more and all(table is not None and table.complete for table in tables)
    )
    return Owed(tuple(mine), present or bool(mine), complete)


def as_seen(dossier: Dossier, as_of: date) -> Dossier:
    """The dossier as it was known on a day (截至某日所见): nothing dated later is seen."""
    changed: dict[str, Any] = {}
    for name in type(dossier).model_fields:
        table = getattr(dossier, name)
        if isinstance(table, Table):
            rows = tuple(_rows(table.rows, as_of))
            if rows != table.rows:
                changed[name] = table.model_copy(update={"rows": rows})
    if dossier.declarations is not None:
        kept = tuple(d for d in dossier.declarations if d.on is None or d.on <= as_of)
        changed["declarations"] = kept
    return dossier.model_copy(update=changed) if changed else dossier


# What lies ahead by its nature: a due day or a withdrawal may be after the day of assessment.
_AHEAD = frozenset({"due", "until"})


def _rows(rows: Iterable[Record], as_of: date) -> Iterator[Record]:
    for row in rows:
        if row.day is not None and row.day > as_of:
            continue
        later: dict[str, Any] = {
            name: None
            for name in type(row).model_fields
            if name not in _AHEAD and _after(getattr(row, name), as_of)
        }
        events = getattr(row, "events", None)
        if events and any(step.on > as_of for step in events):
            later["events"] = tuple(step for step in events if step.on <= as_of)
        if not later:
            yield row
            continue
        before = row.model_copy(update=later)
        gone = [
            name
            for name, cause in row.follows.items()
            if getattr(row, cause) is not None and getattr(before, cause) is None
        ]
        yield before.model_copy(update=dict.fromkeys(gone)) if gone else before


def _after(value: object, as_of: date) -> bool:
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).date() > as_of
    return isinstance(value, date) and value > as_of
