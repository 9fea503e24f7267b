"""What is late, open and due soon on a day, by hand, under settled and provisional dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.duties import Agenda, Duty, agenda, owed
from zwgk.errors import InvalidInput
from zwgk.law import load_rules
from zwgk.records import Dossier
from zwgk.time import WorkCalendar

CHINA = WorkCalendar.china()


def duties(as_of: date, **tables: Any) -> list[Duty]:
    dossier = Dossier.model_validate(
        {
            "period": {"from": "2024-01-01", "to": "2027-12-31"},
            "unit": {"name": "示例单位", "kind": "township"},
            **tables,
        }
    )
    found = owed(dossier, as_of=as_of, calendar=CHINA, rules=load_rules())
    return [duty for group in found.values() for duty in group.duties]


def names(found: Agenda) -> dict[str, list[str]]:
    return {
        part: [duty.id.partition(":")[2] for duty in getattr(found, part)]
        for part in ("late", "open", "soon", "perhaps", "unknown")
    }


def answered(on: str) -> dict[str, str]:
    return {"name": "answered", "on": on}


def test_settled_dates() -> None:
    as_of = date(2024, 10, 10)
    sent = {"name": "consultation_sent", "on": "2024-09-20"}
    rows = [
        # due 2024-10-17
        {"id": "week", "received": "2024-09-13"},
        {"id": "done", "received": "2024-09-13", "events": [answered("2024-09-20")]},
        {"id": "late", "received": "2024-08-01", "events": [answered("2024-10-09")]},
        {"id": "overdue", "received": "2024-08-01"},
        # its clock stands; answered that very day it would be due on 10-17
        {"id": "stands", "received": "2024-09-13", "events": [sent]},
        {"id": "month", "received": "2024-10-08"},
    ]
    found = duties(as_of, requests=rows)
    assert names(agenda(found, as_of=as_of, within=7)) == {
        "late": ["late", "overdue"],
        "open": ["stands", "week", "month"],
        "soon": ["week"],
        "perhaps": ["stands"],
        "unknown": [],
    }
    assert names(agenda(found, as_of=as_of, within=6))["soon"] == []
    assert names(agenda(found, as_of=as_of))["perhaps"] == []


def test_provisional_dates() -> None:
    # 20 working days from 2027-01-11: by 02-04 eighteen; the festival may take 02-05 to 02-12
    rows = [{"id": "r1", "received": "2027-01-11"}]
    before = date(2027, 2, 1)
    (duty,) = duties(before, requests=rows)
    assert duty.earliest is not None
    assert duty.latest is not None
    assert duty.earliest < duty.latest

    def look(as_of: date, within: int = 0) -> dict[str, list[str]]:
        found = names(agenda(duties(as_of, requests=rows), as_of=as_of, within=within))
        return {part: ids for part, ids in found.items() if ids}

    assert look(before, (duty.earliest - before).days - 1) == {"open": ["r1"]}
    assert look(before, (duty.earliest - before).days) == {"open": ["r1"], "perhaps": ["r1"]}
    assert look(before, (duty.latest - before).days - 1) == {"open": ["r1"], "perhaps": ["r1"]}
    assert look(before, (duty.latest - before).days) == {"open": ["r1"], "soon": ["r1"]}
    # past the earliest it may be overdue already
    assert look(duty.earliest + timedelta(days=1)) == {"open": ["r1"], "perhaps": ["r1"]}
    assert look(duty.latest + timedelta(days=1)) == {"late": ["r1"]}


def test_what_cannot_be_told_is_neither_late_nor_open() -> None:
    as_of = date(2024, 10, 10)
    found = duties(
        as_of,
        items=[{"id": "a", "title": "甲", "cadence": "yearly", "since": "2024-01-01"}],
        feedback=[{"id": "f1", "kind": "complaint", "limit": "5 working days"}],
    )
    told = names(agenda(found, as_of=as_of, within=365))
    assert told["unknown"] == ["f1"]
    assert told["late"] == []
    assert "f1" not in told["open"]


def test_days_ahead_end_with_the_calendar() -> None:
    """After 9999-12-31 there is no day to look ahead to."""
    as_of = date(9999, 12, 30)
    assert agenda([], as_of=as_of, within=36_600).soon == ()
    (due,) = duties(date(2024, 10, 10), requests=[{"id": "week", "received": "2024-09-13"}])
    assert agenda([due], as_of=date.max, within=1).soon == (due,)


@pytest.mark.parametrize("within", [-1, 36_601, 1.5, True])
def test_days_that_make_no_sense(within: Any) -> None:
    with pytest.raises(InvalidInput, match="0 至 36600"):
        agenda([], as_of=date(2024, 1, 1), within=within)


@given(
    starts=st.lists(st.dates(date(2026, 6, 1), date(2027, 9, 1)), max_size=5),
    as_of=st.dates(date(2026, 9, 1), date(2027, 11, 1)),
    within=st.integers(0, 60),
    more=st.integers(0, 30),
)
def test_more_days_ahead_show_no_less(
    starts: list[date], as_of: date, within: int, more: int
) -> None:
    rows = [{"id": f"r{n}", "received": start.isoformat()} for n, start in enumerate(starts)]
    found = duties(as_of, requests=rows)
    near, far = (agenda(found, as_of=as_of, within=days) for days in (within, within + more))
    assert set(names(near)["soon"]) <= set(names(far)["soon"])
    assert {*names(near)["soon"], *names(near)["perhaps"]} <= {
        *names(far)["soon"],
        *names(far)["perhaps"],
    }
    for duty in near.soon:
        assert duty.latest is not None
        assert as_of <= duty.latest <= as_of + timedelta(days=within)
    assert not set(names(near)["late"]) & set(names(near)["open"])
    assert len(near.late) + len(near.open) + len(near.unknown) == len(found)
