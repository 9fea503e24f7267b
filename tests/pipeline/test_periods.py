"""Which records a count sees: what happened in the period, and what stood in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from zwgk.duties import owed
from zwgk.facts import AnyQuery, Query, evaluate
from zwgk.law import load_rules
from zwgk.pipeline.assess import what_is_known
from zwgk.records import Basis, Dossier
from zwgk.time import WorkCalendar

READ: TypeAdapter[Query] = TypeAdapter(AnyQuery)
ROWS: dict[str, Any] = {
    # one long before, one in the period, one after it, one on a day that is not known
    "feedback": [
        {"id": "a", "kind": "complaint", "received": "2020-05-06"},
        {"id": "b", "kind": "complaint", "received": "2024-05-06"},
        {"id": "c", "kind": "complaint", "received": "2025-01-01"},
        {"id": "d", "kind": "complaint"},
    ],
    # mended long before; mended on the first day; open since 2020; found after the period
    "hazards": [
        {"id": "a", "found": "2020-05-06", "rectified": "2020-06-01"},
        {"id": "b", "found": "2023-05-06", "rectified": "2024-01-01"},
        {"id": "c", "found": "2020-05-06"},
        {"id": "d", "found": "2025-01-01"},
    ],
    "found": [
        {"id": "a", "title": "甲", "on": "2020-05-06", "rectified": "2023-12-31"},
        {"id": "b", "title": "乙", "on": "2024-12-31"},
        {"id": "c", "title": "丙"},
        {"id": "d", "title": "丁", "on": "2025-01-01"},
    ],
}


@pytest.mark.parametrize(
    ("table", "seen"), [("feedback", "bd"), ("hazards", "bc"), ("found", "bc")]
)
def test_what_happened_in_the_period_and_what_stood_in_it(table: str, seen: str) -> None:
    as_of = date(2025, 6, 30)
    dossier = Dossier.model_validate(
        {
            "period": {"from": "2024-01-01", "to": "2024-12-31"},
            "unit": {"name": "示例单位", "kind": "township"},
            table: ROWS[table],
        }
    )
    duties = owed(dossier, as_of=as_of, calendar=WorkCalendar.china(), rules=load_rules())
    known = what_is_known(dossier, duties, (), Basis.DOCUMENTED)
    value = evaluate(READ.validate_python({"count": table}), known)
    assert value.known
    assert value.least == len(seen)
    assert {one.record for one in value.support} == {f"{table}:{name}" for name in seen}
