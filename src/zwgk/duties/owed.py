"""Everything a unit owed in a period (应办事项汇总), and how it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from zwgk.duties.clocked import Clocks
from zwgk.duties.duty import Duty, DutyKind, LimitKind
from zwgk.duties.published import clocked, display_duties, publication_duties, shown_long
from zwgk.duties.slots import Shown, cadence_duties, unplanned, vague
from zwgk.errors import InvalidInput
from zwgk.law import EVENTS, Rules
from zwgk.records import Dossier, LoggedEvent, Openness, Record, Table
from zwgk.time import BEIJING, Effect, WorkCalendar


@dataclass(frozen=True, slots=True)
class Source:
    """A table from which duties of a kind come (应办事项的来源), and what is known of it.

    ``limits`` are the kinds of limit that its duties can have.
    """

    table: str
    limits: frozenset[LimitKind]
    present: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """The duties of one kind (某类应办事项): as complete as all tables they come from."""

    duties: tuple[Duty, ...]
    sources: tuple[Source, ...]

    @property
    def present(self) -> bool:
        """Whether anything is known: every source was given, or there are duties."""
        return bool(self.duties) or all(source.present for source in self.sources)

    @property
    def complete(self) -> bool:
        """Whether there can be no further duty of this kind."""
        return all(source.present and source.complete for source in self.sources)


def owed(
    dossier: Dossier, *, as_of: date, calendar: WorkCalendar, rules: Rules
) -> dict[DutyKind, Owed]:
    """What was owed in the dossier's period (应办事项), by kind, in order of due day and id.

    Raises:
        InvalidInput: where the events of a record contradict each other or its rule, and where
            a record needs days that no notice and no forecast tells.
    """
    seen = as_seen(dossier, as_of)
    clocks = Clocks(seen, as_of, calendar, rules, not_yet=_not_yet(dossier, seen))
    planned = cadence_duties(seen, Shown.of(seen), as_of, calendar, clocks.problems)
    publish = [*planned, *publication_duties(clocks)]
    law, promise, day = LimitKind.STATUTORY, LimitKind.PROMISED, LimitKind.SET
    found = {
        DutyKind.PUBLISH: _of(publish, _published(seen), clocks),
        DutyKind.SHOW: _of(display_duties(clocks), [_on_show(seen)], clocks),
        DutyKind.REPLY: _of(
            [*clocks.requests(), *clocks.feedback()],
            [_source(seen, "requests", law), _source(seen, "feedback", law, promise)],
            clocks,
        ),
        DutyKind.COMPLETE: _of(clocks.cases(), [_source(seen, "cases", law, promise)], clocks),
        DutyKind.REPORT: _of(clocks.incidents(), [_source(seen, "incidents", law)], clocks),
        DutyKind.RECTIFY: _of(
            [*clocks.hazards(), *clocks.found()],
            [_source(seen, "hazards", day), _source(seen, "found", day)],
            clocks,
        ),
    }
    if clocks.problems:
        raise InvalidInput(clocks.problems)
    return found


def _not_yet(dossier: Dossier, seen: Dossier) -> frozenset[str]:
    """The items that begin only after the day of assessment (尚未生效的公开事项)."""
    every, now = (
        {item.id for item in one.items.rows} if one.items else set() for one in (dossier, seen)
    )
    return frozenset(every - now)


def _source(dossier: Dossier, name: str, *limits: LimitKind) -> Source:
    table = dossier.table(name)
    return Source(name, frozenset(limits), table is not None, table is not None and table.complete)


def _published(dossier: Dossier) -> list[Source]:
    """Items owe by their cadence; where information is to be shown once formed, it must be seen.

    What a cadence without a number (实时、不定期) owes is never overdue, but nor is it known to be
    in time; how often an item is owed each term is not known while no terms are given.
    """
    items, shown = dossier.items, dossier.publications
    rows = [item for item in items.rows if item.openness is Openness.PROACTIVE] if items else []
    open_ended = unplanned(dossier) or any(vague(item) for item in rows)
    listed = items is not None and items.complete
    formed = not listed or any(clocked(item) for item in rows)
    by_event = not listed or any(
        item.cadence and (item.cadence.after_event or item.cadence.before_event) for item in rows
    )
    limits = {LimitKind.STATUTORY, *([LimitKind.CADENCE] if by_event else [])}
    return [
        Source(
            "items", frozenset({LimitKind.CADENCE}), items is not None, listed and not open_ended
        ),
        Source(
            "publications",
            frozenset(limits),
            shown is not None or not formed,
            not formed or (shown is not None and shown.complete),
        ),
    ]


def _on_show(dossier: Dossier) -> Source:
    """How long publications stay is owed where an item says so; without items nobody knows."""
    items, shown = dossier.items, dossier.publications
    none = items is not None and items.complete and not any(map(shown_long, items.rows))
    return Source(
        "publications",
        frozenset({LimitKind.CADENCE}),
        none or (items is not None and shown is not None),
        none or (items is not None and items.complete and shown is not None and shown.complete),
    )


def _of(duties: Iterable[Duty], sources: Sequence[Source], clocks: Clocks) -> Owed:
    mine = sorted(clocks.ours(duties), key=lambda duty: (duty.day or date.min, duty.id))
    return Owed(tuple(mine), tuple(sources))


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
    before = dossier.previous and dossier.previous.seen(as_of)
    if before is not dossier.previous:
        changed["previous"] = before
    return dossier.model_copy(update=changed) if changed else dossier


# What lies ahead by its nature: a due day, a withdrawal or an event that is led up to may be after
# the day of assessment.
_AHEAD = frozenset({"due", "until", "event"})


@cache
def _dated(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record that may hold a day or a moment that is past (已发生的日期)."""
    return tuple(
        name
        for name, field in kind.model_fields.items()
        if name not in _AHEAD
        and (field.annotation is Any or "date" in repr(field.annotation).lower())
    )


def _rows(rows: Iterable[Record], as_of: date) -> Iterator[Record]:
    for row in rows:
        if row.day is not None and row.day > as_of:
            continue
        later: dict[str, Any] = {
            name: None for name in _dated(type(row)) if _after(getattr(row, name), as_of)
        }
        events = getattr(row, "events", None)
        kept = tuple(step for step in events or () if _seen(step, as_of))
        if events and kept != events:
            later["events"] = kept
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


def _seen(step: LoggedEvent, as_of: date) -> bool:
    """Whether a step had happened; a day told for later (告知延迟) lies ahead by nature."""
    kind = EVENTS.get(step.name)
    return step.on <= as_of or (kind is not None and kind.effect is Effect.DELAY)


def _after(value: object, as_of: date) -> bool:
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).date() > as_of
    return isinstance(value, date) and value > as_of
