"""Items that are owed so long after an event: a village publishes within ten days of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zwgk.duties import Duty, DutyKind, LimitKind, owed
from zwgk.law import load_rules
from zwgk.records import Dossier
from zwgk.time import WorkCalendar


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


def test_a_limit_of_the_item_or_a_rule() -> None:
    assert str(published("2024-03-12", limit="7 days").due) == "2024-03-08"
    named = published("2024-03-12", rule="XXGK-PRO", cadence="event_after, due after 10 days")
    assert str(named.due) == "2024-03-29"
