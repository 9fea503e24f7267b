"""Publications matched with the slots of a cadence: by hand, by brute force, and by law."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from zwgk.duties import Duty, DutyKind, Outcome, owed
from zwgk.duties.slots import match
from zwgk.law import load_rules
from zwgk.records import Basis, Dossier, Publication, loose_ends
from zwgk.time import Slot, WorkCalendar

CALENDAR = WorkCalendar.china()
JANUARY = date(2024, 1, 1)


def day(number: int) -> date:
    return JANUARY + timedelta(days=number)


def slot(label: str, opens: int, due: int) -> Slot:
    end = day(due)
    return Slot(label, day(opens), end, end, end, end)


def published(
    number: int, on: int, covers: str | None = None, basis: Basis = Basis.DOCUMENTED
) -> Publication:
    return Publication(id=f"p{number}", item="a", on=day(on), covers=covers, basis=basis)


def owes(as_of: date, item: dict[str, Any], *publications: Any, **more: Any) -> list[Duty]:
    """The duties to publish of one item in 2024; without ``publications`` the table is absent."""
    first, last = more.pop("period", (date(2024, 1, 1), date(2024, 12, 31)))
    dossier = Dossier.model_validate(
        {
            "period": {"from": first, "to": last},
            "unit": {"name": "示例单位", "kind": "school", **more.pop("unit", {})},
            "items": [{"id": "a", "title": "甲", **item}],
            "publications": more.pop("shown", list(publications)),
        }
    )
    found = owed(dossier, as_of=as_of, calendar=CALENDAR, rules=load_rules())
    return list(found[DutyKind.PUBLISH].duties)


def states(duties: Sequence[Duty]) -> dict[str, tuple[str, int | None]]:
    return {duty.id.partition("/")[2]: (duty.outcome.value, duty.days_late) for duty in duties}


def pub(name: str, on: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "item": "a", "on": on, **more}


QUARTERLY = {"cadence": "quarterly"}


def test_each_quarter_in_time_late_missed_and_still_open() -> None:
    """Q1 shown on its last day; Q2 on 5 July, five days late; Q3 never; Q4 not due yet."""
    duties = owes(
        date(2024, 10, 10),
        QUARTERLY,
        pub("p1", "2024-03-31"),
        pub("p2", "2024-07-05", covers="2024-Q2"),
    )
    assert states(duties) == {
        "2024-Q1": ("on_time", 0),
        "2024-Q2": ("late", 5),
        "2024-Q3": ("overdue", 10),
        "2024-Q4": ("open", None),
    }
    assert [duty.due for duty in duties] == [
        date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31),
    ]  # fmt: skip


def test_without_a_name_a_publication_answers_the_open_slot_and_only_what_is_left_the_missed() -> (
    None
):
    """5 and 8 July lie in Q3: the later answers it, the earlier the missed Q2, 5 days late."""
    one = owes(date(2024, 10, 10), QUARTERLY, pub("p1", "2024-03-31"), pub("p2", "2024-07-05"))
    assert states(one)["2024-Q2"] == ("overdue", 102)  # 30 June to 10 October: 31+31+30+10
    assert states(one)["2024-Q3"] == ("on_time", 0)
    two = owes(
        date(2024, 10, 10),
        QUARTERLY,
        pub("p1", "2024-03-31"),
        pub("p2", "2024-07-05"),
        pub("p3", "2024-07-08"),
    )
    assert states(two)["2024-Q2"] == ("late", 5)
    assert states(two)["2024-Q3"] == ("on_time", 0)


def test_what_names_another_period_answers_nothing_here() -> None:
    duties = owes(date(2024, 4, 10), QUARTERLY, pub("p1", "2024-01-05", covers="2023-Q4"))
    assert states(duties)["2024-Q1"] == ("overdue", 10)


@pytest.mark.parametrize("covers", ["2024-03", "2024", "秋季学期", "2024-03-05"])
def test_what_names_no_slot_of_the_cadence_counts_by_its_day(covers: str) -> None:
    (first, *_) = owes(date(2024, 4, 30), QUARTERLY, pub("p1", "2024-03-05", covers=covers))
    assert (first.outcome, first.met) == (Outcome.ON_TIME, date(2024, 3, 5))
    assert first.note is not None
    assert covers in first.note.zh
    (first, *_) = owes(date(2024, 4, 30), QUARTERLY, pub("p1", "2024-03-05", covers="2024-Q1"))
    assert (first.outcome, first.note) == (Outcome.ON_TIME, None)


@pytest.mark.parametrize("covers", ["2024年3月", "3月", "2024-3", "2024-13", "2024Q1", "第一季度"])
def test_a_period_in_a_form_that_no_slot_has_is_refused(covers: str) -> None:
    shown = pub("p1", "2024-03-05", covers=covers)
    with pytest.raises(ValidationError, match=f"covers“{covers}”不是期次"):
        owes(date(2024, 4, 30), QUARTERLY, shown)
    (end,) = loose_ends({"publications": [shown]})
    assert end.path == ("publications", 0, "covers")
    assert end.hint is not None
    assert "2024-Q1" in end.hint.en


def test_terms_may_be_named_by_numbers() -> None:
    terms = [{"name": "2024-2025-1", "first": "2024-09-02", "last": "2025-01-20"}]
    (duty,) = owes(
        date(2025, 3, 1),
        {"cadence": "per_semester"},
        pub("p1", "2024-10-05", covers="2024-2025-1"),
        pub("p0", "2024-06-05", covers="2023-2024-2"),
        unit={"terms": terms},
        period=(date(2024, 8, 1), date(2025, 7, 31)),
    )
    assert (duty.outcome, duty.met) == (Outcome.ON_TIME, date(2024, 10, 5))


def test_several_a_window_are_answered_by_the_name_of_the_window() -> None:
    twice = {"cadence": {"kind": "quarterly", "count": 2}}
    duties = owes(
        date(2024, 4, 10),
        twice,
        pub("p1", "2024-02-01", covers="2024-Q1"),
        pub("p2", "2024-04-02", covers="2024-Q1"),
    )
    assert states(duties)["2024-Q1#1"] == ("on_time", 0)
    assert states(duties)["2024-Q1#2"] == ("late", 2)


def test_nothing_after_the_day_of_assessment_is_seen() -> None:
    shown = [pub("p1", "2024-04-02"), pub("p2", "2024-05-02")]
    assert states(owes(date(2024, 4, 1), QUARTERLY, *shown))["2024-Q1"] == ("overdue", 1)
    assert states(owes(date(2024, 4, 2), QUARTERLY, *shown))["2024-Q2"] == ("on_time", 0)
    assert states(owes(date(2024, 5, 2), QUARTERLY, *shown))["2024-Q1"] == ("late", 2)


@pytest.mark.parametrize("shown", [None, {"complete": False, "rows": []}])
def test_where_publications_are_absent_or_partial_a_missed_slot_is_not_known(shown: Any) -> None:
    duties = owes(date(2024, 4, 10), QUARTERLY, shown=shown)
    assert states(duties)["2024-Q1"] == ("unknown", None)
    assert states(duties)["2024-Q2"] == ("open", None)
    assert duties[0].note is not None


def test_where_publications_are_partial_a_late_one_may_not_have_been_the_first() -> None:
    rows = [pub("p1", "2024-02-01"), pub("p2", "2024-07-05", covers="2024-Q2")]
    duties = owes(date(2024, 7, 31), QUARTERLY, shown={"complete": False, "rows": rows})
    assert states(duties)["2024-Q1"] == ("on_time", 0)
    assert states(duties)["2024-Q2"] == ("unknown", None)


def test_an_item_owes_from_its_beginning_to_its_end() -> None:
    item = {**QUARTERLY, "since": "2024-05-01", "until": "2024-08-31"}
    assert list(states(owes(date(2024, 12, 31), item))) == ["2024-Q2", "2024-Q3"]


def test_only_what_is_open_of_itself_owes_its_cadence() -> None:
    exempt = {**QUARTERLY, "openness": "exempt", "exempt_reason": "国家秘密"}
    assert owes(date(2024, 12, 31), exempt) == []
    assert owes(date(2024, 12, 31), {**QUARTERLY, "openness": "on_request"}) == []


def test_a_cadence_bound_to_events_owes_nothing_by_itself() -> None:
    assert owes(date(2024, 12, 31), {"cadence": "event_after"}) == []


def test_terms_make_slots_and_without_terms_it_is_not_known_how_many_there_are() -> None:
    terms = {"terms": [{"name": "2024春", "first": "2024-02-26", "last": "2024-07-05"}]}
    item = {"cadence": "per_semester"}
    duties = owes(date(2024, 7, 10), item, pub("p1", "2024-07-09"), unit=terms)
    assert states(duties) == {"2024春": ("late", 4)}
    dossier = Dossier.model_validate(
        {
            "period": {"from": "2024-01-01", "to": "2024-12-31"},
            "unit": {"name": "示例学校", "kind": "school"},
            "items": [{"id": "a", "title": "甲", **item}],
            "publications": [],
        }
    )
    found = owed(dossier, as_of=date(2024, 7, 10), calendar=CALENDAR, rules=load_rules())
    group = found[DutyKind.PUBLISH]
    assert (group.duties, group.present, group.complete) == ((), True, False)


def test_a_due_day_that_hangs_on_a_notice_to_come_is_late_only_after_its_latest() -> None:
    """Three working days after December 2026: New Year 2027 is not announced yet."""
    item = {"cadence": {"kind": "monthly", "due_after": "3 working days"}}
    span = (date(2027, 1, 1), date(2027, 1, 31))
    (duty,) = [
        one
        for one in owes(date(2027, 1, 31), item, pub("p1", "2027-01-20"), period=span)
        if one.id.endswith("2026-12")
    ]
    assert duty.certainty == "provisional"
    assert duty.earliest is not None
    assert duty.latest is not None
    assert duty.earliest < duty.latest < date(2027, 1, 20)
    assert duty.outcome is Outcome.LATE
    between = duty.earliest + timedelta(days=1)
    (other,) = [
        one
        for one in owes(
            date(2027, 1, 31),
            item,
            pub("p1", between.isoformat(), covers="2026-12"),
            period=span,
        )
        if one.id.endswith("2026-12")
    ]
    assert other.outcome is Outcome.UNKNOWN


STANDING = {"cadence": "always_on", "since": "2024-02-01"}


def test_a_standing_item_must_be_there_at_the_check() -> None:
    (duty,) = owes(date(2024, 6, 30), STANDING, pub("p1", "2024-02-01"))
    assert (duty.outcome, duty.due, duty.opened) == (Outcome.ON_TIME, None, date(2024, 2, 1))
    (late,) = owes(date(2024, 6, 30), STANDING, pub("p1", "2024-02-11"))
    assert (late.outcome, late.days_late) == (Outcome.LATE, 10)
    (gone,) = owes(date(2024, 6, 30), STANDING, pub("p1", "2024-02-01", until="2024-06-30"))
    assert (gone.outcome, gone.met) == (Outcome.OVERDUE, None)
    (still,) = owes(date(2024, 6, 29), STANDING, pub("p1", "2024-02-01", until="2024-06-30"))
    assert still.outcome is Outcome.ON_TIME
    (renewed,) = owes(
        date(2024, 6, 30),
        STANDING,
        pub("p1", "2024-02-01", until="2024-05-01"),
        pub("p2", "2024-05-01"),
    )
    assert (renewed.outcome, renewed.met) == (Outcome.ON_TIME, date(2024, 2, 1))


def test_a_standing_item_that_ended_was_fulfilled_to_its_end() -> None:
    ended = {"cadence": "always_on", "since": "2023-01-01", "until": "2024-06-30"}
    kept = pub("p1", "2023-01-01", until="2024-07-01")
    (duty,) = owes(date(2024, 12, 31), ended, kept)
    assert duty.outcome is Outcome.ON_TIME
    (duty,) = owes(date(2024, 12, 31), ended, {**kept, "until": "2024-06-30"})
    assert duty.outcome is Outcome.OVERDUE
    # shown only when it was owed no more
    (duty,) = owes(date(2024, 12, 31), ended, pub("p1", "2024-07-05"))
    assert duty.outcome is Outcome.OVERDUE


def test_what_became_of_a_standing_item_after_the_period_is_not_charged_to_it() -> None:
    standing = {"cadence": "always_on", "since": "2023-01-01"}
    kept = pub("p1", "2023-01-01", until="2025-03-01")
    (duty,) = owes(date(2025, 6, 1), standing, kept)
    assert duty.outcome is Outcome.ON_TIME
    # not there at the end of 2024, shown on 10 January 2025: 740 days after it was owed
    (duty,) = owes(date(2025, 6, 1), standing, pub("p1", "2025-01-10"))
    assert (duty.outcome, duty.days_late) == (Outcome.LATE, 740)
    # there until March, and again in the next year
    gone = pub("p1", "2023-01-01", until="2024-03-01")
    (duty,) = owes(date(2025, 6, 1), standing, gone, pub("p2", "2025-01-10"))
    assert (duty.outcome, duty.days_late) == (Outcome.LATE, None)


def test_a_standing_item_is_owed_in_every_period_in_which_it_is_in_force() -> None:
    in_2025 = (date(2025, 1, 1), date(2025, 12, 31))
    shown = [pub("p1", "2024-02-11")]
    (later,) = owes(date(2025, 6, 30), STANDING, *shown, period=in_2025)
    assert later.outcome is Outcome.ON_TIME  # late in 2024, there since before 2025
    ended = {**STANDING, "until": "2024-12-30"}
    assert owes(date(2025, 6, 30), ended, *shown, period=in_2025) == []
    in_2023 = (date(2023, 1, 1), date(2023, 12, 31))
    assert owes(date(2024, 6, 30), STANDING, *shown, period=in_2023) == []


@pytest.mark.parametrize("shown", [None, {"complete": False, "rows": []}])
def test_a_standing_item_that_was_not_seen_is_not_known_to_be_missing(shown: Any) -> None:
    (duty,) = owes(date(2024, 6, 30), STANDING, shown=shown)
    assert duty.outcome is Outcome.UNKNOWN


def test_what_is_only_said_is_marked_and_a_document_of_the_same_slot_goes_before_it() -> None:
    (said, *_) = owes(date(2024, 4, 1), QUARTERLY, pub("p1", "2024-02-01", basis="asserted"))
    assert (said.outcome, said.met_on_word) == (Outcome.ON_TIME, True)
    (shown, *_) = owes(
        date(2024, 4, 1),
        QUARTERLY,
        pub("p1", "2024-02-01", basis="asserted"),
        pub("p2", "2024-03-01"),
    )
    assert (shown.met, shown.met_on_word) == (date(2024, 3, 1), False)
    (standing,) = owes(
        date(2024, 6, 30),
        STANDING,
        pub("p1", "2024-02-01", basis="asserted"),
        pub("p2", "2024-02-03"),
    )
    assert (standing.met, standing.days_late, standing.met_on_word) == (date(2024, 2, 3), 2, False)


SLOTS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 8)).map(lambda p: (p[0], p[0] + p[1])),
    min_size=1,
    max_size=4,
).map(lambda spans: [slot(f"s{i}", *span) for i, span in enumerate(sorted(spans))])
SHOWN = st.lists(
    st.tuples(st.integers(0, 24), st.sampled_from([Basis.DOCUMENTED, Basis.ASSERTED])), max_size=5
).map(lambda days: [published(i, on, None, basis) for i, (on, basis) in enumerate(days)])


def in_time(slots: Sequence[Slot], answered: dict[int, Publication]) -> list[Publication]:
    return [p for index, p in answered.items() if p.on <= slots[index].due]


def fits(one: Slot, publication: Publication) -> bool:
    return one.opens <= publication.on <= one.due


def best(slots: Sequence[Slot], shown: Sequence[Publication]) -> tuple[int, int]:
    """Most slots answered in time, and of those most by documents, over every assignment."""
    padded = [*shown, *([None] * len(slots))]
    return max(
        (
            len(pairs := [p for s, p in zip(slots, order, strict=False) if p and fits(s, p)]),
            sum(p.basis is Basis.DOCUMENTED for p in pairs),
        )
        for order in permutations(padded, len(slots))
    )


@given(SLOTS, SHOWN)
def test_no_other_way_answers_more_slots_in_time(
    slots: list[Slot], shown: list[Publication]
) -> None:
    answered = match(slots, shown)
    timely = in_time(slots, answered)
    assert all(fits(slots[i], p) or p.on > slots[i].due for i, p in answered.items())
    assert len({p.id for p in answered.values()}) == len(answered)
    documented = sum(p.basis is Basis.DOCUMENTED for p in timely)
    assert (len(timely), documented) == best(slots, shown)


@given(SLOTS, SHOWN)
def test_what_is_left_answers_the_oldest_missed_and_nothing_is_left_that_could_answer(
    slots: list[Slot], shown: list[Publication]
) -> None:
    answered = match(slots, shown)
    idle = [p for p in shown if p.id not in {one.id for one in answered.values()}]
    missed = [one for index, one in enumerate(slots) if index not in answered]
    assert not any(one.due < p.on for one in missed for p in idle)
    late = [(slots[i].due, p.on) for i, p in answered.items() if p.on > slots[i].due]
    assert sorted(late) == sorted(
        zip(sorted(due for due, _ in late), sorted(on for _, on in late), strict=True)
    )


@given(SLOTS, SHOWN, st.randoms(use_true_random=False))
def test_the_order_of_the_records_is_irrelevant(
    slots: list[Slot], shown: list[Publication], random: Any
) -> None:
    shuffled = list(shown)
    random.shuffle(shuffled)
    assert match(slots, shuffled) == match(slots, shown)


@given(SLOTS, SHOWN, st.data())
def test_a_publication_moved_later_within_its_slot_never_worsens_what_was_in_time(
    slots: list[Slot], shown: list[Publication], data: st.DataObject
) -> None:
    answered = match(slots, shown)
    held = [(i, p) for i, p in answered.items() if fits(slots[i], p)]
    if not held:
        return
    index, moved = data.draw(st.sampled_from(held))
    spare = (slots[index].due - moved.on).days
    on = moved.on + timedelta(days=data.draw(st.integers(0, spare)))
    later = [p.model_copy(update={"on": on}) if p.id == moved.id else p for p in shown]
    assert len(in_time(slots, match(slots, later))) >= len(in_time(slots, answered))


@given(SLOTS, SHOWN)
def test_a_further_publication_never_leaves_fewer_slots_answered(
    slots: list[Slot], shown: list[Publication]
) -> None:
    more = [*shown, published(99, 11)]
    assert len(in_time(slots, match(slots, more))) >= len(in_time(slots, match(slots, shown)))


def test_a_day_of_which_no_notice_tells_may_not_be_owed_at_all() -> None:
    """1 February 2027 is a Monday that only the notice for 2027 can settle."""
    span = (date(2027, 2, 1), date(2027, 2, 1))
    (missed,) = owes(date(2027, 2, 10), {"cadence": "daily"}, period=span)
    assert missed.outcome is Outcome.UNKNOWN
    (shown,) = owes(date(2027, 2, 10), {"cadence": "daily"}, pub("p1", "2027-02-01"), period=span)
    assert shown.outcome is Outcome.ON_TIME


VILLAGE = {"cadence": {"kind": "monthly", "due_after": "15 days"}}


def test_what_is_due_after_its_month_is_not_answered_within_it() -> None:
    """Accounts by the 15th of the next month: nothing of January can be shown on 10 January."""
    days = ("2024-01-10", "2024-02-10", "2024-03-20", "2024-04-10", "2024-05-10", "2024-06-10")
    shown = [pub(f"p{number}", day) for number, day in enumerate(days)]
    duties = states(owes(date(2024, 6, 30), VILLAGE, *shown))
    assert {name: duties[name] for name in ("2023-12", "2024-01", "2024-02", "2024-03")} == {
        "2023-12": ("on_time", 0),
        "2024-01": ("on_time", 0),
        "2024-02": ("late", 5),  # due 15 March, shown on the 20th
        "2024-03": ("on_time", 0),
    }


def test_a_slot_whose_due_day_may_lie_in_either_of_two_periods_is_owed_in_both() -> None:
    """23 working days after 30 November 2026: to 28 December twenty, then most likely 31 December.

    The notice for 2027 may give one of these days off and have a weekend worked in its place.
    """
    item = {"id": "i", "title": "月报", "cadence": "monthly, due after 23 working days"}

    def labels(first: str, last: str) -> list[tuple[str, str, bool]]:
        dossier = Dossier.model_validate(
            {
                "unit": {"name": "示例局（虚构）", "kind": "department", "fictitious": True},
                "period": {"from": first, "to": last},
                "items": [item],
                "publications": [],
            }
        )
        found = owed(
            dossier,
            as_of=date(2027, 3, 1),
            calendar=WorkCalendar.china(),
            rules=load_rules(),
        )
        return [
            (str(duty.subject), str(duty.due), duty.straddles)
            for duty in found[DutyKind.PUBLISH].duties
        ]

    this = labels("2026-12-01", "2026-12-31")
    assert ("items:i/2026-11", "2026-12-31", True) in this
    following = labels("2027-01-01", "2027-01-31")
    assert ("items:i/2026-11", "2026-12-31", True) in following
    # a settled day lies in one period alone
    assert not any(subject == "items:i/2026-10" for subject, _, _ in following)
    assert [one for one in this if one[0] == "items:i/2026-10"] == [
        ("items:i/2026-10", "2026-12-02", False)
    ]
