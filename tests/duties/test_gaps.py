"""Records on days that no notice and no forecast tells: named one by one, all of them at once."""

from __future__ import annotations

from datetime import date

import pytest

from zwgk.duties import owed
from zwgk.errors import InvalidInput
from zwgk.law import load_rules
from zwgk.records import Dossier
from zwgk.time import WorkCalendar


def dossier(year: int, day: str) -> Dossier:
    """One case promised in working days, one item owed on every working day."""
    return Dossier.model_validate(
        {
            "unit": {"name": "甲（虚构）", "kind": "township"},
            "period": {"from": f"{year}-01-01", "to": f"{year}-12-31"},
            "cases": [
                {"id": "q", "kind": "promised", "received": day, "promised": "5 working days"}
            ],
            "items": [{"id": "i", "title": "t", "cadence": "daily"}],
            "publications": [],
        }
    )


# 2007 lies before the first notice, 2045 after the table of festivals, and after 9999-12-31
# there is no date at all.
@pytest.mark.parametrize(("year", "day"), [(2007, "2007-01-05"), (2045, "2045-01-05"),
                                           (9999, "9999-12-31")])  # fmt: skip
def test_each_record_is_named_with_its_mend(year: int, day: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        owed(
            dossier(year, day),
            as_of=date(year, 12, 31),
            calendar=WorkCalendar.china(),
            rules=load_rules(),
        )
    problems = raised.value.problems
    assert {problem.place.path for problem in problems} == {"items:i", "cases:q"}
    for problem in problems:
        assert problem.hint is not None
        assert "--notice" in problem.hint.zh
        assert "--notice" in problem.hint.en
        assert "with_notice" not in problem.what.zh
        assert "1000000" not in problem.what.zh
