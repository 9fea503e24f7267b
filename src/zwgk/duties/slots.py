"""Cadences against publications (定期公开): each slot matched with what was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zwgk.duties.duty import (
    CountedFrom,
    Duty,
    DutyKind,
    LimitKind,
    Outcome,
    outcome_of,
    weaker,
)
from zwgk.errors import CalendarGap, Place, Problem, Text
from zwgk.law import Certainty
from zwgk.records import Basis, Dossier, Item, Openness, Publication
from zwgk.records.covers import shape_of
from zwgk.time import Cadence, Slot, Term, WorkCalendar

_MARGIN = timedelta(days=45)  # no notice seen so far would move a due day as far
_NONE = timedelta()


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

    @property
    def lack(self) -> Text:
        """Why what was not seen, or was seen late, is not settled."""
        if self.present:
            return Text("公开记录不全，是否按期公开不详", "publications are not complete")
        return Text("未提供公开记录", "publications are not given")


def match(slots: Sequence[Slot], published: Sequence[Publication]) -> dict[int, Publication]:
    """Which publication answers which slot (公开记录与期次配对), by the slot's position.

    First what names its slot (the label, or that of a window with several); what names a slot
    of another period answers none. What names no slot of this cadence counts by its day, as
    does what names nothing. Then as many open
    slots as can be, documented publications before asserted ones, the slot that opens last to
    the later publication; the earlier ones that are left answer the oldest slots missed.
    """
    order = sorted(published, key=lambda publication: (publication.on, publication.id))
    answered = _named(slots, [one for one in order if one.covers is not None])
    free = [index for index in range(len(slots)) if index not in answered]
    loose = [one for one in order if one.covers is None or misnamed(slots, one)]
    in_time = _in_time(slots, free, loose)
    if any(one.basis is Basis.ASSERTED for one in in_time.values()):
        in_time = _in_time(slots, free, _best(slots, free, loose))
    answered |= in_time
    used = {one.id for one in in_time.values()}
    for publication in loose:
        missed = [
            (slot.due, index)
            for index, slot in enumerate(slots)
            if index not in answered and slot.due < publication.on
        ]
        if missed and publication.id not in used:
            answered[min(missed)[1]] = publication
    return answered


def misnamed(slots: Iterable[Slot], publication: Publication) -> bool:
    """Whether a publication names a slot that this cadence cannot have (期次与频次不符)."""
    covers = publication.covers
    return covers is not None and all(shape_of(covers) != shape_of(one.label) for one in slots)


def _named(slots: Sequence[Slot], order: Sequence[Publication]) -> dict[int, Publication]:
    """What says itself which slot it answers; the documented ones choose first."""
    answered: dict[int, Publication] = {}
    for publication in sorted(order, key=lambda one: one.basis is Basis.ASSERTED):
        for index, slot in enumerate(slots):
            of_window = slot.label.partition("#")[0]
            if publication.covers in (slot.label, of_window) and index not in answered:
                answered[index] = publication
                break
    return answered


def _in_time(
    slots: Sequence[Slot], free: Sequence[int], order: Iterable[Publication]
) -> dict[int, Publication]:
    """From the last on, each to the open slot that opens last: no other way answers more.

    What is left over is early, so that what it answers late is late by as little as can be.
    """
    answered: dict[int, Publication] = {}
    for publication in sorted(order, key=lambda one: (one.on, one.id), reverse=True):
        open_now = [
            (_begins(slots[index]), index)
            for index in free
            if index not in answered and _open(slots[index], publication)
        ]
        if open_now:
            answered[max(open_now)[1]] = publication
    return answered


def _open(slot: Slot, publication: Publication) -> bool:
    return _begins(slot) <= publication.on <= slot.due


def _begins(slot: Slot) -> date:
    """From when a slot can be answered: what is due after its window, when the window ends."""
    return slot.ends if slot.ends is not None and slot.ends < slot.due else slot.opens


def _best(
    slots: Sequence[Slot], free: Sequence[int], order: Sequence[Publication]
) -> list[Publication]:
    """As many as can be in time together, and of those as many documented ones as can be."""
    holder: dict[int, Publication] = {}

    def place(publication: Publication, tried: set[int]) -> bool:
        for index in free:
            if index in tried or not _open(slots[index], publication):
                continue
            tried.add(index)
            other = holder.get(index)
            if other is None or place(other, tried):
                holder[index] = publication
                return True
        return False

    chosen = [
        publication
        for publication in sorted(order, key=lambda one: one.basis is Basis.ASSERTED)
        if place(publication, set())
    ]
    return sorted(chosen, key=lambda publication: (publication.on, publication.id))


def cadence_duties(
    dossier: Dossier,
    shown: Shown,
    as_of: date,
    calendar: WorkCalendar,
    problems: list[Problem],
) -> Iterator[Duty]:
    """One duty for each slot of each item with a cadence, and for each standing item.

    An item whose days no notice and no forecast tells is noted in ``problems``.
    """
    terms = [term.term for term in dossier.unit.terms]
    first, last = dossier.period.first, dossier.period.last
    for item in dossier.items.rows if dossier.items else ():
        if item.cadence is None or item.openness is not Openness.PROACTIVE:
            continue
        published = shown.by_item.get(item.id, ())
        if item.cadence.standing:
            if _in_force(item, first, last):
                yield _standing(item, published, shown, (first, min(last, as_of)))
        elif item.cadence.expands:
            try:
                expanded = _expanded(item.cadence, (first, last), calendar, terms)
            except CalendarGap as gap:
                problems.append(gap.at(Place("dossier", path=f"items:{item.id}")))
                continue
            slots = [
                slot
                for slot in expanded
                if (item.since is None or slot.due >= item.since)
                and (item.until is None or slot.opens <= item.until)
            ]
            answered = match(slots, published)
            for index, slot in enumerate(slots):
                duty = _slot(item, slot, answered.get(index), shown, as_of)
                yield _by_its_day(duty, answered[index], slot) if index in answered else duty


def _expanded(
    cadence: Cadence, period: tuple[date, date], calendar: WorkCalendar, terms: Sequence[Term]
) -> list[Slot]:
    """The slots that are due in a period, and those that may yet turn out to be."""
    first, last = period
    unsettled = calendar.horizon - _MARGIN
    before = _MARGIN if first > unsettled else _NONE
    after = min(_MARGIN, date.max - last) if last > unsettled else _NONE
    try:
        wide = cadence.slots(first - before, last + after, calendar, terms)
    except CalendarGap:  # of the days beside the period nothing is known, of its own perhaps
        wide = cadence.slots(first, last, calendar, terms)
    return [slot for slot in wide if slot.earliest <= last and slot.latest >= first]


def _by_its_day(duty: Duty, publication: Publication, slot: Slot) -> Duty:
    if duty.note is not None or not misnamed([slot], publication):
        return duty
    covers = publication.covers
    why = Text(
        f"{publication.id} 所称期次“{covers}”不是此频次的期次，按公开日期归期",
        f"{publication.id} covers '{covers}', no slot of this cadence; counted by its day",
    )
    return duty.model_copy(update={"note": why})


def unplanned(dossier: Dossier) -> bool:
    """Whether items are owed by the term while no terms are given (缺校历的事项)."""
    return not dossier.unit.terms and any(
        item.cadence is not None and item.cadence.needs_terms
        for item in (dossier.items.rows if dossier.items else ())
        if item.openness is Openness.PROACTIVE
    )


def vague(item: Item) -> bool:
    """Whether an item's cadence has no number (频次不定): at once, now and then, on change."""
    cadence = item.cadence
    return cadence is not None and not (
        cadence.expands or cadence.standing or cadence.after_event or cadence.before_event
    )


def _in_force(item: Item, first: date, last: date) -> bool:
    begun = item.since is None or item.since <= last
    return begun and (item.until is None or item.until >= first)


def _slot(
    item: Item, slot: Slot, publication: Publication | None, shown: Shown, as_of: date
) -> Duty:
    met = publication.on if publication else None
    ends = (slot.earliest, slot.latest)
    outcome, days = outcome_of(met, slot.due, ends, as_of, promised=False)
    note = None
    if outcome in {Outcome.OVERDUE, Outcome.LATE} and not shown.complete:
        outcome, days, note = Outcome.UNKNOWN, None, shown.lack
    elif outcome is not Outcome.ON_TIME and not slot.certain and slot.opens == slot.due:
        # A single day that may turn out to be a rest day may not be owed at all.
        outcome, days = Outcome.UNKNOWN, None
        note = Text("该日是否为工作日尚未公布", "whether that day is worked is not announced")
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
        earliest=slot.earliest,
        latest=slot.latest,
        met=met,
        outcome=outcome,
        days_late=days,
        certainty=None if slot.certain else Certainty.PROVISIONAL,
        basis=basis,
        met_on_word=publication is not None and publication.basis is Basis.ASSERTED,
        note=note,
        counted_from=_counted_from(item, slot),
    )


def _counted_from(item: Item, slot: Slot) -> CountedFrom | None:
    """The end of the slot's window and what is counted from it; None where nothing is."""
    if item.cadence is None or item.cadence.due_after is None or slot.ends is None:
        return None
    return CountedFrom(limit=str(item.cadence.due_after), start=slot.ends)


def _standing(
    item: Item, published: Sequence[Publication], shown: Shown, span: tuple[date, date]
) -> Duty:
    """A standing item must be there at the check; what was withdrawn by then does not show it.

    The check is on the last day of ``span``, or on the last day on which the item was owed. It
    has no due day. Shown in the period, but later than the day from which it was owed, it is
    late, and so it is if shown only after the check; shown since before, that is over.
    """
    begins = span[0]
    check = span[1] if item.until is None else min(span[1], item.until)
    before = [p for p in published if p.on <= check]
    there = [p for p in before if p.until is None or p.until > check]
    after = [p for p in published if p.on > check and (item.until is None or p.on <= item.until)]
    on_word = all(publication.basis is Basis.ASSERTED for publication in there or after)
    counted = [p for p in (before if there else after) if on_word or p.basis is not Basis.ASSERTED]
    first = min(counted, key=lambda publication: (publication.on, publication.id), default=None)
    outcome, days = Outcome.ON_TIME, None
    if first is None:
        outcome = Outcome.OVERDUE
    elif not there:
        outcome = Outcome.LATE
        days = (first.on - item.since).days if item.since and not before else None
    elif item.since is not None and first.on > item.since and first.on >= begins:
        outcome, days = Outcome.LATE, (first.on - item.since).days
    note = Text("长期公开：检查时须在栏", "standing: must be there at every check")
    if outcome is not Outcome.ON_TIME and not shown.complete:
        outcome, days, note = Outcome.UNKNOWN, None, shown.lack
    return Duty(
        id=f"items:{item.id}/standing",
        kind=DutyKind.PUBLISH,
        subject=f"items:{item.id}/standing",
        title=item.title,
        item=item.id,
        limit=LimitKind.CADENCE,
        opened=item.since,
        met=first.on if first else None,
        outcome=outcome,
        days_late=days,
        basis=weaker(item.basis, first.basis if first else item.basis),
        met_on_word=first is not None and on_word,
        note=note,
    )
