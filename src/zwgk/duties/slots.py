"""Cadences against publications (定期公开): each slot matched with what was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zwgk.duties.duty import Duty, DutyKind, LimitKind, Outcome, outcome_of, weaker
from zwgk.errors import Text
from zwgk.records import Basis, Dossier, Item, Openness, Publication
from zwgk.time import Slot, WorkCalendar


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of publications (公开记录的掌握情况)."""

    by_item: Mapping[str, Sequence[Publication]]
    present: bool
    complete: bool

    @classmethod
    def of(cls, dossier: Dossier) -> Shown:
        """The publications of a dossier, by item."""
        found: dict[str, list[Publication]] = defaultdict(list)
        table = dossier.publications
        for publication in table.rows if table else ():
            found[publication.item or ""].append(publication)
        return cls(found, table is not None, table is not None and table.complete)


def match(slots: Sequence[Slot], published: Sequence[Publication]) -> dict[int, Publication]:
    """Which publication answers which slot (公开记录与期次配对), by the slot's position.

    First what names its slot; then, by date, the open slot that is due first; what is left
    answers the oldest slot that was missed.
    """
    answered: dict[int, Publication] = {}
    order = sorted(published, key=lambda publication: (publication.on, publication.id))
    labels = {slot.label: index for index, slot in enumerate(slots)}
    loose: list[Publication] = []
    for publication in order:
        if publication.covers is None:
            loose.append(publication)
        elif (named := labels.get(publication.covers)) is not None:
            answered.setdefault(named, publication)
    spare: list[Publication] = []
    for publication in loose:
        open_now = [
            (slot.due, index)
            for index, slot in enumerate(slots)
            if index not in answered and slot.opens <= publication.on <= slot.due
        ]
        if open_now:
            answered[min(open_now)[1]] = publication
        else:
            spare.append(publication)
    for publication in spare:
        missed = [
            (slot.due, index)
            for index, slot in enumerate(slots)
            if index not in answered and slot.due < publication.on
        ]
        if missed:
            answered[min(missed)[1]] = publication
    return answered


def cadence_duties(
    dossier: Dossier, shown: Shown, as_of: date, calendar: WorkCalendar
) -> Iterator[Duty]:
    """One duty for each slot of each item with a cadence, and for each standing item."""
    terms = [term.term for term in dossier.unit.terms]
    first, last = dossier.period.first, dossier.period.last
    for item in dossier.items.rows if dossier.items else ():
        if item.cadence is None or item.openness is not Openness.PROACTIVE:
            continue
        published = shown.by_item.get(item.id, ())
        if item.cadence.standing:
            yield _standing(item, published, shown, as_of)
        elif item.cadence.expands:
            slots = [
                slot
                for slot in item.cadence.slots(first, last, calendar, terms)
                if (item.since is None or slot.due >= item.since)
                and (item.until is None or slot.opens <= item.until)
            ]
            answered = match(slots, published)
            for index, slot in enumerate(slots):
                yield _slot(item, slot, answered.get(index), shown, as_of)


def _slot(
    item: Item, slot: Slot, publication: Publication | None, shown: Shown, as_of: date
) -> Duty:
    met = publication.on if publication else None
    outcome, days = outcome_of(met, slot.due, (slot.due, slot.due), as_of, promised=False)
    note = None
    if publication is None and outcome is Outcome.OVERDUE and not shown.complete:
        outcome, days = Outcome.UNKNOWN, None
        note = (
            Text("公开记录不全，是否公开不详", "publications are not complete: not known")
            if shown.present
            else Text("未提供公开记录", "publications are not given")
        )
    basis = weaker(item.basis, publication.basis if publication else item.basis)
    return Duty(
        id=f"items:{item.id}/{slot.label}",
        kind=DutyKind.PUBLISH,
        subject=f"items:{item.id}/{slot.label}",
        title=f"{item.title} {slot.label}",
        item=item.id,
        limit=LimitKind.CADENCE,
        opened=slot.opens,
        due=slot.due,
        earliest=slot.due,
        latest=slot.due,
        met=met,
        outcome=outcome,
        days_late=days,
        basis=basis,
        met_on_word=publication is not None and publication.basis is Basis.ASSERTED,
        note=note,
    )


def _standing(item: Item, published: Sequence[Publication], shown: Shown, as_of: date) -> Duty:
    """A standing item must be there at the check; what was withdrawn does not show it."""
    there = [p for p in published if p.until is None or p.until > as_of]
    first = min(there, key=lambda publication: (publication.on, publication.id), default=None)
    met = first.on if first else None
    outcome, days = Outcome.ON_TIME, None
    if first is None:
        outcome = Outcome.OVERDUE if shown.complete else Outcome.UNKNOWN
    elif item.since is not None and first.on > item.since:
        outcome, days = Outcome.LATE, (first.on - item.since).days
    return Duty(
        id=f"items:{item.id}/standing",
        kind=DutyKind.PUBLISH,
        subject=f"items:{item.id}/standing",
        title=f"{item.title}（长期公开）",
        item=item.id,
        limit=LimitKind.CADENCE,
        opened=item.since,
        due=item.since,
        met=met,
        outcome=outcome,
        days_late=days,
        basis=weaker(item.basis, first.basis if first else item.basis),
        met_on_word=first is not None and first.basis is Basis.ASSERTED,
        note=Text("长期公开：检查时须在栏", "standing: must be there at every check"),
    )
