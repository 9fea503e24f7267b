"""Which open duties a new notice moves: three amendments that happened, and what stays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zwgk
from zwgk.duties import Affected, Duty, affected, owed
from zwgk.errors import InvalidInput
from zwgk.law import Rules, load_rules
from zwgk.records import Dossier
from zwgk.testing import strategies
from zwgk.time import Notice, NoticeDay, WorkCalendar

YEAR_2019 = {"from": "2019-01-01", "to": "2019-12-31"}
BEFORE = WorkCalendar.china(as_of=date(2019, 3, 21))
AFTER = WorkCalendar.china(as_of=date(2019, 3, 22))


def duties(
    as_of: str, calendar: WorkCalendar, period: dict[str, str] = YEAR_2019, **tables: Any
) -> list[Duty]:
    dossier = Dossier.model_validate(
        {"period": period, "unit": {"name": "示例单位", "kind": "township"}, **tables}
    )
    found = owed(dossier, as_of=date.fromisoformat(as_of), calendar=calendar, rules=load_rules())
    return [duty for group in found.values() for duty in group.duties]


def moved(found: tuple[Affected, ...]) -> list[tuple[str, str, str]]:
    return [(one.duty.id, str(one.old_due), str(one.new_due)) for one in found]


def request(name: str, received: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "received": received, **more}


def test_the_amendment_of_may_2019() -> None:
    """2019-03-22: 05-02 and 05-03 off, 04-28 and 05-05 worked; 15 working days (old regulation)."""
    rows = [
        # 15 days from 04-12: 04-15 to 04-19 is 5, to 04-26 is 10; then 04-29, 04-30, 05-02, 05-03,
        # 05-06 before; now 04-28, 04-29, 04-30, 05-05, 05-06: the same day
        request("same", "2019-04-12"),
        # from 04-11 the 15th is the day before in each: 05-03, now 05-05
        request("later", "2019-04-11"),
        # from 04-04: 04-08 is 1, 04-26 is 15: not touched
        request("before", "2019-04-04"),
        # from 04-08: 04-26 is 14, the 15th was 04-29, now Sunday 04-28
        request("earlier", "2019-04-08"),
        request("answered", "2019-04-11", events=[{"name": "answered", "on": "2019-04-18"}]),
    ]
    found = affected(duties("2019-04-20", BEFORE, requests=rows), BEFORE, AFTER)
    assert moved(found) == [
        ("requests:earlier", "2019-04-29", "2019-04-28"),
        ("requests:later", "2019-05-03", "2019-05-05"),
    ]
    assert [one.announced for one in found[0].notices] == [date(2019, 3, 22)]
    assert found[0].notices == found[1].notices
    page = "https://www.gov.cn/zhengce/zhengceku/2019-03/22/content_5375877.htm"
    assert found[1].line() == f"requests:later：2019-05-03 → 2019-05-05（{page}）"
    assert found[1].line("en").endswith(f"2019-05-05 ({page})")
    # and back again, with the same notice as the reason
    back = affected(duties("2019-04-20", AFTER, requests=rows), AFTER, BEFORE)
    assert moved(back)[-1] == ("requests:later", "2019-05-05", "2019-05-03")
    assert back[-1].notices == found[1].notices


def test_events_and_overdue_duties_and_promises() -> None:
    events = [
        {"name": "consultation_sent", "on": "2019-04-12"},
        {"name": "consultation_answered", "on": "2019-04-26"},
    ]
    requests = [request("stopped", "2019-04-11", events=events), request("open", "2019-04-11",
                events=events[:1])]  # fmt: skip
    # 5 working days from 04-26: 04-29, 04-30, 05-02, 05-03, 05-06; now 04-28, 29, 30, 05-05, 05-06
    cases = [
        {"id": "c1", "kind": "promised", "received": "2019-04-25", "promised": "5 working days"},
        {"id": "c2", "kind": "promised", "received": "2019-04-25", "promised": "11 days"},
    ]
    found = duties("2019-05-31", BEFORE, requests=requests, cases=cases)
    assert {duty.id: duty.outcome.value for duty in found} == {
        "requests:open": "open",
        "requests:stopped": "overdue",
        "cases:c1/promised": "overdue",
        "cases:c2/promised": "overdue",
    }
    # c1: 04-26 is 1, then 04-29, 04-30, 05-02, 05-03; now 04-28, 29, 30, 05-05
    # stopped: 1 day ran; 14 from 04-26: 29, 30, 2, 3, 6..10 (9), 13..17 (14): 05-17;
    # now 28, 29, 30, 05-05 (4), 6..10 (9), 13..17 (14): 05-17 too
    assert moved(affected(found, BEFORE, AFTER)) == [
        ("cases:c1/promised", "2019-05-03", "2019-05-05")
    ]


def test_a_new_year_settles_what_was_provisional() -> None:
    known = WorkCalendar.china(as_of=date(2023, 10, 1))
    now = WorkCalendar.china(as_of=date(2023, 10, 25))
    period = {"from": "2023-01-01", "to": "2024-12-31"}
    # 20 days from 2024-01-19: 01-22 to 02-02 is 10; the best reading had 02-05 to 02-09 worked
    # but for the festival 02-10 to 02-12 with two days in lieu, 02-13 and 02-14: 15 by 02-09,
    # 02-15, 02-16, 02-19, 02-20, 02-21 is 20. Told: 02-04 and 02-18 worked, 02-10 to 02-17 off:
    # 02-04 is 11, 02-09 is 16, 02-18 is 17, 02-21 is 20: the same day
    # from 2024-01-12 five days less: 02-09 is 20; told: 02-04 counts, so 02-08
    rows = [request("same", "2024-01-19"), request("moved", "2024-01-12")]
    found = affected(duties("2024-01-31", known, period, requests=rows), known, now)
    assert moved(found) == [("requests:moved", "2024-02-09", "2024-02-08")]
    assert [(one.year, one.kind) for one in found[0].notices] == [(2024, "annual")]
    assert found[0].old.certainty == "provisional"
    assert found[0].new.certainty == "final"


def test_slots_counted_in_working_days() -> None:
    items = [
        {"id": "a", "title": "甲", "cadence": "monthly, due after 3 working days"},
        {"id": "b", "title": "乙", "cadence": "monthly, due after 3 days"},
        {"id": "c", "title": "丙", "cadence": "monthly"},
        {"id": "d", "title": "丁", "cadence": "always_on"},
    ]
    found = duties("2019-04-20", BEFORE, items=items, publications=[])
    # after 04-30: 05-02, 05-03, 05-06; now 05-05, 05-06, 05-07
    assert moved(affected(found, BEFORE, AFTER)) == [
        ("items:a/2019-04", "2019-05-06", "2019-05-07")
    ]


def test_an_overlay_is_named_as_the_reason() -> None:
    china = WorkCalendar.china()
    guangxi = china.with_overlay("guangxi_sanyuesan_2021")
    period = {"from": "2021-01-01", "to": "2021-12-31"}
    # 20 days from 2021-03-22: 04-02 is 9 (04-05 off), 04-20 is 20; there 14 to 16 off, 18 worked
    found = affected(
        duties("2021-04-01", china, period, requests=[request("r1", "2021-03-22")]),
        china,
        guangxi,
    )
    assert moved(found) == [("requests:r1", "2021-04-20", "2021-04-22")]
    assert found[0].notices == ()
    assert [one.name for one in found[0].overlays] == ["guangxi_sanyuesan_2021"]
    assert found[0].line() == (
        "requests:r1：2021-04-20 → 2021-04-22（广西壮族自治区人民政府令第98号）"
    )


def test_a_year_told_again_without_a_day() -> None:
    """A day that only the notice before named is laid to the notice that takes its place."""
    old = WorkCalendar.china()
    years = {one.year: one for one in old.notices if one.kind == "annual"}
    # Saturday 14 September is no longer worked, and to make up Friday 16 February is
    swapped = {date(2024, 9, 14), date(2024, 2, 16)}
    kept = tuple(row for row in years[2024].days if row.day not in swapped)
    told = Notice(2024, kept, announced=date(2024, 9, 1))
    new = old.with_notice(told)
    period = {"from": "2024-01-01", "to": "2024-12-31"}
    found = affected(
        duties("2024-09-13", old, period, requests=[request("r1", "2024-09-13")]), old, new
    )
    assert moved(found) == [("requests:r1", "2024-10-17", "2024-10-18")]
    assert found[0].notices == (told, years[2024])


def test_duties_survive_storage() -> None:
    """What a duty was counted from is written and read back with it."""
    rows = [request("later", "2019-04-11", events=[{"name": "extended", "on": "2019-04-15",
            "number": 1}])]  # fmt: skip
    found = duties("2019-04-20", BEFORE, requests=rows)
    again = [Duty.model_validate_json(duty.model_dump_json()) for duty in found]
    assert again == found
    assert affected(again, BEFORE, AFTER) == affected(found, BEFORE, AFTER)


def test_hours_stay_and_are_stored_as_moments() -> None:
    midnight = "2019-04-28T00:00:00+08:00"
    incident = {"id": "i1", "field": "road", "occurred": midnight, "told": midnight}
    found = duties("2019-04-28", BEFORE, incidents=[incident])
    again = [Duty.model_validate_json(duty.model_dump_json()) for duty in found]
    assert again == found
    assert again[0].counted_from is not None
    assert again[0].counted_from.start == datetime.fromisoformat(midnight)
    assert affected(again, BEFORE, AFTER) == ()


def test_rules_that_are_not_given_are_named_all_at_once() -> None:
    rows = [request("r1", "2019-04-11"), request("r2", "2019-04-12")]
    found = duties("2019-04-20", BEFORE, requests=rows)
    with pytest.raises(InvalidInput) as bad:
        affected(found, BEFORE, AFTER, rules=Rules())
    assert [str(one.place) for one in bad.value.problems] == [
        "duties requests:r1",
        "duties requests:r2",
    ]


def test_it_is_on_the_face() -> None:
    assert zwgk.affected is affected


@given(
    start=st.dates(date(2019, 3, 1), date(2019, 5, 14)),
    rest=st.dates(date(2019, 3, 1), date(2019, 6, 30)),
)
def test_what_moves_is_what_a_fresh_count_says(start: date, rest: date) -> None:
    """Brute force: every duty worked out anew on the new calendar."""
    old = BEFORE
    new = WorkCalendar([*old.notices, Notice(2019, (NoticeDay(rest, off=True),), "amendment")])
    rows = [request("r1", start.isoformat())]
    (before,), (fresh,) = (duties("2019-05-31", one, requests=rows) for one in (old, new))
    found = affected([before], old, new)
    assert [one.new_due for one in found] == ([fresh.due] if fresh.due != before.due else [])


@given(
    notice=strategies.plausible_notices(2027), start=st.dates(date(2026, 11, 1), date(2027, 9, 1))
)
def test_a_move_always_has_its_notice(notice: Notice, start: date) -> None:
    china = WorkCalendar.china()
    period = {"from": "2026-01-01", "to": "2028-12-31"}
    found = duties("2027-12-31", china, period, requests=[request("r1", start.isoformat())])
    for one in affected(found, china, china.with_notice(notice)):
        assert one.notices == (notice,)
