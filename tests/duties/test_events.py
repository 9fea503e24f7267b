"""Items that are owed so long after an event: a village publishes within ten days of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from zwgk.duties import Duty, DutyKind, LimitKind, owed
from zwgk.errors import InvalidInput
from zwgk.law import load_rules
from zwgk.records import Dossier
from zwgk.time import Cadence, CadenceKind, WorkCalendar, WorkingDays

CHINA = WorkCalendar.china()


def published(on: str, **item: Any) -> Duty:
    """The duty of one publication whose information was formed on Friday 2024-03-01."""
    dossier = Dossier.model_validate(
        {
            "period": {"from": "2024-01-01", "to": "2024-12-31"},
            "unit": {"name": "示例村", "kind": "village"},
            "items": [{"id": "i", "title": "重大事项", **item}],
            "publications": [{"id": "p", "item": "i", "on": on, "formed": "2024-03-01"}],
        }
    )
    found = owed(
        dossier,
        as_of=date(2024, 12, 31),
        calendar=WorkCalendar.china(),
        rules=load_rules(),
    )
    (duty,) = (one for one in found[DutyKind.PUBLISH].duties if one.id == "publications:p")
    return duty


@pytest.mark.parametrize(
    ("cadence", "on", "due", "outcome", "days", "limit"),
    [
        ("event_after, due after 10 days", "2024-03-11", "2024-03-11", "on_time", 0, "cadence"),
        ("event_after, due after 10 days", "2024-03-12", "2024-03-11", "late", 1, "cadence"),
        ("realtime, due after 3 working days", "2024-03-07", "2024-03-06", "late", 1, "cadence"),
        # without a number the law's 20 working days hold: four plain weeks
        ("event_after", "2024-03-29", "2024-03-29", "on_time", 0, "statutory"),
        # so many hours after a day cannot be counted
        ({"kind": "immediate", "due_after": "5 hours"}, "2024-03-29", "2024-03-29", "on_time", 0,
         "statutory"),
        # how long ahead of an event says nothing of the day on which it was formed
        ("event_before, due after 3 days", "2024-03-29", "2024-03-29", "on_time", 0, "statutory"),
    ],
)  # fmt: skip
def test_so_long_after_the_event(
    cadence: Any, on: str, due: str, outcome: str, days: int, limit: str
) -> None:
    duty = published(on, cadence=cadence)
    assert (str(duty.due), duty.outcome, duty.days_late) == (due, outcome, days)
    assert duty.limit is LimitKind(limit)


@pytest.mark.parametrize(
    ("cadence", "on", "outcome", "days"),
    [
        ("event_after, due after 10 days", "2024-06-11", "on_time", 0),
        ("event_after, due after 10 days", "2024-06-12", "late", 1),
        # by the law's own limit it runs from the day the information was formed, nothing else
        ("event_after", "2024-06-12", "unknown", None),
    ],
)
def test_the_day_of_what_happened_starts_such_a_limit(
    cadence: str, on: str, outcome: str, days: int | None
) -> None:
    rows = [{"id": "p", "item": "i", "on": on, "event": "2024-06-01"}]
    (duty,) = of_kind(DutyKind.PUBLISH, rows, cadence=cadence)
    assert (duty.outcome, duty.days_late) == (outcome, days)


def test_a_limit_of_the_item_or_a_rule() -> None:
    assert str(published("2024-03-12", limit="7 days").due) == "2024-03-08"
    named = published("2024-03-12", rule="XXGK-PRO", cadence="event_after, due after 10 days")
    assert str(named.due) == "2024-03-29"


# --- before an event ---------------------------------------------------------------------------


def of_kind(
    kind: DutyKind, rows: list[dict[str, Any]], as_of: str = "2024-12-31", **item: Any
) -> list[Duty]:
    dossier = Dossier.model_validate(
        {
            "period": {"from": "2024-01-01", "to": "2027-12-31"},
            "unit": {"name": "示例村", "kind": "village"},
            "items": [{"id": "i", "title": "村民会议议题", **item}],
            "publications": [{"item": "i", **row} for row in rows],
        }
    )
    found = owed(dossier, as_of=date.fromisoformat(as_of), calendar=CHINA, rules=load_rules())
    return list(found[kind].duties)


def told(duties: list[Duty]) -> list[tuple[str, str, str, int | None]]:
    return [(one.id, str(one.due), one.outcome.value, one.days_late) for one in duties]


@pytest.mark.parametrize(
    ("cadence", "on", "due", "outcome", "days"),
    [
        # ten days before Friday the 20th
        ("event_before, due after 10 days", "2024-09-10", "2024-09-10", "on_time", 0),
        ("event_before, due after 10 days", "2024-09-11", "2024-09-10", "late", 1),
        # five working days before it: 19, 18, 14 (a Saturday that is worked), 13, 12
        ("event_before, due after 5 working days", "2024-09-12", "2024-09-12", "on_time", 0),
        ("event_before, due after 5 working days", "2024-09-13", "2024-09-12", "late", 1),
        # without a number the day before is the last
        ("event_before", "2024-09-19", "2024-09-19", "on_time", 0),
        ("event_before", "2024-09-20", "2024-09-19", "late", 1),
        # so many hours ahead of a day lead to no day of their own
        ({"kind": "event_before", "due_after": "5 hours"}, "2024-09-20", "2024-09-20", "on_time",
         0),
    ],
)  # fmt: skip
def test_so_long_before_the_event(cadence: Any, on: str, due: str, outcome: str, days: int) -> None:
    row = {"id": "p", "on": on, "formed": "2024-01-02", "event": "2024-09-20"}
    (duty,) = of_kind(DutyKind.PUBLISH, [row], cadence=cadence)
    assert told([duty]) == [("publications:p", due, outcome, days)]
    assert (duty.limit, duty.certainty) == (LimitKind.CADENCE, "final")
    assert duty.note is not None
    assert "2024-09-20" in duty.note.zh


def test_a_rule_that_counts_back_counts_from_the_event() -> None:
    """村民会议提前十日通知: ten days before 20 September, whenever its papers were made."""
    row = {"id": "p", "on": "2024-09-11", "formed": "2024-08-01", "event": "2024-09-20"}
    (duty,) = of_kind(DutyKind.PUBLISH, [row], rule="CW-MEETING")
    assert told([duty]) == [("publications:p", "2024-09-10", "late", 1)]
    (other,) = of_kind(DutyKind.PUBLISH, [row], rule="CW-MEETING", cadence="event_before")
    assert other.rule == "CW-MEETING"
    for item in ({"rule": "CW-MEETING"}, {"cadence": "event_before"}):
        (unknown,) = of_kind(DutyKind.PUBLISH, [{"id": "p", "on": "2024-09-11"}], **item)
        assert unknown.outcome == "unknown"
        assert unknown.note is not None
        assert unknown.note.zh == "事件日期不详"


def test_an_event_ahead_is_seen_and_its_day_may_be_provisional() -> None:
    """Five working days before Wednesday 2027-01-13, of which no notice tells yet."""
    ahead = Cadence(CadenceKind.EVENT_BEFORE, due_after=WorkingDays(5))
    bounds = ahead.event_due(date(2027, 1, 13), CHINA)
    assert bounds is not None
    assert bounds.earliest < bounds.latest
    outcomes = []
    for day in (bounds.earliest, bounds.latest, bounds.latest + timedelta(days=1)):
        row = {"id": "p", "on": str(day), "event": "2027-01-13"}
        (duty,) = of_kind(DutyKind.PUBLISH, [row], as_of="2027-01-12", cadence=ahead.to_json())
        assert (duty.earliest, duty.latest) == (bounds.earliest, bounds.latest)
        assert duty.certainty == "provisional"
        outcomes.append(duty.outcome.value)
    assert outcomes == ["on_time", "unknown", "late"]


def test_an_event_that_no_calendar_holds_names_its_record() -> None:
    row = {"id": "p", "on": "2024-09-11", "event": "2045-09-20"}
    with pytest.raises(InvalidInput, match="publications:p"):
        of_kind(DutyKind.PUBLISH, [row], cadence="event_before, due after 5 working days")


# --- on show -----------------------------------------------------------------------------------

TEN_DAYS = {"kind": "monthly", "due_after": "15 days", "display": "10 days"}


@pytest.mark.parametrize(
    ("until", "as_of", "outcome", "days"),
    [
        # posted on 1 March: the tenth day after it is the 11th
        (None, "2024-03-10", "open", None),
        (None, "2024-03-11", "on_time", 0),
        ("2024-03-11", "2024-12-31", "on_time", 0),
        ("2024-03-10", "2024-12-31", "overdue", 1),
        ("2024-03-05", "2024-03-06", "overdue", 6),
        # on 4 March it was still up
        ("2024-03-05", "2024-03-04", "open", None),
    ],
)
def test_ten_days_on_show(until: str | None, as_of: str, outcome: str, days: int | None) -> None:
    row = {"id": "p", "on": "2024-03-01", "covers": "2024-02", "until": until}
    (duty,) = of_kind(DutyKind.SHOW, [row], as_of, cadence=TEN_DAYS)
    assert told([duty]) == [("publications:p/show", "2024-03-11", outcome, days)]
    assert duty.met == (date(2024, 3, 11) if outcome == "on_time" else None)
    if outcome == "overdue":
        assert duty.note is not None
        assert f"少公示 {days} 天" in duty.note.zh


def test_what_was_put_up_again_is_judged_by_the_last_posting() -> None:
    rows: list[dict[str, Any]] = [
        {"id": "a", "on": "2024-03-01", "covers": "2024-02", "until": "2024-03-05"},
        {"id": "b", "on": "2024-03-06", "covers": "2024-02", "until": "2024-03-18"},
        {"id": "c", "on": "2024-04-01", "covers": "2024-03", "until": "2024-04-02"},
    ]
    found = of_kind(DutyKind.SHOW, rows, cadence=TEN_DAYS)
    assert told(found) == [
        ("publications:b/show", "2024-03-16", "on_time", 0),
        ("publications:c/show", "2024-04-11", "overdue", 9),
    ]


def test_working_days_on_show_over_the_horizon() -> None:
    rows = [
        {"id": "p", "on": "2024-03-01", "until": "2024-03-08"},  # 4, 5, 6, 7, 8 March
        {"id": "q", "on": "2026-12-25", "until": "2027-01-04"},  # hangs on the notice for 2027
    ]
    cadence = {"kind": "ad_hoc", "display": "5 working days"}
    found = of_kind(DutyKind.SHOW, rows, "2027-02-01", cadence=cadence)
    assert [(one.id, one.outcome.value) for one in found] == [
        ("publications:p/show", "on_time"), ("publications:q/show", "unknown"),
    ]  # fmt: skip
    assert found[1].certainty == "provisional"


@pytest.mark.parametrize(
    "item",
    [
        {"cadence": "monthly"},
        {"cadence": {"kind": "monthly", "display": "standing"}},
        {"cadence": TEN_DAYS, "openness": "on_request"},
    ],
)
def test_without_days_on_show_nothing_is_owed(item: dict[str, Any]) -> None:
    row = {"id": "p", "on": "2024-03-01", "until": "2024-03-02"}
    assert of_kind(DutyKind.SHOW, [row], **item) == []


def test_how_long_things_are_shown_is_known_as_well_as_the_publications_are() -> None:
    def source(given: dict[str, Any]) -> tuple[bool, bool]:
        dossier = Dossier.model_validate(
            {
                "period": {"from": "2024-01-01", "to": "2024-12-31"},
                "unit": {"name": "示例村", "kind": "village"},
                **given,
            }
        )
        shown = owed(dossier, as_of=date(2024, 12, 31), calendar=CHINA, rules=load_rules())[
            DutyKind.SHOW
        ]
        return shown.present, shown.complete

    item = {"id": "i", "title": "村务", "cadence": TEN_DAYS}
    assert source({}) == (False, False)
    assert source({"items": []}) == (True, True)
    assert source({"items": [item]}) == (False, False)
    assert source({"items": [item], "publications": []}) == (True, True)
    partly = {"complete": False, "rows": []}
    assert source({"items": [item], "publications": partly}) == (True, False)
    assert source({"items": partly, "publications": []}) == (True, False)
