"""Publications against their limits (公开记录): from formation on, before an event, on show.

What is owed by a cadence with slots is matched with them in ``slots``; here stands what each
publication says of itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from zwgk.duties.clocked import Clocks
from zwgk.duties.duty import Duty, DutyKind, LimitKind, Outcome, outcome_of
from zwgk.errors import CalendarGap, Place, Text
from zwgk.law import Certainty
from zwgk.records import Basis, Item, Openness, Publication
from zwgk.time import (
    Cadence,
    CadenceKind,
    CalendarDays,
    DueDay,
    Measure,
    Period,
    Span,
    WorkCalendar,
    WorkingDays,
)

__all__ = ["clocked", "display_duties", "publication_duties", "shown_long"]

PROACTIVE_RULE = "XXGK-PRO"


def clocked(item: Item) -> bool:
    """Whether an item's publications are owed by a limit from a day of their own (限期公开).

    Where a cadence says when, a limit runs only if the item names a rule beside it; a cadence
    without a number says nothing, and the limit of the law holds.
    """
    if item.openness is not Openness.PROACTIVE:
        return False
    cadence = item.cadence
    by_cadence = cadence is not None and (cadence.expands or cadence.standing)
    return not by_cadence or item.rule is not None


def shown_long(item: Item) -> bool:
    """Whether what an item publishes is to stay on show for some days (公示期)."""
    return item.openness is Openness.PROACTIVE and _display(item) is not None


def _display(item: Item) -> Period | None:
    display = item.cadence.display if item.cadence is not None else None
    return display if isinstance(display, WorkingDays | CalendarDays | Span) else None


def _items(clocks: Clocks) -> dict[str, Item]:
    items = clocks.dossier.items
    return {item.id: item for item in items.rows} if items else {}


def _rows(clocks: Clocks) -> tuple[Publication, ...]:
    table = clocks.dossier.publications
    return tuple(row for row in table.rows if row.item not in clocks.not_yet) if table else ()


# --- when ----------------------------------------------------------------------------------------


def publication_duties(clocks: Clocks) -> Iterator[Duty]:
    """Publications under the limit that runs from the day their information was formed.

    Or that lead up to an event (事前公开), by the day of that event. What is owed by a cadence
    with slots is owed by that alone; an item that is not yet in force owes nothing.
    """
    items = _items(clocks)
    for row in _rows(clocks):
        item = items.get(row.item or "")
        if item is None or clocked(item):
            yield from _publication(clocks, row, item)


def _publication(clocks: Clocks, row: Publication, item: Item | None) -> Iterator[Duty]:
    ahead = _ahead_of_event(item)
    if ahead is not None and row.event is not None:
        yield from _before(clocks, row, item, ahead, row.event)
        return
    limit, kind = _limit_of(item)
    backwards = _backwards(clocks, limit)
    start = row.event if backwards else row.formed
    if start is None and kind is LimitKind.CADENCE:  # what happened is the day it runs from
        start = row.event
    if start is None:
        if item is not None:  # of what no item asks for, nobody says that it was owed
            of_event = backwards or ahead is not None
            why = Text(
                "信息形成日期（formed）不详；按频次公开的，给该公开事项写 cadence",
                "the day the information was formed is not known; where it is owed by a cadence, "
                "give the item one",
            )
            if of_event:
                why = Text("事件日期不详", "the day of the event is not known")
            yield clocks.unknown_duty(
                row,
                "publications",
                DutyKind.PUBLISH,
                kind,
                why,
                opened=row.on,
                met=row.on,
                title=row.title or item.title,
                rule=limit if isinstance(limit, str) else None,
            )
        return
    found = clocks.run(f"publications:{row.id}", limit, start)
    if found is not None:
        yield clocks.timed_duty(
            row,
            "publications",
            DutyKind.PUBLISH,
            kind,
            found,
            (row.formed or row.on) if backwards else start,
            row.on,
            title=row.title or (item.title if item else ""),
            item=row.item,
        )


def _limit_of(item: Item | None) -> tuple[Period | str, LimitKind]:
    """How soon information is owed once it was formed: as its item says, else as the law does."""
    if item is not None and (given := item.limit or item.rule) is not None:
        return given, LimitKind.STATUTORY
    if item is not None and item.cadence is not None and item.cadence.after_event is not None:
        return item.cadence.after_event, LimitKind.CADENCE
    return PROACTIVE_RULE, LimitKind.STATUTORY


def _backwards(clocks: Clocks, limit: Period | str) -> bool:
    """Whether a rule counts back from an event (倒推), and so from no day of formation."""
    rule = clocks.rules.get(limit) if isinstance(limit, str) else None
    return rule is not None and any(one.direction == "before" for one in rule.versions)


def _ahead_of_event(item: Item | None) -> Cadence | None:
    """The cadence of an item that is owed before an event, where no rule goes before it."""
    if item is None or item.rule is not None or item.cadence is None:
        return None
    return item.cadence if item.cadence.kind is CadenceKind.EVENT_BEFORE else None


def _before(
    clocks: Clocks, row: Publication, item: Item | None, cadence: Cadence, event: date
) -> Iterator[Duty]:
    try:
        found = cadence.event_due(event, clocks.calendar)
    except CalendarGap as gap:
        clocks.problems.append(gap.at(Place("dossier", path=f"publications:{row.id}")))
        return
    if found is None:  # so many hours ahead of a day lead to no day
        found = DueDay(event, event, event)
    words = Text(
        f"应在 {event} 的{cadence.event or '事件'}之前公开：{cadence.text.zh}",
        f"owed before the {cadence.event or 'event'} of {event}: {cadence.text.of('en')}",
    )
    yield _duty(clocks, row, item, DutyKind.PUBLISH, found, row.on, words)


def _duty(
    clocks: Clocks,
    row: Publication,
    item: Item | None,
    kind: DutyKind,
    due: DueDay,
    met: date | None,
    words: Text,
) -> Duty:
    ends = (due.earliest, due.latest)
    outcome, days = outcome_of(met, due.due, ends, clocks.as_of, promised=False)
    return Duty(
        id=f"publications:{row.id}" + ("/show" if kind is DutyKind.SHOW else ""),
        kind=kind,
        subject=f"publications:{row.id}",
        title=row.title or (item.title if item else ""),
        item=row.item,
        limit=LimitKind.CADENCE,
        opened=row.on,
        due=due.due,
        earliest=due.earliest,
        latest=due.latest,
        met=met,
        outcome=outcome,
        days_late=days,
        certainty=Certainty.FINAL if due.certain else Certainty.PROVISIONAL,
        basis=row.basis,
        met_on_word=met is not None and row.basis is Basis.ASSERTED,
        note=words,
    )


# --- how long ------------------------------------------------------------------------------------


def display_duties(clocks: Clocks) -> Iterator[Duty]:
    """Publications that are to stay on show so long (公示期), from the day they were published.

    The due day is the last of that time: what is still up on it has been shown long enough, what
    was taken down before it is overdue, by as many days as were missing, until it is put up
    again. A posting that was put up again for the same slot is judged by the last one.
    """
    items = _items(clocks)
    rows = _rows(clocks)
    for row in rows:
        item = items.get(row.item or "")
        if item is None or not shown_long(item) or _again(row, rows):
            continue
        display = _display(item)
        if display is not None:
            yield from _shown(clocks, row, item, display)


def _again(row: Publication, rows: Iterable[Publication]) -> bool:
    """Whether a posting that was taken down was put up again (重新公示)."""
    return any(
        row.until is not None
        and row.covers is not None
        and (other.item, other.covers) == (row.item, row.covers)
        and other.on >= row.until
        and other.id != row.id
        for other in rows
    )


def _shown(clocks: Clocks, row: Publication, item: Item, display: Period) -> Iterator[Duty]:
    try:
        due = _last_shown(row.on, display, clocks.calendar)
    except CalendarGap as gap:
        clocks.problems.append(gap.at(Place("dossier", path=f"publications:{row.id}")))
        return
    gone = row.until if row.until is not None and row.until <= clocks.as_of else None
    words = Text(
        f"公示{display.text.zh}，至 {due.due}", f"on show for {display.text.of('en')}, to {due.due}"
    )
    if gone is None:
        met = due.due if clocks.as_of >= due.latest else None
        yield _duty(clocks, row, item, DutyKind.SHOW, due, met, words)
        return
    if gone >= due.latest:
        yield _duty(clocks, row, item, DutyKind.SHOW, due, due.due, words)
        return
    duty = _duty(clocks, row, item, DutyKind.SHOW, due, None, words)
    if gone >= due.earliest:
        yield duty.model_copy(update={"outcome": Outcome.UNKNOWN, "days_late": None})
        return
    short = (due.due - gone).days
    words = Text(
        f"{words.zh}；{gone} 已撤下，少公示 {short} 天",
        f"{words.of('en')}; taken down on {gone}, {short} days short",
    )
    yield duty.model_copy(update={"outcome": Outcome.OVERDUE, "days_late": short, "note": words})


def _last_shown(on: date, display: Period, calendar: WorkCalendar) -> DueDay:
    return DueDay.of(lambda view: Measure(calendar, view).end([display], on))
