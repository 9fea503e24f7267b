"""Limits that run from a day: requests, cases, feedback, incidents, hazards, publications."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.duties import Duty, DutyKind, Outcome, Owed, as_seen, outcome_of, owed, weaker
from zwgk.duties.duty import DutyTable
from zwgk.errors import InvalidInput
from zwgk.law import load_rules
from zwgk.records import Basis, Dossier, ReportPeriod
from zwgk.time import WorkCalendar

CALENDAR = WorkCalendar.china()
YEAR = {"from": "2024-01-01", "to": "2024-12-31"}


def dossier(**tables: Any) -> Dossier:
    return Dossier.model_validate(
        {"period": YEAR, "unit": {"name": "示例单位", "kind": "township"}, **tables}
    )


def groups(as_of: date, **tables: Any) -> dict[DutyKind, Owed]:
    return owed(dossier(**tables), as_of=as_of, calendar=CALENDAR, rules=load_rules())


def all_of(as_of: date, **tables: Any) -> list[Duty]:
    return [duty for group in groups(as_of, **tables).values() for duty in group.duties]


def only(as_of: date, **tables: Any) -> Duty:
    (duty,) = all_of(as_of, **tables)
    return duty


def told(duty: Duty) -> list[object]:
    return [duty.due, duty.outcome.value, duty.days_late]


def request(*events: tuple[str, str], received: str = "2024-03-01", **more: Any) -> dict[str, Any]:
    steps = [{"name": name, "on": on} for name, on in events]
    return {"id": "r1", "received": received, "events": steps, **more}


END = date(2024, 12, 31)


@pytest.mark.parametrize(
    ("answered", "outcome", "days"),
    [
        # 20 working days after Friday 1 March 2024: four plain weeks, Friday 29 March
        ("2024-03-29", "on_time", 0),
        ("2024-03-30", "late", 1),
        ("2024-04-08", "late", 10),
    ],
)
def test_a_reply_is_in_time_on_the_twentieth_working_day_and_late_on_the_next(
    answered: str, outcome: str, days: int
) -> None:
    duty = only(END, requests=[request(("answered", answered))])
    assert told(duty) == [date(2024, 3, 29), outcome, days]
    assert (duty.id, duty.subject, duty.limit.value) == ("requests:r1", "requests:r1", "statutory")
    assert any("711" in citation.source for citation in duty.citations)


def test_an_unanswered_request_is_open_until_its_due_day_and_overdue_after_it() -> None:
    assert told(only(date(2024, 3, 29), requests=[request()])) == [date(2024, 3, 29), "open", None]
    assert told(only(date(2024, 4, 2), requests=[request()])) == [date(2024, 3, 29), "overdue", 4]


def test_an_answer_after_the_day_of_assessment_is_not_seen() -> None:
    late = [request(("answered", "2024-04-02"), outcome="granted")]
    assert told(only(date(2024, 4, 1), requests=late)) == [date(2024, 3, 29), "overdue", 3]
    assert told(only(date(2024, 4, 2), requests=late)) == [date(2024, 3, 29), "late", 4]


@pytest.mark.parametrize(
    ("as_of", "outcome", "late"),
    [("2024-04-10", "open", None), ("2024-05-06", "open", None), ("2024-05-07", "overdue", 1)],
)
def test_a_day_told_for_later_is_seen_before_it_comes(
    as_of: str, outcome: str, late: int | None
) -> None:
    """Received on 1 March; 20 working days end on the 29th, but the applicant was told of 6 May.

    The date of the event is the day that was told, not the day on which it was told.
    """
    row = request(("delayed_until", "2024-05-06"))
    assert told(only(date.fromisoformat(as_of), requests=[row])) == [
        date(2024, 5, 6),
        outcome,
        late,
    ]


def test_a_consultation_stops_the_clock() -> None:
    """5 days used by Friday 8 March; the other 15 run from Monday 18 March: ten until 29 March,
    three until 3 April, Qingming 4 to 6, then Sunday 7 (worked) and Monday 8 April."""
    events = [("consultation_sent", "2024-03-08"), ("consultation_answered", "2024-03-15")]
    duty = only(END, requests=[request(*events, ("answered", "2024-04-08"))])
    assert told(duty) == [date(2024, 4, 8), "on_time", 0]
    late = only(END, requests=[request(*events, ("answered", "2024-04-09"))])
    assert told(late) == [date(2024, 4, 8), "late", 1]


def test_a_stopped_and_a_waiting_clock_leave_the_duty_open_a_closed_one_waives_it() -> None:
    stopped = only(END, requests=[request(("consultation_sent", "2024-03-08"))])
    assert told(stopped) == [None, "open", None]
    answered = [("consultation_sent", "2024-03-08"), ("answered", "2024-03-11")]
    assert told(only(END, requests=[request(*answered)]))[1] == "on_time"
    waiting = only(END, requests=[request(("correction_asked", "2024-03-05"))])
    assert told(waiting) == [None, "open", None]
    lapsed = [("correction_asked", "2024-03-05"), ("correction_lapsed", "2024-04-10")]
    assert told(only(END, requests=[request(*lapsed)])) == [None, "waived", None]


def test_what_was_closed_before_the_period_is_no_duty_of_it() -> None:
    lapsed = [("correction_asked", "2023-03-03"), ("correction_lapsed", "2023-04-10")]
    assert all_of(END, requests=[request(*lapsed, received="2023-03-01")]) == []
    asked = [("correction_asked", "2023-03-03")]
    assert only(END, requests=[request(*asked, received="2023-03-01")]).outcome is Outcome.OPEN


def test_a_duty_belongs_to_the_period_that_holds_its_due_day() -> None:
    """Received 15 December 2023; 20 working days later it is 15 January 2024 (1 January is off):
    18 to 22, 25 to 29 December (10), 2 to 5 January (14), 8 to 12 (19), Monday 15 (20)."""
    duty = only(END, requests=[request(received="2023-12-15")])
    assert duty.due == date(2024, 1, 15)
    assert all_of(END, requests=[request(received="2024-12-16")]) == []  # due in January 2025


def test_the_law_of_the_day_of_receipt_counts() -> None:
    """Received on 14 May 2019, the last day of the 15 working days of order 492."""
    old = dossier(requests=[request(received="2019-05-14")]).model_copy(
        update={"period": dossier().period.model_copy(update={"first": date(2019, 1, 1)})}
    )
    found = owed(old, as_of=END, calendar=CALENDAR, rules=load_rules())
    (duty,) = found[DutyKind.REPLY].duties
    assert duty.due == date(2019, 6, 4)
    assert "492" in duty.citations[0].source


def test_before_the_law_there_was_no_duty() -> None:
    assert all_of(END, requests=[request(received="2007-03-01")]) == []


@pytest.mark.parametrize(
    "events",
    [
        [("answred", "2024-03-05")],
        [("consultation_answered", "2024-03-05")],
        [("extended", "2024-03-05")],
    ],
)
def test_events_that_contradict_the_rule_name_the_record(events: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidInput) as caught:
        all_of(END, requests=[request(*events)])
    (problem,) = caught.value.problems
    assert "requests:r1" in str(problem.place)
    assert events[0][0] in problem.of("en")


def test_the_faults_of_several_records_are_told_at_once() -> None:
    cases = [{"id": "c1", "kind": "promised", "received": "2024-03-01", "rule": "NO-RULE"}]
    with pytest.raises(InvalidInput) as caught:
        all_of(END, requests=[request(("answred", "2024-03-05"))], cases=cases)
    places = [str(problem.place) for problem in caught.value.problems]
    assert ["requests:r1" in places[0], "cases:c1" in places[1]] == [True, True]


def case(**more: Any) -> dict[str, Any]:
    return {"id": "c1", "kind": "promised", "received": "2024-03-01", **more}


def test_two_limits_of_one_case_are_two_duties_with_one_subject() -> None:
    """Promised 5 working days: Friday 8 March; the law's 20 calendar days: 21 March."""
    limits = {"statutory": "20 days", "promised": "5 working days"}
    duties = all_of(END, cases=[case(**limits, completed="2024-03-11")])
    assert [(duty.limit.value, *told(duty)) for duty in duties] == [
        ("promised", date(2024, 3, 8), "late", 3),
        ("statutory", date(2024, 3, 21), "on_time", 0),
    ]
    assert {duty.subject for duty in duties} == {"cases:c1"}
    assert len({duty.id for duty in duties}) == 2


def test_only_a_promise_can_be_beaten() -> None:
    limits = {"statutory": "20 days", "promised": "5 working days"}
    duties = all_of(END, cases=[case(**limits, completed="2024-03-07")])
    assert [(duty.limit.value, duty.outcome.value) for duty in duties] == [
        ("promised", "early"),
        ("statutory", "on_time"),
    ]
    on_the_day = all_of(END, cases=[case(**limits, completed="2024-03-08")])
    assert on_the_day[0].outcome is Outcome.ON_TIME


def test_the_limits_run_from_acceptance_where_it_differs() -> None:
    duty = only(END, cases=[case(accepted="2024-03-04", promised="3 days", completed="2024-03-07")])
    assert told(duty) == [date(2024, 3, 7), "on_time", 0]


def test_an_event_that_answers_completes_a_case() -> None:
    events = [{"name": "answered", "on": "2024-03-11"}]
    assert told(only(END, cases=[case(promised="5 working days", events=events)]))[1:] == [
        "late",
        3,
    ]


def test_an_immediate_case_is_done_on_its_day() -> None:
    def done(on: str | None) -> Duty:
        return only(END, cases=[case(kind="immediate", completed=on)])

    assert told(done("2024-03-01")) == [date(2024, 3, 1), "on_time", 0]
    assert told(done("2024-03-02")) == [date(2024, 3, 1), "late", 1]
    assert told(done(None))[1] == "overdue"
    promised = only(END, cases=[case(kind="immediate", promised="2 days", completed="2024-03-03")])
    assert told(promised) == [date(2024, 3, 3), "on_time", 0]


def test_of_a_case_without_any_limit_nobody_knows_whether_it_was_in_time() -> None:
    """Completed after ten months: late under most limits, but under which?"""
    duties = all_of(END, cases=[case(completed="2024-11-05")])
    assert [(duty.id, duty.subject, duty.outcome.value) for duty in duties] == [
        ("cases:c1/promised", "cases:c1", "unknown"),
        ("cases:c1/statutory", "cases:c1", "unknown"),
    ]
    assert all(duty.note is not None and duty.due is None for duty in duties)
    assert {duty.met for duty in duties} == {date(2024, 11, 5)}


def test_a_publication_of_unknown_formation_is_not_known_to_be_in_time() -> None:
    items = [{"id": "a", "title": "甲", "rule": "XXGK-PRO"}, {"id": "b", "title": "乙"}]
    shown = [{"id": "p", "item": "a", "on": "2024-03-05"}, {"id": "q", "on": "2024-03-05"}]
    duty = only(END, items=items, publications=shown)
    assert (duty.id, duty.rule, duty.limit) == ("publications:p", "XXGK-PRO", "statutory")
    assert told(duty) == [None, "unknown", None]


@pytest.mark.parametrize("cadence", ["realtime", "periodic"])
def test_a_cadence_without_a_number_is_never_overdue_and_never_known_to_be_in_time(
    cadence: str,
) -> None:
    items = [{"id": "a", "title": "甲", "cadence": cadence}]
    group = groups(END, items=items, publications=[])[DutyKind.PUBLISH]
    assert (group.duties, group.present, group.complete) == ((), True, False)
    # what was formed on a known day is under the limit of the law all the same
    shown = [{"id": "p", "item": "a", "on": "2024-04-01", "formed": "2024-03-01"}]
    duty = only(END, items=items, publications=shown)
    assert told(duty) == [date(2024, 3, 29), "late", 3]


def test_what_a_cadence_asks_for_is_charged_once() -> None:
    """Five days late in its quarter; forty days after it was formed is no second fault."""
    items = [{"id": "a", "title": "甲", "cadence": "quarterly"}]
    shown = [
        {"id": "p", "item": "a", "on": "2024-04-05", "formed": "2024-02-01", "covers": "2024-Q1"}
    ]
    duties = all_of(date(2024, 4, 30), items=items, publications=shown)
    late = [(duty.id, duty.limit.value) for duty in duties if duty.outcome == "late"]
    assert late == [("items:a/2024-Q1", "cadence")]


def test_an_item_that_is_not_yet_in_force_owes_nothing() -> None:
    """Formed in January, shown in June, twenty working days long past; but since July."""
    shown = [{"id": "p", "item": "a", "on": "2024-06-03", "formed": "2024-01-05"}]
    for openness in ("proactive", "on_request"):
        items = [{"id": "a", "title": "甲", "openness": openness, "since": "2024-07-01"}]
        assert all_of(date(2024, 6, 30), items=items, publications=shown) == []


@pytest.mark.parametrize("as_of", [date(2024, 3, 15), END])
def test_a_request_with_an_outcome_was_answered_on_a_day_that_is_not_known(as_of: date) -> None:
    duty = only(as_of, requests=[request(outcome="granted")])
    assert told(duty) == [date(2024, 3, 29), "unknown", None]
    assert duty.note is not None
    closed = request(
        ("correction_asked", "2024-03-04"), ("correction_lapsed", "2024-03-12"), outcome="lapsed"
    )
    assert only(as_of, requests=[closed]).outcome == "waived"


def test_feedback_may_be_owed_by_promise_and_by_law() -> None:
    """Received on Friday 1 March: five working days to the 8th, twenty to the 29th."""
    limits = {"limit": "5 working days", "rule": "XXGK-REPLY"}
    row = {"id": "f1", "kind": "complaint", "received": "2024-03-01", **limits}
    duties = all_of(END, feedback=[{**row, "answered": "2024-03-29"}])
    assert [(duty.id, duty.subject, *told(duty)) for duty in duties] == [
        ("feedback:f1/promised", "feedback:f1", date(2024, 3, 8), "late", 21),
        ("feedback:f1/statutory", "feedback:f1", date(2024, 3, 29), "on_time", 0),
    ]
    (single,) = all_of(END, feedback=[{**row, "rule": None, "answered": "2024-03-29"}])
    assert (single.id, single.outcome) == ("feedback:f1", "late")
    unknown = all_of(END, feedback=[{**row, "received": None}])
    assert {(duty.id, duty.outcome.value) for duty in unknown} == {
        ("feedback:f1/promised", "unknown"),
        ("feedback:f1/statutory", "unknown"),
    }


def test_a_provisional_due_day_may_lie_in_two_periods() -> None:
    """20 working days from 3 December 2026 end on 31 December, or days later if it is a rest
    day: counted for certain in neither year."""
    row = request(received="2026-12-03")
    found = []
    for year in (2026, 2027):
        period = {"from": f"{year}-01-01", "to": f"{year}-12-31"}
        given = dossier(requests=[row], feedback=[]).model_copy(
            update={"period": ReportPeriod.model_validate(period)}
        )
        groups = owed(given, as_of=date(2027, 12, 31), calendar=CALENDAR, rules=load_rules())
        (duty,) = groups[DutyKind.REPLY].duties
        assert duty.earliest is not None
        assert duty.latest is not None
        assert (duty.earliest.year, duty.latest.year, duty.straddles) == (2026, 2027, True)
        found.append(duty)
    assert found[0] == found[1]
    assert not only(END, requests=[request()]).straddles


def test_what_a_correction_does_to_a_promise_nothing_says() -> None:
    """The correction stops the clock of the law; of the promise it is not known."""
    events = [
        {"name": "correction_asked", "on": "2024-03-04"},
        {"name": "corrected", "on": "2024-03-06"},
    ]
    limits = {"rule": "XXGK-REPLY", "promised": "5 working days"}
    duties = all_of(END, cases=[case(**limits, events=events, completed="2024-03-20")])
    states = {duty.limit.value: duty.outcome.value for duty in duties}
    assert states == {"statutory": "on_time", "promised": "unknown"}
    with pytest.raises(InvalidInput, match="cases:c1"):
        all_of(END, cases=[case(promised="5 working days", events=events)])


def test_a_rule_that_sets_a_shortest_time_says_nothing_of_being_late() -> None:
    """CW-SHOW-CQ: ten days on show at least, so a day before or after is no fault."""
    duty = only(END, cases=[case(rule="CW-SHOW-CQ", completed="2024-03-04")])
    assert told(duty) == [date(2024, 3, 11), "unknown", None]
    assert duty.note is not None
    assert "shortest" in duty.note.of("en")


def test_where_it_was_not_read_whether_a_rule_bound_the_outcome_is_not_known() -> None:
    """From when ZB-CAND-SHOW bound was not read: that is never 'no duty'."""
    duty = only(END, cases=[case(rule="ZB-CAND-SHOW", completed="2024-03-04")])
    assert told(duty) == [None, "unknown", None]
    assert duty.note is not None
    assert "not read" in duty.note.of("en")


def test_feedback_has_a_limit_of_its_own_or_of_the_law() -> None:
    row = {"id": "f1", "kind": "message", "received": "2024-03-01"}
    duty = only(END, feedback=[{**row, "limit": "7 days", "answered": "2024-03-05"}], requests=[])
    assert (duty.limit.value, *told(duty)) == ("promised", date(2024, 3, 8), "early", 0)
    by_law = only(END, feedback=[{**row, "rule": "XXGK-REPLY", "answered": "2024-04-01"}])
    assert (by_law.limit.value, *told(by_law)) == ("statutory", date(2024, 3, 29), "late", 3)
    assert all_of(END, feedback=[row]) == []
    undated = only(END, feedback=[{"id": "f1", "kind": "message", "limit": "7 days"}])
    assert told(undated) == [None, "unknown", None]


def incident(**more: Any) -> dict[str, Any]:
    return {"id": "i1", "field": "fire", "occurred": "2024-03-05T22:00+08:00", **more}


TOLD = "2024-03-05T23:30+08:00"


@pytest.mark.parametrize(
    ("reported", "outcome", "days"),
    [
        # one hour after being told at 23:30: 00:30 on 6 March, Beijing time
        ("2024-03-06T00:30+08:00", "on_time", 0),
        ("2024-03-05T16:30+00:00", "on_time", 0),  # the same moment in UTC
        ("2024-03-06T00:31+08:00", "late", 1),  # a minute late is a day late
        ("2024-03-07T09:00+08:00", "late", 1),
        ("2024-03-09T09:00+08:00", "late", 3),
    ],
)
def test_an_accident_is_reported_within_the_hour(reported: str, outcome: str, days: int) -> None:
    duty = only(END, incidents=[incident(told=TOLD, reported=reported)])
    assert told(duty) == [date(2024, 3, 6), outcome, days]
    assert duty.kind is DutyKind.REPORT
    assert duty.opened == date(2024, 3, 5)


def test_an_accident_that_was_not_reported() -> None:
    rows = [incident(told=TOLD)]
    assert told(only(date(2024, 3, 6), incidents=rows))[1:] == ["open", None]
    assert told(only(date(2024, 3, 7), incidents=rows))[1:] == ["overdue", 1]
    unknown = only(END, incidents=[incident(reported="2024-03-06T09:00+08:00")])
    assert (unknown.outcome, unknown.met) == (Outcome.UNKNOWN, date(2024, 3, 6))


def test_an_accident_may_have_a_rule_in_days() -> None:
    rows = [incident(told=TOLD, rule="7 days", reported="2024-03-13T08:00+08:00")]
    assert told(only(END, incidents=rows)) == [date(2024, 3, 12), "late", 1]
    assert told(only(END, incidents=[incident(told=TOLD, rule="7 days")]))[1] == "overdue"


def test_hazards_and_problems_are_rectified_by_the_day_that_was_set() -> None:
    hazards = [
        {"id": "h1", "found": "2024-03-01", "due": "2024-03-10", "rectified": "2024-03-10"},
        {"id": "h2", "found": "2024-03-01", "due": "2024-03-10", "rectified": "2024-03-12"},
        {"id": "h3", "found": "2024-03-01", "due": "2024-03-10"},
        {"id": "h4", "found": "2024-03-01"},
        {"id": "h5", "found": "2024-03-01", "rectified": "2024-03-02"},
        {"id": "h6", "found": "2023-03-01", "rectified": "2023-03-02"},
    ]
    found = [{"id": "p1", "title": "公开栏陈旧", "on": "2024-03-01", "due": "2025-01-10"}]
    duties = all_of(END, hazards=hazards, found=found)
    assert {duty.subject: told(duty)[1:] for duty in duties} == {
        "hazards:h1": ["on_time", 0],
        "hazards:h2": ["late", 2],
        "hazards:h3": ["overdue", 296],  # 21 of March, 30+31+30+31+31+30+31+30, 31 of December
        "hazards:h4": ["open", None],
        "hazards:h5": ["on_time", None],
    }


def test_a_publication_is_due_twenty_working_days_after_the_information_was_formed() -> None:
    """Formed Friday 1 March 2024: due 29 March, by the regulations or by the item's own limit."""
    row = {"id": "p1", "on": "2024-04-01", "formed": "2024-03-01"}
    assert told(only(END, publications=[row])) == [date(2024, 3, 29), "late", 3]
    items = [{"id": "a", "title": "甲", "limit": "40 days"}]
    duty = only(END, items=items, publications=[{**row, "item": "a"}])
    assert (duty.title, duty.item, *told(duty)) == ("甲", "a", date(2024, 4, 10), "on_time", 0)
    request_only = [{"id": "a", "title": "甲", "openness": "on_request"}]
    assert all_of(END, items=request_only, publications=[{**row, "item": "a"}]) == []


def test_a_provisional_due_day_is_late_after_its_latest_and_unknown_between() -> None:
    due, ends = date(2027, 1, 12), (date(2027, 1, 11), date(2027, 1, 14))
    as_of = date(2027, 2, 1)
    cases = {
        date(2027, 1, 8): (Outcome.ON_TIME, 0),
        date(2027, 1, 11): (Outcome.ON_TIME, 0),
        date(2027, 1, 12): (Outcome.UNKNOWN, None),
        date(2027, 1, 14): (Outcome.UNKNOWN, None),
        date(2027, 1, 15): (Outcome.LATE, 3),
    }
    for met, expected in cases.items():
        assert outcome_of(met, due, ends, as_of, promised=False) == expected
    assert outcome_of(date(2027, 1, 8), due, ends, as_of, promised=True) == (Outcome.EARLY, 0)
    assert outcome_of(None, due, ends, date(2027, 1, 11), promised=False) == (Outcome.OPEN, None)
    assert outcome_of(None, due, ends, date(2027, 1, 13), promised=False)[0] is Outcome.UNKNOWN
    assert outcome_of(None, due, ends, date(2027, 1, 16), promised=False) == (Outcome.OVERDUE, 4)


def test_a_request_of_january_2027_has_a_provisional_due_day() -> None:
    """The last notice ends with 2026; twenty working days span the Spring Festival of 2027."""
    row = request(received="2027-01-08")
    later = dossier(requests=[row]).model_copy(
        update={"period": dossier().period.model_copy(update={"last": date(2027, 12, 31)})}
    )
    found = owed(later, as_of=date(2027, 12, 31), calendar=CALENDAR, rules=load_rules())
    (duty,) = found[DutyKind.REPLY].duties
    assert duty.certainty == "provisional"
    assert duty.earliest is not None
    assert duty.latest is not None
    assert duty.earliest < duty.latest
    assert any("暂定" in line for line in duty.lines("zh"))


TABLES = ("requests", "cases", "incidents", "items", "hazards", "found", "feedback")


def test_duties_inherit_absence_and_incompleteness() -> None:
    nothing = groups(END)
    assert {(group.present, group.complete) for group in nothing.values()} == {(False, False)}
    empty = groups(END, **{name: [] for name in (*TABLES, "publications")})
    assert {(group.present, group.complete) for group in empty.values()} == {(True, True)}
    partial = {"complete": False, "rows": []}
    kinds = ("reply", "complete", "report", "publish", "rectify", "rectify", "reply")
    for name, kind in zip(TABLES, kinds, strict=True):
        every: dict[str, Any] = {name: [] for name in (*TABLES, "publications")} | {name: partial}
        group = groups(END, **every)[DutyKind(kind)]
        assert (group.present, group.complete) == (True, False)
        # a table that is not there says as little, however complete its sister is
        del every[name]
        group = groups(END, **every)[DutyKind(kind)]
        assert (group.present, group.complete) == (False, False)
        assert [one.table for one in group.sources if not one.present] == [name]


def test_each_duty_names_the_table_it_comes_from() -> None:
    sources = {one.table for group in groups(END).values() for one in group.sources}
    assert sources == set(get_args(DutyTable))
    rows: dict[str, Any] = {
        "requests": [request()],
        "feedback": [{"id": "f", "kind": "complaint", "received": "2024-03-01", "limit": "9 days"}],
        "cases": [case(promised="9 days")],
        "hazards": [{"id": "h", "found": "2024-03-01", "due": "2024-03-08"}],
        "found": [{"id": "p", "title": "丙", "due": "2024-03-08"}],
        "items": [{"id": "a", "title": "甲", "cadence": "yearly"}],
        "publications": [{"id": "q", "on": "2024-03-08", "formed": "2024-03-01"}],
        "incidents": [{"id": "i", "field": "fire", "occurred": "2024-03-01T08:00+08:00"}],
    }
    for name, listed in rows.items():
        assert only(END, **{name: listed}).table == name


def test_where_the_days_of_formation_are_not_seen_more_may_have_been_owed() -> None:
    items = [{"id": "a", "title": "甲", "limit": "20 working days"}]
    assert not groups(END, items=items)[DutyKind.PUBLISH].complete
    assert groups(END, items=items, publications=[])[DutyKind.PUBLISH].complete


def test_what_is_only_said_is_marked() -> None:
    row = request(("answered", "2024-03-29"), basis="asserted")
    duty = only(END, requests=[row])
    assert duty.met_on_word
    assert duty.claimed == {"outcome", "met", "days_late"}
    assert weaker(Basis.VERIFIED, Basis.ASSERTED, Basis.DOCUMENTED) is Basis.ASSERTED


def test_the_dossier_as_seen_on_a_day_forgets_what_came_later() -> None:
    whole = dossier(
        requests=[
            request(("extended", "2024-03-20"), ("answered", "2024-04-20"), outcome="granted"),
            {"id": "r2", "received": "2024-06-01"},
        ],
        cases=[case(completed="2024-05-02", satisfaction="satisfied")],
        appeals=[
            {"id": "x", "kind": "review", "received": "2024-03-01", "decided": "2024-05-01",
             "outcome": "upheld"}
        ],
        feedback=[{"id": "f", "kind": "m", "answered": "2024-05-01", "satisfied": True}],
        hazards=[
            {"id": "h", "found": "2024-03-01", "due": "2024-09-01", "rectified": "2024-08-01"}
        ],
        incidents=[incident(told="2024-04-01T15:59+00:00", reported="2024-04-01T16:01+00:00")],
        publications=[{"id": "p", "on": "2024-03-01", "until": "2024-09-01"}],
        declarations=[
            {"assessor": "self", "points": 3, "on": "2024-05-01"},
            {"assessor": "self", "points": 4},
        ],
    )  # fmt: skip
    seen = as_seen(whole, date(2024, 4, 1))
    assert seen.requests is not None
    (first,) = seen.requests.rows
    assert ([step.name for step in first.events], first.outcome) == (["extended"], None)
    assert seen.cases is not None
    assert (seen.cases.rows[0].completed, seen.cases.rows[0].satisfaction) == (None, None)
    assert seen.appeals is not None
    assert (seen.appeals.rows[0].decided, seen.appeals.rows[0].outcome) == (None, None)
    assert seen.feedback is not None
    assert (seen.feedback.rows[0].answered, seen.feedback.rows[0].satisfied) == (None, None)
    assert seen.hazards is not None
    assert (seen.hazards.rows[0].due, seen.hazards.rows[0].rectified) == (date(2024, 9, 1), None)
    assert seen.incidents is not None
    # 15:59 UTC is 23:59 of 1 April in Beijing; two minutes later it is 2 April there
    assert seen.incidents.rows[0].told is not None
    assert seen.incidents.rows[0].reported is None
    assert seen.publications is not None
    assert seen.publications.rows[0].until == date(2024, 9, 1)
    assert seen.declarations is not None
    assert [one.points for one in seen.declarations] == [4]
    assert as_seen(whole, END) == whole


def test_a_duty_in_words_tells_its_days_and_its_law_once() -> None:
    duty = only(END, requests=[request(("answered", "2024-04-01"))])
    words = "\n".join(duty.lines("zh"))
    assert words.startswith(
        "requests:r1：逾期办结 3 天（起 2024-03-01，到期 2024-03-29，完成 2024-04-01）"
    )
    assert words.count("国务院令第711号）第三十三条第二款") == 1
    english = "\n".join(duty.lines("en"))
    assert english.startswith("requests:r1：late by 3 days")
    immediate = only(END, cases=[case(kind="immediate", completed="2024-03-01")])
    assert any("即办件" in line for line in immediate.lines())


DAYS = st.dates(date(2024, 1, 2), date(2024, 9, 30))


@given(DAYS, st.integers(0, 90), st.integers(0, 30))
def test_a_later_answer_is_never_better(received: date, after: int, more: int) -> None:
    order = [Outcome.EARLY, Outcome.ON_TIME, Outcome.LATE]

    def answered(days: int) -> int:
        on = date.fromordinal(received.toordinal() + days)
        row = case(received=received, promised="10 working days", completed=on)
        return order.index(only(date(2025, 12, 31), cases=[row]).outcome)

    assert answered(after) <= answered(after + more)


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 60)), max_size=4), DAYS)
def test_the_order_of_records_is_irrelevant_and_the_future_is_not_seen(
    cases: list[tuple[date, int | None]], as_of: date
) -> None:
    rows = [
        {
            "id": f"c{number}",
            "kind": "promised",
            "received": received,
            "promised": "10 working days",
            "statutory": "20 days",
            "completed": None if days is None else date.fromordinal(received.toordinal() + days),
        }
        for number, (received, days) in enumerate(cases)
    ]
    straight, backwards = all_of(as_of, cases=rows), all_of(as_of, cases=rows[::-1])
    assert straight == backwards
    assert straight == sorted(straight, key=lambda duty: (duty.day or date.min, duty.id))
    assert all(duty.opened is not None and duty.opened <= as_of for duty in straight)
    assert all(duty.met is None or duty.met <= as_of for duty in straight)
