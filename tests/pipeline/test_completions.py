"""The law of what is not told: whatever it turns out to be, the count lies between its ends.

Each unit is judged twice, once with everything told and once with something left out; the second
may know less, but never anything else.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from zwgk.duties import owed
from zwgk.facts import AnyQuery, FactValue, Query, evaluate
from zwgk.law import load_rules
from zwgk.pipeline.assess import what_is_known
from zwgk.records import Basis, Dossier
from zwgk.time import WorkCalendar

READ: TypeAdapter[Query] = TypeAdapter(AnyQuery)
CALENDAR, RULES = WorkCalendar.china(), load_rules()
DAYS = st.integers(0, 240).map(lambda number: date(2024, 2, 1) + timedelta(days=number))
OUTCOMES = ["early", "on_time", "late", "open", "overdue"]
SOME = st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=3, unique=True)
TABLES = {"requests", "feedback", "cases", "hazards", "found", "items", "publications"}


def count(where: dict[str, Any], tables: dict[str, Any], lack: str = "") -> FactValue:
    given = {name: [] for name in TABLES - {lack}} | tables
    dossier = Dossier.model_validate(
        {
            "period": {"from": "2024-01-01", "to": "2024-12-31"},
            "unit": {"name": "示例单位", "kind": "township"},
            **given,
        }
    )
    duties = owed(dossier, as_of=date(2025, 1, 31), calendar=CALENDAR, rules=RULES)
    known = what_is_known(dossier, duties, (), Basis.DOCUMENTED)
    return evaluate(READ.validate_python({"count": "duties", "where": where}), known)


def lies_in(told: FactValue, open_value: FactValue) -> bool:
    """Whether all that is possible once told was possible before."""
    low = told.least is not None and open_value.least is not None
    reached = open_value.most is None or (told.most is not None and told.most <= open_value.most)
    return low and reached and told.least >= open_value.least  # type: ignore[operator]


@st.composite
def feedback(draw: st.DrawFn) -> dict[str, Any]:
    received = draw(DAYS)
    answered = draw(st.none() | st.integers(0, 40).map(lambda n: received + timedelta(days=n)))
    limits = draw(st.sampled_from([{"limit": "5 working days"}, {"rule": "XXGK-REPLY"}, {}]))
    return {"kind": "complaint", "received": received, "answered": answered, **limits}


def numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"r{number}", **row} for number, row in enumerate(rows)]


@given(
    rows=st.lists(feedback(), max_size=3),
    outcomes=SOME,
    narrowed=st.sampled_from(
        [{}, {"limit": "promised"}, {"limit": "statutory"}, {"table": "requests"}]
    ),
)
def test_a_table_that_is_absent_may_hold_anything(
    rows: list[dict[str, Any]], outcomes: list[str], narrowed: dict[str, str]
) -> None:
    where = {"kind": "reply", "outcome": outcomes, **narrowed}
    told = count(where, {"feedback": numbered(rows)})
    assert lies_in(told, count(where, {}, lack="feedback"))


@given(
    received=DAYS,
    after=st.integers(0, 60),
    limit=st.sampled_from(["5 working days", "20 days", "1 month"]),
    outcomes=SOME,
)
def test_a_limit_that_is_not_told_may_be_any(
    received: date, after: int, limit: str, outcomes: list[str]
) -> None:
    case = {"kind": "promised", "received": received, "completed": received + timedelta(days=after)}
    where = {"kind": "complete", "outcome": outcomes}
    told = count(where, {"cases": numbered([{**case, "promised": limit}])})
    assert lies_in(told, count(where, {"cases": numbered([case])}))


@given(on=DAYS, before=st.integers(0, 30), outcomes=SOME)
def test_a_day_of_formation_that_is_not_told_may_be_any(
    on: date, before: int, outcomes: list[str]
) -> None:
    items = [{"id": "i", "title": "甲", "rule": "XXGK-PRO"}]
    shown = {"item": "i", "on": on}
    where = {"kind": "publish", "outcome": outcomes}
    formed = {**shown, "formed": on - timedelta(days=before)}
    told = count(where, {"items": items, "publications": numbered([formed])})
    assert lies_in(told, count(where, {"items": items, "publications": numbered([shown])}))


@given(received=DAYS, after=st.integers(0, 60), outcomes=SOME)
def test_the_day_of_a_reply_that_is_not_told_may_be_any(
    received: date, after: int, outcomes: list[str]
) -> None:
    request = {"received": received, "outcome": "granted"}
    answered = {"name": "answered", "on": received + timedelta(days=after)}
    where = {"kind": "reply", "outcome": outcomes}
    told = count(where, {"requests": numbered([{**request, "events": [answered]}])})
    assert lies_in(told, count(where, {"requests": numbered([request])}))
